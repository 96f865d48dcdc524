"""What somebody answered, gathered from all features with the receipt of each: the newest first, by the page."""

from collections.abc import Sequence
from datetime import UTC, datetime
from heapq import nlargest
from typing import Any

from governance_core.answered import Answer, Answered
from governance_core.cards.card import Block, Button, Buttons, Card, Entry, Heading, Listing, Press
from governance_core.cards.form import Hidden, Question
from governance_core.cards.plain import OLDER, one_line
from governance_core.cards.text import When, text
from governance_core.feature import Feature
from governance_core.kernel.errors import Unknown
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.kernel.message import Query, ask, message
from governance_core.kernel.time import iso
from governance_core.ports import Reader

PAGE = 10
_APART = ";"


@message(
    "me.answers",
    "Your answers, with receipts",
    path="me answers",
    action="my-answers",
    argument="page",
    example="/me answers",
)
class MyAnswers(Query):
    """The viewer's own answers in rounds and reviews, newest first."""

    page: str = ask(Question(Hidden()), default="")


def answers_card(person: PersonId | None, page: str, features: Sequence[Feature[Any, Any]], reader: Reader) -> Card:
    """What the person answered; `page` is where the page before ended. Raises Unknown for a page that is none."""
    before = _place(page) if page else None
    found = (
        [one for feature in features for one in feature.answered(person, PAGE + 1, before, reader)] if person else []
    )
    newest = nlargest(PAGE + 1, found, key=lambda one: one.place)
    shown = newest[:PAGE]
    listing = Listing(tuple(map(_entry, shown)), empty="You have not answered anything yet.")
    rest: tuple[Block, ...] = ()
    if newest[PAGE:]:
        last = _APART.join((iso(shown[-1].at), f"{shown[-1].item}.{shown[-1].receipt}"))
        rest = (Buttons((Button(OLDER, Press("answers", 0, "my-answers", last)),)),)
    return Card("answers", (Heading(("Your answers",)), listing, *rest), ("Your answers.",), private=True)


def _entry(one: Answer) -> Entry:
    words = f"{one.item} v{one.version} · {one_line(one.title, 60)} · {one.said} · "
    shown = Button("Open", Press(one.item, one.version, "item"))
    return Entry(text(words, When(one.at), f" · receipt {one.item}.{one.receipt}"), one.item, shown)


def _place(page: str) -> Answered:
    at, _, receipt = page.partition(_APART)
    item, _, number = receipt.partition(".")
    try:
        return Answered(datetime.fromisoformat(at).astimezone(UTC), StreamId(item), int(number))
    except (ValueError, OverflowError):
        raise Unknown(what="such page any more", hint=" Open the list again.") from None
