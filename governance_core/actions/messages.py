"""What can be asked of actions."""

from governance_core.cards.form import Hidden, Lookup, Moment, Question, Words
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.message import Command, Query, ask, message

ID = Question(Lookup("action"), "Action")
NONE = "none"
_WHAT = Question(Words(), "What is to be done", "In a sentence: order a new pump")
_OWNER = Question(Lookup("person"), "Who does it", "Blank: you")
_DUE = Question(Moment(), "By when", "friday 17:00, in 3 days, 2026-12-01, or none", clears=True)
_LINK = Question(Words(), "Link", "Where your team keeps it, if elsewhere: https://…")
_REASON = Question(Words(long=True), "Reason", "Why not, or what would have to be different")


@message(
    "action.add",
    "Note what somebody will do, and by when",
    path="action add",
    action="add-action",
    argument="source",
    title="Add an action",
    submit="Add it",
    example='/action add circle:garden what:"Order a new pump" owner:ben due:14d',
)
class AddAction(Command):
    """Anybody with a seat in the circle. `source` is the item it comes from: a decision, a check-in."""

    circle: CircleId = ask(Question(Lookup("circle"), "Circle", "Whose work it is"))
    what: str = ask(_WHAT)
    owner: PersonId | None = ask(_OWNER, default=None)
    due: str | None = ask(_DUE, default=None)
    link: str = ask(_LINK, default="")
    source: str = ask(Question(Hidden()), default="")


@message("action.done", "Say that it is done", path="action done", action="action-done", example="/action done A-1")
class FinishAction(Command):
    """Its owner, whoever added it, and anybody with a seat in the circle."""

    id: StreamId = ask(ID)
    note: str = ask(Question(Words(), "Note", "What came of it", form=False), default="")


@message(
    "action.decline",
    "Say that you cannot do it, and why (its owner)",
    path="action decline",
    action="decline-action",
    title="Give it back",
    submit="Give it back",
    example='/action decline A-1 reason:"I am away until June"',
)
class DeclineAction(Command):
    """It goes back to whoever added it."""

    id: StreamId = ask(ID)
    reason: str = ask(_REASON)


@message(
    "action.change",
    "Change what is to be done, by whom or by when",
    path="action change",
    action="change-action",
    title="Change the action",
    submit="Change it",
    always_asks=True,
    example="/action change A-1 due:2026-12-01",
)
class ChangeAction(Command):
    """The same people as may finish it. What is not mentioned stays as it is; `none` takes the day or the link away."""

    id: StreamId = ask(ID)
    what: str | None = ask(_WHAT, default=None)
    owner: PersonId | None = ask(Question(Lookup("person"), "Who does it"), default=None)
    due: str | None = ask(_DUE, default=None)
    link: str | None = ask(Question(Words(), "Link", "Where your team keeps it: https://…, or none"), default=None)


@message(
    "action.drop",
    "Say that it will not be done, and why",
    path="action drop",
    action="drop-action",
    title="Drop the action",
    submit="Drop it",
    example='/action drop A-1 reason:"The old pump works again"',
)
class DropAction(Command):
    """The same people."""

    id: StreamId = ask(ID)
    reason: str = ask(_REASON)


@message(
    "action.reopen",
    "Say that it is to be done after all",
    path="action reopen",
    action="reopen-action",
    example="/action reopen A-1",
)
class ReopenAction(Command):
    """The same people; it goes on with the owner it had, if they are still there."""

    id: StreamId = ask(ID)


@message("action.remind", "An action is due", pressed_by=frozenset({"clock"}))
class RemindOwner(Command):
    """Its owner hears of it: when it is due, and once more a week later."""

    id: StreamId


@message("action.owner_gone", "Whoever was to do it cannot any more", pressed_by=frozenset({"policy"}))
class ActionOwnerGone(Command):
    """Somebody else has it: `to` where that is known (one person under two names)."""

    id: StreamId
    person: PersonId
    to: PersonId | None = None


@message(
    "action.show",
    "An action: who does it, and by when",
    path="action show",
    action="action",
    example="/action show A-1",
)
class ShowAction(Query):
    """The card as it stands."""

    id: StreamId = ask(ID)


@message(
    "action.list",
    "What is to be done, what is due first in front",
    path="action list",
    action="actions",
    example="/action list circle:garden",
)
class ListActions(Query):
    """Of one circle or of all you can see, perhaps of one person: what is open, or what has another state."""

    circle: CircleId | None = ask(Question(Lookup("circle"), "Circle"), default=None)
    owner: PersonId | None = ask(Question(Lookup("person"), "Who", form=False), default=None)
    state: str | None = ask(Question(Words(), "State", "open, done or dropped", form=False), default=None)
