"""What must hold before a digest is sent or put off, and what is known of a circle then."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from governance_core.circles.model import Circle, Circles
from governance_core.digests.model import Earlier, Section
from governance_core.kernel.errors import NotAllowed, Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId

SENDERS: Final = ("lead", "facilitator", "secretary", "delegate")
"""Who answers for a circle: they may send its digest, and read what only they should."""


@dataclass(frozen=True, slots=True)
class Found:
    """What there is to tell of a circle, whether any of it is news there, and whom to tell what directly, and where."""

    news: bool = False
    sections: tuple[Section, ...] = ()
    direct: Mapping[PersonId, str] = field(default_factory=dict)
    leads: Mapping[PersonId, tuple[Section, ...]] = field(default_factory=dict)
    later: Mapping[PersonId, datetime] = field(default_factory=dict)
    earlier: Mapping[PersonId, Earlier] = field(default_factory=dict)


NOTHING_FOUND: Final = Found()


@dataclass(frozen=True, slots=True)
class DigestFacts:
    """The instant, who acts, the circles; and what there is to tell of each that is due."""

    now: datetime
    by: Actor
    circles: Circles
    found: Mapping[CircleId, Found]


def answers_for(person: PersonId | None, circle: Circle) -> bool:
    """Whether the person holds one of the roles that answer for the circle."""
    return person is not None and person in {circle.roles.get(role) for role in SENDERS}


def answering(wanted: CircleId, facts: DigestFacts, do: str) -> Circle:
    """The circle, for whoever answers for it. Raises Unknown, and NotAllowed for others."""
    circle = facts.circles.open(wanted)
    if circle is None or not facts.circles.may_see(facts.by.person, wanted):
        raise Unknown(field="circle", what=f"circle {wanted}", hint=" /circle list shows those you can see.")
    if not answers_for(facts.by.person, circle):
        who = f"the lead, facilitator, secretary or delegate of {circle.name}"
        how = f"/circle digest circle:{circle.handle} shows it to you alone."
        raise NotAllowed(who=who, do=do, next=how)
    return circle
