"""What a spelling fix, and a challenge of it, make of a proposal."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from governance_core.kernel.decider import changed
from governance_core.kernel.message import Event
from governance_core.proposals.model import Proposal
from governance_core.proposals.spelling_events import CorrectionChallenged, CorrectionSettled, ProposalCorrected
from governance_core.proposals.testing_evolve import carried_over
from governance_core.proposals.wording_model import Correction


def _corrected(state: Proposal, e: ProposalCorrected) -> Proposal:
    before = state.wording
    after = replace(before, title=e.title, driver=e.driver, text=e.text)
    fixed = Correction(before, after, e.by, e.at, e.until)
    since = state.correction.before if state.correction else before
    return changed(
        state,
        wordings=(*state.wordings[:-1], after),
        correction=None if after == since else replace(fixed, before=since),
        corrections=(*state.corrections, fixed),
        deadline=e.deadline or state.deadline,
        reminded_until=e.at if e.deadline else state.reminded_until,
    )


def _challenged(state: Proposal, e: CorrectionChallenged) -> Proposal:
    assert state.correction is not None, "only what was fixed is challenged"
    wordings = (*state.wordings[:-1], state.correction.before, state.wording)
    objections = carried_over(state)
    return changed(state, wordings=wordings, correction=None, answers={}, offers={}, objections=objections)


def _settled(state: Proposal, e: CorrectionSettled) -> Proposal:
    return changed(state, correction=None)


SPELLING_EVOLVE: Mapping[type[Event], Callable[[Proposal, Any], Proposal]] = {
    ProposalCorrected: _corrected,
    CorrectionChallenged: _challenged,
    CorrectionSettled: _settled,
}
