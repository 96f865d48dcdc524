"""The face of digests: what is due when, what they gather from every feature, and who reads which rendering."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from governance_core.cards.card import Card
from governance_core.circles.model import CIRCLES, Circle, Circles
from governance_core.digests import cards
from governance_core.digests.messages import DigestSent, FollowCircle, SendDigestNow, SendDigests, ShowDigest
from governance_core.digests.model import DIGESTS, Digests
from governance_core.digests.rules import FIRST, RULES, SENDERS, DigestFacts, answers_for
from governance_core.feature import Feature, Home, Notice
from governance_core.kernel.errors import Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.people.model import PEOPLE, People
from governance_core.ports import Alarm, Reader
from governance_core.reports import Part, Report, Window

MOST_WAITING = 8


def digests(features: Sequence[Feature[Any, Any]]) -> Feature[Digests, DigestFacts]:
    """The feature, over those that tell of circles."""
    gathered = tuple(features)

    def facts(command: Any, state: Digests, by: Actor, reader: Reader) -> DigestFacts:
        circles: Circles = reader.state(CIRCLES)
        looked_at = _looked_at(command, state, reader.now, circles)
        news = {circle: _is_news(_window(circle, state, reader.now), gathered, reader) for circle in looked_at}
        direct = {circle: _direct(circles.circles[circle], reader) for circle in looked_at}
        return DigestFacts(reader.now, by, circles, news, direct)

    def show(query: ShowDigest, by: Actor, reader: Reader) -> Card:
        circles: Circles = reader.state(CIRCLES)
        circle = circles.open(query.circle)
        if circle is None or not circles.may_see(by.person, query.circle):
            raise Unknown(field="circle", what=f"circle {query.circle}", hint=" /circle list shows those you can see.")
        leads = answers_for(by.person, circle)
        since = _window(circle.id, reader.state(DIGESTS), reader.now).since
        window = Window(circle.id, since, reader.now, by.person if leads else None)
        return _drawn(circle, window, gathered, reader, may_send=leads)

    def telling(stream: StreamId, event: Event, state: Digests, reader: Reader, viewer: PersonId | None) -> Card | None:
        circles: Circles = reader.state(CIRCLES)
        circle = circles.open(event.circle) if isinstance(event, DigestSent) else None
        if not isinstance(event, DigestSent) or circle is None:
            return None
        if viewer is not None and not answers_for(viewer, circle):
            return None
        return _drawn(circle, Window(circle.id, event.since, event.until, viewer), gathered, reader)

    return Feature(
        name="digests",
        prefix=DIGESTS,
        single=True,
        decider=RULES,
        commands=(FollowCircle, SendDigests, SendDigestNow),
        queries={ShowDigest: show},
        target=lambda _: DIGESTS,
        facts=facts,
        alarms=_alarms,
        rings={"digest": lambda _: SendDigests()},
        notices=_notices,
        telling=telling,
        receipt=_receipt,
    )


def _alarms(state: Digests) -> tuple[Alarm, ...]:
    """The first digest that is due."""
    first = min((one.due for one in state.followed.values() if one.due is not None), default=None)
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


def _is_news(window: Window, gathered: Sequence[Feature[Any, Any]], reader: Reader) -> bool:
    return any(one.news and one.lines for feature in gathered for one in feature.reports(window, reader))


def _direct(circle: Circle, reader: Reader) -> dict[PersonId, str]:
    """Who answers for the circle and asked for direct messages, on which platform."""
    everybody: People = reader.state(PEOPLE)
    held = dict.fromkeys(circle.roles[role] for role in SENDERS if role in circle.roles)
    found = {person: known.reminded_on() for person in held if (known := everybody.present(person))}
    return {person: platform for person, platform in found.items() if platform}


def _drawn(
    circle: Circle, window: Window, gathered: Sequence[Feature[Any, Any]], reader: Reader, may_send: bool = False
) -> Card:
    circles: Circles = reader.state(CIRCLES)
    reports = [report for feature in gathered for report in feature.reports(window, reader)]
    if window.lead is not None:
        reports.insert(0, _waiting(window.lead, gathered, reader))
    return cards.digest_card(circle, window, reports, circles.zone_of(circle.id), may_send)


def _waiting(person: PersonId, gathered: Sequence[Feature[Any, Any]], reader: Reader) -> Report:
    entries = [entry for feature in gathered for entry in feature.waiting(person, reader)]
    return Report(Part.NEEDS, tuple(entries[:MOST_WAITING]), more=max(len(entries) - MOST_WAITING, 0))


def _notices(event: Event, state: Digests) -> tuple[Notice, ...]:
    """The circle's home; and, where they asked for that, those who answer for it."""
    if not isinstance(event, DigestSent):
        return ()
    direct = (Notice(person, "reminder", platform) for person, platform in event.direct.items())
    return (Notice(Home(event.circle), "announce"), *direct)


def _receipt(stream: StreamId, events: tuple[Event, ...], state: Digests, by: Actor, facts: DigestFacts | None) -> Card:
    sent = next((one for one in events if isinstance(one, DigestSent)), None)
    if sent is None or facts is None:
        words = ("It was so already; nothing changed.",)
        return Card("digests", (), words, private=True)
    return cards.sent_card(sent, facts.circles.circles[sent.circle])
