"""What is said once when something happens to a proposal: to its circle, and to the one who pressed."""

from collections.abc import Callable, Mapping
from typing import Any

from governance_core.cards.card import Block, Button, Buttons, Card, Note, Paragraph, Press
from governance_core.cards.plain import one_line
from governance_core.cards.text import Link, Mention, Text, When, people, say, text
from governance_core.circles.model import FACILITATOR
from governance_core.feature import Home, Notice
from governance_core.kernel.ids import Actor, StreamId
from governance_core.kernel.message import Event
from governance_core.proposals.cards import ANSWER_WORDS
from governance_core.proposals.events import (
    AnswerGiven,
    ElectorsReminded,
    ObjectionBecameConcern,
    ObjectionOrphaned,
    ObjectionRaised,
    ObjectionReworded,
    ObjectionTakenOver,
    ObjectionWithdrawn,
    OfferAccepted,
    OfferDeclined,
    OfferMade,
    ProposalAdopted,
    ProposalAmended,
    ProposalCreated,
    ProposalEnded,
    ProposalForwarded,
    ProposalOrphaned,
    ProposalSponsored,
    RoundExtended,
    RoundResumed,
)
from governance_core.proposals.guards import OUTCOMES, ProposalFacts, facilitators, wording_difference
from governance_core.proposals.model import AnswerKind, Proposal


def notices(event: Event, state: Proposal) -> tuple[Notice, ...]:
    """State changes are announced once in the circle's home; reminders go there too. Answers are not announced."""
    if isinstance(event, ElectorsReminded):
        return (Notice(Home(state.circle), "reminder"),) if event.persons else ()
    return (Notice(Home(state.circle), "announce"),) if type(event) in _ANNOUNCED else ()


def telling(stream: StreamId, event: Event, state: Proposal) -> Card | None:
    """What is said of an event in the circle's home; None when there is nothing to say of it."""
    words = _SAID.get(type(event))
    if words is None:
        return None
    said = words(stream, event, state)
    blocks: list[Block] = [Paragraph(said)]
    if isinstance(event, ProposalAmended) and state.version > 1:
        blocks.extend(wording_difference(state.wordings[-2], state.wordings[-1], state.version - 1, state.version))
    zone = state.rules.zone if state.rules else "UTC"
    return Card(stream, tuple(blocks), said, state.version, zone)


def _named(stream: StreamId, state: Proposal) -> Text:
    return (Link(f"{stream} {one_line(state.wording.title, 80)}", stream),)


def _amended(stream: StreamId, e: ProposalAmended, state: Proposal) -> Text:
    carried = [one.person for one in state.open_objections()]
    asked = (
        text(" ", people(carried), ": does this version meet your objection? If so, withdraw it.") if carried else ()
    )
    return text(
        _named(stream, state),
        f" is now version {state.version}. Earlier answers do not count for it; please answer anew.",
        asked,
    )


def _raised(stream: StreamId, e: ObjectionRaised, state: Proposal) -> Text:
    words = say(" has an objection from {who}: “{harm}”", who=Mention(e.person), harm=one_line(e.harm, 200))
    return text(_named(stream, state), words, " The clock is stopped; an amendment may meet it.")


def _withdrawn(stream: StreamId, e: ObjectionWithdrawn, state: Proposal) -> Text:
    return text(_named(stream, state), ": ", Mention(e.person), f" withdrew their objection ({ANSWER_WORDS[e.into]}).")


def _resumed(stream: StreamId, e: RoundResumed, state: Proposal) -> Text:
    return text(_named(stream, state), ": nothing blocks it any more. The round closes ", When(e.deadline), ".")


def _extended(stream: StreamId, e: RoundExtended, state: Proposal) -> Text:
    missing = people(e.missing)
    return text(
        _named(stream, state), " is extended once, until ", When(e.deadline), ": no answer yet from ", missing, "."
    )


def _offered(stream: StreamId, e: OfferMade, state: Proposal) -> Text:
    objector = state.objections[e.objection].person
    asked = people(dict.fromkeys(p for p in (objector, state.proposer) if p != e.by))
    offered = text(
        _named(stream, state), ": ", Mention(e.by), f" offers amendment {e.number} to meet objection {e.objection}. "
    )
    return text(offered, asked, ": does it work for you? Accept or decline it on the card.")


def _declined(stream: StreamId, e: OfferDeclined, state: Proposal) -> Text:
    return text(
        _named(stream, state),
        ": ",
        Mention(e.by),
        f" declined amendment {e.number}. Still missing: ",
        one_line(e.reason, 200),
    )


def _orphaned_objection(stream: StreamId, e: ObjectionOrphaned, state: Proposal) -> Text:
    words = f": the author of objection {e.number} left. It becomes a concern "
    return text(_named(stream, state), words, When(e.until), " unless another elector takes it over.")


