"""What is said once when something happens to a budget request, and what the one who pressed is told."""

from collections.abc import Sequence
from typing import Any

from governance_core.budgets import receipts_cards, reminding_cards
from governance_core.budgets.circle_cards import by_circle, circle_next
from governance_core.budgets.circle_events import BudgetNotAdopted
from governance_core.budgets.model import RESERVED
from governance_core.budgets.parts_cards import report_buttons, said_of_parts
from governance_core.budgets.parts_messages import PartsReleased, ReportAccepted, ReportHandedIn, ReportRefused
from governance_core.budgets.paying_cards import said_of
from governance_core.budgets.paying_messages import (
    BudgetClosed,
    PaymentRecorded,
    PaymentReversed,
    ReceiptAdded,
    RefundRecorded,
    RefundReversed,
)
from governance_core.budgets.receipts_messages import ReceiptChased
from governance_core.budgets.receipts_rules import misses_receipt
from governance_core.budgets.reminding_messages import ApproversReminded
from governance_core.budgets.request_cards import deciding, named, said_amount, together
from governance_core.budgets.request_events import (
    ApprovalGiven,
    BudgetAmended,
    BudgetApproved,
    BudgetDeclined,
    BudgetEscalated,
    BudgetLapsed,
    BudgetRequested,
    BudgetWithdrawn,
    RequesterLeft,
)
from governance_core.budgets.request_model import Request, Route
from governance_core.budgets.request_next import next_step
from governance_core.budgets.request_view import content_difference
from governance_core.cards.card import Block, Button, Buttons, Card, Paragraph, Press
from governance_core.cards.plain import one_line
from governance_core.cards.text import Link, Mention, Text, people, say, text
from governance_core.circles.model import Circle
from governance_core.feature import Home, Notice
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.kernel.message import Event

REASON_LIMIT = 200
ANEW = (" Earlier approvals do not count for it.", " Everybody answers anew.")
"""What a change does to what was said of it before: by those who approve, and by a circle."""
_ORPHANED = " It is promised still: it can be paid, or closed, which frees what is not paid of it."


def notices(event: Event, state: Request) -> tuple[Notice, ...]:
    """The circle hears of every change; those who can approve of what waits for them; the requester how it ended.

    A new request is told of by its card.
    """
    home = Notice(Home(state.circle), "announce")
    if told_by_proposal(event, state):
        return _to_requester(event, state)
    match event:
        case BudgetRequested(terms=terms):
            return _to_approvers(terms.asked)
        case BudgetAmended(terms=terms, voids=voids):
            return (home, *_to_approvers(terms.asked if voids else ()))
        case BudgetEscalated(terms=terms):
            return (home, Notice(state.requester, "whisper"), *_to_approvers(terms.asked))
        case ApproversReminded():
            return tuple(reminding_cards.notices(event, state))
        case BudgetApproved() | BudgetDeclined() | BudgetLapsed() | BudgetNotAdopted():
            return (home, Notice(state.requester, "whisper"))
        case PaymentRecorded() | PaymentReversed() | RefundRecorded() | RefundReversed():
            return (home, Notice(state.requester, "whisper"))
        case BudgetClosed(person=person):
            return (home,) if person else ()
        case ReportHandedIn(asked=asked):
            return (home, *_to_approvers(asked))
        case ReceiptChased(person=person, direct=direct):
            alone = tuple(Notice(one, "reminder", platform) for one, platform in direct.items())
            return alone or ((Notice(home.to, "reminder"),) if person else ())
        case PartsReleased() | ReportRefused():
            return (home, Notice(state.requester, "whisper"))
        case RequesterLeft(of=of):
            return (home, *_to_approvers(of))
        case BudgetWithdrawn():
            return (home, *_to_requester(event, state))
        case ReceiptAdded():
            return (home,)
        case _:
            return ()


def _to_requester(event: Event, state: Request) -> tuple[Notice, ...]:
    """Who asked hears what became of it, but for what they did themselves."""
    theirs = isinstance(event, BudgetAmended) or getattr(event, "by", None) == state.requester
    if isinstance(event, BudgetWithdrawn):
        theirs = event.left or event.person == state.requester
    return () if theirs else (Notice(state.requester, "whisper"),)


def told_by_proposal(event: Event, state: Request) -> bool:
    """Whether the home of the circle hears it of the proposal that decides the request, and need not hear it twice."""
    terms = state.terms
    same = BudgetAmended | BudgetApproved | BudgetNotAdopted | BudgetWithdrawn
    if terms is None or terms.route is not Route.CONSENT or terms.circle != state.circle or not isinstance(event, same):
        return False
    match event:
        case BudgetWithdrawn(held=held):
            return held == RESERVED
        case BudgetAmended(voids=voids):
            return voids
        case _:
            return True


def _to_approvers(asked: Sequence[PersonId]) -> tuple[Notice, ...]:
    return tuple(Notice(person, "whisper") for person in asked)


def telling(stream: StreamId, event: Event, state: Request, circle: Circle, zone: str, decides: bool) -> Card | None:
    """What they hear, with the buttons of whoever `decides`; None when there is nothing to say any more."""
    if isinstance(event, ReceiptChased):
        return _chased(stream, event, state, zone)
    said = _words(stream, event, state, circle)
    if not said:
        return None
    blocks: list[Block] = [Paragraph(said)]
    if isinstance(event, BudgetAmended) and 1 < event.version <= state.version:
        old, new = state.versions[event.version - 2 : event.version]
        blocks.extend(content_difference(old, new, event.version - 1, event.version))
    blocks.append(
        Buttons((*_pressed_on(stream, event, state, decides), Button("Open", Press(stream, state.version, "request"))))
    )
    return Card(stream, tuple(blocks), said, state.version, zone)


