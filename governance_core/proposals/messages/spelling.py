"""Commands around spelling that is put right while a proposal is open: fixing it, and challenging that."""

from governance_core.cards.form import Lookup, Question, Words
from governance_core.kernel.ids import StreamId
from governance_core.kernel.message import Command, ask, message
from governance_core.proposals.messages.shared import SEEN_VERSION

_ID = Question(Lookup("proposal"), "Proposal")


@message(
    "proposal.correct",
    "Put the spelling of a proposal right; answers stay (facilitator)",
    path="proposal spelling",
    action="correct",
    title="Put the spelling right",
    submit="Put it right",
    always_asks=True,
    example='/proposal spelling P-1 text:"Monday and Thursday"',
)
class CorrectSpelling(Command):
    """An editorial fix by the facilitator: spelling only, the version stays (process.md, edge cases)."""

    id: StreamId = ask(_ID)
    title: str | None = ask(Question(Words(), "Title"), default=None)
    driver: str | None = ask(Question(Words(long=True), "Driver"), default=None)
    text: str | None = ask(Question(Words(long=True), "Proposal"), default=None)
    version: int | None = ask(SEEN_VERSION, default=None)


@message(
    "proposal.challenge",
    "Say that a fix changed more than the spelling: it becomes a version",
    path="proposal challenge",
    action="challenge",
    example="/proposal challenge P-1",
)
class ChallengeCorrection(Command):
    """Any elector, within 24 hours: everybody answers anew then (process.md, edge cases)."""

    id: StreamId = ask(_ID)


@message("proposal.settle_correction", "Nobody challenged a fix of the spelling", pressed_by=frozenset({"clock"}))
class SettleCorrection(Command):
    """The time to challenge it is over."""

    id: StreamId
