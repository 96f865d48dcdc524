"""What the one who pressed is told: what was recorded, what comes next, and how to change it."""

from governance_core.cards.card import Block, Button, Buttons, Card, Note, Paragraph, Press
from governance_core.cards.plain import one_line
from governance_core.cards.text import Link, Text, When, people, say
from governance_core.circles.model import FACILITATOR
from governance_core.kernel.ids import Actor, StreamId
from governance_core.kernel.message import Event
from governance_core.proposals import nudging
from governance_core.proposals.cards import ANSWER_WORDS
from governance_core.proposals.escalating_events import ProposalEscalated
from governance_core.proposals.events import (
    AnswerGiven,
    DiscussionOpened,
    ElectorsReminded,
    ProposalAmended,
    ProposalCreated,
    ProposalEnded,
    ProposalForwarded,
    ProposalOrphaned,
    ProposalSponsored,
    RoundOpened,
)
from governance_core.proposals.facilitating import facilitators
from governance_core.proposals.guards import OUTCOMES, ProposalFacts
from governance_core.proposals.messages import DiscussProposal
from governance_core.proposals.model import Proposal
from governance_core.proposals.objections_events import (
    ObjectionBecameConcern,
    ObjectionRaised,
    ObjectionReworded,
    ObjectionTakenOver,
    ObjectionWithdrawn,
    OfferAccepted,
    OfferDeclined,
    OfferMade,
)
from governance_core.proposals.shaping_events import (
    NothingToAsk,
    QuestionAnswered,
    QuestionAsked,
    ReactionGiven,
    StageOpened,
)
from governance_core.proposals.spelling_events import CorrectionChallenged, ProposalCorrected
from governance_core.proposals.tellings import STAGE_OPENED
from governance_core.proposals.testing_tellings import trial_receipt

AT_QUESTIONS = "{ref} is open for questions until {closes}. You answer them on the card; the round comes later."
IN_THE_ROUND = "{ref} is open for answers until {closes}. Proposing is not answering: answer it like anyone."
COACHING = (
    "It should show harm to the circle's aim. A better idea? Offer it as an amendment. "
    "You do not like it, but can live with it? Withdraw the objection into a concern."
)


def receipt(
    stream: StreamId, events: tuple[Event, ...], state: Proposal, by: Actor, facts: ProposalFacts | None
) -> Card:
    """What the one who pressed is told: what was recorded, and how to change it."""
    words = _discussion(stream, events, state, facts) or _receipt_words(stream, events, state, by)
    if events and isinstance(events[0], ProposalEscalated):
        words = _escalated_words(stream, events[0], facts)
    blocks: list[Block] = [Paragraph(words)]
    if events and isinstance(events[0], ObjectionRaised):
        blocks.append(Note((COACHING,)))
    offer_way_out = events and isinstance(events[0], ObjectionRaised) and events[0].person == state.proposer
    if offer_way_out:
        blocks.append(
            Paragraph(("It is your own proposal: you may also withdraw it, or hand it over to somebody else.",))
        )
        withdraw = Button("Withdraw", Press(stream, state.version, "withdraw"), "Withdraw this proposal?")
        hand_over = Button("Hand over", Press(stream, state.version, "hand-over"), "Step back as the proposer?")
        blocks.append(Buttons((withdraw, hand_over)))
    if events and isinstance(events[0], ProposalCreated) and facts is not None:
        blocks.extend(_surrogate(state, facts))
    return Card(stream, tuple(blocks), words, state.version, private=True, tone="done")


def _surrogate(state: Proposal, facts: ProposalFacts) -> list[Block]:
    """Proposer and facilitator in one: the proposer is told who stands in (process.md, edge cases)."""
    if facts.circles.role(state.circle, FACILITATOR) != state.proposer:
        return []
    able = people(facilitators(state, facts.circles, facts.people, facts.now)[:3], "or")
    words = "You are this circle's facilitator; as its proposer you cannot facilitate this one, so {able} does."
    return [Note(say(words, able=able))]


