"""What terms tell: whoever facilitates, a circle's digest, its calendar and that of whoever holds the role."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from governance_core.cards.card import Button, Card, Entry, Press
from governance_core.cards.plain import one_line
from governance_core.circles import term_cards as cards
from governance_core.circles.model import CIRCLES, FACILITATOR, Circles
from governance_core.circles.term_messages import TermPrompted
from governance_core.circles.terms import Held, held_in, sees_to
from governance_core.dated import Ahead, Dated
from governance_core.feature import Feature, Home, Notice
from governance_core.kernel.decider import Decider
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.kernel.time import local_date
from governance_core.people.model import PEOPLE, People
from governance_core.ports import Reader
from governance_core.reports import NEED, Line, Part, Report, Sum, Window

TOLD_AHEAD: Final = timedelta(days=14)
_TITLE: Final = 80


def notices(event: Event, state: Circles) -> tuple[Notice, ...]:
    """Whoever facilitates, in the circle's home or by direct message where they asked for that, never in both."""
    if not isinstance(event, TermPrompted):
        return ()
    if event.asked is not None and event.platform:
        return (Notice(event.asked, "reminder", event.platform),)
    return (Notice(Home(event.circle), "reminder"),)


def telling(stream: StreamId, event: Event, state: Circles, reader: Reader, viewer: PersonId | None) -> Card | None:
    """What they are told; nothing once the role or its term is another."""
    if not isinstance(event, TermPrompted) or viewer not in (None, event.asked):
        return None
    found = (one for one in held_in((event.circle,), state) if one.role == event.role)
    held = next((one for one in found if (one.person, one.term.until) == (event.person, event.until)), None)
    everybody: People = reader.state(PEOPLE)
    asked = event.asked if everybody.present(event.asked) else None
    return cards.prompt_card(asked, held, reader.now, alone=viewer is not None) if held else None


def waiting(person: PersonId, reader: Reader) -> Sequence[Entry]:
    """Terms that are over, in the circles in which the person is the one to see to it."""
    state: Circles = reader.state(CIRCLES)
    everybody: People = reader.state(PEOPLE)
    with_terms = tuple(one.id for one in state.alive() if one.terms and person in one.roles.values())
    over = [one for one in held_in(with_terms, state) if one.acting(reader.now)]
    return [cards.entry(one) for one in over if sees_to(one.circle, everybody, reader.now) == person]


def reports(window: Window, reader: Reader) -> tuple[Report, ...]:
    """For a circle's digest: terms that are over, and those that end within two weeks.

    Whom one waits for reads it among what waits for them.
    """
    state: Circles = reader.state(CIRCLES)
    found = held_in((window.circle,), state)
    over = [one for one in found if one.acting(window.until)]
    near = [one for one in found if not one.acting(window.until) and one.ends <= window.until + TOLD_AHEAD]
    mine = window.lead is not None and over and window.lead == sees_to(over[0].circle, reader.state(PEOPLE), reader.now)
    late = tuple(Line(window.circle, cards.over_words(one), button=cards.way(one)) for one in over if not mine)
    show = Button("Open", Press(window.circle, 0, "circle"))
    ahead = tuple(Line(window.circle, cards.ahead_words(one), button=show) for one in near)
    sums = (Sum(NEED, len(late)),) if late else ()
    parts = (Report(Part.NEEDS, late, sums=sums), Report(Part.COMING, ahead, news=False))
    return tuple(one for one in parts if one.lines)


def dates(ahead: Ahead, reader: Reader) -> Sequence[Dated]:
    """The days on which terms end; of somebody those of their own roles, and those in circles they facilitate."""
    state: Circles = reader.state(CIRCLES)
    found = (one for one in held_in(ahead.circles, state) if one.ends <= ahead.until)
    return [_dated(one, state) for one in found if _concerns(ahead.person, one)]


def _concerns(person: PersonId | None, held: Held) -> bool:
    return person is None or person in (held.person, held.circle.roles.get(FACILITATOR))


def _dated(held: Held, circles: Circles) -> Dated:
    """A calendar holds no names of people."""
    circle = held.circle
    title = f"{held.role} of {one_line(circle.name, _TITLE)}"
    shown_by = f"/circle show {circles.handle(circle.id)}"
    day = local_date(held.ends, held.zone)
    return Dated(CIRCLES, f"term-{circle.id}-{held.role}", circle.id, "Term ends", title, day, shown_by=shown_by)


TERMS: Feature[None, None] = Feature(
    name="terms",
    prefix="terms",
    single=True,
    decider=Decider(None, lambda *_: (), lambda state, _: state),
    commands=(),
    target=lambda _: None,
    facts=lambda *_: None,
    waiting=waiting,
    reports=reports,
    dates=dates,
)
"""Behind the decisions, so that what waits longest for many stands in front."""
