"""The circles below one, in a line each: what needs somebody, what was decided, and figures that add up to a total."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from governance_core.cards.card import Button, Press
from governance_core.cards.plain import one_line
from governance_core.cards.text import Text, count, text
from governance_core.circles.model import Circle, Circles
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.reports import NEED, Line, Part, Report, Sum, added

MOST_CIRCLES: Final = 10
"""So many have a line and a button each, beside the lines above them, in one message of every platform."""
NAMED: Final = 40
"""Characters of a circle's name on a button."""
Sums = Callable[[CircleId], Sequence[Sum]]


@dataclass(frozen=True, slots=True)
class Row:
    """A circle with its figures."""

    circle: Circle
    sums: tuple[Sum, ...]

    @property
    def needs(self) -> int:
        """How many things of it need somebody."""
        return sum(one.number for one in self.sums if one.what == NEED)

    @property
    def line(self) -> Line:
        """`Garden · 2 need somebody · 3 decided or ended · …`, and its digest by its name, as its id says nothing."""
        button = Button(f"Digest of {one_line(self.circle.name, NAMED)}", Press(self.circle.id, 0, "digest"))
        return Line(self.circle.id, text(f"{self.circle.name} · ", said(self.sums)), button=button)


def looked_at(top: CircleId, circles: Circles, viewer: PersonId | None) -> list[Circle]:
    """The sub-circles of a circle, and of the root circle all there are; private ones only for whoever sits there."""
    whole = circles.circles[top].parent is None
    below = [one for one in circles.alive() if one.id != top and one.parent is not None]
    mine = [one for one in below if whole or one.parent == top]
    return [one for one in mine if circles.may_see(viewer, one.id)]


def rows(shown: Iterable[Circle], sums: Sums) -> list[Row]:
    """Those of which there is something to tell, first where somebody is needed most, then by name."""
    found = [Row(one, added(sums(one.id))) for one in shown]
    return sorted((row for row in found if row.sums), key=lambda row: (-row.needs, row.circle.name.casefold()))


def report(top: Circle, circles: Circles, viewer: PersonId, sums: Sums) -> Report:
    """The part of a lead's digest about the circles below; a total where there are several."""
    found = rows(looked_at(top.id, circles, viewer), sums)
    lines = [*([total(found)] if len(found) > 1 else []), *(row.line for row in found[:MOST_CIRCLES])]
    return Report(Part.BELOW, tuple(lines), news=False, more=max(len(found) - MOST_CIRCLES, 0))


def total(found: Sequence[Row]) -> Line:
    """The sum of all their lines, also of those that are not shown."""
    figures = added(one for row in found for one in row.sums)
    return Line("", text(f"Together, {count(len(found), 'circle')} · ", said(figures)))


def said(sums: Iterable[Sum]) -> Text:
    """Figures beside each other."""
    return text(*(piece for number, one in enumerate(sums) for piece in ((" · ", *one.said) if number else one.said)))
