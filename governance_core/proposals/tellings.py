"""What is said once when something happens to a proposal: in its circle's home, and where it is discussed."""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from governance_core.cards.card import Block, Card, Note, Paragraph, Quote
from governance_core.cards.plain import one_line
from governance_core.cards.text import Mention, Text, When, people, say, text
from governance_core.kernel.ids import CircleId, StreamId
from governance_core.kernel.message import Event
from governance_core.proposals.differences import wording_difference
from governance_core.proposals.events import (
    DiscussionOpened,
    ElectorsReminded,
    ProposalAmended,
    ProposalForwarded,
    ProposalOrphaned,
    ProposalSponsored,
    RoundExtended,
    RoundOpened,
    RoundResumed,
)
from governance_core.proposals.messages.outages import RoundGraced
from governance_core.proposals.model import Proposal, Stage
from governance_core.proposals.objections_tellings import OBJECTIONS_SAID
from governance_core.proposals.outcome_tellings import OUTCOMES_SAID
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


def _corrected(stream: StreamId, e: ProposalCorrected, state: Proposal) -> Text:
    who = text(named(stream, state), ": ", Mention(e.by), " put the spelling right. Answers stay.")
    return text(who, " Any elector who sees more than spelling in it can challenge it until ", When(e.until), ".")


def _challenged(stream: StreamId, e: CorrectionChallenged, state: Proposal) -> Text:
    more = text(named(stream, state), ": ", Mention(e.by), " sees more than spelling in what was put right. ")
    return text(more, f"It is version {state.version} now", ASK_ANEW if state.in_round else ".")


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
    RoundResumed: _resumed,
    RoundExtended: _extended,
    RoundGraced: _graced,
    ProposalOrphaned: _orphaned,
    ProposalSponsored: _sponsored,
    ProposalForwarded: _forwarded,
    ProposalCorrected: _corrected,
    CorrectionChallenged: _challenged,
    **OUTCOMES_SAID,
    **OBJECTIONS_SAID,
    **TESTING_SAID,
}
