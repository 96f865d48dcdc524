"""What everybody answered in a run: by the page, in the order of answering, and the answer of one person in full."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

from governance_core.cards.card import Block, Button, Buttons, Card, Entry, Heading, Listing, Paragraph, Press, Quote
from governance_core.cards.plain import one_line
from governance_core.cards.text import Mention, Text, count, text
from governance_core.checkins.model import CHANGED, CheckIn, Given, Run
from governance_core.checkins.queries import CheckInResults, ReadAnswer
from governance_core.checkins.questions import Asks, Sort, questions_of
from governance_core.checkins.reading import ReadsCheckIns, RunLine
from governance_core.circles.model import CIRCLES, Circles
from governance_core.kernel.errors import Unknown
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.ports import Reader

PAGE: Final = 10
"""Answers on a page: with a line each they fit into one message of every platform."""
_WORDS, _LINE, _ALL = 160, 300, 10**6
_APART: Final = ";"
_LIST: Final = " /checkin show tells more."
Answers = Sequence[tuple[PersonId, Given]]


def results(query: CheckInResults, state: CheckIn, reader: Reader) -> Card:
    """A page of what was said in the last run, or in one by its number. Raises Unknown."""
    run = _run(query, state, reader)
    after = _place(query.page)
    found = reader.half(ReadsCheckIns).answers(query.id, run.run, after, PAGE + 1)
    circles: Circles = reader.state(CIRCLES)
    return answers_card(
        run, found, run.answered + run.optional + run.skipped, circles.zone_of(state.circle), first=after is None
    )


def _run(query: CheckInResults | ReadAnswer, state: CheckIn, reader: Reader) -> RunLine:
    typed = (query.run or "").strip()
    number = _number(typed) if typed else query.version or state.runs
    run = reader.half(ReadsCheckIns).run_of(query.id, number)
    if run is None:
        hint = f" There were {state.runs} so far." if state.runs else " It has not been asked yet."
        raise Unknown(field="run", what=f"run {one_line(typed or '1', 20)} of {query.id}", hint=hint + _LIST)
    return run


def _number(typed: str) -> int:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 7 else 0


def _place(page: str) -> tuple[datetime, PersonId] | None:
    """Behind whose answer the page begins. Raises Unknown for a page from a format that is no more."""
    if not page:
        return None
    at, _apart, person = page.partition(_APART)
    try:
        return datetime.fromisoformat(at).astimezone(UTC), PersonId(person)
    except ValueError:
        raise Unknown(what="such page any more", hint=" Open the answers again with /checkin results.") from None


def answers_card(
    run: RunLine, answers: Answers, whole: int, zone: str, *, first: bool = True, private: bool = True
) -> Card:
    """The answers of one page, a line each, and the way to the next; `whole` is how many there are on all pages."""
    heading = text(f"{run.id} · {one_line(run.title, 80)}, run {run.run}")
    asked, shown = questions_of(run.questions), answers[:PAGE]
    buttons = [Button("Open", Press(run.id, run.run, "checkin")), _adding(run)]
    if len(answers) > PAGE:
        buttons.insert(0, Button("More answers", Press(run.id, run.run, "checkin-results", _behind(shown[-1]))))
    blocks: tuple[Block, ...] = (
        Heading(heading, _status(run, whole, first)),
        Listing(tuple(_entry(run, person, one, asked) for person, one in shown), empty="Nobody has answered."),
        Buttons(tuple(buttons)),
    )
    return Card(run.id, blocks, text("Answers to ", *heading, "."), run.run, zone, private=private)


def _adding(run: RunLine) -> Button:
    """What somebody said they would do becomes an action."""
    return Button("Add an action", Press(run.circle, 0, "add-action", run.id))


def _status(run: RunLine, whole: int, first: bool) -> str:
    after = [f", {number} {how}" for number, how in ((run.late, "late"), (run.changed, CHANGED)) if number]
    said = f"{count(run.answered + run.optional, 'answer')}{''.join(after)}"
    pages = (whole + PAGE - 1) // PAGE
    return said if pages < 2 else f"{said}, {'the first ' if first else ''}{PAGE} a page"


def _behind(last: tuple[PersonId, Given]) -> str:
    person, given = last
    return f"{given.at.astimezone(UTC).isoformat(timespec='microseconds')}{_APART}{person}"


def told_card(stream: StreamId, state: CheckIn, run: Run) -> Card:
    """The first page, for those who follow the discussion."""
    found = sorted(run.answers.items(), key=lambda one: (one[1].at, one[0]))
    counts = (len(run.waited_for()), run.counted(), len(run.skipped()), run.late(), run.besides(), run.changed())
    plan, times = run.plan, (run.opened_at, run.closes_at, run.closed_at)
    line = RunLine(stream, run.number, state.circle, plan.title, plan.questions, *times, *counts)
    return answers_card(line, found, len(found), run.zone, private=False)


def _entry(run: RunLine, person: PersonId, given: Given, asked: Sequence[Asks]) -> Entry:
    said, whole = (one_line(_said(given, asked, words), line) for words, line in ((_WORDS, _LINE), (_ALL, _ALL)))
    read = Button("Read it", Press(run.id, run.run, "read-checkin", person)) if said != whole else None
    return Entry(text(Mention(person), marks(given), f": {said}" if said else ""), person, read)


def marks(given: Given) -> Text:
    """What else is known of an answer: when it was given, who wrote it down, or that it is none."""
    in_time = f"given in time, {CHANGED}"
    words = [mark for mark, is_so in (("late", given.late), ("early", given.early), (in_time, given.changed)) if is_so]
    after = f" ({', '.join(words)})" if words else ""
    written: Text = text(" (on their behalf by ", Mention(given.by), ")") if given.by else ()
    return text(after, written, " skipped it" if given.skipped else "")


def _said(given: Given, asked: Sequence[Asks], limit: int) -> str:
    if given.skipped:
        return given.reason
    if len(given.words) != len(asked):
        return " · ".join(given.words)
    shown = [f"{one.label} {one_line(words, limit)}" for one, words in _shown(given, asked)]
    return " · ".join(shown) or "only how they are"


def _shown(given: Given, asked: Sequence[Asks]) -> Sequence[tuple[Asks, str]]:
    """What was said to each question; how somebody is, is nobody's to read."""
    pairs = zip(asked, given.words, strict=False)
    return [(one, words) for one, words in pairs if words and one.sort is not Sort.MOOD]