def _taken_over(stream: StreamId, e: ObjectionTakenOver, state: Proposal) -> Text:
    return text(_named(stream, state), ": ", Mention(e.person), f" took over objection {e.number}.")


def _became_concern(stream: StreamId, e: ObjectionBecameConcern, state: Proposal) -> Text:
    return text(_named(stream, state), f": objection {e.number} is kept as a concern and blocks no more ({e.because}).")


def _orphaned(stream: StreamId, e: ProposalOrphaned, state: Proposal) -> Text:
    return text(
        _named(stream, state), " has no proposer any more. Any elector may sponsor it until ", When(e.until), "."
    )


def _sponsored(stream: StreamId, e: ProposalSponsored, state: Proposal) -> Text:
    return text(_named(stream, state), ": ", Mention(e.person), " took it up and is its proposer now.")


def _forwarded(stream: StreamId, e: ProposalForwarded, state: Proposal) -> Text:
    return text(
        _named(stream, state),
        f" was forwarded from {e.origin} to {e.circle} and starts anew there. ",
        one_line(e.reason, 200),
    )


def _adopted(stream: StreamId, e: ProposalAdopted, state: Proposal) -> Text:
    as_agreement = text(" as ", Link(state.agreement, state.agreement)) if state.agreement else ()
    consents = state.counted(AnswerKind.CONSENT) + state.counted(AnswerKind.CONCERN)
    concerns = state.counted(AnswerKind.CONCERN)
    tally = f" ({consents} of {len(state.electors)} consented" + (
        f", {concerns} with a concern)." if concerns else ")."
    )
    return text(_named(stream, state), " is adopted", as_agreement, tally)


def _ended(stream: StreamId, e: ProposalEnded, state: Proposal) -> Text:
    outcome = OUTCOMES[e.stage]
    because = "" if e.because in ("discarded", "withdrawn by its proposer") else f": {e.because}"
    return text(
        _named(stream, state),
        f" {'has' if outcome == 'lapsed' else 'is'} {outcome}{because}.",
        f" {one_line(e.reason, 200)}" if e.reason else "",
    )


def _reminder(stream: StreamId, e: ElectorsReminded, state: Proposal) -> Text:
    closes = text(", and it closes ", When(state.deadline)) if state.deadline else ()
    return text(people(e.persons, ping=True), ": your answer to ", _named(stream, state), " is awaited", closes, ".")


_ANNOUNCED: Mapping[type[Event], Callable[[StreamId, Any, Proposal], Text]] = {
    ProposalAmended: _amended,
    ObjectionRaised: _raised,
    ObjectionWithdrawn: _withdrawn,
    RoundResumed: _resumed,
    RoundExtended: _extended,
    OfferMade: _offered,
    OfferDeclined: _declined,
    ObjectionOrphaned: _orphaned_objection,
    ObjectionTakenOver: _taken_over,
    ObjectionBecameConcern: _became_concern,
    ProposalOrphaned: _orphaned,
    ProposalSponsored: _sponsored,
    ProposalForwarded: _forwarded,
    ProposalAdopted: _adopted,
    ProposalEnded: _ended,
}
_SAID: Mapping[type[Event], Callable[[StreamId, Any, Proposal], Text]] = {**_ANNOUNCED, ElectorsReminded: _reminder}


def receipt(
    stream: StreamId, events: tuple[Event, ...], state: Proposal, by: Actor, facts: ProposalFacts | None
) -> Card:
    """What the one who pressed is told: what was recorded, and how to change it."""
    words = _receipt_words(stream, events, state, by)
    blocks: list[Block] = [Paragraph(words)]
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
            return say(
                "{ref} is open for answers until {closes}. Proposing is not answering: answer it like anyone.",
                ref=str(stream),
                closes=closes,
            )
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
        case ObjectionRaised(number=number):
            return say(
                "Recorded: objection {number} to {ref}. It blocks until it is resolved or you withdraw it.",
                number=number,
                ref=str(stream),
            )
        case ObjectionReworded(number=number):
            return say("Recorded: objection {number} to {ref} as you say it now.", number=number, ref=str(stream))
        case ObjectionWithdrawn(into=into):
            return say(
                "Recorded: your objection to {ref} is withdrawn ({into}).", ref=str(stream), into=ANSWER_WORDS[into]
            )
        case ProposalAmended():
            return say(
                "{ref} is now version {version}; everybody answers anew.", ref=str(stream), version=state.version
            )
        case OfferMade(number=number):
            return _offer_receipt(stream, number, state)
        case OfferAccepted(number=number):
            return _offer_receipt(stream, number, state)
        case _:
            return say("Recorded for {ref}.", ref=str(stream))


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
