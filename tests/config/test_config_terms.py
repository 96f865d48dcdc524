"""Until when a role is held: read from the file, refused where it is no day, shown and written back."""

from datetime import date

import pytest

from bot.config import difference, to_document
from bot.config.editing import with_row
from bot.wording import change_words, drift_words

LEAD = "    lead: ana"
HELD = {"person": "ana", "until": "2027-03-01"}


def lead(text: str) -> str:
    return f"    lead: {text}"


@pytest.mark.parametrize("written", ["2027-03-01", '"2027-03-01"', "'2027-03-01'"])
def test_a_day_is_read_however_it_is_quoted(sound, read, written):
    garden = read(sound.replace(LEAD, lead(f"{{person: ana, until: {written}}}"))).circles["garden"]
    assert (garden.roles["lead"], garden.terms) == ("ana", {"lead": "2027-03-01"})


def test_a_section_is_read_too_and_without_a_day_it_is_for_good(sound, read):
    garden = read(sound.replace(LEAD, "    lead:\n      person: ana\n      until: 2027-03-01")).circles["garden"]
    assert garden.terms == {"lead": "2027-03-01"}
    assert read(sound.replace(LEAD, lead("{person: ana}"))) == read(sound)
    assert to_document(read(sound.replace(LEAD, lead("{person: ana}")))) == to_document(read(sound))


@pytest.mark.parametrize(
    "until, words, hint",
    [
        ("365d", "is a length, and it would not say when it began", "Write the day on which the term ends"),
        ("2 years", "is a length", "such as 2027-03-01"),
        ("march", "is not a day", "such as 2027-03-01"),
        ("2027-02-30", "is not a day", "Write the day"),
        ("2027-3-1", "is not a day", "Did you mean 2027-03-01?"),
        ("2027-13-1", "is not a day", "Write the day"),
        ("01.03.2027", "is not a day", "Write the day"),
        ("2027-03-01 17:00", "is not a day", "Write the day"),
        ("~", "no value", "remove the line"),
    ],
)
def test_what_is_no_day_is_said_at_its_place(damage, problems_of, until, words, hint):
    damaged = damage(LEAD, lead(f"{{person: ana, ▸until: {until}}}"))
    (problem,) = problems_of(damaged.text)
    assert (problem.line, problem.column) == (damaged.line, damaged.column)
    assert words in problem.message
    assert hint in problem.hint


@pytest.mark.parametrize(
    "held, words",
    [
        ("{until: 2027-03-01}", "person is missing"),
        ("{persn: ana, until: 2027-03-01}", 'no key "persn"'),
        ("{person: anna, until: 2027-03-01}", 'no member "anna"'),
        ("{person: cem, until: 2027-03-01}", "not a member of this circle"),
        ("{person: ben, until: 2027-03-01}", "the lead already"),
    ],
)
def test_who_is_named_is_checked_as_without_a_day(damage, problems_of, held, words):
    assert words in " ".join(problem.message for problem in problems_of(damage(LEAD, lead(held)).text))


def test_further_roles_have_terms_too(sound, read):
    text = sound.replace(LEAD, "    roles: {keeper: {person: ben, until: 2027-03-01}}")
    assert read(text).circles["garden"].terms == {"keeper": "2027-03-01"}


def words(sound, read, before, after, today=None):
    (change,) = difference(to_document(read(sound.replace(LEAD, before))), read(sound.replace(LEAD, after)))
    return change_words(change, today)


def test_the_preview_says_until_when_and_warns_of_a_day_that_is_over(sound, read):
    until = lead("{person: ana, until: 2027-03-01}")
    assert words(sound, read, LEAD, until) == "~ circles.garden.lead: ana, until 2027-03-01 (was ana)"
    assert words(sound, read, until, LEAD) == "~ circles.garden.lead: ana (was ana, until 2027-03-01)"
    late = words(sound, read, LEAD, until, date(2027, 3, 2))
    assert late.endswith("(was ana); that day is over, so ana is acting from the start")
    assert words(sound, read, LEAD, until, date(2027, 3, 1)).endswith("(was ana)")


def test_drift_says_both_terms(sound, read):
    until = sound.replace(LEAD, lead("{person: ana, until: 2027-03-01}"))
    (change,) = difference(to_document(read(sound)), read(until))
    assert drift_words(change) == "circles.garden.lead: file ana, until 2027-03-01, in force ana"


@pytest.mark.parametrize(
    "before, value, after",
    [
        ("lead: ana   # why", HELD, 'lead: {person: ana, until: "2027-03-01"}   # why'),
        ("lead: {person: ben, until: 2026-01-01}  # why", HELD, 'lead: {person: ana, until: "2027-03-01"}  # why'),
        ("lead: {person: ben}", HELD, 'lead: {person: ana, until: "2027-03-01"}'),
        ("lead: {person: ben, until: 2026-01-01}  # why", "ana", "lead: ana  # why"),
        ("lead: ben  # why", "ana", "lead: ana  # why"),
        (
            "lead:\n  person: ben\n  until: 2026-01-01  # why",
            HELD,
            'lead:\n  person: ana\n  until: "2027-03-01"  # why',
        ),
        ("lead:\n  person: ben\n  until: 2026-01-01", "ana", "lead: ana"),
    ],
)
def test_a_role_is_written_back_where_it_stands(before, value, after):
    assert with_row(f"name: Garden\n{before}\n", ("lead",), value) == f"name: Garden\n{after}\n"


def test_a_role_nobody_held_is_written_below():
    assert with_row("name: Garden\n", ("lead",), HELD) == 'name: Garden\nlead:\n  person: ana\n  until: "2027-03-01"\n'
