"""Draws digests: one that was sent as it was told, to whom it was told so, and what would be told now."""

from collections.abc import Sequence

from governance_core.cards.card import Button, Card, Press
from governance_core.circles.model import CIRCLES, Circle, Circles
from governance_core.digests import cards
from governance_core.digests.finding import window_of
from governance_core.digests.gathering import Gathering
from governance_core.digests.guards import answers_for
from governance_core.digests.messages import DigestHanded, DigestSent, ShowDigest
from governance_core.digests.model import DIGESTS, Digests, stretch, stretch_of
from governance_core.digests.reading import ReadsDigests
from governance_core.digests.recorded import reports
from governance_core.kernel.errors import Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId
from governance_core.ports import Reader
from governance_core.reports import Report, Window


def shown(query: ShowDigest, by: Actor, gathering: Gathering, reader: Reader) -> Card:
    """What the viewer asked for. Raises Unknown."""
    circles: Circles = reader.state(CIRCLES)
    circle = circles.open(query.circle)
    if circle is None or not circles.may_see(by.person, query.circle):
        raise Unknown(field="circle", what=f"circle {query.circle}", hint=" /circle list shows those you can see.")
    sent = _sent(circle.id, query.stretch, reader)
    if sent is not None:
        return _again(sent, circle, by.person, gathering, circles.zone_of(circle.id))
    return _now(query, circle, by.person, gathering, reader)


def _sent(circle: CircleId, written: str, reader: Reader) -> DigestSent | None:
    """The digest that told of a stretch of time."""
    version = reader.half(ReadsDigests).sent(circle, written) if written else None
    event = reader.recorded(DIGESTS, version, version)[0].event if version else None
    return event if isinstance(event, DigestSent) and event.sections else None


def _again(event: DigestSent, circle: Circle, person: PersonId | None, gathering: Gathering, zone: str) -> Card:
    """As it was told the viewer, whether they got it then or not; the others read what everybody did."""
    if answers_for(person, circle) and person in event.leads:
        return told_card(event, circle, person, gathering, zone)
    note = cards.NOT_THEN if answers_for(person, circle) else cards.FOR_ALL
    window = Window(circle.id, event.since, event.until)
    found = reports(event.sections, gathering.called)
    return cards.digest_card(circle, window, found, zone, event.missed, (cards.YOUR_INBOX,), note=note, private=True)


def _now(query: ShowDigest, circle: Circle, person: PersonId | None, gathering: Gathering, reader: Reader) -> Card:
    """What would be told now; of a stretch of which nothing is recorded, what can be found of it still."""
    leads, told = answers_for(person, circle), stretch_of(query.stretch)
    state: Digests = reader.state(DIGESTS)
    since, until = told or (window_of(circle.id, state, reader.now).since, reader.now)
    window = Window(circle.id, since, min(until, reader.now), person if leads else None)
    buttons = _ways(circle.id, state) if leads and not told else ()
    empty = cards.NOTHING_LEFT if told else cards.NOTHING
    zone = reader.state(CIRCLES).zone_of(circle.id)
    return cards.digest_card(circle, window, gathering.reports(window), zone, buttons=buttons, empty=empty)


def _ways(circle: CircleId, state: Digests) -> tuple[Button, ...]:
    """What whoever answers for the circle can do with its digest."""
    now = Button("Send it to the circle", Press(circle, 0, "digest-now"))
    followed = circle in state.followed and state.followed[circle].due is not None
    return (now, Button("Put the next one off", Press(circle, 0, "digest-later"))) if followed else (now,)


def told_card(
    event: DigestSent | DigestHanded, circle: Circle, viewer: PersonId | None, gathering: Gathering, zone: str
) -> Card:
    """A digest as it was told to the place or, alone, to somebody who answers for the circle."""
    since, missed = event.since, event.missed
    own = event.earlier.get(viewer) if isinstance(event, DigestSent) and viewer else None
    if own is not None:
        since, missed = own.since, missed + own.missed
    window = Window(circle.id, since, event.until, viewer)
    anew = Press(circle.id, 0, "digest", stretch(event.since, event.until))
    buttons = (Button("For me", anew),) if viewer is None else ()
    return cards.digest_card(circle, window, _told(event, window, gathering), zone, missed, buttons)


def _told(event: DigestSent | DigestHanded, window: Window, gathering: Gathering) -> Sequence[Report]:
    """What was recorded; of those from before anything was, what can be gathered still."""
    if isinstance(event, DigestHanded):
        return reports(event.sections, gathering.called)
    found = event.sections if window.lead is None else event.leads.get(window.lead, ())
    return reports(found, gathering.called) if found or event.sections else gathering.reports(window)
