"""What a digest tells of a circle's check-ins: how many answered, beside the time before, and who did not."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Final

from governance_core.cards.card import Button, Press
from governance_core.cards.text import Text, count, people, text
from governance_core.checkins.model import CheckIn, Figure, Run
from governance_core.checkins.questions import Sort, figures, questions_of
from governance_core.checkins.reading import ReadsCheckIns, RunLine
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.ports import Reader
from governance_core.reports import FEW, Line, Part, Report, Sum, Window, beside

MOST: Final = 5
_LONGEST_RUN: Final = timedelta(days=31)
"""So long before the window a run may have opened that closed in it."""


def reports(window: Window, reader: Reader) -> tuple[Report, ...]:
    """A line for each check-in of which a run closed in the window; several runs are told together."""
    length = max(window.until - window.since, _LONGEST_RUN)
    rows = reader.half(ReadsCheckIns).runs([window.circle], window.since - length, window.until)
    closed: dict[StreamId, list[RunLine]] = {}
    for row in rows:
        if row.closed_at is not None and row.closed_at <= window.until:
            closed.setdefault(row.id, []).append(row)
    told = [runs for runs in closed.values() if _in(window, runs)]
    lines = tuple(_line(runs, window, reader) for runs in told[:MOST])
    enough = [row for runs in told for row in _in(window, runs) if row.expected >= FEW]
    sums = (Sum("checked in", _answered(enough), _expected(enough)),) if enough else ()
    return (Report(Part.PEOPLE, lines, more=len(told) - len(lines), sums=sums),) if lines else ()


def _in(window: Window, runs: Sequence[RunLine]) -> list[RunLine]:
    return [row for row in runs if row.closed_at and row.closed_at > window.since]


def _before(window: Window, runs: Sequence[RunLine], now: Sequence[RunLine]) -> list[RunLine]:
    """What it is told beside: of one run the one before it, of several those of as long a time before."""
    earlier = list(runs[: len(runs) - len(now)])
    since = window.since - (window.until - window.since)
    return earlier[-1:] if len(now) == 1 else [row for row in earlier if row.closed_at and row.closed_at > since]


def _answered(runs: Iterable[RunLine]) -> int:
    return sum(row.answered for row in runs)


def _expected(runs: Iterable[RunLine]) -> int:
    return sum(row.expected for row in runs)


def _line(runs: Sequence[RunLine], window: Window, reader: Reader) -> Line:
    """How many answered, where they are enough that nobody could be told apart or whoever leads reads it."""
    now = _in(window, runs)
    last, several = now[-1], f"{len(now)} times" if len(now) > 1 else ""
    button = Button("Open", Press(last.id, last.run, "checkin"))
    if window.lead is None and any(row.expected < FEW for row in now):
        return Line(last.id, (f"closed {several}".strip(),), last.title, button)
    run = _run(last, reader)
    before = _before(window, runs, now)
    counted = f"{_answered(now)} of {_expected(now)} answered{_than(now, before)}"
    parts = [text(f"{several}, {counted}" if several else counted)]
    parts += [text(f"{skipped} skipped")] if (skipped := sum(row.skipped for row in now)) else []
    parts += [text(f"{len(run.away)} away")] if run and run.away else []
    parts += _mood(now, before, reader)
    parts += _unheard(run, reader.state(last.id), several) if run and window.lead is not None else []
    return Line(last.id, _dotted(parts), last.title, button)


def _than(now: Sequence[RunLine], before: Sequence[RunLine]) -> str:
    """Up or down where as many were asked; else how it was."""
    if not before:
        return ""
    then = f"{_answered(before)} of {_expected(before)}"
    alike = _expected(now) == _expected(before)
    return beside(_answered(now), _answered(before), then) if alike else f", {then} the time before"


def _run(row: RunLine, reader: Reader) -> Run | None:
    state: CheckIn = reader.state(row.id)
    return state.run_numbered(row.run)


def _mood(now: Sequence[RunLine], before: Sequence[RunLine], reader: Reader) -> list[Text]:
    """Of the last run with enough answers, as at the close, since a late one could be told from the difference."""
    found = []
    latest, earlier = _moods(now, reader), _moods(before, reader)
    for label, figure in latest.items():
        then = earlier.get(label)
        known = round(then.average, 1) if then else None
        change = beside(round(figure.average, 1), known, f"{known}")
        found.append(text(f"mood {figure.average:.1f} of 5, from {figure.count} answers{change}"))
    return found


def _moods(runs: Sequence[RunLine], reader: Reader) -> dict[str, Figure]:
    """By question: of the last of these runs in which enough answered it."""
    found: dict[str, Figure] = {}
    for row in runs:
        found |= {label: figure for label, figure in _figures(row, reader).items() if figure.count >= FEW}
    return found


def _figures(row: RunLine, reader: Reader) -> Mapping[str, Figure]:
    asked = questions_of(row.questions)
    if not any(one.sort is Sort.MOOD for one in asked):
        return {}
    if row.moods is not None:
        return row.moods
    given = reader.half(ReadsCheckIns).answers(row.id, row.run)
    said = [one.words for _, one in given if not one.skipped and not (one.late or one.changed)]
    moods = {one.label for one in asked if one.sort is Sort.MOOD}
    return {label: figure for label, figure in figures(asked, said).items() if label in moods}


def _unheard(run: Run, state: CheckIn, several: str) -> list[Text]:
    """Who did not answer the last time, for the lead alone, and who did not the time before either.

    Nobody is named where the program was not running when it ended: that was missed by us, and not by them.
    """
    silent = run.silent()
    if silent and run.ended_unattended:
        return [text("I was not running when it ended")]
    before = state.before if run is state.run else state.last_before
    again = [person for person in silent if before and person in before.silent]
    when = "the last time " if several else ""
    said = [text(f"{when}no answer from ", _named(silent))] if silent else []
    return [*said, *([text("twice running from ", _named(again))] if again else [])]


def _named(silent: Sequence[PersonId]) -> Text:
    """Names; where they are many, how many."""
    return text(count(len(silent), "person", "people")) if len(silent) > MOST else people(silent)


def _dotted(parts: Sequence[Text]) -> Text:
    return text(*(piece for number, part in enumerate(parts) for piece in ((" · ", *part) if number else part)))
