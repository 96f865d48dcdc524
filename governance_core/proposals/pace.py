"""What a digest tells of a circle's rounds: what is stuck, what closes soon, what ended, and how deciding goes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Protocol

from governance_core.cards.card import Button, Press
from governance_core.cards.text import Text, When, count, listed, text
from governance_core.circles.model import CIRCLES, Circle, Circles
from governance_core.kernel.ids import CircleId, StreamId
from governance_core.ports import Reader
from governance_core.reports import FEW, Line, Part, Report, Window

SOON: Final = timedelta(days=7)
"""What closes within a week of the digest is said to close soon."""
LOOKED_BACK: Final = timedelta(days=90)
"""How deciding goes is told of so long a time: single weeks have too few rounds to say anything."""
QUIET: Final = timedelta(days=7)
MOST: Final = 5
_MANY: Final = 20


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
    """Figures of rounds that ended: how many, as what, how long adoption took, how many of those asked answered."""

    ended: int
    adopted: int
    lapsed: int
    objections: int
    asked: int
    answered: int
    to_adoption: timedelta | None


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

    def pace(self, circle: CircleId, since: datetime, until: datetime) -> Pace:
        """Figures of what ended then."""

    def count_quiet(self, circle: CircleId, before: datetime) -> int:
        """Open proposals that nobody answered or changed since an instant."""


def reports(window: Window, reader: Reader) -> tuple[Report, ...]:
    """The parts about rounds."""
    half = reader.half(ReadsPace)
    parts = [_stuck(window, half), _closing(window, half), _ended(window, half)]
    if window.lead is not None:
        parts += [_pace(window, half, reader), _below(window, half, reader)]
    return tuple(one for one in parts if one.lines)


def _stuck(window: Window, half: ReadsPace) -> Report:
    lines = tuple(
        _line(one.id, one.title, text("objection open since ", When(one.since, "date")))
        for one in half.stuck(window.circle, MOST)
    )
    return Report(Part.NEEDS, lines)


def _closing(window: Window, half: ReadsPace) -> Report:
    lines = tuple(
        _line(one.id, one.title, text("closes ", When(one.deadline), f", {one.answered} of {one.electors} answered"))
        for one in half.closing(window.circle, window.until + SOON, MOST)
    )
    return Report(Part.CLOSING, lines)


def _ended(window: Window, half: ReadsPace) -> Report:
    found = half.ended(window.circle, window.since, window.until, MOST)
    more = half.count_ended(window.circle, window.since, window.until) - len(found) if len(found) == MOST else 0
    return Report(Part.DECIDED, tuple(_outcome(one) for one in found), more=more)


def _outcome(one: Ended) -> Line:
    if one.stage != "adopted":
        return _line(one.id, one.title, text(one.stage))
    said = [count(one.consents, "consent")] if one.consents else []
    said += [count(one.concerns, "concern")] if one.concerns else []
    how = text("adopted (", listed(said), ")") if said else text("adopted")
    return _line(StreamId(one.agreement or one.id), one.title, how)


def _line(item: StreamId, title: str, said: Text) -> Line:
    action = "decision" if item.startswith("D-") else "show"
    return Line(item, said, title, Button("Open", Press(item, 0, action)))


def _pace(window: Window, half: ReadsPace, reader: Reader) -> Report:
    pace = half.pace(window.circle, window.until - LOOKED_BACK, window.until)
    circles: Circles = reader.state(CIRCLES)
    enough = len(circles.seats(window.circle)) >= FEW
    quiet = half.count_quiet(window.circle, window.until - QUIET)
    said = [*_said(pace, enough), *([f"{count(quiet, 'proposal')} quiet for more than 7 days"] if quiet else [])]
    return Report(Part.HEALTH, tuple(Line("", text(one)) for one in said), news=False)


def _said(pace: Pace, enough: bool) -> Sequence[str]:
    if not pace.ended:
        return ()
    took = f", median {_days(pace.to_adoption)} from proposal to decision" if pace.to_adoption else ""
    rounds = f"90 days: {count(pace.ended, 'round')} ended, {pace.adopted} adopted, {pace.lapsed} lapsed{took}"
    share = f"{pace.answered} of {pace.asked} asked answered ({_percent(pace.answered, pace.asked)})"
    objected = f"{count(pace.objections, 'objection')} in {count(pace.ended, 'round')}"
    return (rounds, f"{share}; {objected}") if enough and pace.asked else (rounds, objected)


def _below(window: Window, half: ReadsPace, reader: Reader) -> Report:
    """A line for each sub-circle that the lead may see and in which something happened."""
    circles: Circles = reader.state(CIRCLES)
    below = [one for one in circles.children(window.circle) if circles.may_see(window.lead, one.id)]
    said = [(one, _happened(replace(window, circle=one.id), half)) for one in below]
    lines = [_of_circle(one, happened) for one, happened in said if happened]
    return Report(Part.BELOW, tuple(lines), news=False)


def _happened(window: Window, half: ReadsPace) -> Sequence[str]:
    ended = half.count_ended(window.circle, window.since, window.until)
    closing = len(half.closing(window.circle, window.until + SOON, _MANY))
    stuck = len(half.stuck(window.circle, _MANY))
    found = ((ended, "ended"), (closing, "closing soon"), (stuck, "with an open objection"))
    return [f"{_counted(number)} {what}" for number, what in found if number]


def _counted(number: int) -> str:
    return f"{_MANY} or more" if number == _MANY else str(number)


def _of_circle(circle: Circle, happened: Sequence[str]) -> Line:
    button = Button("Open", Press(circle.id, 0, "circle"))
    return Line(circle.id, text(f"{circle.name} · {', '.join(happened)}"), button=button)


def _percent(part: int, whole: int) -> str:
    return f"{round(100 * part / whole)}%"


def _days(length: timedelta) -> str:
    hours = length / timedelta(hours=1)
    return f"{hours / 24:.1f} days" if hours >= 24 else f"{hours:.0f} hours"
