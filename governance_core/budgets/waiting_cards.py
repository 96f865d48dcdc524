"""The lines in which somebody reads what of money waits for them: how it stands, since when, and what can be done."""

from datetime import datetime

from governance_core.budgets.cards import amount
from governance_core.budgets.request_cards import said_amount, status
from governance_core.budgets.request_model import Request
from governance_core.cards.card import Button, Entry, Press
from governance_core.cards.plain import one_line
from governance_core.cards.text import Mention, Money, Text, When, text
from governance_core.circles.model import Circle
from governance_core.kernel.ids import StreamId

PURPOSE_LIMIT = 60


def approve_entry(stream: StreamId, state: Request, circle: Circle) -> Entry:
    """A request that waits for an approval."""
    since = text(" since ", When(state.at, "date")) if state.at else ()
    named = _named(stream, said_amount(state), state, circle)
    words = text(named, f" · {status(state)}", since, " · ", Mention(state.requester))
    return Entry(words, stream, Button("Open", Press(stream, state.version, "request")), since=state.at)


def round_entry(proposal: StreamId, stream: StreamId, state: Request, circle: Circle, since: datetime) -> Entry:
    """A request, or a report on one, that waits for an answer in a round."""
    what = " · on a report" if not state.is_open else ""
    named = _named(stream, said_amount(state), state, circle)
    words = text(named, f"{what} · in {proposal} since ", When(since, "date"))
    return Entry(words, proposal, Button(f"Answer {proposal}", Press(proposal, 0, "show")), since=since)


def to_pay_entry(stream: StreamId, state: Request, circle: Circle) -> Entry:
    """A request of which something can be paid now."""
    payee = state.content.payee_person
    to = Mention(payee) if payee else one_line(state.content.payee, PURPOSE_LIMIT)
    partly = ", partly paid" if state.paid else ""
    since = text(" since ", When(state.settled_at, "date")) if state.settled_at else ()
    named = _named(stream, amount(state.payable, state.content.of), state, circle)
    press = Press(stream, state.version, "paid-request")
    words = text(named, " · to ", to, " · approved", since, partly)
    kept = text(amount(state.payable, state.content.of), " · approved", since, partly)
    return Entry(words, stream, Button("Record payment", press), since=state.settled_at, recorded=kept)


def announced_entry(stream: StreamId, state: Request, circle: Circle) -> Entry:
    """A request that is approved by itself."""
    until = state.terms.until if state.terms is not None else None
    stands = text(" · approved ", When(until)) if until else ()
    words = text(_named(stream, said_amount(state), state, circle), stands, " · ", Mention(state.requester))
    return Entry(words, stream, Button("Escalate", Press(stream, state.version, "escalate-request")), since=state.at)


def _named(stream: StreamId, money: Money, state: Request, circle: Circle) -> Text:
    return text(f"{stream} · ", money, f" · {one_line(state.content.purpose, PURPOSE_LIMIT)} · {circle.name}")
