"""What an agreement is after each event: its versions, the review that is going on, and those that are over."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from governance_core.kernel.decider import changed
from governance_core.kernel.message import Event
from governance_core.logbook.changing import AgreementChanged, AgreementDropped, ChangeForgotten, ChangeProposed
from governance_core.logbook.dates import dates_then
from governance_core.logbook.messages import AgreementNoted, AgreementRecorded, ObjectionNoted, ReservationNoted
from governance_core.logbook.model import (
    Agreement,
    Dates,
    GivenAnswer,
    Looked,
    PastReview,
    Review,
    ReviewAnswer,
    SettledObjection,
    Standing,
    Superseded,
    Verdict,
)
from governance_core.logbook.moving import AgreementMoved
from governance_core.logbook.reviewing import (
    AgreementExpired,
    AgreementRenewed,
    ExpiryAnnounced,
    LateObjectionWithdrawn,
    LookedBack,
    OutcomeNoted,
    ReviewAnswered,
    ReviewEnded,
    ReviewerAway,
    ReviewerLeft,
    ReviewObjected,
    ReviewOpened,
    ReviewOverdue,
)


def evolve(state: Agreement, event: Event) -> Agreement:
    """The agreement after an event."""
    evolved = _EVOLVE.get(type(event))
    if evolved is None:
        raise TypeError(f"the logbook does not know {event!r}")
    return evolved(state, event)


def _recorded(state: Agreement, e: AgreementRecorded) -> Agreement:
    return Agreement(
        circle=e.circle,
        proposal=e.proposal,
        proposer=e.proposer,
        title=e.title,
        driver=e.driver,
        text=e.text,
        text_version=e.text_version,
        adopted_at=e.adopted_at,
        dates=_dates(e, e.adopted_at),
        answers={person: GivenAnswer(answer) for person, answer in e.answers.items()},
        unlinked=e.unlinked,
        practice=e.practice,
        version=1,
        term=e.term,
        expiry=e.expiry or _day(e.expires_at),
    )


def _dates(e: AgreementRecorded | AgreementNoted, since: datetime) -> Dates:
    if e.opens_at is None:
        return dates_then(since, e.review_at, e.expires_at)
    return Dates(e.review_at, e.opens_at, e.expires_at, e.warns_at)


def _day(expires_at: datetime | None) -> str:
    """The end as somebody would type it, where it was not recorded how it was given."""
    return f"{expires_at:%Y-%m-%d}" if expires_at else ""


def _noted(state: Agreement, e: AgreementNoted) -> Agreement:
    return Agreement(
        circle=e.circle,
        title=e.title,
        driver=e.driver,
        text=e.text,
        dates=_dates(e, e.at),
        version=1,
        recorded_by=e.recorded_by,
        recorded_at=e.at,
        source=e.source,
        term=e.term,
        expiry=e.expiry or _day(e.expires_at),
    )


def _reservation(state: Agreement, e: ReservationNoted) -> Agreement:
    noted = GivenAnswer(state.answers[e.person].answer, e.words)
    return changed(state, answers={**state.answers, e.person: noted})


def _objection(state: Agreement, e: ObjectionNoted) -> Agreement:
    settled = SettledObjection(e.person, e.version, e.harm, e.safe, e.settled, e.settled_in)
    return changed(state, objections=(*state.objections, settled))


def _changed(state: Agreement, e: AgreementChanged) -> Agreement:
    before = Superseded(state.title, state.driver, state.text, state.proposal, state.since, state.recorded_by)
    return changed(
        _reviewed(state, e.adopted_at, f"changed into version {e.version}"),
        proposal=e.proposal,
        proposer=e.proposer,
        title=e.title,
        driver=e.driver,
        text=e.text,
        text_version=e.text_version,
        adopted_at=e.adopted_at,
        dates=Dates(e.review_at, e.opens_at, e.expires_at, e.warns_at),
        answers={person: GivenAnswer(answer) for person, answer in e.answers.items()},
        unlinked=e.unlinked,
        objections=(),
        looked=(),
        version=e.version,
        recorded_by="",
        recorded_at=None,
        source="",
        term=e.term,
        expiry=e.expiry or _day(e.expires_at),
        warned=False,
        past=(*state.past, before),
        changing="",
        dropping=False,
    )


def _dropped(state: Agreement, e: AgreementDropped) -> Agreement:
    over = _reviewed(state, e.at, "dropped")
    return changed(over, standing=Standing.DROPPED, ended=e.at, ended_by=e.proposal, changing="", dropping=False)


def _expired(state: Agreement, e: AgreementExpired) -> Agreement:
    over = _reviewed(state, e.at, "expired")
    return changed(over, standing=Standing.EXPIRED, ended=e.at, changing="", dropping=False)


def _proposed(state: Agreement, e: ChangeProposed) -> Agreement:
    return changed(state, changing=e.proposal, dropping=e.drops)


def _forgotten(state: Agreement, e: ChangeForgotten) -> Agreement:
    return changed(state, changing="", dropping=False)


def _announced(state: Agreement, e: ExpiryAnnounced) -> Agreement:
    return changed(state, warned=True)


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
    )
    return changed(_reviewed(state, e.at, "opened anew"), review=review)


def _reviewed(state: Agreement, at: datetime, outcome: str) -> Agreement:
    """The agreement with the review that was going on, if one was, among those that are over."""
    if state.review is None:
        return state
    over = PastReview(state.review.number, state.review.opened, at, outcome, len(state.review.keeping()))
    noted = [one for one in state.reviewed if one.number == over.number]
    if noted:
        over = replace(over, note=noted[0].note, noted_by=noted[0].noted_by)
    others = tuple(one for one in state.reviewed if one.number != over.number)
    return changed(state, review=None, reviewed=(*others, over))


def _with(state: Agreement, **fields: Any) -> Agreement:
    assert state.review is not None, "this happens in a review only"
    return changed(state, review=replace(state.review, **fields))


def _said(state: Agreement, person: str, said: ReviewAnswer | None) -> Agreement:
    assert state.review is not None, "this happens in a review only"
    others = {one: answer for one, answer in state.review.answers.items() if one != person}
    return _with(state, answers={**others, person: said} if said else others)


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


def _overdue(state: Agreement, e: ReviewOverdue) -> Agreement:
    return _with(state, overdue=True)


def _ended(state: Agreement, e: ReviewEnded) -> Agreement:
    return _reviewed(state, e.at, "the objection was withdrawn")


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
    return changed(_reviewed(state, e.at, "kept"), dates=dates)


def _moved(state: Agreement, e: AgreementMoved) -> Agreement:
    """In its new circle; a review that was going on is due there at once."""
    dates = replace(state.dates, opens_at=e.at) if state.review else state.dates
    return changed(_reviewed(state, e.at, "moved to another circle"), circle=e.circle, dates=dates)


_EVOLVE: Mapping[type[Event], Callable[[Agreement, Any], Agreement]] = {
    AgreementRecorded: _recorded,
    AgreementNoted: _noted,
    ReservationNoted: _reservation,
    ObjectionNoted: _objection,
    AgreementChanged: _changed,
    AgreementDropped: _dropped,
    AgreementExpired: _expired,
    AgreementRenewed: _renewed,
    ChangeProposed: _proposed,
    ChangeForgotten: _forgotten,
    ExpiryAnnounced: _announced,
    ReviewOpened: _opened,
    ReviewAnswered: _answered,
    ReviewObjected: _objected,
    LateObjectionWithdrawn: _withdrawn,
    LookedBack: _looked,
    ReviewerLeft: _left,
    ReviewerAway: _away,
    ReviewOverdue: _overdue,
    ReviewEnded: _ended,
    OutcomeNoted: _noted_outcome,
    AgreementMoved: _moved,
}
