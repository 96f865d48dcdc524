"""How a proposal starts, changes its text and ends by hand: rows 1, 2, 5 and 15 of process.md."""

from dataclasses import replace
from datetime import datetime

from governance_core.circles.policy import Policy
from governance_core.kernel.errors import Invalid, NotAllowed
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Event
from governance_core.kernel.time import instant_of
from governance_core.proposals.events import (
    ObjectionBecameConcern,
    ProposalAmended,
    ProposalCreated,
    ProposalEnded,
    ProposalForwarded,
    ProposalOrphaned,
    ProposalSponsored,
    RoundOpened,
)
from governance_core.proposals.guards import (
    FullProcess,
    NothingToDecide,
    PrivateOrigin,
    ProposalFacts,
    checked_future,
    checked_words,
    kept_words,
    require_elector,
    require_facilitator,
    require_open,
    require_proposer,
    require_version,
    wanted_circle,
)
from governance_core.proposals.messages import (
    AmendProposal,
    CreateProposal,
    DiscardProposal,
    ForwardProposal,
    HandOver,
    SponsorProposal,
    WithdrawProposal,
)
from governance_core.proposals.model import Proposal, Rules, Stage, Wording

TITLE_FIX = "Say in a few words what it is about."
DRIVER_FIX = "Say what happens now and why the circle must act."
TEXT_FIX = "Say what exactly the circle shall do."


