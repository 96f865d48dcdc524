"""Files that are handed out in the terminal: kept in a folder, and it is said where."""

from pathlib import Path

from adapters.console.shelf import Shelf
from governance_core.cards.card import Card
from governance_core.cards.file import text_file


def card(words: str) -> Card:
    return Card("export", (), files=(text_file("ledger.csv", "text/csv", words),))


def test_a_file_is_kept_in_the_folder_and_none_takes_the_place_of_another(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "new")
    assert shelf.keep(card("a")) == [f"ledger.csv is kept as {tmp_path}/new/ledger.csv."]
    assert shelf.keep(card("b")) == [f"ledger.csv is kept as {tmp_path}/new/2-ledger.csv."]
    assert [path.read_text() for path in sorted((tmp_path / "new").iterdir())] == ["b", "a"]


def test_where_nothing_can_be_kept_it_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    [told] = Shelf(tmp_path / "file").keep(card("a"))
    assert told.startswith("! ledger.csv could not be kept in ")


def test_without_a_folder_named_a_temporary_one_is_made() -> None:
    [told] = Shelf().keep(card("a"))
    path = Path(told.partition(" is kept as ")[2].removesuffix("."))
    assert path.read_text() == "a"
    path.unlink()
    path.parent.rmdir()
