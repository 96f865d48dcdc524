"""Turns spans into Slack's formatted text: words as they are, persons by name or awake, instants in each one's time."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, assert_never

from adapters.slack.blocks import Structure, words
from adapters.slack.escape import is_harmless, mrkdwn
from adapters.slack.limits import URL
from governance_core.cards.plain import Viewer, date_words, money_words, one_line, plain_text, visible
from governance_core.cards.text import Bold, Link, Mention, Money, Span, Text, When
from governance_core.kernel.ids import PersonId

_FORMATS: Final = {
    "full": "{date_short_pretty} at {time}",
    "date": "{date_short_pretty}",
    "relative": "{date_short_pretty} at {time}",
}
"""Slack's `{ago}` speaks of the past only, and a deadline lies ahead."""
_ACCOUNT: Final = re.compile(r"[UW][A-Z0-9]{2,20}")
_ADDRESS: Final = re.compile(r"https?://[^\s<>|\"]+")
_IN_WORDS: Final = re.compile(r"https?://[^\s<>|\"]+")
_AFTER_ADDRESS: Final = ".,;:!?'()[]"
_NAME_LENGTH: Final = 80


def nobody(_: PersonId) -> str | None:
    """No account is known."""
    return None


def nowhere(_: str) -> str | None:
    """No card is posted."""
    return None


@dataclass(frozen=True, slots=True)
class Sight:
    """Whose eyes a card is drawn for, which account a person has on Slack, and where an item's card stands there."""

    viewer: Viewer
    account: Callable[[PersonId], str | None] = nobody
    address: Callable[[str], str | None] = nowhere

    def awake(self, mention: Mention) -> str | None:
        """The account a mention wakes: on Slack a name that is linked always wakes, so only those that may are."""
        account = self.account(mention.person) if mention.ping else None
        return account if account and _ACCOUNT.fullmatch(account) else None


def said(text: Text, sight: Sight) -> list[Structure]:
    """Spans as elements of formatted text."""
    return [element for span in text for element in _elements(span, sight)]


def _elements(span: Span, sight: Sight) -> Iterator[Structure]:
    match span:
        case str():
            yield from with_links(span)
        case Bold(said_):
            yield from _words(visible(said_), bold=True)
        case Mention(person):
            account = sight.awake(span)
            yield {"type": "user", "user_id": account} if account else words(one_line(name_of(person, sight)))
        case When():
            yield _date(span, sight)
        case Link(said_, to):
            address = address_of(to, sight)
            yield from _words(visible(said_)) if address is None else [_link(visible(said_), address)]
        case Money():
            yield words(money_words(span))
        case _:
            assert_never(span)


def name_of(person: PersonId, sight: Sight) -> str:
    """How somebody is called, on one line."""
    return one_line(sight.viewer.name(person), _NAME_LENGTH) or "…"


def with_links(typed: str) -> Iterator[Structure]:
    """Words with the plain web addresses in them to follow."""
    shown, done = visible(typed), 0
    for found in _IN_WORDS.finditer(shown):
        address = found[0].rstrip(_AFTER_ADDRESS)
        if len(address) <= URL and "…" not in address:  # one that was cut off leads nowhere
            yield from _words(shown[done : found.start()])
            yield {"type": "link", "url": address}
            done = found.start() + len(address)
    yield from _words(shown[done:])


def _words(said_: str, bold: bool = False) -> Iterator[Structure]:
    if said_:
        yield words(said_, bold)


def _link(said_: str, address: str) -> Structure:
    return {"type": "link", "url": address, **({"text": said_} if said_.strip() else {})}


def _date(when: When, sight: Sight) -> Structure:
    form, fallback = _FORMATS[when.style], date_fallback(when, sight)
    return {"type": "date", "timestamp": int(when.at.timestamp()), "format": form, "fallback": fallback}


def date_fallback(when: When, sight: Sight) -> str:
    """The instant in words, with the zone they are in."""
    return f"{date_words(when.at, sight.viewer.zone, when.style)} {sight.viewer.zone}"


def address_of(to: str, sight: Sight) -> str | None:
    """The web address a link leads to, None where it leads nowhere that can be opened."""
    address = to if to.startswith(("https://", "http://")) else sight.address(to)
    return address if address and len(address) <= URL and _ADDRESS.fullmatch(address) else None


def marked_up(text: Text, sight: Sight) -> str | None:
    """Spans as markup; None where words in them could be taken for markup, which has no way to escape them."""
    parts = [_marked(span, sight) for span in text]
    if any(part is None for part in parts) or not is_harmless(plain_text(text, sight.viewer)):
        return None
    return "".join(part for part in parts if part)


def _marked(span: Span, sight: Sight) -> str | None:
    match span:
        case str():
            return mrkdwn(span)
        case Bold(said_):
            return f"*{mrkdwn(said_)}*" if said_ == said_.strip() and "\n" not in said_ and said_ else mrkdwn(said_)
        case Mention(person):
            account = sight.awake(span)
            return f"<@{account}>" if account else mrkdwn(name_of(person, sight))
        case When(at, style):
            return f"<!date^{int(at.timestamp())}^{_FORMATS[style]}|{mrkdwn(date_fallback(span, sight))}>"
        case Link(said_, to):
            address = address_of(to, sight)
            flat = " ".join(visible(said_).split())
            return f"<{mrkdwn(address)}|{mrkdwn(flat)}>" if address and flat and "|" not in flat else mrkdwn(said_)
        case Money():
            return mrkdwn(money_words(span))
        case _:
            assert_never(span)


def in_words(text: Text, sight: Sight) -> str:
    """Spans in words alone; instants say their zone."""
    parts = (
        date_fallback(span, sight) if isinstance(span, When) else plain_text((span,), sight.viewer) for span in text
    )
    return "".join(parts)
