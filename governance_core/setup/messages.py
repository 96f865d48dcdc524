"""What can be asked of and said about setting up, and about the practice round after it."""

from governance_core.cards.form import Accounts, Choice, Lookup, Option, Place, Question, Words
from governance_core.cards.picked import Account
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.message import Command, Event, ask, event, message, personal

_POLICY = frozenset({"policy"})
WINDOWS = (Option("24h", "1 day"), Option("48h", "2 days"), Option("72h", "3 days"), Option("7d", "1 week"))
SILENCE = (
    Option("explicit", "Everybody must answer", "Missing answers: two more days, then it lapses"),
    Option("consents", "Silence consents", "At the end, if half of you answered"),
)
PROCESSES = (
    Option("quick", "Straight to the round", "For everyday decisions"),
    Option("full", "Questions and changes first", "For what needs understanding before it is decided"),
)
USUAL_DOMAIN = "Whatever its members decide together"


@message("setup.offer", "The bot came to a server", pressed_by=_POLICY)
class OfferSetup(Command):
    """Say once, in a place of that server, that it can be set up."""

    platform: str
    server: str
    place: str


@message(
    "setup.begin",
    "Set up your first circle: its channel, its people, how it decides",
    path="governance setup",
    action="set-up",
    title="Set up your circle",
    submit="Set up",
    strangers=True,
    always_asks=True,
    resumes=True,
    example="/governance setup",
)
class SetUp(Command):
    """By somebody who may manage the server, once."""

    name: str = ask(Question(Words(), "Circle", "What is the group called that decides together?"))
    aim: str = ask(Question(Words(), "Aim", "What is it for, in one sentence?"))
    place: str = ask(Question(Place(), "Channel", "Where it decides: its proposals stand there"))
    people: tuple[Account, ...] = ask(Question(Accounts(), "Who is in", "Everybody who has a say: you too, if you do"))
    facilitator: tuple[Account, ...] = ask(
        Question(Accounts(1), "Who facilitates", "Guides rounds, and decides no more than anybody else")
    )
    domain: str = ask(
        Question(Words(), "Domain", "What may it decide on its own?", usual=USUAL_DOMAIN), default=USUAL_DOMAIN
    )
    window: str = ask(
        Question(Choice(WINDOWS), "How long is a round?", "Time to answer a proposal", usual="72h"), default="72h"
    )
    process: str = ask(Question(Choice(PROCESSES), "How does a proposal begin?", usual="quick"), default="quick")
    silence: str = ask(Question(Choice(SILENCE), "When somebody does not answer", usual="explicit"), default="explicit")


@message("setup.note_file", "The config file holds what was set up", pressed_by=frozenset({"config"}))
class NoteFile(Command):
    """It need not be written again."""


@message(
    "setup.practice",
    "Try a practice proposal: ten minutes, marked PRACTICE",
    path="circle practice",
    action="practice",
    title="Practice",
    example="/circle practice circle:garden",
)
class TryPractice(Command):
    """A member puts the practice proposal to the circle; while one is open there is no other."""

    circle: CircleId = ask(Question(Lookup("circle"), "Circle"))


@message("setup.note_practice", "The practice proposal is open", pressed_by=_POLICY)
class NotePractice(Command):
    """Which proposal it is."""

    circle: CircleId
    proposal: StreamId


@message("setup.end_practice", "The practice proposal ended", pressed_by=_POLICY)
class EndPractice(Command):
    """With an agreement when it was adopted."""

    circle: CircleId
    proposal: StreamId
    agreement: StreamId | None = None


@event("setup.offered")
class SetupOffered(Event):
    """Setting up was offered in a place of a server."""

    platform: str
    server: str
    place: str


@event("setup.person_picked")
class PersonPicked(Event):
    """Somebody was picked while setting up; `new` when they were nobody here before, `sits` when they are in."""

    person: PersonId
    platform: str
    new: bool
    sits: bool
    name: str = personal("person")
    account: str = personal("person")


@event("setup.completed")
class SetupCompleted(Event):
    """The organisation has its first circle; `by` keeps the config from now on."""

    by: PersonId
    platform: str
    server: str
    place: str
    circle: CircleId
    name: str
    aim: str
    domain: str
    members: tuple[PersonId, ...]
    facilitator: PersonId
    policy: tuple[tuple[str, str], ...]


@event("setup.file_noted")
class FileNoted(Event):
    """The config file holds what was set up."""


@event("practice.begun")
class PracticeBegun(Event):
    """Somebody tries a practice proposal in a circle."""

    circle: CircleId
    by: PersonId


@event("practice.opened")
class PracticeOpened(Event):
    """The practice proposal has its id."""

    circle: CircleId
    proposal: StreamId


@event("practice.ended")
class PracticeEnded(Event):
    """The practice proposal ended, with an agreement or without."""

    circle: CircleId
    proposal: StreamId
    agreement: StreamId | None
