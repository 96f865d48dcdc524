"""What is said once when something happens to a proposal: in its circle's home, and where it is discussed."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from governance_core.cards.card import Block, Card, Note, Paragraph, Quote
from governance_core.cards.plain import one_line
from governance_core.cards.text import Link, Mention, Text, When, people, say, text
from governance_core.kernel.ids import CircleId, StreamId
from governance_core.kernel.message import Event
from governance_core.proposals.cards import ANSWER_WORDS
from governance_core.proposals.carrying_cards import carried_words
from governance_core.proposals.carrying_events import CarriedUndone
from governance_core.proposals.differences import wording_difference
from governance_core.proposals.escalating_events import ProposalEscalated
from governance_core.proposals.events import (
    DiscussionOpened,
    ElectorsReminded,
    ObjectionBecameConcern,
    ObjectionOrphaned,
    ObjectionRaised,
    ObjectionReworded,
    ObjectionTakenOver,
    ObjectionWithdrawn,
    OfferDeclined,
    OfferMade,
    ProposalAdopted,
    ProposalAmended,
    ProposalEnded,
    ProposalForwarded,
    ProposalOrphaned,
    ProposalSponsored,
    RoundExtended,
    RoundOpened,
    RoundResumed,
)
from governance_core.proposals.guards import OUTCOMES
from governance_core.proposals.integrating_cards import FORM_WORDS
from governance_core.proposals.messages.outages import RoundGraced
from governance_core.proposals.model import Proposal, Stage
from governance_core.proposals.objections_model import AnswerKind
from governance_core.proposals.reminding import named, reminded_here, reminder
from governance_core.proposals.shaping_events import QuestionAnswered, QuestionAsked, StageOpened
from governance_core.proposals.spelling_cards import both_texts
from governance_core.proposals.spelling_events import CorrectionChallenged, ProposalCorrected
from governance_core.proposals.testing_events import ObjectionAppealed, ObjectorsReminded
from governance_core.proposals.testing_tellings import TESTING_SAID, appeal_buttons, still_silent

ASK_ANEW = ". Earlier answers do not count for it; please answer anew."
NO_NAMES: Final[Mapping[CircleId, str]] = MappingProxyType({})
BUTTONS_COUNT = "Say here what you think. Only the buttons on its card count as an answer."


def telling(stream: StreamId, event: Event, state: Proposal, names: Mapping[CircleId, str] = NO_NAMES) -> Card | None:
    """What is said of an event, with the names of circles; None when there is nothing to say of it."""
    words = _SAID.get(type(event))
    if words is None or _nobody_to_remind(event, state):
        return None
    said = words(stream, event, state)
    if isinstance(event, ProposalForwarded):
        said = _forwarded(stream, event, state, names)
    blocks: list[Block] = [Paragraph(said)]
    if isinstance(event, ProposalAmended) and state.version > 1:
        blocks.extend(wording_difference(state.wordings[-2], state.wordings[-1], state.version - 1, state.version))
    if isinstance(event, ProposalCorrected):
        blocks.extend(both_texts(event.at, state))
    if isinstance(event, CorrectionChallenged) and state.version > 1:
        blocks.extend(wording_difference(state.wordings[-2], state.wordings[-1], state.version - 1, state.version))
    if isinstance(event, DiscussionOpened):
        blocks.extend(_discussed_objection(event.objection, state))
    if isinstance(event, ObjectionAppealed):
        blocks.append(appeal_buttons(stream, event, state))
    zone = state.rules.zone if state.rules else "UTC"
    return Card(stream, tuple(blocks), said, state.version, zone)


def _nobody_to_remind(event: Event, state: Proposal) -> bool:
    """Whether everybody a reminder was for has answered before it could be said."""
    if isinstance(event, ObjectorsReminded):
        return not still_silent(event, state)
    return isinstance(event, ElectorsReminded) and not reminded_here(event, state)


def _amended(stream: StreamId, e: ProposalAmended, state: Proposal) -> Text:
    carried = [one.person for one in state.open_objections()]
    asked = (
        text(" ", people(carried), ": does this version meet your objection? If so, withdraw it.") if carried else ()
    )
    return text(
        named(stream, state),
        f" is now version {state.version}.",
        " Earlier answers do not count for it; please answer anew." if state.in_round else "",
        asked,
    )


def _discussed_objection(number: int, state: Proposal) -> Iterator[Block]:
    """What there is to discuss, in full: whoever reads on wants the whole of it."""
    if number:
        objection = state.objections[number]
        yield Quote(f"Objection {number}", objection.harm, by=(Mention(objection.person),))
        if objection.safe:
            yield Quote("Would be safe enough with", objection.safe)
    yield Note((BUTTONS_COUNT,))


def _discussion_opened(stream: StreamId, e: DiscussionOpened, state: Proposal) -> Text:
    if e.objection:
        return text(named(stream, state), " is discussed here. What would meet this objection?")
    return text(Mention(e.person), " would like to discuss ", named(stream, state), ".")


def _raised(stream: StreamId, e: ObjectionRaised, state: Proposal) -> Text:
    words = say(" has an objection from {who}: “{harm}”.", who=Mention(e.person), harm=one_line(e.harm, 200))
    stops = "It blocks until it is withdrawn" if e.left is None else "The clock is stopped"
    return text(named(stream, state), words, f" {stops}; an amendment may meet it.")


def _reworded(stream: StreamId, e: ObjectionReworded, state: Proposal) -> Text:
    words = say(", as {who} says it now: “{harm}”.", who=Mention(e.person), harm=one_line(e.harm, 200))
    return text(named(stream, state), f": objection {e.number}", words)


def _withdrawn(stream: StreamId, e: ObjectionWithdrawn, state: Proposal) -> Text:
    return text(named(stream, state), ": ", Mention(e.person), f" withdrew their objection ({ANSWER_WORDS[e.into]}).")


def _stage(stream: StreamId, e: StageOpened, state: Proposal) -> Text:
    what = STAGE_OPENED[e.stage]
    return text(named(stream, state), f" {what} until ", When(e.until), ".")


def _opened(stream: StreamId, e: RoundOpened, state: Proposal) -> Text:
    return text(named(stream, state), ": the consent round is open until ", When(e.deadline), ". Please answer.")


def _asked(stream: StreamId, e: QuestionAsked, state: Proposal) -> Text:
    asked = say(" has a question from {who}: “{words}”.", who=Mention(e.person), words=one_line(e.question, 200))
    return text(named(stream, state), asked, " ", Mention(state.proposer), " can answer it on the card.")


def _explained(stream: StreamId, e: QuestionAnswered, state: Proposal) -> Text:
    asker = state.questions[e.number].person
    answered = say(", question {number} from {who}", number=e.number, who=Mention(asker))
    return text(named(stream, state), answered, f": “{one_line(e.answer, 200)}”.")


def _resumed(stream: StreamId, e: RoundResumed, state: Proposal) -> Text:
    what = ": nothing blocks it any more." if state.objections else ": its clock runs again."
    closes = text(" The round closes ", When(e.deadline), ".") if state.in_round else ()
    return text(named(stream, state), what, closes)


def _extended(stream: StreamId, e: RoundExtended, state: Proposal) -> Text:
    missing = people(e.missing)
    return text(
        named(stream, state), " is extended once, until ", When(e.deadline), ": no answer yet from ", missing, "."
    )


def _graced(stream: StreamId, e: RoundGraced, state: Proposal) -> Text:
    down = text(": the bot was down from ", When(e.since), " until ", When(e.until), ", when it was about to close.")
    return text(named(stream, state), down, " It closes ", When(e.deadline), " instead.")


def _offered(stream: StreamId, e: OfferMade, state: Proposal) -> Text:
    objector = state.objections[e.objection].person
    asked = people(dict.fromkeys(p for p in (objector, state.proposer) if p != e.by))
    kind = f" ({FORM_WORDS[e.form]})" if e.form in FORM_WORDS else ""
    what = f" offers amendment {e.number}{kind} to meet objection {e.objection}. "
    offered = text(named(stream, state), ": ", Mention(e.by), what)
    return text(offered, asked, ": does it work for you? Accept or decline it on the card.")


def _declined(stream: StreamId, e: OfferDeclined, state: Proposal) -> Text:
    return text(
        named(stream, state),
        ": ",
        Mention(e.by),
        f" declined amendment {e.number}. Still missing: ",
        one_line(e.reason, 200),
    )


def _orphaned_objection(stream: StreamId, e: ObjectionOrphaned, state: Proposal) -> Text:
    words = f": the author of objection {e.number} left. It becomes a concern "
    return text(named(stream, state), words, When(e.until), " unless another elector takes it over.")


def _taken_over(stream: StreamId, e: ObjectionTakenOver, state: Proposal) -> Text:
    return text(named(stream, state), ": ", Mention(e.person), f" took over objection {e.number}.")


def _became_concern(stream: StreamId, e: ObjectionBecameConcern, state: Proposal) -> Text:
    return text(named(stream, state), f": objection {e.number} is kept as a concern and blocks no more ({e.because}).")


def _orphaned(stream: StreamId, e: ProposalOrphaned, state: Proposal) -> Text:
    who = text(": ", Mention(e.proposer), " is its proposer no more. Any elector may sponsor it until ")
    return text(named(stream, state), who, When(e.until), "; else it is withdrawn.")


def _sponsored(stream: StreamId, e: ProposalSponsored, state: Proposal) -> Text:
    return text(named(stream, state), ": ", Mention(e.person), " took it up and is its proposer now.")


def _forwarded(
    stream: StreamId, e: ProposalForwarded, state: Proposal, names: Mapping[CircleId, str] = NO_NAMES
) -> Text:
    origin, here = (names.get(one, str(one)) for one in (e.origin, e.circle))
    why = f" The reason: “{one_line(e.reason, 200)}”." if e.reason else ""
    return text(named(stream, state), f" was forwarded from {origin} to {here} and starts anew there.{why}")


def _adopted(stream: StreamId, e: ProposalAdopted, state: Proposal) -> Text:
    as_agreement = _became(state) if state.agreement else ()
    consents = state.counted(AnswerKind.CONSENT) + state.counted(AnswerKind.CONCERN)
    concerns = state.counted(AnswerKind.CONCERN)
    tally = f" ({consents} of {len(state.electors)} consented" + (
        f", {concerns} with a concern)." if concerns else ")."
    )
    return text(named(stream, state), " is adopted", as_agreement, tally, _approves(state))


def _approves(state: Proposal) -> Text:
    """What it decided, where that was done."""
    done = state.item is not None and not state.undone
    return text(" ", carried_words(state.item, ""), ".") if state.item and done else ()


def _became(state: Proposal) -> Text:
    link = Link(state.agreement, state.agreement)
    if not state.changes or state.agreement != state.changes:
        return text(" as ", link)
    return text(", and ", link, " is dropped" if state.drops else f" is version {state.agreement_version} now")


def _ended(stream: StreamId, e: ProposalEnded, state: Proposal) -> Text:
    outcome = OUTCOMES[e.stage]
    because = "" if e.because in ("discarded", "withdrawn by its proposer", "taken to a meeting") else f": {e.because}"
    return text(
        named(stream, state),
        f" {'has' if outcome == 'lapsed' else 'is'} {outcome}{because}.",
        f" “{one_line(e.reason, 200)}”" if e.reason else "",
    )


def _escalated(stream: StreamId, e: ProposalEscalated, state: Proposal) -> Text:
    shown = state.went_on and not state.went_on_hidden
    as_which = text(" as ", Link(state.went_on, state.went_on)) if shown else ()
    linked = " The lead and the delegate of this circle decide there too."
    gap = f" Nobody is its {' or its '.join(e.unlinked)}: name one, so that this circle is heard there."
    said = f" The reason: “{one_line(e.reason, 200)}”." if e.reason else ""
    follow = gap if e.unlinked else linked
    return text(named(stream, state), " is escalated to the parent circle", as_which, ".", said, follow)


def _corrected(stream: StreamId, e: ProposalCorrected, state: Proposal) -> Text:
    who = text(named(stream, state), ": ", Mention(e.by), " put the spelling right. Answers stay.")
    return text(who, " Any elector who sees more than spelling in it can challenge it until ", When(e.until), ".")


def _challenged(stream: StreamId, e: CorrectionChallenged, state: Proposal) -> Text:
    more = text(named(stream, state), ": ", Mention(e.by), " sees more than spelling in what was put right. ")
    return text(more, f"It is version {state.version} now", ASK_ANEW if state.in_round else ".")


def _undone(stream: StreamId, e: CarriedUndone, state: Proposal) -> Text:
    """For everybody, and for whoever facilitates: they see to what is left to be done."""
    carried = state.carries[e.number - 1]
    adopted = text(named(stream, state), " stands as ", state.agreement or "adopted", ", but this could not be done: ")
    where = "this circle" if carried.circle == state.circle else carried.circle
    what = text(carried_words(carried, where), f". {e.why}")
    return text(adopted, what, *((" ", Mention(e.told), ", please see to it.") if e.told else ()))


STAGE_OPENED = {
    Stage.CLARIFY: "is open for questions",
    Stage.REACT: "is open for one reaction each",
    Stage.AMEND: "can be amended by its proposer",
}
_SAID: Mapping[type[Event], Callable[[StreamId, Any, Proposal], Text]] = {
    DiscussionOpened: _discussion_opened,
    ElectorsReminded: reminder,
    StageOpened: _stage,
    RoundOpened: _opened,
    QuestionAsked: _asked,
    QuestionAnswered: _explained,
    ProposalAmended: _amended,
    ObjectionRaised: _raised,
    ObjectionReworded: _reworded,
    ObjectionWithdrawn: _withdrawn,
    RoundResumed: _resumed,
    RoundExtended: _extended,
    RoundGraced: _graced,
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
    ProposalEscalated: _escalated,
    ProposalCorrected: _corrected,
    CorrectionChallenged: _challenged,
    CarriedUndone: _undone,
    **TESTING_SAID,
}
