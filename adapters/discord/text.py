"""Turns spans into Discord's Markdown: member words escaped, persons as mentions, instants as timestamps."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, assert_never

from adapters.discord.escape import escaped, is_maskable
from adapters.discord.limits import LINK
from governance_core.cards.chart import Draw
from governance_core.cards.plain import Viewer, money_words, one_line, visible
from governance_core.cards.text import Bold, Link, Mention, Money, Span, Text, When
from governance_core.kernel.ids import PersonId

_STYLES: Final = {"full": "F", "date": "D", "relative": "R"}
_ACCOUNT: Final = re.compile(r"[0-9]{1,20}")
_ADDRESS: Final = re.compile(r"https?://[^\s<>()\[\]\\\"]+")
_NAME_LENGTH: Final = 80
OPEN: Final = "open"


def nobody(_: PersonId) -> str | None:
    """No account is known."""
    return None


def nowhere(_: str) -> str | None:
    """No card is posted."""
    return None


@dataclass(frozen=True, slots=True)
class Sight:
    """Whose eyes a card is drawn for, which account a person has on Discord, and where an item's card stands there.

    `draw` makes pictures, where there are any.
    """

    viewer: Viewer
    account: Callable[[PersonId], str | None] = nobody
    address: Callable[[str], str | None] = nowhere
    draw: Draw | None = None

    def mention(self, person: PersonId) -> str | None:
        """What Discord shows as the person's name, None for somebody who is not on Discord."""
        account = self.account(person)
        return f"<@{account}>" if account and _ACCOUNT.fullmatch(account) else None


def markdown(text: Text, sight: Sight) -> str:
    """Spans as Markdown."""
    return "".join(_span(span, sight) for span in _joined(text, sight))


def _joined(text: Text, sight: Sight) -> Iterator[Span]:
    """The spans, with neighbours that are words joined: what is harmless apart may not be so together."""
    last: Span | None = None
    for span in text:
        plain = _as_words(span, sight)
        if isinstance(last, str) and isinstance(plain, str):
            last += plain
        elif isinstance(last, Bold) and isinstance(plain, Bold):
            last = Bold(last.words + plain.words)
        else:
            if last is not None:
                yield last
            last = plain
    if last is not None:
        yield last


def _as_words(span: Span, sight: Sight) -> Span:
    match span:
        case Mention(person) if sight.mention(person) is None:
            return one_line(sight.viewer.name(person), _NAME_LENGTH)
        case Money():
            return money_words(span)
        case Link(words, to) if address_of(to, sight) is None:
            return words
        case _:
            return span


def _span(span: Span, sight: Sight) -> str:
    match span:
        case str():
            return escaped(span)
        case Bold(words):
            return bold(words)
        case Mention(person):
            return sight.mention(person) or ""
        case When(at, style):
            return f"<t:{int(at.timestamp())}:{_STYLES[style]}>"
        case Link(words, to):
            return _linked(words, address_of(to, sight) or "")
        case Money():
            return escaped(money_words(span))
        case _:
            assert_never(span)


def bold(words: str) -> str:
    """Words in bold, line by line."""
    lines = escaped(words).split("\n")
    return "\n".join(f"**{line}**" if line.strip() else line for line in lines)


def address_of(to: str, sight: Sight) -> str | None:
    """The web address a link leads to, None where it leads nowhere that can be opened."""
    address = to if to.startswith(("https://", "http://")) else sight.address(to)
    return address if address and len(address) <= LINK and _ADDRESS.fullmatch(address) else None


def _linked(words: str, address: str) -> str:
    """A masked link; words that cannot stand in one stand before it."""
    flat = visible(words)
    return f"[{flat}]({address})" if is_maskable(flat) else f"{escaped(words)} [({OPEN})]({address})".lstrip()
