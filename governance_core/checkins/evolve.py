"""What a check-in becomes with each event."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from governance_core.checkins.events import (
    AnswersTold,
    CheckInAnswered,
    CheckInChanged,
    CheckInCreated,
    CheckInEnded,
    CheckInPaused,
    CheckInRescheduled,
    CheckInResumed,
    CheckInSkipped,
    CheckInSnoozed,
    MembersPrompted,
    MembersReminded,
    QuestionsRelabelled,
    RunClosed,
    RunOpened,
    RunsMissed,
)
from governance_core.checkins.metrics_named import under_other_names
from governance_core.checkins.model import PROMPT, REMINDER, CheckIn, Figure, Given, Run, Standing, Tally
from governance_core.checkins.questions import Asks, Sort, figures, questions_of
from governance_core.kernel.decider import changed
from governance_core.kernel.ids import PersonId


def evolve(state: CheckIn, event: Any) -> CheckIn:
    """The check-in after an event."""
    match event:
        case CheckInCreated(circle=circle, plan=plan, next_at=next_at, by=by, key=key):
            return CheckIn(circle, key, Standing.ACTIVE, plan, by, next_at)
        case CheckInChanged(plan=plan, next_at=next_at, dropped=dropped):
            early = {} if dropped else state.early
            return changed(state, plan=plan, next_at=next_at, early=early)
        case CheckInRescheduled(next_at=next_at) | RunsMissed(next_at=next_at):
            return changed(state, next_at=next_at)
        case QuestionsRelabelled(labels=labels):
            return under_other_names(state, labels)
        case CheckInPaused():
            return changed(state, standing=Standing.PAUSED, next_at=None)
        case CheckInResumed(next_at=next_at):
            return changed(state, standing=Standing.ACTIVE, next_at=next_at)
        case CheckInEnded(at=at):
            run = replace(state.run, closed_at=state.run.closed_at or at) if state.run else None
            return changed(state, standing=Standing.ENDED, next_at=None, run=run)
        case RunOpened():
            return _opened(state, event)
        case _:
            return _in_run(state, event)


def _opened(state: CheckIn, event: RunOpened) -> CheckIn:
    early = {person: state.early[person] for person in event.early}
    run = Run(
        number=event.run,
        due=event.due,
        opened_at=event.at,
        closes_at=event.closes_at,
        plan=event.plan,
        zone=event.zone,
        roster=event.roster,
        quiet_hours=event.quiet_hours,
        away=event.away,
        answers=early,
        prompts={person: at for person, at in event.prompts.items() if person not in early},
        seen=event.at,
        later=event.sooner,
        missed=event.missed,
    )
    before = tally(state.run) if state.run else None
    past = {"last": _worn(state.run) if state.run else None, "last_before": state.before, "before": before}
    return changed(state, run=run, next_at=event.next_at, early={}, early_to="", nexts=_nexts(state), **past)


def _worn(run: Run) -> Run:
    """A run with what its outcome says of it: the words that only the page of its answers shows are gone."""
    asked = questions_of(run.plan.questions)
    return replace(run, answers={person: replace(one, words=_kept(one, asked)) for person, one in run.answers.items()})


def _kept(given: Given, asked: Sequence[Asks]) -> tuple[str, ...]:
    pairs = zip(given.words, asked, strict=False)
    return tuple("" if one.sort in (Sort.TEXT, Sort.NEXT) else words for words, one in pairs)


def _nexts(state: CheckIn) -> Mapping[PersonId, str]:
    """What everybody said last that comes next, for the form of the next time."""
    if state.run is None:
        return state.nexts
    at = [number for number, one in enumerate(questions_of(state.run.plan.questions)) if one.sort is Sort.NEXT]
    given = state.run.given().items()
    said = {person: one.words[at[0]] for person, one in given if at and len(one.words) > at[0]}
    return {**state.nexts, **{person: words for person, words in said.items() if words}}


def tally(run: Run) -> Tally:
    """What is remembered of a run. Moods are those of the close: one that came later would be somebody's own."""
    asked = questions_of(run.plan.questions)
    said = [one.words for one in run.given().values()]
    found = figures(asked, said)
    if run.moods is not None:
        moods = {one.label for one in asked if one.sort is Sort.MOOD}
        found = {**{label: one for label, one in found.items() if label not in moods}, **run.moods}
    return Tally(run.counted(), len(run.waited_for()), found, run.silent())


