"""What is written into a config file: the new lines, and nothing else that stands there is touched."""

from pathlib import Path

import pytest

from bot.config import check_text, to_document
from bot.config.writing import Entry, NotWritten, lines_of, replace_file, with_entries

FILE = """\
# top
organisation:
  id: reef          # the id
  name: "Reef"
  zone: Europe/Berlin    # a zone

# about setting up
setup: chat   # goes

x-lists:
  - one   # first
  - two
# about Discord
platforms:
  discord:
    token: ${DISCORD_TOKEN}   # secret
# the end
"""
ENTRIES = [
    Entry(("organisation", "admins"), ["ana"]),
    Entry(("members", "ana"), {"name": "Ana: #1", "accounts": {"discord": "100000000000000001"}}),
    Entry(("members", "ben"), {"name": "Yes"}),
    Entry(
        ("circles", "garden"),
        {
            "name": "Garden",
            "aim": "Beds - and “more”",
            "domain": "@all of it",
            "members": ["ana", "ben"],
            "policy": {"window": "72h", "quorum": "50%"},
        },
    ),
    Entry(("platforms", "discord", "server"), "100000000000000002"),
]


def test_every_comment_and_every_line_of_before_is_there_still() -> None:
    written = with_entries(FILE, ENTRIES, gone=["setup"])
    kept = [line for line in FILE.splitlines() if line and not line.startswith("setup:")]
    left = iter(written.splitlines())
    assert all(line in left for line in kept), written
    assert "setup: chat" not in written


def test_what_is_written_is_what_was_meant() -> None:
    found, problems = check_text(with_entries(FILE, ENTRIES, gone=["setup"]), "reef.yaml")
    assert problems == []
    assert found is not None
    document = to_document(found)
    assert document["members"]["ana"] == {
        "accounts": {"discord": "100000000000000001"},
        "language": None,
        "name": "Ana: #1",
        "zone": None,
    }
    assert document["members"]["ben"]["name"] == "Yes"
    assert document["circles"]["garden"]["members"] == ["ana", "ben"]
    assert document["circles"]["garden"]["domain"] == "@all of it"
    assert document["organisation"]["admins"] == ["ana"]
    assert found.platforms["discord"].settings == {"server": "100000000000000002"}


def test_the_lines_alone_can_be_read() -> None:
    lines = lines_of(ENTRIES)
    assert lines.startswith("organisation:\n  admins: [ana]\n")
    assert 'server: "100000000000000002"' in lines


def test_a_key_that_stands_there_takes_the_new_value_and_keeps_its_comment() -> None:
    written = with_entries(FILE, [Entry(("organisation", "zone"), "Asia/Tokyo")])
    assert "  zone: Asia/Tokyo       # a zone" in written
    assert with_entries(written, [Entry(("organisation", "zone"), "Europe/Berlin")]) == FILE


def test_the_ends_of_lines_stay_what_they_are() -> None:
    written = with_entries(FILE.replace("\n", "\r\n"), ENTRIES)
    assert written.count("\n") == written.count("\r\n")


def test_a_longer_line_is_not_broken() -> None:
    aim = "so " * 200 + "on"
    written = with_entries(FILE + f"x-long: {aim}\n", ENTRIES)
    assert f"x-long: {aim}\n" in written


@pytest.mark.parametrize("text", ["- a\n- b\n", "just words", "a: [", "organisation: word\n", ""])
def test_a_file_of_another_shape_is_left_alone(text: str) -> None:
    with pytest.raises(NotWritten, match="nothing can be added"):
        with_entries(text, ENTRIES)


def test_it_is_put_in_place_whole_with_the_mode_it_had(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(FILE, encoding="utf-8")
    file.chmod(0o640)
    replace_file(file, FILE, "x: é\n")
    assert file.read_text(encoding="utf-8") == "x: é\n"
    assert file.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in tmp_path.iterdir()] == ["config.yaml"]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.yaml", tmp_path / "config.yaml"
    real.write_text(FILE, encoding="utf-8")
    link.symlink_to(real)
    replace_file(link, FILE, "x: 1\n")
    assert link.is_symlink()
    assert real.read_text(encoding="utf-8") == "x: 1\n"


def test_a_file_that_may_not_be_written_is_left_alone_even_by_root(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text(FILE, encoding="utf-8")
    file.chmod(0o444)
    with pytest.raises(NotWritten, match="read-only"):
        replace_file(file, FILE, "x: 1\n")
    assert file.read_text(encoding="utf-8") == FILE


def test_a_file_that_says_something_else_by_now_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "config.yaml"
    file.write_text("mine: 1\n", encoding="utf-8")
    with pytest.raises(NotWritten, match="changed meanwhile"):
        replace_file(file, FILE, "x: 1\n")
    assert [one.read_text(encoding="utf-8") for one in tmp_path.iterdir()] == ["mine: 1\n"]


def test_a_file_that_is_gone_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(NotWritten, match="cannot be written"):
        replace_file(tmp_path / "config.yaml", FILE, "x: 1\n")
    assert not list(tmp_path.iterdir())
