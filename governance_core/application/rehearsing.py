"""Tries out what a form would be handed in for: nobody fills one in only to hear that it is not theirs to do."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import Field
from itertools import islice, product
from typing import Any, Final

from governance_core.application.transaction import Transaction
from governance_core.application.unusable import Unusable
from governance_core.application.values import NO, value_of
from governance_core.cards.form import Choice, Kind, Lookup, Moment, Toggle, Words
from governance_core.cards.text import say
from governance_core.feature import Features
from governance_core.kernel.errors import NotAllowed, Refusal
from governance_core.kernel.ids import Actor
from governance_core.kernel.message import Command
from governance_core.ports import Reader

MOST_TRIED: Final = 25
"""Answers tried out; where there are more, the form opens, and the rules say it when it is handed in."""
_SOME_WORDS, _SOME_TIME = "1", "30d"


class NotForAny(NotAllowed):
    """Each answer there is would be refused, and each in other words: one of them shows how."""

    code = "not_for_any"
    template = "This is not yours to do, whatever you pick. For example: {example}"


def require_theirs(
    message: type[Command],
    known: Mapping[str, Any],
    missing: Sequence[Field[Any]],
    by: Actor,
    reader: Reader,
    features: Features,
) -> None:
    """Raise the refusal of the rules that whatever could be answered would meet."""
    met: dict[str, Refusal] = {}
    for answers in islice(_all_answers(missing, by, reader, features), MOST_TRIED + 1):
        found = _refusal(message(**{**known, **answers}), by, reader, features)
        if found is None or not found.whatever_is_typed:
            return
        met.setdefault(str(found), found)
    for first in met.values():
        raise first if len(met) == 1 else NotForAny(example=say(first.template, **first.fields))


def _all_answers(
    missing: Sequence[Field[Any]], by: Actor, reader: Reader, features: Features
) -> Iterator[dict[str, Any]]:
    """Every way to answer what is missing; nothing but words and times is made up."""
    found = {one.name: list(_values(one, by, reader, features)) for one in missing}
    if not all(found.values()) or _number(found) > MOST_TRIED:
        return
    for answers in product(*found.values()):
        yield dict(zip(found, answers, strict=True))


def _number(found: Mapping[str, Sequence[Any]]) -> int:
    number = 1
    for values in found.values():
        number *= len(values)
    return number


def _values(field: Field[Any], by: Actor, reader: Reader, features: Features) -> Iterator[Any]:
    kind: Kind = field.metadata["ask"].kind
    offered = _typed(kind, by, reader, features)
    for typed in offered[:1] if field.metadata["ask"].only_if else offered:
        try:
            yield value_of(typed, field, kind, by.person, reader)
        except Unusable:
            continue


def _typed(kind: Kind, by: Actor, reader: Reader, features: Features) -> Sequence[str]:
    match kind:
        case Words():
            return (_SOME_WORDS,)
        case Moment():
            return (_SOME_TIME,)
        case Toggle():
            return (NO[0],)
        case Choice(options):
            return [one.value for one in options]
        case Lookup(of) if of in features.choices:
            return [one.value for one in features.choices[of]("", by.person, reader)]
        case _:
            return ()


def _refusal(command: Command, by: Actor, reader: Reader, features: Features) -> Refusal | None:
    try:
        return Transaction(reader, features).attempt(command.meant(), by).refusal
    except Refusal as refusal:
        return refusal
