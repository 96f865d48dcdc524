"""What an agreement is after each event: its versions, the review that is going on, and those that are over."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from governance_core.kernel.decider import changed
from governance_core.kernel.message import Event
from governance_core.logbook.changing import AgreementChanged, AgreementDropped, ChangeForgotten, ChangeProposed
from governance_core.logbook.dates import dates_then
from governance_core.logbook.evolve_review import EVOLVE_REVIEW, review_over
from governance_core.logbook.messages import AgreementNoted, AgreementRecorded, ObjectionNoted, ReservationNoted
from governance_core.logbook.model import (
    Agreement,
    Dates,
    GivenAnswer,
    SettledObjection,
    Standing,
    Superseded,
)
from governance_core.logbook.moving import AgreementMoved
from governance_core.logbook.review_events import (
    AgreementExpired,
    ExpiryAnnounced,
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
        criteria=e.criteria,
        deferred=e.deferred,
        delegated=e.delegated,
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
        review_over(state, e.adopted_at, f"changed into version {e.version}"),
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
        criteria=e.criteria,
        deferred=e.deferred,
        delegated=e.delegated,
        term=e.term,
        expiry=e.expiry or _day(e.expires_at),
        warned=False,
        past=(*state.past, before),
        changing="",
        dropping=False,
    )


def _dropped(state: Agreement, e: AgreementDropped) -> Agreement:
    over = review_over(state, e.at, "dropped")
    return changed(over, standing=Standing.DROPPED, ended=e.at, ended_by=e.proposal, changing="", dropping=False)


def _expired(state: Agreement, e: AgreementExpired) -> Agreement:
    over = review_over(state, e.at, "expired")
    return changed(over, standing=Standing.EXPIRED, ended=e.at, changing="", dropping=False)


def _proposed(state: Agreement, e: ChangeProposed) -> Agreement:
    return changed(state, changing=e.proposal, dropping=e.drops)


def _forgotten(state: Agreement, e: ChangeForgotten) -> Agreement:
    return changed(state, changing="", dropping=False)


def _announced(state: Agreement, e: ExpiryAnnounced) -> Agreement:
    return changed(state, warned=True)


def _moved(state: Agreement, e: AgreementMoved) -> Agreement:
    """In its new circle; a review that was going on is due there at once."""
    dates = replace(state.dates, opens_at=e.at) if state.review else state.dates
    return changed(review_over(state, e.at, "moved to another circle"), circle=e.circle, dates=dates)


_EVOLVE: Mapping[type[Event], Callable[[Agreement, Any], Agreement]] = {
    AgreementRecorded: _recorded,
    AgreementNoted: _noted,
    ReservationNoted: _reservation,
    ObjectionNoted: _objection,
    AgreementChanged: _changed,
    AgreementDropped: _dropped,
    AgreementExpired: _expired,
    ChangeProposed: _proposed,
    ChangeForgotten: _forgotten,
    ExpiryAnnounced: _announced,
    AgreementMoved: _moved,
    **EVOLVE_REVIEW,
}
