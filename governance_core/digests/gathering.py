"""Gathers what all features tell of a circle; for those who answer for it with what waits for them alone."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from governance_core.cards.card import Entry
from governance_core.cards.plain import one_line
from governance_core.cards.text import Span, Text, text
from governance_core.circles.model import CIRCLES, Circle, Circles
from governance_core.digests import overview
from governance_core.feature import Feature
from governance_core.kernel.ids import CircleId, PersonId, StreamId, item_id
from governance_core.ports import Reader
from governance_core.reports import NAME_LIMIT, Line, Part, Report, Sum, Window

MOST_LINES: Final = 12
"""Lines of a digest; what is left out is counted (interaction.md, 6: one screen)."""
LEAST_A_PART: Final = 1
MOST_NEEDED: Final = 6
"""So many of them say what needs somebody, as long as other parts have something to tell."""
MOST_WAITING: Final = 8
SOON: Final = timedelta(days=1)
_SOME_TIME: Final = datetime(9000, 1, 1, tzinfo=UTC)
ANYTHING: Final = "waits for you"


class Gathering:
    """Reads digests out of the features that tell of circles."""

    def __init__(self, features: Sequence[Feature[Any, Any]], reader: Reader) -> None:
        self._features = tuple(features)
        self._reader = reader
        self._known: dict[Window, tuple[Report, ...]] = {}
        self._waits: dict[PersonId, list[Entry]] = {}
        self._by_prefix = {one.prefix: one for one in self._features if not one.single}

    def reports(self, window: Window) -> tuple[Report, ...]:
        """A report for each part that has something to tell, in order and as long as one screen allows."""
        found = self._all(window)
        if window.lead is None:
            return _fitted(_parts(found))
        waiting = self._waiting(window.lead, window.circle)
        told = _fitted(_parts([waiting, *found]))
        below = self._below(window, window.lead)
        return (*told, below) if below.lines else told

    def sums(self, window: Window) -> tuple[Sum, ...]:
        """The figures of a circle, in the order of the parts, as everybody may know them who may see it."""
        found = self._all(replace(window, lead=None))
        return tuple(replace(one, part=report.part) for report in found for one in report.sums)

    def is_news(self, window: Window) -> bool:
        """Whether something happened in the window, or waits for somebody."""
        return any(one.news and one.lines for one in self._all(window))

    def _all(self, window: Window) -> tuple[Report, ...]:
        """What every feature tells, asked once."""
        if window not in self._known:
            told = (report for feature in self._features for report in feature.reports(window, self._reader))
            self._known[window] = tuple(told)
        return self._known[window]

    def called(self, item: str) -> str:
        """What an item is called now; empty where it has no name."""
        feature = self._feature(item)
        return feature.called(self._reader.state(StreamId(item))) if feature else ""

    def _feature(self, item: str) -> Feature[Any, Any] | None:
        return self._by_prefix.get(item.partition("-")[0]) if item_id(item) == item else None

    def _waiting(self, person: PersonId, circle: CircleId) -> Report:
        """What waits for somebody in a circle; of what waits elsewhere only how much."""
        circles: Circles = self._reader.state(CIRCLES)
        entries = self._inbox(person)
        here = sorted((entry for entry in entries if self._is_in(entry, circle)), key=self._urgency)
        lines = [self._line(entry, circles.circles[circle]) for entry in here[:MOST_WAITING]]
        return Report(Part.NEEDS, tuple(lines), more=len(here) - len(lines), elsewhere=len(entries) - len(here))

    def _inbox(self, person: PersonId) -> list[Entry]:
        """All that waits for somebody, asked once where they answer for several circles."""
        if person not in self._waits:
            found = (entry for feature in self._features for entry in feature.waiting(person, self._reader))
            self._waits[person] = list(found)
        return self._waits[person]

    def _urgency(self, entry: Entry) -> tuple[bool, datetime]:
        """What closes within a day by when it does, then what waits by since when: as in the inbox."""
        soon = entry.closes is not None and entry.closes <= self._reader.now + SOON
        return not soon, (entry.closes if soon else entry.since) or _SOME_TIME

    def _below(self, window: Window, viewer: PersonId) -> Report:
        circles: Circles = self._reader.state(CIRCLES)
        top = circles.circles[window.circle]
        return overview.report(top, circles, viewer, lambda one: self.sums(replace(window, circle=one)))

    def _is_in(self, entry: Entry, circle: CircleId) -> bool:
        feature = self._feature(entry.ref)
        if feature is None:
            return entry.ref == circle
        return circle in feature.boards(self._reader.state(StreamId(entry.ref)))

    def _line(self, entry: Entry, circle: Circle) -> Line:
        """The same without the words of members; an entry that has more of them than a name says only that it waits."""
        called = self.called(entry.ref)
        name = one_line(called, NAME_LIMIT)
        if item_id(entry.ref) != entry.ref:
            return Line(entry.ref, entry.recorded or entry.text, button=entry.button, since=entry.since)
        said = entry.recorded or (_unnamed(_joined(entry.text), entry.ref, name, circle.name) if name else None)
        return Line(entry.ref, said or (ANYTHING,), called, entry.button, entry.since)


def _joined(words: Text) -> Text:
    """Words that stand beside each other as one span."""
    spans: list[Span] = []
    for span in words:
        if isinstance(span, str) and spans and isinstance(spans[-1], str):
            spans[-1] += span
        else:
            spans.append(span)
    return tuple(spans)


def _unnamed(words: Text, item: str, name: str, circle: str) -> Text | None:
    """A line without its item, the words that is called by, and the circle; None where it does not say them so."""
    known = (f"{item} · {name} · ", f"{item} {name} · ", f" · {name} · ")
    if not any(one in span for span in words if isinstance(span, str) for one in known):
        return None
    left = text(*(_bare(span, known, (f"{item} · ", f"{circle} · ")) for span in words))
    return None if any(isinstance(span, str) and name in span for span in left) else left


def _bare(span: Span, named: Sequence[str], known: Sequence[str]) -> Span:
    if not isinstance(span, str):
        return span
    for one in named:
        span = span.replace(one, " · " if one.startswith(" ") else "", 1)
    for one in known:
        span = span.replace(one, "", 1)
    return span


def _parts(reports: Iterable[Report]) -> tuple[Report, ...]:
    """What all features say of each part, together; an item is named once, in the first part that has it.

    But a round that closes soon is named there too, where somebody's own answer is missing: others can be reminded. And
    how a check-in went is told also where the next run of it waits for the reader.
    """
    found: dict[Part, list[Report]] = {}
    for report in reports:
        found.setdefault(report.part, []).append(report)
    seen: set[str] = set()
    return tuple(_together(part, found[part], seen) for part in sorted(found))


def _together(part: Part, reports: Sequence[Report], seen: set[str]) -> Report:
    again = part in (Part.CLOSING, Part.PEOPLE)
    lines = [line for report in reports for line in report.lines if again or not line.item or line.item not in seen]
    once = {line.item or str(number): line for number, line in enumerate(lines)}
    seen.update(line.item for line in once.values())
    more, elsewhere = sum(report.more for report in reports), sum(report.elsewhere for report in reports)
    return Report(part, tuple(once.values()), any(report.news for report in reports), more, elsewhere)


def _fitted(reports: Iterable[Report]) -> tuple[Report, ...]:
    """As many lines as one screen has; what is left out of a part is counted."""
    told = [one for one in reports if one.lines or one.elsewhere]
    return tuple(
        replace(one, lines=_chosen(one.lines, number), more=one.more + len(one.lines[number:]))
        for one, number in zip(told, _shares(told), strict=True)
    )


def _chosen(lines: Sequence[Line], number: int) -> tuple[Line, ...]:
    """So many of them, in their order: the first of each kind of item before the second of any."""
    places: dict[str, int] = {}
    for place, line in enumerate(lines):
        places.setdefault(line.item.partition("-")[0], place)
    firsts = [*places.values()][:number]
    others = [place for place in range(len(lines)) if place not in firsts]
    return tuple(lines[place] for place in sorted([*firsts, *others[: number - len(firsts)]]))


def _shares(reports: Sequence[Report]) -> list[int]:
    """How many lines each part gets: its first, then what needs somebody for half of the screen, then all in turn."""
    given = [min(LEAST_A_PART, len(one.lines)) for one in reports]
    while sum(given) < MOST_LINES:
        room = [place for place, one in enumerate(reports) if given[place] < len(one.lines)]
        if not room:
            break
        first = room[0]
        needed = reports[first].part is Part.NEEDS and given[first] < MOST_NEEDED
        given[first if needed else min(room, key=given.__getitem__)] += 1
    return given
