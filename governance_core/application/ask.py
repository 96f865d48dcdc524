"""From what a person typed, pressed or filled in to a command, or to the form that asks for the rest of it."""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, replace
from difflib import get_close_matches
from typing import Any

from governance_core.application.dates import dates_named, days_offered
from governance_core.application.form_drawing import drawn, only_offered
from governance_core.application.form_opening import as_it_is, picked_already, require_of_use
from governance_core.application.given import (
    SUBJECTS,
    Given,
    as_typed,
    meant_choices,
    names_item,
    own_questions,
    questions,
    read_all,
    require_carried,
    required,
    says_nothing,
    says_something,
)
from governance_core.application.identity import identified, owner_of_drafts
from governance_core.application.naming import by_name
from governance_core.application.picking import offered
from governance_core.application.rehearsing import require_theirs
from governance_core.application.values import ECHO
from governance_core.cards.card import Press
from governance_core.cards.form import Ask, Choice, Hidden, Lookup, Moment, Option, Toggle
from governance_core.cards.plain import one_line
from governance_core.feature import Feature, Features, not_among, not_there
from governance_core.kernel.errors import Invalid, Unknown
from governance_core.kernel.ids import Actor, PersonId, StreamId
from governance_core.kernel.message import Command, Message, Query
from governance_core.ports import Draft, Reader

MOST_CHOICES = 25


def pressed(press: Press, features: Features) -> tuple[str, dict[str, str]]:
    """The kind of message a button stands for, with the answers it carries. Raises Unknown for a button of the past."""
    if press.action not in features.by_action:
        raise Unknown(what="such button any more", hint=" The program was updated meanwhile; open the item again.")
    message, preset = features.by_action[press.action]
    known = questions(message)
    raw = dict(preset)
    subject = next((name for name in SUBJECTS if name in known), None)
    if subject and press.ref:
        raw[subject] = press.ref
    if "version" in known:
        raw["version"] = str(press.version)
    if press.argument and message.spec.argument:
        raw[message.spec.argument] = press.argument
    return message.spec.kind, raw


def complete(kind: str, raw: Mapping[str, str], by: Actor, reader: Reader, features: Features) -> Command | Query | Ask:
    """The command (or query) when everything is there, else the form with what is missing or wrong, field by field.

    `raw` holds what was typed, by field name. Raises Invalid when a name in it is no field at all, and before a form
    opens that would be filled in for nothing: Unlinked, NotAllowed, NothingToPick.
    """
    message = features.by_kind[kind]
    draft = _left_off(message, raw, by, reader)
    raw, given, filled = _looked_at(message, raw, by, reader, features)
    asked = {g.field.name for g in given}
    bare = not any(says_something(message, g) and not names_item(g.question.kind) for g in given)
    if not bare and any(g.missing for g in given):
        person = identified(by, reader).person
        own = {**own_questions(message, raw, reader, features), **{g.field.name: g.question for g in given}}
        whole = read_all(message, {**_only_required(message, filled), **raw}, person, reader, own)
        given = [g for g in whole if g.field.name in asked]
    if any(g.complaint or g.missing for g in given) or (message.spec.always_asks and says_nothing(message, given)):
        missing = {g.field.name: g.question for g in given if g.missing}
        require_of_use(message, missing, by, reader, features)
        if issubclass(message, Command):
            _require_theirs(message, given, filled, by, reader, features)
        filled = {**picked_already(missing, by, reader, features), **filled}
        form = drawn(message, given, raw, {**filled, **draft.answers} if draft else filled, reader)
        form = only_offered(form, given, reader, features)
        return replace(form, key=draft.key) if draft else form
    values = {g.field.name: g.value for g in given if g.typed or g.cleared}
    made = message(**values)
    assert isinstance(made, Command | Query), "every message is one of the two"
    return made.meant() if isinstance(made, Command) else made


def _require_theirs(
    message: type[Command],
    given: Sequence[Given],
    filled: Mapping[str, str],
    by: Actor,
    reader: Reader,
    features: Features,
) -> None:
    """Raise what the rules say to somebody who could answer the form as they like, and would be refused."""
    by = identified(by, reader)
    whole = read_all(message, {**filled, **{g.field.name: g.typed for g in given if g.typed}}, by.person, reader)
    known = {one.field.name: one.value for one in whole if one.typed and not one.complaint}
    missing = [one.field for one in whole if one.field.name not in known and required(one.field, one.question)]
    require_theirs(message, known, missing, by, reader, features)


def _left_off(message: type[Message], raw: Mapping[str, str], by: Actor, reader: Reader) -> Draft | None:
    """What somebody who opens a form anew typed into it before, where such a form is gone on with."""
    person = owner_of_drafts(by, reader) if message.spec.resumes and not raw else None
    return reader.last_draft(message.spec.kind, person) if person else None


