"""`/circle export`: the register of one circle as a file, for its secretary and its lead, and for nobody else."""

import io
import re
from pathlib import PurePosixPath
from zipfile import ZipFile

import pytest
from application_world import World

from governance_core.application import exporting
from governance_core.application.exporting import ExportCircle
from governance_core.cards.card import Card
from governance_core.cards.file import LARGEST, File, archive, file_name, handed, text_file
from governance_core.cards.form import Ask
from governance_core.circles.messages import FillRole
from governance_core.kernel.errors import NotAllowed, NothingToPick, Unknown, Unlinked
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.proposals.messages import AnswerRound, RaiseObjection

GARDEN = CircleId("garden")
P1 = StreamId("P-1")


@pytest.fixture
def kept(world: World) -> World:
    world.config(FillRole(circle=GARDEN, role="secretary", person=PersonId("ben")))
    return world


def pages(file: File) -> dict[str, str]:
    with ZipFile(io.BytesIO(file.content)) as held:
        assert held.testzip() is None
        return {name: held.read(name).decode() for name in held.namelist()}


def exported(world: World, who: str) -> Card:
    card = world.answer(ExportCircle(circle=GARDEN), who)
    assert card.private
    return card


@pytest.mark.parametrize("who", ["ben", "ana"])
def test_the_secretary_and_the_lead_get_the_register_as_pages(kept: World, who: str) -> None:
    kept.proposal()
    kept.do(RaiseObjection(id=P1, harm="The pump is booked"), "dee")
    card = exported(kept, who)
    [file] = card.files
    assert (file.name, file.media) == ("garden-register.zip", "application/zip")
    found = pages(file)
    assert set(found) == {"index.md", "circles/garden.md", "proposals/P-1.md"}
    assert "The pump is booked" in found["proposals/P-1.md"]
    assert handed(file) in kept.words(card)


def test_every_link_in_the_pages_leads_to_a_page(kept: World) -> None:
    kept.proposal()
    for who in ("ana", "ben", "dee"):
        kept.do(AnswerRound(id=P1, version=1, answer="consent"), who)
    kept.proposal()
    [file] = exported(kept, "ben").files
    found = pages(file)
    assert {"agreements/D-1.md", "proposals/P-1.md", "proposals/P-2.md"} <= set(found)
    for path, words in found.items():
        for to in re.findall(r"\]\(([^)]+\.md)\)", words):
            where = PurePosixPath(path).parent.joinpath(to)
            parts: list[str] = []
            for part in where.parts:
                parts = parts[:-1] if part == ".." else [*parts, part]
            assert "/".join(parts) in found, (path, to)


def test_the_same_register_makes_the_same_file(kept: World) -> None:
    kept.proposal()
    assert exported(kept, "ben").files == exported(kept, "ana").files


@pytest.mark.parametrize("who", ["dee", "cem", "fay"])
def test_anybody_else_is_told_who_can(kept: World, who: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        kept.answer(ExportCircle(circle=GARDEN), who)
    assert kept.said(refused.value) == "Only Ben or Ana can export the register of Garden. Ask them to."


def test_where_nobody_keeps_the_records_it_is_said_who_can_change_that(world: World) -> None:
    with pytest.raises(NotAllowed) as refused:
        world.answer(ExportCircle(circle=CircleId("repair")), "cem")
    assert world.said(refused.value) == (
        "Only the secretary or the lead of Repair Café can export the register of Repair Café. "
        "Ask an admin to name a secretary or a lead in the config."
    )


def test_a_private_circle_is_not_there_for_others_and_its_file_says_what_it_is(kept: World) -> None:
    care = CircleId("care")
    kept.config(FillRole(circle=care, role="secretary", person=PersonId("eli")))
    with pytest.raises(Unknown):
        kept.answer(ExportCircle(circle=care), "ana")
    with pytest.raises(Unlinked):
        kept.answer(ExportCircle(circle=GARDEN), "zed@slack")
    shown = kept.answer(ExportCircle(circle=care), "eli")
    assert "Care is private: keep the file" in kept.words(shown)
    assert "0 items" in kept.words(shown)


def test_a_form_opens_only_for_who_has_something_to_pick(kept: World) -> None:
    form = kept.complete("circle.export", {}, "ben")
    assert isinstance(form, Ask)
    assert [option.value for option in kept.choices("circle.export", "circle", "", "ben")] == ["garden"]
    with pytest.raises(NothingToPick):
        kept.complete("circle.export", {}, "cem")


@pytest.mark.parametrize("limit,most", [("MOST_ITEMS", 2), ("MOST_BYTES", 1500)])
def test_what_is_too_much_for_a_file_is_left_out_and_said(
    kept: World, limit: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(4):
        kept.proposal()
    monkeypatch.setattr(exporting, limit, most)
    card = exported(kept, "ben")
    found = pages(card.files[0])
    items = sorted(path for path in found if path.startswith("proposals/"))
    assert 0 < len(items) < 4
    assert items[-1] == "proposals/P-4.md"
    assert not any("P-1.md" in words for words in found.values())
    said = kept.words(card)
    assert f"{len(items)} item" in said
    assert "Older ones have no room in it." in said


def test_erased_words_are_in_no_file(kept: World) -> None:
    kept.proposal(driver="A secret of Ana")
    assert any("A secret of Ana" in words for words in pages(exported(kept, "ben").files[0]).values())
    kept.store.erase(kept.org, PersonId("ana"))
    assert not any("A secret of Ana" in words for words in pages(exported(kept, "ben").files[0]).values())


def test_files_have_names_that_are_good_everywhere_and_no_more_bytes_than_all_platforms_take() -> None:
    assert file_name("Ünïted/..\\Gärden", "2026", ending="csv") == "united-garden-2026.csv"
    assert file_name("木", ending="ics") == "file.ics"
    for wrong in ("../x", "", "a b", ".hidden", "x" * 200):
        with pytest.raises(ValueError, match="no name"):
            File(wrong, "text/plain", b"")
    with pytest.raises(ValueError, match="bytes"):
        File("x", "text/plain", b"x" * (LARGEST + 1))
    made = text_file("ledger.csv", "text/csv", "a,b\n" * 700)
    assert (made.words, handed(made)) == ("a,b\n" * 700, "ledger.csv (3 kB)")
    assert archive("x.zip", [("a", "b")]).words is None
