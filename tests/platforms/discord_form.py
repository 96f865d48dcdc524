"""Fills a form in as a member would: what they want to say, in the inputs there are, the rest as it stood there."""

from collections.abc import Mapping
from typing import Any

from discord_town import Town

SELECT, TEXT, USER, UPLOAD, RADIO, CHECKBOX = 3, 4, 5, 19, 21, 23


class Form:
    """A modal's inputs, by name."""

    def __init__(self, modal: Mapping[str, Any]) -> None:
        parts = (one for one in modal["components"] if "component" in one)
        self.inputs: dict[str, dict[str, Any]] = {one["component"]["custom_id"]: one["component"] for one in parts}


def filled(form: Form, values: Mapping[str, str], town: Town) -> dict[str, Any] | None:
    """What to hand in; None where something needed has no answer."""
    given: dict[str, Any] = {}
    for name, one in form.inputs.items():
        made = _typed(one, values[name], town) if name in values else _standing(one, town)
        if made is None and one.get("required"):
            return None
        if made is not None:
            given[name] = made
    return given


def _typed(one: Mapping[str, Any], value: str, town: Town) -> Any:
    match one["type"]:
        case 3:
            return [_picked(one, part) for part in (value.split(",") if one.get("max_values", 1) > 1 else [value])]
        case 5:
            return [town.people[value]]
        case 19:
            return (f"{one['custom_id']}.txt", value.encode())
        case 21:
            return _picked(one, value)
        case 23:
            return value.casefold() in ("true", "yes", "on", "1")
        case _:
            return value


def _picked(one: Mapping[str, Any], value: str) -> str:
    wanted = value.strip().casefold()
    fits = (option for option in one["options"] if wanted in (option["value"].casefold(), option["label"].casefold()))
    return str(next(fits, {"value": value})["value"])


def _standing(one: Mapping[str, Any], town: Town) -> Any:
    """What the form was opened with."""
    match one["type"]:
        case 3:
            chosen = [option["value"] for option in one["options"] if option.get("default")]
            return chosen or None
        case 5:
            accounts = [default["id"] for default in one.get("default_values", ())]
            return [town.people[town.name_of(account)] for account in accounts] or None
        case 19:
            return None
        case 21:
            return next((option["value"] for option in one["options"] if option.get("default")), None)
        case 23:
            return bool(one.get("default"))
        case _:
            return one.get("value") or None
