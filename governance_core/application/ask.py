"""From what a person typed, pressed or filled in to a command, or to the form that asks for the rest of it."""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, fields
from difflib import get_close_matches
from typing import Any, assert_never, get_args

from governance_core.application.identity import identified
from governance_core.cards.card import Press
from governance_core.cards.form import Ask, Asked, Choice, Hidden, Kind, Lookup, Moment, Option, Question, Toggle, Words
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Features
from governance_core.kernel.errors import Invalid, Unknown
from governance_core.kernel.ids import Actor, PersonId, StreamId, item_id
from governance_core.kernel.message import Command, Message, Query
from governance_core.kernel.time import instant_of
from governance_core.kernel.words import complaint, is_blank
from governance_core.people.model import PEOPLE, People
from governance_core.ports import Reader

MOST_CHOICES = 25
YES, NO = ("yes", "true", "on", "1"), ("no", "false", "off", "0")
_DRAFT = "draft-"


class Unusable(ValueError):
    """What was typed cannot be this answer; the text is the complaint."""


@dataclass(frozen=True, slots=True)
class _Given:
    """One field of a message with what was given for it."""

    field: Field[Any]
    question: Question
    typed: str
    complaint: str = ""
    value: Any = None
    missing: bool = False


def questions(message: type[Message]) -> dict[str, Question]:
    """What a message can be asked, by field name, in order."""
    return {f.name: f.metadata["ask"] for f in fields(message) if "ask" in f.metadata}  # type: ignore[arg-type]


def pressed(press: Press, features: Features) -> tuple[str, dict[str, str]]:
    """The kind of message a button stands for, with the answers it carries. Raises Unknown for a button of the past."""
    if press.action not in features.by_action:
        raise Unknown(what="such button any more", hint=" The program was updated meanwhile; open the item again.")
    message, preset = features.by_action[press.action]
    known = questions(message)
    raw = dict(preset)
    subject = next((name for name in ("id", "circle") if name in known), None)
    if subject and press.ref:
        raw[subject] = press.ref
    if "version" in known:
        raw["version"] = str(press.version)
    if press.argument and message.spec.argument:
        raw[message.spec.argument] = press.argument
    return message.spec.kind, raw


def complete(kind: str, raw: Mapping[str, str], by: Actor, reader: Reader, features: Features) -> Command | Query | Ask:
    """The command (or query) when everything is there, else the form with what is missing or wrong, field by field.

    `raw` holds what was typed, by field name. Raises Invalid when a name in it is no field at all.
    """
    message = features.by_kind[kind]
    known = questions(message)
    for name in raw:
        if name not in known:
            raise Invalid(field=name, problem=f"{kind} has no {name}.", fix=f"{_meant(name, known)}")
    person = identified(by, reader).person
    given = _read_all(message, raw, person, reader)
    filled = _prefill(message, given, person, reader, features)
    bare = not any(g.typed and g.question.form and not _names_item(g.question.kind) for g in given)
    if not bare and any(g.missing for g in given):
        given = _read_all(message, {**_only_required(message, filled), **raw}, person, reader)
    if any(g.complaint or g.missing for g in given) or (message.spec.always_asks and bare):
        return _form(message, given, raw, filled, reader)
    values = {g.field.name: g.value for g in given if g.typed}
    made = message(**values)
    assert isinstance(made, Command | Query), "every message is one of the two"
    return made.meant() if isinstance(made, Command) else made


def _read_all(message: type[Message], raw: Mapping[str, str], person: PersonId | None, reader: Reader) -> list[_Given]:
    return [_read(f, raw, person, reader) for f in fields(message) if "ask" in f.metadata]  # type: ignore[arg-type]


def _only_required(message: type[Message], filled: Mapping[str, str]) -> dict[str, str]:
    """What somebody who gave a part of it leaves as it is."""
    needed = {f.name for f in fields(message) if f.default is MISSING}  # type: ignore[arg-type]
    return {name: value for name, value in filled.items() if name in needed}


def _meant(typed: str, known: Mapping[str, Any]) -> str:
    close = get_close_matches(typed, known, 1)
    names = ", ".join(name for name, question in known.items() if not isinstance(question.kind, Hidden))
    return f"Did you mean {close[0]}? There are: {names}." if close else f"There are: {names}."


def _names_item(kind: Kind) -> bool:
    return isinstance(kind, Lookup | Hidden)


def _read(field: Field[Any], raw: Mapping[str, str], person: PersonId | None, reader: Reader) -> _Given:
    question: Question = field.metadata["ask"]
    typed = raw.get(field.name, "")
    if not _asked(question, raw):
        return _Given(field, question, "")
    if is_blank(typed):
        return _Given(field, question, "", missing=required(field, question))
    try:
        return _Given(field, question, typed, value=_value(typed, field, question.kind, person, reader))
    except Unusable as reason:
        return _Given(field, question, typed, complaint=str(reason))


def _asked(question: Question, raw: Mapping[str, str]) -> bool:
    return question.only_if is None or raw.get(question.only_if[0], "") in question.only_if[1]


def required(field: Field[Any], question: Question) -> bool:
    """Whether a message cannot be made without this field (where it is asked at all)."""
    return field.default is MISSING or question.only_if is not None


