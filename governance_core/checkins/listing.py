"""The lists of check-ins: those that can be seen, those that wait for somebody, and those to pick from."""

from collections.abc import Sequence
from typing import Final

from governance_core.cards.card import Button, Card, Entry, Press
from governance_core.cards.form import Option
from governance_core.cards.plain import one_line, shortened
from governance_core.cards.text import When, text
from governance_core.checkins import cards
from governance_core.checkins.model import CheckIn
from governance_core.checkins.queries import ListCheckIns
from governance_core.checkins.reading import CheckInLine, ReadsCheckIns
from governance_core.circles.model import CIRCLES, Circles
from governance_core.kernel.ids import Actor, PersonId
from governance_core.ports import Reader

MOST_CHOICES: Final = 25


def listed(query: ListCheckIns, by: Actor, reader: Reader) -> Card:
    """Of one circle or of all that can be seen."""
    circles: Circles = reader.state(CIRCLES)
    wanted = [one.id for one in circles.visible(by.person) if query.circle in (None, one.id)]
    title = f"Check-ins of {circles.circles[query.circle].name}" if query.circle else "Check-ins"
    return cards.list_card(title, [_entry(row, circles) for row in reader.half(ReadsCheckIns).checkins(wanted)])


def _entry(row: CheckInLine, circles: Circles) -> Entry:
    stands = f"run {row.open_run} is open" if row.open_run else row.standing
    said = text(f"{row.id} · {one_line(row.title, 60)} · {circles.circles[row.circle].name} · {stands}")
    after = text(" · next ", When(row.next_at)) if row.next_at else ()
    return Entry(text(said, after), row.id, Button("Open", Press(row.id, row.open_run, "checkin")))


def waiting(person: PersonId, reader: Reader) -> Sequence[Entry]:
    """Runs that are open and that the person was asked in and has not answered."""
    circles: Circles = reader.state(CIRCLES)
    wanted = [one.id for one in circles.alive() if person in one.members]
    rows = [row for row in reader.half(ReadsCheckIns).checkins(wanted) if row.open_run] if wanted else []
    return [entry for row in rows if (entry := _waits(person, row, reader))]


def _waits(person: PersonId, row: CheckInLine, reader: Reader) -> Entry | None:
    state: CheckIn = reader.state(row.id)
    run = state.open_run
    if run is None or person not in run.roster or person in run.answers:
        return None
    said = text(f"{row.id} · {one_line(run.plan.title, 60)} · check-in, open until ", When(run.closes_at))
    answer = Button("Answer", Press(row.id, run.number, "answer-checkin"))
    return Entry(said, row.id, answer, since=run.opened_at, closes=run.closes_at)


def choices(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
    """Check-ins to pick."""
    circles: Circles = reader.state(CIRCLES)
    rows = reader.half(ReadsCheckIns).checkins([one.id for one in circles.visible(person)])
    fitting = [row for row in rows if typed.casefold() in f"{row.id} {row.title}".casefold()]
    return [Option(row.id, _label(row, circles)) for row in fitting[:MOST_CHOICES]]


def _label(row: CheckInLine, circles: Circles) -> str:
    return shortened(f"{row.id} · {one_line(row.title, 50)} · {circles.circles[row.circle].name}", 100)
