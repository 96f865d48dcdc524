"""YAML that cannot be read is explained in plain words; anchors, merges and duplicates are understood."""

import time

import pytest

# text (▸ marks the spot to blame) | words of the message | words of the hint
BROKEN = [
    ("a:\n▸\tb: 1\n", "a tab here", "spaces"),
    ("a:\n  b: 1\n▸\tc: 2\n", "a tab here", "spaces"),
    ("name: one▸: two\n", "colon where none can stand", "quotes"),
    ("a:\n    b: 1\n  ▸c: 2\n", "indented unlike", "same column"),
    ("a: 1\n▸- b\n", "indented unlike", "same column"),
    ('a: ▸"b\nc: d\n', "never closed", "closing quote"),
    ("a: ▸[b, c\nd: e\n", 'opened here a comma or "]" is missing', "Close it"),
    ("a: ▸{b: c\n", 'opened here a comma or "}" is missing', "Close it"),
    ("homes: {slack: #garden}\n▸", "ends inside a bracket", "A # between them"),
    ("a:\n - b\n ▸c\n", "neither a key with a colon nor a value", "key: value"),
    ("a: ▸- b\n", "A list cannot start here", "line of its own"),
    ("quorum: ▸%50\n", 'cannot start with "%"', "quotes"),
    ("a: ▸@ana\n", 'cannot start with "@"', "quotes"),
    ("a: ▸*house\n", 'marked &"house"', "Mark it"),
    ("a: ▸}\n", "closing bracket or a comma", "quotes"),
    ("slack: {token: $▸{SLACK}}\n", "${NAME} inside { } needs quotes", '"${NAME}"'),
    ("a: 1\n▸---\nb: 2\n", "second document", "one organisation"),
    ('a: "\\▸q"\n', "backslash", "single quotes"),
    ("a: b\nc: ▸\x07\n", "control character (number 7)", "Delete"),
    ("▸%YAML 3.0\n---\na: b\n", "version of YAML does not exist", "Remove"),
]


@pytest.mark.parametrize("text, message, hint", BROKEN)
def test_broken_yaml_is_explained_where_it_breaks(mark, problems_of, text, message, hint):
    marked = mark(text)
    (problem,) = problems_of(marked.text)
    assert message in problem.message
    assert hint in problem.hint
    assert (problem.line, problem.column) == (marked.line, marked.column)


def test_what_nobody_foresaw_still_has_a_place_and_words(problems_of):
    (problem,) = problems_of("a: 1\nb: ? c\n")
    assert problem.line == 2
    assert problem.message.startswith("This is not YAML")


def test_a_key_written_twice_is_blamed_where_it_is_written_again(sound, problems_of):
    text = sound.replace("      quorum: 50%", "      quorum: 50%\n      window: 3d\n      quorum: 3")
    (problem,) = problems_of(text + "policy:\n  process: full\n")[:1]
    assert (problem.line, problem.column, problem.key) == (38, 7, "circles.garden.policy.quorum")
    assert "line 36" in problem.message


def test_every_key_written_twice_is_named(sound, problems_of):
    problems = problems_of(sound + "circles:\n  a: 1\n  a: 2\npolicy: {}\n")
    assert [(p.key, p.line) for p in problems] == [("circles", 37), ("policy", 40)]


def test_a_section_written_twice_does_not_make_its_people_and_circles_unknown(sound, problems_of):
    text = sound.replace("  cem:\n", "members:\n  cem:\n").replace("admins: [ana]", "admins: [cem]")
    assert [problem.key for problem in problems_of(text)] == ["members"]
    text = sound.replace("  garden:\n", "circles:\n  garden:\n")
    assert [problem.key for problem in problems_of(text)] == ["circles"]


def test_keys_that_are_no_words_are_refused(sound, problems_of):
    (problem,) = problems_of(sound + "? [a, b]\n: c\n")
    assert "single word" in problem.message
    assert (problem.line, problem.column) == (37, 3)


