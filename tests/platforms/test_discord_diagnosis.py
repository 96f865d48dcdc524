"""From facts about Discord to findings: each problem in one sentence, with what to do in one line."""

from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.discord.checkup import DiscordFacts, HomeFacts
from adapters.discord.diagnosis import findings
from adapters.discord.permissions import ALL, ATTACH_FILES, NEEDED, VIEW_CHANNEL
from governance_core.caretaker import Finding

GARDEN = HomeFacts("Garden", "55", "garden", "1", granted=sum(NEEDED.values()))
WELL = DiscordFacts(
    accepted=True,
    skew=timedelta(seconds=1),
    name="circlet",
    application="7",
    server="1",
    server_name="Harbour",
    inside=True,
    homes=(GARDEN,),
    same_commands=True,
)


def wrong(facts: DiscordFacts) -> Finding:
    """The one thing that is wrong."""
    [found] = [one for one in findings(facts) if one.problem]
    assert found.fix
    assert "\n" not in found.problem + found.fix
    return found


def home(**changed: object) -> DiscordFacts:
    return replace(WELL, homes=(replace(GARDEN, **changed),))


def test_all_is_well() -> None:
    found = findings(WELL)
    assert not [one for one in found if one.problem]
    assert {one.subject for one in found} == {
        "clock", "Discord token", "Discord intents", "Discord server", "home of Garden", "commands",
    }  # fmt: skip


@pytest.mark.parametrize(
    "skew,words", [(6, "6 s ahead of Discord's"), (-90, "90 s behind Discord's"), (-6, "6 s behind")]
)
def test_a_clock_that_is_off(skew: float, words: str) -> None:
    assert words in wrong(replace(WELL, skew=timedelta(seconds=skew))).problem


@pytest.mark.parametrize("skew", [5, -5, 0])
def test_a_clock_that_is_near_enough(skew: float) -> None:
    assert not [one for one in findings(replace(WELL, skew=timedelta(seconds=skew))) if one.problem]


def test_a_token_that_is_not_accepted_is_all_that_is_said() -> None:
    found = findings(replace(DiscordFacts(accepted=False)))
    assert [one.problem for one in found] == ["Discord does not accept it"]


def test_a_network_that_is_away_is_said_and_nothing_is_made_up() -> None:
    found = wrong(DiscordFacts(unreached="no connection"))
    assert found.problem == "it cannot be reached: no connection"


def test_an_intent_the_config_needs() -> None:
    needing = replace(WELL, intents=frozenset({"Server Members"}))
    assert "Server Members" in wrong(needing).problem
    for flag in (1 << 14, 1 << 15):
        assert not [one for one in findings(replace(needing, flags=flag)) if one.problem]


def test_a_server_the_bot_is_not_in_is_said_once() -> None:
    found = wrong(replace(WELL, inside=False))
    assert "not in the server 1" in found.problem
    assert "circlet discord invite" in found.fix


def test_a_permission_that_is_missing_is_named_with_its_channel() -> None:
    found = wrong(home(granted=ALL & ~ATTACH_FILES))
    assert (found.subject, found.problem) == ("home of Garden", "in #garden the bot lacks Attach Files")
    assert "give the bot's role Attach Files" in found.fix


def test_a_channel_the_bot_does_not_see() -> None:
    assert "sees nothing there" in wrong(home(granted=ALL & ~VIEW_CHANNEL)).problem
    assert "cannot see the channel 55" in wrong(home(refused=50001, granted=None)).problem


def test_a_channel_that_is_gone_or_elsewhere() -> None:
    assert "does not exist" in wrong(home(refused=10003, granted=None)).problem
    assert "Name another channel" in wrong(home(refused=10003, granted=None)).fix
    assert "on another server" in wrong(home(server="2", granted=None)).problem
    assert "(error 500)" in wrong(home(refused=500, granted=None)).problem


def test_commands_that_are_not_as_they_should_be() -> None:
    assert "not those of this program" in wrong(replace(WELL, same_commands=False)).problem
    assert "/a has 9000 characters" in wrong(replace(WELL, too_much=("/a has 9000 characters",))).problem
