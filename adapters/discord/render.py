"""Draws a card as a Discord message: within every limit for any text, pinging nobody but those it means to."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from adapters.discord.components import Structure, attached, container, cost, text_display, walk
from adapters.discord.framing import Frame, framed
from adapters.discord.layout import laid_out
from adapters.discord.limits import ATTACHMENTS, COMPONENTS, CONTENT, MENTIONS, MESSAGE_TEXT
from adapters.discord.pieces import Size, picture_name
from adapters.discord.text import Sight, markdown
from adapters.discord.whole import file_name, whole_card
from governance_core.cards.card import Block, Buttons, Card, Heading, Paragraph, Picture, Quote
from governance_core.cards.file import PNG, File
from governance_core.cards.plain import QUOTE_LIMIT, one_line, plain_text, visible
from governance_core.cards.spans import clipped, flat, texts_of
from governance_core.cards.text import Mention

COMPONENTS_V2: Final = 1 << 15
EPHEMERAL: Final = 1 << 6
SILENT: Final = 1 << 12
TOO_LONG: Final = "This is longer than a message may be; the file has all of it."
_WORDS, _LINES, _LEAST_QUOTE, _FINE, _BARE_TITLE = 1500, 60, 60, 10, 60
_SMALLER: Final = tuple(
    Size(_LEAST_QUOTE, words, lines)
    for words, lines in (
        *((words, _LINES) for words in (600, 300, 160, 100, 60)),
        *((60, lines) for lines in (40, 30, 20)),
        *((40, lines) for lines in (12, 8)),
        *((24, lines) for lines in (5, 3)),
    )
)


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: components, the accounts that are woken, and files: the card's, and all of it where it is cut."""

    components: tuple[Structure, ...]
    pings: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    quiet: bool = False

    def body(self, *, ephemeral: bool = False, silent: bool = False) -> Structure:
        """The body of a request that posts it, answers with it or puts it in the place of another."""
        flags = COMPONENTS_V2 | (EPHEMERAL if ephemeral else 0) | (SILENT if silent else 0)
        files = [{"id": str(number), "filename": file.name} for number, file in enumerate(self.files)]
        return {
            "components": list(self.components),
            "flags": flags,
            "allowed_mentions": allowed(self.pings),
            "attachments": files,
        }


def allowed(pings: tuple[str, ...] = ()) -> Structure:
    """Nobody is woken but these accounts, whatever a text says."""
    return {"parse": [], "users": list(pings), "roles": [], "replied_user": False}


@dataclass(frozen=True, slots=True)
class _Drawn:
    components: tuple[Structure, ...]
    lost: bool

    @property
    def fits(self) -> bool:
        return cost(self.components).fits


def render(card: Card, sight: Sight) -> Message:
    """The message a card becomes."""
    drawn = _Fitting(replace(card, blocks=tuple(map(_cut_down, card.blocks))), sight).drawn()
    whole = (whole_card(card, sight.viewer),) if drawn.lost else ()
    files = (*_pictures(card, drawn, sight), *_handed_out(card), *whole)
    return Message(drawn.components, _pings(card, drawn, sight), files, card.quiet)


def _pictures(card: Card, drawn: _Drawn, sight: Sight) -> Iterator[File]:
    """The pictures that there was room for."""
    shown = {item["media"]["url"] for one in walk(drawn.components) for item in one.get("items", ())}
    pictures = (block for block in card.blocks if isinstance(block, Picture))
    for number, one in enumerate(pictures, 1):
        if sight.draw is not None and f"attachment://{picture_name(number)}" in shown:
            yield File(picture_name(number), PNG, sight.draw(one.chart))


def _handed_out(card: Card) -> tuple[File, ...]:
    """The card's own files, with room left for its pictures and for all of the card."""
    return card.files[: ATTACHMENTS - 1 - sum(isinstance(block, Picture) for block in card.blocks)]


