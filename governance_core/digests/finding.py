"""Finds what there is to tell of a circle that is due, and whom to tell it alone, when and since when."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from governance_core.circles.model import CIRCLES, Circle, Circles
from governance_core.digests.gathering import Gathering
from governance_core.digests.guards import NOTHING_FOUND, SENDERS, Found
from governance_core.digests.messages import SendDigestNow, SendDigests
from governance_core.digests.model import Digests, Earlier, Pending, Section
from governance_core.digests.recorded import sections
from governance_core.digests.rules import FIRST
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.time import local_date, moved_out_of, wall_instant
from governance_core.people.model import PEOPLE, People, Person
from governance_core.ports import Reader
from governance_core.reports import Part, Window

_HOUR: Final = re.compile(r"\d{1,2}:\d{2}")


def looked_at(command: Any, state: Digests, now: datetime, circles: Circles) -> tuple[CircleId, ...]:
    """The circles that a command may send the digest of."""
    match command:
        case SendDigests():
            return tuple(one for one in state.due_by(now) if circles.open(one))
        case SendDigestNow(circle=circle):
            return (circle,) if circles.open(circle) else ()
        case _:
            return ()


def window_of(circle: CircleId, state: Digests, now: datetime) -> Window:
    """Everything since the circle was told last."""
    return Window(circle, state.told.get(circle, now - FIRST), now)


def found(circle: Circle, state: Digests, gathering: Gathering, reader: Reader, by_hand: bool) -> Found:
    """What there is to tell, recorded as it is told: to the place, and to each who answers for the circle.

    One that is sent `by_hand` comes to nobody alone.
    """
    window = window_of(circle.id, state, reader.now)
    held = _answering(circle, reader)
    direct = {} if by_hand else _direct(held, reader)
    waiting = {one.person: one for one in state.pending if one.circle == circle.id and one.person in direct}
    leads = {
        one: sections(gathering.reports(replace(window, lead=one, since=_since(one, waiting, window)))) for one in held
    }
    news = gathering.is_news(window)
    if not news:
        leads = {one: told for one, told in leads.items() if one in direct and _of_circles_below(told)}
        direct = {one: direct[one] for one in leads}
    if not news and not leads:
        return NOTHING_FOUND
    waiting = {one: waits for one, waits in waiting.items() if one in direct}
    told = sections(gathering.reports(window)) if news else ()
    later = _later(circle, direct, waiting, reader)
    return Found(news, told, direct, leads, later, _earlier(waiting, reader.now))


def _of_circles_below(told: Iterable[Section]) -> bool:
    """Where something happened only in the circles below, those hear of it who answer for the one above."""
    return any(section.part == Part.BELOW for section in told)


def _since(person: PersonId, waiting: Mapping[PersonId, Pending], window: Window) -> datetime:
    """Whoever was not handed the last one gets one for both."""
    return waiting[person].since if person in waiting else window.since


def _earlier(waiting: Mapping[PersonId, Pending], now: datetime) -> dict[PersonId, Earlier]:
    """What the digest of each stands for besides; one that could have been handed was missed by this program."""
    return {person: Earlier(one.since, one.missed + (one.due <= now)) for person, one in waiting.items()}


def _answering(circle: Circle, reader: Reader) -> list[PersonId]:
    """Who answers for the circle, each once."""
    everybody: People = reader.state(PEOPLE)
    held = dict.fromkeys(circle.roles[role] for role in SENDERS if role in circle.roles)
    return [person for person in held if everybody.present(person)]


def _direct(held: Iterable[PersonId], reader: Reader) -> dict[PersonId, str]:
    """Those of them who asked for direct messages and are not away, on which platform."""
    everybody: People = reader.state(PEOPLE)
    here = [
        person for person in held if not any(one.covers(reader.now, reader.now) for one in everybody.absences(person))
    ]
    asked = {person: everybody.persons[person].reminded_on() for person in here}
    return {person: platform for person, platform in asked.items() if platform}


def _later(
    circle: Circle, direct: Iterable[PersonId], waiting: Mapping[PersonId, Pending], reader: Reader
) -> dict[PersonId, datetime]:
    """When those get theirs who are asleep now, or chose an hour for what comes to them alone.

    One that waits already keeps its hour, also where the next digest is told with it.
    """
    circles: Circles = reader.state(CIRCLES)
    everybody: People = reader.state(PEOPLE)
    quiet, zone = circles.policy_of(circle.id).quiet_hours, circles.zone_of(circle.id)
    at = {person: _awake(everybody.persons[person], quiet, zone, reader.now) for person in direct}
    at |= {person: one.due for person, one in waiting.items() if one.due > reader.now}
    return {person: instant for person, instant in at.items() if instant > reader.now}


def _awake(person: Person, quiet: str, zone: str, now: datetime) -> datetime:
    own, zone = person.quiet_hours or quiet, person.zone or zone
    chosen = person.prompts if _HOUR.fullmatch(person.prompts) else ""
    wanted = max(now, wall_instant(f"{local_date(now, zone)} {chosen}", zone)) if chosen else now
    return moved_out_of(own, wanted, zone)
