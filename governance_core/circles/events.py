"""What is recorded of circles: what they are, who sits in them, their roles, homes and rules."""

from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Event, event


@event("organisation.described")
class OrganisationDescribed(Event):
    """What the organisation is called, its zone and language, who keeps its config, its units but currencies, and its
    treasury."""

    name: str
    zone: str
    language: str
    admins: tuple[PersonId, ...]
    units: str = ""
    treasury: str = ""


@event("organisation.policy_set")
class CommonPolicySet(Event):
    """A rule for all circles; None when it was taken back."""

    key: str
    value: str | None


@event("circle.founded")
class CircleFounded(Event):
    """A circle exists."""

    circle: CircleId
    name: str
    aim: str
    domain: str
    parent: CircleId | None
    private: bool
    zone: str


@event("circle.renamed")
class CircleRenamed(Event):
    """The config file and the chat know a circle by another key; events go on naming it by its id."""

    circle: CircleId
    key: str


@event("circle.changed")
class CircleChanged(Event):
    """A circle has another name, aim, domain, parent, privacy or zone."""

    circle: CircleId
    key: str
    value: str


@event("circle.closed")
class CircleClosed(Event):
    """A circle ended."""

    circle: CircleId


@event("member.added")
class MemberAdded(Event):
    """A person has a seat in a circle: by name, or (`source`) because of a role or user group on that platform."""

    circle: CircleId
    person: PersonId
    source: str = ""


@event("member.source_lost")
class MemberSourceLost(Event):
    """A person is not named any more, or (`source`) has the role on that platform no more.

    `member.removed` follows where nothing else gives them a seat.
    """

    circle: CircleId
    person: PersonId
    source: str = ""


@event("member.confirmed")
class MemberConfirmed(Event):
    """A member who came by a role is a person of their own, says the circle's secretary or lead."""

    circle: CircleId
    person: PersonId
    by: PersonId


@event("source.set")
class SourceSet(Event):
    """Members of a circle come from a role or user group on a platform; None when they do no more."""

    circle: CircleId
    platform: str
    group: str | None


@event("source.seen")
class SourceSeen(Event):
    """The platform told for the first time who has the role that members of a circle come from."""

    circle: CircleId
    platform: str
    group: str


@event("member.removed")
class MemberRemoved(Event):
    """A person has no seat of their own in a circle any more."""

    circle: CircleId
    person: PersonId


@event("role.filled")
class RoleFilled(Event):
    """A person holds a role of a circle."""

    circle: CircleId
    role: str
    person: PersonId


@event("role.vacated")
class RoleVacated(Event):
    """Nobody holds a role of a circle; `person` held it."""

    circle: CircleId
    role: str
    person: PersonId


@event("home.set")
class HomeSet(Event):
    """A circle's place on a platform; None when it has none there any more."""

    circle: CircleId
    platform: str
    place: str | None


@event("circle.policy_set")
class PolicySet(Event):
    """A rule of a circle; None when it was taken back."""

    circle: CircleId
    key: str
    value: str | None
