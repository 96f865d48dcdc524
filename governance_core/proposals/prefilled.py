"""What a form about a proposal opens with, and what it leaves out."""

from collections.abc import Mapping

from governance_core.kernel.ids import PersonId
from governance_core.proposals import rewording
from governance_core.proposals.integrating import ITS_OWN
from governance_core.proposals.messages.integrating import FORMS
from governance_core.proposals.model import Proposal, Stage
from governance_core.proposals.objections_model import AnswerKind


def prefill(kind: str, state: Proposal, person: PersonId | None) -> Mapping[str, str]:
    """Forms that change a text open with the text as it stands, an objector's with what they said."""
    if state.stage is Stage.NOTHING:
        return {}
    wording, version = state.wording, {"version": str(state.version)}
    match kind:
        case "proposal.amend":
            texts = {"title": wording.title, "driver": wording.driver, "text": wording.text}
            return {**texts, "review": wording.review, **version}
        case "proposal.correct":
            return {"title": wording.title, "driver": wording.driver, "text": wording.text, **version}
        case "proposal.again":
            texts = {"title": wording.title, "driver": wording.driver, "text": wording.text}
            linked = {"changes": str(state.changes), "drops": "yes" if state.drops else ""}
            return {"circle": state.circle, **texts, "review": wording.review, **linked}
        case "consent.integrate":
            return {"text": wording.text, **version}
        case "consent.object":
            own = state.objection_of(person)
            return {**rewording.said_so_far(own), **version} if own else version
        case "consent.answer" | "consent.withdraw_objection" | "consent.test" | "consent.judge" | "consent.find":
            return version
        case _:
            return {}


def withholds(kind: str, state: Proposal) -> Mapping[str, frozenset[str]]:
    """Standing aside is offered where the rules of the round allow it; another text only where it is the proposal's."""
    if kind == "consent.integrate" and state.item is not None:
        return {"kind": frozenset(option.value for option in FORMS if option.value not in ITS_OWN)}
    question = {"consent.answer": "answer", "consent.withdraw_objection": "into"}.get(kind)
    offered = state.rules is not None and state.rules.stand_aside
    return {} if offered or question is None else {question: frozenset({AnswerKind.STAND_ASIDE})}
