"""Who is in a workspace and who counts there, from Slack's own records."""

from typing import Any

import pytest
from slack_town import WORKSPACE, person

from adapters.slack.roster import Roster, present


def roster(*users: dict[str, Any]) -> Roster:
    made = Roster()
    made.begin()
    made.complete(users, WORKSPACE)
    return made


def test_names_are_those_people_chose_first() -> None:
    chosen, plain = person("U1", "zoe"), person("U2", "yan")
    plain["profile"]["display_name"] = ""
    assert roster(chosen, plain).named(["U1", "U2", "U3"]) == {"U1": "zoe", "U2": "Yan"}


def test_guests_are_there_and_do_not_count() -> None:
    made = roster(person("U1", "zoe", is_restricted=True), person("U2", "yan", is_ultra_restricted=True))
    assert made.accounts() == {"U1", "U2"}
    assert made.named(["U1", "U2"]) == {}


@pytest.mark.parametrize("mark", ["deleted", "is_bot", "is_stranger"])
def test_bots_strangers_and_the_deactivated_are_not_there(mark: str) -> None:
    assert roster(person("U1", "zoe", **{mark: True})).accounts() == frozenset()


def test_one_organisation_may_have_several_workspaces() -> None:
    elsewhere = person("U1", "zoe", team="T0OTHER")
    assert present(elsewhere, WORKSPACE) is None
    assert present({**elsewhere, "enterprise_user": {"teams": ["T0OTHER", WORKSPACE]}}, WORKSPACE)


def test_only_who_counts_makes_a_difference() -> None:
    made = roster(person("U1", "zoe"))
    assert not made.put(person("U1", "zoe the second"), WORKSPACE)
    assert made.named(["U1"]) == {"U1": "zoe the second"}
    assert made.put(person("U1", "zoe", is_restricted=True), WORKSPACE)
    assert made.put(person("U2", "yan"), WORKSPACE)
    assert made.put(person("U2", "yan", deleted=True), WORKSPACE)
    assert not made.put(person("U3", "bot", is_bot=True), WORKSPACE)


def test_whoever_is_deactivated_leaves_guests_too() -> None:
    made = roster(person("U1", "zoe", is_restricted=True))
    assert made.put(person("U1", "zoe", is_restricted=True, deleted=True), WORKSPACE)
    assert made.accounts() == frozenset()


def test_what_happens_while_everybody_is_fetched_is_laid_over_it() -> None:
    made = roster(person("U1", "zoe"), person("U2", "yan"))
    made.begin()
    made.put(person("U1", "zoe", deleted=True), WORKSPACE)
    made.put(person("U3", "xia"), WORKSPACE)
    made.complete([person("U1", "zoe"), person("U2", "yan")], WORKSPACE)
    assert made.accounts() == {"U2", "U3"}
