"""Reads a modal that was handed in back into raw answers, as they would have been typed."""

from collections.abc import Callable, Mapping
from typing import Any

from adapters.slack.blocks import Structure
from adapters.slack.forms import SEPARATOR
from governance_core.cards.picked import Account, Spot, accounts_written, spot_written

WhoHas = Callable[[str], str | None]


def submission(state: Structure, person_of: WhoHas) -> dict[str, str]:
    """What was filled in, by question. `person_of` says whose an account is."""
    answers: dict[str, str] = {}
    for block in state.get("values", {}).values():
        for name, one in block.items():
            question = name.partition(SEPARATOR)[0]
            answers[question] = answers.get(question, "") + _answer(one, person_of)
    return answers


def _answer(one: Mapping[str, Any], person_of: WhoHas) -> str:
    match one.get("type"):
        case "checkboxes":
            return "true" if one.get("selected_options") else "false"
        case "multi_static_select":
            return ", ".join(str(picked["value"]) for picked in one.get("selected_options") or ())
        case "users_select":
            account = one.get("selected_user")
            return (person_of(account) or account) if account else ""
        case "multi_users_select":
            return accounts_written(Account(account, account) for account in one.get("selected_users") or ())
        case "channels_select":
            channel = str(one.get("selected_channel") or "")
            return spot_written(Spot(channel)) if channel else ""
        case "static_select" | "radio_buttons" | "external_select":
            return str((one.get("selected_option") or {}).get("value", ""))
        case "datepicker":
            return str(one.get("selected_date") or "")
        case _:
            return str(one.get("value") or "")
