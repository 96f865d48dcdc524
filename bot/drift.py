"""Finds what was changed in the chat since the last file was applied: it stays, and `plan` lists it."""

import json
from collections.abc import Mapping

from bot.config import Change, ConfigFile, Document, difference
from bot.config.policy_keys import POLICY_KEYS
from bot.meaning import written
from governance_core.checkins.model import CheckIn
from governance_core.checkins.reading import ReadsCheckIns
from governance_core.circles.model import CIRCLES, Circle, Circles
from governance_core.circles.policy import canonical
from governance_core.kernel.cadence import Cadence
from governance_core.people.model import PEOPLE, People, Person
from governance_core.ports import Reader


def drift_of(file: ConfigFile, reader: Reader) -> list[Change]:
    """What applying the file would not change back, though it says otherwise: `old` is in force, `new` in the file."""
    applied = reader.applied()
    if applied is None:
        return []
    last: Document = json.loads(applied.document)
    to_be_applied = {_name(change) for change in difference(last, file)}
    return [change for change in difference(in_force(last, reader), file) if _name(change) not in to_be_applied]


def _name(change: Change) -> tuple[str, tuple[str, ...]]:
    return type(change).__name__, change.path


def in_force(last: Document, reader: Reader) -> Document:
    """The document a file would have to be to say what is in force now."""
    circles: Circles = reader.state(CIRCLES)
    everybody: People = reader.state(PEOPLE)
    told = circles.organisation
    return {
        "organisation": {"id": last["organisation"]["id"]}
        | {
            "admins": sorted(map(everybody.handle, told.admins)),
            "language": told.language,
            "name": told.name,
            "zone": told.zone,
            **({"units": told.units} if told.units else {}),
            **({"treasury": told.treasury} if told.treasury else {}),
        },
        "policy": _policy(circles.policy, last["policy"]),
        "members": {one.handle: _person(one) for one in everybody.persons.values() if one.present and not one.came_by},
        "circles": {
            one.handle: _circle(one, last, circles, everybody) | _checkins(one, last, everybody, reader)
            for one in circles.alive()
        },
    }


def _checkins(circle: Circle, last: Document, everybody: People, reader: Reader) -> Document:
    """The check-ins of a circle, each by its key, or by its id where it was started in the chat."""
    known = last["circles"].get(circle.handle, {}).get("checkins", {})
    lines = reader.half(ReadsCheckIns).checkins([circle.id])
    found = {key: _checkin(reader.state(line.id), known.get(key, {}), everybody) for line in lines
             if (key := line.key or line.id.lower())}  # fmt: skip
    return {"checkins": dict(sorted(found.items()))} if found else {}


def _checkin(state: CheckIn, said: Document, everybody: People) -> Document:
    """A check-in in force as a file has it: its schedule in the file's own words where that is what it says."""
    plan = state.plan
    every = str(said.get("every", ""))
    start = Cadence.parse(plan.every).start
    same = every and start and str(Cadence.parse(every).starting(start)) == plan.every
    return {
        "title": plan.title,
        "every": every if same else plan.every,
        "questions": plan.questions.splitlines(),
        "open_for": plan.open_for,
        "zone": plan.zone,
        "remind": plan.remind,
        "optional": [everybody.handle(one) for one in plan.optional],
        "observers": [everybody.handle(one) for one in plan.observers],
    }


def _person(person: Person) -> Document:
    return {
        "accounts": dict(sorted(person.accounts.items())),
        "language": person.language or None,
        "name": person.name,
        "zone": person.zone or None,
    }


def _circle(circle: Circle, last: Document, circles: Circles, everybody: People) -> Document:
    known = last["circles"].get(circle.handle, {})
    named = [everybody.handle(person) for person in circle.named]
    sitting = [everybody.handle(person) for person in circle.members]
    listed = [person for person in sitting if person in named or person in known.get("members", ())]
    return {
        "aim": circle.aim,
        "domain": circle.domain,
        "homes": dict(sorted(circle.homes.items())),
        "groups": {platform: source.group for platform, source in sorted(circle.sources.items())},
        "members": sorted(listed),
        "name": circle.name,
        "parent": circles.handle(circle.parent) if circle.parent else None,
        "policy": _policy(circle.policy, known.get("policy", {})),
        "private": circle.private,
        "roles": {role: everybody.handle(person) for role, person in sorted(circle.roles.items())},
        "zone": circle.zone or None,
        **({"terms": {role: term.until for role, term in sorted(circle.terms.items())}} if circle.terms else {}),
    }


def _policy(kept: Mapping[str, str], last: Document) -> Document:
    """The rules in force as a file has them: in its own spelling where they are what it says."""
    return {key: _value(key, value, last) for key, value in sorted(kept.items())}


def _value(key: str, value: str, last: Document) -> object:
    said = last.get(key)
    if said is not None and canonical(key, written(tuple(said) if isinstance(said, list) else said)) == value:
        return said
    known = POLICY_KEYS[key]
    if known.is_list:
        return [] if value == "off" else value.split(", ")
    return value if known.may_be_off and value == "off" else known.accepts(value)