def once_read_back(
    kind: str, raw: Mapping[str, str], shown: Mapping[str, str], by: Actor, reader: Reader, features: Features
) -> dict[str, str]:
    """The answers, with words that were read back to whoever typed them as they were read; `shown` is what they saw."""
    person = identified(by, reader).person
    given = read_all(features.by_kind[kind], raw, person, reader)
    read = {one.field.name: one.typed for one in given if one.read_as}
    return {**raw, **{name: value for name, value in read.items() if shown.get(name) == value}}


def form_of(kind: str, raw: Mapping[str, str], by: Actor, reader: Reader, features: Features) -> Ask:
    """The form, filled in with what was typed, even where nothing is missing: so that it can be changed.

    Raises Invalid when a name in `raw` is no field at all.
    """
    message = features.by_kind[kind]
    raw, given, filled = _looked_at(message, raw, by, reader, features)
    shown = given if any(one.complaint for one in given) else as_typed(message, given)
    return only_offered(drawn(message, shown, raw, filled, reader), given, reader, features)


def _looked_at(
    message: type[Message], raw: Mapping[str, str], by: Actor, reader: Reader, features: Features
) -> tuple[dict[str, str], list[Given], Mapping[str, str]]:
    """What was typed, field by field, and what the form would be filled in with.

    Raises Invalid, and the Refusal of a feature that does not let somebody begin with this at all.
    """
    known = questions(message)
    for name in raw:
        if name not in known:
            what = f"/{message.spec.path}" if message.spec.path else message.spec.summary
            raise Invalid(field=name, problem=f"{what} has no {one_line(name, ECHO)}.", fix=_meant(name, known))
    by = identified(by, reader)
    raw, which = by_name(known, raw, by.person, reader, features)
    own = {**own_questions(message, raw, reader, features), **which}
    meant = meant_choices({**known, **{name: one for name, one in own.items() if one}}, raw)
    if issubclass(message, Command):
        features.of_command(message).admits(message, by, reader)
    person = by.person
    given = read_all(message, meant, person, reader, own)
    require_carried(given)
    filled, unasked = _prefill(message, given, person, reader, features)
    filled = dates_named(filled, known)
    return meant, [g for g in given if g.typed or g.field.name not in unasked], filled


def _only_required(message: type[Message], filled: Mapping[str, str]) -> dict[str, str]:
    """What somebody who gave a part of it leaves as it is, and what a form would carry unseen.

    Where a message makes one item of another (`about`), that is all of it.
    """
    if message.spec.about:
        return dict(filled)
    carried = {name for name, question in questions(message).items() if isinstance(question.kind, Hidden)}
    needed = carried | {f.name for f in fields(message) if f.default is MISSING}  # type: ignore[arg-type]
    return {name: value for name, value in filled.items() if name in needed}


def _meant(typed: str, known: Mapping[str, Any]) -> str:
    shown = [name for name, question in known.items() if not isinstance(question.kind, Hidden)]
    close, names = get_close_matches(typed, shown, 1), ", ".join(shown) or "none"
    return f"Did you mean {close[0]}? There are: {names}." if close else f"There are: {names}."


def _prefill(
    message: type[Message], given: Sequence[Given], person: PersonId | None, reader: Reader, features: Features
) -> tuple[Mapping[str, str], frozenset[str]]:
    """What the form is filled in with from the item it is about, and what it does not ask about it.

    Raises Unknown where no such item is to be seen.
    """
    ids = [g.value for g in given if g.field.name == "id" and g.value]
    if not ids:
        return as_it_is(message, person, reader, features), frozenset()
    stream = StreamId(ids[0])
    feature = features.of_stream(stream)
    if feature is None or not reader.version(stream):
        raise not_there(stream)
    if issubclass(message, Command) and (about := _about(message, features)) is not feature:
        raise not_among(stream, about)
    state = reader.state(stream)
    feature.require_seen(stream, state, person, reader)
    kind = message.spec.kind
    return feature.prefill(kind, state, person), feature.unasked(kind, state)


def _about(message: type[Command], features: Features) -> Feature[Any, Any]:
    """The feature whose item a command is about: mostly the one that carries it out."""
    named = (one for one in features.all if one.name == message.spec.about)
    return next(named, features.of_command(message))


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
            found = offered(of, typed, identified(by, reader).person, reader, features)
        case Moment(past):
            found = days_offered(typed, identified(by, reader).person, reader, past)
        case _:
            found = ()
    return tuple(found[:MOST_CHOICES])
