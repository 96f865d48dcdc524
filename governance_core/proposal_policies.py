"""Whenever a proposal is adopted, escalated, forwarded or over, then this elsewhere: part of where features meet."""

from typing import Any, Final

from governance_core import circle_policies
from governance_core.following import FollowUps, Policies, Tried
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import Actor, StreamId
from governance_core.kernel.message import Command
from governance_core.logbook.changing import (
    AgreementChanged,
    AgreementDropped,
    ChangeAgreement,
    ForgetChange,
    NoteChange,
)
from governance_core.logbook.messages import AgreementRecorded, RecordAgreement
from governance_core.logbook.model import Agreement, GivenAnswer, SettledObjection
from governance_core.ports import Reader
from governance_core.proposals.carrying import command_of, why_not
from governance_core.proposals.carrying_model import Carries
from governance_core.proposals.drafts import proposal_of
from governance_core.proposals.drafts_events import DraftSubmitted
from governance_core.proposals.escalating import history_of
from governance_core.proposals.escalating_events import ProposalEscalated, ProposalInherited
from governance_core.proposals.events import ProposalAdopted, ProposalCreated, ProposalEnded, ProposalForwarded
from governance_core.proposals.messages import NoteAgreement, NoteEscalation, NoteUndone, OpenEscalated
from governance_core.proposals.model import Proposal
from governance_core.setup.messages import EndPractice, NotePractice


def _adopted(stream: StreamId, event: ProposalAdopted, reader: Reader) -> FollowUps:
    """Row 7 and 8: an adopted proposal is an agreement in the logbook, with all that was said in the round.

    One that was to change an agreement is its next version, or its end; where it ended meanwhile, a new agreement.
    One that decides an item of another feature is kept there: there is nothing to review in it.
    """
    state: Proposal = reader.state(stream)
    wording, rules, by = state.wording, state.rules, Actor.policy(event.kind)
    if state.item is not None:
        yield from _carried_out(stream, Actor.policy(stream), reader)
        return
    assert rules is not None, "an adopted proposal had a round"
    adopted: dict[str, Any] = {
        "proposal": stream,
        "record": _agreement(stream, event, state, reader),
        "review": wording.review,
        "expiry": wording.expiry,
        "zone": rules.zone,
        "day_starts": rules.day_starts,
    }
    old: Agreement | None = reader.state(state.changes) if state.changes else None
    if old is not None and _still_stands(old, reader):
        yield ChangeAgreement(id=state.changes, drops=state.drops, **adopted), by
        return
    if old is not None:
        yield ForgetChange(id=state.changes, proposal=stream), by
    if old is not None and state.drops:
        yield NoteAgreement(id=stream, agreement=state.changes, version=old.version, dropped=True), by
    else:
        yield RecordAgreement(**adopted), by


def _still_stands(agreement: Agreement, reader: Reader) -> bool:
    """Whether it stands, its expiry date included: an alarm that is due rings before the change reaches it."""
    return agreement.stands and not (agreement.expires_at and agreement.expires_at <= reader.now)


def _changed(stream: StreamId, event: AgreementChanged | AgreementDropped, reader: Reader) -> FollowUps:
    """The proposal learns which version it became, or what it dropped."""
    version, dropped = reader.state(stream).version, isinstance(event, AgreementDropped)
    note = NoteAgreement(id=event.proposal, agreement=stream, version=version, dropped=dropped)
    yield note, Actor.policy(event.kind)


def _forwarded(stream: StreamId, event: ProposalForwarded, reader: Reader) -> FollowUps:
    """A proposal that changes an agreement can go to a circle only that may decide it."""
    state: Proposal = reader.state(stream)
    if state.changes:
        by, to = Actor.policy(event.kind), event.circle
        yield NoteChange(id=state.changes, proposal=stream, circle=to, person=event.by, drops=state.drops), by


def _agreement(stream: StreamId, event: ProposalAdopted, state: Proposal, reader: Reader) -> Agreement:
    answers = {person: GivenAnswer(str(one.kind), one.words) for person, one in state.answers.items()}
    answers |= {person: GivenAnswer("silent") for person in event.silent}
    answers |= {person: GivenAnswer("away") for person in event.away}
    objections = tuple(
        SettledObjection(one.person, one.version, one.harm, one.safe, str(one.state), one.settled_in)
        for one in state.objections.values()
    )
    return Agreement(
        circle=state.circle,
        proposal=stream,
        proposer=state.proposer,
        title=state.wording.title,
        driver=state.wording.driver,
        text=state.wording.text,
        text_version=state.version,
        criteria=state.wording.criteria,
        deferred=state.wording.deferred,
        delegated=state.wording.delegated,
        adopted_at=event.at,
        answers=answers,
        objections=objections,
        practice=state.practice,
        unlinked=event.unlinked,
    )


