"""Which items are offered where an id is asked: what waits for the person first, then what fits what was typed."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from governance_core.cards.form import Option
from governance_core.cards.plain import labelled, shortened
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Features
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.ports import Reader
from governance_core.searching.cards import state_words
from governance_core.searching.model import LETTERS, Found, Wanted
from governance_core.searching.reading import SearchesRegister
from governance_core.searching.words import places, terms_of

MOST: Final = 25
_BEGUN: Final = re.compile(r"\s*#?(?:([A-Za-z])-?)?([1-9][0-9]{0,16})?\s*")


def items(typed: str, person: PersonId | None, reader: Reader, features: Features) -> Sequence[Option]:
    """Items of every kind."""
    return _in_order(typed, (), tuple(LETTERS.values()), person, reader, features)


def offered(of: str, typed: str, person: PersonId | None, reader: Reader, features: Features) -> Sequence[Option]:
    """What a feature offers itself, and of its items those that it would not have come to, however old."""
    own = features.choices[of](typed, person, reader)
    return own if of not in LETTERS else _in_order(typed, own, (LETTERS[of],), person, reader, features)


def _in_order(
    typed: str,
    own: Sequence[Option],
    letters: Sequence[str],
    person: PersonId | None,
    reader: Reader,
    features: Features,
) -> Sequence[Option]:
    circles: Circles = reader.state(CIRCLES)
    seen = tuple(one for one in circles.circles if circles.may_see(person, one))
    waits = _waiting(person, letters, reader, features)
    found = (*_named(waits, typed, seen, reader), *_fitting(typed, letters, seen, bool(own), reader))
    options = {one.value: one for one in (*own, *(_option(one, seen, circles) for one in found))}
    asked = _begun(typed, letters)
    return sorted({**options, **{one.value: one for one in own}}.values(), key=lambda one: _place(one, asked, waits))


def _place(option: Option, asked: Sequence[StreamId], waits: Sequence[StreamId]) -> int:
    """The very id that was typed, what waits, the rest."""
    return 0 if option.value in asked[:1] else 1 if option.value in waits else 2


def _waiting(person: PersonId | None, letters: Sequence[str], reader: Reader, features: Features) -> Sequence[StreamId]:
    asked = (one for one in features.all if one.prefix in letters) if person else ()
    return [StreamId(entry.ref) for one in asked if person for entry in one.waiting(person, reader)][:MOST]


def _named(ids: Sequence[StreamId], typed: str, seen: Sequence[CircleId], reader: Reader) -> Iterator[Found]:
    found = reader.half(SearchesRegister).named(seen, ids) if ids else ()
    return (one for one in found if _fits(one, typed))


def _fitting(
    typed: str, letters: Sequence[str], seen: tuple[CircleId, ...], is_full: bool, reader: Reader
) -> Iterator[Found]:
    """By the number, however old; by the words of the title; and the newest where nothing was typed."""
    half, begun = reader.half(SearchesRegister), _BEGUN.fullmatch(typed)
    kinds = tuple(one for one in letters if begun is None or begun[1] is None or begun[1].upper() == one)
    yield from half.named(seen, ids) if (ids := _begun(typed, letters)) else ()
    if begun is not None and kinds and not begun[2] and not (is_full and not typed.strip()):
        yield from half.find(Wanted(seen, kinds=kinds), MOST)
    if terms := terms_of(typed):
        yield from (one for one in half.find(Wanted(seen, terms, tuple(letters)), 4 * MOST) if _fits(one, typed))


def _begun(typed: str, letters: Sequence[str]) -> Sequence[StreamId]:
    """The item of a number that was typed, with or without its letter, and those whose number begins so."""
    begun = _BEGUN.fullmatch(typed)
    if begun is None or not begun[2]:
        return ()
    kinds = [one for one in letters if begun[1] is None or begun[1].upper() == one]
    return [StreamId(f"{kind}-{begun[2]}{more}") for more in ("", *range(10)) for kind in kinds]


def _fits(found: Found, typed: str) -> bool:
    if typed.strip().casefold() in f"{found.id} {found.title}".casefold():
        return True
    words = [one.word for one in places(found.title)]
    terms = terms_of(typed)
    return bool(terms) and all(any(term.fits(word) for word in words) for term in terms)


def _option(found: Found, seen: Sequence[CircleId], circles: Circles) -> Option:
    circle = circles.circles[found.seen_in(seen)].name
    title = labelled(found.title, found.practice, 50)
    return Option(found.id, shortened(f"{found.id} · {title} · {circle} · {state_words(found.state)}", 100))