def test_tags_are_refused(sound, problems_of):
    (problem,) = problems_of(sound.replace("name: Reef", "name: !!python/object:os.system Reef"))
    assert "python/object" in problem.message
    assert (problem.line, problem.column) == (3, 3)


def test_anchors_and_merges_work(sound, read):
    text = sound.replace("policy:\n  process: quick", "policy: &house\n  process: quick\n  window: 3d").replace(
        "      quorum: 50%", "      <<: *house\n      window: 2d"
    )
    assert read(text).circles["garden"].policy == {"process": "quick", "window": "2d"}


def test_an_earlier_merge_wins_over_a_later_one(sound, read):
    shared = "x-a: &a {window: 1d}\nx-b: &b {window: 2d, review: 3d}\n"
    text = shared + sound.replace("      quorum: 50%", "      <<: [*a, *b]")
    assert read(text).circles["garden"].policy == {"window": "1d", "review": "3d"}


def test_a_mistake_in_a_merged_section_is_found_where_it_stands(sound, problems_of):
    text = "x-a: &a\n  window: 99y\n" + sound.replace("      quorum: 50%", "      <<: *a")
    (problem,) = problems_of(text)
    assert (problem.line, problem.column, problem.key) == (2, 3, "circles.garden.policy.window")


def test_merging_what_has_no_keys_is_refused(sound, problems_of):
    text = "x-a: &a [1, 2]\n" + sound.replace("      quorum: 50%", "      quorum: 50%\n      <<: [*a]")
    (problem,) = problems_of(text)
    assert "has none" in problem.message
    assert (problem.line, problem.column) == (38, 7)


def test_one_anchor_for_several_lists(sound, read):
    text = sound.replace("members: [ana, ben]\n  garden", "members: &both [ana, ben]\n  garden").replace(
        "members: [ana, ben]\n    lead", "members: *both\n    lead"
    )
    assert read(text).circles["garden"].members == ("ana", "ben")


def test_sections_of_the_admins_own_are_left_alone(sound, read):
    assert read(sound + "x-notes:\n  anything: [goes, here]\n") == read(sound)


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 5000 + "\n",
        "a: &a\n  b: *a\n",
        "a: &a [*a]\n",
        "a:\n" + "".join(" " * depth + f"k{depth}:\n" for depth in range(1, 60)),
    ],
)
def test_bottomless_nesting_is_refused(problems_of, text):
    assert any("nested far too deeply" in problem.message for problem in problems_of(text))


def test_a_section_that_merges_itself_does_no_harm(problems_of):
    assert problems_of("a: &a\n  <<: *a\n  b: 1\n")


def test_anchors_that_unfold_without_end_are_refused_quickly(problems_of):
    lines = ["x0: &x0 [a, a, a, a, a, a, a, a, a, a]"]
    lines += [f"x{n}: &x{n} [{', '.join([f'*x{n - 1}'] * 10)}]" for n in range(1, 12)]
    begun = time.perf_counter()
    (problem,) = problems_of("\n".join(lines) + "\n")
    assert "unfold to far too many values" in problem.message
    assert time.perf_counter() - begun < 10


def test_merges_of_merges_do_not_explode(sound, read):
    lines = ["x-0: &x0 {window: 1d}"]
    lines += [f"x-{n}: &x{n} {{<<: [{', '.join([f'*x{n - 1}'] * 10)}]}}" for n in range(1, 40)]
    text = "\n".join(lines) + "\n" + sound.replace("      quorum: 50%", "      <<: *x39")
    assert read(text).circles["garden"].policy == {"window": "1d"}


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_endings_of_other_systems(sound, read, problems_of, ending):
    assert read(sound.replace("\n", ending)) == read(sound)
    (problem,) = problems_of(sound.replace("50%", "150%").replace("\n", ending))
    assert (problem.line, problem.column) == (36, 7)


def test_a_norwegian_keeps_the_language(sound, read):
    assert read(sound.replace("    zone: Asia/Tokyo", "    language: no")).members["ben"].language == "no"
    assert (
        read("%YAML 1.1\n---\n" + sound.replace("    zone: Asia/Tokyo", "    language: no")).members["ben"].language
        == "no"
    )
