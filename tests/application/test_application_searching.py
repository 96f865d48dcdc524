"""Searching the register: whatever was written is found by its words, by those who may see it, and pages stay right."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from application_world import HandClock, World, settle_in
from hypothesis import given
from hypothesis import strategies as some

from governance_core.cards.card import Card, Listing
from governance_core.cards.text import Bold
from governance_core.circles.messages import ChangeCircle
from governance_core.kernel.errors import Invalid, Refusal, Unknown
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.logbook.messages import RecordDecision
from governance_core.proposals.messages import (
    AmendProposal,
    AnswerRound,
    ForwardProposal,
    RaiseObjection,
    ShowProposal,
    WithdrawProposal,
)
from governance_core.proposals.model import OPEN_STAGES, Stage
from governance_core.searching.messages import MoreFound, SearchRegister
from governance_core.searching.model import ENDED_STATES, OPEN_STATES

P1 = StreamId("P-1")
GARDEN, CARE, REPAIR = CircleId("garden"), CircleId("care"), CircleId("repair")
ODD = [
    '"',
    "*",
    "AND",
    "a AND",
    "-",
    "NEAR(a b)",
    "tags:x",
    "_c_care",
    "^a",
    "{a b}",
    "\x00",
    "🎉",
    "水",
    "(" * 300,
]


def found(world: World, text: str = "", who: str = "dee", **asked: object) -> list[str]:
    return ids(world.answer(SearchRegister(text=text, **asked), who))  # type: ignore[arg-type]


def ids(card: Card) -> list[str]:
    return [entry.ref for block in card.blocks if isinstance(block, Listing) for entry in block.entries]


def pages(world: World, card: Card, who: str = "dee") -> Iterator[Card]:
    """The page and all behind it, as somebody presses through them."""
    yield card
    while older := [button for button in card.buttons() if button.label == "Older ones"]:
        pressed = world.press(older[0].press, who)
        assert isinstance(pressed, Card)
        yield (card := pressed)


def test_it_is_found_without_accents_or_case_in_any_order_and_by_beginnings(world: World) -> None:
    world.proposal(title="Café für Äpfel", driver="Łukasz häkelt", text="Strauß und Œuvre")
    for typed in ("cafe", "CAFÉ FUR", "apfel cafe", "Äpf luk", "strauss oeuv", "hake", "Ł"):
        assert found(world, typed) == ["P-1"], typed
    for typed in ("afe", "cafes", "apfel birne"):
        assert found(world, typed) == [], typed


def test_objections_concerns_and_earlier_versions_are_found(world: World) -> None:
    world.proposal(text="Every Monday")
    world.do(RaiseObjection(id=P1, harm="The barrels run dry", safe="After rain"), "dee")
    world.do(AmendProposal(id=P1, text="Every Friday"), "ana")
    world.do(AnswerRound(id=P1, answer="concern", concern="Heavy cans"), "ben")
    assert found(world, "barrel") == found(world, "rain") == found(world, "heavy monday friday") == ["P-1"]
    said = world.words(world.answer(SearchRegister(text="monday"), "dee"))
    assert "Text of an earlier version: “Every Monday”" in said
    assert "Objection: “The barrels run dry”" in world.words(world.answer(SearchRegister(text="dry bar"), "dee"))
    assert "Concern: “Heavy cans”" in world.words(world.answer(SearchRegister(text="heavy"), "dee"))


def test_what_was_found_stands_out_amid_the_words_around_it(world: World) -> None:
    world.proposal(
        text="Before it, a good many words that nobody looks for at all. " * 3 + "The Höhle is far. " + "After " * 60
    )
    card = world.answer(SearchRegister(text="hohl"), "dee")
    (entry,) = [entry for block in card.blocks if isinstance(block, Listing) for entry in block.entries]
    assert Bold("Höhle") in entry.text
    shown = world.words(card)
    assert "“…" in shown
    assert "After…”" in shown
    assert len(shown) < 400


def test_an_agreement_and_its_proposal_are_both_there_and_can_be_told_apart(world: World) -> None:
    world.proposal()
    for who in ("ana", "ben", "dee"):
        world.do(AnswerRound(id=P1, answer="consent"), who)
    assert found(world, "water") == ["D-1", "P-1"]
    assert found(world, "water", only="D") == found(world, "water", state="in force") == ["D-1"]
    assert found(world, "water", only="P") == found(world, "water", state="Adopted ") == ["P-1"]
    assert found(world, "water", state="open") == []


def test_filters_leave_what_was_asked_for(world: World) -> None:
    world.proposal("ana", title="Paint one")
    world.do(RaiseObjection(id=P1, harm="It drips"), "dee")
    world.clock.turn(days=30)
    world.proposal("cem", "repair", title="Paint two")
    world.do(WithdrawProposal(id=StreamId("P-2")), "cem")
    assert found(world, "paint") == ["P-2", "P-1"]
    assert found(world, "paint", circle=GARDEN) == ["P-1"]
    assert found(world, "paint", person=PersonId("dee")) == found(world, "paint", person=PersonId("ana")) == ["P-1"]
    assert found(world, "paint", person=PersonId("fay")) == []
    assert found(world, "paint", state="withdrawn") == ["P-2"]
    assert found(world, "paint", state="open") == found(world, "paint", state="objected") == ["P-1"]
    for when in ("March 2026", "2026-03-02", "before april", "2 march", "last month", "2026-03-01 to 2026-03-05"):
        assert found(world, "paint", when=when) == ["P-1"], when
    for when in ("april", "30d", "today", "since 2026-03-03", "this month"):
        assert found(world, "paint", when=when) == ["P-2"], when
    assert found(world, "paint", when="2026") == ["P-2", "P-1"]
    assert found(world, "", circle=REPAIR) == found(world, " * ", circle=REPAIR) == ["P-2"]
    assert found(world, "paint", before=StreamId("P-2")) == ["P-1"]


@pytest.mark.parametrize("asked", [{"state": "asleep"}, {"when": "whenever"}, {"before": "P-99"}, {"circle": "moon"}])
def test_a_filter_that_means_nothing_is_refused_with_what_does(world: World, asked: dict[str, str]) -> None:
    world.proposal()
    with pytest.raises((Unknown, Invalid)) as refused:
        found(world, "water", **asked)
    assert world.said(refused.value).endswith((".", "see."))


@pytest.mark.parametrize("typed", ODD)
def test_nothing_that_is_typed_breaks_it(world: World, typed: str) -> None:
    world.proposal(title=f"x {typed} y")
    world.proposal("eli", "care", title=f"x {typed} y")
    assert set(found(world, typed, "ana")) <= {"P-1"}
    assert found(world, f"{typed} nowhere", "ana") == []
    assert found(world, f"x {typed}", "ana") == ["P-1"]


def test_scripts_without_spaces_are_found_by_any_part(world: World) -> None:
    world.proposal(title="水やり当番", text="ผักสวนครัว 🎉")
    for typed in ("水やり", "当番", "やり当", "番", "สวน", "🎉"):
        assert found(world, typed) == ["P-1"], typed
    for typed in ("当水", "木", "🎂"):
        assert found(world, typed) == [], typed


def test_private_things_are_found_from_their_seats_only_and_leave_no_trace(world: World) -> None:
    world.proposal("eli", "care", title="Hush")
    world.proposal("ana", "garden", title="Hush up")
    for who in ("ana", "dee", "zed", "zed@slack"):
        assert found(world, "hush", who) == ["P-2"]
        for asked in ({"before": StreamId("P-1")}, {"circle": CARE}):
            with pytest.raises(Unknown) as refused:
                found(world, "hush", who, **asked)
            none = Unknown(what=str(refused.value.fields["what"]).replace("P-1", "P-9").replace("care", "moon"))
            assert "Hush" not in world.said(none)
    assert found(world, "hush", "ben") == ["P-2", "P-1"]
    world.config(ChangeCircle(circle=CARE, key="private", value="false"))
    assert found(world, "hush", "dee") == ["P-2", "P-1"]


def test_it_moves_with_the_proposal_that_is_forwarded(world: World) -> None:
    world.proposal("cem", "repair", title="Beds that squeak")
    world.do(ForwardProposal(id=P1, circle=GARDEN, reason="Not ours"), "dee")
    assert found(world, "squeak", circle=GARDEN) == ["P-1"]
    assert found(world, "squeak", circle=REPAIR) == []


def test_a_page_goes_on_where_the_last_ended_whatever_arrives(world: World) -> None:
    for number in range(25):
        world.proposal(title=f"Thing {number}")
    card = world.answer(SearchRegister(text="thi", circle=GARDEN, state="open"), "dee")
    seen = ids(card)
    for page in pages(world, card):
        world.proposal(title="Thing that came later")
        seen += ids(page) if page is not card else []
    assert seen == [f"P-{number}" for number in range(25, 0, -1)]


def test_what_no_button_can_carry_can_be_typed(world: World) -> None:
    long = "An uncommonly long title that nobody would ever type for fun except in order to see what a button holds"
    for _ in range(11):
        world.proposal(title=long)
    card = world.answer(SearchRegister(text=long), "dee")
    assert world.words(card).endswith("There are older ones: search for the same with before:P-2.")
    assert found(world, long, before=StreamId("P-2")) == ["P-1"]


@pytest.mark.parametrize(
    "page", ["P-1", ";;;;;;;", "P-1;;;;;;water;", "P-1;moon;;;;;x", "P-1;;;sleepy;;;x", "P-9;;;;;;x"]
)
def test_a_page_of_another_kind_is_refused(world: World, page: str) -> None:
    world.proposal()
    with pytest.raises(Refusal):
        world.answer(MoreFound(page=page), "dee")


def test_more_words_than_are_looked_for_are_refused(world: World) -> None:
    with pytest.raises(Invalid, match="Give at most 32"):
        found(world, " ".join(f"w{number}" for number in range(33)))
    assert found(world, " ".join(["same"] * 900)) == []


def test_erased_words_are_gone_from_the_index_and_from_the_file(world: World) -> None:
    world.proposal("dee", title="Xylophone", text="Quetzal quills")
    world.do(RaiseObjection(id=P1, harm="Marimbas matter"), "ana")
    world.store.erase(world.org, "dee")
    assert found(world, "xylophone") == found(world, "quetzal") == found(world, "erased") == []
    assert found(world, "marimba") == ["P-1"]
    assert world.clean()
    world.close()
    for path in world.path.parent.glob("circlet.db*"):
        for word in (b"xylophone", b"Xylophone", b"quetzal", b"quills"):
            assert word not in path.read_bytes()


def test_a_rebuild_fills_it_again_and_an_audit_sees_what_is_missing(world: World) -> None:
    world.proposal()
    world.do(RaiseObjection(id=P1, harm="Too wet"), "dee")
    before = world.rows("SELECT * FROM searched_items")
    world.rows("DELETE FROM searched_items")
    assert found(world, "wet") == []
    assert world.store.audit(world.org).findings
    world.store.rebuild(world.org)
    assert world.rows("SELECT * FROM searched_items") == before
    assert found(world, "wet") == ["P-1"]
    assert world.clean()


def test_an_audit_sees_an_index_that_does_not_find_what_is_there_and_a_rebuild_mends_it(world: World) -> None:
    world.proposal()
    world.rows("INSERT INTO searched_words (searched_words) VALUES ('delete-all')")
    (finding,) = world.store.audit(world.org).findings
    assert finding == "the index of words finds 0 of 1 items; `circlet rebuild` makes it again"
    world.store.rebuild(world.org)
    assert found(world, "water") == ["P-1"]
    assert world.clean()


def test_two_organisations_in_one_store_find_their_own(world: World) -> None:
    reef = world.of("reef")
    settle_in(reef)
    world.proposal(title="Ours")
    reef.proposal(title="Ours too")
    for one in (world, reef):
        assert found(one, "ours") == ["P-1"]
    assert "too" in reef.words(reef.answer(SearchRegister(text="ours"), "dee"))
    reef.store.rebuild("reef")
    assert found(world, "ours") == found(reef, "ours") == ["P-1"]
    assert world.clean()


def test_a_decision_made_elsewhere_is_found_and_an_address_is_no_words(world: World) -> None:
    command = RecordDecision(
        circle=GARDEN, title="Tools", text="See https://x.example/dusk then", source="meeting in May"
    )
    world.do(command, "ana")
    assert found(world, "meeting may") == found(world, "may", state="decided elsewhere") == ["D-1"]
    assert found(world, "may", state="in force") == ["D-1"]
    assert found(world, "dusk") == found(world, "https") == []


def test_an_old_version_is_shown_as_it_was(world: World) -> None:
    world.proposal(text="Every Monday")
    world.do(AmendProposal(id=P1, text="Every Friday"), "ana")
    said = world.words(world.answer(ShowProposal(id=P1, old_version="v1"), "dee"))
    assert said.startswith("P-1 as it was in version 1 [not in force; version 2 is]")
    assert "Every Monday" in said
    assert "Every Friday" not in said
    for typed in ("3", "0", "-1", "x", "1" * 99):
        with pytest.raises(Unknown, match="There are versions 1 to 2"):
            world.answer(ShowProposal(id=P1, old_version=typed), "dee")


def test_every_stage_of_a_proposal_is_a_state_to_look_for() -> None:
    stages = {str(stage) for stage in Stage if stage is not Stage.NOTHING}
    assert set(OPEN_STATES) == {str(stage) for stage in OPEN_STAGES}
    assert set(ENDED_STATES) == stages - set(OPEN_STATES)


# Whatever is typed finds what has those words, and nothing private

WORDS = [
    "Wasser",
    "wässern",
    "Beet",
    "béton",
    "AND",
    "a",
    "ab",
    "abc",
    "水やり",
    "当番",
    "🎉",
    "tool-shed",
    "x_y",
    "ﬁn",
]
texts = some.lists(some.sampled_from(WORDS), max_size=5).map(" ".join)


@pytest.fixture(scope="module")
def full(settled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    path = tmp_path_factory.mktemp("full") / "circlet.db"
    path.write_bytes(settled.read_bytes())
    world = World(path, HandClock())
    for number in range(40):
        here = [WORDS[(number * step) % len(WORDS)] for step in (1, 3, 5)]
        who, circle = (("ana", "garden"), ("eli", "care"), ("cem", "repair"))[number % 3]
        world.proposal(who, circle, title=f"T {here[0]}", driver=here[1], text=here[2])
    yield world
    world.close()


def plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(" " if c in "-_" else c for c in apart if not unicodedata.combining(c))


@given(texts)
def test_whatever_is_typed_finds_what_has_those_words_and_nothing_private(full: World, typed: str) -> None:
    """By another reckoning: a word begins where it is looked for; in scripts without spaces it is anywhere."""

    def has(row: tuple[str, ...]) -> bool:
        written = f" {plain(' '.join(row[2:]))}"
        return all((part if ord(part[0]) > 0x2E80 else f" {part}") in written for part in plain(typed).split())

    rows = full.rows("SELECT proposal, circle, title, driver, text FROM proposals ORDER BY number DESC")
    for who, closed in (("ana", {"care"}), ("ben", set())):
        first = full.answer(SearchRegister(text=typed), who)
        seen = [ref for card in pages(full, first, who) for ref in ids(card)]
        assert seen == [row[0] for row in rows if row[1] not in closed and has(row)]
