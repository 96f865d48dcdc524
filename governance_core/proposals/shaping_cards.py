"""What people see of a proposal before its round: questions with their answers, reactions, and what can be done."""

from collections.abc import Iterator
from typing import Protocol

from governance_core.cards.card import Block, Button, Note, Press, Quote
from governance_core.cards.text import Mention, Text, When, text
from governance_core.kernel.ids import StreamId
from governance_core.proposals.model import Proposal, Stage

SHOWN = 4
"""So many questions and reactions stand on the card, the newest; all of them are read in full."""
STAGE_WORDS = {Stage.CLARIFY: "questions", Stage.REACT: "reactions", Stage.AMEND: "amending"}


class PressOf(Protocol):
    """Makes a button of one card."""

    def __call__(self, label: str, action: str, argument: str = "", confirm: str = "") -> Button:
        """The button for an action."""


def stage_status(state: Proposal) -> str:
    """Where it stands, in words."""
    others = [person for person in state.electors if person != state.proposer]
    match state.stage:
        case Stage.CLARIFY:
            asked = f"{len(state.questions)} asked, {len(state.unanswered())} unanswered"
            return f"open for questions, {asked}, {len(state.unquestioned)} of {len(others)} have none"
        case Stage.REACT:
            reacted = [person for person in others if person in state.reactions]
            return f"open for reactions, {len(reacted)} of {len(others)} reacted"
        case _:
            return "being amended by its proposer"


def said_before(stream: StreamId, state: Proposal) -> Iterator[Block]:
    """Questions and reactions, the newest few of each; those of the stage at hand last."""
    whole = Press(stream, state.version, "read")
    questions = list(state.questions.values())
    for one in questions[-SHOWN:]:
        yield Quote(f"Question {one.number}", one.question, whole, (Mention(one.person),))
        yield Quote("Answer", one.answer, whole) if one.answer else Note(("Not answered yet.",))
    for person, words in list(state.reactions.items())[-SHOWN:]:
        yield Quote("Reaction", words, whole, (Mention(person),))
    hidden = max(0, len(questions) - SHOWN) + max(0, len(state.reactions) - SHOWN)
    if hidden:
        yield Note((f"{hidden} earlier ones are left out here: Read in full has them all.",))


def everything_said(state: Proposal) -> Iterator[Block]:
    """All questions with their answers, and all reactions, in full."""
    for one in state.questions.values():
        yield Quote(f"Question {one.number}", one.question, by=(Mention(one.person),))
        if one.answer:
            yield Quote(f"Answer to question {one.number}", one.answer)
    for person, words in state.reactions.items():
        yield Quote("Reaction", words, by=(Mention(person),))


def is_cut(state: Proposal) -> bool:
    """Whether the card leaves some of it out."""
    return len(state.questions) > SHOWN or len(state.reactions) > SHOWN


def taking_part(state: Proposal, press: PressOf) -> Iterator[Button]:
    """What everybody may do at this stage."""
    if state.stage is Stage.CLARIFY:
        yield press("Ask a question", "ask")
        yield press("No questions", "clear")
    if state.stage is Stage.REACT:
        yield press("React", "react")
    if state.stage is Stage.AMEND:
        yield press("Open the round", "open-round")
    if not state.is_discussed:
        yield press("Discuss", "discuss")


def guiding(state: Proposal, press: PressOf) -> Iterator[Button]:
    """What proposer and facilitator may do at this stage."""
    for one in state.unanswered()[:SHOWN]:
        yield press(f"Answer question {one.number}", "reply", str(one.number))
    if state.stage in (Stage.CLARIFY, Stage.REACT):
        yield press(f"End the {STAGE_WORDS[state.stage]}", "go-on")


def stage_next(state: Proposal) -> Text:
    """What comes next, and who may bring it about."""
    until = text(" until ", When(state.deadline)) if state.deadline else ()
    after = "reactions, then amending" if state.rules and state.rules.react else "amending"
    match state.stage:
        case Stage.CLARIFY:
            early = "or until nobody has any, or the facilitator ends them"
            return text("Next: questions", until, f", {early}; then {after}, then the consent round.")
        case Stage.REACT:
            early = "or until everybody has reacted, or the facilitator ends them"
            return text("Next: one reaction each", until, f", {early}; then amending, then the consent round.")
        case _:
            itself = text(" It opens by itself ", When(state.deadline), ".") if state.deadline else ()
            return text("Next: the proposer opens the consent round.", itself)
