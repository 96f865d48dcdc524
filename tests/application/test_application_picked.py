"""People and places picked on a platform: what is kept of them, what cannot be used, and forms gone on with later."""

import pytest
from application_world import World
from hypothesis import given
from hypothesis import strategies as st

from governance_core.application.identity import owner_of_drafts
from governance_core.cards.form import Ask
from governance_core.cards.picked import Account, Spot, accounts_read, accounts_written, spot_read, spot_written
from governance_core.kernel.ids import Actor
from governance_core.ports import Draft
from governance_core.setup.messages import SetUp

MANAGER = Actor.of_account("discord", "9", server="77", name="Kim", manages=True)
OTHER = Actor.of_account("discord", "8", server="77", name="Zoe", manages=True)
PICKED = "1\tAna\t\n2\tBen\t"
TYPED = {"name": "Garden", "aim": "Food", "place": "5", "people": PICKED, "facilitator": "2\tBen\t"}
names = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ids = st.integers(1, 10**19).map(str)


@pytest.fixture
def empty(world: World) -> World:
    """An organisation nobody has set up yet."""
    return world.of("islet")


@given(st.lists(st.builds(Account, ids, names, st.booleans()), unique_by=lambda one: one.id, min_size=1))
def test_accounts_are_read_back_as_they_were_written(accounts: list[Account]) -> None:
    read = accounts_read(accounts_written(accounts))
    assert [(one.id, one.bot) for one in read] == [(one.id, one.bot) for one in accounts]
    assert [one.name for one in read] == [" ".join(one.name.split()) for one in accounts]


def test_names_that_are_typed_are_their_own_ids() -> None:
    assert accounts_read(" Ana  Duarte, Ben,,Ana Duarte\nCem ") == tuple(
        Account(name, name) for name in ("Ana Duarte", "Ben", "Cem")
    )
    assert accounts_read(" , ") == ()


def test_a_place_may_have_its_trouble() -> None:
    for spot in (Spot("5"), Spot("5", "Nobody may write there.")):
        assert spot_read(spot_written(spot)) == spot


def test_everything_there_makes_the_command(empty: World) -> None:
    made = empty.complete("setup.begin", TYPED, MANAGER)
    assert isinstance(made, SetUp)
    assert (made.place, [one.name for one in made.people], made.facilitator[0].id) == ("5", ["Ana", "Ben"], "2")
    assert (made.window, made.silence, made.domain) == ("72h", "explicit", "Whatever its members decide together")


@pytest.mark.parametrize(
    "field, typed, words",
    [
        ("place", "5\tThe bot cannot write in #hall.", "The bot cannot write in #hall."),
        ("people", "1\tAna\t\n3\tRobo\tbot", "Robo: a program has no say"),
        ("people", ",", "Pick somebody."),
        ("people", ", ".join(f"m{n}" for n in range(26)), "Pick at most 25."),
        ("facilitator", PICKED, "Pick at most 1."),
        ("window", "5 minutes", "is not one of 24h, 48h, 72h, 7d"),
    ],
)
def test_what_cannot_be_picked_is_said_at_its_question(empty: World, field: str, typed: str, words: str) -> None:
    made = empty.complete("setup.begin", {**TYPED, field: typed}, MANAGER)
    assert isinstance(made, Ask)
    (wrong,) = made.complaints
    assert (wrong.name, words in wrong.complaint) == (field, True), wrong


def test_a_form_opens_filled_in_with_what_is_usual(empty: World) -> None:
    made = empty.complete("setup.begin", {}, MANAGER)
    assert isinstance(made, Ask)
    assert {one.name: one.value for one in made.questions if one.value} == {
        "domain": "Whatever its members decide together",
        "process": "quick",
        "window": "72h",
        "silence": "explicit",
    }


def keep(world: World, by: Actor, key: str, **answers: str) -> None:
    def kept(work: object) -> None:
        work.keep_draft(Draft(key, owner_of_drafts(by, work), "setup.begin", answers))  # type: ignore[attr-defined,arg-type]

    world.store.transact_now(world.org, kept)


def test_who_opens_it_anew_goes_on_and_nobody_else_does(empty: World) -> None:
    keep(empty, MANAGER, "first", name="Orchard", window="7d")
    made, others = empty.complete("setup.begin", {}, MANAGER), empty.complete("setup.begin", {}, OTHER)
    assert isinstance(made, Ask)
    assert isinstance(others, Ask)
    filled = {one.name: one.value for one in made.questions}
    assert (made.key, filled["name"], filled["window"], filled["silence"]) == ("first", "Orchard", "7d", "explicit")
    assert others.key != "first"
    assert "Orchard" not in {one.value for one in others.questions}


def test_what_was_typed_last_counts_and_is_gone_after_a_day(empty: World) -> None:
    keep(empty, MANAGER, "first", name="Orchard")
    empty.clock.turn(minutes=1)
    keep(empty, MANAGER, "second", name="Meadow")
    made = empty.complete("setup.begin", {}, MANAGER)
    assert isinstance(made, Ask)
    assert made.key == "second"
    empty.clock.turn(days=1)
    late = empty.complete("setup.begin", {}, MANAGER)
    assert isinstance(late, Ask)
    assert late.key not in ("first", "second")
