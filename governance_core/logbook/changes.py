"""How the circle changes or drops what it agreed: by a proposal, which becomes the next version or the end."""

from datetime import datetime

from governance_core.circles.model import Circles
from governance_core.kernel.errors import Refusal, Unknown
from governance_core.kernel.ids import CircleId, StreamId
from governance_core.kernel.message import Event
from governance_core.kernel.time import instant_of
from governance_core.logbook.changing import (
    AgreementChanged,
    AgreementDropped,
    ChangeAgreement,
    ChangeForgotten,
    ChangeProposed,
    ForgetChange,
    NoteChange,
)
from governance_core.logbook.dates import dates_of
from governance_core.logbook.guards import ChangedAlready, LogbookFacts, require_stands, require_version
from governance_core.logbook.messages import ObjectionNoted, ReservationNoted
from governance_core.logbook.model import Agreement, Dates

Events = tuple[Event, ...]


class NotTheirs(Refusal):
    """An agreement is changed by the circle that made it, or by one above it."""

    code = "not_their_agreement"
    template = (
        "{ref} is an agreement of {circle}, so {circle} decides whether it changes. "
        "Put the proposal to {circle}, or propose an agreement of your own with /proposal create."
    )


def note(command: NoteChange, state: Agreement, facts: LogbookFacts) -> Events:
    """A proposal to change it opens, or moves to another circle."""
    if not facts.circles.may_see(command.person, state.circle):
        raise Unknown(what=str(command.id), hint=" /decisions recent shows those you can see.")
    require_stands(command.id, state)
    _require_own(command.id, command.circle, state.circle, facts.circles)
    if state.changing == command.proposal:
        return ()
    if state.changing:
        raise ChangedAlready(ref=command.id, proposal=state.changing)
    require_version(command.id, state, command.seen)
    return (ChangeProposed(proposal=command.proposal, person=command.person, drops=command.drops),)


def _require_own(stream: StreamId, deciding: CircleId, circle: CircleId, circles: Circles) -> None:
    if deciding not in {one.id for one in circles.ancestry(circle)}:
        raise NotTheirs(ref=stream, circle=circles.circles[circle].name)


def forget(command: ForgetChange, state: Agreement, facts: LogbookFacts) -> Events:
    """It ended without being adopted."""
    return (ChangeForgotten(proposal=command.proposal),) if state.changing == command.proposal else ()


def change(command: ChangeAgreement, state: Agreement, facts: LogbookFacts) -> Events:
    """It was adopted. Nothing is left to do for an agreement that ended meanwhile."""
    if not state.stands:
        return ()
    if command.drops:
        return (AgreementDropped(proposal=command.proposal, at=command.record.adopted_at or facts.now),)
    return (_changed(command, state, facts), *reservations(command.record), *objections(command.record))


def _changed(command: ChangeAgreement, state: Agreement, facts: LogbookFacts) -> AgreementChanged:
    record, adopted = command.record, command.record.adopted_at or facts.now
    dates = adopted_dates(command.review, command.expiry, adopted, command.zone, command.day_starts)
    assert dates.review_at is not None, "a proposal has a review date"
    assert dates.opens_at is not None, "and so a date on which its review begins"
    return AgreementChanged(
        version=state.version + 1,
        proposal=command.proposal,
        proposer=record.proposer,
        text_version=record.text_version,
        adopted_at=adopted,
        review_at=dates.review_at,
        opens_at=dates.opens_at,
        expires_at=dates.expires_at,
        warns_at=dates.warns_at,
        answers={person: given.answer for person, given in record.answers.items()},
        unlinked=record.unlinked,
        term=term_of(command.review),
        expiry=command.expiry,
        criteria=record.criteria,
        deferred=record.deferred,
        delegated=record.delegated,
        title=record.title,
        driver=record.driver,
        text=record.text,
    )


def adopted_dates(review: str, expiry: str, adopted: datetime, zone: str, day_starts: str) -> Dates:
    """The dates of what was adopted then: lengths count from there."""
    ends = instant_of(expiry, adopted, zone, day_starts) if expiry else None
    return dates_of(adopted, instant_of(review, adopted, zone, day_starts), ends, zone, day_starts)


def term_of(review: str) -> str:
    """How long until the review, where that was a length: the next review is as far away again."""
    return review if review[-1:].isalpha() else ""


def reservations(record: Agreement) -> list[Event]:
    """The words of concerns and of those who stood aside."""
    return [ReservationNoted(person=who, words=given.words) for who, given in record.answers.items() if given.words]


def objections(record: Agreement) -> list[Event]:
    """The objections of the round, with how each was settled."""
    return [
        ObjectionNoted(
            person=one.person,
            version=one.version,
            settled=one.settled,
            settled_in=one.settled_in,
            harm=one.harm,
            safe=one.safe,
        )
        for one in record.objections
    ]
