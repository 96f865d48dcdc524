"""What people see of a check-in: its card, lists, and how a run went, compared with the last."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from governance_core.cards.card import (
    Block,
    Button,
    Buttons,
    Card,
    Entry,
    Facts,
    Heading,
    Listing,
    Note,
    Paragraph,
    Press,
)
from governance_core.cards.plain import one_line
from governance_core.cards.text import Link, Text, When, count, listed, people, text
from governance_core.checkins.blocked import in_the_way
from governance_core.checkins.evolve import tally
from governance_core.checkins.model import CHANGED, HALF, OFF, CheckIn, Figure, Plan, Run, Standing, Tally
from governance_core.checkins.questions import FIGURES, Asks, Sort, questions_of
from governance_core.checkins.reading import NOTHING_KNOWN, Elsewhere
from governance_core.circles.model import Circle
from governance_core.kernel.cadence import Cadence
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.kernel.time import Duration

SHOWN: Final = 20
NAMED: Final = 8
"""People who are named; where there are more, they are counted."""
FEWEST: Final = 4
"""Answers below which a mood could be somebody's own."""


def named(stream: StreamId, title: str) -> Text:
    """The check-in by its id and title, which leads to its card."""
    return (Link(f"{stream} {one_line(title, 80)}", stream),)


def checkin_card(stream: StreamId, state: CheckIn, circle: Circle, zone: str, coming: Sequence[datetime]) -> Card:
    """The check-in as it stands; `coming` are its next times."""
    title = text(f"{stream} · {one_line(state.plan.title, 80)}")
    blocks: list[Block] = [Heading(title, _status(state)), Facts(tuple(_facts(state, circle, zone, coming)))]
    asked = tuple(Entry((f"{one.label}{_choices(one)}",)) for one in questions_of(state.plan.questions))
    blocks.append(Listing(asked, title="Asked"))
    blocks.append(Buttons(tuple(_buttons(stream, state))))
    if state.open_run:
        blocks.append(Note(("You can change your answer until it closes, and answer late after that.",)))
    return Card(stream, tuple(blocks), text(*title, f": {_status(state)}."), state.runs, zone)


def not_followed(stream: StreamId, words: str, retired: Sequence[StreamId]) -> Note:
    """Says that a metric is asked for whose values nobody keeps, and what can be done."""
    label = one_line(words, 60)
    kept = f"what is answered to {label} is recorded in no metric"
    again = f"Follow it again with /metric reopen {retired[-1]}" if retired else "Follow it with /metric add"
    which = f"{retired[-1]} is not followed any more" if retired else "Its circle follows no such metric"
    return Note((f"{which}: {kept}. {again}, or ask something else with /checkin edit {stream}.",))


def why_unrecorded(retired: Sequence[StreamId]) -> str:
    """Behind a figure that no metric has."""
    why = f"{retired[-1]} is retired" if retired else "the circle follows no such metric"
    return f" · not recorded: {why}"


def _status(state: CheckIn) -> str:
    run = state.open_run
    if run:
        return f"open, {said_of(run)}"
    return {Standing.ACTIVE: "waits for its time", Standing.PAUSED: "paused"}.get(state.standing, "ended")


def _choices(one: Asks) -> str:
    return f" ({' / '.join(one.options)})" if one.options else ""


def _facts(state: CheckIn, circle: Circle, zone: str, coming: Sequence[datetime]) -> Iterable[tuple[str, Text]]:
    yield "Circle", (circle.name,)
    yield "When", (f"{Cadence.parse(state.plan.every).in_words()} ({zone})",)
    run = state.open_run
    if run:
        yield "Open until", (When(run.closes_at),)
        if run.away:
            yield "Away", several(run.away)
        if skipped := run.skipped():
            yield "Skipped", (count(len(skipped), "member"),)
    elif state.run:
        yield "Last time", (When(state.run.opened_at), f": {said_of(state.run)}")
    if coming and state.standing is Standing.ACTIVE:
        yield "Next", times(coming)
    if reminded := reminder_of(state.plan):
        yield "Reminder", (reminded,)
    if state.plan.optional:
        yield "Optional", several(state.plan.optional)
    if state.plan.observers:
        yield "Not asked", several(state.plan.observers)


def reminder_of(plan: Plan) -> str:
    """When those who are silent are reminded; nothing where that is halfway, as usual."""
    if plan.remind in (HALF, OFF):
        return "" if plan.remind == HALF else "none"
    return f"{Duration.parse(plan.remind).in_words()} before it closes"


def times(coming: Sequence[datetime]) -> Text:
    """The next times, so that a schedule that was meant otherwise is seen."""
    return listed([(When(at),) for at in coming])


