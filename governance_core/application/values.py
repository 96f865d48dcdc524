"""What was typed, as the value it means for one question, or as the complaint that it cannot be used."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import Field
from difflib import get_close_matches
from typing import Any, assert_never, get_args

from governance_core.application.dates import moment
from governance_core.application.unusable import ReadBack, Unusable
from governance_core.cards.form import (
    ANY_CIRCLE,
    Accounts,
    Choice,
    Hidden,
    Kind,
    Lookup,
    Moment,
    Option,
    Place,
    Recurring,
    Several,
    Toggle,
    Words,
)
from governance_core.cards.picked import Account, accounts_read, spot_read
from governance_core.cards.plain import date_words, one_line
from governance_core.circles.model import CIRCLES, Circles
from governance_core.kernel.cadence import Cadence
from governance_core.kernel.ids import PersonId, StreamId, item_id
from governance_core.kernel.occurrences import instead_of, next_few
from governance_core.kernel.time import local_date
from governance_core.kernel.words import complaint, is_blank
from governance_core.kernel.zones import nearest_zone, zone_meant
from governance_core.people.model import PEOPLE, People
from governance_core.ports import Reader
from governance_core.searching.model import LETTERS

YES, NO = ("yes", "true", "on", "1"), ("no", "false", "off", "0")
ECHO = 60
_ITEMS = frozenset({*LETTERS, "round", "item"})
"""What a Lookup may be of that is known by an id."""
"""How much of what was typed a complaint repeats."""
_DRAFT = re.compile(r"\s*#?draft[- ]?([1-9][0-9]{0,17})\s*", re.IGNORECASE)


def value_of(typed: str, field: Field[Any], kind: Kind, person: PersonId | None, reader: Reader) -> Any:
    """The value of a field, as this person may mean it. Raises Unusable."""
    if problem := complaint(typed):
        raise Unusable(problem)
    match kind:
        case Words(recurs=True, stands=stands):
            return _schedule(typed, stands or Recurring(every=""), reader)
        case Words():
            return typed.strip() if not kind.long else typed
        case Choice(options):
            return _option(typed, options)
        case Several(options):
            return _several(typed, options)
        case Moment(past):
            return moment(typed, person, reader, past)
        case Toggle():
            return _toggle(typed)
        case Hidden():
            return _hidden(typed, field)
        case Lookup(of):
            return _found(typed, of, person, reader)
        case Place():
            return _place(typed)
        case Accounts(most):
            return _accounts(typed, most)
        case _:
            assert_never(kind)


def _option(typed: str, options: Sequence[Option]) -> str:
    if typed not in (option.value for option in options):
        raise Unusable(f"{one_line(typed, ECHO)} is not one of {', '.join(option.value for option in options)}.")
    return typed


def _several(typed: str, options: Sequence[Option]) -> str:
    """Those that were picked, in the order in which they are offered."""
    known = {one.casefold(): option.value for option in options for one in (option.value, option.label)}
    wanted = [part.strip().casefold() for part in re.split(r"[,\n]", typed) if not is_blank(part)]
    if wanted in (["all"], ["everything"]):
        return ", ".join(option.value for option in options)
    if strange := [part for part in wanted if part not in known and part not in ("none", "nothing")]:
        offered = ", ".join(option.value for option in options)
        raise Unusable(f"{one_line(strange[0], ECHO)} is not one of {offered}. Pick any of them, with commas between.")
    picked = {known[part] for part in wanted if part in known}
    return ", ".join(option.value for option in options if option.value in picked)


def _schedule(typed: str, stands: Recurring, reader: Reader) -> str:
    """A schedule in other words than it is kept in is read back with its next times; nonsense is for the rules."""
    plain = " ".join(typed.split())
    try:
        read = Cadence.parse(plain)
        circles: Circles = reader.state(CIRCLES)
        zone = stands.zone or circles.organisation.zone
        counted = instead_of(stands.every, read, local_date(reader.now, zone))
        coming = next_few(counted, zone, max(reader.now, stands.since or reader.now))
    except ValueError:
        return plain
    if plain.casefold() in read.written():
        return plain
    times = ", ".join(date_words(at, zone) for at in coming)
    raise ReadBack(f"{read.in_words()}: next {times}", str(read))


def _toggle(typed: str) -> bool:
    if typed.strip().casefold() not in YES + NO:
        raise Unusable(f"{one_line(typed, ECHO)} is neither yes nor no.")
    return typed.strip().casefold() in YES


def _hidden(typed: str, field: Field[Any]) -> Any:
    types = (field.type, *get_args(field.type))
    if bool in types:
        return _toggle(typed)
    if int not in types:
        return typed
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        raise Unusable(f"{one_line(typed, ECHO)} is not a number.")
    return int(typed)


def _place(typed: str) -> str:
    picked = spot_read(typed)
    if picked.trouble:
        raise Unusable(picked.trouble)
    return picked.id


def _accounts(typed: str, most: int) -> tuple[Account, ...]:
    picked = accounts_read(typed)
    if bots := [one_line(one.name, ECHO) for one in picked if one.bot]:
        raise Unusable(f"{' and '.join(bots)}: a program has no say, so it cannot be picked. Pick people only.")
    if not 0 < len(picked) <= most:
        raise Unusable(f"Pick at most {most}." if picked else "Pick somebody.")
    return picked


def _found(typed: str, of: str, person: PersonId | None, reader: Reader) -> str:
    if of in ("circle", "record circle", ANY_CIRCLE):
        circles: Circles = reader.state(CIRCLES)
        known = circles.known_to(person) if of == ANY_CIRCLE else circles.visible(person)
        seen = {c.handle: c.name for c in known}
        return circles.known_as(_named(_now(typed, circles), seen, "circle"))
    if of == "person":
        everybody: People = reader.state(PEOPLE)
        names = {one.handle: one.name for one in everybody.persons.values() if one.present}
        return everybody.known_as(_named(_now(typed.lstrip("@"), everybody), names, "member"))
    if of == "draft":
        return _draft(typed)
    if of in _ITEMS:
        found = item_id(typed)
        if found is None and of == "thing":
            raise Unusable(f"Nothing is called {one_line(typed, ECHO)} here. /share list shows what there is.")
        if found is None:
            raise Unusable(f"{one_line(typed, ECHO)} is no id. Ids look like P-42 or D-31.")
        return found
    return _zone(typed) if of == "zone" else typed.strip()


def _zone(typed: str) -> str:
    meant = zone_meant(typed)
    if meant is None:
        near = nearest_zone(typed)
        hint = f"Did you mean {near}?" if near else "Write it as Europe/Lisbon, or as the name of a city."
        raise Unusable(f"There is no time zone {one_line(typed, ECHO)}. {hint}")
    return meant


def _now(typed: str, known: Circles | People) -> str:
    """What is called now as somebody typed it, where that is what it was called before."""
    wanted = typed.strip().casefold()
    if isinstance(known, Circles):
        return known.handle(known.known_as(wanted)) if known.known_as(wanted) in known.circles else typed
    return known.handle(known.known_as(wanted)) if known.known_as(wanted) in known.persons else typed


def _draft(typed: str) -> StreamId:
    found = _DRAFT.fullmatch(typed)
    if found is None:
        raise Unusable(f"{one_line(typed, ECHO)} is no draft. They look like draft-1; /proposal drafts lists yours.")
    return StreamId(f"draft-{found[1]}")


def _named(typed: str, known: Mapping[str, str], what: str) -> str:
    wanted = typed.strip().casefold()
    called = [wanted] if wanted in known else [key for key, name in known.items() if name.casefold() == wanted]
    if len(called) == 1:
        return called[0]
    if called:
        raise Unusable(f"Several are called {one_line(typed, ECHO)}. Say which one: {', '.join(called)}.")
    close = get_close_matches(wanted, [*known, *(name.casefold() for name in known.values())], 1)
    meant = next((key for key, name in known.items() if close and close[0] in (key, name.casefold())), None)
    there_is_none = f"There is no {what} {one_line(typed, ECHO)} here."
    raise Unusable(there_is_none + (f" Did you mean {meant}?" if meant else ""))
