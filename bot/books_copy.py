"""The books written out for other programs, a few entries at a time, so that long ones need not be kept in memory."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TextIO

from bot.compose import Composed
from bot.failure import Failure
from governance_core.budgets.export_model import Entered, ReadsEntries, Volume, Which
from governance_core.budgets.exporting import AT_ONCE, FORMS, all_circles, named_for, volume_of, which
from governance_core.budgets.statement_reading import meant
from governance_core.circles.model import CIRCLES, Circle, Circles
from governance_core.kernel.errors import Invalid
from governance_core.ports import Reader

Advance = Callable[[int, int], None]


def written(made: Composed, form: str, circle: str, period: str, private: bool, out: TextIO, advance: Advance) -> int:
    """Write the entries of one circle, or of all, and how many there were. Raises Failure for what is not there."""
    try:
        volume, wanted, number = made.store.read_now(
            made.org, lambda reader: _around(reader, made.org, circle, period, private)
        )
    except Invalid as refused:
        raise Failure(f"{refused.fields['problem']} {refused.fields['fix']}") from None
    for words in FORMS[form].lines(volume, _entries(made, wanted, number, advance)):
        out.write(words)
    return number


def _around(reader: Reader, org: str, circle: str, period: str, private: bool) -> tuple[Volume, Which, int]:
    circles: Circles = reader.state(CIRCLES)
    everything = all_circles(reader, private)
    wanted = (_named(circle, circles, private),) if circle else everything
    zone = circles.zone_of(wanted[0].id) if circle else circles.organisation.zone
    within = meant(period.strip(), zone, reader.now)
    of = which(None if private and not circle else wanted, within, reader)
    title = f"Books of {wanted[0].name if circle else circles.organisation.name or org}"
    named = named_for(wanted[0].id, circles, everything) if circle else everything
    volume = volume_of(title + (f", {period.strip()}" if period else ""), wanted, named, within, zone, reader)
    return volume, of, reader.half(ReadsEntries).entered_count(of)


def _named(wanted: str, circles: Circles, private: bool) -> Circle:
    found = circles.circles.get(circles.known_as(wanted))
    if found is None:
        known = ", ".join(one.handle for one in circles.alive() if private or not one.private)
        raise Failure(f"There is no circle {wanted}. There are: {known}.")
    if found.private and not private:
        raise Failure(f"{found.name} is private. Add --private if its books may be written out.")
    return found


def _entries(made: Composed, wanted: Which, whole: int, advance: Advance) -> Iterator[Entered]:
    after = done = 0
    while found := made.store.read_now(made.org, partial(_page, wanted, after)):
        yield from found
        after, done = found[-1].row.number, done + len(found)
        advance(done, whole)


def _page(wanted: Which, after: int, reader: Reader) -> list[Entered]:
    return list(reader.half(ReadsEntries).entered(wanted, after, AT_ONCE))
