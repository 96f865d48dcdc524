"""Circles as nouns, and what follows from them: who sits where, whose rules hold, who stands in for whom."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from governance_core.circles.policy import Policy, read_policy
from governance_core.kernel.ids import CircleId, PersonId, StreamId

CIRCLES = StreamId("circles")
LEAD, DELEGATE, FACILITATOR, SECRETARY = "lead", "delegate", "facilitator", "secretary"
FOUR_ROLES = (LEAD, DELEGATE, FACILITATOR, SECRETARY)
STAND_INS = (FACILITATOR, SECRETARY, LEAD, DELEGATE)
"""Who carries out a facilitator's act, in order (process.md, Settled); after them any elector but the proposer."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """The whole: its name, its zone, and the people who keep its config file."""

    name: str = ""
    zone: str = "UTC"
    language: str = "en"
    admins: tuple[PersonId, ...] = ()


@dataclass(frozen=True, slots=True)
class Circle:
    """A group with an aim and a domain. `homes` are places by platform; `policy` holds only what it sets itself."""

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

    def links(self) -> tuple[PersonId, ...]:
        """The double link: its lead and delegate, who sit in the parent too."""
        return tuple(self.roles[role] for role in (LEAD, DELEGATE) if role in self.roles)


@dataclass(frozen=True, slots=True)
class Circles:
    """All circles of an organisation, and the rules that hold where no circle says otherwise."""

    organisation: Organisation = Organisation()
    policy: Mapping[str, str] = field(default_factory=dict)
    circles: Mapping[CircleId, Circle] = field(default_factory=dict)

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

    def seats(self, circle: CircleId) -> tuple[PersonId, ...]:
        """Everybody with a seat: its members, and lead and delegate of each sub-circle; each person once."""
        own = self.circles[circle].members
        linked = (person for child in self.children(circle) for person in child.links())
        return tuple(dict.fromkeys((*own, *linked)))

    def sits_in(self, person: PersonId | None, circle: CircleId) -> bool:
        """Whether the person has a seat in the circle."""
        return person is not None and circle in self.circles and person in self.seats(circle)

    def may_see(self, person: PersonId | None, circle: CircleId) -> bool:
        """Whether the person may know of what happens in the circle: private ones are seen from their seats only."""
        found = self.circles.get(circle)
        return found is not None and (not found.private or self.sits_in(person, circle))

    def visible(self, person: PersonId | None) -> list[Circle]:
        """The circles the person may know of."""
        return [circle for circle in self.alive() if self.may_see(person, circle.id)]

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
        """The circle's zone: its own, else the nearest above, else the organisation's."""
        zones = [one.zone for one in self.ancestry(circle) if one.zone]
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
