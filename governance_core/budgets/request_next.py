"""What comes next for a request, in a sentence: on its card, and for whoever has just done something."""

from collections.abc import Iterator, Sequence

from governance_core.budgets import parts_cards
from governance_core.budgets.circle_cards import by_circle, circle_next
from governance_core.budgets.paying_guards import payers_said
from governance_core.budgets.paying_route import APPROVER, MEMBERS, Payers
from governance_core.budgets.request_around import Around
from governance_core.budgets.request_model import Request, Standing
from governance_core.cards.card import Note
from governance_core.cards.text import Mention, Text, When, count, people, say, text
from governance_core.kernel.ids import PersonId

_NOBODY_PAYS = (
    " But nobody may record its payment as it is: whoever keeps the purse asked for it, approved it or would be paid. "
    "Propose a treasurer with /circle propose-role, or ask an admin to name one in the config or to set last_payer."
)
_LAST_RESORT = {
    MEMBERS: " Whoever keeps the purse asked for it, approved it or would be paid, so as payer of last resort {who} "
    "can record its payment.",
    APPROVER: " Nobody is left who neither asked for it, approved it nor would be paid, so as payer of last resort "
    "{who}, who approved it, can record its payment.",
}
_NEXT = {
    Standing.APPROVED: "The circle promises this amount; it can be paid now.",
    Standing.DECLINED: "What was set aside is free again. It may be asked for anew.",
    Standing.WITHDRAWN: "What was set aside is free again.",
    Standing.LAPSED: "What was set aside is free again. It may be asked for anew.",
    Standing.PAID: "All of it is paid. It is closed once the receipt is there.",
    Standing.CLOSED: "Nothing more is paid for it.",
}
_PAYEE_LEFT = (
    ", the payee, left the organisation. Record only what they were owed and got; what is not owed is given up with "
    "Close or Withdraw, or another payee is named with Change."
)
_ORPHANED = "Whoever asked for it left. It can be paid still, or closed, which frees what is not paid of it."


def notes(state: Request, circle: str, now: Around) -> Iterator[Note]:
    """What comes next; who is there no more, and who does then what they would have done."""
    promised = state.standing is Standing.APPROVED
    yield Note(text(next_step(state, now.able), _last(now.paying) if promised else ()))
    if now.left and promised:
        yield Note((_ORPHANED,))
    if now.heirs and state.holds and not state.paid:
        yield Note(_without_seat(state, circle, now.heirs))
    if now.payee_left and state.due:
        yield Note(text(Mention(state.content.payee_person or state.requester), _PAYEE_LEFT))


def _without_seat(state: Request, circle: str, able: Sequence[PersonId]) -> Text:
    """That who asked has no seat there any more, and who can take it back for them."""
    words = "{who} has no seat in {circle} any more. It goes on as it is, unless they or {able} withdraw it."
    return say(words, who=Mention(state.requester), circle=circle, able=people(able, "or"))


def _last(paying: Payers) -> Text:
    """Who pays as the last who can; nothing where it goes without saying."""
    if paying.persons:
        return say(_LAST_RESORT[paying.resort], who=payers_said(paying.persons)) if paying.resort else ()
    return (_NOBODY_PAYS,)


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
