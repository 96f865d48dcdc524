"""What has to find another home before a circle closes, and how it does (process.md, section 5)."""

from collections.abc import Iterator, Sequence

from governance_core.cards.text import Mention, Text, listed, text
from governance_core.circles.events import CircleClosed
from governance_core.circles.model import Circle, Circles
from governance_core.kernel.errors import Refusal
from governance_core.kernel.message import Event

MOST_NAMED = 10
"""How many of one kind are named in a refusal."""
MONEY = "money:"
"""Before a unit of which something is left."""


class StillOpen(Refusal):
    """A circle cannot be closed while things in it need a home (process.md, section 5)."""

    code = "still_open"
    template = "{circle} cannot be closed yet, for what is in it needs another home. {ways}"


def close(circle: Circle, state: Circles, still_open: Sequence[str]) -> tuple[Event, ...]:
    """The circle ends. Raises StillOpen while anything in it needs another home."""
    if ways := _ways_out(circle, state, still_open):
        raise StillOpen(circle=circle.name, ways=ways)
    return (CircleClosed(circle=circle.id),)


def _ways_out(circle: Circle, state: Circles, still_open: Sequence[str]) -> Text:
    """What is in the way of closing it and what becomes of each, kind by kind; nothing where it may be closed."""
    ways = list(_ways(circle, state, still_open))
    return text(*(part for number, way in enumerate(ways) for part in ((" ", way) if number else (way,))))


def _ways(circle: Circle, state: Circles, still_open: Sequence[str]) -> Iterator[Text]:
    to = f"circle:{state.handle(circle.parent)}" if circle.parent else "circle:…"
    proposals = [one for one in still_open if one.startswith("P-")]
    agreements = [one for one in still_open if one.startswith("D-")]
    requests = [one for one in still_open if one.startswith("B-")]
    actions = [one for one in still_open if one.startswith("A-")]
    blockers = [one for one in still_open if one.startswith("X-")]
    things = [one for one in still_open if one.startswith("T-")]
    units = [one.removeprefix(MONEY) for one in still_open if one.startswith(MONEY)]
    if proposals:
        how = f"ask the facilitator to forward it with /proposal forward {proposals[0]} {to}, or let it end first."
        yield text(f"{_named(proposals)} open: ", how)
    if agreements:
        how = f"ask the secretary or the lead to move it with /decisions move {agreements[0]} {to}, or drop it."
        yield text(f"{_named(agreements)} in force: ", how)
    if requests:
        yield text(
            f"{_named(requests)} asked for or promised: it is settled or withdrawn first; wait, or ask for that."
        )
    if actions:
        yield text(f"{_named(actions)} still to be done: finish it, or drop it with /action drop {actions[0]}.")
    if blockers:
        yield text(
            f"{_named(blockers)} in the way of somebody: resolve it, or hand it on with /blocker hand {blockers[0]}."
        )
    if things:
        how = f"ask whoever keeps them to move them with /share change {things[0]} {to}, or to retire them."
        yield text(f"{_named(things)} kept here: {how}")
    if units:
        yield text(f"It has {_some(units)} left: ask whoever keeps its purse to give it back with /budget return.")
    if circle.roles:
        held = listed([text(f"{role} (", Mention(person), ")") for role, person in circle.roles.items()])
        yield text("Still held: ", held, ". Take such a role away in the config, or give it to another circle.")
    if below := [child.handle for child in state.children(circle.id)]:
        yield text(f"Below it: {_some(below)}. Give such a circle another parent in the config, or close it first.")


def _named(ids: Sequence[str]) -> str:
    return f"{_some(ids)} {'is' if len(ids) == 1 else 'are'}"


def _some(ids: Sequence[str]) -> str:
    more = len(ids) - MOST_NAMED
    return ", ".join(ids[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")
