"""What comes next for a request, in a sentence: on its card, and for whoever has just done something."""

from collections.abc import Iterator, Sequence

from governance_core.budgets import parts_cards
from governance_core.budgets.circle_cards import by_circle, circle_next
from governance_core.budgets.request_model import Request, Standing
from governance_core.cards.card import Note
from governance_core.cards.text import Text, When, count, people, text
from governance_core.kernel.ids import PersonId

NOBODY_PAYS = (
    "The circle promises it, and nobody may record its payment as it is: whoever keeps the purse asked for it or "
    "decided it. Propose a treasurer with /circle propose-role, or ask an admin to name one in the config."
)
_NEXT = {
    Standing.APPROVED: "The circle promises this amount; it can be paid now.",
    Standing.DECLINED: "What was set aside is free again. It may be asked for anew.",
    Standing.WITHDRAWN: "What was set aside is free again.",
    Standing.LAPSED: "What was set aside is free again. It may be asked for anew.",
    Standing.PAID: "All of it is paid. It is closed once the receipt is there.",
    Standing.CLOSED: "Nothing more is paid for it.",
}
_ORPHANED = "Whoever asked for it left. It can be paid still, or closed, which frees what is not paid of it."


def notes(state: Request, able: Sequence[PersonId], payable: bool, left: bool) -> Iterator[Note]:
    """What comes next, who asked and left, and that nobody may pay."""
    if state.standing is not Standing.APPROVED:
        yield Note(next_step(state, able))
        return
    yield Note(next_step(state, able) if payable else (NOBODY_PAYS,))
    if left:
        yield Note((_ORPHANED,))


def next_step(state: Request, able: Sequence[PersonId]) -> Text:
    """What comes next."""
    if state.standing is Standing.APPROVED and state.content.parts:
        return parts_cards.parts_next(state)
    if not state.is_open or state.terms is None:
        late = "Nobody decided it in time. " if state.standing is Standing.LAPSED and not state.reason else ""
        return (late + _NEXT[state.standing],)
    if state.terms.until is not None:
        return text("It is approved ", When(state.terms.until), ", unless anybody of the circle escalates it.")
    if by_circle(state):
        return circle_next(state)
    missing = state.terms.needed - len(state.approvals)
    waits = [person for person in able if person not in state.approvals]
    if missing <= 0:
        return text("Enough have approved it, and one of them can press Approve once more to settle it.")
    if len(waits) < missing:
        return text("Too few could approve it now. Any member of the circle can take it to the circle.")
    return text(
        "It waits for ", people(waits, "or"), "." if missing == 1 else f": {count(missing, 'approval')} missing."
    )
