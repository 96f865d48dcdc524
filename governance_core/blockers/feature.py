"""The face of blockers: what can be asked, who hears of it, what is due when, and who is waited for."""

from collections.abc import Sequence
from typing import Any

from governance_core.blockers import cards, dates, handing, reports, tellings
from governance_core.blockers.guards import BlockerFacts
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
from governance_core.cards.plain import one_line, shortened
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Feature
from governance_core.kernel.errors import Unknown
from governance_core.kernel.ids import Actor, PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.people.model import PEOPLE, People
from governance_core.ports import Alarm, Reader

MOST_LISTED = 20
MOST_CHOICES = 25


def target(command: Any) -> StreamId | None:
    """The blocker a command is about; None for a new one."""
    return None if isinstance(command, RaiseBlocker) else command.id


def facts(command: Any, state: Blocker, by: Actor, reader: Reader) -> BlockerFacts:
    """The instant, the actor, and the circles and people."""
    stream = target(command) or StreamId("the blocker")
    return BlockerFacts(reader.now, by, stream, reader.state(CIRCLES), reader.state(PEOPLE))


def alarms(state: Blocker) -> tuple[Alarm, ...]:
    """When the next one in line is told."""
    return (Alarm("escalate", state.escalates_at),) if state.is_open and state.escalates_at else ()


def sees(state: Blocker, person: PersonId | None, reader: Reader) -> bool:
    """Whoever may see a circle that it concerns, whoever asked, and whoever is asked."""
    if state.standing is Standing.NOTHING or (person and person in (state.asker, state.owner)):
        return True
    circles: Circles = reader.state(CIRCLES)
    return any(circles.may_see(person, one) for one in state.circles)


def card(stream: StreamId, state: Blocker, reader: Reader, viewer: PersonId | None) -> Card:
    """The blocker's card."""
    return cards.blocker_card(stream, state, reader.state(CIRCLES), viewer)


def show(query: ShowBlocker, by: Actor, reader: Reader) -> Card:
    """The card as it stands. Raises Unknown."""
    state = reader.state(query.id) if reader.version(query.id) else Blocker()
    known = isinstance(state, Blocker) and state.standing is not Standing.NOTHING
    if not known or not sees(state, by.person, reader):
        raise Unknown(what=str(query.id), hint=" /blocker list shows those you can see.")
    return card(query.id, state, reader, by.person)


def listed(query: ListBlockers, by: Actor, reader: Reader) -> Card:
    """What is in the way in one circle or in all that can be seen, the oldest first."""
    circles: Circles = reader.state(CIRCLES)
    wanted = [one.id for one in circles.visible(by.person) if query.circle in (None, one.id)]
    standings, half = _standings(query.state), reader.half(ReadsBlockers)
    rows = half.listed_blockers(wanted, standings, MOST_LISTED)
    title = f"Blockers of {circles.circles[query.circle].name}" if query.circle else "Blockers"
    more = half.count_blockers(wanted, standings) - len(rows)
    return cards.list_card(title, [cards.entry(row, reader.now) for row in rows], more, query.circle)


def _standings(typed: str | None) -> Sequence[str]:
    known = [str(one) for one in Standing if one is not Standing.NOTHING]
    wanted = (typed or "").strip().casefold()
    if wanted and wanted not in known:
        raise Unknown(field="state", what=f"state {one_line(wanted, 60)}", hint=f" There are: {', '.join(known)}.")
    return [wanted] if wanted else [str(one) for one in UNRESOLVED]


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
    fitting = [row for row in rows if typed.casefold() in f"{row.id} {row.words}".casefold()]
    return [Option(row.id, _label(row)) for row in fitting[:MOST_CHOICES]]


def _label(row: BlockerRow) -> str:
    return shortened(f"{row.id} · {one_line(row.words, 60)} · {row.standing}", 100)


def telling(stream: StreamId, event: Event, state: Blocker, reader: Reader, viewer: PersonId | None) -> Card | None:
    """What is said of an event."""
    circles: Circles = reader.state(CIRCLES)
    return tellings.telling(stream, event, state, circles.zone_of(state.circle), viewer)


def receipt(stream: StreamId, events: tuple[Event, ...], state: Blocker, by: Actor, known: BlockerFacts | None) -> Card:
    """What the one who pressed is told."""
    return tellings.receipt(stream, events, state)


BLOCKERS: Feature[Blocker, BlockerFacts] = Feature(
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
    target=target,
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
    called=lambda state: state.words,
)
