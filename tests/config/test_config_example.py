"""The example is a sound file from which an admin can write their own, and no damage to it breaks the checker."""

import re

import pytest
from ruamel.yaml import YAML

from bot.config import DEFAULTS, POLICY_KEYS, Http, check, check_text, hears_members, people_on_slack

COMMENTED_POLICY = re.compile(r"^  # ([a-z_]+): (.+?)(?:\s+#.*)?$", re.MULTILINE)


@pytest.fixture(scope="module")
def text(example):
    return example.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def file(example):
    file, problems = check(example)
    assert problems == []
    return file


def test_the_example_is_sound(file):
    assert file.organisation.id == "harbour-commons"
    assert list(file.circles) == ["commons", "garden", "repair", "care"]


def test_the_garden_is_as_the_guides_describe_it(file):
    garden = file.circles["garden"]
    assert {"ana", "ben", "dee"} < set(garden.members)
    assert garden.homes == {"console": "garden"}
    assert file.policy["process"] == "quick"
    assert all("process" not in circle.policy for circle in file.circles.values())


def test_one_circle_is_private_and_one_lives_on_two_platforms(file):
    assert [circle.id for circle in file.circles.values() if circle.private] == ["care"]
    assert {"discord", "slack"} <= set(file.circles["repair"].homes)


def test_every_policy_key_is_explained_with_its_default(text, read):
    text = text.replace("\n  # units: ", "\n  units: ").replace("\n  # treasury: ", "\n  treasury: ")
    commented = dict(COMMENTED_POLICY.findall(text))
    own = {"process": "quick", "announce_up_to": ("50.00 EUR",), "approve_up_to": ("500.00 EUR",)}
    assert set(commented) | set(own) == set(POLICY_KEYS)
    uncommented = COMMENTED_POLICY.sub(lambda found: f"  {found[1]}: {found[2]}", text)
    assert read(uncommented).policy == DEFAULTS | own
    assert read(uncommented).organisation.units == "0.1 hours, 1 tokens"


def test_every_word_of_a_choice_is_named(text):
    assert all(word in text for word in ("full", "quick", "explicit", "consents", "group", "facilitator", "objector"))


def test_the_platforms_that_are_commented_out_are_sound(text, read):
    begin = text.index("# platforms:")
    uncommented = text[:begin] + re.sub(r"^# ", "", text[begin:], flags=re.MULTILINE)
    assert read(uncommented).platforms["slack"].secrets["token"] == "SLACK_BOT_TOKEN"
    assert set(read(uncommented).platforms) == {"discord", "slack"}


def test_what_is_served_as_it_is_explained_is_sound(text, read):
    assert read(text).http is None
    section = re.search(r"^# http:\n(?:#   .*\n)+", text, re.MULTILINE)
    uncommented = text.replace(section[0], re.sub(r"^# ", "", section[0], flags=re.MULTILINE))
    assert read(uncommented).http == Http("127.0.0.1:8080", "https://circlet.example.org")
    assert read(uncommented.replace("  listen: 127.0.0.1:8080", "  ")).http == read(uncommented).http
    own = uncommented.replace("https://circlet.example.org", "https://a.example:8443/circlet/")
    assert read(own).http.address == "https://a.example:8443/circlet"
    assert read(own.replace("listen: 127.0.0.1:8080", 'listen: "[::1]:8080"')).http.listen == "[::1]:8080"


def test_members_by_a_role_as_they_are_explained_are_sound(text, read):
    begin = text.index("# platforms:")
    whole = text[:begin] + re.sub(r"^# ", "", text[begin:], flags=re.MULTILINE)
    section = re.search(r"^    # members:\n(?:    #   .*\n)+", whole, re.MULTILINE)
    explained = re.sub(r"^    # ", "    ", section[0], flags=re.MULTILINE)
    garden = whole.index("  garden:")
    by_role = whole[:garden] + re.sub(r"^    members: .*\n", explained, whole[garden:], count=1, flags=re.MULTILINE)
    file = read(by_role)
    assert file.circles["garden"].members == ("ana", "ben", "dee", "fay")
    assert file.circles["garden"].groups == {"discord": "1180000000000000002", "slack": "S0SAMPLE001"}
    assert hears_members(file)
    assert people_on_slack(file)
    assert not hears_members(read(whole))
    assert not people_on_slack(read(whole))
    assert people_on_slack(read(whole.replace("leaving_workspace: keeps", "leaving_workspace: ends-membership")))


WRONG = ["", "5", "true", "[]", "{a: b}", "[[a]]"]
IN_EVERY_RUN = ("true", "{a: b}", "~", "*x", "<<")
"""Reading so many files takes long: all other texts are put everywhere by `make torture`."""
ODD = ["-1", "3.5", "~", "{}", "[a, b]", "2020-01-01", "'%'", '"\\n"', "*x", "&x", "!t x", "<<", "off", "ana", "garden"]


@pytest.fixture(scope="module")
def bare(text):
    """The example without its comments, which only cost time here."""
    return "\n".join(line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")) + "\n"


def leaves(node):
    """The places of all single values of a composed YAML document."""
    if node.id == "scalar":
        yield node.start_mark, node.end_mark
    elif node.id == "mapping":
        for key, value in node.value:
            yield from leaves(value)
            yield key.start_mark, key.end_mark
    else:
        for item in node.value:
            yield from leaves(item)


def seldom(texts):
    return [one if one in IN_EVERY_RUN else pytest.param(one, marks=pytest.mark.torture) for one in texts]


@pytest.mark.parametrize("wrong", seldom(WRONG))
def test_no_wrong_value_or_key_anywhere_breaks_the_checker(bare, wrong):
    damage_everywhere(bare, wrong)


@pytest.mark.parametrize("odd", seldom(ODD))
def test_no_odd_value_or_key_anywhere_breaks_the_checker(sound, odd):
    damage_everywhere(sound, odd)


def damage_everywhere(text, wrong):
    """Put the wrong text in the place of every single key and value: that is a problem, or it is sound."""
    lines = text.splitlines()
    for begin, end in leaves(YAML(typ="safe", pure=True).compose(text)):
        assert begin.line == end.line
        line = lines[begin.line]
        damaged = [*lines]
        damaged[begin.line] = line[: begin.column] + wrong + line[end.column :]
        file, problems = check_text("\n".join(damaged) + "\n", "config.yaml")
        assert (file is None) == bool(problems), damaged[begin.line]
        assert all(problem.line <= len(lines) + 1 and str(problem) for problem in problems)


def test_no_missing_line_breaks_the_checker(bare):
    lines = bare.splitlines()
    for number, line in enumerate(lines):
        file, problems = check_text("\n".join(lines[:number] + lines[number + 1 :]), "config.yaml")
        assert (file is None) == bool(problems), line


def test_no_early_end_of_the_file_breaks_the_checker(text):
    for length in range(0, len(text), 97):
        file, problems = check_text(text[:length], "config.yaml")
        assert (file is None) == bool(problems)
