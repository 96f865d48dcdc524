"""Reads the pages of the whole register from a store, a part at a time."""

from collections.abc import Iterator, Sequence
from functools import partial

from bot.compose import Composed
from governance_core.application.reading_copy import (
    INDEX,
    by_circle,
    circle_page,
    index_page,
    item_page,
    path_of,
    path_of_circle,
    whole_copy,
)
from governance_core.ports import Reader
from governance_core.searching.model import Found

AT_ONCE = 200
"""Items read at once, so that a large register need not be kept in memory."""
Made = tuple[str, str, int]
"""A page: where it goes, what stands on it, and how many there will be."""


def pages(made: Composed, private: bool) -> Iterator[Made]:
    """Every page, the same for the same register; of private circles only where they are wanted."""
    copy = made.store.read_now(made.org, lambda reader: whole_copy(reader, private))
    whole = 1 + len(copy.shown) + len(copy.items)
    yield INDEX, made.store.read_now(made.org, lambda reader: index_page(copy, reader)), whole
    found = by_circle(copy)
    for circle in copy.shown:
        page = made.store.read_now(made.org, partial(circle_page, copy, circle, found.get(circle.id, ())))
        yield path_of_circle(circle.id), page, whole
    items = tuple(reversed(copy.items))
    known = frozenset(str(one.id) for one in items)
    for first in range(0, len(items), AT_ONCE):
        some = items[first : first + AT_ONCE]
        drawn = made.store.read_now(made.org, partial(_items, made, some, known))
        for one, page in zip(some, drawn, strict=True):
            yield path_of(one.id), page, whole


def _items(made: Composed, some: Sequence[Found], known: frozenset[str], reader: Reader) -> list[str]:
    return [item_page(one, known, reader, made.features) for one in some]
