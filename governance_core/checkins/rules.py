"""What may happen to a check-in: started, changed, paused, ended; opened, answered and closed again and again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from governance_core.checkins import answering, running, snoozing
from governance_core.checkins.answering_messages import AnswerCheckIn, AnswerEarly, SkipCheckIn, SnoozeCheckIn
from governance_core.checkins.events import (
    CheckInChanged,
    CheckInCreated,
    CheckInEnded,
    CheckInPaused,
    CheckInRescheduled,
    CheckInResumed,
    QuestionsRelabelled,
)
from governance_core.checkins.evolve import evolve
from governance_core.checkins.guards import CheckInFacts, require_circle, require_keeper, require_standing
from governance_core.checkins.messages import (
    CloseRun,
    CreateCheckIn,
    EditCheckIn,
    EndCheckIn,
    OpenRun,
    PauseCheckIn,
    PromptMembers,
    RelabelQuestions,
    RemindMembers,
    RescheduleCheckIn,
    ResumeCheckIn,
)
from governance_core.checkins.model import CheckIn, Plan, Standing
from governance_core.checkins.planning import plan_of, room_after
from governance_core.kernel.decider import Decider
from governance_core.kernel.errors import Invalid
from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event


def decide(command: Any, state: CheckIn, facts: CheckInFacts) -> tuple[Event, ...]:
    """The events a command leads to. Raises a Refusal."""
    decided = _DECIDE.get(type(command))
    if decided is None:
        raise TypeError(f"check-ins do not know {command!r}")
    events: tuple[Event, ...] = decided(command, state, facts)
    return events


def _create(command: CreateCheckIn, state: CheckIn, facts: CheckInFacts) -> tuple[Event, ...]:
    circle = require_circle(command.circle, facts)
    require_keeper(circle.id, facts, "start a check-in")
    plan = plan_of(command, circle.id, facts)
    next_at = facts.planned(circle.id, plan, facts.now)
    assert next_at is not None, "a plan that never happens is refused"
    by = facts.by.person
    return (CheckInCreated(circle=circle.id, plan=plan, at=facts.now, next_at=next_at, by=by, key=command.key),)


def _edit(command: EditCheckIn, state: CheckIn, facts: CheckInFacts) -> tuple[Event, ...]:
    """A run that is open goes on as it began, and the next one does not open before it has closed."""
    require_standing(state, facts)
    require_keeper(state.circle, facts, "change a check-in")
    plan = plan_of(command, state.circle, facts, state.plan)
    if plan == state.plan:
        return ()
    next_at = _next(state, plan, facts) if state.standing is Standing.ACTIVE else None
    dropped = _dropped(state, plan)
    return (CheckInChanged(plan=plan, at=facts.now, next_at=next_at, by=facts.by.person, dropped=dropped),)


def _dropped(state: CheckIn, plan: Plan) -> tuple[PersonId, ...]:
    """Whose early answer counts no more, as the questions are others now."""
    kept = state.early_to in ("", plan.questions) or state.early_to != state.plan.questions
    return () if kept else tuple(state.early)


def _next(state: CheckIn, plan: Plan, facts: CheckInFacts) -> datetime | None:
    run = state.run
    after = max(facts.now, room_after(run, facts.zone(state.circle, plan))) if run else facts.now
    return facts.planned(state.circle, plan, after)


def _pause(command: PauseCheckIn, state: CheckIn, facts: CheckInFacts) -> tuple[Event, ...]:
    require_standing(state, facts)
    require_keeper(state.circle, facts, "pause a check-in")
    return (CheckInPaused(person=facts.me, at=facts.now),) if state.standing is Standing.ACTIVE else ()


def _resume(command: ResumeCheckIn, state: CheckIn, facts: CheckInFacts) -> tuple[Event, ...]:
    require_standing(state, facts)
    require_keeper(state.circle, facts, "resume a check-in")
    if state.standing is Standing.ACTIVE:
        return ()
    next_at = _next(state, state.plan, facts)
    if next_at is None:
        problem = "Its schedule never happens again."
        raise Invalid(field="every", problem=problem, fix="Give it another with /checkin edit, then resume it.")
    return (CheckInResumed(person=facts.me, at=facts.now, next_at=next_at),)


def _end(command: EndCheckIn, state: CheckIn, facts: CheckInFacts) -> tuple[Event, ...]:
    """A run that is open closes with it: what was said in it counts."""
    if state.standing is Standing.ENDED:
        return ()
    require_keeper(state.circle, facts, "end a check-in")
    closing = running.closed(state.run, state, facts) if state.open_run and state.run else ()
    return (*closing, CheckInEnded(at=facts.now, person=facts.by.person))


def _relabel(command: RelabelQuestions, state: CheckIn, facts: CheckInFacts) -> tuple[Event, ...]:
    """A run that is open is asked under the new name at once."""
    return (QuestionsRelabelled(labels=command.labels),) if state.standing is not Standing.ENDED else ()


def _reschedule(command: RescheduleCheckIn, state: CheckIn, facts: CheckInFacts) -> tuple[Event, ...]:
    if state.standing is not Standing.ACTIVE:
        return ()
    next_at = _next(state, state.plan, facts)
    return (CheckInRescheduled(at=facts.now, next_at=next_at),) if next_at != state.next_at else ()


_DECIDE: Final[Mapping[type, Any]] = {
    CreateCheckIn: _create,
    EditCheckIn: _edit,
    PauseCheckIn: _pause,
    ResumeCheckIn: _resume,
    EndCheckIn: _end,
    RescheduleCheckIn: _reschedule,
    RelabelQuestions: _relabel,
    OpenRun: running.open_run,
    CloseRun: running.close,
    RemindMembers: running.remind,
    PromptMembers: running.prompt,
    AnswerCheckIn: answering.answer,
    AnswerEarly: answering.early,
    SkipCheckIn: answering.skip,
    SnoozeCheckIn: snoozing.snooze,
}
RULES: Final = Decider(CheckIn(), decide, evolve)
