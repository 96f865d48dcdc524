"""The face of actions: what can be asked, who hears of it, what is due when, and who is waited for."""

from collections.abc import Mapping, Sequence

from governance_core.actions import cards, dates, reports, tellings
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
from governance_core.ports import Alarm, Reader

TARGET = target_but_for(AddAction)


def alarms(state: Action) -> tuple[Alarm, ...]:
    """When its owner is reminded."""
    return (Alarm("remind", state.remind_at),) if state.is_open and state.remind_at else ()


def sees(state: Action, person: PersonId | None, reader: Reader) -> bool:
    """Whoever may see its circle: who added it loses sight of it with their seat in a private one."""
    circles: Circles = reader.state(CIRCLES)
    return state.standing is Standing.NOTHING or circles.may_see(person, state.circle)


def card(stream: StreamId, state: Action, reader: Reader, viewer: PersonId | None) -> Card:
    """The action's card."""
    circles: Circles = reader.state(CIRCLES)
    return cards.action_card(stream, state, circles.circles[state.circle].name, circles.zone_of(state.circle))


def show(query: ShowAction, by: Actor, reader: Reader) -> Card:
    """The card as it stands. Raises Unknown."""
    state = found(query.id, Action, sees, by.person, reader, "/action list")
    return card(query.id, state, reader, by.person)


def listed(query: ListActions, by: Actor, reader: Reader) -> Card:
    """What is to be done in one circle or in all that can be seen, what is due first in front."""
    wanted = circles_meant(query.circle, by.person, reader)
    standing, half = standing_meant(query.state, Standing) or str(Standing.OPEN), reader.half(ReadsActions)
    rows = half.listed_actions(wanted, standing, query.owner, MOST_LISTED)
    title = list_title("Actions", query.circle, reader)
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
    return options([(row.id, row.words, row.standing) for row in rows], typed)


def prefill(kind: str, state: Action, person: PersonId | None) -> Mapping[str, str]:
    """The form that changes an action opens with it as it stands, but for its day, which is typed anew."""
    if kind != "action.change" or state.standing is Standing.NOTHING:
        return {}
    return {"what": state.words, "owner": state.owner, "link": state.link}


def telling(stream: StreamId, event: Event, state: Action, reader: Reader, viewer: PersonId | None) -> Card | None:
    """What is said of an event; nothing to somebody who may not see it any more."""
    if viewer is not None and not sees(state, viewer, reader):
        return None
    circles: Circles = reader.state(CIRCLES)
    return tellings.telling(stream, event, state, circles.zone_of(state.circle), viewer)


def receipt(stream: StreamId, events: tuple[Event, ...], state: Action, by: Actor, known: Acting | None) -> Card:
    """What the one who pressed is told."""
    return tellings.receipt(stream, events, state)


def of_circle(circle: CircleId, reader: Reader) -> Sequence[tuple[str, Text]]:
    """How much is to be done, and by when the first of it."""
    half = reader.half(ReadsActions)
    rows = half.listed_actions([circle], str(Standing.OPEN), None, 1)
    number = half.count_actions([circle], str(Standing.OPEN), None)
    first = text(", the first by ", When(rows[0].due, "date")) if rows and rows[0].due else ()
    return [("To be done", text(count(number, "action"), first))] if rows else []


ACTIONS: Feature[Action, Acting] = Feature(
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
    target=TARGET,
    facts=facts_about(TARGET, "the action"),
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
    of_circle=of_circle,
    prefill=prefill,
)
