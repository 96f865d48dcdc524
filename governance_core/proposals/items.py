"""Proposals that decide an item of another feature: opened with it, changed with it, and over when it is."""

from dataclasses import replace

from governance_core.kernel.message import Event
from governance_core.proposals.electorate import ended
from governance_core.proposals.events import ProposalCreated
from governance_core.proposals.guards import ProposalFacts
from governance_core.proposals.messages.items import EndWithItem, FollowItem, PutToCircle
from governance_core.proposals.model import Proposal, Stage
from governance_core.proposals.opening import next_version
from governance_core.proposals.shaping import begin


def put(command: PutToCircle, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """It opens by the ordinary process of the circle. Raises NothingToDecide where nobody else could answer."""
    policy, carries = facts.circles.policy_of(command.circle), (command.item,)
    created = ProposalCreated(
        circle=command.circle,
        proposer=command.proposer,
        review=str(policy.review),
        carries=carries,
        title=command.title,
        driver=command.driver,
        text=command.text,
    )
    process = command.process or policy.process
    opened = begin(command.circle, command.proposer, facts, process=process, window="", carries=carries)
    return (created, opened)


def follow(command: FollowItem, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Row 5: a new version, as of any text; open objections carry over."""
    if not state.is_open:
        return ()
    wording = replace(state.wording, title=command.title, driver=command.driver, text=command.text)
    by = command.item.person or state.proposer
    return next_version(wording, by, state, facts, carries=(command.item,))


def end_with_item(command: EndWithItem, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Row 15: as withdrawn; the record is kept."""
    if not state.is_open:
        return ()
    return (ended(Stage.WITHDRAWN, facts, command.because, command.by, command.reason),)
