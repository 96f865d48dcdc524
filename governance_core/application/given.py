"""What was given for each field of a message, read as what it means for whoever gave it, or with what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields, replace
from types import MappingProxyType
from typing import Any, Final

from governance_core.application.unusable import ReadBack, Unusable
from governance_core.application.values import value_of
from governance_core.cards.form import Choice, Hidden, Kind, Lookup, Moment, Question, Toggle
from governance_core.feature import Features
from governance_core.kernel.errors import Invalid
from governance_core.kernel.ids import PersonId, item_id
from governance_core.kernel.message import Message
from governance_core.kernel.words import is_blank
from governance_core.ports import Reader

SUBJECTS: Final = ("id", "circle")
"""The field that says what a message is about: an item, else a circle."""
_NONE: Final = "none"
NOTHING_OWN: Final[Mapping[str, Question | None]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Given:
    """One field of a message with what was given for it."""

    field: Field[Any]
    question: Question
    typed: str
    complaint: str = ""
    value: Any = None
    missing: bool = False
    read_as: str = ""
    cleared: bool = False


def questions(message: type[Message]) -> dict[str, Question]:
    """What a message can be asked, by field name, in order."""
    return {f.name: f.metadata["ask"] for f in fields(message) if "ask" in f.metadata}  # type: ignore[arg-type]


def required(field: Field[Any], question: Question) -> bool:
    """Whether a message cannot be made without this field (where it is asked at all)."""
    return field.default is MISSING or question.only_if is not None


def required_always(field: Field[Any], question: Question) -> bool:
    """Whether a message cannot be made without this field, whatever else was answered."""
    return required(field, question) and question.only_if is None


def read_all(
    message: type[Message],
    raw: Mapping[str, str],
    person: PersonId | None,
    reader: Reader,
    own: Mapping[str, Question | None] = NOTHING_OWN,
) -> list[Given]:
    """Every field of a message, as somebody may mean it; `own` are questions that its item asks in its own way."""
    asked = {f.name: (f, own.get(f.name, f.metadata["ask"])) for f in fields(message) if "ask" in f.metadata}  # type: ignore[arg-type]
    return [_read(f, question, raw, person, reader) for f, question in asked.values() if question is not None]


def _read(
    field: Field[Any], question: Question, raw: Mapping[str, str], person: PersonId | None, reader: Reader
) -> Given:
    typed = raw.get(field.name, "")
    if not is_asked(question, raw):
        return Given(field, question, "")
    if is_blank(typed) or _takes_away(typed, question):
        cleared = question.clears and field.name in raw
        return Given(
            field, question, "", value="" if cleared else None, missing=required(field, question), cleared=cleared
        )
    try:
        return Given(field, question, typed, value=value_of(typed, field, question.kind, person, reader))
    except ReadBack as reading:
        return Given(field, question, reading.value, complaint=str(reading), read_as=reading.said)
    except Unusable as reason:
        return Given(field, question, typed, complaint=str(reason))


def _takes_away(typed: str, question: Question) -> bool:
    """Whether a date is taken away in a word: a command has no blank answers."""
    return question.clears and isinstance(question.kind, Moment) and typed.strip().casefold() == _NONE


def own_questions(
    message: type[Message], raw: Mapping[str, str], reader: Reader, features: Features
) -> Mapping[str, Question | None]:
    """The questions that the item asks in its own way; the command's own where it is about none that there is."""
    stream = item_id(raw.get("id", ""))
    feature = features.of_stream(stream) if stream else None
    if stream is None or feature is None or not reader.version(stream):
        return NOTHING_OWN
    return feature.asks(message.spec.kind, reader.state(stream))


def require_carried(given: Sequence[Given]) -> None:
    """Nobody can be asked for what a button carries. Raises Invalid where it carries too little, or nonsense."""
    for one in given:
        if isinstance(one.question.kind, Hidden) and (one.complaint or one.missing):
            problem = one.complaint or f"This came without its {one.field.name}."
            raise Invalid(field=one.field.name, problem=problem, fix="Open the item again and press it there.")


def is_asked(question: Question, raw: Mapping[str, str]) -> bool:
    """Whether a question is of use, after what was answered to the one it hangs on."""
    return question.only_if is None or raw.get(question.only_if[0], "") in question.only_if[1]


def meant_choices(known: Mapping[str, Question], raw: Mapping[str, str]) -> dict[str, str]:
    """The same answers, with each choice as its value however it was typed: other questions hang on it."""
    meant = {name: _chosen(typed, known[name].kind) for name, typed in raw.items()}
    return {**_implied(known, meant), **meant}


def _implied(known: Mapping[str, Question], raw: Mapping[str, str]) -> dict[str, str]:
    """Choices that go without saying: whoever gives what only one of them asks for has made it."""
    found: dict[str, str] = {}
    for name, question in known.items():
        if not isinstance(question.kind, Choice) or not is_blank(raw.get(name, "")):
            continue
        wanted = [
            q.only_if[1] for n, q in known.items() if q.only_if and q.only_if[0] == name and raw.get(n, "").strip()
        ]
        fits = [one.value for one in question.kind.options if wanted and all(one.value in values for values in wanted)]
        if len(fits) == 1:
            found[name] = fits[0]
    return found


def _chosen(typed: str, kind: Kind) -> str:
    if not isinstance(kind, Choice):
        return typed
    wanted = typed.strip().casefold()
    return next((o.value for o in kind.options if wanted in (o.value.casefold(), o.label.casefold())), typed)


def names_item(kind: Kind) -> bool:
    """Whether an answer is no words of anybody's, but something that is there, or that a button carries."""
    return isinstance(kind, Hidden) or (isinstance(kind, Lookup) and not kind.searched)


def is_settled(kind: Kind, given: Sequence[Given]) -> bool:
    """Whether what was picked already need not be asked again (unless something else must be mended)."""
    return names_item(kind) or (isinstance(kind, Choice) and not any(g.complaint for g in given))


def says_something(message: type[Message], one: Given) -> bool:
    """Whether what was typed is part of what is wanted: no button carries it, and it agrees to nothing unseen.

    What only a typed command gives (another zone, say) counts as much as what a form asks for.
    """
    kind, name = one.question.kind, one.field.name
    unseen = not one.question.form and (isinstance(kind, Toggle) or name == message.spec.argument)
    return bool(one.typed or one.cleared) and not unseen and not isinstance(kind, Hidden)


def says_nothing(message: type[Message], given: Sequence[Given]) -> bool:
    """Whether no more is known than what it is about, and what a button carries: then a form that always asks opens."""
    about = next((one for one in SUBJECTS if one in questions(message)), "")
    return all(g.field.name == about for g in given if says_something(message, g))


def as_typed(message: type[Message], given: Sequence[Given]) -> list[Given]:
    """The same, with all that was typed asked for by a form: what only a typed command gives can be refused too."""
    return [
        replace(one, question=replace(one.question, form=True)) if says_something(message, one) else one
        for one in given
    ]
