"""What waits for somebody, gathered from all features, by the page: what closes within a day first, then the oldest."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from governance_core.cards.card import Block, Button, Buttons, Card, Entry, Heading, Listing, Press
from governance_core.cards.text import text
from governance_core.feature import Feature
from governance_core.kernel.ids import PersonId
from governance_core.ports import Reader

PAGE = 10
SOON = timedelta(days=1)
NEWER = "Newer ones"
_APART = ";"
_SOME_TIME = datetime(9000, 1, 1, tzinfo=UTC)


def inbox_card(person: PersonId, page: str, features: Sequence[Feature[Any, Any]], reader: Reader) -> Card:
    """What waits for the person; `page` is where the page before ended, whatever was done since."""
    found = (entry for feature in features for entry in feature.waiting(person, reader))
    entries = sorted(found, key=lambda entry: place(entry, reader.now))
    count = len(entries)
    rest = [entry for entry in entries if said(place(entry, reader.now)) > page]
    status = f"{count} {'waits' if count == 1 else 'wait'} for you" if count else "nothing waits for you"
    listing = Listing(tuple(rest[:PAGE]), empty="Nothing waits for you. /proposal list shows what is open.")
    blocks: list[Block] = [Heading(("Your inbox",), status), listing]
    if rest[PAGE:]:
        last = Press("inbox", 0, "inbox", said(place(rest[PAGE - 1], reader.now)))
        blocks.append(Buttons((Button(f"{NEWER} ({len(rest) - PAGE})", last),)))
    return Card("inbox", tuple(blocks), summary=text(f"Your inbox: {status}."), private=True)


def place(entry: Entry, now: datetime) -> tuple[str, int, str]:
    """Where it stands: what closes soon by when it does, the rest by when it began to wait, and in the order of ids."""
    number = entry.ref.rpartition("-")[2]
    soon = entry.closes is not None and entry.closes <= now + SOON
    at = (entry.closes if soon else entry.since) or _SOME_TIME
    return (
        f"{0 if soon else 1}{at.astimezone(UTC).isoformat(timespec='microseconds')}",
        int(number) if number.isascii() and number.isdigit() else 0,
        entry.ref,
    )


def said(where: tuple[str, int, str]) -> str:
    """The same as a text that sorts alike."""
    at, number, ref = where
    return _APART.join((at, f"{number:018}", ref))
