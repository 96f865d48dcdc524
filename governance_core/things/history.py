"""What happened to a thing, the newest first."""

from collections.abc import Sequence

from governance_core.cards.card import Button, Buttons, Card, Entry, Heading, Listing, Press
from governance_core.cards.plain import date_words, one_line
from governance_core.cards.text import text
from governance_core.kernel.ids import StreamId
from governance_core.ports import Recorded
from governance_core.things.model import Thing
from governance_core.things.sentences import SHOWN_IN_HISTORY, in_history


def history_card(stream: StreamId, state: Thing, recorded: Sequence[Recorded], zone: str, most: int) -> Card:
    """A line an event; reminders are left out."""
    told = [one for one in reversed(recorded) if isinstance(one.event, SHOWN_IN_HISTORY)]
    lines = tuple(Entry(text(f"{date_words(one.at, zone)} · ", in_history(stream, one.event, state, zone)))
                  for one in told[:most])  # fmt: skip
    title = f"What happened to {stream} · {one_line(state.name)}"
    back = Buttons((Button("Calendar", Press(stream, state.edition, "thing")),))
    blocks = (Heading((title,)), Listing(lines, empty="Nothing yet."), back)
    return Card(stream, blocks, (f"{title}.",), state.edition, zone, private=True)
