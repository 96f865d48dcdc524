"""The face of digests: what is due when, what they gather from every feature, and who reads which rendering."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from governance_core.cards.card import Button, Card, Press
from governance_core.circles.model import CIRCLES, Circle, Circles
from governance_core.digests import cards, overview
from governance_core.digests.gathering import Gathering
from governance_core.digests.guards import NOTHING_FOUND, SENDERS, DigestFacts, Found, answers_for
from governance_core.digests.messages import (
    DigestHanded,
    DigestPutOff,
    DigestSent,
    DigestSkipped,
    FollowCircle,
    PutOffDigest,
    SendDigestNow,
    SendDigests,
    ShowDigest,
    ShowOverview,
)
from governance_core.digests.model import DIGESTS, Digests, Section, stretch, stretch_of
from governance_core.digests.recorded import reports, sections
from governance_core.digests.rules import FIRST, RULES
from governance_core.feature import Feature, Home, Notice
from governance_core.kernel.errors import Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.kernel.time import local_date, moved_out_of, wall_instant
from governance_core.people.model import PEOPLE, People, Person
from governance_core.ports import Alarm, Reader
from governance_core.reports import Part, Report, Window

_HOUR = re.compile(r"\d{1,2}:\d{2}")


def digests(features: Sequence[Feature[Any, Any]]) -> Feature[Digests, DigestFacts]:
    """The feature, over those that tell of circles."""

    def facts(command: Any, state: Digests, by: Actor, reader: Reader) -> DigestFacts:
        circles: Circles = reader.state(CIRCLES)
        gathering = Gathering(features, reader)
        looked_at = _looked_at(command, state, reader.now, circles)
        found = {
            one: _found(circles.circles[one], _window(one, state, reader.now), gathering, reader) for one in looked_at
        }
        return DigestFacts(reader.now, by, circles, found)

    def show(query: ShowDigest, by: Actor, reader: Reader) -> Card:
        return _shown(query, by, Gathering(features, reader), reader)

    def all_circles(query: ShowOverview, by: Actor, reader: Reader) -> Card:
        circles: Circles = reader.state(CIRCLES)
        top = (
            circles.open(query.circle)
            if query.circle
            else next((one for one in circles.alive() if not one.parent), None)
        )
        if top is None or not circles.may_see(by.person, top.id):
            raise Unknown(field="circle", what="circle to look at", hint=" /circle list shows those you can see.")
        window = _window(top.id, reader.state(DIGESTS), reader.now)
        gathering = Gathering(features, reader)
        found = overview.rows(
            (top, *overview.looked_at(top.id, circles, by.person)),
            lambda one: gathering.sums(replace(window, circle=one)),
        )
        return cards.overview_card(top, window, found, query.page, circles.zone_of(top.id))

    def telling(stream: StreamId, event: Event, state: Digests, reader: Reader, viewer: PersonId | None) -> Card | None:
        circles: Circles = reader.state(CIRCLES)
        if isinstance(event, DigestSkipped) and circles.open(event.circle):
            return cards.empty_card(event, circles.circles[event.circle], circles.zone_of(event.circle))
        circle = circles.open(event.circle) if isinstance(event, DigestSent | DigestHanded) else None
        if not isinstance(event, DigestSent | DigestHanded) or circle is None:
            return None
        if viewer is not None and not answers_for(viewer, circle):
            return None
        window = Window(circle.id, event.since, event.until, viewer)
        reports = _told(event, window, Gathering(features, reader))
        anew = Press(circle.id, 0, "digest", stretch(event.since, event.until))
        buttons = (Button("For me", anew),) if viewer is None else ()
        return cards.digest_card(circle, window, reports, circles.zone_of(circle.id), event.missed, buttons)

    return Feature(
        name="digests",
        prefix=DIGESTS,
        single=True,
        tells_all=True,
        decider=RULES,
        commands=(FollowCircle, SendDigests, SendDigestNow, PutOffDigest),
        queries={ShowDigest: show, ShowOverview: all_circles},
        target=lambda _: DIGESTS,
        facts=facts,
        alarms=_alarms,
        rings={"digest": lambda _: SendDigests()},
        notices=_notices,
        telling=telling,
        receipt=_receipt,
    )


def _shown(query: ShowDigest, by: Actor, gathering: Gathering, reader: Reader) -> Card:
    circles: Circles = reader.state(CIRCLES)
    circle = circles.open(query.circle)
    if circle is None or not circles.may_see(by.person, query.circle):
        raise Unknown(field="circle", what=f"circle {query.circle}", hint=" /circle list shows those you can see.")
    leads = answers_for(by.person, circle)
    told = stretch_of(query.stretch)
    since, until = told or (_window(circle.id, reader.state(DIGESTS), reader.now).since, reader.now)
    window = Window(circle.id, since, min(until, reader.now), by.person if leads else None)
    buttons = _ways(circle.id, reader.state(DIGESTS)) if leads and not told else ()
    empty = cards.NOTHING_LEFT if told else cards.NOTHING
    found = gathering.reports(window)
    return cards.digest_card(circle, window, found, circles.zone_of(circle.id), buttons=buttons, empty=empty)


def _alarms(state: Digests) -> tuple[Alarm, ...]:
    """The first digest that is due, or is to be handed."""
    waiting = [one.due for one in state.pending]
    first = min((*waiting, *(one.due for one in state.followed.values() if one.due is not None)), default=None)
    return (Alarm("digest", first),) if first else ()


def _looked_at(command: Any, state: Digests, now: datetime, circles: Circles) -> tuple[CircleId, ...]:
    match command:
        case SendDigests():
            return tuple(one for one in state.due_by(now) if circles.open(one))
        case SendDigestNow(circle=circle):
            return (circle,) if circles.open(circle) else ()
        case _:
            return ()


def _window(circle: CircleId, state: Digests, now: datetime) -> Window:
    return Window(circle, state.told.get(circle, now - FIRST), now)


def _found(circle: Circle, window: Window, gathering: Gathering, reader: Reader) -> Found:
    """What there is to tell, recorded as it is told."""
    news, direct = gathering.is_news(window), _direct(circle, reader)
    leads = {one: sections(gathering.reports(replace(window, lead=one))) for one in direct}
    if not news:
        return _below_alone(circle, direct, leads, reader)
    return Found(True, sections(gathering.reports(window)), direct, leads, _later(circle, direct, reader))


def _below_alone(
    circle: Circle, direct: Mapping[PersonId, str], leads: Mapping[PersonId, tuple[Section, ...]], reader: Reader
) -> Found:
    """Where something happened only in the circles below, those hear of it who answer for the one above."""
    leads = {one: told for one, told in leads.items() if any(section.part == Part.BELOW for section in told)}
    if not leads:
        return NOTHING_FOUND
    direct = {one: direct[one] for one in leads}
    return Found(False, (), direct, leads, _later(circle, direct, reader))


def _told(event: DigestSent | DigestHanded, window: Window, gathering: Gathering) -> Sequence[Report]:
    """What was recorded; of those from before anything was, what can be gathered still."""
    if isinstance(event, DigestHanded):
        return reports(event.sections, gathering.called)
    found = event.sections if window.lead is None else event.leads.get(window.lead, ())
    return reports(found, gathering.called) if found or event.sections else gathering.reports(window)


def _direct(circle: Circle, reader: Reader) -> dict[PersonId, str]:
    """Who answers for the circle, asked for direct messages and is not away, on which platform."""
    everybody: People = reader.state(PEOPLE)
    held = dict.fromkeys(circle.roles[role] for role in SENDERS if role in circle.roles)
    here = [
        person for person in held if not any(one.covers(reader.now, reader.now) for one in everybody.absences(person))
    ]
    found = {person: known.reminded_on() for person in here if (known := everybody.present(person))}
    return {person: platform for person, platform in found.items() if platform}


def _later(circle: Circle, direct: Iterable[PersonId], reader: Reader) -> dict[PersonId, datetime]:
    """When those get theirs who are asleep now, or chose an hour for what comes to them alone."""
    circles: Circles = reader.state(CIRCLES)
    everybody: People = reader.state(PEOPLE)
    quiet, zone = circles.policy_of(circle.id).quiet_hours, circles.zone_of(circle.id)
    at = {person: _awake(everybody.persons[person], quiet, zone, reader.now) for person in direct}
    return {person: instant for person, instant in at.items() if instant > reader.now}


def _awake(person: Person, quiet: str, zone: str, now: datetime) -> datetime:
    own, zone = person.quiet_hours or quiet, person.zone or zone
    chosen = person.prompts if _HOUR.fullmatch(person.prompts) else ""
    wanted = max(now, wall_instant(f"{local_date(now, zone)} {chosen}", zone)) if chosen else now
    return moved_out_of(own, wanted, zone)


def _notices(event: Event, state: Digests) -> tuple[Notice, ...]:
    """The circle's home; and, where they asked for that, those who answer for it."""
    if isinstance(event, DigestHanded):
        return (Notice(event.person, "reminder", event.platform),)
    if isinstance(event, DigestSkipped) and event.said:
        return (Notice(Home(event.circle), "announce"),)
    if not isinstance(event, DigestSent):
        return ()
    direct = (Notice(one, "reminder", where) for one, where in event.direct.items() if one not in event.later)
    home = () if event.alone else (Notice(Home(event.circle), "announce"),)
    return (*home, *direct)


def _ways(circle: CircleId, state: Digests) -> tuple[Button, ...]:
    """What whoever answers for the circle can do with its digest."""
    now = Button("Send it to the circle", Press(circle, 0, "digest-now"))
    followed = circle in state.followed and state.followed[circle].due is not None
    return (now, Button("Put the next one off", Press(circle, 0, "digest-later"))) if followed else (now,)


def _receipt(stream: StreamId, events: tuple[Event, ...], state: Digests, by: Actor, facts: DigestFacts | None) -> Card:
    off = next((one for one in events if isinstance(one, DigestPutOff)), None)
    if off is not None and facts is not None:
        return cards.put_off_card(off, facts.circles.circles[off.circle], facts.circles.zone_of(off.circle))
    sent = next((one for one in events if isinstance(one, DigestSent)), None)
    if sent is None or facts is None:
        words = ("It was so already; nothing changed.",)
        return Card("digests", (), words, private=True)
    return cards.sent_card(sent, facts.circles.circles[sent.circle])
