"""What is said once of objections, and of the texts offered to meet them."""

from collections.abc import Callable, Mapping
from typing import Any

from governance_core.cards.plain import one_line
from governance_core.cards.text import Mention, Text, When, people, say, text
from governance_core.kernel.ids import StreamId
from governance_core.kernel.message import Event
from governance_core.proposals.cards import ANSWER_WORDS
from governance_core.proposals.integrating_cards import FORM_WORDS
from governance_core.proposals.model import Proposal
from governance_core.proposals.objections_events import (
    ObjectionBecameConcern,
    ObjectionOrphaned,
    ObjectionRaised,
    ObjectionReworded,
    ObjectionTakenOver,
    ObjectionWithdrawn,
    OfferDeclined,
    OfferMade,
)
from governance_core.proposals.reminding import named


def _raised(stream: StreamId, e: ObjectionRaised, state: Proposal) -> Text:
    words = say(" has an objection from {who}: “{harm}”.", who=Mention(e.person), harm=one_line(e.harm, 200))
    stops = "It blocks until it is withdrawn" if e.left is None else "The clock is stopped"
    return text(named(stream, state), words, f" {stops}; an amendment may meet it.")


def _reworded(stream: StreamId, e: ObjectionReworded, state: Proposal) -> Text:
    words = say(", as {who} says it now: “{harm}”.", who=Mention(e.person), harm=one_line(e.harm, 200))
    return text(named(stream, state), f": objection {e.number}", words)


def _withdrawn(stream: StreamId, e: ObjectionWithdrawn, state: Proposal) -> Text:
    return text(named(stream, state), ": ", Mention(e.person), f" withdrew their objection ({ANSWER_WORDS[e.into]}).")


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


def _orphaned(stream: StreamId, e: ObjectionOrphaned, state: Proposal) -> Text:
    words = f": the author of objection {e.number} left. It becomes a concern "
    return text(named(stream, state), words, When(e.until), " unless another elector takes it over.")


def _taken_over(stream: StreamId, e: ObjectionTakenOver, state: Proposal) -> Text:
    return text(named(stream, state), ": ", Mention(e.person), f" took over objection {e.number}.")


def _became_concern(stream: StreamId, e: ObjectionBecameConcern, state: Proposal) -> Text:
    return text(named(stream, state), f": objection {e.number} is kept as a concern and blocks no more ({e.because}).")


OBJECTIONS_SAID: Mapping[type[Event], Callable[[StreamId, Any, Proposal], Text]] = {
    ObjectionRaised: _raised,
    ObjectionReworded: _reworded,
    ObjectionWithdrawn: _withdrawn,
    OfferMade: _offered,
    OfferDeclined: _declined,
    ObjectionOrphaned: _orphaned,
    ObjectionTakenOver: _taken_over,
    ObjectionBecameConcern: _became_concern,
}