def notification(card: Card, sight: Sight) -> str:
    """What a card says in one sentence, for a message that is text alone."""
    return markdown(clipped(flat(card.summary), CONTENT // 4), sight)


def _cut_down(block: Block) -> Block:
    """What no message can hold is not looked at again and again."""
    return replace(block, words=visible(block.words)[: 2 * MESSAGE_TEXT]) if isinstance(block, Quote) else block


class _Fitting:
    """Finds the largest size at which a card fits."""

    def __init__(self, card: Card, sight: Sight) -> None:
        self._card = card
        self._sight = sight
        self._full = Size(_longest_quote(card), _WORDS, _LINES)

    def drawn(self) -> _Drawn:
        """The card as large as it fits."""
        for frame in Frame:
            full = self._draw(self._full, frame)
            if full.fits:
                return full
            if cost(full.components).components <= COMPONENTS:
                return self._smaller(frame)
        return self._bare()

    def _smaller(self, frame: Frame) -> _Drawn:
        """With shorter quotes; where that is not enough, with shorter texts and lists too."""
        least = self._draw(replace(self._full, quote=_LEAST_QUOTE), frame)
        if least.fits:
            return self._longest_quotes(frame, least)
        tried = (self._draw(size, frame) for size in _SMALLER)
        return next((drawn for drawn in tried if drawn.fits), None) or self._bare()

    def _longest_quotes(self, frame: Frame, best: _Drawn) -> _Drawn:
        fitting, too_long = _LEAST_QUOTE, self._full.quote
        while too_long - fitting > _FINE:
            middle = (fitting + too_long) // 2
            drawn = self._draw(replace(self._full, quote=middle), frame)
            if drawn.fits:
                fitting, best = middle, drawn
            else:
                too_long = middle
        return best

    def _draw(self, size: Size, frame: Frame) -> _Drawn:
        layout = laid_out(self._card, self._sight, size, dense=frame is not Frame.AIRY)
        return self._framed(framed(layout.pieces, frame), layout.lost)

    def _bare(self) -> _Drawn:
        """What fits whatever the card holds: its title, its buttons, and all of it in a file."""
        titles = [block for block in self._card.blocks if isinstance(block, Heading)][:1]
        words = [one_line(plain_text(title.title, self._sight.viewer), _BARE_TITLE) for title in titles]
        heads = [Heading((word,), title.status) for word, title in zip(words, titles, strict=True)]
        blocks: tuple[Block, ...] = (*heads, Paragraph((TOO_LONG,)), Buttons(self._card.buttons()))
        layout = laid_out(replace(self._card, blocks=blocks), self._sight, self._full)
        return self._framed(framed(layout.pieces, Frame.PACKED), lost=True)

    def _framed(self, inside: list[Structure], lost: bool) -> _Drawn:
        titled = any(isinstance(block, Heading) for block in self._card.blocks)
        shown = inside or [text_display(notification(self._card, self._sight).strip() or "…")]
        names = [file.name for file in _handed_out(self._card)] + ([file_name(self._card)] if lost else [])
        files = [attached(name) for name in names]
        return _Drawn(((container(shown),) if titled else tuple(shown)) + tuple(files), lost)


def _longest_quote(card: Card) -> int:
    """How much of a quote can be shown at best: where a card leads on to the whole, its beginning will do."""
    quotes = [block for block in card.blocks if isinstance(block, Quote)]
    left = sorted((len(quote.words) for quote in quotes), reverse=True)
    most, room = QUOTE_LIMIT if any(quote.whole for quote in quotes) else MESSAGE_TEXT, MESSAGE_TEXT
    while left and left[-1] <= room // len(left):
        room -= left.pop()
    return max(min(most, room // len(left)), _LEAST_QUOTE) if left else most


def _pings(card: Card, drawn: _Drawn, sight: Sight) -> tuple[str, ...]:
    """The accounts to wake: of those who are meant, the ones whose name is there to be seen."""
    shown = "\n".join(one.get("content", "") for one in walk(drawn.components))
    meant = (span.person for text in texts_of(card) for span in text if isinstance(span, Mention) and span.ping)
    accounts = dict.fromkeys(sight.account(person) or "" for person in meant)
    return tuple(account for account in accounts if account and f"<@{account}>" in shown)[:MENTIONS]
