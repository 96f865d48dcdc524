"""What a digest tells of a circle's check-ins: how many answered, beside the time before, and who did not."""

from collections.abc import Mapping, Sequence
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
    """A line for the last run of each check-in that closed in the window."""
    rows = reader.half(ReadsCheckIns).runs([window.circle], window.since - _LONGEST_RUN, window.until)
    last: dict[StreamId, RunLine] = {}
    before: dict[StreamId, RunLine] = {}
    for row in rows:
        if row.closed_at is None or row.closed_at > window.until:
            continue
        if row.id in last:
            before[row.id] = last[row.id]
        last[row.id] = row
    told = [row for row in last.values() if row.closed_at and row.closed_at > window.since]
    lines = tuple(_line(row, before.get(row.id), window, reader) for row in told[:MOST])
    sums = tuple(Sum("checked in", row.answered, row.expected) for row in told if row.expected >= FEW)
    return (Report(Part.PEOPLE, lines, more=len(told) - len(lines), sums=sums),) if lines else ()


def _line(row: RunLine, before: RunLine | None, window: Window, reader: Reader) -> Line:
    """How many answered, where they are enough that nobody could be told apart or whoever leads reads it."""
    button = Button("Open", Press(row.id, row.run, "checkin"))
    if window.lead is None and row.expected < FEW:
        return Line(row.id, ("closed",), row.title, button)
    run = _run(row, reader)
    parts = [text(f"{row.answered} of {row.expected} answered{_than(row, before)}")]
    parts += [text(f"{row.skipped} skipped")] if row.skipped else []
    parts += [text(f"{len(run.away)} away")] if run and run.away else []
    parts += _mood(row, before, reader)
    parts += _unheard(row, run, reader) if run and window.lead is not None else []
    return Line(row.id, _dotted(parts), row.title, button)


def _than(row: RunLine, before: RunLine | None) -> str:
    """Up or down where as many were asked; else how it was."""
    if before is None:
        return ""
    then = f"{before.answered} of {before.expected}"
    return (
        beside(row.answered, before.answered, then) if row.expected == before.expected else f", {then} the time before"
    )


def _run(row: RunLine, reader: Reader) -> Run | None:
    state: CheckIn = reader.state(row.id)
    return state.run_numbered(row.run)


def _mood(row: RunLine, before: RunLine | None, reader: Reader) -> list[Text]:
    """Together and from enough answers; as at the close, since a late one could be told from the difference."""
    found = []
    earlier = _figures(before, reader) if before else {}
    for label, figure in _figures(row, reader).items():
        if figure.count < FEW:
            continue
        then = earlier.get(label)
        known = round(then.average, 1) if then and then.count >= FEW else None
        change = beside(round(figure.average, 1), known, f"{known}")
        found.append(text(f"mood {figure.average:.1f} of 5, from {figure.count} answers{change}"))
    return found


def _figures(row: RunLine, reader: Reader) -> Mapping[str, Figure]:
    asked = questions_of(row.questions)
    if not any(one.sort is Sort.MOOD for one in asked):
        return {}
    state: CheckIn = reader.state(row.id)
    run = state.run_numbered(row.run)
    if run is not None and run.moods is not None:
        return run.moods
    given = reader.half(ReadsCheckIns).answers(row.id, row.run)
    said = [one.words for _, one in given if not one.skipped and not one.late]
    moods = {one.label for one in asked if one.sort is Sort.MOOD}
    return {label: figure for label, figure in figures(asked, said).items() if label in moods}


def _unheard(row: RunLine, run: Run, reader: Reader) -> list[Text]:
    """Who did not answer, for the lead alone, and who did not the time before either."""
    state: CheckIn = reader.state(row.id)
    silent = run.silent()
    before = state.before if run is state.run else state.last_before
    again = [person for person in silent if before and person in before.silent]
    said = [text("no answer from ", _named(silent))] if silent else []
    return [*said, *([text("twice running from ", _named(again))] if again else [])]


def _named(silent: Sequence[PersonId]) -> Text:
    """Names; where they are many, how many."""
    return text(count(len(silent), "person", "people")) if len(silent) > MOST else people(silent)


def _dotted(parts: Sequence[Text]) -> Text:
    return text(*(piece for number, part in enumerate(parts) for piece in ((" · ", *part) if number else part)))