def _chased(stream: StreamId, event: ReceiptChased, state: Request, zone: str) -> Card | None:
    """A reminder to somebody; none once the receipt is there."""
    if event.person is None or not misses_receipt(state):
        return None
    said = receipts_cards.reminder(named(stream, state), event.person, event.person not in event.direct)
    return receipts_cards.reminded(stream, said, state.version, zone, bool(event.direct))


def _pressed_on(stream: StreamId, event: Event, state: Request, decides: bool) -> Sequence[Button]:
    if isinstance(event, ReportHandedIn):
        return report_buttons(stream, state) if decides else ()
    asks = isinstance(event, BudgetRequested | BudgetAmended | BudgetEscalated)
    return deciding(stream, state) if asks and decides and state.is_open else ()


def _words(stream: StreamId, event: Any, state: Request, circle: Circle) -> Text:
    which = named(stream, state)
    match event:
        case BudgetRequested():
            asked = say("{who} asks {circle} for {amount}", who=Mention(state.requester), circle=circle.name,
                        amount=said_amount(state))  # fmt: skip
            what = f": {one_line(state.content.purpose, 120)}. It waits for your approval as {stream}."
            return text(asked, what) if state.is_open else ()
        case BudgetAmended(voids=voids):
            again = ANEW[by_circle(state)] if voids else ""
            return text(which, " was changed by ", Mention(state.requester), f".{again}")
        case BudgetEscalated(person=person, reason=reason):
            now = text(" ", circle_next(state)) if by_circle(state) else (" It needs an approval now.",)
            return text(which, " was escalated by ", Mention(person), _why(reason), now)
        case BudgetApproved(proposal=proposal) if proposal:
            return text(which, " is approved: ", Link(proposal, proposal), " was adopted.")
        case BudgetNotAdopted(because=because, reason=reason):
            why = f": {because}" + _why(reason) if because else _why(reason)
            return text(which, " is not approved", why, " What was set aside is free again.")
        case BudgetApproved(by=by):
            return text(which, " is approved", text(" by ", together(by)) if by else ": nobody escalated it", ".")
        case BudgetDeclined(person=person, reason=reason):
            return text(which, " was declined by ", Mention(person), _why(reason), " What was set aside is free again.")
        case BudgetWithdrawn(left=left, reason=reason, person=person):
            who = () if person == state.requester else text(" by ", Mention(person))
            gone = " ended, as its requester left the organisation."
            return text(which, gone) if left else text(which, " was withdrawn", who, _why(reason))
        case RequesterLeft():
            return text(Mention(state.requester), ", who asked for ", which, ", left the organisation.", _ORPHANED)
        case BudgetLapsed():
            return text(which, " lapsed: nobody decided it in time. What was set aside is free again.")
        case _:
            return said_of_parts(which, event, state) or said_of(which, event, state)


def _why(reason: str) -> str:
    return f": “{one_line(reason, REASON_LIMIT)}”." if reason else "."


def receipt(stream: StreamId, events: Sequence[Event], state: Request, able: Sequence[PersonId]) -> Card:
    """What the one who pressed is told: what was recorded, and what comes next."""
    words = _receipt_words(stream, events, state, able)
    blocks: list[Block] = [Paragraph(words)]
    if state.holds:
        blocks.append(Buttons((Button("Balance", Press(state.circle, 0, "balance")),)))
    return Card(stream, tuple(blocks), words, state.version, private=True, tone="done")


def _receipt_words(stream: StreamId, events: Sequence[Event], state: Request, able: Sequence[PersonId]) -> Text:
    first = events[0] if events else None
    which = named(stream, state)
    match first:
        case None:
            return text(f"{stream} had this from you already; nothing changed.")
        case BudgetRequested():
            return text("Asked for, and set aside: ", which, ". ", next_step(state, able))
        case BudgetAmended(voids=voids):
            again = f"{ANEW[by_circle(state)]} " if voids else " "
            return text("Changed: ", which, f".{again}", next_step(state, able))
        case BudgetEscalated():
            now = (
                circle_next(state) if by_circle(state) else text(people(able, "or"), " can approve or decline it now.")
            )
            return text("Escalated: ", which, ". ", now)
        case ApprovalGiven():
            done = " The circle promises it now." if not state.is_open else text(" ", next_step(state, able))
            return text("Approved: ", which, ".", done)
        case BudgetDeclined():
            return text("Declined: ", which, ". What was set aside is free again, and ", Mention(state.requester),
                        " hears why.")  # fmt: skip
        case ReportHandedIn() | ReportAccepted() | ReportRefused():
            said = (text(" ", said_of_parts(which, one, state)) for one in events)
            return text("Recorded.", *said)
        case PaymentRecorded() | RefundRecorded() | PaymentReversed() | RefundReversed():
            closed = " It is closed now." if len(events) > 1 else ""
            return text("Recorded. ", said_of(which, first, state), closed)
        case ReceiptAdded() | BudgetClosed():
            closed = " It is closed now." if len(events) > 1 else ""
            return text("Recorded. ", said_of(which, first, state), closed)
        case _:
            return text("Withdrawn: ", which, ". What was set aside is free again.")