def _value(typed: str, field: Field[Any], kind: Kind, person: PersonId | None, reader: Reader) -> Any:
    match kind:
        case Words():
            if problem := complaint(typed):
                raise Unusable(problem)
            return typed.strip() if not kind.long else typed
        case Choice(options):
            return _option(typed, options)
        case Moment():
            return _moment(typed, reader)
        case Toggle():
            return _toggle(typed)
        case Hidden():
            return _hidden(typed, field)
        case Lookup(of):
            return _found(typed, of, person, reader)
        case _:
            assert_never(kind)


def _option(typed: str, options: Sequence[Option]) -> str:
    wanted = typed.strip().casefold()
    for option in options:
        if wanted in (option.value.casefold(), option.label.casefold()):
            return option.value
    raise Unusable(f"{typed} is not one of {', '.join(option.value for option in options)}.")


def _moment(typed: str, reader: Reader) -> str:
    try:
        instant_of(typed, reader.now, "UTC", "09:00")
    except ValueError as reason:
        raise Unusable(f"{reason}.") from None
    return " ".join(typed.split())


def _toggle(typed: str) -> bool:
    if typed.strip().casefold() not in YES + NO:
        raise Unusable(f"{typed} is neither yes nor no.")
    return typed.strip().casefold() in YES


def _hidden(typed: str, field: Field[Any]) -> Any:
    types = (field.type, *get_args(field.type))
    if bool in types:
        return _toggle(typed)
    if int not in types:
        return typed
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        raise Unusable(f"{typed} is not a number.")
    return int(typed)


def _found(typed: str, of: str, person: PersonId | None, reader: Reader) -> str:
    if of == "circle":
        circles: Circles = reader.state(CIRCLES)
        return _named(typed, {str(c.id): c.name for c in circles.visible(person)}, "circle")
    if of == "person":
        everybody: People = reader.state(PEOPLE)
        names = {str(one.id): one.name for one in everybody.persons.values() if one.present}
        return _named(typed.lstrip("@"), names, "member")
    if of == "draft" and typed.strip().lower().startswith(_DRAFT):
        return StreamId(typed.strip().lower())
    if of in ("proposal", "agreement", "item"):
        found = item_id(typed)
        if found is None:
            raise Unusable(f"{typed} is no id. Ids look like P-42 or D-31.")
        return found
    return typed.strip()


def _named(typed: str, known: Mapping[str, str], what: str) -> str:
    wanted = typed.strip().casefold()
    for key, name in known.items():
        if wanted in (key, name.casefold()):
            return key
    close = get_close_matches(wanted, [*known, *(name.casefold() for name in known.values())], 1)
    meant = next((key for key, name in known.items() if close and close[0] in (key, name.casefold())), None)
    raise Unusable(f"There is no {what} {typed} here." + (f" Did you mean {meant}?" if meant else ""))


def _form(
    message: type[Message],
    given: Sequence[_Given],
    raw: Mapping[str, str],
    filled: Mapping[str, str],
    reader: Reader,
) -> Ask:
    shown = [g for g in given if not isinstance(g.question.kind, Hidden)]
    shown = [g for g in shown if _asked(g.question, raw) and (g.question.form or g.complaint or g.missing)]
    asked = [
        Asked(
            name=g.field.name,
            question=g.question,
            required=required(g.field, g.question),
            value=g.typed or filled.get(g.field.name, ""),
            complaint=g.complaint,
        )
        for g in shown
        if g.complaint or g.missing or not (_names_item(g.question.kind) and g.typed)
    ]
    names = {one.name for one in asked}
    kept = {**{k: v for k, v in filled.items() if k not in names}, **{k: v for k, v in raw.items() if k not in names}}
    known = questions(message)
    carried = tuple((name, value) for name, value in kept.items() if name in known and value)
    title = message.spec.title or message.spec.summary
    return Ask(message.spec.kind, title, tuple(asked), carried, message.spec.submit, reader.chance.key())


def _prefill(
    message: type[Message], given: Sequence[_Given], person: PersonId | None, reader: Reader, features: Features
) -> Mapping[str, str]:
    """What the form is filled in with from the item it is about, if the person may see that item."""
    ids = [g.value for g in given if g.field.name == "id" and g.value]
    stream = StreamId(ids[0]) if ids else None
    feature = features.of_stream(stream) if stream else None
    if stream is None or feature is None or not reader.version(stream):
        return {}
    state = reader.state(stream)
    feature.require_seen(stream, state, person, reader)
    return feature.prefill(message.spec.kind, state, person)


def choices(kind: str, field: str, typed: str, by: Actor, reader: Reader, features: Features) -> Sequence[Option]:
    """What can be picked for a field while typing, at most 25; what the person may not see is not there."""
    question = questions(features.by_kind[kind]).get(field)
    if question is None:
        return ()
    match question.kind:
        case Choice(options):
            found: Sequence[Option] = [o for o in options if typed.casefold() in o.label.casefold()]
        case Toggle():
            found = [Option("true", "Yes"), Option("false", "No")]
        case Lookup(of) if of in features.choices:
            found = features.choices[of](typed, identified(by, reader).person, reader)
        case _:
            found = ()
    return tuple(found[:MOST_CHOICES])
