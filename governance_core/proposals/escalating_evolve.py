"""What escalation makes of a proposal, on both sides of it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from governance_core.kernel.decider import changed
from governance_core.kernel.message import Event
from governance_core.proposals.escalating_events import (
    EarlierObjection,
    EarlierVersion,
    EscalationNoted,
    ProposalEscalated,
    ProposalInherited,
)
from governance_core.proposals.escalating_model import Origin
from governance_core.proposals.model import Proposal, Stage
from governance_core.proposals.objections_model import Objection
from governance_core.proposals.wording_model import Wording


def _escalated(state: Proposal, e: ProposalEscalated) -> Proposal:
    over = changed(state, stage=Stage.ESCALATED, ended=e.at, outcome=e.reason, escalated_to=e.circle)
    return changed(over, deadline=None, left=None, offers={}, orphaned_until=None)


def _noted(state: Proposal, e: EscalationNoted) -> Proposal:
    return changed(state, went_on=e.to, went_on_hidden=e.hidden)


def _inherited(state: Proposal, e: ProposalInherited) -> Proposal:
    origin = Origin(e.origin, e.circle, e.by, private=e.private, unlinked=e.unlinked, reason=e.reason)
    return changed(state, origin=origin)


def _earlier_version(state: Proposal, e: EarlierVersion) -> Proposal:
    assert state.origin is not None, "a history belongs to an escalated proposal"
    versions = (
        *state.origin.versions,
        Wording(e.title, e.driver, e.text, e.review, e.expiry, e.criteria, e.deferred, e.delegated),
    )
    return changed(state, origin=replace(state.origin, proposer=e.proposer, versions=versions))


def _earlier_objection(state: Proposal, e: EarlierObjection) -> Proposal:
    assert state.origin is not None, "a history belongs to an escalated proposal"
    raised = Objection(e.number, e.person, e.version, e.harm, e.safe, e.state, e.settled_in)
    return changed(state, origin=replace(state.origin, objections=(*state.origin.objections, raised)))


ESCALATING_EVOLVE: Mapping[type[Event], Callable[[Proposal, Any], Proposal]] = {
    ProposalEscalated: _escalated,
    EscalationNoted: _noted,
    ProposalInherited: _inherited,
    EarlierVersion: _earlier_version,
    EarlierObjection: _earlier_objection,
}
