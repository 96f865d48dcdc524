"""How an envelope was used over a period: a chart of its parts over time, with its figures in a sentence."""

from datetime import datetime, timedelta
from typing import Final

from governance_core.budgets.cards import amount
from governance_core.budgets.model import Envelope
from governance_core.budgets.statement_cards import LABELS
from governance_core.budgets.statement_model import Held, ReadsStatements
from governance_core.cards.card import Picture
from governance_core.cards.chart import Band, Chart
from governance_core.cards.plain import date_words
from governance_core.cards.text import Text, say
from governance_core.kernel.ids import CircleId
from governance_core.kernel.money import Unit
from governance_core.kernel.periods import Period

SAMPLES: Final = 48
"""How often an envelope is looked at over a period, however many entries there are in it."""
USUAL: Final = "this year"
_INSTANT: Final = timedelta(microseconds=1)
_STACKED: Final = ("spent", "committed", "reserved", "available")
_SAID: Final = (
    "{spent} of {allocated} is spent and {promised} promised, that is {share} % of it with {time} % of the time over."
)


def burn(
    half: ReadsStatements,
    circle: CircleId,
    unit: Unit,
    within: Period,
    zone: str,
    now: datetime,
    asked: bool = False,
) -> Picture | None:
    """A picture of an envelope over a period in the circle's zone; None where nothing was asked for or spent in it."""
    first = half.first_at(circle, unit.code)
    if first is None:
        return None
    begin, end = max(within.since or first, first), within.until or now
    last = min(now, end)
    if not begin < last:
        return None
    step = (last - begin) / SAMPLES
    at = (*(begin + step * number for number in range(SAMPLES)), last)
    held = [half.held_before(circle, unit.code, one + _INSTANT) for one in at]
    if not any(one.reserved or one.committed or one.spent for one in held):
        return None
    chart = _chart(unit, begin, end, at, held, zone)
    return Picture(chart, _said(held[-1].envelope(unit), chart), asked)


def _chart(unit: Unit, begin: datetime, end: datetime, at: tuple[datetime, ...], held: list[Held], zone: str) -> Chart:
    bands = tuple(Band(LABELS[part], tuple(getattr(one, part) for one in held)) for part in _STACKED)
    days = date_words(begin, zone, "date"), date_words(end - _INSTANT, zone, "date")
    return Chart(unit.code, unit.exponent, begin, end, at, bands, days)


def _said(envelope: Envelope, chart: Chart) -> Text:
    """`EUR 100.00 of EUR 450.00 is spent …`, and how much of the time is over."""
    used, whole = envelope.spent + envelope.committed, envelope.allocated
    over = (chart.at[-1] - chart.begin) * 100 // (chart.end - chart.begin)
    said = say(
        _SAID,
        spent=amount(envelope.spent, envelope.unit),
        allocated=amount(whole, envelope.unit),
        promised=amount(envelope.committed, envelope.unit),
        share=used * 100 // whole if whole else 0,
        time=over,
    )
    return (f"What was available from {chart.days[0]} to {chart.days[1]}. ", *said)
