"""What a digest tells of a circle's money: what is available, what moved since, and which requests wait."""

from collections.abc import Iterator
from typing import Final

from governance_core.budgets.model import BOOKS, Books, Envelope
from governance_core.budgets.reading import ReadsParts, ReadsRequests, RequestRow
from governance_core.budgets.receipts_rules import misses_receipt
from governance_core.budgets.request_model import Standing
from governance_core.budgets.statement_model import ReadsStatements
from governance_core.cards.card import Button, Press
from governance_core.cards.text import Money, Text, When, listed, text
from governance_core.kernel.ids import CircleId
from governance_core.kernel.money import Unit
from governance_core.ports import Reader
from governance_core.reports import NEED, Line, Part, Report, Sum, Window

MOST: Final = 5
MOST_LOOKED_AT: Final = 50


def envelopes(window: Window, reader: Reader) -> tuple[Report, ...]:
    """A line for each unit: what there is, and what came, was spent or went back since. News where it is another."""
    state: Books = reader.state(BOOKS)
    half = reader.half(ReadsStatements)
    lines: list[Line] = []
    sums: list[Sum] = []
    news = False
    for now in state.envelopes(window.circle):
        before = half.held_before(window.circle, now.unit.code, window.since).envelope(now.unit)
        moved = _moved(before, now)
        news = news or bool(moved)
        lines.append(_envelope(window, now, moved, _next(window.circle, now.unit, state)))
        sums += _sums(before, now)
    return (Report(Part.MONEY, tuple(lines), news, sums=tuple(sums)),) if lines else ()


def _envelope(window: Window, now: Envelope, moved: Text, coming: Text) -> Line:
    there = text(_money(now.available, now.unit), " available of ", _money(now.allocated, now.unit))
    since = text(" · since then: ", moved) if moved else ()
    return Line(window.circle, text(there, since, coming), button=Button("Balance", Press(window.circle, 0, "balance")))


def _next(circle: CircleId, unit: Unit, state: Books) -> Text:
    """The next allocation that recurs."""
    rules = [rule for rule in state.recurring.values() if (rule.circle, rule.of) == (circle, unit)]
    rule = min(rules, key=lambda one: one.due, default=None)
    return text(" · ", _money(rule.minor, unit), " more on ", When(rule.due, "date")) if rule else ()


def _sums(before: Envelope, now: Envelope) -> Iterator[Sum]:
    code, exponent = now.unit.code, now.unit.exponent
    yield Sum("available", now.available, now.allocated, code, exponent)
    if now.spent != before.spent:
        yield Sum("spent", now.spent - before.spent, None, code, exponent)


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
    whole = half.count_requests([window.circle], (Standing.ASKED,), None)
    lines = tuple(_waits(row) for row in rows)
    return (Report(Part.MONEY, lines, more=whole - len(rows), sums=(Sum(NEED, whole),)),)


def receipts_missing(window: Window, reader: Reader) -> tuple[Report, ...]:
    """How many payments need a receipt that is not there."""
    found = reader.half(ReadsParts).without_receipt([window.circle])[:MOST_LOOKED_AT]
    missing = sum(misses_receipt(reader.state(stream)) for stream in found)
    if not missing:
        return ()
    button = Button("Which", Press(window.circle, 0, "missing-receipts"))
    said = f"{missing} paid {'request misses its' if missing == 1 else 'requests miss their'} receipt"
    return (Report(Part.MONEY, (Line("", (said,), button=button),)),)


def _waits(row: RequestRow) -> Line:
    amount = Money(row.minor, row.unit, row.exponent)
    said = text(amount, " · waits since ", When(row.at, "date"))
    return Line(row.id, said, row.purpose, Button("Review", Press(row.id, row.version, "request")), row.at)
