"""How a proposal starts, changes its text and ends by hand: rows 1, 2, 5 and 15 of process.md."""

from collections.abc import Callable
from dataclasses import replace

from governance_core.circles.policy import Policy
from governance_core.kernel.checked import checked_words, kept_words
from governance_core.kernel.errors import Invalid, NotAllowed
from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event
from governance_core.kernel.words import is_blank
from governance_core.proposals.carrying import CarriesWhatIsHere, checked_carries, titled, worded
from governance_core.proposals.carrying_model import Carried
from governance_core.proposals.changing import deciding, title_of
from governance_core.proposals.electorate import electorate, ended, round_opened, rules_of
from governance_core.proposals.events import ProposalAmended, ProposalCreated, ProposalForwarded
from governance_core.proposals.facilitating import require_facilitator
from governance_core.proposals.guards import (
    ProposalFacts,
    checked_future,
    require_elector,
    require_open,
    require_proposer,
    require_version,
    said_by,
    wanted_circle,
)
from governance_core.proposals.messages import (
    AmendProposal,
    CreateProposal,
    DiscardProposal,
    ForwardProposal,
    TakeToMeeting,
    WithdrawProposal,
)
from governance_core.proposals.model import Proposal, Stage
from governance_core.proposals.objections_events import ObjectionBecameConcern
from governance_core.proposals.refusals import PrivateOrigin
from governance_core.proposals.shaping import amended_stage, begin
from governance_core.proposals.wording_model import Wording

TITLE_FIX = "Say in a few words what it is about."
DRIVER_FIX = "Say what happens now and why the circle must act."
TEXT_FIX = "Say what exactly the circle shall do."


