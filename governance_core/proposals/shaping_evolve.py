"""What the stages before the round make of a proposal: its questions, their answers, and reactions."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from governance_core.kernel.decider import changed
from governance_core.kernel.message import Event
from governance_core.proposals.model import Clarification, Proposal
from governance_core.proposals.shaping_events import (
    NothingToAsk,
    QuestionAnswered,
    QuestionAsked,
    ReactionGiven,
    StageOpened,
)


def _stage_opened(state: Proposal, e: StageOpened) -> Proposal:
    stopped = state.orphaned_until is not None
    return changed(
        state,
        stage=e.stage,
        electors=e.electors,
        away=e.away,
        rules=e.rules,
        quorum=e.quorum,
        opened=e.at,
        deadline=None if stopped else e.until,
        left=e.until - e.at if stopped else None,
        unquestioned=(),
        absences_checked=e.at,
    )


def _asked(state: Proposal, e: QuestionAsked) -> Proposal:
    asked = Clarification(e.number, e.person, e.question)
    others = tuple(person for person in state.unquestioned if person != e.person)
    return changed(state, questions={**state.questions, e.number: asked}, unquestioned=others)


def _explained(state: Proposal, e: QuestionAnswered) -> Proposal:
    answered = replace(state.questions[e.number], answer=e.answer)
    return changed(state, questions={**state.questions, e.number: answered})


def _nothing_to_ask(state: Proposal, e: NothingToAsk) -> Proposal:
    return changed(state, unquestioned=(*state.unquestioned, e.person))


def _reacted(state: Proposal, e: ReactionGiven) -> Proposal:
    return changed(state, reactions={**state.reactions, e.person: e.reaction})


SHAPING_EVOLVE: Mapping[type[Event], Callable[[Proposal, Any], Proposal]] = {
    StageOpened: _stage_opened,
    QuestionAsked: _asked,
    QuestionAnswered: _explained,
    NothingToAsk: _nothing_to_ask,
    ReactionGiven: _reacted,
}