def _buttons(stream: StreamId, state: CheckIn) -> Iterable[Button]:
    if state.open_run:
        yield from answering(stream, state.open_run)
    elif state.standing is Standing.ACTIVE:
        yield Button("Answer early", Press(stream, 0, "early-checkin"))
    if state.run:
        yield Button("See the answers", Press(stream, state.runs, "checkin-results"))
    if state.standing is not Standing.ENDED:
        yield Button("Change", Press(stream, state.runs, "edit-checkin"))
        paused = state.standing is Standing.PAUSED
        yield Button("Resume" if paused else "Pause", Press(stream, 0, f"{'resume' if paused else 'pause'}-checkin"))


def answering(stream: StreamId, run: Run) -> tuple[Button, ...]:
    """What somebody who is asked can press."""
    return (
        Button("Answer", Press(stream, run.number, "answer-checkin")),
        Button("Skip this time", Press(stream, run.number, "skip-checkin")),
    )


def asked(stream: StreamId, run: Run) -> tuple[Button, ...]:
    """The same where somebody is asked or reminded: they may want to be asked again later."""
    later = Button("Remind me later", Press(stream, run.number, "snooze-checkin"))
    return (*answering(stream, run), later)


def said_of(run: Run) -> str:
    """`4 of 5 answered`, of those who are waited for; who is optional is counted beside them."""
    besides = f", and {run.besides()} optional" if run.besides() else ""
    if not run.waited_for():
        return f"{len(run.given())} answered"
    return f"{run.counted()} of {len(run.waited_for())} answered{besides}"


def several(some: Sequence[PersonId]) -> Text:
    """People by name; where they are many, how many."""
    return people(some) if len(some) <= NAMED else text(f"{len(some)} people")


def outcome(stream: StreamId, run: Run, before: Tally | None, known: Elsewhere = NOTHING_KNOWN) -> tuple[Block, ...]:
    """How a run went, in a few lines that name nobody who is silent; what is another than last time says so."""
    now = tally(run)
    again = f" ({before.answered} last time)" if before and before.answered != now.answered else ""
    parts = [text(f"{said_of(run)}{again}")]
    parts += [text(f"{number} {how}") for number, how in ((run.late(), "late"), (run.changed(), CHANGED)) if number]
    if away := [person for person in run.away if person not in run.answers]:
        parts.append(text("away: ", several(away)))
    if skipped := run.skipped():
        parts.append(text("skipped: ", several(skipped)))
    if silent := len(run.silent()):
        parts.append(text(f"no answer: {silent}"))
    line = text(named(stream, run.plan.title), f", run {run.number}, is closed: ", _dotted(parts), ".", _not_there(run))
    figures = [Entry((words,)) for words in _figures(run.plan, now, before, known.unrecorded)]
    blocks: list[Block] = [Paragraph(line)]
    if entries := in_the_way(stream, run, known.blockers):
        blocks.append(Listing(tuple(entries[:SHOWN]), title="In the way", more=max(0, len(entries) - SHOWN)))
    if figures:
        blocks.append(Listing(tuple(figures), title="Figures"))
    return tuple(blocks)


def _not_there(run: Run) -> Text:
    """Whoever is silent may not have been able to answer: that is said of the program, and not of them."""
    if run.closed_at is None or not run.ended_unattended or not run.silent():
        return ()
    return text(" I was not running when it ended, until ", When(run.closed_at), ".")


def _dotted(parts: Sequence[Text]) -> Text:
    return text(*(piece for number, part in enumerate(parts) for piece in ((" · ", *part) if number else part)))


def _figures(plan: Plan, now: Tally, before: Tally | None, unrecorded: Mapping[str, str]) -> Iterable[str]:
    for one in questions_of(plan.questions):
        figure = now.figures.get(one.label)
        last = before.figures.get(one.label) if before else None
        if figure is None or one.sort not in FIGURES:
            continue
        if one.sort is Sort.MOOD:
            yield from _mood(one.label, figure, last)
        elif one.sort is Sort.METRIC:
            then = _since(_average(last) if last else "")
            average = f"{_average(figure)}{', on average' if figure.count > 1 else ''}"
            yield f"{one.label}: {average}{then}{unrecorded.get(one.label, '')}"
        else:
            yield f"{one.label}: {_number(figure.total)}{_since(_number(last.total) if last else '')}"


def _mood(label: str, figure: Figure, last: Figure | None) -> Iterable[str]:
    """Only together, and only where nobody can be told apart."""
    if figure.count >= FEWEST:
        shown = f"{last.average:.1f}" if last and last.count >= FEWEST else ""
        yield f"{label} {figure.average:.1f} of 5, from {figure.count} answers{_since(shown)}"


def _average(figure: Figure) -> str:
    return _number(round(figure.average, 2))


def _since(last: str) -> str:
    return f" ({last} last time)" if last else ""


def _number(value: float) -> str:
    return f"{value:.6f}".rstrip("0").rstrip(".")


def list_card(title: str, entries: Sequence[Entry]) -> Card:
    """Check-ins, one a line."""
    listing = Listing(
        tuple(entries[:SHOWN]), empty="None. /checkin create starts one.", more=max(0, len(entries) - SHOWN)
    )
    return Card("checkins", (Heading((title,)), listing), (f"{title}.",), private=True)
