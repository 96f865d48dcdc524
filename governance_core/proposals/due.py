"""What is due when on a proposal, and what is pressed then."""

from collections.abc import Callable, Mapping

from governance_core.kernel.ids import StreamId
from governance_core.kernel.message import Command
from governance_core.ports import Alarm
from governance_core.proposals import rounds, testing_waiting
from governance_core.proposals.messages import (
    CheckRound,
    CloseRound,
    EndAppeals,
    EndTests,
    ExpireObjections,
    ExpireOrphan,
    RemindElectors,
    RemindObjectors,
    SettleCorrection,
)
from governance_core.proposals.model import Proposal


def alarms(state: Proposal) -> tuple[Alarm, ...]:
    """What is due when: the end, the next reminder, the next absence that begins, and what waits for somebody else."""
    if not state.is_open:
        return ()
    found: list[Alarm] = []
    if state.deadline is not None:
        found.append(Alarm("deadline", state.deadline))
        found.extend(_absence_alarm(state))
        found.extend(_reminder_alarm(state))
    if state.correction is not None:
        found.append(Alarm("spelling", state.correction.until))
    if state.orphaned_until is not None:
        found.append(Alarm("sponsor", state.orphaned_until))
    waiting = [one.orphaned_until for one in state.open_objections() if one.orphaned_until]
    if waiting:
        found.append(Alarm("objections", min(waiting)))
    found.extend(testing_waiting.trial_alarms(state))
    return tuple(found)


def _absence_alarm(state: Proposal) -> list[Alarm]:
    end, checked = state.deadline, state.absences_checked
    starts = [
        absence.start
        for person, absences in state.away.items()
        if person not in state.answers
        for absence in absences
        if end and checked and checked < absence.start < end <= absence.until
    ]
    return [Alarm("absence", min(starts))] if starts else []


def _reminder_alarm(state: Proposal) -> list[Alarm]:
    schedule = rounds.reminders(state)
    rings = schedule.rings() if schedule else None
    return [Alarm("reminder", rings)] if rings else []


RINGS: Mapping[str, Callable[[StreamId], Command]] = {
    "deadline": lambda stream: CloseRound(id=stream),
    "absence": lambda stream: CheckRound(id=stream),
    "reminder": lambda stream: RemindElectors(id=stream),
    "objections": lambda stream: ExpireObjections(id=stream),
    "spelling": lambda stream: SettleCorrection(id=stream),
    "test": lambda stream: EndTests(id=stream),
    "appeal": lambda stream: EndAppeals(id=stream),
    "objector": lambda stream: RemindObjectors(id=stream),
    "sponsor": lambda stream: ExpireOrphan(id=stream),
}
