"""Answering a check-in: in time, early or late, again, for somebody else, or not this time."""

from governance_core.cards.text import Mention, text
from governance_core.checkins.answering_messages import AnswerCheckIn, AnswerEarly, SkipCheckIn
from governance_core.checkins.events import AnswersTold, CheckInAnswered, CheckInSkipped
from governance_core.checkins.evolve import packed
from governance_core.checkins.guards import (
    CheckInFacts,
    require_asked,
    require_keeper,
    require_run,
    require_standing,
)
from governance_core.checkins.model import SLOTS, CheckIn, Given
from governance_core.checkins.questions import Asks, questions_of
from governance_core.kernel.checked import kept_words
from governance_core.kernel.errors import Closed, Invalid
from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event


def answer(command: AnswerCheckIn, state: CheckIn, facts: CheckInFacts) -> tuple[Event, ...]:
    """Until the close it can be changed as often as one likes; after it, it is late or changed late, and says so."""
    run = require_run(command.version, state, facts)
    person = _meant(command.person, state, facts)
    require_asked(person, run, facts)
    before = run.answers.get(person)
    words = _words(command, run.plan.questions, before, facts)
    if before is not None and not before.skipped and before.words == words:
        return ()
    by = facts.me if person != facts.me else None
    if by is not None and before is not None:
        _require_not_their_own(person, before, facts)
    late = not run.is_open
    in_time = late and before is not None and not (before.skipped or before.late)
    given = CheckInAnswered(
        run=run.number, person=person, at=facts.now, by=by, late=late, in_time=in_time, words=packed(words)
    )
    first = late and not run.given()
    return (given, AnswersTold(run=run.number, at=facts.now)) if first else (given,)


def _meant(person: PersonId | None, state: CheckIn, facts: CheckInFacts) -> PersonId:
    if person is None or person == facts.me:
        return facts.me
    require_keeper(state.circle, facts, "answer for somebody else")
    return person


def _require_not_their_own(person: PersonId, before: Given, facts: CheckInFacts) -> None:
    """Raise Closed for what somebody said themselves: nobody else puts other words in its place."""
    if before.by is None and not before.skipped:
        raise Closed(
            ref=text("What ", Mention(person), f" answers to {facts.stream}"),
            outcome="they answered themselves",
            next="Ask them to change it: /checkin answer.",
        )


def early(command: AnswerEarly, state: CheckIn, facts: CheckInFacts) -> tuple[Event, ...]:
    """For the run that comes, as long as its questions stay the same."""
    require_standing(state, facts)
    me = facts.me
    if me not in facts.circles.circles[state.circle].members or me in state.plan.observers:
        problem = "Only members of the circle who are asked can answer early."
        raise Invalid(problem=problem, fix="Ask the circle's lead to add you.")
    before = state.early.get(me) if state.early_to == state.plan.questions else None
    words = _words(command, state.plan.questions, before, facts)
    if before is not None and before.words == words:
        return ()
    return (CheckInAnswered(run=state.runs + 1, person=me, at=facts.now, early=True, words=packed(words)),)


def _words(
    command: AnswerCheckIn | AnswerEarly, questions: str, before: Given | None, facts: CheckInFacts
) -> tuple[str, ...]:
    """An answer a question: as it is given now, else as it was before."""
    asked = questions_of(questions)
    stood = dict(zip(SLOTS, before.words if before else (), strict=False))
    given = {name: getattr(command, name) for name in SLOTS[: len(asked)]}
    words = tuple(
        stood.get(name, "") if given[name] is None else _word(name, given[name], one, facts.language)
        for name, one in zip(given, asked, strict=True)
    )
    if not any(words):
        raise Invalid(
            field=SLOTS[0], problem="Nothing was answered.", fix="Answer one question, or press Skip this time."
        )
    return words


def _word(name: str, typed: str, asked: Asks, language: str) -> str:
    kept = kept_words(name, typed)
    try:
        return asked.read(kept, language)
    except ValueError as reason:
        problem, _, fix = str(reason).partition(". ")
        raise Invalid(field=name, problem=f"{problem}.", fix=fix) from None


def skip(command: SkipCheckIn, state: CheckIn, facts: CheckInFacts) -> tuple[Event, ...]:
    """An answer that was given stays: what somebody said is not taken back by a press."""
    run = require_run(command.version, state, facts)
    require_asked(facts.me, run, facts)
    before = run.answers.get(facts.me)
    if before is not None and before.skipped:
        return ()
    if before is not None:
        raise Closed(
            ref=f"Skipping {facts.stream}",
            outcome="you have answered already",
            next="You can change it with /checkin answer.",
        )
    reason = kept_words("reason", command.reason)
    return (CheckInSkipped(run=run.number, person=facts.me, at=facts.now, late=not run.is_open, reason=reason),)
