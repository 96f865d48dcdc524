"""What can be asked of shared things: adding, changing and retiring them, damage and repair, and looking at them."""

from dataclasses import replace

from governance_core.cards.form import Choice, Lookup, Option, Question, Words
from governance_core.kernel.ids import CircleId, StreamId
from governance_core.kernel.message import Command, Query, ask, message

NO_THINGS = "There is no shared thing you can see yet. Whoever leads a circle can add one with /share add."
ID = Question(Lookup("thing", none=NO_THINGS), "Thing", "Its id, such as T-1, or what it is called")
KINDS = (
    Option("tool", "A tool, or something else that is handed out"),
    Option("vehicle", "A vehicle"),
    Option("room", "A room: used where it is"),
    Option("licence", "Licences: so many seats at once"),
    Option("hours", "Machine hours: so many at once"),
    Option("other", "Something else"),
)
WAYS = (
    Option("freely", "Freely: booked at once"),
    Option("request", "On request: its keeper accepts"),
    Option("consent", "By consent: the circle decides"),
)
REACHES = (
    Option("circle", "Members of its circle"),
    Option("below", "The circle and those below it"),
    Option("all", "Everybody in the organisation"),
)
_CIRCLE = Question(Lookup("circle"), "Circle", "Who keeps it")
_NAME = Question(Words(), "Name", "As people call it: Hammer drill")
_KIND = Question(Choice(KINDS), "Kind", usual="tool")
_LENT = Question(Choice(WAYS), "How it is lent", usual="request")
_REACH = Question(Choice(REACHES), "Who may borrow it", usual="all", form=False)
_QUANTITY = Question(Words(), "How many", "1 where there is one of it", usual="1")
_LONGEST = Question(Words(), "Longest loan", "8h or 14d; off for no limit; blank: as the rules say", form=False)
_PLACE = Question(Words(), "Where it is", "How to get at it: the shelf by the door")


@message(
    "thing.add",
    "Add something that a circle lends",
    path="share add",
    action="add-thing",
    argument="circle",
    title="Add a shared thing",
    resumes=True,
    submit="Add it",
    example='/share add circle:garden name:"Hammer drill" kind:tool lent:request place:"The shed"',
)
class AddThing(Command):
    """Whoever keeps the things of the circle."""

    circle: CircleId = ask(_CIRCLE)
    name: str = ask(_NAME)
    kind: str = ask(_KIND, default="tool")
    lent: str = ask(_LENT, default="request")
    quantity: str = ask(_QUANTITY, default="1")
    place: str = ask(_PLACE, default="")
    reach: str = ask(_REACH, default="all")
    longest: str = ask(_LONGEST, default="")


@message(
    "thing.change",
    "Change what is said of a shared thing, or who keeps it",
    path="share change",
    action="change-thing",
    title="Change a shared thing",
    submit="Change it",
    always_asks=True,
    example="/share change T-1 quantity:3",
)
class ChangeThing(Command):
    """Whoever keeps it. Loans that are booked stay as they are."""

    id: StreamId = ask(ID)
    name: str | None = ask(_NAME, default=None)
    kind: str | None = ask(replace(_KIND, form=False), default=None)
    lent: str | None = ask(_LENT, default=None)
    place: str | None = ask(_PLACE, default=None)
    quantity: str | None = ask(_QUANTITY, default=None)
    reach: str | None = ask(replace(_REACH, form=True), default=None)
    longest: str | None = ask(_LONGEST, default=None)
    circle: CircleId | None = ask(
        Question(Lookup("circle"), "Circle", "Who keeps it from now on", form=False), default=None
    )


@message(
    "thing.retire",
    "Take a shared thing out of use for good",
    path="share retire",
    action="retire-thing",
    title="Retire a shared thing",
    submit="Retire it",
    always_asks=True,
    example='/share retire T-1 reason:"Beyond repair"',
)
class RetireThing(Command):
    """Whoever keeps it, when none of it is lent; what is booked is cancelled."""

    id: StreamId = ask(ID)
    reason: str = ask(Question(Words(), "Reason", "What becomes of it"), default="")


@message(
    "thing.damage",
    "Say that a shared thing is damaged: it is not lent until it is repaired",
    path="share damaged",
    action="damage-thing",
    title="Report damage",
    submit="Report it",
    example='/share damaged T-1 what:"The chuck is stuck"',
)
class ReportDamage(Command):
    """Whoever may borrow it, or has it."""

    id: StreamId = ask(ID)
    what: str = ask(Question(Words(long=True), "What is damaged", "And whether it can still be used for something"))
    quantity: str = ask(Question(Words(), "How many", "Of several: how many are damaged", form=False), default="1")


@message(
    "thing.repair",
    "Say that a shared thing can be used again",
    path="share repaired",
    action="repair-thing",
    title="It can be used again",
    submit="Say so",
    always_asks=True,
    example='/share repaired T-1 what:"New chuck"',
)
class ReportRepair(Command):
    """Whoever keeps it."""

    id: StreamId = ask(ID)
    what: str = ask(Question(Words(), "What was done"), default="")


@message(
    "thing.show",
    "A shared thing with its calendar",
    path="share show",
    action="thing",
    example="/share show T-1",
)
class ShowThing(Query):
    """The card as it stands."""

    id: StreamId = ask(ID)


@message(
    "thing.bookings",
    "Who has a shared thing when, from now on",
    path="share bookings",
    action="thing-bookings",
    example="/share bookings T-1",
)
class ShowBookings(Query):
    """All of its calendar, of which the card has the beginning."""

    id: StreamId = ask(ID)


@message(
    "thing.history",
    "What happened to a shared thing",
    path="share history",
    action="thing-history",
    example="/share history T-1",
)
class ShowHistory(Query):
    """Who had it when, what was damaged and repaired; the newest first."""

    id: StreamId = ask(ID)


@message("thing.list", "What can be borrowed", path="share list", action="things", example="/share list circle:garden")
class ListThings(Query):
    """Of one circle or of all you can see, perhaps only what is called so."""

    circle: CircleId | None = ask(Question(Lookup("circle"), "Circle"), default=None)
    name: str = ask(Question(Words(), "Name", "A part of what it is called", form=False), default="")


@message(
    "thing.kept",
    "What you keep for a circle: asked for, lent, overdue, booked",
    path="share kept",
    action="kept-things",
    example="/share kept circle:garden",
)
class ListKept(Query):
    """Of one circle or of all whose things you keep."""

    circle: CircleId | None = ask(Question(Lookup("circle"), "Circle"), default=None)


@message("loan.mine", "What you have borrowed and booked", path="share mine", action="my-loans", example="/share mine")
class MyLoans(Query):
    """Your loans that are not over."""
