"""A run of a check-in: opened at its time, also after an outage, told to each, reminded of once, and closed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from governance_core.checkins.events import (
    AnswersTold,
    MembersPrompted,
    MembersReminded,
    RunClosed,
    RunOpened,
    RunsMissed,
)
from governance_core.checkins.evolve import moods
from governance_core.checkins.guards import CheckInFacts
from governance_core.checkins.messages import CloseRun, OpenRun, PromptMembers, RemindMembers
from governance_core.checkins.metrics_named import with_names
from governance_core.checkins.model import OFF, CheckIn, Plan, Run
from governance_core.circles.reminders import Schedule
from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event
from governance_core.kernel.time import Duration, local_date, moved_out_of, wall_instant
from governance_core.people.model import Person


def open_run(command: OpenRun, state: CheckIn, facts: CheckInFacts) -> tuple[Event, ...]:
    """Of several times that have passed, the last is opened if it can still be answered; the rest were missed by us.

    The next one is planned from when this one was to open, so that a clock that is put right doubles nothing; nobody is
    told that it is open for longer than until then.
    """
    if state.next_at is None or state.next_at > facts.now:
        return ()
    times = facts.planned_until(state.circle, state.plan, state.next_at)
    due, zone = times[-1], facts.zone(state.circle, state.plan)
    next_at = facts.planned(state.circle, state.plan, due)
    length = Duration.parse(state.plan.open_for).after(due, zone)
    closes_at = min(length, next_at) if next_at else length
    roster = _roster(state, facts)
    if closes_at <= facts.now or not roster:
        down = bool(roster) or len(times) > 1
        missed = RunsMissed(count=len(times), first=times[0], last=due, at=facts.now, next_at=next_at, down=down)
        return (missed,)
    closing = closed(state.run, state, facts) if state.open_run and state.run else ()
    return (*closing, _opened(state, facts, due, closes_at, next_at, roster, len(times) - 1))


def _opened(
    state: CheckIn,
    facts: CheckInFacts,
    due: datetime,
    closes_at: datetime,
    next_at: datetime | None,
    roster: tuple[PersonId, ...],
    missed: int,
) -> RunOpened:
    away = _away(roster, facts.now, closes_at, facts)
    same = state.early_to == state.plan.questions
    early = tuple(person for person in state.early if same and person in roster)
    asked = [person for person in roster if person not in (*away, *early)]
    zone, quiet = facts.zone(state.circle, state.plan), facts.circles.policy_of(state.circle).quiet_hours
    prompts = _prompts(state, asked, closes_at, facts)
    plan = Schedule(_specs(state.plan), quiet, zone, facts.now, closes_at, facts.now, {}, quiet)
    sleepers = plan.before_sleep((one for one in asked if one not in state.plan.optional), facts.people)
    return RunOpened(
        run=state.runs + 1,
        due=due,
        at=facts.now,
        closes_at=closes_at,
        next_at=next_at,
        plan=replace(state.plan, questions=with_names(state.plan.questions, facts.metrics)),
        zone=zone,
        roster=roster,
        away=away,
        prompts=prompts,
        missed=missed,
        early=early,
        quiet_hours=quiet,
        sooner={person: at for person, at in sleepers.items() if at > prompts.get(person, facts.now)},
    )


def _roster(state: CheckIn, facts: CheckInFacts) -> tuple[PersonId, ...]:
    circle = facts.circles.open(state.circle)
    members = circle.members if circle else ()
    return tuple(one for one in members if one not in state.plan.observers and facts.people.present(one))


def _away(roster: Sequence[PersonId], start: datetime, end: datetime, facts: CheckInFacts) -> tuple[PersonId, ...]:
    return tuple(one for one in roster if any(absence.covers(start, end) for absence in facts.people.absences(one)))


def _prompts(
    state: CheckIn, asked: Sequence[PersonId], closes_at: datetime, facts: CheckInFacts
) -> dict[PersonId, datetime]:
    """When those who are told alone are: at their own hour, while they are awake, before the close."""
    quiet, zone = facts.circles.policy_of(state.circle).quiet_hours, facts.zone(state.circle, state.plan)
    known = (facts.people.present(person) for person in asked)
    homes = facts.circles.circles[state.circle].homes
    return {one.id: _prompt(one, quiet, zone, closes_at, facts.now) for one in known if one and one.prompted_on(homes)}


def _prompt(person: Person, quiet: str, zone: str, closes_at: datetime, now: datetime) -> datetime:
    own, zone = person.quiet_hours or quiet, person.zone or zone
    wanted = now
    if person.prompts:
        wanted = max(now, wall_instant(f"{local_date(now, zone)} {person.prompts}", zone))
    awake = moved_out_of(own, wanted, zone)
    return next((at for at in (awake, wanted) if at < closes_at), now)


def schedule(run: Run, quiet_hours: str) -> Schedule:
    """The one reminder of a run."""
    seen, times = run.seen or run.opened_at, (run.opened_at, run.closes_at)
    return Schedule(_specs(run.plan), quiet_hours, run.zone, *times, seen, run.later, run.quiet_hours)


def _specs(plan: Plan) -> tuple[str, ...]:
    return () if plan.remind == OFF else (plan.remind,)


def remind(command: RemindMembers, state: CheckIn, facts: CheckInFacts) -> tuple[Event, ...]:
    """Only those whose answer is awaited, and each once; those who said when at that time, whatever the hour.

    Whoever is still to be asked, at an hour of their own, is not reminded before that.
    """
    run = state.open_run
    if run is None:
        return ()
    quiet = facts.circles.policy_of(state.circle).quiet_hours
    out = _out(run, state, facts)
    awaited = [person for person in run.awaited() if person not in {*out, *run.snoozed, *run.prompts}]
    due = schedule(run, quiet).due(awaited, facts.people, facts.now)
    over = {person: platform for person, (until, platform) in run.snoozed.items() if until <= facts.now}
    if due is None and not over:
        return ()
    woken = {person: platform for person, platform in over.items() if person not in out}
    persons, later, direct = (due.now, due.later, due.direct) if due else ((), run.later, {})
    later = {**{person: at for person, at in run.later.items() if person in run.prompts}, **later}
    reminded = MembersReminded(at=facts.now, persons=(*woken, *persons), later=later, direct={**direct, **woken})
    return (reminded,)


def _out(run: Run, state: CheckIn, facts: CheckInFacts) -> set[PersonId]:
    """Who was asked, and is left in peace now: away, or without a seat in the circle."""
    return {*_away(run.roster, facts.now, run.closes_at, facts), *_gone(run, state, facts)}


def _gone(run: Run, state: CheckIn, facts: CheckInFacts) -> list[PersonId]:
    """Who was asked, and has lost their seat since: a private circle is not there for them any more."""
    seats = {one for one in facts.circles.seats(state.circle) if facts.people.present(one)}
    return [person for person in run.roster if person not in seats]


def prompt(command: PromptMembers, state: CheckIn, facts: CheckInFacts) -> tuple[Event, ...]:
    """Whose hour has come; whoever said when they would be reminded is reminded then instead."""
    run = state.open_run
    if run is None or not run.prompts:
        return ()
    now = {person for person, at in run.prompts.items() if at <= facts.now}
    known = (facts.people.present(person) for person in now)
    homes = facts.circles.circles[state.circle].homes
    out = {*run.answers, *run.snoozed, *_out(run, state, facts)}
    alone = [(one.id, one.prompted_on(homes)) for one in known if one and one.id not in out]
    direct = {person: where for person, where in alone if where}
    left = {person: at for person, at in run.prompts.items() if person not in now}
    return (MembersPrompted(at=facts.now, direct=direct, left=left),)


def close(command: CloseRun, state: CheckIn, facts: CheckInFacts) -> tuple[Event, ...]:
    """Its card says how it went, and those who follow the discussion are told the answers."""
    run = state.open_run
    return closed(run, state, facts) if run else ()


def closed(run: Run, state: CheckIn, facts: CheckInFacts) -> tuple[Event, ...]:
    """Whoever was away when it closed is not missing, nor whoever had no seat any more."""
    declared = _away(run.roster, min(facts.now, run.closes_at), run.closes_at, facts)
    out = {*declared, *_gone(run, state, facts), *run.away}
    away = tuple(person for person in run.roster if person in out and person not in run.answers)
    answered = len(run.given())
    expected = len(run.roster) - len(away)
    optional = sum(person in run.plan.optional and person not in away for person in run.roster)
    over = RunClosed(
        run=run.number,
        at=facts.now,
        answered=answered,
        expected=expected,
        away=away,
        optional=optional,
        moods=moods(run),
    )
    return (over, AnswersTold(run=run.number, at=facts.now)) if answered else (over,)
