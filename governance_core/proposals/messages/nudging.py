"""Reminding those who have not answered, by hand."""

from governance_core.kernel.ids import StreamId
from governance_core.kernel.message import Command, ask, message
from governance_core.proposals.messages.shared import ID


@message(
    "round.remind_now",
    "Remind those whose answer is missing (its proposer, and who answers for the circle)",
    path="proposal remind",
    action="remind",
    example="/proposal remind P-1",
)
class RemindSilent(Command):
    """Each in their waking hours, and not again within six hours."""

    id: StreamId = ask(ID)
