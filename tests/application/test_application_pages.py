"""Lists by the page: the inbox, one's answers, proposals and agreements, with nothing, with one thing, with many."""

import pytest
from application_world import World

from governance_core.application.answers import MyAnswers
from governance_core.application.queries import Inbox
from governance_core.cards.card import Card, Listing
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import CircleId, StreamId
from governance_core.kernel.message import Query
from governance_core.logbook.messages import RecentAgreements, RecordDecision
from governance_core.proposals.messages import AnswerRound, ListProposals, WithdrawProposal

MANY = 200
GARDEN = CircleId("garden")
NEXT = ("Older ones", "Newer ones")


def refs(card: Card) -> list[str]:
    return [entry.ref for block in card.blocks if isinstance(block, Listing) for entry in block.entries]


def following(world: World, card: Card, who: str) -> Card | None:
    for button in card.buttons():
        if button.label.startswith(NEXT):
            assert "~" not in button.press.argument  # Slack's layout tells equal buttons apart by it
            made = world.press(button.press, who)
            assert isinstance(made, Card)
            return made
    return None


def everything(world: World, query: Query, who: str) -> list[str]:
    card: Card | None = world.answer(query, who)
    seen: list[str] = []
    while card is not None:
        assert len(refs(card)) <= 10
        seen += refs(card)
        card = following(world, card, who)
    return seen


def proposals(*numbers: int) -> list[str]:
    return [f"P-{number}" for number in numbers]


@pytest.fixture
def many(world: World) -> World:
    for number in range(MANY):
        world.proposal(title=f"Thing {number}")
        world.clock.turn(seconds=1)
    return world


def test_with_nothing_each_list_says_so(world: World) -> None:
    assert world.words(world.answer(Inbox(), "dee")).startswith("Your inbox [nothing waits for you]")
    assert "not answered anything yet" in world.words(world.answer(MyAnswers(), "dee"))
    assert "None." in world.words(world.answer(ListProposals(), "dee"))
    assert "No agreements yet." in world.words(world.answer(RecentAgreements(), "dee"))


def test_with_one_thing_each_list_has_it_with_one_thing_to_press(world: World) -> None:
    world.proposal()
    card = world.answer(Inbox(), "dee")
    assert world.words(card).startswith("Your inbox [1 waits for you]")
    assert [button.press.ref for button in card.buttons()] == ["P-1"]
    receipt = world.do(AnswerRound(id=StreamId("P-1"), answer="consent"), "dee")
    card = world.answer(MyAnswers(), "dee")
    assert f"consent · Mon 2 Mar 2026 09:00 · receipt P-1.{receipt.version}" in world.words(card)
    assert [button.press.ref for button in card.buttons()] == ["P-1"]


@pytest.mark.slow
def test_with_two_hundred_nothing_is_left_out_and_nothing_comes_twice(many: World) -> None:
    assert everything(many, Inbox(), "dee") == proposals(*range(1, MANY + 1))
    assert "[200 wait for you]" in many.words(many.answer(Inbox(), "dee"))
    assert everything(many, ListProposals(), "dee") == proposals(*range(MANY, 0, -1))
    receipts = {}
    for number in range(1, MANY + 1):
        done = many.do(AnswerRound(id=StreamId(f"P-{number}"), answer="consent"), "dee")
        receipts[f"P-{number}"] = done.version
    assert everything(many, Inbox(), "dee") == []
    assert sorted(everything(many, MyAnswers(), "dee")) == sorted(proposals(*range(1, MANY + 1)))
    card: Card | None = many.answer(MyAnswers(), "dee")
    said = ""
    while card is not None:
        said += many.words(card)
        card = following(many, card, "dee")
    assert all(said.count(f"receipt {ref}.{version} ") == 1 for ref, version in receipts.items())


def test_the_inbox_goes_on_behind_what_was_answered_meanwhile(world: World) -> None:
    for number in range(15):
        world.proposal(title=f"Thing {number}")
        world.clock.turn(seconds=1)
    first = world.answer(Inbox(), "dee")
    for ref in refs(first):
        world.do(AnswerRound(id=StreamId(ref), answer="consent"), "dee")
    rest = following(world, first, "dee")
    assert rest is not None
    assert refs(rest) == proposals(11, 12, 13, 14, 15) == refs(world.answer(Inbox(), "dee"))


def test_the_list_of_proposals_misses_none_that_ends_while_one_reads(world: World) -> None:
    for number in range(25):
        world.proposal(title=f"Thing {number}")
    first = world.answer(ListProposals(), "dee")
    world.do(WithdrawProposal(id=StreamId("P-3")), "ana")
    world.do(WithdrawProposal(id=StreamId("P-20")), "ana")
    world.proposal(title="Later")
    second = following(world, first, "dee")
    assert second is not None
    third = following(world, second, "dee")
    assert third is not None
    seen = [*refs(first), *refs(second), *refs(third)]
    assert set(seen) == set(proposals(*range(1, 26)))
    assert seen[-2:] == ["P-20", "P-3"]


def test_filters_go_with_the_page(world: World) -> None:
    for number in range(24):
        world.proposal("ana" if number % 2 else "dee", title=f"Thing {number}")
    mine = proposals(*range(24, 0, -2))
    assert everything(world, ListProposals(mine=True, circle=GARDEN, state=" Open"), "ana") == mine
    world.do(WithdrawProposal(id=StreamId("P-24")), "ana")
    assert everything(world, ListProposals(mine=True), "ana") == [*mine[1:], "P-24"]
    assert everything(world, ListProposals(state="withdrawn"), "ana") == ["P-24"]


def test_agreements_go_on_by_the_page(world: World) -> None:
    for number in range(21):
        world.do(RecordDecision(circle=GARDEN, title=f"T{number}", text="As ever", source=f"meeting {number}"), "ana")
    every = [f"D-{number}" for number in range(21, 0, -1)]
    assert everything(world, RecentAgreements(), "dee") == every
    assert everything(world, RecentAgreements(circle=GARDEN), "dee") == every


@pytest.mark.parametrize("page", ["x", ";;;", "open;mine;open;x", ";;;;", "asleep;;open;9", ";;open;" + "9" * 40])
def test_a_page_of_another_kind_is_refused(world: World, page: str) -> None:
    world.proposal()
    for query in (ListProposals(page=page), MyAnswers(page=page)):
        with pytest.raises(Refusal):
            world.answer(query, "dee")
    assert isinstance(world.answer(Inbox(page=page), "dee"), Card)
