"""From facts about Slack to findings: each problem in one sentence, with what to do in one line."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.slack.checkup import Asked, GroupFacts, Home, HomeFacts, SlackFacts
from adapters.slack.diagnosis import findings
from adapters.slack.manifest import OPTIONAL, needed
from governance_core.caretaker import Finding

GARDEN = HomeFacts(Home("Garden", "C1"), name="garden", inside=True)
ASKED = Asked(homes=(GARDEN.home,), groups={"S1": "Garden"}, needed=needed(True), useful=OPTIONAL)
WELL = SlackFacts(
    ASKED,
    skew=timedelta(seconds=1),
    bot="circlet",
    workspace="T1",
    workspace_name="Harbour",
    scopes=frozenset({*needed(True), *OPTIONAL}),
    app_refused="",
    homes=(GARDEN,),
    groups=(GroupFacts("Garden", "S1", True, "gardeners"),),
)


def wrong(facts: SlackFacts) -> Finding:
    """The one thing that is wrong."""
    [found] = [one for one in findings(facts) if one.problem]
    assert found.fix
    assert "\n" not in found.problem + found.fix
    return found


def home(**changed: object) -> SlackFacts:
    return replace(WELL, homes=(replace(GARDEN, **changed),))


def seen(facts: SlackFacts, subject: str) -> str:
    [found] = [one for one in findings(facts) if one.subject == subject]
    assert not found.problem
    return found.seen


def test_all_is_well() -> None:
    found = findings(WELL)
    assert not [one for one in found if one.problem]
    assert [one.subject for one in found] == [
        "clock", "Slack token", "Slack workspace", "Slack scopes", "Slack app token", "home of Garden",
        "group of Garden",
    ]  # fmt: skip
    assert seen(WELL, "group of Garden") == "those in @gardeners"


@pytest.mark.parametrize("skew,words", [(6, "6 s ahead of Slack's"), (-90, "90 s behind Slack's")])
def test_a_clock_that_is_off(skew: float, words: str) -> None:
    assert words in wrong(replace(WELL, skew=timedelta(seconds=skew))).problem


@pytest.mark.parametrize("skew", [5, -5, 0])
def test_a_clock_that_is_near_enough(skew: float) -> None:
    assert not [one for one in findings(replace(WELL, skew=timedelta(seconds=skew))) if one.problem]


def test_a_token_that_is_not_accepted_is_all_that_is_said() -> None:
    found = wrong(SlackFacts(ASKED, refused="token_revoked"))
    assert found.problem == "Slack does not accept it (token_revoked)"
    assert "OAuth & Permissions" in found.fix


def test_an_app_token_that_is_not_accepted() -> None:
    found = wrong(replace(WELL, app_refused="not_allowed_token_type"))
    assert (found.subject, "connections:write" in found.fix) == ("Slack app token", True)


def test_a_network_that_is_away_is_said_and_nothing_is_made_up() -> None:
    assert wrong(SlackFacts(ASKED, unreached="no connection")).problem == "it cannot be reached: no connection"


def test_a_scope_the_bot_needs_and_one_it_can_do_without() -> None:
    assert WELL.scopes is not None
    found = wrong(replace(WELL, scopes=WELL.scopes - {"usergroups:read"}))
    assert "the app lacks usergroups:read (to know who is in a user group" in found.problem
    assert "circlet slack manifest" in found.fix
    without = replace(WELL, scopes=WELL.scopes - {"groups:history"})
    assert "not granted: groups:history" in seen(without, "Slack scopes")
    assert seen(replace(WELL, scopes=None), "Slack scopes") == "not said by this server"


def test_a_workspace_that_is_another() -> None:
    found = wrong(replace(WELL, asked=replace(ASKED, workspace="T2")))
    assert found.problem == "the token is of the workspace T1, and the config file names T2"


@pytest.mark.parametrize(
    "changed,problem,fix",
    [
        ({"inside": False}, "the bot is not in #garden", "/invite"),
        ({"archived": True, "inside": False}, "#garden is archived", "Unarchive it"),
        ({"talk": True}, "C1 is a direct message", "Name a channel"),
        ({"home": Home("Garden", "C1", private=True)}, "everybody in the workspace can read #garden", "private"),
        ({"refused": "channel_not_found"}, "there is no channel C1, or it is private", "/invite"),
        ({"refused": "fatal_error"}, "does not show the channel C1 (fatal_error)", "later"),
    ],
)
def test_a_channel_nothing_can_be_shown_in(changed: dict[str, object], problem: str, fix: str) -> None:
    found = wrong(home(**changed))
    assert found.subject == "home of Garden"
    assert problem in found.problem
    assert fix in found.fix


def test_a_channel_that_is_well() -> None:
    assert "its people are no members" in seen(home(shared=True), "home of Garden")
    assert seen(home(private=True, home=Home("Garden", "C1", private=True)), "home of Garden") == "#garden"
    assert "not looked at" in seen(home(refused="missing_scope"), "home of Garden")


def test_a_user_group_that_is_gone_or_may_not_be_seen() -> None:
    gone = wrong(replace(WELL, groups=(GroupFacts("Garden", "S1", False),)))
    assert (gone.subject, "or it is disabled" in gone.problem) == ("group of Garden", True)
    hidden = wrong(replace(WELL, groups=(GroupFacts("Garden", "S1", None),)))
    assert "may not see who is in the user group S1" in hidden.problem
