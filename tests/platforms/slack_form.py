"""Fills a form in as a member would: what they want to say, in the inputs there are, the rest as it stood there."""

from collections.abc import Mapping
from typing import Any

from slack_play import inputs
from slack_resettled import Town
from slack_spec import objects

from adapters.slack.views import FORM


def is_form(view: Mapping[str, Any]) -> bool:
    """Whether a modal asks for something."""
    return view.get("callback_id") == FORM


def filled(view: dict[str, Any], values: Mapping[str, str], town: Town) -> dict[str, str] | None:
    """What to type; None where something needed has no answer."""
    given = {name: _typed(one, values[name], town) for name, one in inputs(view).items() if name in values}
    needed = [one for one in view["blocks"] if one["type"] == "input" and not one.get("optional")]
    if any(one["block_id"] not in given and not _stands(one["element"]) for one in needed):
        return None
    return given


def _typed(one: Mapping[str, Any], value: str, town: Town) -> str:
    if one["type"] == "users_select":
        return town.account_of(value)
    wanted = value.strip().casefold()
    fits = [option for option in one.get("options", ()) if wanted in (option["value"].casefold(), _label(option))]
    return str(fits[0]["value"]) if fits else value


def _label(option: Mapping[str, Any]) -> str:
    return str(option["text"]["text"]).casefold()


def _stands(one: Mapping[str, Any]) -> bool:
    """Whether something is filled in already."""
    return any(name.startswith("initial_") and value for found in objects(one) for name, value in found.items())