def create(command: CreateProposal, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Row 1: a member submits; driver, text and review date are there; the first version opens."""
    circle = facts.circles.circles[wanted_circle(command.circle, facts)]
    if not facts.circles.sits_in(facts.me, circle.id):
        who, how = f"members of {circle.name}", f"/circle show {circle.id} shows who sits there; ask one of them."
        raise NotAllowed(who=who, do=f"put proposals to {circle.name}", next=how)
    policy, zone = facts.circles.policy_of(circle.id), facts.circles.zone_of(circle.id)
    if (command.process or policy.process) != "quick":
        raise FullProcess(circle=circle.name)
    wording = Wording(
        title=checked_words("title", command.title, TITLE_FIX),
        driver=checked_words("driver", command.driver, DRIVER_FIX),
        text=checked_words("text", command.text, TEXT_FIX),
        review=_date("review", command.review, facts, zone, policy) or str(policy.review),
        expiry=_date("expiry", command.expiry, facts, zone, policy) or str(policy.expiry or ""),
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
        title=wording.title,
        driver=wording.driver,
        text=wording.text,
    )
    return (created, open_round(1, circle.id, facts.me, facts, window, command.practice))


def _date(field: str, typed: str | None, facts: ProposalFacts, zone: str, policy: Policy) -> str:
    """A date or length as it is kept; empty when none was given. Raises Invalid for what is neither or has passed."""
    if typed is None or not typed.strip():
        return ""
    checked_future(field, typed, facts, zone, policy.day_starts)
    return " ".join(typed.split())


def open_round(
    version: int, circle: CircleId, proposer: PersonId, facts: ProposalFacts, window: str = "", practice: bool = False
) -> RoundOpened:
    """A version may be answered from now on, by those who have a seat now, under the rules in force now.

    A practice round ends when it said it would: it is over in minutes and not extended by days.
    Raises NothingToDecide for an electorate of nobody or of the proposer alone.
    """
    electors = facts.circles.seats(circle)
    if not set(electors) - {proposer}:
        besides = "besides the proposer" if electors else "at all"
        raise NothingToDecide(circle=facts.circles.circles[circle].name, besides=besides)
    rules = rules_of(facts.circles.policy_of(circle), facts.circles.zone_of(circle))
    rules = replace(rules, extension=None) if practice else rules
    known = {person: facts.people.absences(person) for person in electors}
    away = {person: still for person, all_ in known.items() if (still := tuple(a for a in all_ if a.until > facts.now))}
    return RoundOpened(
        version=version,
        electors=electors,
        away=away,
        quorum=rules.quorum.of(len(electors)),
        rules=rules,
        at=facts.now,
        deadline=_deadline(window, rules, version, facts.now),
    )


def _deadline(window: str, rules: Rules, version: int, now: datetime) -> datetime:
    """A length the proposer chose holds for every version, a date for the first; else the circle's window."""
    chosen = bool(window) and (version == 1 or window[-1:].isalpha())
    return instant_of(window, now, rules.zone, rules.day_starts) if chosen else rules.window.after(now, rules.zone)


def rules_of(policy: Policy, zone: str) -> Rules:
    """What of a circle's policy a round runs by."""
    return Rules(
        silence=policy.silence,
        quorum=policy.quorum,
        window=policy.window,
        extension=policy.extension,
        after_objection=policy.after_objection,
        adopt_objection=policy.adopt_objection,
        sponsor=policy.sponsor,
        stand_aside=policy.stand_aside,
        reminders=policy.reminders,
        zone=zone,
        day_starts=policy.day_starts,
        quiet_hours=policy.quiet_hours,
    )


def amend(command: AmendProposal, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Row 5: the proposer changes the text; it is a new version, and open objections carry over."""
    require_open(state, facts)
    require_proposer(state, facts, f"amend {facts.stream}")
    require_version(state, facts, command.version)
    old, policy = state.wording, facts.circles.policy_of(state.circle)
    zone = facts.circles.zone_of(state.circle)
    new = Wording(
        title=old.title if command.title is None else checked_words("title", command.title, TITLE_FIX),
        driver=old.driver if command.driver is None else checked_words("driver", command.driver, DRIVER_FIX),
        text=old.text if command.text is None else checked_words("text", command.text, TEXT_FIX),
        review=_unless_same("review", command.review, old.review, facts, zone, policy),
        expiry=_unless_same("expiry", command.expiry, old.expiry, facts, zone, policy),
    )
    return () if new == old else next_version(new, facts.me, state, facts)


def _unless_same(field: str, typed: str | None, old: str, facts: ProposalFacts, zone: str, policy: Policy) -> str:
    return old if typed is None or typed == old else _date(field, typed, facts, zone, policy) or old


def next_version(
    wording: Wording, by: PersonId, state: Proposal, facts: ProposalFacts, offer: int = 0
) -> tuple[Event, ...]:
    """The text becomes this: a new version with a fresh window and the electorate of now."""
    amended = ProposalAmended(
        by=by,
        review=wording.review,
        expiry=wording.expiry,
        offer=offer,
        title=wording.title,
        driver=wording.driver,
        text=wording.text,
    )
    return (amended, open_round(state.version + 1, state.circle, state.proposer, facts, state.window, state.practice))


def withdraw(command: WithdrawProposal, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Row 15: the proposer takes it back; the record is kept."""
    require_open(state, facts)
    require_proposer(state, facts, f"withdraw {facts.stream}")
    reason = kept_words("reason", command.reason or "")
    return (ended(Stage.WITHDRAWN, facts, "withdrawn by its proposer", facts.me, reason),)


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
    kept = (ObjectionBecameConcern(number=one.number, because="forwarded") for one in state.open_objections())
    reason = kept_words("reason", command.reason or "")
    moved = ProposalForwarded(by=me, circle=target.id, origin=state.circle, reason=reason)
    opened = open_round(state.version + 1, target.id, state.proposer, facts, state.window, state.practice)
    return (*kept, moved, opened)


def hand_over(command: HandOver, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """The proposer steps back and waits for a sponsor."""
    require_open(state, facts)
    require_proposer(state, facts, f"hand {facts.stream} over")
    return (orphaned(state, facts),)


def orphaned(state: Proposal, facts: ProposalFacts) -> ProposalOrphaned:
    """The clock stops until somebody sponsors the proposal."""
    until = _rules(state).sponsor.after(facts.now, _rules(state).zone)
    left = state.deadline - facts.now if state.deadline else None
    return ProposalOrphaned(proposer=state.proposer, until=until, left=left)


def _rules(state: Proposal) -> Rules:
    assert state.rules is not None, "an open proposal has the rules of its round"
    return state.rules


def sponsor(command: SponsorProposal, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """An elector takes an orphaned proposal up."""
    require_open(state, facts)
    me = require_elector(state, facts)
    if state.orphaned_until is None:
        if state.proposer == me:
            return ()
        raise Invalid(problem=f"{facts.stream} has a proposer.", fix="Offer an amendment if you want it changed.")
    return (ProposalSponsored(person=me),)


def ended(
    stage: Stage, facts: ProposalFacts, because: str, by: PersonId | None = None, reason: str = ""
) -> ProposalEnded:
    """It is over without having been adopted."""
    return ProposalEnded(stage=stage, at=facts.now, because=because, by=by, reason=reason)
