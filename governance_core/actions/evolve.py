"""What an action becomes with each event."""

from typing import Any

from governance_core.actions.events import (
    ActionAdded,
    ActionChanged,
    ActionDeclined,
    ActionDropped,
    ActionFinished,
    ActionHanded,
    ActionPutOff,
    ActionReminded,
    ActionReopened,
)
from governance_core.actions.model import Action, Standing
from governance_core.kernel.decider import changed


def evolve(state: Action, event: Any) -> Action:
    """The action after an event."""
    match event:
        case ActionAdded():
            return _added(event)
        case ActionChanged(owner=owner, due=due, remind_at=then, words=words, link=link):
            reminded = state.reminded if (owner, due) == (state.owner, state.due) else 0
            return changed(state, owner=owner, due=due, remind_at=then, reminded=reminded, words=words, link=link)
        case ActionDeclined(person=person, owner=owner, reason=reason):
            return changed(state, owner=owner, declined_by=person, declined_because=reason)
        case ActionHanded(owner=owner):
            return changed(state, owner=owner)
        case ActionReminded(remind_at=then):
            return changed(state, remind_at=then, reminded=state.reminded + 1)
        case ActionPutOff(remind_at=then):
            return changed(state, remind_at=then)
        case _:
            return _settled(state, event)


def _added(event: ActionAdded) -> Action:
    return Action(
        circle=event.circle,
        owner=event.owner,
        by=event.by,
        words=event.words,
        standing=Standing.OPEN,
        due=event.due,
        link=event.link,
        source=event.source,
        at=event.at,
        remind_at=event.remind_at,
    )


def _settled(state: Action, event: Any) -> Action:
    match event:
        case ActionFinished(person=person, at=at, note=note):
            how = {"settled_by": person, "settled_at": at, "note": note}
            return changed(state, standing=Standing.DONE, remind_at=None, **how)
        case ActionDropped(person=person, at=at, reason=reason):
            how = {"settled_by": person, "settled_at": at, "note": reason}
            return changed(state, standing=Standing.DROPPED, remind_at=None, **how)
        case ActionReopened(owner=owner, remind_at=then):
            nothing = {"settled_by": None, "settled_at": None, "note": ""}
            return changed(state, standing=Standing.OPEN, owner=owner, remind_at=then, reminded=0, **nothing)
        case _:
            raise TypeError(f"actions do not know {event!r}")
