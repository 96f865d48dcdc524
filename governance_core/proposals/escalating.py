"""How a proposal leaves its circle for the parent, where an objection cannot be settled: row 17 of process.md."""

from collections.abc import Iterator

from governance_core.cards.card import Button, Buttons, Press
from governance_core.circles.model import DELEGATE, LEAD, Circle
from governance_core.kernel.checked import kept_words
from governance_core.kernel.errors import Invalid, Refusal
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.proposals.electorate import ended
from governance_core.proposals.escalating_events import (
    EarlierObjection,
    EarlierVersion,
    EscalationNoted,
    ProposalEscalated,
    ProposalInherited,
)
from governance_core.proposals.escalating_model import Origin
from governance_core.proposals.events import ProposalCreated
from governance_core.proposals.facilitating import require_facilitator
from governance_core.proposals.guards import AT, ProposalFacts, proposing, require_open
from governance_core.proposals.messages import EscalateProposal, NoteEscalation, OpenEscalated
from governance_core.proposals.model import Proposal, Stage
from governance_core.proposals.refusals import WrongStage
from governance_core.proposals.shaping import begin


class ShownToParent(Refusal):
    """What a private circle said is shown outside only by somebody who knows that it will be (process.md, table)."""

    code = "shown_to_parent"
    template = (
        "{circle} is private. Escalating shows {parent} the text of {ref}, its earlier versions, its objections and "
        "your reason, without names; nothing else. If that is right, press the button below, or add shown:yes."
    )


def escalate(command: EscalateProposal, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Row 17: once `rounds` versions were tried, or on breakdown, for which the facilitator says why."""
    require_open(state, facts)
    me = require_facilitator(state, facts, f"escalate {facts.stream}")
    if state.stage is not Stage.OBJECTED:
        step = "Only what an objection blocks is escalated; /proposal meeting takes it to a meeting at any time."
        raise WrongStage(ref=facts.stream, at=AT[state.stage], next=step)
    reason = _reason(command, state, facts)
    circle = facts.circles.circles[state.circle]
    parent = facts.circles.open(circle.parent) if circle.parent else None
    if parent is None or state.practice:
        return (ended(Stage.ESCALATED, facts, "taken to a meeting", me, reason),)
    if circle.private and (state.carries or state.changes):
        changes = f"{facts.stream} changes {state.changes or 'something'} of {circle.name}"
        problem = f"{changes}, which is private, so it is not for {parent.name} to decide."
        raise Invalid(problem=problem, fix="Take it to a meeting with /proposal meeting.")
    if circle.private and not command.shown:
        go_on = Button(f"Show it and escalate {facts.stream}", Press(facts.stream, state.version, "escalate-shown"))
        raise ShownToParent(circle=circle.name, parent=parent.name, ref=facts.stream, shows=(Buttons((go_on,)),))
    escalated = ProposalEscalated(
        by=me,
        at=facts.now,
        origin=circle.id,
        circle=parent.id,
        carrier=_carrier(state, circle, parent, facts),
        private=circle.private,
        unlinked=circle.vacant_links(),
        reason=reason,
    )
    return (escalated,)


def _reason(command: EscalateProposal, state: Proposal, facts: ProposalFacts) -> str:
    """Why: needed as long as more versions could be tried. Raises Invalid."""
    reason = kept_words("reason", command.reason or "")
    needed, tried = state.rules.rounds if state.rules else 1, len(state.tried())
    if not reason and not state.may_be_escalated:
        problem = f"{tried} of {needed} versions of {facts.stream} were tried on what is objected."
        fix = "Offer an amendment; or say in the reason why it cannot be settled here."
        raise Invalid(field="reason", problem=problem, fix=fix)
    return reason


def _carrier(state: Proposal, circle: Circle, parent: Circle, facts: ProposalFacts) -> PersonId:
    """Who is the proposer in the parent: the proposer where they sit there, else the delegate, else the lead.

    Where nobody links the circles, the proposer, or whoever escalates it.
    """
    links = [circle.roles[role] for role in (DELEGATE, LEAD) if role in circle.roles]
    able = (person for person in (proposing(state), *links) if person and facts.circles.sits_in(person, parent.id))
    present = (person for person in able if facts.people.present(person))
    return next(present, proposing(state) or facts.me)


def history_of(stream: StreamId, event: ProposalEscalated, state: Proposal) -> Origin:
    """What the parent circle is shown: the texts that were tried, what was objected, and why it comes to them."""
    return Origin(
        proposal=stream,
        circle=event.origin,
        by=event.by,
        proposer=state.proposer,
        private=event.private,
        unlinked=event.unlinked,
        reason=event.reason,
        versions=state.wordings,
        objections=tuple(state.objections.values()),
    )


def open_escalated(command: OpenEscalated, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Row 17: it begins anew in the parent circle, under the parent's rules, and knows where it comes from."""
    wording = command.wording
    created = ProposalCreated(
        circle=command.circle,
        proposer=command.proposer,
        review=wording.review,
        expiry=wording.expiry,
        criteria=wording.criteria,
        deferred=wording.deferred,
        delegated=wording.delegated,
        title=wording.title,
        driver=wording.driver,
        text=wording.text,
        carries=command.carries,
        changes=command.changes,
        drops=command.drops,
    )
    process = facts.circles.policy_of(command.circle).process
    opened = begin(command.circle, command.proposer, facts, process=process, window="", carries=command.carries)
    return (created, *_inherited(command.origin), opened)


def _inherited(origin: Origin) -> Iterator[Event]:
    yield ProposalInherited(
        origin=origin.proposal,
        circle=origin.circle,
        by=origin.by,
        private=origin.private,
        unlinked=origin.unlinked,
        reason=origin.reason,
    )
    for number, wording in enumerate(origin.versions, 1):
        yield EarlierVersion(
            number=number,
            private=origin.private,
            proposer=origin.proposer,
            review=wording.review,
            expiry=wording.expiry,
            criteria=wording.criteria,
            deferred=wording.deferred,
            delegated=wording.delegated,
            title=wording.title,
            driver=wording.driver,
            text=wording.text,
        )
    for one in origin.objections:
        yield EarlierObjection(
            number=one.number,
            private=origin.private,
            person=one.person,
            version=one.version,
            state=one.state,
            settled_in=one.settled_in,
            harm=one.harm,
            safe=one.safe,
        )


def note_escalation(command: NoteEscalation, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """The other half of the link. In a private parent it is there for its seats only, so the id is not shown."""
    if state.stage is not Stage.ESCALATED or state.went_on:
        return ()
    parent = facts.circles.circles.get(state.escalated_to)
    return (EscalationNoted(to=command.to, hidden=parent is None or parent.private),)
