"""One value, line or item of a config file is changed, and every other letter of it stays."""

from difflib import ndiff

import pytest

from bot.config.editing import with_item, with_value, without_item, without_key
from bot.config.writing import NotWritten

FILE = """\
# top
circles:
  garden:            # the first
    name: "Garden"   # its name
    members:
      - ana          # leads
      # a word about ben
      - ben

    # who keeps the round going
    facilitator: ana
    # where
    homes: {console: garden, slack: C01GARDEN}
    policy:
      window: 72h    # three days
  # about care
  care:
    name: Care
    members: [cem, dee]   # two
    homes:
      console: care
# the end
"""


def changed(after: str) -> tuple[list[str], list[str]]:
    """The lines that went and those that came."""
    lines = list(ndiff(FILE.splitlines(), after.splitlines()))
    return [line[2:] for line in lines if line[0] == "-"], [line[2:] for line in lines if line[0] == "+"]


@pytest.mark.parametrize(
    "after, gone, new",
    [
        (
            with_value(FILE, ("circles", "garden", "name"), "Gärten: alle"),
            ['    name: "Garden"   # its name'],
            ["    name: 'Gärten: alle'   # its name"],
        ),
        (
            with_value(FILE, ("circles", "garden", "facilitator"), "ben"),
            ["    facilitator: ana"],
            ["    facilitator: ben"],
        ),
        (with_value(FILE, ("circles", "garden", "lead"), "ben"), [], ["    lead: ben"]),
        (with_value(FILE, ("circles", "garden", "policy", "quorum"), "3"), [], ['      quorum: "3"']),
        (
            with_value(FILE, ("circles", "care", "policy", "window"), "24h"),
            [],
            ["    policy:", "      window: 24h"],
        ),
        (
            with_value(FILE, ("circles", "garden", "homes", "discord"), "100000000000000001"),
            ["    homes: {console: garden, slack: C01GARDEN}"],
            ['    homes: {console: garden, slack: C01GARDEN, discord: "100000000000000001"}'],
        ),
        (with_item(FILE, ("circles", "garden", "members"), "cem"), [], ["      - cem"]),
        (
            with_item(FILE, ("circles", "care", "members"), "ana"),
            ["    members: [cem, dee]   # two"],
            ["    members: [cem, dee, ana]   # two"],
        ),
        (without_item(FILE, ("circles", "garden", "members"), "ana"), ["      - ana          # leads"], []),
        (without_item(FILE, ("circles", "garden", "members"), "ben"), ["      - ben"], []),
        (
            without_item(FILE, ("circles", "care", "members"), "cem"),
            ["    members: [cem, dee]   # two"],
            ["    members: [dee]   # two"],
        ),
        (without_key(FILE, ("circles", "garden", "facilitator")), ["    facilitator: ana"], []),
        (
            without_key(FILE, ("circles", "garden", "homes", "console")),
            ["    homes: {console: garden, slack: C01GARDEN}"],
            ["    homes: {slack: C01GARDEN}"],
        ),
        (
            without_key(FILE, ("circles", "garden", "policy", "window")),
            ["    policy:", "      window: 72h    # three days"],
            [],
        ),
        (
            without_key(FILE, ("circles", "care")),
            ["  care:", "    name: Care", "    members: [cem, dee]   # two", "    homes:", "      console: care"],
            [],
        ),
    ],
)
def test_only_the_lines_that_are_meant_are_others(after: str, gone: list[str], new: list[str]) -> None:
    assert changed(after) == (gone, new)


def test_what_comes_new_stands_behind_what_it_belongs_to() -> None:
    after = with_item(FILE, ("circles", "garden", "members"), "cem")
    assert "      - ben\n      - cem\n\n    # who keeps" in after
    assert "three days\n    lead: ben\n  # about care" in with_value(FILE, ("circles", "garden", "lead"), "ben")


def test_a_file_without_a_last_line_end_is_added_to() -> None:
    assert with_value("a: 1", ("b",), "two") == "a: 1\nb: two\n"


def test_what_is_something_else_than_expected_is_left_alone() -> None:
    with pytest.raises(NotWritten):
        with_item(FILE, ("circles", "garden", "name"), "x")
    with pytest.raises(NotWritten):
        without_item(FILE, ("circles", "garden", "homes"), "x")
