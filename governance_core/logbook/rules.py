"""What may happen to agreements: adoption makes or changes one, somebody records one, and all are looked at again."""

from collections.abc import Callable, Mapping
from typing import Any

from governance_core.kernel.checked import checked_words, future_instant, kept_words
from governance_core.kernel.decider import Decider
from governance_core.kernel.errors import Refusal, Unknown
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Command, Event
from governance_core.logbook import changes, ending, moves, reminding, reviews
from governance_core.logbook.changing import ChangeAgreement, ForgetChange, NoteChange
from governance_core.logbook.dates import dates_of
from governance_core.logbook.evolve import evolve
from governance_core.logbook.guards import LogbookFacts, require_keeper
from governance_core.logbook.messages import AgreementNoted, AgreementRecorded, RecordAgreement, RecordDecision
from governance_core.logbook.model import Agreement
from governance_core.logbook.moving import MoveAgreement
from governance_core.logbook.reviewing import (
    AnswerReview,
    AskReview,
    CheckReview,
    CloseReview,
    ExpireAgreement,
    LookBack,
    NoteOutcome,
    ObjectLater,
    OpenReview,
    RemindReviewers,
    WarnOfExpiry,
)

__all__ = ["COMMANDS", "RULES", "LogbookFacts", "RecordedAlready", "decide", "evolve"]


class RecordedAlready(Refusal):
    """The same words from the same source are in the logbook of the circle."""

    code = "recorded_already"
    template = (
        "The logbook has these words from this source already, as {ref}, so nothing was recorded. "
        "Change the words if you mean another decision."
    )


def decide(command: Any, state: Agreement, facts: LogbookFacts) -> tuple[Event, ...]:
    """The events a command leads to."""
    decided = _DECIDE.get(type(command))
    if decided is None:
        raise TypeError(f"the logbook does not know {command!r}")
    return decided(command, state, facts)


def _record(command: RecordAgreement, state: Agreement, facts: LogbookFacts) -> tuple[Event, ...]:
    record = command.record
    return (_recorded(command, facts), *changes.reservations(record), *changes.objections(record))


def _note(command: RecordDecision, state: Agreement, facts: LogbookFacts) -> tuple[Event, ...]:
    return (_noted(command, facts),)


def _noted(command: RecordDecision, facts: LogbookFacts) -> AgreementNoted:
    """A decision made elsewhere. Raises Unknown, NotAllowed, Invalid or RecordedAlready."""
    circle, by = _kept_by(command.circle, facts)
    policy, zone = facts.circles.policy_of(circle), facts.circles.zone_of(circle)
    expiry, review = command.expiry or str(policy.expiry or ""), command.review or str(policy.review)
    ends = future_instant("expiry", expiry, facts.now, zone, policy.day_starts) if expiry else None
    review_at = future_instant("review", review, facts.now, zone, policy.day_starts)
    dates = dates_of(facts.now, review_at, ends, zone, policy.day_starts)
    noted = AgreementNoted(
        circle=circle,
        recorded_by=by,
        at=facts.now,
        review_at=review_at,
        opens_at=dates.opens_at,
        expires_at=ends,
        warns_at=dates.warns_at,
        term=changes.term_of(" ".join(review.split())),
        expiry=" ".join(expiry.split()),
        title=checked_words("title", command.title, "Say in a few words what it is about."),
        text=checked_words("text", command.text, "Say what exactly was decided."),
        source=checked_words("source", command.source, "Say where it was decided: meeting of 3 March, or a link."),
        driver=kept_words("driver", command.driver),
    )
    if facts.twin is not None:
        raise RecordedAlready(ref=facts.twin)
    return noted


def _kept_by(wanted: CircleId, facts: LogbookFacts) -> tuple[CircleId, PersonId]:
    """The circle and its secretary or lead, who acts. Raises Unknown, or NotAllowed naming who can."""
    circle = facts.circles.open(wanted)
    if circle is None or not facts.circles.may_see(facts.by.person, wanted):
        raise Unknown(field="circle", what=f"circle {wanted}", hint=" /circle list shows those you can see.")
    otherwise = "; or put it to the circle with /proposal create"
    return circle.id, require_keeper(circle.id, "record a decision of", otherwise, facts)


def _recorded(command: RecordAgreement, facts: LogbookFacts) -> AgreementRecorded:
    record, adopted = command.record, command.record.adopted_at or facts.now
    dates = changes.adopted_dates(command.review, command.expiry, adopted, command.zone, command.day_starts)
    assert dates.review_at is not None, "a proposal has a review date"
    return AgreementRecorded(
        circle=record.circle,
        proposal=command.proposal,
        proposer=record.proposer,
        text_version=record.text_version,
        adopted_at=adopted,
        review_at=dates.review_at,
        opens_at=dates.opens_at,
        expires_at=dates.expires_at,
        warns_at=dates.warns_at,
        practice=record.practice,
        unlinked=record.unlinked,
        criteria=record.criteria,
        deferred=record.deferred,
        delegated=record.delegated,
        answers={person: given.answer for person, given in record.answers.items()},
        term=changes.term_of(command.review),
        expiry=command.expiry,
        title=record.title,
        driver=record.driver,
        text=record.text,
    )


_DECIDE: Mapping[type[Command], Callable[[Any, Agreement, LogbookFacts], tuple[Event, ...]]] = {
    RecordAgreement: _record,
    RecordDecision: _note,
    NoteChange: changes.note,
    ForgetChange: changes.forget,
    ChangeAgreement: changes.change,
    AnswerReview: reviews.answer,
    AskReview: reviews.ask_review,
    ObjectLater: reviews.object_later,
    LookBack: reviews.look_back,
    NoteOutcome: reviews.note_outcome,
    OpenReview: reviews.open_by_date,
    CloseReview: reviews.close,
    CheckReview: reviews.check,
    RemindReviewers: reminding.remind,
    WarnOfExpiry: ending.warn,
    ExpireAgreement: ending.expire,
    MoveAgreement: moves.move,
}
COMMANDS = tuple(_DECIDE)
RULES: Decider[Agreement, LogbookFacts] = Decider(Agreement(), decide, evolve, reviews.consequence)
