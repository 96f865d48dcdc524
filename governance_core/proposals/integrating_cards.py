"""What people see of how an objection is met: offers in words, and what is measured, put off or left to others."""

from collections.abc import Iterator

from governance_core.cards.card import Block, Press, Quote
from governance_core.proposals.integrating import term_shown
from governance_core.proposals.messages.integrating import DEFER, DELEGATE, MEASURE, TERM
from governance_core.proposals.model import Proposal
from governance_core.proposals.wording_model import Offer, Wording

FORM_WORDS = {TERM: "shorter term", MEASURE: "added measure", DEFER: "deferred", DELEGATE: "delegated"}
MEASURED, PUT_OFF, LEFT = "Measured by", "Put off", "Left to others"


def offer_label(offer: Offer) -> str:
    """Which amendment it is, of what kind, and which objection it would meet."""
    kind = f" ({FORM_WORDS[offer.form]})" if offer.form in FORM_WORDS else ""
    return f"Amendment {offer.number}{kind}, to meet objection {offer.objection}"


def offer_words(offer: Offer, state: Proposal) -> str:
    """What it would change, in the offerer's words where there are any."""
    old, new = state.wording, offer.wording
    match offer.form:
        case "term":
            return f"Look at it again {term_shown(new.review)}, not {term_shown(old.review)}"
        case "measure":
            return _added(old.criteria, new.criteria)
        case "defer":
            return _added(old.deferred, new.deferred)
        case "delegate":
            return _added(old.delegated, new.delegated)
        case _:
            return new.text


def _added(old: str, new: str) -> str:
    return new.removeprefix(old).strip()


def terms(wording: Wording, whole: Press | None = None) -> Iterator[Block]:
    """What belongs to a version beside its text, where there is any."""
    for label, words in ((MEASURED, wording.criteria), (PUT_OFF, wording.deferred), (LEFT, wording.delegated)):
        if words:
            yield Quote(label, words, whole)
