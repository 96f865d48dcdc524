"""What may happen to the addresses at which calendars are followed, and who may follow which calendar."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from governance_core.cards.text import people as named
from governance_core.circles.model import Circles
from governance_core.feeds.messages import OFF, ChangeFeed, FeedClosed, FeedOpened, ReviewFeeds
from governance_core.feeds.model import Address, Feeds, digest_of
from governance_core.kernel.decider import Decider
from governance_core.kernel.errors import Refusal, Unknown, Unlinked
from governance_core.kernel.ids import Actor, CircleId, PersonId
from governance_core.kernel.message import Event
from governance_core.people.model import People

A_MOMENT: Final = timedelta(minutes=1)
"""Within it, asking for an address once more is pressing twice."""
REPLACED, TURNED_OFF, LOST = "replaced", "off", "lost"


@dataclass(frozen=True, slots=True)
class FeedFacts:
    """The instant, who acts, circles and people, where calendars are served (empty: nowhere), and a fresh token."""

    now: datetime
    by: Actor
    circles: Circles
    people: People
    base: str = ""
    token: str = ""


class NotServed(Refusal):
    """The bot serves no calendars."""

    code = "feeds_not_served"
    whatever_is_typed = True
    template = (
        "No address was made: Circlet serves no calendars over HTTP here. {admins} can turn that on, with a section "
        "http in the config file. Until then /me calendar and /circle calendar give the calendar as a file."
    )


class JustShown(Refusal):
    """The same was asked for a moment ago: somebody pressed twice."""

    code = "feed_just_shown"
    whatever_is_typed = True
    template = (
        "You got an address for this calendar a moment ago, so no other was made: use that one. "
        "If you cannot find it any more, wait a minute and ask for a new one."
    )


def decide(command: Any, state: Feeds, facts: FeedFacts) -> tuple[Event, ...]:
    """The events a command leads to. Raises a Refusal."""
    match command:
        case ChangeFeed():
            return tuple(_changed(command, state, facts))
        case ReviewFeeds(person=person):
            gone = lost(state, facts.circles, facts.people, person)
            return tuple(_closed(digest, one, LOST) for digest, one in gone)
        case _:
            raise TypeError(f"feeds do not know {command!r}")


def _changed(command: ChangeFeed, state: Feeds, facts: FeedFacts) -> Iterator[Event]:
    person = _require_member(facts)
    _require_seen(command.circle, person, facts)
    old = state.of(person, command.circle)
    if command.address == OFF:
        if old is not None:
            yield _closed(old, state.addresses[old], TURNED_OFF)
        return
    if not facts.base:
        raise NotServed(admins=named(facts.circles.organisation.admins, "or"))
    if old is not None:
        if facts.now - state.addresses[old].since < A_MOMENT:
            raise JustShown
        yield _closed(old, state.addresses[old], REPLACED)
    yield FeedOpened(
        person=person,
        circle=command.circle,
        digest=digest_of(facts.token),
        seated=has_seat(person, command.circle, facts.circles),
        at=facts.now,
    )


def _closed(digest: str, one: Address, because: str) -> FeedClosed:
    return FeedClosed(person=one.person, circle=one.circle, digest=digest, because=because)


def _require_member(facts: FeedFacts) -> PersonId:
    if facts.by.person is None or facts.people.present(facts.by.person) is None:
        raise Unlinked(platform=facts.by.via.platform.capitalize() if facts.by.via else "", admins="an admin")
    return facts.by.person


def _require_seen(circle: CircleId | None, person: PersonId, facts: FeedFacts) -> None:
    """To outsiders a private circle does not exist, and what is closed has nothing ahead."""
    if circle is not None and (facts.circles.open(circle) is None or not facts.circles.may_see(person, circle)):
        raise Unknown(field="circle", what=f"circle {circle}", hint=" /circle list shows those you can see.")


def has_seat(person: PersonId, circle: CircleId | None, circles: Circles) -> bool:
    """Whether the person has a seat in the circle; without one, in any."""
    if circle is not None:
        return circles.sits_in(person, circle)
    return any(circles.sits_in(person, one.id) for one in circles.alive())


def follows(one: Address, circles: Circles, everybody: People) -> bool:
    """Whether the owner of an address may follow that calendar still: they are there, see it, and kept their seat."""
    if everybody.present(one.person) is None:
        return False
    if one.circle is not None and (circles.open(one.circle) is None or not circles.may_see(one.person, one.circle)):
        return False
    return not one.seated or has_seat(one.person, one.circle, circles)


def lost(state: Feeds, circles: Circles, everybody: People, person: PersonId | None) -> Iterator[tuple[str, Address]]:
    """The addresses, with their digests, whose owners lost what they were given them for: a person's, or all."""
    looked_at = ((digest, one) for digest, one in state.addresses.items() if person in (None, one.person))
    return ((digest, one) for digest, one in looked_at if not follows(one, circles, everybody))


def evolve(state: Feeds, event: Event) -> Feeds:
    """The addresses after something happened."""
    match event:
        case FeedOpened(person=person, circle=circle, digest=digest, seated=seated, at=at):
            return Feeds({**state.addresses, digest: Address(person, circle, seated, at)})
        case FeedClosed(digest=digest):
            return Feeds({known: one for known, one in state.addresses.items() if known != digest})
        case _:
            raise TypeError(f"feeds do not know {event!r}")


RULES: Final = Decider(Feeds(), decide, evolve)