def _receipt_words(stream: StreamId, events: tuple[Event, ...], state: Proposal, by: Actor) -> Text:
    match events[0] if events else None:
        case None:
            return say("{ref} had this from you already; nothing changed.", ref=str(stream))
        case ProposalCreated():
            closes = When(state.deadline) if state.deadline else ""
            words = IN_THE_ROUND if state.in_round or not state.is_open else AT_QUESTIONS
            return say(words, ref=str(stream), closes=closes)
        case AnswerGiven(answer=answer, version=version):
            change = (
                "You can change it until the round ends."
                if state.is_open
                else "It was the last one: the round has ended."
            )
            return say(
                "Recorded: {answer} to {ref} version {version}. {change}",
                answer=ANSWER_WORDS[answer],
                ref=str(stream),
                version=version,
                change=change,
            )
        case ObjectionRaised(number=number, person=person):
            asked = " You are asked first for an amendment that would meet it." if person in state.asked_first() else ""
            return say(
                "Recorded: objection {number} to {ref}. It blocks until it is resolved or you withdraw it.{asked}",
                number=number,
                ref=str(stream),
                asked=asked,
            )
        case ObjectionReworded(number=number):
            return say("Recorded: objection {number} to {ref} as you say it now.", number=number, ref=str(stream))
        case ObjectionWithdrawn(into=into):
            return say(
                "Recorded: your objection to {ref} is withdrawn ({into}).", ref=str(stream), into=ANSWER_WORDS[into]
            )
        case ProposalAmended():
            anew = "; everybody answers anew" if state.in_round else ""
            return say("{ref} is now version {version}{anew}.", ref=str(stream), version=state.version, anew=anew)
        case OfferMade(number=number):
            return _offer_receipt(stream, number, state)
        case OfferAccepted(number=number):
            return _offer_receipt(stream, number, state)
        case ProposalEnded(stage=stage):
            return say("{ref} is {outcome}. The record is kept.", ref=str(stream), outcome=OUTCOMES[stage])
        case OfferDeclined(number=number):
            return say("Recorded: amendment {number} to {ref} is declined.", number=number, ref=str(stream))
        case ObjectionTakenOver(number=number):
            return say("Recorded: objection {number} to {ref} is yours now.", number=number, ref=str(stream))
        case ProposalOrphaned(until=until):
            return say(
                "{ref} waits for a sponsor until {until}; else it is withdrawn.", ref=str(stream), until=When(until)
            )
        case ProposalSponsored():
            return say("You are the proposer of {ref} now.", ref=str(stream))
        case ObjectionBecameConcern() | ProposalForwarded():
            return say("{ref} goes on in its new circle as version {version}.", ref=str(stream), version=state.version)
        case ProposalCorrected() | CorrectionChallenged() as happened:
            return _spelling_words(stream, happened, state)
        case happened:
            return _shaping_words(stream, happened, state)


def _escalated_words(stream: StreamId, happened: ProposalEscalated, facts: ProposalFacts | None) -> Text:
    parent = facts.circles.circles[happened.circle].name if facts else "the parent circle"
    words = "{ref} is escalated to {parent} and final here. {who} carries it there. The record is kept."
    return say(words, ref=str(stream), parent=parent, who=people([happened.carrier]))


def _spelling_words(stream: StreamId, happened: ProposalCorrected | CorrectionChallenged, state: Proposal) -> Text:
    if isinstance(happened, ProposalCorrected):
        words = "The spelling of {ref} is put right, and answers stay. Electors can challenge it until {until}."
        return say(words, ref=str(stream), until=When(happened.until))
    anew = "; everybody answers anew" if state.in_round else ""
    return say("{ref} is now version {version}{anew}.", ref=str(stream), version=state.version, anew=anew)


def _shaping_words(stream: StreamId, happened: Event, state: Proposal) -> Text:
    ref = str(stream)
    match happened:
        case QuestionAsked(number=number):
            return say("Recorded: question {number} about {ref}. Its proposer was told.", number=number, ref=ref)
        case QuestionAnswered(number=number):
            return say("Recorded: your answer to question {number} about {ref}.", number=number, ref=ref)
        case ElectorsReminded():
            return nudging.receipt(stream, happened)
        case NothingToAsk():
            return say("Recorded: you have no questions about {ref}. You may still ask.", ref=ref)
        case ReactionGiven():
            return say("Recorded: your reaction to {ref}. Say another, and it replaces this one.", ref=ref)
        case StageOpened(stage=stage, until=until):
            return say("{ref} {what} until {until}.", ref=ref, what=STAGE_OPENED[stage], until=When(until))
        case RoundOpened(deadline=deadline):
            return say("The round on {ref} is open until {until}.", ref=ref, until=When(deadline))
        case _:
            return trial_receipt(stream, happened, state) or say("Recorded for {ref}.", ref=ref)


def _discussion(stream: StreamId, events: tuple[Event, ...], state: Proposal, facts: ProposalFacts | None) -> Text:
    """Where it is discussed; nothing when something else was pressed."""
    opened = bool(events) and isinstance(events[0], DiscussionOpened)
    pressed = facts is not None and isinstance(facts.command, DiscussProposal)
    if not opened and not pressed:
        return ()
    since = "from now on" if opened else "already"
    item = Link(f"{stream} {one_line(state.wording.title, 80)}", stream)
    words = "{item} is discussed below its card {since}. Only the buttons on the card count as an answer."
    return say(words, item=item, since=since)


def _offer_receipt(stream: StreamId, number: int, state: Proposal) -> Text:
    pending = state.offers.get(number)
    if pending is None:
        return say("The amendment is agreed: {ref} is now version {version}.", ref=str(stream), version=state.version)
    objector = state.objections[pending.objection].person
    missing = [
        p for p, ok in ((objector, pending.objector_agrees), (state.proposer, pending.proposer_agrees)) if not ok
    ]
    waits = people(dict.fromkeys(missing))
    return say(
        "Recorded: amendment {number} to {ref}. It waits for {waits}.", number=number, ref=str(stream), waits=waits
    )