def _escalated(stream: StreamId, event: ProposalEscalated, reader: Reader) -> FollowUps:
    """Row 17: a new proposal in the parent circle, with the history of the old one, and both know of each other.

    What it was to change, an agreement of the sub-circle, the parent's changes: a circle above may decide that.
    """
    state: Proposal = reader.state(stream)
    if state.changes:  # one proposal at a time changes an agreement, and from now on that is the one above
        yield ForgetChange(id=state.changes, proposal=stream), Actor.policy(event.kind)
    opened = OpenEscalated(
        circle=event.circle,
        proposer=event.carrier,
        wording=state.wording,
        origin=history_of(stream, event, state),
        carries=state.carries,
        changes=state.changes,
        drops=state.drops,
    )
    yield opened, Actor.policy(event.kind)


def _inherited(stream: StreamId, event: ProposalInherited, reader: Reader) -> FollowUps:
    """The escalated proposal learns where it goes on."""
    yield NoteEscalation(id=event.origin, to=stream), Actor.policy(event.kind)


def _tried(proposal: StreamId, number: int, command: Command, by: Actor) -> Tried:
    """What an adoption carries is pressed by the circle; what the rules refuse leaves the adoption as it is."""

    def otherwise(refusal: Refusal) -> tuple[Command, Actor]:
        return NoteUndone(id=proposal, number=number, why=why_not(refusal)), by

    return Tried(command, by, otherwise)


def _carried_out(proposal: StreamId, by: Actor, reader: Reader) -> FollowUps:
    """What was adopted is done."""
    state: Proposal = reader.state(proposal)
    for number, carried in enumerate(state.carries, 1):
        item = carried.what is Carries.ITEM
        yield _tried(proposal, number, circle_policies.adopted(proposal, carried) if item else command_of(carried), by)


def _recorded(stream: StreamId, event: AgreementRecorded, reader: Reader) -> FollowUps:
    """The proposal learns the id of its agreement; with a practice proposal the practice is over."""
    yield NoteAgreement(id=event.proposal, agreement=stream), Actor.policy(event.kind)
    yield from _carried_out(event.proposal, Actor.policy(stream), reader)
    if event.practice:
        over = EndPractice(circle=event.circle, proposal=event.proposal, agreement=stream)
        yield over, Actor.policy(event.kind)


def _submitted(stream: StreamId, event: DraftSubmitted, reader: Reader) -> FollowUps:
    """Row 1: a draft that is submitted becomes a proposal."""
    yield proposal_of(reader.state(stream)), Actor("person", event.by)


def _created(stream: StreamId, event: ProposalCreated, reader: Reader) -> FollowUps:
    """Which proposal is the practice; an agreement learns that it may be changed, a request where it is decided."""
    by = Actor.policy(event.kind)
    yield from circle_policies.noted(stream, event, reader)
    if event.practice:
        yield NotePractice(circle=event.circle, proposal=stream), by
    if event.changes:
        change = NoteChange(
            id=StreamId(event.changes),
            proposal=stream,
            circle=event.circle,
            person=event.proposer,
            seen=event.seen,
            drops=event.drops,
        )
        yield change, by


def _ended(stream: StreamId, event: ProposalEnded, reader: Reader) -> FollowUps:
    """The practice is over also where nothing was adopted, and what it would have changed stays as it is."""
    state: Proposal = reader.state(stream)
    if state.changes:
        yield ForgetChange(id=state.changes, proposal=stream), Actor.policy(event.kind)
    if state.practice:
        yield EndPractice(circle=state.circle, proposal=stream), Actor.policy(event.kind)
    yield from circle_policies.ended(stream, event, reader)


OF_PROPOSALS: Final[Policies] = {
    ProposalAdopted: _adopted,
    AgreementRecorded: _recorded,
    AgreementChanged: _changed,
    AgreementDropped: _changed,
    ProposalForwarded: _forwarded,
    DraftSubmitted: _submitted,
    ProposalCreated: _created,
    ProposalEnded: _ended,
    ProposalEscalated: _escalated,
    ProposalInherited: _inherited,
}
