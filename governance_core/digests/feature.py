"""The face of digests: what is due when, what they gather from every feature, and who reads which rendering."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from governance_core.cards.card import Card
from governance_core.circles.model import CIRCLES, Circles
from governance_core.digests import cards, overview
from governance_core.digests.finding import found, looked_at, window_of
from governance_core.digests.gathering import Gathering
from governance_core.digests.guards import DigestFacts, answers_for
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
from governance_core.digests.model import DIGESTS, Digests
from governance_core.digests.rules import RULES
from governance_core.digests.showing import shown, told_card
from governance_core.feature import Feature, Home, Notice
from governance_core.kernel.errors import Unknown
from governance_core.kernel.ids import Actor, PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.ports import Alarm, Reader


def digests(features: Sequence[Feature[Any, Any]]) -> Feature[Digests, DigestFacts]:
    """The feature, over those that tell of circles."""

    def facts(command: Any, state: Digests, by: Actor, reader: Reader) -> DigestFacts:
        circles: Circles = reader.state(CIRCLES)
        gathering = Gathering(features, reader)
        wanted = looked_at(command, state, reader.now, circles)
        by_hand = isinstance(command, SendDigestNow)
        told = {one: found(circles.circles[one], state, gathering, reader, by_hand) for one in wanted}
        return DigestFacts(reader.now, by, circles, told)

    def show(query: ShowDigest, by: Actor, reader: Reader) -> Card:
        return shown(query, by, Gathering(features, reader), reader)

    def all_circles(query: ShowOverview, by: Actor, reader: Reader) -> Card:
        circles: Circles = reader.state(CIRCLES)
        top = (
            circles.open(query.circle)
            if query.circle
            else next((one for one in circles.alive() if not one.parent), None)
        )
        if top is None or not circles.may_see(by.person, top.id):
            raise Unknown(field="circle", what="circle to look at", hint=" /circle list shows those you can see.")
        window = window_of(top.id, reader.state(DIGESTS), reader.now)
        gathering = Gathering(features, reader)
        rows = overview.rows(
            (top, *overview.looked_at(top.id, circles, by.person)),
            lambda one: gathering.sums(replace(window, circle=one)),
        )
        return cards.overview_card(top, window, rows, query.page, circles.zone_of(top.id))

    def telling(stream: StreamId, event: Event, state: Digests, reader: Reader, viewer: PersonId | None) -> Card | None:
        circles: Circles = reader.state(CIRCLES)
        if isinstance(event, DigestSkipped) and circles.open(event.circle):
            return cards.empty_card(event, circles.circles[event.circle], circles.zone_of(event.circle))
        circle = circles.open(event.circle) if isinstance(event, DigestSent | DigestHanded) else None
        if not isinstance(event, DigestSent | DigestHanded) or circle is None:
            return None
        if viewer is not None and not answers_for(viewer, circle):
            return None
        return told_card(event, circle, viewer, Gathering(features, reader), circles.zone_of(circle.id))

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


def _alarms(state: Digests) -> tuple[Alarm, ...]:
    """The first digest that is due, or is to be handed."""
    waiting = [one.due for one in state.pending]
    first = min((*waiting, *(one.due for one in state.followed.values() if one.due is not None)), default=None)
    return (Alarm("digest", first),) if first else ()


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


def _receipt(stream: StreamId, events: tuple[Event, ...], state: Digests, by: Actor, facts: DigestFacts | None) -> Card:
    off = next((one for one in events if isinstance(one, DigestPutOff)), None)
    if off is not None and facts is not None:
        return cards.put_off_card(off, facts.circles.circles[off.circle], facts.circles.zone_of(off.circle))
    sent = next((one for one in events if isinstance(one, DigestSent)), None)
    if sent is None or facts is None:
        words = ("It was so already; nothing changed.",)
        return Card("digests", (), words, private=True)
    return cards.sent_card(sent, facts.circles.circles[sent.circle])
