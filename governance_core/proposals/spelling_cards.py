"""What people see of spelling that was put right: both texts, and the way to challenge it while there is time."""

from collections.abc import Iterator
from datetime import datetime

from governance_core.cards.card import Block, Button, Note
from governance_core.cards.text import Mention, When, text
from governance_core.proposals.differences import what_changed
from governance_core.proposals.model import Proposal
from governance_core.proposals.shaping_cards import PressOf

SPELLING = "spelling"


def both_texts(at: datetime, state: Proposal) -> tuple[Block, ...]:
    """What a fix changed, part by part; nothing where it is not known any more."""
    fixed = next((one for one in state.corrections if one.at == at), None)
    return what_changed(fixed.before, fixed.after, SPELLING) if fixed else ()


def put_right(state: Proposal) -> Iterator[Block]:
    """The fix that can be challenged, with both texts."""
    if state.correction is None or not state.is_open:
        return
    yield from what_changed(state.correction.before, state.wording, SPELLING)
    who = text(Mention(state.correction.by), " put the spelling right, and answers stay. ")
    stays = ", and the round stays open until then" if state.in_round else ""
    until = text("Any elector can challenge it until ", When(state.correction.until), f"{stays}.")
    yield Note(text(who, until, " Challenged, it is a version of its own."))


def challenging(state: Proposal, press: PressOf) -> Iterator[Button]:
    """The way to say that it was more than spelling."""
    if state.correction is not None:
        yield press("Challenge the fix", "challenge", confirm="Is it more than spelling? Everybody answers anew then.")
