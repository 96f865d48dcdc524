"""The face of actions: what can be asked, who hears of it, what is due when, and who is waited for."""

from collections.abc import Mapping, Sequence
from typing import Any

from governance_core.actions import cards, dates, reports, tellings
from governance_core.actions.guards import ActionFacts, standing_words
from governance_core.actions.messages import (
    ActionOwnerGone,
    AddAction,
    ChangeAction,
    DeclineAction,
    DropAction,
    FinishAction,
    ListActions,
    RemindOwner,
    ReopenAction,
    ShowAction,
)
from governance_core.actions.model import Action, Standing
from governance_core.actions.reading import ActionRow, ReadsActions
from governance_core.actions.rules import RULES
from governance_core.cards.card import Button, Card, Entry, Press
from governance_core.cards.form import Option
from governance_core.cards.plain import one_line, shortened
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Feature
from governance_core.kernel.errors import Unknown
from governance_core.kernel.ids import Actor, PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.people.model import PEOPLE
from governance_core.ports import Alarm, Reader

MOST_LISTED = 20
MOST_CHOICES = 25


def target(command: Any) -> StreamId | None:
    """The action a command is about; None for a new one."""
    return None if isinstance(command, AddAction) else command.id


def facts(command: Any, state: Action, by: Actor, reader: Reader) -> ActionFacts:
    """The instant, the actor, and the circles and people."""
    stream = target(command) or StreamId("the action")
    return ActionFacts(reader.now, by, stream, reader.state(CIRCLES), reader.state(PEOPLE))


def alarms(state: Action) -> tuple[Alarm, ...]:
    """When its owner is reminded."""
    return (Alarm("remind", state.remind_at),) if state.is_open and state.remind_at else ()


def sees(state: Action, person: PersonId | None, reader: Reader) -> bool:
    """Whoever may see its circle, whoever added it, and whoever does it."""
    if state.standing is Standing.NOTHING or (person and person in (state.by, state.owner)):
        return True
    circles: Circles = reader.state(CIRCLES)
    return circles.may_see(person, state.circle)


def card(stream: StreamId, state: Action, reader: Reader, viewer: PersonId | None) -> Card:
    """The action's card."""
    circles: Circles = reader.state(CIRCLES)
    return cards.action_card(stream, state, circles.circles[state.circle].name, circles.zone_of(state.circle))


def show(query: ShowAction, by: Actor, reader: Reader) -> Card:
    """The card as it stands. Raises Unknown."""
    state = reader.state(query.id) if reader.version(query.id) else Action()
    known = isinstance(state, Action) and state.standing is not Standing.NOTHING
    if not known or not sees(state, by.person, reader):
        raise Unknown(what=str(query.id), hint=" /action list shows those you can see.")
    return card(query.id, state, reader, by.person)


def listed(query: ListActions, by: Actor, reader: Reader) -> Card:
    """What is to be done in one circle or in all that can be seen, what is due first in front."""
    circles: Circles = reader.state(CIRCLES)
    wanted = [one.id for one in circles.visible(by.person) if query.circle in (None, one.id)]
    standing, half = standing_words(query.state), reader.half(ReadsActions)
    rows = half.listed_actions(wanted, standing, query.owner, MOST_LISTED)
    title = f"Actions of {circles.circles[query.circle].name}" if query.circle else "Actions"
    more = half.count_actions(wanted, standing, query.owner) - len(rows)
    return cards.list_card(title, [cards.entry(row, reader.now) for row in rows], more, query.circle)


def waiting(person: PersonId, reader: Reader) -> Sequence[Entry]:
    """What the person has to do."""
    return [_to_do(one, reader) for one in reader.half(ReadsActions).actions_of(person)]


def _to_do(stream: StreamId, reader: Reader) -> Entry:
    state: Action = reader.state(stream)
    row = ActionRow(stream, state.circle, state.owner, state.standing, state.words, state.at or reader.now, state.due)
    return cards.entry(row, reader.now, Button("Done", Press(stream, 0, "action-done")))


def action_choices(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
    """Ids to pick: what is to be done, then what is done or dropped."""
    circles: Circles = reader.state(CIRCLES)
    visible = [one.id for one in circles.visible(person)]
    half = reader.half(ReadsActions)
    standings = (Standing.OPEN, Standing.DONE, Standing.DROPPED)
    rows = [row for one in standings for row in half.listed_actions(visible, str(one), None, 4 * MOST_CHOICES)]
    fitting = [row for row in rows if typed.casefold() in f"{row.id} {row.words}".casefold()]
    return [Option(row.id, _label(row)) for row in fitting[:MOST_CHOICES]]


def _label(row: ActionRow) -> str:
    return shortened(f"{row.id} · {one_line(row.words, 60)} · {row.standing}", 100)


def prefill(kind: str, state: Action, person: PersonId | None) -> Mapping[str, str]:
    """The form that changes an action opens with it as it stands, but for its day, which is typed anew."""
    if kind != "action.change" or state.standing is Standing.NOTHING:
        return {}
    return {"what": state.words, "owner": state.owner, "link": state.link}


def telling(stream: StreamId, event: Event, state: Action, reader: Reader, viewer: PersonId | None) -> Card | None:
    """What is said of an event."""
    circles: Circles = reader.state(CIRCLES)
    return tellings.telling(stream, event, state, circles.zone_of(state.circle), viewer)


def receipt(stream: StreamId, events: tuple[Event, ...], state: Action, by: Actor, known: ActionFacts | None) -> Card:
    """What the one who pressed is told."""
    return tellings.receipt(stream, events, state)


ACTIONS: Feature[Action, ActionFacts] = Feature(
    name="actions",
    prefix="A",
    decider=RULES,
    commands=(
        AddAction,
        ChangeAction,
        DeclineAction,
        FinishAction,
        DropAction,
        ReopenAction,
        RemindOwner,
        ActionOwnerGone,
    ),
    queries={ShowAction: show, ListActions: listed},
    target=target,
    facts=facts,
    alarms=alarms,
    rings={"remind": lambda stream: RemindOwner(id=stream)},
    boards=lambda state: (state.circle,) if state.circle else (),
    card=card,
    notices=tellings.notices,
    telling=telling,
    receipt=receipt,
    sees=sees,
    choices={"action": action_choices},
    waiting=waiting,
    reports=reports.reports,
    called=lambda state: state.words,
    dates=dates.dates,
    prefill=prefill,
)
