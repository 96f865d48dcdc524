"""What people see of an action: its card, and lists."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from governance_core.actions.model import Action, Standing
from governance_core.actions.reading import ActionRow
from governance_core.cards.card import Block, Button, Buttons, Card, Entry, Facts, Heading, Listing, Note, Press, Quote
from governance_core.cards.plain import one_line, shortened
from governance_core.cards.text import Link, Mention, Text, When, text
from governance_core.kernel.ids import CircleId, StreamId, item_id

_LINE = 80
_SHOWN = 60


def action_card(stream: StreamId, state: Action, circle: str, zone: str) -> Card:
    """The one card of an action, as everybody in the circle sees it; it wakes nobody."""
    blocks: tuple[Block, ...] = (
        Heading((f"Action {stream} · {circle}",), str(state.standing)),
        Quote("To be done", state.words),
        Facts(tuple(_facts(state))),
        *_said(state),
        Buttons(buttons(stream, state)),
        Note(next_step(state)),
    )
    said = f"Action {stream}: {one_line(state.words, _LINE)}. Whose: "
    return Card(stream, blocks, text(said, Mention(state.owner), f"; {state.standing}."), zone=zone, quiet=True)


def _facts(state: Action) -> Iterator[tuple[str, Text]]:
    yield "Who does it", (Mention(state.owner),)
    if state.due:
        yield "Due", (When(state.due),)
    if state.by != state.owner:
        yield "Added by", (Mention(state.by),)
    if state.source:
        source = state.source
        yield "From", (Link(source, source) if item_id(source) else one_line(source, 100),)
    if state.link:
        yield "Kept at", (Link(shortened(state.link.partition("://")[2], _SHOWN), state.link),)
    if state.settled_at:
        by = text(" by ", Mention(state.settled_by)) if state.settled_by else ()
        yield str(state.standing).capitalize(), text(When(state.settled_at), by)


def _said(state: Action) -> Iterator[Quote]:
    if state.is_open and state.declined_by and state.declined_by != state.owner:
        yield Quote("Given back", state.declined_because, by=(Mention(state.declined_by),))
    if state.note:
        by = (Mention(state.settled_by),) if state.settled_by else ()
        yield Quote("Reason" if state.standing is Standing.DROPPED else "Note", state.note, by=by)


def buttons(stream: StreamId, state: Action) -> tuple[Button, ...]:
    """What can be pressed as it stands; whether somebody may is looked at when they press."""
    if not state.is_open:
        return (Button("Do it after all", Press(stream, 0, "reopen-action")),)
    found = [Button("Done", Press(stream, 0, "action-done")), Button("Change", Press(stream, 0, "change-action"))]
    if state.owner != state.by:
        found.append(Button("I cannot", Press(stream, 0, "decline-action")))
    return (*found, Button("Drop", Press(stream, 0, "drop-action")))


def next_step(state: Action) -> Text:
    """What comes next."""
    if not state.is_open:
        return ("Nothing more is to be done.",)
    if state.remind_at:
        return text(Mention(state.owner), " is reminded ", When(state.remind_at, "date"), ".")
    if state.due:
        return ("Nobody is reminded any more; it stays in the inbox until it is done or dropped.",)
    return ("It has no day; it stays in the inbox until it is done or dropped.",)


def named(stream: StreamId, state: Action) -> Text:
    """`A-1 (Order a new pump)`."""
    return (f"{stream} ({one_line(state.words, _LINE)})",)


def entry(row: ActionRow, now: datetime, button: Button | None = None) -> Entry:
    """A line of a list."""
    late = " (overdue)" if row.due and row.due < now and row.standing == Standing.OPEN else ""
    due = text(" · by ", When(row.due, "date"), late) if row.due else ()
    state = () if row.standing == Standing.OPEN else (f" · {row.standing}",)
    words = text(f"{row.id} · {one_line(row.words, 60)}", due, state, " · ", Mention(row.owner))
    return Entry(words, row.id, button or Button("Open", Press(row.id, 0, "action")), since=row.at)


def list_card(title: str, entries: Sequence[Entry], more: int, circle: CircleId | None) -> Card:
    """Actions, one a line, and a button to add another."""
    listing = Listing(tuple(entries), empty="None. /action add notes what somebody will do.", more=max(more, 0))
    add = Buttons((Button("Add an action", Press(circle or "", 0, "add-action")),))
    return Card("actions", (Heading((title,)), listing, add), (f"{title}.",), private=True)
