"""Reads what somebody called or is typing: the command's path, the answers given, and the option being filled in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from adapters.discord.components import Structure
from adapters.discord.limits import CHOICE_TEXT, CHOICES
from governance_core.cards.form import Option
from governance_core.cards.plain import one_line
from governance_core.kernel.words import is_blank

_NESTED = (1, 2)


@dataclass(frozen=True, slots=True)
class Call:
    """`path` as in `Spec.path`; `typing` is the option that suggestions are wanted for."""

    path: str
    answers: Mapping[str, str]
    typing: str = ""


def call_of(data: Structure) -> Call:
    """The command an interaction carries."""
    words, options = [str(data["name"])], data.get("options") or []
    while options and options[0].get("type") in _NESTED:
        words.append(str(options[0]["name"]))
        options = options[0].get("options") or []
    answers = {str(one["name"]): _raw(one.get("value")) for one in options}
    return Call(" ".join(words), answers, next((str(one["name"]) for one in options if one.get("focused")), ""))


def _raw(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value if value is not None else "")


def suggestions(options: Iterable[Option]) -> Sequence[Structure]:
    """Options to pick from while typing; what Discord cannot carry is left to be typed."""
    fitting = [one for one in options if not is_blank(one.value) and len(one.value) <= CHOICE_TEXT]
    return [{"name": one_line(one.label or one.value, CHOICE_TEXT), "value": one.value} for one in fitting[:CHOICES]]
