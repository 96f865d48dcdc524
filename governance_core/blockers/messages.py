"""What can be asked of blockers."""

from governance_core.cards.form import Hidden, Lookup, Question, Words
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.message import Command, Query, ask, message

ID = Question(Lookup("blocker"), "Blocker")
_WHAT = Question(Words(long=True), "What is blocked", "What is in the way, and what it holds up")
_OWNER = Question(Lookup("person"), "Who can help", "Blank: the lead of the circle")


@message(
    "blocker.raise",
    "Say what is in your way, and who could help",
    path="blocker raise",
    action="raise-blocker",
    title="Raise a blocker",
    submit="Raise it",
    example='/blocker raise circle:garden what:"The pump has no fuse" owner:ben',
)
class RaiseBlocker(Command):
    """Anybody with a seat in the circle. `source` is the item it comes from (a check-in)."""

    circle: CircleId = ask(Question(Lookup("circle"), "Circle", "Where it is in the way"))
    what: str = ask(_WHAT)
    owner: PersonId | None = ask(_OWNER, default=None)
    source: str = ask(Question(Hidden()), default="")


@message(
    "blocker.acknowledge",
    "Say that you look after a blocker (its owner)",
    path="blocker acknowledge",
    action="acknowledge-blocker",
    example="/blocker acknowledge X-1",
)
class AcknowledgeBlocker(Command):
    """Whoever can help has seen it."""

    id: StreamId = ask(ID)


@message(
    "blocker.assign",
    "Name somebody else who can help, or take it yourself",
    path="blocker assign",
    action="assign-blocker",
    title="Who can help?",
    submit="Ask them",
    example="/blocker assign X-1 owner:fay",
)
class AssignBlocker(Command):
    """A blocker has one owner; whoever is named acknowledges it anew."""

    id: StreamId = ask(ID)
    owner: PersonId = ask(Question(Lookup("person"), "Who can help"))


@message(
    "blocker.resolve",
    "Say that it is out of the way, and how",
    path="blocker resolve",
    action="resolve-blocker",
    title="Resolve the blocker",
    submit="It is resolved",
    example='/blocker resolve X-1 how:"The shop had a fuse"',
)
class ResolveBlocker(Command):
    """Anybody with a seat in a circle that it concerns, its owner, and whoever asked."""

    id: StreamId = ask(ID)
    how: str = ask(Question(Words(long=True), "How", "What took it out of the way"))


@message(
    "blocker.reopen",
    "Say that it is in the way again, and why",
    path="blocker reopen",
    action="reopen-blocker",
    title="It is in the way again",
    submit="Open it again",
    example='/blocker reopen X-1 reason:"The new fuse blew too"',
)
class ReopenBlocker(Command):
    """The same people; it goes on with the owner it had, if they are still there."""

    id: StreamId = ask(ID)
    reason: str = ask(Question(Words(long=True), "Reason", "What happened"))


@message("blocker.escalate", "A blocker was not resolved in time", pressed_by=frozenset({"clock"}))
class EscalateBlocker(Command):
    """The next one in line is told: the lead, then the lead of the circle above."""

    id: StreamId


@message("blocker.owner_gone", "Whoever looked after a blocker cannot any more", pressed_by=frozenset({"policy"}))
class OwnerGone(Command):
    """Somebody else looks after it: `to` where that is known (one person under two names)."""

    id: StreamId
    person: PersonId
    to: PersonId | None = None


@message(
    "blocker.show",
    "A blocker: who looks after it, and since when",
    path="blocker show",
    action="blocker",
    example="/blocker show X-1",
)
class ShowBlocker(Query):
    """The card as it stands."""

    id: StreamId = ask(ID)


@message(
    "blocker.list",
    "What is in the way, the oldest first",
    path="blocker list",
    action="blockers",
    example="/blocker list circle:garden",
)
class ListBlockers(Query):
    """Of one circle or of all you can see: what is not resolved, or what has another state."""

    circle: CircleId | None = ask(Question(Lookup("circle"), "Circle"), default=None)
    state: str | None = ask(Question(Words(), "State", "open, acknowledged or resolved", form=False), default=None)