def create(command: CreateProposal, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Row 1: a member submits; driver, text and review date are there; the first version opens."""
    circle = facts.circles.circles[deciding(command, facts)]
    if not facts.circles.sits_in(facts.me, circle.id):
        who, how = f"members of {circle.name}", f"/circle show {circle.handle} shows who sits there; ask one of them."
        raise NotAllowed(who=who, do=f"put proposals to {circle.name}", next=how)
    policy, zone = facts.circles.policy_of(circle.id), facts.circles.zone_of(circle.id)
    carries = checked_carries(command, facts)
    wording = Wording(
        title=checked_words("title", _or(title_of(command, facts), titled, carries, facts), TITLE_FIX),
        driver=checked_words("driver", command.driver, DRIVER_FIX),
        text=checked_words("text", _or(command.text, worded, carries, facts), TEXT_FIX),
        review=_date("review", command.review, facts, zone, policy) or str(policy.review),
        expiry=_date("expiry", command.expiry, facts, zone, policy) or str(policy.expiry or ""),
        criteria=kept_words("criteria", command.criteria or ""),
    )
    window = _date("deadline", command.deadline, facts, zone, policy)
    created = ProposalCreated(
        circle=circle.id,
        proposer=facts.me,
        review=wording.review,
        expiry=wording.expiry,
        window=window,
        source=kept_words("source", command.source),
        practice=command.practice,
        carries=carries,
        changes=command.changes,
        drops=command.drops,
        seen=command.seen,
        title=wording.title,
        driver=wording.driver,
        text=wording.text,
        criteria=wording.criteria,
    )
    process = command.process or policy.process
    opened = begin(circle.id, facts.me, facts, process=process, window=window, practice=command.practice)
    return (created, opened)


def _or(
    words: str, said: Callable[[Carried, ProposalFacts], str], carries: tuple[Carried, ...], facts: ProposalFacts
) -> str:
    """What the proposer wrote; else, of what it carries, what is said of that."""
    return said(carries[0], facts) if carries and is_blank(words) else words


def _date(field: str, typed: str | None, facts: ProposalFacts, zone: str, policy: Policy) -> str:
    """A date or length as it is kept; empty when none was given. Raises Invalid for what is neither or has passed."""
    if typed is None or not typed.strip():
        return ""
    checked_future(field, typed, facts, zone, policy.day_starts)
    return " ".join(typed.split())


def amend(command: AmendProposal, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Row 5: the proposer changes the text; it is a new version, and open objections carry over."""
    require_open(state, facts)
    require_proposer(state, facts, f"amend {facts.stream}")
    require_version(state, facts, command.version)
    if state.item is not None:
        raise said_by(state.item, facts)
    old, policy = state.wording, facts.circles.policy_of(state.circle)
    zone = facts.circles.zone_of(state.circle)
    new = replace(
        old,
        title=old.title if command.title is None else checked_words("title", command.title, TITLE_FIX),
        driver=old.driver if command.driver is None else checked_words("driver", command.driver, DRIVER_FIX),
        text=old.text if command.text is None else checked_words("text", command.text, TEXT_FIX),
        review=_unless_same("review", command.review, old.review, facts, zone, policy),
        expiry=_unless_same("expiry", command.expiry, old.expiry, facts, zone, policy),
        criteria=old.criteria if command.criteria is None else kept_words("criteria", command.criteria),
    )
    return () if new == old else next_version(new, facts.me, state, facts)


def _unless_same(field: str, typed: str | None, old: str, facts: ProposalFacts, zone: str, policy: Policy) -> str:
    return old if typed is None or typed == old else _date(field, typed, facts, zone, policy) or old


def next_version(
    wording: Wording,
    by: PersonId,
    state: Proposal,
    facts: ProposalFacts,
    offer: int = 0,
    carries: tuple[Carried, ...] = (),
) -> tuple[Event, ...]:
    """The text becomes this: a new version with the electorate of now, and in the round with a fresh window."""
    amended = ProposalAmended(
        by=by,
        review=wording.review,
        expiry=wording.expiry,
        offer=offer,
        criteria=wording.criteria,
        deferred=wording.deferred,
        delegated=wording.delegated,
        title=wording.title,
        driver=wording.driver,
        text=wording.text,
        carries=carries,
    )
    return (amended, reopened(state, facts))


def reopened(state: Proposal, facts: ProposalFacts) -> Event:
    """The next version begins: in the round with a fresh window, before it with what is left of the stage."""
    if not state.in_round:
        return amended_stage(state, facts)
    electors = electorate(state.circle, state.proposer, facts, state.carries)
    rules = rules_of(state.circle, facts, state.practice)
    return round_opened(state.version + 1, electors, rules, facts, state.window)


def withdraw(command: WithdrawProposal, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Row 15: the proposer takes it back; the record is kept."""
    require_open(state, facts)
    require_proposer(state, facts, f"withdraw {facts.stream}")
    reason = kept_words("reason", command.reason or "")
    return (ended(Stage.WITHDRAWN, facts, "withdrawn by its proposer", facts.me, reason),)


def take_to_meeting(command: TakeToMeeting, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Row 16: any elector stops it here; what the meeting finds is proposed again, with a link."""
    require_open(state, facts)
    me = require_elector(state, facts)
    reason = checked_words("reason", command.reason, "Say why talking is better now.")
    return (ended(Stage.ESCALATED, facts, "taken to a meeting", me, reason),)


def discard(command: DiscardProposal, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Row 2: no driver, or not this circle's domain."""
    require_open(state, facts)
    me = require_facilitator(state, facts, f"discard {facts.stream}")
    reason = checked_words("reason", command.reason, "Say whether there is no driver, or whose domain it is.")
    return (ended(Stage.DISCARDED, facts, "discarded", me, reason),)


def forward(command: ForwardProposal, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Row 2: re-opened in the right circle, as a new version for its electors; old objections are kept as concerns."""
    require_open(state, facts)
    me = require_facilitator(state, facts, f"forward {facts.stream}")
    target = facts.circles.circles[wanted_circle(command.circle, facts)]
    if target.id == state.circle:
        raise Invalid(
            field="circle", problem=f"{facts.stream} is in {target.name} already.", fix="Name another circle."
        )
    if facts.circles.circles[state.circle].private:
        raise PrivateOrigin(ref=facts.stream, circle=target.name)
    if state.carries:
        here = facts.circles.circles[state.circle].name
        raise CarriesWhatIsHere(ref=facts.stream, circle=here, other=target.name)
    kept = (ObjectionBecameConcern(number=one.number, because="forwarded") for one in state.open_objections())
    reason = kept_words("reason", command.reason or "")
    moved = ProposalForwarded(by=me, circle=target.id, origin=state.circle, reason=reason)
    process = facts.circles.policy_of(target.id).process
    opened = begin(
        target.id,
        state.proposer,
        facts,
        process=process,
        window=state.window,
        version=state.version + 1,
        practice=state.practice,
    )
    return (*kept, moved, opened)
