"""How words are compared: without case or accents, and scripts that put no space between words by pairs of letters."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

LONGEST = 40
"""Characters of a word that are compared; what is longer is found by its beginning."""
_PLAIN = str.maketrans(
    {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "\u0131": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
_VOICED = "\u3099\u309a"
"""Marks that are no accents: ga is another letter than ka."""
_UNSPACED = (
    "\u0e00-\u0e7f\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf"
    "\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_PIECE = re.compile(rf"[{_UNSPACED}]+|(?:(?![{_UNSPACED}])[^\W_])+|[\u2600-\u27bf\U0001f000-\U0001faff]")
_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
_RUN = re.compile(rf"[{_UNSPACED}]")


@dataclass(frozen=True, slots=True)
class Term:
    """A word looked for; `whole` where a longer word that begins like it would be another."""

    word: str
    whole: bool = False

    def fits(self, word: str) -> bool:
        """Whether a word (folded) is what is looked for."""
        return word == self.word if self.whole else word.startswith(self.word)


@dataclass(frozen=True, slots=True)
class Place:
    """A word of a text, folded, and where it stands there."""

    word: str
    start: int
    end: int


@lru_cache(maxsize=4096)
def _folded(character: str) -> str:
    bare = unicodedata.normalize("NFKD", character).casefold().translate(_PLAIN)
    kept = "".join(c for c in unicodedata.normalize("NFKD", bare) if c in _VOICED or not unicodedata.combining(c))
    return unicodedata.normalize("NFC", kept)


def places(words: str) -> Iterator[Place]:
    """Every word of a text, in order. Where words have no space between them: every letter with the one after it."""
    folded, origin = _letters(words)
    for first, end in _spans(folded):
        yield _place(folded, origin, first, end)


def _place(folded: str, origin: Sequence[int], first: int, end: int) -> Place:
    return Place(folded[first:end][:LONGEST], origin[first], origin[end - 1] + 1)


def _spans(folded: str) -> Iterator[tuple[int, int]]:
    for found in _PIECE.finditer(folded):
        begin = found.start()
        for start, end in _pieces(found[0]):
            yield begin + start, begin + end


def _letters(words: str) -> tuple[str, Sequence[int]]:
    """The words folded, and which character of them each letter comes from."""
    if words.isascii():
        return words.lower(), range(len(words))
    letters: list[str] = []
    origin: list[int] = []
    for index, character in enumerate(words):
        bare = _folded(character)
        letters.append(bare)
        origin.extend([index] * len(bare))
    return "".join(letters), origin


def _letters_alone(words: str) -> str:
    return words.lower() if words.isascii() else "".join(map(_folded, words))


def _pieces(run: str) -> Iterator[tuple[int, int]]:
    if not _RUN.match(run):
        yield 0, len(run)
        return
    for start in range(len(run)):
        yield start, min(start + 2, len(run))


def words_of(text: str) -> set[str]:
    """The words under which a text is found; an address in it is no words."""
    runs = set(_PIECE.findall(_letters_alone(_ADDRESS.sub(" ", text))))  # a long text says most of its words often
    return {run[start:end][:LONGEST] for run in runs for start, end in _pieces(run)}


def terms_of(typed: str) -> tuple[Term, ...]:
    """What is looked for when this was typed: each word once, a beginning is enough. Empty where there is no word."""
    found: dict[Term, None] = {}
    before: Place | None = None
    for place in places(typed):
        unspaced = bool(_RUN.match(place.word))
        if unspaced and len(place.word) == 1 and before is not None and before.end == place.end:
            continue  # the last letter of a run is in the pair before it
        found[Term(place.word, whole=unspaced and len(place.word) > 1)] = None
        before = place
    return tuple(found)


def hits(text: str, terms: Sequence[Term], within: int) -> list[Place]:
    """Where in a text something stands that is looked for, `within` so many characters of the first place.

    Further on only what was not found before, and only until everything was: texts can be long.
    """
    folded, origin = _letters(text)
    wanted = missing = _standing(terms, folded, 0)
    beginnings = tuple(term.word for term in wanted)
    found: list[Place] = []
    for first, end in _spans(folded) if wanted else ():
        if wanted is not missing and origin[first] - found[0].start > within:
            wanted = missing = _standing(missing, folded, first)
            beginnings = tuple(term.word for term in wanted)
            if not wanted:
                break
        if folded.startswith(beginnings, first, end):
            place = _place(folded, origin, first, end)
            fitting = {term for term in wanted if term.fits(place.word)}
            found += [place] if fitting else []
            missing = missing - fitting if fitting else missing
    return found


def _standing(terms: Iterable[Term], folded: str, at: int) -> set[Term]:
    """Those whose letters stand anywhere from there on."""
    return {term for term in terms if folded.find(term.word, at) >= 0}