def read(query: ReadAnswer, state: CheckIn, reader: Reader) -> Card:
    """What somebody answered, whole. Raises Unknown."""
    run = _run(query, state, reader)
    given = reader.half(ReadsCheckIns).answer_of(query.id, run.run, query.person)
    if given is None:
        what = f"answer of theirs in run {run.run} of {query.id}"
        raise Unknown(field="person", what=what, hint=" /checkin results shows who answered.")
    circles: Circles = reader.state(CIRCLES)
    return _answer_card(run, query.person, given, circles.zone_of(state.circle))


def _answer_card(run: RunLine, person: PersonId, given: Given, zone: str) -> Card:
    title = text(f"{run.id} · {one_line(run.title, 80)}, run {run.run}")
    asked = questions_of(run.questions)
    who: Block = Paragraph(text(Mention(person), marks(given), "."))
    reason = (Quote("Why", given.reason),) if given.skipped and given.reason else ()
    words = tuple(Quote(one.label, said) for one, said in _shown(given, asked))
    back = Buttons((Button("All answers", Press(run.id, run.run, "checkin-results")), _adding(run)))
    blocks = (Heading(title, "one answer"), who, *reason, *words, back)
    return Card(
        run.id, blocks, text("What ", Mention(person), " answered to ", *title, "."), run.run, zone, private=True
    )
