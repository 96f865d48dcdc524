"""What a digest tells of a circle's money: what is available, what moved since, and which requests wait."""

from typing import Final

from governance_core.budgets.model import BOOKS, Books, Envelope
from governance_core.budgets.reading import ReadsRequests, RequestRow
from governance_core.budgets.request_model import Standing
from governance_core.budgets.statement_model import ReadsStatements
from governance_core.cards.card import Button, Press
from governance_core.cards.text import Money, Text, When, listed, text
from governance_core.kernel.money import Unit
from governance_core.ports import Reader
from governance_core.reports import Line, Part, Report, Window

MOST: Final = 5


def envelopes(window: Window, reader: Reader) -> tuple[Report, ...]:
    """A line for each unit: what there is, and what came, was spent or went back since. News where it is another."""
    state: Books = reader.state(BOOKS)
    half = reader.half(ReadsStatements)
    lines: list[Line] = []
    news = False
    for now in state.envelopes(window.circle):
        before = half.held_before(window.circle, now.unit.code, window.since).envelope(now.unit)
        moved = _moved(before, now)
        news = news or bool(moved)
        lines.append(_envelope(window, now, moved))
    return (Report(Part.MONEY, tuple(lines), news),) if lines else ()


def _envelope(window: Window, now: Envelope, moved: Text) -> Line:
    there = text(_money(now.available, now.unit), " available of ", _money(now.allocated, now.unit))
    button = Button("Balance", Press(window.circle, 0, "balance"))
    return Line(window.circle, text(there, " · since then: ", moved) if moved else there, button=button)


def _moved(before: Envelope, now: Envelope) -> Text:
    """What changed in words, nothing where nothing did."""
    unit = now.unit
    allocated, spent = now.allocated - before.allocated, now.spent - before.spent
    asked = now.reserved + now.committed - before.reserved - before.committed
    said = [
        *([text(_money(allocated, unit), " allocated")] if allocated > 0 else []),
        *([text(_money(-allocated, unit), " given back")] if allocated < 0 else []),
        *([text(_money(spent, unit), " spent")] if spent > 0 else []),
        *([text(_money(-spent, unit), " refunded")] if spent < 0 else []),
        *([text(_money(asked, unit), " more set aside")] if asked > 0 else []),
    ]
    return listed(said) if said else ()


def _money(minor: int, unit: Unit) -> Money:
    return Money(minor, unit.code, unit.exponent)


def requests_waiting(window: Window, reader: Reader) -> tuple[Report, ...]:
    """The requests that nobody decided yet."""
    half = reader.half(ReadsRequests)
    rows = half.listed_requests([window.circle], (Standing.ASKED,), None, MOST)
    if not rows:
        return ()
    more = half.count_requests([window.circle], (Standing.ASKED,), None) - len(rows)
    return (Report(Part.MONEY, tuple(_waits(row) for row in rows), more=more),)


def _waits(row: RequestRow) -> Line:
    amount = Money(row.minor, row.unit, row.exponent)
    said = text(amount, " · waits since ", When(row.at, "date"))
    return Line(row.id, said, row.purpose, Button("Open", Press(row.id, row.version, "request")), row.at)
