"""The face of blockers: what can be asked, who hears of it, what is due when, and who is waited for."""

from collections.abc import Sequence
from typing import Any, Final

from governance_core.blockers import cards, dates, handing, reports, tellings
from governance_core.blockers.guards import Raising
from governance_core.blockers.messages import (
    AcknowledgeBlocker,
    AssignBlocker,
    EscalateBlocker,
    ListBlockers,
    OwnerGone,
    RaiseBlocker,
    ReopenBlocker,
    ResolveBlocker,
    ShowBlocker,
)
from governance_core.blockers.model import UNRESOLVED, Blocker, Standing
from governance_core.blockers.reading import BlockerRow, ReadsBlockers
from governance_core.blockers.rules import RULES
from governance_core.cards.card import Button, Card, Entry, Press
from governance_core.cards.form import Option
from governance_core.cards.text import Text, When, count, text
from governance_core.circles.acting import Acting
from governance_core.circles.items import (
    MOST_CHOICES,
    MOST_LISTED,
    circles_meant,
    facts_about,
    found,
    list_title,
    options,
    standing_meant,
    target_but_for,
)
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Feature
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.kernel.words import folded
from governance_core.people.model import PEOPLE, People
from governance_core.ports import Alarm, Reader

TARGET = target_but_for(RaiseBlocker)


_ABOUT: Final = facts_about(TARGET, "the blocker")


def facts(command: Any, state: Blocker, by: Actor, reader: Reader) -> Acting:
    """What rules are given; for a new one also what the same person said in that circle before."""
    known = _ABOUT(command, state, by, reader)
    if not isinstance(command, RaiseBlocker) or by.person is None:
        return known
    before = {folded(row.words): row for row in reader.half(ReadsBlockers).raised_by(command.circle, by.person)}
    return Raising(known.now, by, known.stream, known.circles, known.people, before)


def alarms(state: Blocker) -> tuple[Alarm, ...]:
    """When the next one in line is told."""
    return (Alarm("escalate", state.escalates_at),) if state.is_open and state.escalates_at else ()


def sees(state: Blocker, person: PersonId | None, reader: Reader) -> bool:
    """Whoever may see a circle that it concerns: who asked loses sight of it with their seat in a private one."""
    circles: Circles = reader.state(CIRCLES)
    return state.standing is Standing.NOTHING or any(circles.may_see(person, one) for one in state.circles)


def card(stream: StreamId, state: Blocker, reader: Reader, viewer: PersonId | None) -> Card:
    """The blocker's card."""
    return cards.blocker_card(stream, state, reader.state(CIRCLES), viewer)


def show(query: ShowBlocker, by: Actor, reader: Reader) -> Card:
    """The card as it stands. Raises Unknown."""
    state = found(query.id, Blocker, sees, by.person, reader, "/blocker list")
    return card(query.id, state, reader, by.person)


def listed(query: ListBlockers, by: Actor, reader: Reader) -> Card:
    """What is in the way in one circle or in all that can be seen, the oldest first."""
    wanted = circles_meant(query.circle, by.person, reader)
    wanted_state, half = standing_meant(query.state, Standing), reader.half(ReadsBlockers)
    standings = [wanted_state] if wanted_state else UNRESOLVED
    rows = half.listed_blockers(wanted, standings, MOST_LISTED)
    title = list_title("Blockers", query.circle, reader)
    more = half.count_blockers(wanted, standings) - len(rows)
    entries = [cards.entry(row, reader.now, circle="" if query.circle else _where(row, wanted, reader)) for row in rows]
    return cards.list_card(title, entries, more, query.circle)


def _where(row: BlockerRow, seen: Sequence[CircleId], reader: Reader) -> str:
    """The circle that has it, else the one that asked, by the name of one that may be seen."""
    circles: Circles = reader.state(CIRCLES)
    return next((circles.circles[one].name for one in (row.holder, row.circle) if one in seen), cards.ELSEWHERE)


def waiting(person: PersonId, reader: Reader) -> Sequence[Entry]:
    """What the person is asked to help with, and what a circle is asked to take over that they speak for."""
    half = reader.half(ReadsBlockers)
    circles: Circles = reader.state(CIRCLES)
    everybody: People = reader.state(PEOPLE)
    seated = [one.id for one in circles.alive() if circles.sits_in(person, one.id)]
    spoken = [one for one in seated if person in handing.speakers(one, circles, everybody)]
    asked = reports.offered(spoken, reader) if spoken else ()
    return [*(_awaits(one, reader) for one in half.blockers_of(person)), *(one.entry for one in asked)]


def _awaits(stream: StreamId, reader: Reader) -> Entry:
    state: Blocker = reader.state(stream)
    resolve = Button("Resolve", Press(stream, 0, "resolve-blocker"))
    button = cards.acknowledging(stream) if state.standing is Standing.OPEN else resolve
    at = state.at or reader.now
    row = BlockerRow(stream, state.circle, state.holder, state.asker, state.owner, state.standing, state.words, at)
    return cards.entry(row, reader.now, button)


def blocker_choices(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
    """Ids to pick: what is in the way, then what was resolved."""
    circles: Circles = reader.state(CIRCLES)
    visible = [one.id for one in circles.visible(person)]
    half = reader.half(ReadsBlockers)
    groups = ([str(one) for one in UNRESOLVED], [str(Standing.RESOLVED)])
    rows = [row for group in groups for row in half.listed_blockers(visible, group, 4 * MOST_CHOICES)]
    return options([(row.id, row.words, row.standing) for row in rows], typed)


def telling(stream: StreamId, event: Event, state: Blocker, reader: Reader, viewer: PersonId | None) -> Card | None:
    """What is said of an event; nothing to somebody who may not see it any more."""
    if viewer is not None and not sees(state, viewer, reader):
        return None
    circles: Circles = reader.state(CIRCLES)
    return tellings.telling(stream, event, state, circles.zone_of(state.circle), viewer)


def receipt(stream: StreamId, events: tuple[Event, ...], state: Blocker, by: Actor, known: Acting | None) -> Card:
    """What the one who pressed is told."""
    return tellings.receipt(stream, events, state)


def of_circle(circle: CircleId, reader: Reader) -> Sequence[tuple[str, Text]]:
    """How much is in the way, and since when."""
    half = reader.half(ReadsBlockers)
    rows = half.listed_blockers([circle], UNRESOLVED, 1)
    number = count(half.count_blockers([circle], UNRESOLVED), "blocker")
    return [("In the way", text(number, ", since ", When(rows[0].at, "date")))] if rows else []


BLOCKERS: Feature[Blocker, Acting] = Feature(
    name="blockers",
    prefix="X",
    decider=RULES,
    commands=(
        RaiseBlocker,
        AcknowledgeBlocker,
        AssignBlocker,
        ResolveBlocker,
        ReopenBlocker,
        EscalateBlocker,
        OwnerGone,
        *handing.DECIDE,
    ),
    queries={ShowBlocker: show, ListBlockers: listed},
    target=TARGET,
    facts=facts,
    alarms=alarms,
    rings={"escalate": lambda stream: EscalateBlocker(id=stream)},
    boards=lambda state: state.circles,
    card=card,
    notices=tellings.notices,
    telling=telling,
    receipt=receipt,
    sees=sees,
    choices={"blocker": blocker_choices},
    waiting=waiting,
    reports=reports.reports,
    dates=dates.dates,
    of_circle=of_circle,
    called=lambda state: state.words,
)
