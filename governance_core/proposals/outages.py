"""Gives people back the time in which they could not answer because the bot was down (policy `outage_grace`)."""

from datetime import datetime, timedelta

from governance_core.kernel.message import Event
from governance_core.proposals.guards import ProposalFacts
from governance_core.proposals.messages.outages import NoteOutage, RoundGraced
from governance_core.proposals.model import Proposal

LONG_ENOUGH = timedelta(hours=1)
"""Shorter than this, nobody is given anything: they could have answered before or after."""


def note_outage(command: NoteOutage, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """An hour or more of the last quarter of the window is added behind it; twice told, once."""
    if not state.in_round or state.deadline is None or state.opened is None:
        return ()
    if state.rules is None or not state.rules.outage_grace:
        return ()
    since = max(command.since, _last_quarter(state.opened, state.deadline), state.graced_until or command.since)
    lost = min(command.until, state.deadline) - since
    if lost < LONG_ENOUGH:
        return ()
    deadline = max(state.deadline, command.until) + lost
    return (RoundGraced(at=facts.now, since=since, until=min(command.until, state.deadline), deadline=deadline),)


def _last_quarter(opened: datetime, deadline: datetime) -> datetime:
    return deadline - (deadline - opened) / 4
