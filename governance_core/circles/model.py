"""Circles as nouns, and what follows from them: who sits where, whose rules hold, who stands in for whom."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from governance_core.circles.policy import Policy, read_policy
from governance_core.feature import Spot
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.money import Unit
from governance_core.kernel.time import zone_exists
from governance_core.kernel.units import units_of
from governance_core.people.model import CONSOLE, People

CIRCLES = StreamId("circles")
LEAD, DELEGATE, FACILITATOR, SECRETARY = "lead", "delegate", "facilitator", "secretary"
FOUR_ROLES = (LEAD, DELEGATE, FACILITATOR, SECRETARY)
STAND_INS = (FACILITATOR, SECRETARY, LEAD, DELEGATE)
"""Who carries out a facilitator's act, in order (process.md, Settled); after them any elector but the proposer."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """The whole: its name, its zone, and the people who keep its config file.

    `units` are what it counts besides currencies, each with its smallest amount: `0.1 hours, 1 tokens`. `treasury`
    is the mode in which payments are recorded, empty for the usual one.
    """

    name: str = ""
    zone: str = "UTC"
    language: str = "en"
    admins: tuple[PersonId, ...] = ()
    units: str = ""
    treasury: str = ""

    @property
    def plain_units(self) -> tuple[Unit, ...]:
        """The units besides currencies."""
        return units_of(self.units)


@dataclass(frozen=True, slots=True)
class Source:
    """A role or user group that makes members; `seen` once the platform told who has it."""

    group: str
    seen: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """Until when somebody holds a role: `until` is a day where the circle is (`2027-03-01`), named `since` (UTC).

    `told` is how many days before the end whoever facilitates was prompted last; `later` when they are to be, where
    they were asleep (UTC).
    """

    until: str
    since: datetime
    told: int | None = None
    later: datetime | None = None


@dataclass(frozen=True, slots=True)
class Circle:
    """A group with an aim and a domain. `homes` are places by platform; `policy` holds only what it sets itself.

    `members` are all who have a seat of their own: those `named` by the config or the lead, and those who came by a
    role. `groups` holds, by platform, who has the role: somebody who was taken out has it still, and no seat.
    `confirmed` are those of whom it was said that they are a person of their own. `terms` are those of roles whose
    holder was named until some day.
    """

    id: CircleId
    name: str = ""
    aim: str = ""
    domain: str = ""
    parent: CircleId | None = None
    private: bool = False
    zone: str = ""
    members: tuple[PersonId, ...] = ()
    roles: Mapping[str, PersonId] = field(default_factory=dict)
    homes: Mapping[str, str] = field(default_factory=dict)
    policy: Mapping[str, str] = field(default_factory=dict)
    closed: bool = False
    named: tuple[PersonId, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    groups: Mapping[str, tuple[PersonId, ...]] = field(default_factory=dict)
    confirmed: tuple[PersonId, ...] = ()
    key: str = ""
    terms: Mapping[str, Term] = field(default_factory=dict)

    @property
    def handle(self) -> str:
        """How the config file and the chat call it: its id, or the key it was renamed to."""
        return self.key or str(self.id)

    def links(self) -> tuple[PersonId, ...]:
        """The double link: its lead and delegate, who sit in the parent too."""
        return tuple(self.roles[role] for role in (LEAD, DELEGATE) if role in self.roles)

    def vacant_links(self) -> tuple[str, ...]:
        """The halves of the double link that nobody holds; the root circle has no link to be held."""
        return tuple(role for role in (LEAD, DELEGATE) if self.parent and role not in self.roles)

    def confirmers(self) -> tuple[PersonId, ...]:
        """Who may say that somebody is a person of their own, the one to ask first in front."""
        return tuple(dict.fromkeys(self.roles[role] for role in (SECRETARY, LEAD) if role in self.roles))

    def chats(self) -> frozenset[str]:
        """The platforms it lives on where people have accounts: in the console everybody is known by their id."""
        return frozenset(self.homes) - {CONSOLE}


@dataclass(frozen=True, slots=True)
class Circles:
    """All circles of an organisation, and the rules that hold where no circle says otherwise."""

    organisation: Organisation = Organisation()
    policy: Mapping[str, str] = field(default_factory=dict)
    circles: Mapping[CircleId, Circle] = field(default_factory=dict)
    keys: Mapping[str, CircleId] = field(default_factory=dict)
    """Which circle has, or once had, a key that is not its id."""

    def known_as(self, typed: str) -> CircleId:
        """The id behind what somebody wrote for a circle: a key of its, or the id itself."""
        return self.keys.get(typed, CircleId(typed))

    def handle(self, circle: CircleId) -> str:
        """How the config file calls a circle now."""
        return self.circles[circle].handle if circle in self.circles else str(circle)

    def open(self, circle: CircleId) -> Circle | None:
        """The circle, unless it never was or is closed."""
        found = self.circles.get(circle)
        return found if found and not found.closed else None

    def alive(self) -> Iterator[Circle]:
        """Every circle that is not closed."""
        return (circle for circle in self.circles.values() if not circle.closed)

    def children(self, circle: CircleId) -> Iterator[Circle]:
        """The sub-circles of a circle."""
        return (child for child in self.alive() if child.parent == circle)

    def unlinked(self, circle: CircleId) -> tuple[str, ...]:
        """The sub-circles whose lead or delegate is vacant; private ones are not spoken of."""
        return tuple(child.id for child in self.children(circle) if child.vacant_links() and not child.private)

    def seats(self, circle: CircleId) -> tuple[PersonId, ...]:
        """Everybody with a seat: its members, and lead and delegate of each sub-circle; each person once."""
        own = self.circles[circle].members
        linked = (person for child in self.children(circle) for person in child.links())
        return tuple(dict.fromkeys((*own, *linked)))

    def unconfirmed(self, circle: CircleId, everybody: People) -> tuple[PersonId, ...]:
        """Who has a seat and is no elector yet (process.md, Settled).

        In a circle that lives on two platforms, whoever came by a role on one could be there a second time on the
        other: they take part once they are linked there, or once somebody says they are a person of their own.
        """
        here = self.circles[circle]
        if len(here.chats()) < 2:
            return ()
        known = [everybody.persons[person] for person in self.seats(circle) if person in everybody.persons]
        alone = (one.id for one in known if one.came_by and not here.chats() & (one.accounts.keys() - {one.came_by}))
        return tuple(person for person in alone if person not in here.confirmed)

    def electors(self, circle: CircleId, everybody: People) -> tuple[PersonId, ...]:
        """Whose answer a version that opens now needs: every seat, but for those who may be there twice."""
        out = self.unconfirmed(circle, everybody)
        return tuple(person for person in self.seats(circle) if person not in out)

    def sits_in(self, person: PersonId | None, circle: CircleId) -> bool:
        """Whether the person has a seat in the circle."""
        return person is not None and circle in self.circles and person in self.seats(circle)

    def may_see(self, person: PersonId | None, circle: CircleId) -> bool:
        """Whether the person may know of what happens in the circle: private ones are seen from their seats only."""
        found = self.circles.get(circle)
        return found is not None and (not found.private or self.sits_in(person, circle))

    def places(self, board: CircleId | Spot) -> Iterable[tuple[str, str]]:
        """Where something shown in a circle, or outside all of them, stands: platforms with a place on each."""
        if isinstance(board, Spot):
            return [(board.platform, board.place)]
        return self.circles[board].homes.items() if board in self.circles else ()

    def names(self) -> Mapping[CircleId, str]:
        """What each circle is called, also one that is closed."""
        return {circle.id: circle.name for circle in self.circles.values()}

    def visible(self, person: PersonId | None) -> list[Circle]:
        """The circles the person may know of."""
        return [circle for circle in self.alive() if self.may_see(person, circle.id)]

    def known_to(self, person: PersonId | None) -> list[Circle]:
        """The circles the person may know of, closed ones too, behind those that are open."""
        closed = (one for one in self.circles.values() if one.closed and self.may_see(person, one.id))
        return [*self.visible(person), *closed]

    def ancestry(self, circle: CircleId) -> list[Circle]:
        """The circle and those above it, from the root down. Stops at a circle seen before (a cycle never loops)."""
        line: list[Circle] = []
        current = self.circles.get(circle)
        while current is not None and current not in line:
            line.append(current)
            current = self.circles.get(current.parent) if current.parent else None
        return line[::-1]

    def policy_of(self, circle: CircleId) -> Policy:
        """The rules in force: the organisation's, overridden from the root circle down."""
        return read_policy(self.policy, *(one.policy for one in self.ancestry(circle)))

    def zone_of(self, circle: CircleId) -> str:
        """The circle's zone: its own, else the nearest above, else the organisation's; one that is known here."""
        zones = [one.zone for one in self.ancestry(circle) if one.zone and zone_exists(one.zone)]
        return zones[-1] if zones else self.organisation.zone

    def record_keepers(self, circle: CircleId) -> tuple[PersonId, ...]:
        """Who keeps the records of a circle: its secretary and its lead; nobody where neither is named."""
        held = (self.role(circle, role) for role in (SECRETARY, LEAD))
        return tuple(dict.fromkeys(person for person in held if person is not None))

    def role(self, circle: CircleId, role: str) -> PersonId | None:
        """Who holds a role in a circle."""
        found = self.circles.get(circle)
        return found.roles.get(role) if found else None


def stand_in(roles: Mapping[str, PersonId], barred: Iterable[PersonId], electors: Iterable[PersonId]) -> list[PersonId]:
    """Who may carry out a facilitator's act now: the first of the four roles not barred, else any elector not barred.

    `barred` are those who cannot: away or gone, the proposer, the objector (process.md, Settled).
    """
    out = set(barred)
    for role in STAND_INS:
        holder = roles.get(role)
        if holder is not None and holder not in out:
            return [holder]
    return [person for person in electors if person not in out]
