"""What a review makes of an agreement, event by event, and how it is kept when it is over."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from governance_core.kernel.decider import changed
from governance_core.kernel.message import Event
from governance_core.logbook.model import Agreement, Looked, PastReview, Review, ReviewAnswer, Verdict
from governance_core.logbook.review_events import (
    AgreementRenewed,
    LateObjectionWithdrawn,
    LookedBack,
    OutcomeNoted,
    ReviewAnswered,
    ReviewEnded,
    ReviewerAway,
    ReviewerLeft,
    ReviewersReminded,
    ReviewObjected,
    ReviewOpened,
    ReviewOverdue,
)


def review_over(state: Agreement, at: datetime, outcome: str) -> Agreement:
    """The agreement with the review that was going on, if one was, among those that are over."""
    if state.review is None:
        return state
    over = PastReview(state.review.number, state.review.opened, at, outcome, len(state.review.keeping()))
    noted = [one for one in state.reviewed if one.number == over.number]
    if noted:
        over = replace(over, note=noted[0].note, noted_by=noted[0].noted_by)
    others = tuple(one for one in state.reviewed if one.number != over.number)
    return changed(state, review=None, reviewed=(*others, over))


def _opened(state: Agreement, e: ReviewOpened) -> Agreement:
    carried = {person: state.review.answers[person] for person in e.carried} if state.review else {}
    review = Review(
        number=e.number,
        why=e.why,
        by=e.by,
        opened=e.at,
        due=e.due,
        next_at=e.next_at,
        electors=e.electors,
        away=e.away,
        silence=e.silence,
        quorum=e.quorum,
        needed=e.quorum.of(len(e.electors)),
        answers=carried,
        reminders=e.reminders,
        quiet_hours=e.quiet_hours,
        zone=e.zone,
        reminded_until=e.at,
    )
    return changed(review_over(state, e.at, "opened anew"), review=review)


def _with(state: Agreement, **fields: Any) -> Agreement:
    assert state.review is not None, "this happens in a review only"
    return changed(state, review=replace(state.review, **fields))


def _said(state: Agreement, person: str, said: ReviewAnswer | None) -> Agreement:
    assert state.review is not None, "this happens in a review only"
    others = {one: answer for one, answer in state.review.answers.items() if one != person}
    later = {one: at for one, at in state.review.remind_later.items() if one != person}
    return _with(state, answers={**others, person: said} if said else others, remind_later=later)


def _answered(state: Agreement, e: ReviewAnswered) -> Agreement:
    return _said(state, e.person, ReviewAnswer(e.verdict, e.words))


def _objected(state: Agreement, e: ReviewObjected) -> Agreement:
    return _said(state, e.person, ReviewAnswer(Verdict.OBJECT, e.harm, e.safe))


def _withdrawn(state: Agreement, e: LateObjectionWithdrawn) -> Agreement:
    return _said(state, e.person, None)


def _looked(state: Agreement, e: LookedBack) -> Agreement:
    others = tuple(one for one in state.looked if (one.person, one.concern) != (e.person, e.concern))
    return changed(state, looked=(*others, Looked(e.person, e.concern, e.happened, e.words)))


def _left(state: Agreement, e: ReviewerLeft) -> Agreement:
    state = _said(state, e.person, None)
    assert state.review is not None, "this happens in a review only"
    electors = tuple(person for person in state.review.electors if person != e.person)
    needed = min(state.review.needed, state.review.quorum.of(len(electors)))
    return _with(state, electors=electors, needed=needed)


def _away(state: Agreement, e: ReviewerAway) -> Agreement:
    assert state.review is not None, "this happens in a review only"
    return _with(state, away={**state.review.away, e.person: e.absences})


def _reminded(state: Agreement, e: ReviewersReminded) -> Agreement:
    return _with(state, reminded_until=e.at, remind_later=e.later)


def _overdue(state: Agreement, e: ReviewOverdue) -> Agreement:
    return _with(state, overdue=True)


def _ended(state: Agreement, e: ReviewEnded) -> Agreement:
    return review_over(state, e.at, "the objection was withdrawn")


def _noted_outcome(state: Agreement, e: OutcomeNoted) -> Agreement:
    """Beside the review that is going on, or the latest that is over."""
    latest = state.review
    if latest is not None:
        going_on = PastReview(latest.number, latest.opened, e.at, "", note=e.note, noted_by=e.by)
        others = tuple(one for one in state.reviewed if one.number != latest.number)
        return changed(state, reviewed=(*others, going_on))
    noted = replace(state.reviewed[-1], note=e.note, noted_by=e.by)
    return changed(state, reviewed=(*state.reviewed[:-1], noted))


def _renewed(state: Agreement, e: AgreementRenewed) -> Agreement:
    dates = replace(state.dates, review_at=e.review_at, opens_at=e.opens_at)
    return changed(review_over(state, e.at, "kept"), dates=dates)


EVOLVE_REVIEW: Mapping[type[Event], Callable[[Agreement, Any], Agreement]] = {
    AgreementRenewed: _renewed,
    ReviewOpened: _opened,
    ReviewAnswered: _answered,
    ReviewObjected: _objected,
    LateObjectionWithdrawn: _withdrawn,
    LookedBack: _looked,
    ReviewerLeft: _left,
    ReviewerAway: _away,
    ReviewersReminded: _reminded,
    ReviewOverdue: _overdue,
    ReviewEnded: _ended,
    OutcomeNoted: _noted_outcome,
}