def moods(run: Run) -> Mapping[str, Figure]:
    """What moods come to, by question."""
    asked = [one.label for one in questions_of(run.plan.questions) if one.sort is Sort.MOOD]
    return {label: one for label, one in tally(run).figures.items() if label in asked}


def _in_run(state: CheckIn, event: Any) -> CheckIn:
    match event:
        case CheckInAnswered(early=True, person=person):
            plan, kept = state.plan.questions, state.early if state.early_to == state.plan.questions else {}
            return changed(state, early={**kept, person: _given(event)}, early_to=plan)
        case CheckInAnswered(person=person):
            return _with(state, person, _given(event))
        case CheckInSkipped(person=person, at=at, late=late, reason=reason):
            return _with(state, person, Given((), at, late=late, skipped=True, reason=reason))
        case MembersPrompted(left=left, direct=direct):
            return _alone(_run(state, prompts=left), PROMPT, direct)
        case MembersReminded():
            return _reminded(state, event)
        case CheckInSnoozed(person=person, until=until, platform=platform):
            assert state.run is not None, "this belongs to a run"
            return _run(state, snoozed={**state.run.snoozed, person: (until, platform)})
        case RunClosed(at=at, away=away, moods=moods):
            return _run(state, closed_at=at, away=away, prompts={}, later={}, snoozed={}, moods=moods)
        case AnswersTold():
            return state
        case _:
            raise TypeError(f"check-ins do not know {event!r}")


def _reminded(state: CheckIn, event: MembersReminded) -> CheckIn:
    assert state.run is not None, "this belongs to a run"
    reminders = state.run.reminders + 1
    snoozed = {person: one for person, one in state.run.snoozed.items() if one[0] > event.at}
    told = _run(state, seen=event.at, later=event.later, reminders=reminders, snoozed=snoozed)
    return _alone(told, f"{REMINDER}{reminders}", event.direct)


def _alone(state: CheckIn, what: str, told: Iterable[PersonId]) -> CheckIn:
    assert state.run is not None, "this belongs to a run"
    before = state.run.alone
    return _run(state, alone={**before, **{person: (*before.get(person, ()), what) for person in told}})


def _given(event: CheckInAnswered) -> Given:
    late = event.late and not event.in_time
    return Given(unpacked(event.words), event.at, event.by, late, event.early, changed=event.in_time)


def _with(state: CheckIn, person: PersonId, given: Given) -> CheckIn:
    assert state.run is not None, "an answer belongs to a run"
    prompts = {one: at for one, at in state.run.prompts.items() if one != person}
    snoozed = {one: until for one, until in state.run.snoozed.items() if one != person}
    later = {one: at for one, at in state.run.later.items() if one != person}
    answers = {**state.run.answers, person: given}
    return _run(state, answers=answers, prompts=prompts, snoozed=snoozed, later=later)


def _run(state: CheckIn, **fields: Any) -> CheckIn:
    assert state.run is not None, "this belongs to a run"
    return changed(state, run=replace(state.run, **fields))


def packed(words: tuple[str, ...]) -> str:
    """The answers to all questions as the one text they are kept as, beside the journal."""
    return json.dumps(list(words), ensure_ascii=False)


def unpacked(kept: str) -> tuple[str, ...]:
    """The answers to all questions; one word in place of all of them where they were erased."""
    try:
        return tuple(str(one) for one in json.loads(kept))
    except ValueError:
        return (kept,)
