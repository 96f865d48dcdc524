"""Words and ids of any kind: what people typed is kept, shown safely, shortened whole, and found again."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as some

from governance_core.cards.card import Press
from governance_core.cards.difference import difference
from governance_core.cards.plain import one_line, shortened, visible
from governance_core.cards.text import Bold, Mention, say, text
from governance_core.cards.wire import LIMIT, decode, encode
from governance_core.circles.policy import READERS, canonical
from governance_core.kernel.ids import PersonId, is_key, item_id
from governance_core.kernel.words import LONGEST, complaint, is_blank

anything = some.text()
"""Every character, half ones included."""
NASTY = ["\u202e", "\u2066", "\x00", "\r\n", "\u2028", "\x85", "\x1b[0m", "\ud83d", "é", "e\u0301", "\u200d"]
FAMILIES = ["👩‍👩‍👧‍👦", "🇵🇹", "e\u0301\u0302", "👍🏽", "❤\ufe0f", "a", "漢", " "]
nasty = some.lists(some.one_of(some.sampled_from([*NASTY, *FAMILIES]), some.text(max_size=5)), max_size=20).map("".join)
TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


# A button's id

items = some.from_regex(r"[A-Z]-[1-9][0-9]{0,9}", fullmatch=True)
refs = some.one_of(items, some.sampled_from(["me", "help", "draft-7"]))
actions = some.from_regex(r"[a-z][a-z-]{0,20}", fullmatch=True)
presses = some.builds(Press, refs, some.integers(0, 999_999_999), actions, some.text("abcdef0123456789", max_size=32))


@given(presses)
def test_a_buttons_id_says_what_the_button_carried(press: Press) -> None:
    wire = encode(press)
    assert decode(wire) == press
    assert len(wire.encode()) <= LIMIT
    assert wire.isascii()


@given(some.builds(Press, anything, some.integers(0, 999_999_999), anything, anything))
def test_a_button_that_cannot_be_carried_is_refused_not_cut(press: Press) -> None:
    try:
        wire = encode(press)
    except ValueError:
        wire = ""
    parts = f"{press.ref}{press.action}{press.argument}"
    length = len(f"c1|{press.ref}|{press.version}|{press.action}|{press.argument}".encode(errors="replace"))
    assert bool(wire) or "|" in parts or not press.action or not _whole(parts) or length > LIMIT
    assert not wire or decode(wire) == press


def _whole(words: str) -> bool:
    return not any(unicodedata.category(c) == "Cs" for c in words)


@given(some.one_of(anything, some.lists(anything, min_size=4, max_size=5).map("|".join), presses.map(encode)))
def test_an_id_that_is_no_buttons_is_nothing_and_never_an_error(wire: str) -> None:
    assume(_whole(wire))
    press = decode(wire)
    if press is not None:
        assert decode(encode(press)) == press


@given(presses, some.integers(0, 99), anything)
def test_a_damaged_id_is_nothing_or_another_button_never_an_error(press: Press, at: int, other: str) -> None:
    assume(_whole(other))
    wire = encode(press)
    damaged = wire[:at] + other + wire[at + 1 :]
    found = decode(damaged)
    assert found is None or encode(found).count("|") in (3, 4)


# Ids people type


@given(
    some.sampled_from("PDBCpdbc"),
    some.integers(1, 10**15),
    some.sampled_from(["{}-{}", "#{}-{}", "{}{}", " {}-{} v3 "]),
)
def test_an_id_is_found_however_it_is_typed(letter: str, number: int, writing: str) -> None:
    assert item_id(writing.format(letter, number)) == f"{letter.upper()}-{number}"


@given(some.one_of(anything, some.from_regex(r"\s*#?\w-?\d+(\s+v\d+)?\s*")))
def test_an_id_that_is_found_is_one_that_can_be_given_out(typed: str) -> None:
    found = item_id(typed)
    if found is not None:
        assert found.isascii()
        letter, number = found.split("-")
        assert letter.isupper()
        assert str(int(number)) == number
        assert item_id(found) == found


@given(some.one_of(anything, some.from_regex(r"[a-z][a-z0-9-]*\n?")))
def test_a_key_is_plain_letters_digits_and_hyphens(typed: str) -> None:
    if is_key(typed):
        assert typed.isascii()
        assert typed == typed.strip().lower()
        assert 1 <= len(typed) <= 32


# What is shown


@given(some.one_of(anything, nasty))
def test_visible_words_cannot_hide_or_turn_the_line_around(words: str) -> None:
    shown = visible(words)
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]
    assert not set(shown) & set(TURNS)
    assert visible(shown) == shown
    shown.encode()


@given(
    some.one_of(
        some.text(some.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"])), some.just("漢字 עברית é")
    )
)
def test_visible_words_of_any_script_are_as_they_were_typed(words: str) -> None:
    assert visible(words) == words


@given(some.one_of(anything, nasty), some.integers(1, 60))
def test_shortened_words_fit_and_are_the_beginning(words: str, limit: int) -> None:
    short = shortened(words, limit)
    assert len(short) <= limit
    if len(words) <= limit:
        assert short == words
    else:
        assert short.endswith("…")
        assert words.startswith(short[:-1])


@given(some.lists(some.sampled_from(FAMILIES), min_size=1, max_size=12), some.integers(14, 30))
def test_shortened_words_tear_no_character_apart(parts: list[str], limit: int) -> None:
    short = shortened("".join(parts), limit)
    kept = short[:-1] if short.endswith("…") else short
    wholes = {"".join(parts[:count]).rstrip() for count in range(len(parts) + 1)}
    assert kept.rstrip() in wholes


@given(some.one_of(anything, nasty), some.integers(1, 200))
def test_one_line_is_one_line(words: str, limit: int) -> None:
    line = one_line(words, limit)
    assert "\n" not in line
    assert len(line) <= limit
    assert line == line.strip()


@given(nasty, nasty)
def test_a_difference_shows_what_changed_and_nothing_where_nothing_did(old: str, new: str) -> None:
    diff = difference("T", old, new)
    assert (diff is None) is (old == new)
    if diff is not None:
        before, after = (set(words.splitlines() or [""]) for words in (old, new))
        assert {change.words for change in diff.changes if change.kind == "removed"} <= before
        assert {change.words for change in diff.changes if change.kind == "added"} <= after


@given(anything, anything)
def test_sentences_take_words_of_members_as_they_are(one: str, other: str) -> None:
    assume(not any(end in f"{one} and {other}." for end in ("?.", "!.")))  # a sentence ends once
    assert "".join(map(str, say("{a} and {b}.", a=one, b=other))) == f"{one} and {other}."
    spans = say("{who}: {what}", who=Mention(PersonId("ana")), what=text(Bold(one), other))
    assert spans[0] == Mention(PersonId("ana"))
    assert [span for span in spans if isinstance(span, Bold)] == [Bold(one)]


# What is kept


@given(some.one_of(anything, nasty))
def test_a_text_is_kept_unless_it_holds_half_a_character(words: str) -> None:
    assert bool(complaint(words)) is not _whole(words)
    assert not is_blank("x" + words)


@given(some.text(some.characters(categories=["Cc", "Cf", "Zs", "Zl", "Zp"])))
def test_a_text_nobody_could_see_is_blank(words: str) -> None:
    assert is_blank(words)


@pytest.mark.parametrize("length, kept", [(LONGEST, True), (LONGEST + 1, False)])
def test_a_text_has_its_limit(length: int, kept: bool) -> None:
    assert bool(complaint("漢" * length)) is not kept


@given(some.sampled_from(sorted(READERS)), some.one_of(anything, some.from_regex(r"[0-9]{1,4}(h|d|w|m|%)?")))
def test_a_rule_is_kept_in_one_way_of_writing_or_refused_with_a_reason(key: str, value: str) -> None:
    try:
        kept, reason = canonical(key, value), ""
    except ValueError as refused:
        kept, reason = "", str(refused)
    if reason:
        return
    assert canonical(key, kept) == kept
    assert READERS[key][1](kept) == READERS[key][1](value)
