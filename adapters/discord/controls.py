"""The input that fits a question: a text, a choice, a person, a yes or no, or a file where the text is too long."""

from collections.abc import Mapping, Sequence
from typing import Final, assert_never

from adapters.discord.components import Structure, units
from adapters.discord.limits import INPUT, OPTION_TEXT, PLACEHOLDER, RADIO_LEAST, RADIO_MOST, SELECT_OPTIONS
from adapters.discord.text import Sight
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
from governance_core.cards.plain import one_line, shortened, visible
from governance_core.kernel.ids import PersonId
from governance_core.kernel.words import is_blank

SELECT: Final = 3
TEXT_INPUT: Final = 4
USER_SELECT: Final = 5
CHANNEL_SELECT: Final = 8
TEXT_CHANNEL: Final = 0
UPLOAD: Final = 19
RADIO: Final = 21
CHECKBOX: Final = 23
_SHORT, _LONG = 1, 2
MOMENT: Final = "2026-06-01 17:00, friday 17:00, tomorrow, or 90d"
YES_NO: Final = (Option("true", "Yes"), Option("false", "No"))
YES: Final = frozenset({"true", "yes", "on", "1"})
PERSON: Final = "person"
Offered = Mapping[str, Sequence[Option]]


def is_upload(asked: Asked) -> bool:
    """Whether the text that stands there already is longer than an input holds: it can only come as a file."""
    return units(asked.value) > INPUT


def control(asked: Asked, sight: Sight, offered: Offered) -> Structure:
    """The input for a question, filled in; `offered` are the options to pick from, by question."""
    if is_upload(asked):
        return _upload(asked)
    kind = asked.question.kind
    options = offered.get(asked.name, ())
    match kind:
        case Choice():
            return _choice(asked, kind.options)
        case Several():
            return _several(asked, kind.options)
        case Toggle():
            return _choice(asked, YES_NO) if asked.required else _checkbox(asked)
        case Lookup(of):
            return _user(asked, sight) if of == PERSON and not options else _choice(asked, options)
        case Moment():
            return _text(asked, MOMENT)
        case Words(long):
            return _text(asked, long=long)
        case Hidden():
            return _text(asked)
        case Place():
            return _channel(asked)
        case Accounts(most):
            return _accounts(asked, most)
        case _:
            assert_never(kind)


def _upload(asked: Asked) -> Structure:
    """What stands there stays unless a file is given, so nothing is required."""
    return {"type": UPLOAD, "custom_id": asked.name, "min_values": 0, "max_values": 1, "required": False}


def _text(asked: Asked, placeholder: str = "", long: bool = False) -> Structure:
    style = _LONG if long or "\n" in asked.value else _SHORT
    made = {"type": TEXT_INPUT, "custom_id": asked.name, "style": style, "required": asked.required}
    hint = {"placeholder": shortened(placeholder, PLACEHOLDER)} if placeholder else {}
    return {**made, "max_length": INPUT, **hint, **({"value": asked.value} if asked.value else {})}


def _checkbox(asked: Asked) -> Structure:
    return {"type": CHECKBOX, "custom_id": asked.name, "default": asked.value.strip().casefold() in YES}


def _user(asked: Asked, sight: Sight) -> Structure:
    account = sight.account(PersonId(asked.value)) if asked.value else None
    chosen = {"default_values": [{"type": "user", "id": account}]} if account else {}
    return {**_one_of(USER_SELECT, asked), **chosen}


def _channel(asked: Asked) -> Structure:
    chosen = spot_read(asked.value).id
    usual = {"default_values": [{"type": "channel", "id": chosen}]} if _is_id(chosen) else {}
    return {**_one_of(CHANNEL_SELECT, asked), "channel_types": [TEXT_CHANNEL], **usual}


def _accounts(asked: Asked, most: int) -> Structure:
    chosen = [one.id for one in accounts_read(asked.value) if _is_id(one.id)][:most]
    usual = {"default_values": [{"type": "user", "id": one} for one in chosen]} if chosen else {}
    return {**_one_of(USER_SELECT, asked), "max_values": min(most, SELECT_OPTIONS), **usual}


def _is_id(typed: str) -> bool:
    return typed.isascii() and typed.isdigit()


def _choice(asked: Asked, options: Sequence[Option]) -> Structure:
    """Radio buttons for a few, a list for more; what has too many or unfit options is typed. One alone is chosen."""
    chosen = options[0].value if asked.required and len(options) == 1 else asked.value
    drawn = [_option(option, chosen) for option in options if 0 < len(option.value) <= OPTION_TEXT]
    if len(drawn) != len(options) or not 0 < len(drawn) <= SELECT_OPTIONS:
        return _text(asked, " / ".join(option.label for option in options))
    if RADIO_LEAST <= len(drawn) <= RADIO_MOST:
        return {"type": RADIO, "custom_id": asked.name, "required": asked.required, "options": drawn}
    return {**_one_of(SELECT, asked), "options": drawn}


def _several(asked: Asked, options: Sequence[Option]) -> Structure:
    """A list of which any can be chosen; what has too many or unfit options is typed."""
    chosen = {one.strip() for one in asked.value.split(",")}
    drawn = [_option(option, option.value if option.value in chosen else "") for option in options]
    if not 0 < len(drawn) <= SELECT_OPTIONS or any(not 0 < len(one.value) <= OPTION_TEXT for one in options):
        return _text(asked, ", ".join(option.label for option in options))
    return {**_one_of(SELECT, asked), "max_values": len(drawn), "options": drawn}


def _one_of(kind: int, asked: Asked) -> Structure:
    least = 1 if asked.required else 0
    return {"type": kind, "custom_id": asked.name, "min_values": least, "max_values": 1, "required": asked.required}


def _option(option: Option, chosen: str) -> Structure:
    label = option.value if is_blank(option.label) else option.label
    made = {"label": one_line(label, OPTION_TEXT), "value": option.value, "default": option.value == chosen}
    return {**made, **({"description": shortened(visible(option.help), OPTION_TEXT)} if option.help else {})}
