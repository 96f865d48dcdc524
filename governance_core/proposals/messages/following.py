"""Commands nobody types: alarms and consequences press them."""

from governance_core.kernel.ids import StreamId
from governance_core.kernel.message import Command, message

_CLOCK = frozenset({"clock"})
_POLICY = frozenset({"policy"})


@message("round.close", "The deadline passes", pressed_by=_CLOCK)
class CloseRound(Command):
    """Row 8."""

    id: StreamId


@message("round.check", "Somebody's absence begins", pressed_by=_CLOCK)
class CheckRound(Command):
    """An elector who is away for the rest of the window is not waited for."""

    id: StreamId


@message("round.remind", "The silent are reminded", pressed_by=_CLOCK)
class RemindElectors(Command):
    """Those who have not answered, each in their waking hours."""

    id: StreamId


@message("objection.expire", "Nobody took a leaver's objection over", pressed_by=_CLOCK)
class ExpireObjections(Command):
    """It becomes a concern and blocks no more."""

    id: StreamId


@message("objection.end_tests", "A test of an objection ends", pressed_by=_CLOCK)
class EndTests(Command):
    """Section 2: where nobody sees it differently it qualifies; else it is contested, and blocks as well."""

    id: StreamId


@message("objection.end_appeals", "Nobody decided an appeal", pressed_by=_CLOCK)
class EndAppeals(Command):
    """The objection is reopened: only what somebody found keeps it from blocking."""

    id: StreamId


@message("objection.remind", "Objectors are reminded", pressed_by=_CLOCK)
class RemindObjectors(Command):
    """Row 14: those who are silent about their own objection, each in their waking hours."""

    id: StreamId


@message("proposal.expire", "Nobody sponsored a proposal", pressed_by=_CLOCK)
class ExpireOrphan(Command):
    """It counts as withdrawn."""

    id: StreamId


@message("electors.check", "Seats in the circle changed", pressed_by=_POLICY)
class CheckElectors(Command):
    """Electors who lost their seat leave the round; whoever joined waits for the next version."""

    id: StreamId


@message("absences.note", "Somebody declared an absence or came back", pressed_by=_POLICY)
class NoteAbsences(Command):
    """The round learns who of its electors is away when."""

    id: StreamId


@message("agreement.note", "The agreement was recorded", pressed_by=_POLICY)
class NoteAgreement(Command):
    """The proposal learns the id of the agreement it became."""

    id: StreamId
    agreement: StreamId
    version: int = 1
    dropped: bool = False
