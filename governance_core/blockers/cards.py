"""What people see of a blocker: its card, and lists."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from governance_core.blockers.model import Blocker, Standing
from governance_core.blockers.reading import BlockerRow
from governance_core.cards.card import Block, Button, Buttons, Card, Entry, Facts, Heading, Listing, Note, Press, Quote
from governance_core.cards.plain import one_line
from governance_core.cards.text import Link, Mention, Text, When, count, people, text
from governance_core.circles.model import Circles
from governance_core.kernel.ids import CircleId, PersonId, StreamId, item_id

ELSEWHERE = "another circle"
_LINE = 80


def circle_name(circle: CircleId, state: Blocker, circles: Circles, viewer: PersonId | None) -> str:
    """What a circle is called; a private one has no name for others, where the card is theirs too."""
    found = circles.circles[circle]
    alone = len(state.circles) == 1
    return found.name if not found.private or alone or circles.may_see(viewer, circle) else ELSEWHERE


def blocker_card(stream: StreamId, state: Blocker, circles: Circles, viewer: PersonId | None) -> Card:
    """The one card of a blocker, as everybody who may know of it sees it."""
    where = circle_name(state.circle, state, circles, viewer)
    inside = where != ELSEWHERE
    blocks: tuple[Block, ...] = (
        Heading((f"Blocker {stream} · {where}",), status(state)),
        Quote("What is blocked", state.words),
        Facts((*_facts(state, inside), *_between(state, circles, viewer))),
        *_said(state, inside),
        Buttons(tuple(_buttons(stream, state))),
        Note(next_step(state)),
    )
    zone = circles.zone_of(state.circle)
    return Card(stream, blocks, _in_short(stream, state), zone=zone)


def status(state: Blocker) -> str:
    """How it stands, in words."""
    return str(state.standing)


def _facts(state: Blocker, inside: bool) -> Iterator[tuple[str, Text]]:
    yield "Who can help", (Mention(state.owner),)
    if state.asker != state.owner:
        yield "Asked by", (Mention(state.asker),)
    if state.at:
        yield "Since", (When(state.at),)
    if state.source and inside:
        source = state.source
        yield "From", (Link(source, source) if item_id(source) else one_line(source, 100),)
    if state.standing is Standing.ACKNOWLEDGED and state.acknowledged_at:
        yield "Acknowledged", (When(state.acknowledged_at),)
    if state.is_open and state.told and state.told_at:
        yield "Also told", text(people(state.told), ", ", When(state.told_at, "date"))
    if state.standing is Standing.RESOLVED and state.settled_at:
        yield "Resolved", (When(state.settled_at),)


def _between(state: Blocker, circles: Circles, viewer: PersonId | None) -> Iterator[tuple[str, Text]]:
    """Where it went: who looks after it now, who is asked to, and who would not."""
    if state.holder != state.circle:
        by = text(", by ", Link(state.decided_by, state.decided_by)) if state.decided_by else ()
        yield "Taken over by", text(circle_name(state.holder, state, circles, viewer), by)
    if state.offer:
        where = text(", which decides by consent: ", Link(state.offer.proposal, state.offer.proposal))
        name = circle_name(state.offer.to, state, circles, viewer)
        yield (
            "Asked to take it over",
            text(name, where if state.offer.proposal else (), ", ", When(state.offer.at, "date")),
        )


def _said(state: Blocker, inside: bool) -> Iterator[Quote]:
    """What was said of it; who is asked by a private circle is shown what is blocked, and not what was said there."""
    if state.offer and state.offer.reason:
        yield Quote("Why they are asked", state.offer.reason, by=(Mention(state.offer.by),))
    if not inside and state.holder == state.circle:
        return
    if state.is_open and state.declined_because:
        by: Text = (Mention(state.declined_by),) if state.declined_by else ()
        yield Quote("Not taken over", state.declined_because, by=by)
    if state.is_open and state.reopened_by:
        yield Quote("In the way again", state.reopened_because, by=(Mention(state.reopened_by),))
    if state.standing is Standing.RESOLVED:
        yield Quote("How", state.how, by=(Mention(state.settled_by),) if state.settled_by else ())


def _buttons(stream: StreamId, state: Blocker) -> Iterator[Button]:
    """What can be pressed as it stands; whether somebody may is looked at when they press."""
    if state.standing is Standing.RESOLVED:
        yield Button("It is in the way again", Press(stream, 0, "reopen-blocker"))
        return
    if state.standing is Standing.OPEN:
        yield acknowledging(stream)
    yield Button("Resolve", Press(stream, 0, "resolve-blocker"))
    yield Button("Ask somebody else", Press(stream, 0, "assign-blocker"))
    if state.offer is None:
        yield Button("Hand to another circle", Press(stream, 0, "hand-blocker"))
    elif state.offer.put:
        yield Button("Take back", Press(stream, 0, "take-back-blocker"))
    else:
        yield from (*answering(stream), Button("Take back", Press(stream, 0, "take-back-blocker")))


def answering(stream: StreamId) -> tuple[Button, ...]:
    """The buttons of the circle that is asked to take it over."""
    return (
        Button("Take it over", Press(stream, 0, "accept-blocker")),
        Button("Decline", Press(stream, 0, "decline-blocker")),
        Button("Decide by consent", Press(stream, 0, "decide-blocker")),
    )


def acknowledging(stream: StreamId) -> Button:
    """The button of its owner."""
    return Button("Acknowledge", Press(stream, 0, "acknowledge-blocker"))


def next_step(state: Blocker) -> Text:
    """What comes next."""
    if state.standing is Standing.RESOLVED:
        return ("It is out of the way.",)
    first = text("It waits for ", Mention(state.owner), " to acknowledge it. ")
    then: Text = ("It is shown in lists until it is resolved.",)
    if state.escalates_at:
        then = text("Unless it is resolved, somebody else is told ", When(state.escalates_at, "date"), ".")
    return text(first if state.standing is Standing.OPEN else (), then)


def _in_short(stream: StreamId, state: Blocker) -> Text:
    return text(
        f"Blocker {stream}: {one_line(state.words, _LINE)}. Who can help: ",
        Mention(state.owner),
        f"; {state.standing}.",
    )


def named(stream: StreamId, state: Blocker) -> Text:
    """`X-1 (The pump has no fuse)`."""
    return (f"{stream} ({one_line(state.words, _LINE)})",)


def age(since: datetime, now: datetime) -> str:
    """`today`, `3 days`: how long it has been in the way."""
    days = (now - since).days
    return count(days, "day") if days > 0 else "today"


def entry(row: BlockerRow, now: datetime, button: Button | None = None, circle: str = "") -> Entry:
    """A line of a list; with the name of a circle where it is not a list of one."""
    standing = "not acknowledged" if row.standing == Standing.OPEN else row.standing
    how_long = f"{standing}, {age(row.at, now)}" if row.settled_at is None else row.standing
    asked = text(", asked by ", Mention(row.asker)) if row.asker != row.owner else ()
    where = f" · {circle}" if circle else ""
    words = text(f"{row.id} · {one_line(row.words, 60)} · {how_long} · ", Mention(row.owner), asked, where)
    return Entry(words, row.id, button or Button("Open", Press(row.id, 0, "blocker")), since=row.at)


def list_card(title: str, entries: Sequence[Entry], more: int, circle: CircleId | None) -> Card:
    """Blockers, one a line, and a button to raise another."""
    listing = Listing(tuple(entries), empty="Nothing is in the way. /blocker raise says what is.", more=max(more, 0))
    raise_one = Buttons((Button("Raise a blocker", Press(circle or "", 0, "raise-blocker")),))
    return Card("blockers", (Heading((title,)), listing, raise_one), (f"{title}.",), private=True)
