"""What may happen to an action: added, changed, given back, done, dropped, opened again, and its owner reminded."""

from typing import Any, Final

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
from governance_core.actions.evolve import evolve
from governance_core.actions.guards import (
    address,
    away_until,
    due_at,
    first_reminder,
    require_open,
    require_part,
    second_reminder,
    somebody_else,
    told,
    waking,
)
from governance_core.actions.messages import (
    NONE,
    ActionOwnerGone,
    AddAction,
    ChangeAction,
    DeclineAction,
    DropAction,
    FinishAction,
    RemindOwner,
    ReopenAction,
)
from governance_core.actions.model import Action, Standing
from governance_core.cards.text import Mention
from governance_core.circles.acting import Acting, require_owner, require_seat
from governance_core.kernel.checked import kept_words
from governance_core.kernel.decider import Decider, by_table
from governance_core.kernel.errors import Invalid, NotAllowed
from governance_core.kernel.message import Event

_WHAT = "Say in a sentence what is to be done."


def _add(command: AddAction, state: Action, facts: Acting) -> tuple[Event, ...]:
    circle = require_seat(command.circle, "add an action there", facts).id
    words, link = told("what", command.what, _WHAT), address(command.link)
    owner = require_owner(command.owner or facts.me, (circle,), facts)
    due = due_at(command.due, circle, facts)
    added = ActionAdded(
        circle=circle,
        by=facts.me,
        owner=owner,
        at=facts.now,
        due=due,
        remind_at=first_reminder(due, owner, circle, facts),
        source=command.source,
        words=words,
        link=link,
    )
    return (added,)


def _change(command: ChangeAction, state: Action, facts: Acting) -> tuple[Event, ...]:
    """What is left blank stays as it is; another day, or another owner, is reminded of anew."""
    require_open(state, facts)
    me = require_part(state, facts, "change")
    words = state.words if command.what is None else told("what", command.what, _WHAT)
    link = state.link if command.link is None else address("" if command.link.strip() == NONE else command.link)
    owner = state.owner if command.owner is None else require_owner(command.owner, (state.circle,), facts)
    due = state.due if command.due is None else due_at(command.due, state.circle, facts)
    if (words, link, owner, due) == (state.words, state.link, state.owner, state.due):
        return ()
    same = (owner, due) == (state.owner, state.due)
    remind = state.remind_at if same else first_reminder(due, owner, state.circle, facts)
    changed = ActionChanged(
        by=me,
        owner=owner,
        at=facts.now,
        due=due,
        remind_at=remind,
        was=None if owner == state.owner else state.owner,
        words=words,
        link=link,
    )
    return (changed,)


def _decline(command: DeclineAction, state: Action, facts: Acting) -> tuple[Event, ...]:
    require_open(state, facts)
    me = facts.me
    if me != state.owner:
        raise NotAllowed(who=Mention(state.owner), do=f"give {facts.stream} back", next="Ask them to.")
    reason = told("reason", command.reason, "Say why not, or what would have to be different.", 2000)
    owner = somebody_else(state, facts, me)
    if me in (state.by, owner):
        problem = f"You added {facts.stream} yourself, so there is nobody to give it back to."
        raise Invalid(problem=problem, fix=f"Give it to somebody with /action change {facts.stream}, or drop it.")
    return (ActionDeclined(person=me, owner=owner, at=facts.now, reason=reason),)


def _done(command: FinishAction, state: Action, facts: Acting) -> tuple[Event, ...]:
    """Pressed twice it is one."""
    me = require_part(state, facts, "finish")
    if state.standing is Standing.DONE:
        return ()
    require_open(state, facts)
    return (ActionFinished(person=me, at=facts.now, note=kept_words("note", command.note)),)


def _drop(command: DropAction, state: Action, facts: Acting) -> tuple[Event, ...]:
    require_open(state, facts)
    me = require_part(state, facts, "drop")
    reason = told("reason", command.reason, "Say why it will not be done.", 2000)
    return (ActionDropped(person=me, at=facts.now, reason=reason),)


def _reopen(command: ReopenAction, state: Action, facts: Acting) -> tuple[Event, ...]:
    me = require_part(state, facts, "open")
    if state.is_open:
        return ()
    stays = facts.people.present(state.owner) and facts.circles.may_see(state.owner, state.circle)
    owner = state.owner if stays else somebody_else(state, facts, state.owner)
    remind = first_reminder(state.due, owner, state.circle, facts)
    return (ActionReopened(person=me, owner=owner, at=facts.now, remind_at=remind),)


def _remind(command: RemindOwner, state: Action, facts: Acting) -> tuple[Event, ...]:
    """When it is due and once more a week later; whoever is away hears of it when they are back."""
    if not state.is_open or state.remind_at is None or state.due is None:
        return ()
    if (back := away_until(state.owner, facts)) is not None and back > facts.now:
        return (ActionPutOff(remind_at=waking(back, state.owner, state.circle, facts)),)
    known = facts.people.present(state.owner)
    again = second_reminder(state.owner, state.circle, facts) if state.reminded == 0 else None
    direct = known.reminded_on() if known else ""
    return (ActionReminded(owner=state.owner, at=facts.now, direct=direct, remind_at=again),)


def _owner_gone(command: ActionOwnerGone, state: Action, facts: Acting) -> tuple[Event, ...]:
    here = facts.people.present(command.person) is not None and facts.circles.may_see(command.person, state.circle)
    if not state.is_open or state.owner != command.person or (here and command.to is None):
        return ()
    owner = command.to or somebody_else(state, facts, command.person)
    return (ActionHanded(owner=owner, at=facts.now),) if owner != state.owner else ()


DECIDE: Final[dict[type, Any]] = {
    AddAction: _add,
    ChangeAction: _change,
    DeclineAction: _decline,
    FinishAction: _done,
    DropAction: _drop,
    ReopenAction: _reopen,
    RemindOwner: _remind,
    ActionOwnerGone: _owner_gone,
}

RULES: Final = Decider(Action(), by_table(DECIDE, "actions"), evolve)
