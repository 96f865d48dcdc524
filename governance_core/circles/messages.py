"""What can be asked of and about circles."""

from governance_core.cards.form import Lookup, Question
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Command, Menu, Query, ask, message

_CONFIG = frozenset({"config"})
_SEATED = frozenset({"person", "config", "policy"})


@message("organisation.describe", "The config describes the organisation", pressed_by=_CONFIG)
class DescribeOrganisation(Command):
    """Name, zone, language and admins, all at once; what is None stays as it is."""

    name: str
    zone: str = "UTC"
    language: str = "en"
    admins: tuple[PersonId, ...] | None = ()
    units: str | None = None
    treasury: str | None = None


@message("organisation.policy", "The config sets a rule for all circles", pressed_by=_CONFIG)
class SetCommonPolicy(Command):
    """A policy key for every circle that does not say otherwise; no value takes it back."""

    key: str
    value: str | None = None


@message("circle.found", "The config founds a circle", pressed_by=_CONFIG)
class FoundCircle(Command):
    """A circle with its aim and domain, still without members."""

    circle: CircleId
    name: str
    aim: str = ""
    domain: str = ""
    parent: CircleId | None = None
    private: bool = False
    zone: str = ""


@message("circle.rename", "The config gives a circle another key", pressed_by=_CONFIG)
class RenameCircle(Command):
    """From now on the config file and the chat know the circle by this key; its id stays what it was."""

    circle: CircleId
    key: str


@message("circle.change", "The config changes what a circle is", pressed_by=_CONFIG)
class ChangeCircle(Command):
    """One of name, aim, domain, parent, private or zone."""

    circle: CircleId
    key: str
    value: str


@message("circle.close", "The config closes a circle", pressed_by=_CONFIG)
class CloseCircle(Command):
    """The circle ends. Refused while anything in it is open."""

    circle: CircleId


@message(
    "circle.add",
    "Add a member to your circle",
    path="circle add",
    title="Add a member",
    submit="Add",
    pressed_by=_SEATED,
    example="/circle add circle:garden person:eli",
)
class AddMember(Command):
    """By the config, or by the circle's lead."""

    circle: CircleId = ask(Question(Lookup("circle"), "Circle"))
    person: PersonId = ask(Question(Lookup("person"), "Who joins"))


@message(
    "circle.remove",
    "Take a member out of your circle",
    path="circle remove",
    title="Take a member out",
    submit="Take out",
    pressed_by=_SEATED,
    example="/circle remove circle:garden person:eli",
)
class RemoveMember(Command):
    """By the config, by the circle's lead, or by the member themselves. Their roles there become vacant."""

    circle: CircleId = ask(Question(Lookup("circle"), "Circle"))
    person: PersonId = ask(Question(Lookup("person"), "Who leaves"))


@message("circle.source", "The config says which role makes members of a circle", pressed_by=_CONFIG)
class SetSource(Command):
    """Whoever has a role on a platform (or is in a user group there) is a member; no group takes it back."""

    circle: CircleId
    platform: str
    group: str | None = None


@message("circle.group_seen", "A platform tells who is in a group", pressed_by=frozenset({"platform"}))
class NoteGroup(Command):
    """Everybody who has a role (or is in a user group) now, for a circle whose members come from it."""

    circle: CircleId
    platform: str
    group: str
    persons: tuple[PersonId, ...]


@message("circle.hand_seat", "Somebody turned out to be another", pressed_by=frozenset({"policy"}))
class HandSeat(Command):
    """The seat of a person who came by a role goes to whoever they turned out to be."""

    circle: CircleId
    person: PersonId
    to: PersonId


@message(
    "circle.confirm",
    "Say that a member who came by a role is a person of their own",
    path="circle confirm",
    action="own-person",
    argument="person",
    title="A person of their own",
    submit="Confirm",
    example="/circle confirm circle:garden person:eli",
)
class ConfirmOwnPerson(Command):
    """By the circle's secretary or lead: it is nobody who takes part under another account already."""

    circle: CircleId = ask(Question(Lookup("circle"), "Circle"))
    person: PersonId = ask(Question(Lookup("person"), "Who is a person of their own"))


@message("circle.appoint", "The config fills or vacates a role", pressed_by=frozenset({"config", "policy"}))
class FillRole(Command):
    """Who holds a role of a circle, and until which day (`2027-03-01`; none is for good); nobody vacates it."""

    circle: CircleId
    role: str
    person: PersonId | None = None
    until: str = ""


@message("circle.home", "The config gives a circle a place", pressed_by=_CONFIG)
class SetHome(Command):
    """The circle's place on a platform; no place takes it away."""

    circle: CircleId
    platform: str
    place: str | None = None


@message("circle.set_policy", "The config sets a rule of a circle", pressed_by=frozenset({"config", "policy"}))
class SetPolicy(Command):
    """A policy key of one circle and those below it; no value takes it back."""

    circle: CircleId
    key: str
    value: str | None = None


@message("circle.list", "All circles you can see", path="circle list", action="circles", example="/circle list")
class ListCircles(Query):
    """The circles with their aims."""


@message("circle.show", "A circle: its aim, domain, members and roles", path="circle show", action="circle")
class ShowCircle(Query):
    """One circle whole."""

    circle: CircleId = ask(Question(Lookup("circle"), "Circle"))


@message("circle.members", "Who sits in a circle", path="circle members", example="/circle members circle:garden")
class ShowMembers(Query):
    """Members, and those who sit in it by a double link."""

    circle: CircleId = ask(Question(Lookup("circle"), "Circle"))


@message(
    "circle.roles",
    "The seats and roles a person has",
    path="circle roles",
    example="/circle roles person:ben",
    menus=(Menu("Governance roles", "person", {"person": "person"}),),
)
class ShowRoles(Query):
    """In which circles somebody sits, with which roles, and whether they are away."""

    person: PersonId = ask(Question(Lookup("person"), "Person"))


@message("circle.policy", "The rules in force in a circle", path="circle policy", action="policy")
class ShowPolicy(Query):
    """Every rule with its value and where it comes from."""

    circle: CircleId = ask(Question(Lookup("circle"), "Circle"))
