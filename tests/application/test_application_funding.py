"""A private circle is funded, and whoever has no seat there learns no more than it chose to show."""

import io
from collections.abc import Iterator
from zipfile import ZipFile

import pytest
from application_world import FEATURES, World
from test_application_wire import posted

from governance_core.application.exporting import ExportCircle
from governance_core.application.queries import Inbox
from governance_core.budgets.funding_messages import AskMissing, DeclineWish, FundWish, TakeWishBack
from governance_core.budgets.messages import Allocate, AskAllocation
from governance_core.budgets.request_messages import ListRequests
from governance_core.budgets.statement_messages import ExportLedger, ShowBalance, ShowBurn, ShowLedger
from governance_core.cards.card import Card
from governance_core.circles.messages import FillRole, ListCircles, ShowCircle
from governance_core.digests.messages import ShowDigest
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import CircleId, DeliveryKey, PersonId
from governance_core.searching.messages import SearchRegister

COMMONS, CARE = CircleId("commons"), CircleId("care")
OUTSIDERS = ("ana", "cem", "dee", "fay")
WHY = "A mediator for the quarrel"


@pytest.fixture
def wished(world: World) -> Iterator[World]:
    """Cem keeps the purse of Commons and has no seat in Care; Eli, who leads Care, asked for 80 euros."""
    world.config(
        FillRole(circle=COMMONS, role="treasurer", person=PersonId("cem")),
        FillRole(circle=COMMONS, role="lead", person=PersonId("ana")),
    )
    world.do(Allocate(circle=COMMONS, amount="1000 EUR"), "cem")
    world.do(AskAllocation(circle=CARE, amount="80 EUR", reason=WHY, shown=True), "eli")
    return world


def files(card: Card) -> str:
    """What stands in the files of a card, whatever they are."""
    found = []
    for file in card.files:
        if file.name.endswith(".zip"):
            with ZipFile(io.BytesIO(file.content)) as held:
                found += [f"{name} {held.read(name).decode()}" for name in held.namelist()]
        else:
            found.append(file.content.decode())
    return "\n".join(found)


def surfaces(world: World, who: str) -> Iterator[str]:
    """Everything somebody can look up about the circle above."""
    queries = [Inbox(), ListCircles(), ShowCircle(circle=COMMONS), ShowBalance(), ShowBalance(circle=COMMONS)]
    queries += [ShowLedger(circle=COMMONS), ShowLedger(circle=COMMONS, period="this year"), ListRequests()]
    queries += [ShowBurn(circle=COMMONS), SearchRegister(text="mediator"), SearchRegister(text="care")]
    queries += [ShowDigest(circle=COMMONS), ExportCircle(circle=COMMONS)]
    queries += [ExportLedger(circle=COMMONS, format=one) for one in ("csv", "hledger", "beancount")]
    for query in queries:
        try:
            card = world.answer(query, who)
        except Refusal as refusal:
            yield world.said(refusal)
            continue
        yield f"{world.words(card, 4000)}\n{files(card)}"
    for kind in ("budget.ask", "budget.request", "budget.allocate", "budget.ledger", "books.fund", "books.transfer"):
        yield " ".join(one.label for one in world.choices(kind, "circle", "", who))
    for posting, card in posted(world):
        if posting.place == "commons" or (posting.personal and posting.place == who):
            yield world.words(card, 4000)


def nothing_leaks(world: World) -> None:
    for who in OUTSIDERS:
        for said in surfaces(world, who):
            assert "care" not in said.replace("“care”", "").casefold(), (who, said)  # what was searched for is said
            assert "Eli" not in "".join(line for line in said.splitlines() if "link: " not in line), (who, said)
            assert who == "cem" or "quarrel" not in said, (who, said)


def test_nobody_without_a_seat_learns_more_than_was_shown(wished: World) -> None:
    nothing_leaks(wished)
    wished.do(FundWish(circle=COMMONS, wish="1"), "cem")
    nothing_leaks(wished)
    words = wished.words(wished.answer(ShowLedger(circle=COMMONS), "ana"), 4000)
    assert "EUR 80.00 allocated to a private circle (wish 1), by Cem" in words
    assert "EUR 80.00" in wished.words(wished.answer(ShowBalance(circle=CARE), "ben"))
    assert "Cem moved EUR 80.00 from Commons to Care (wish 1)." in home(wished)
    assert wished.clean()


def home(world: World, place: str = "care") -> str:
    return "\n".join(world.words(card) for posting, card in posted(world) if posting.place == place)


def test_the_private_circle_hears_what_is_shown_and_how_it_ended(wished: World) -> None:
    assert f"Eli asked Commons for EUR 80.00: {WHY}" in home(wished)
    assert "is shown the amount and what it is for, without any name." in home(wished)
    wished.do(DeclineWish(circle=COMMONS, wish="1", reason="Nothing is left until June"), "cem")
    assert "Cem declined wish 1 for Commons: Nothing is left until June" in home(wished)
    nothing_leaks(wished)


def test_whoever_keeps_the_purse_finds_it_waiting_and_answers_with_one_press(wished: World) -> None:
    card = wished.answer(Inbox(), "cem")
    assert f"Wish 1 · a private circle of Commons asks for EUR 80.00: {WHY}" in wished.words(card)
    made = wished.press(wished.button(card, "Allocate EUR 80.00").press, "cem")
    words = wished.words(made.card())  # type: ignore[union-attr]
    assert words == ("Recorded: EUR 80.00 allocated to the private circle of wish 1. Commons has EUR 920.00 available.")
    assert "Wish" not in wished.words(wished.answer(Inbox(), "cem"))


def test_what_the_treasurer_is_told_twice_names_nobody_either(wished: World) -> None:
    key = DeliveryKey("console", "7")
    first, again = (wished.do(FundWish(circle=COMMONS, wish="1"), "cem", key) for _ in range(2))
    for receipt in (first, again):
        assert "care" not in wished.words(receipt.card()).casefold()
    assert again.repeated


def test_the_whisper_to_the_treasurer_is_nothing_once_it_was_taken_back(wished: World) -> None:
    whispered = [wished.words(card) for posting, card in posted(wished) if posting.place == "cem"]
    assert any(one.startswith(f"A private circle of Commons asks you for EUR 80.00: {WHY}") for one in whispered)
    wished.do(TakeWishBack(circle=CARE, wish="1"), "ben")
    assert not [one for posting, one in posted(wished) if posting.place == "cem"]


def test_it_stands_after_a_new_start(wished: World) -> None:
    wished.restart()
    wished.do(FundWish(circle=COMMONS, wish="1"), "cem")
    assert wished.clean()
    assert FEATURES.by_path["books fund"] is FundWish


def test_asked_twice_it_is_said_who_heard_of_it_and_asked_late_that_there_is_enough(wished: World) -> None:
    asks = AskMissing(circle=CircleId("garden"), whole="60 EUR;")
    first, again = (wished.words(wished.do(asks, "ben").card()) for _ in range(2))
    assert first == "Cem heard that you ask for EUR 60.00."
    assert again == "Nothing changed. Cem heard already that you ask for EUR 60.00."
    wished.do(Allocate(circle=CircleId("garden"), amount="60"), "cem")
    late = wished.said(wished.refusal(asks, "ben"))
    assert late == (
        "Garden has EUR 60.00 available by now, which is enough for EUR 60.00. "
        "You can ask for it again with /budget request."
    )
