"""What the forms of a check-in ask, and what they are filled in with."""

from collections.abc import Mapping
from typing import Final

from governance_core.cards.form import Question, Recurring
from governance_core.checkins.messages import when
from governance_core.checkins.model import SLOTS, CheckIn, Given, Standing
from governance_core.checkins.planning import as_typed, room_after
from governance_core.checkins.questions import Sort, questions_of
from governance_core.kernel.ids import PersonId
from governance_core.people.model import People

ANSWER, FOR, EARLY, EDIT = "checkin.answer", "checkin.answer_for", "checkin.early", "checkin.edit"
_OF_A_RUN: Final = (FOR, "checkin.skip", "checkin.snooze")


def asks(kind: str, state: CheckIn) -> Mapping[str, Question | None]:
    """The form of a check-in asks its own questions, and no more of them than there are."""
    if kind == EDIT:
        return {"every": when(_stands(state))}
    if kind not in (ANSWER, FOR, EARLY) or state.standing is Standing.NOTHING:
        return {}
    plan = state.run.plan if state.run and kind in (ANSWER, FOR) else state.plan
    own = [one.question() for one in questions_of(plan.questions)]
    return {name: own[number] if number < len(own) else None for number, name in enumerate(SLOTS)}


def _stands(state: CheckIn) -> Recurring:
    """The schedule of which another would take the place, and from when on, as a run is open or was on this day."""
    run, own = state.run, state.plan.zone
    zone = own or (run.zone if run else "")
    return Recurring(state.plan.every, zone, room_after(run, zone) if run else None)


def prefill(kind: str, state: CheckIn, person: PersonId | None) -> Mapping[str, str]:
    """What was answered already, else what was said last that comes next; a plan as it stands."""
    if kind == EDIT:
        typed = as_typed(state.plan, People())
        return {name: typed[name] for name in ("title", "every", "questions", "open_for")}
    if kind == EARLY:
        kept = state.early if state.early_to == state.plan.questions else {}
        return _filled(state.plan.questions, kept.get(person) if person else None, _said_next(state, person))
    run = state.run
    if run is None or kind != ANSWER:
        return {"version": str(state.runs)} if kind in _OF_A_RUN and run else {}
    given = run.answers.get(person) if person else None
    said = state.nexts.get(person, "") if person else ""
    return {**_filled(run.plan.questions, given, said), "version": str(run.number)}


def _said_next(state: CheckIn, person: PersonId | None) -> str:
    """What somebody said in the last run that comes next."""
    given = state.run.given().get(person) if state.run and person else None
    at = _place(state.run.plan.questions, Sort.NEXT) if state.run else None
    if given is None or at is None or len(given.words) <= at:
        return state.nexts.get(person, "") if person else ""
    return given.words[at]


def _place(questions: str, sort: Sort) -> int | None:
    return next((number for number, one in enumerate(questions_of(questions)) if one.sort is sort), None)


def _filled(questions: str, given: Given | None, said_next: str) -> dict[str, str]:
    if given is not None and not given.skipped:
        return {name: words for name, words in zip(SLOTS, given.words, strict=False) if words}
    first = _place(questions, Sort.TEXT)
    return {SLOTS[first]: said_next} if said_next and first is not None else {}
