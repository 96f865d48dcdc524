"""What a digest tells of a circle's rounds: what is stuck, what closes soon, what ended, and how deciding goes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Protocol

from governance_core.cards.card import Button, Press
from governance_core.cards.text import Text, When, count, listed, text
from governance_core.circles.model import CIRCLES, Circles
from governance_core.kernel.ids import CircleId, StreamId
from governance_core.ports import Reader
from governance_core.reports import FEW, NEED, Line, Part, Report, Sum, Window, beside

SOON: Final = timedelta(days=7)
"""What closes within a week of the digest is said to close soon."""
LOOKED_BACK: Final = timedelta(days=90)
"""How deciding goes is told of so long a time: single weeks have too few rounds to say anything."""
QUIET: Final = timedelta(days=7)
MOST: Final = 5
_MANY: Final = 200


@dataclass(frozen=True, slots=True)
class Stuck:
    """An open proposal with an open objection, and when the oldest was raised (UTC)."""

    id: StreamId
    title: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Closing:
    """A round that ends soon, and how many of its electors have answered the version in force."""

    id: StreamId
    title: str
    deadline: datetime
    answered: int
    electors: int


@dataclass(frozen=True, slots=True)
class Ended:
    """A proposal that ended, as what, and what was answered to its last version."""

    id: StreamId
    title: str
    stage: str
    agreement: str
    consents: int
    concerns: int


@dataclass(frozen=True, slots=True)
class Pace:
    """Figures of rounds that ended: how many, as what, how long adoption took, how many of those asked answered.

    `asked`, `answered`, and how many were adopted though somebody was `silent`, are of rounds with electors enough.
    """

    ended: int
    adopted: int
    lapsed: int
    objections: int
    asked: int
    answered: int
    silent: int
    to_adoption: timedelta | None


_NOTHING: Final = Pace(0, 0, 0, 0, 0, 0, 0, None)


class ReadsPace(Protocol):
    """Rounds of one circle over time; practice is left out."""

    def stuck(self, circle: CircleId, limit: int) -> Sequence[Stuck]:
        """Open proposals with an open objection, the longest waiting first."""

    def closing(self, circle: CircleId, until: datetime, limit: int) -> Sequence[Closing]:
        """Rounds that end by an instant, the first to end first."""

    def ended(self, circle: CircleId, since: datetime, until: datetime, limit: int) -> Sequence[Ended]:
        """What ended after one instant and up to another, in order."""

    def count_ended(self, circle: CircleId, since: datetime, until: datetime) -> int:
        """How many did."""

    def pace(self, circle: CircleId, since: datetime, until: datetime, fewest: int) -> Pace:
        """Figures of what ended then; of people in rounds of at least so many electors."""

    def count_quiet(self, circle: CircleId, before: datetime) -> int:
        """Open proposals that nobody answered or changed since an instant."""


def reports(window: Window, reader: Reader) -> tuple[Report, ...]:
    """The parts about rounds."""
    half = reader.half(ReadsPace)
    parts = [_stuck(window, half), _closing(window, half), _ended(window, half), _pace(window, half, reader)]
    return tuple(one for one in parts if one.lines or one.sums)


def _stuck(window: Window, half: ReadsPace) -> Report:
    found = half.stuck(window.circle, _MANY)
    lines = tuple(
        _line(one.id, one.title, text("objection open since ", When(one.since, "date")), one.since)
        for one in found[:MOST]
    )
    sums = (Sum(NEED, len(found)),) if found else ()
    return Report(Part.NEEDS, lines, more=len(found) - len(lines), sums=sums)


def _closing(window: Window, half: ReadsPace) -> Report:
    found = half.closing(window.circle, window.until + SOON, _MANY)
    sums = (Sum("closing soon", len(found)),) if found else ()
    lines = tuple(_closes(one) for one in found[:MOST])
    return Report(Part.CLOSING, lines, more=len(found) - len(lines), sums=sums)


def _closes(one: Closing) -> Line:
    said = text("closes ", When(one.deadline), f", {one.answered} of {one.electors} answered")
    silent = one.electors - one.answered
    button = Button(f"Remind {count(silent, 'person', 'people')}", Press(one.id, 0, "remind")) if silent else None
    return Line(one.id, said, one.title, button or Button("Open", Press(one.id, 0, "show")))


def _ended(window: Window, half: ReadsPace) -> Report:
    found = half.ended(window.circle, window.since, window.until, MOST)
    count_all = half.count_ended(window.circle, window.since, window.until) if len(found) == MOST else len(found)
    sums = (Sum("decided or ended", count_all),) if found else ()
    return Report(Part.DECIDED, tuple(_outcome(one) for one in found), more=count_all - len(found), sums=sums)


def _outcome(one: Ended) -> Line:
    if one.stage != "adopted":
        return _line(one.id, one.title, text(one.stage))
    said = [count(one.consents, "consent")] if one.consents else []
    said += [count(one.concerns, "concern")] if one.concerns else []
    how = text("adopted (", listed(said), ")") if said else text("adopted")
    return _line(StreamId(one.agreement or one.id), one.title, how)


def _line(item: StreamId, title: str, said: Text, since: datetime | None = None) -> Line:
    action = "decision" if item.startswith("D-") else "show"
    return Line(item, said, title, Button("Open", Press(item, 0, action)), since)


def _pace(window: Window, half: ReadsPace, reader: Reader) -> Report:
    """How deciding goes, beside how it went as the last digest was sent; for whoever answers for the circle."""
    now = half.pace(window.circle, window.until - LOOKED_BACK, window.until, FEW)
    circles: Circles = reader.state(CIRCLES)
    enough = len(circles.seats(window.circle)) >= FEW
    sums = (Sum("answers given in rounds", now.answered, now.asked),) if enough and now.asked else ()
    if window.lead is None:
        return Report(Part.HEALTH, (), news=False, sums=sums)
    before = half.pace(window.circle, window.since - LOOKED_BACK, window.since, FEW)
    quiet = half.count_quiet(window.circle, window.until - QUIET)
    said = [*_said(now, before, enough), *([f"{count(quiet, 'proposal')} quiet for more than 7 days"] if quiet else [])]
    return Report(Part.HEALTH, tuple(Line("", text(one)) for one in said), news=False, sums=sums)


def _said(now: Pace, before: Pace, enough: bool) -> Iterator[str]:
    """Each figure as `x of y`, beside the one of the last digest; those about people only where they are enough.

    Where all of them are as they were, that is said once.
    """
    if not now.ended:
        return
    alike, before = now == before, _NOTHING if now == before else before
    rounds = count(now.ended, "round")
    adopted = f"{now.adopted} of {rounds} adopted{_than(now.adopted, before, before.adopted)}"
    lapsed = f"{now.lapsed} of {now.ended} lapsed{_than(now.lapsed, before, before.lapsed)}"
    yield f"90 days{', all as before' if alike else ''}: {adopted}; {lapsed}"
    if now.to_adoption:
        earlier = before.to_adoption.total_seconds() if before.to_adoption else None
        change = beside(now.to_adoption.total_seconds(), earlier, _days(before.to_adoption or timedelta(0)))
        yield f"Median {_days(now.to_adoption)} from proposal to decision{change}"
    objected = f"{count(now.objections, 'objection')} in {rounds}{_than(now.objections, before, before.objections)}"
    if not enough or not now.asked:
        yield objected
        return
    earlier = before.answered / before.asked if before.asked else None
    change = beside(now.answered / now.asked, earlier, f"{before.answered} of {before.asked}")
    yield f"{now.answered} of {now.asked} answers given ({_percent(now.answered, now.asked)}{change}); {objected}"
    if now.silent:
        silent = _than(now.silent, before, before.silent)
        yield f"{now.silent} of {now.adopted} adopted while somebody was silent{silent}"


def _than(now: int, earlier: Pace, before: int) -> str:
    """Beside a figure of the last digest, where there was one."""
    return beside(now, before if earlier.ended else None, f"{before} of {earlier.ended}")


def _percent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%"


def _days(length: timedelta) -> str:
    hours = length / timedelta(hours=1)
    return f"{hours / 24:.1f} days" if hours >= 24 else f"{hours:.0f} hours"
