"""The organisation the rules are tried in: seven people, four circles, three zones; changed by real commands only."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

from governance_core.circles import messages as circles
from governance_core.circles.evolve import evolve as evolve_circles
from governance_core.circles.model import DELEGATE, FACILITATOR, LEAD, SECRETARY, Circles
from governance_core.circles.rules import CircleFacts
from governance_core.circles.rules import decide as decide_circles
from governance_core.kernel.ids import CONFIG, Actor, CircleId, PersonId
from governance_core.kernel.message import Command
from governance_core.people import messages as people
from governance_core.people.evolve import evolve as evolve_people
from governance_core.people.guards import PeopleFacts
from governance_core.people.model import People
from governance_core.people.rules import decide as decide_people

ANA, BEN, CEM, DEE, ELI, FAY = (PersonId(name) for name in ("ana", "ben", "cem", "dee", "eli", "fay"))
GIL = PersonId("gil")
"""An admin without a seat anywhere."""
EVERYBODY = (ANA, BEN, CEM, DEE, ELI, FAY, GIL)
COMMONS, GARDEN, REPAIR, CARE = (CircleId(name) for name in ("commons", "garden", "repair", "care"))
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""Nine in the morning in Lisbon too, whose clocks go forward on 29 March."""

_ZONES = {CEM: "Europe/Istanbul", FAY: "Europe/Stockholm"}
_CIRCLES: dict[CircleId, dict[str, Any]] = {
    COMMONS: {
        "members": (ANA, BEN, CEM, ELI, FAY),
        "roles": {FACILITATOR: ELI, SECRETARY: CEM, "treasurer": FAY},
    },
    GARDEN: {
        "parent": COMMONS,
        "members": (ANA, BEN, DEE, FAY),
        "roles": {LEAD: ANA, DELEGATE: BEN, FACILITATOR: DEE, SECRETARY: FAY},
    },
    REPAIR: {
        "parent": COMMONS,
        "zone": "America/New_York",
        "members": (BEN, CEM, DEE),
        "roles": {LEAD: CEM, DELEGATE: DEE, FACILITATOR: BEN},
    },
    CARE: {
        "parent": COMMONS,
        "private": True,
        "members": (ELI, FAY, ANA),
        "roles": {LEAD: ELI, DELEGATE: FAY},
    },
}


@dataclass(frozen=True)
class Organisation:
    """People and circles at one moment; every change makes another one."""

    people: People = field(default_factory=People)
    circles: Circles = field(default_factory=Circles)

    def decided(self, command: Command, by: Actor = CONFIG, at: datetime = MONDAY) -> "Organisation":
        """The organisation after a command of people or circles; a refusal comes out."""
        if type(command).__module__ == people.__name__:
            happened = decide_people(command, self.people, PeopleFacts(at, by))
            state = self.people
            for event in happened:
                state = evolve_people(state, event)
            return replace(self, people=state)
        after = self.circles
        for event in decide_circles(command, self.circles, CircleFacts(by, self.people, at)):
            after = evolve_circles(after, event)
        return replace(self, circles=after)

    def joined(self, circle: CircleId, *persons: PersonId) -> "Organisation":
        """These have a seat in the circle now."""
        return self._all(circles.AddMember(circle=circle, person=person) for person in persons)

    def left(self, circle: CircleId, *persons: PersonId) -> "Organisation":
        """These have no seat of their own in the circle any more."""
        return self._all(circles.RemoveMember(circle=circle, person=person) for person in persons)

    def gone(self, person: PersonId) -> "Organisation":
        """Somebody left everything."""
        seats = [one.id for one in self.circles.alive() if person in one.members]
        without = self._all(circles.RemoveMember(circle=circle, person=person) for circle in seats)
        return without.decided(people.LeaveOrganisation(person=person))

    def appointed(self, circle: CircleId, role: str, person: PersonId | None) -> "Organisation":
        """Somebody holds a role now, or nobody."""
        return self.decided(circles.FillRole(circle=circle, role=role, person=person))

    def without_roles(self, circle: CircleId) -> "Organisation":
        """Nobody holds a role in the circle."""
        held = self.circles.circles[circle].roles
        return self._all(circles.FillRole(circle=circle, role=role, person=None) for role in held)

    def ruled(self, circle: CircleId | None, **rules: str) -> "Organisation":
        """Policy keys of a circle, or of all."""
        if circle is None:
            return self._all(circles.SetCommonPolicy(key=key, value=value) for key, value in rules.items())
        return self._all(circles.SetPolicy(circle=circle, key=key, value=value) for key, value in rules.items())

    def away(self, person: PersonId, start: datetime, until: datetime) -> "Organisation":
        """Somebody declared an absence."""
        command = people.DeclareAbsence(start=_typed(start), until=_typed(until))
        settled = self.decided(people.SeedSetting(person=person, setting="zone", value="UTC"))
        return settled.decided(command, Actor.of_person(person), min(start, MONDAY))

    def back(self, person: PersonId, at: datetime) -> "Organisation":
        """Somebody is back."""
        return self.decided(people.EndAbsence(), Actor.of_person(person), at)

    def _all(self, commands: Any) -> "Organisation":
        after = self
        for command in commands:
            after = after.decided(command)
        return after


def _typed(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M}"


def founding() -> list[Command]:
    """Every command the config file of this organisation stands for, in order."""
    found: list[Command] = [circles.DescribeOrganisation(name="Harbour", zone="Europe/Lisbon", admins=(GIL,))]
    found += [circles.SetCommonPolicy(key="process", value="quick")]
    for person in EVERYBODY:
        zone = _ZONES.get(person, "")
        found.append(people.JoinOrganisation(person=person, name=person.capitalize(), zone=zone))
    for circle, about in _CIRCLES.items():
        found += _circle(circle, **about)
    return found


def _circle(
    circle: CircleId,
    members: tuple[PersonId, ...],
    roles: dict[str, PersonId],
    parent: CircleId | None = None,
    private: bool = False,
    zone: str = "",
) -> list[Command]:
    name = circle.capitalize()
    return [
        circles.FoundCircle(circle=circle, name=name, aim="Aim", parent=parent, private=private, zone=zone),
        *(circles.AddMember(circle=circle, person=person) for person in members),
        *(circles.FillRole(circle=circle, role=role, person=person) for role, person in roles.items()),
        circles.SetHome(circle=circle, platform="console", place=circle),
    ]


@cache
def harbour() -> Organisation:
    """The organisation as its config describes it: all rounds quick, all other rules at their defaults."""
    after = Organisation()
    for command in founding():
        after = after.decided(command)
    return after


def hours(count: float) -> timedelta:
    """A length by the clock."""
    return timedelta(hours=count)


def days(count: float) -> timedelta:
    """A length by the clock, a day being 24 hours."""
    return timedelta(days=count)
