"""Comparing texts: as a reader would for what people write, and never for longer than others can wait."""

from hypothesis import given
from hypothesis import strategies as some

from governance_core.cards.difference import difference
from governance_core.kernel.likeness import LETTER_BY_LETTER, MOST_PAIRS, alike, changes

lines = some.lists(some.sampled_from(["a", "b", "c", ""]), max_size=12)


@given(lines, lines)
def test_what_changed_leads_from_one_to_the_other(before: list[str], after: list[str]) -> None:
    made: list[str] = []
    reached = (0, 0)
    for tag, a, b, c, d in changes(before, after):
        assert (a, c) == reached
        assert (tag == "equal") == (before[a:b] == after[c:d])
        made += before[a:b] if tag == "equal" else after[c:d]
        reached = (b, d)
    assert made == after
    assert reached == (len(before), len(after))


def test_a_line_in_the_middle_is_found() -> None:
    assert changes(["a", "b", "c", "d"], ["a", "b", "x", "c", "d"]) == [
        ("equal", 0, 2, 0, 2),
        ("insert", 2, 2, 2, 3),
        ("equal", 2, 4, 3, 5),
    ]


def test_texts_of_very_many_like_lines_are_compared_by_their_ends() -> None:
    many = ["x"] * (int(MOST_PAIRS**0.5) + 2)
    assert changes(["a", *many, "c"], ["b", *many, "d"]) == [("replace", 0, len(many) + 2, 0, len(many) + 2)]
    assert changes(["a", *many, "c"], ["a", *many, "d"])[-1][0] == "replace"
    shown = difference("Text", "a\n" + "x\n" * 45_000, "b\n" + "x\n" * 45_000 + "y")
    assert shown is not None
    assert shown.changes[0].words == "a"


def test_how_much_is_alike_is_told_for_short_and_for_long_texts() -> None:
    assert alike("Watr teh bedz", "Water the beds") > 0.7
    assert alike("Water the beds", "Sell the shed") < 0.6
    long = "We water the beds on Mondays and on Thursdays. " * 2_000
    assert len(long) > LETTER_BY_LETTER
    assert alike(long, long.replace("Thursdays", "Thurdsays", 5)) > 0.95
    assert alike(long, "Everything else entirely is written here now. " * 2_000) < 0.6
    signs = "`*_~|<>@#[]" * 9_000
    assert alike(signs, signs + ".") < 1
