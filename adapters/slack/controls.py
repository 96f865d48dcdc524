"""The inputs that fit a question: a text in one or several parts, a choice, a person, a yes or no."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, assert_never

from adapters.slack.blocks import Structure, text, units
from adapters.slack.limits import INPUT, OPTION_TEXT, OPTION_VALUE, OPTIONS, PLACEHOLDER, RADIOS
from adapters.slack.text import Sight
from governance_core.cards.form import (
    Accounts,
    Asked,
    Choice,
    Hidden,
    Lookup,
    Moment,
    Option,
    Place,
    Several,
    Toggle,
    Words,
)
from governance_core.cards.picked import accounts_read, spot_read
from governance_core.cards.plain import parts
from governance_core.kernel.ids import PersonId
from governance_core.kernel.words import is_blank

MOMENT: Final = "2026-06-01 17:00, friday 17:00, tomorrow, or 90d"
YES_NO: Final = (Option("true", "Yes"), Option("false", "No"))
YES: Final = frozenset({"true", "yes", "on", "1"})
PERSON: Final = "person"
MANY: Final = 25
"""Where as many can be picked, there may be more: they are looked for while somebody types."""
MOST_PARTS: Final = 12
"""Inputs that one text is parted into; a longer one stays as it is."""
_PART: Final = INPUT // 2
_ID: Final = re.compile("[A-Z0-9]{2,}")
"""An id of Slack's; anything else was typed elsewhere."""
Offered = Mapping[str, Sequence[Option]]


def is_too_long(asked: Asked) -> bool:
    """Whether the text that stands there is longer than all the inputs of a form hold."""
    return len(asked.value) > _PART * MOST_PARTS


def controls(asked: Asked, sight: Sight, offered: Offered) -> Iterator[Structure]:
    """The inputs for a question, filled in; several where a text is longer than one holds, and one more to go on in."""
    if units(asked.value) <= INPUT:
        yield control(asked, sight, offered)
        return
    for part in (*parts(asked.value, _PART), ""):
        yield _text(part, "", long=True)


def control(asked: Asked, sight: Sight, offered: Offered) -> Structure:
    """The input for a question, filled in; `offered` are the options to pick from, by question."""
    kind = asked.question.kind
    options = offered.get(asked.name, ())
    match kind:
        case Choice():
            return _choice(asked, kind.options)
        case Toggle():
            return _choice(asked, YES_NO) if asked.required else _checkbox(asked)
        case Lookup(searched=True):
            return _searched(asked)
        case Lookup(of):
            return _user(asked, sight) if of == PERSON and not options else _lookup(asked, options)
        case Moment():
            return _text(asked.value, MOMENT)
        case Words(long):
            return _text(asked.value, long=long)
        case Several(options):
            return _several(asked, options)
        case Hidden():
            return _text(asked.value)
        case Place():
            return _channel(spot_read(asked.value).id)
        case Accounts(most):
            return _accounts([one.id for one in accounts_read(asked.value) if _ID.fullmatch(one.id)][:most], most)
        case _:
            assert_never(kind)


def _text(value: str, placeholder: str = "", long: bool = False) -> Structure:
    made: Structure = {"type": "plain_text_input", "multiline": long or "\n" in value, "max_length": INPUT}
    hint = {"placeholder": text(placeholder, PLACEHOLDER)} if placeholder else {}
    return {**made, **hint, **({"initial_value": value} if value else {})}


def _checkbox(asked: Asked) -> Structure:
    yes = option(YES_NO[0])
    chosen = {"initial_options": [yes]} if asked.value.strip().casefold() in YES else {}
    return {"type": "checkboxes", "options": [yes], **chosen}


def _user(asked: Asked, sight: Sight) -> Structure:
    account = sight.account(PersonId(asked.value)) if asked.value else None
    return {"type": "users_select", **({"initial_user": account} if account else {})}


def _channel(chosen: str) -> Structure:
    return {"type": "channels_select", **({"initial_channel": chosen} if _ID.fullmatch(chosen) else {})}


def _accounts(chosen: list[str], most: int) -> Structure:
    made: Structure = {"type": "multi_users_select", "max_selected_items": most}
    return {**made, **({"initial_users": chosen} if chosen else {})}


def _several(asked: Asked, options: Sequence[Option]) -> Structure:
    """A list of which any can be chosen; what has too many or unfit options is typed."""
    drawn = [option(one) for one in options if 0 < len(one.value) <= OPTION_VALUE]
    if len(drawn) != len(options) or not 0 < len(drawn) <= OPTIONS:
        return _text(asked.value, ", ".join(one.label for one in options))
    wanted = {one.strip() for one in asked.value.split(",")}
    chosen = [one for one in drawn if one["value"] in wanted]
    return {"type": "multi_static_select", "options": drawn, **({"initial_options": chosen} if chosen else {})}


def _lookup(asked: Asked, options: Sequence[Option]) -> Structure:
    if len(options) < MANY:
        return _choice(asked, options)
    chosen = [option(one) for one in options if one.value == asked.value]
    made: Structure = {"type": "external_select", "min_query_length": 0}
    return {**made, **({"initial_option": chosen[0]} if chosen else {})}


def _searched(asked: Asked) -> Structure:
    """What is found by typing only, with what stands there chosen."""
    made: Structure = {"type": "external_select", "min_query_length": 1}
    fits = 0 < len(asked.value) <= OPTION_VALUE
    return {**made, **({"initial_option": option(Option(asked.value, asked.value))} if fits else {})}


def _choice(asked: Asked, options: Sequence[Option]) -> Structure:
    """Radio buttons for a few, where one must be chosen; else a list; what has too many or unfit options is typed."""
    drawn = [option(one) for one in options if 0 < len(one.value) <= OPTION_VALUE]
    if len(drawn) != len(options) or not 0 < len(drawn) <= OPTIONS:
        return _text(asked.value, " / ".join(one.label for one in options))
    kind = "radio_buttons" if asked.required and 1 < len(drawn) <= RADIOS else "static_select"
    chosen = [one for one in drawn if one["value"] == asked.value]
    return {"type": kind, "options": drawn, **({"initial_option": chosen[0]} if chosen else {})}


def option(one: Option) -> Structure:
    """One thing to pick."""
    made = {"text": text(one.value if is_blank(one.label) else one.label, OPTION_TEXT), "value": one.value}
    return {**made, **({"description": text(one.help, OPTION_TEXT)} if one.help else {})}
