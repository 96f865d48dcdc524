"""Who is on a server, from Discord's own records: roles, names, bots, and what changes while everybody is fetched."""

from pathlib import Path

import pytest
from discord_play import playing
from discord_server import member

from adapters.discord import rest
from adapters.discord.roster import Roster


def roster(*members: object) -> Roster:
    made = Roster()
    made.begin()
    made.complete(members)  # type: ignore[arg-type]
    return made


def test_names_are_those_of_the_server_first() -> None:
    nick = member("1", "Zoe", "r") | {"nick": "Zoe of the plots"}
    plain = member("2", "Yan", "r")
    plain["user"]["global_name"] = None
    assert roster(nick, plain).holders("r") == {"1": "Zoe of the plots", "2": "yan"}


def test_bots_are_nobody() -> None:
    bot = member("1", "Helper", "r")
    bot["user"]["bot"] = True
    made = roster(bot, member("2", "Zoe", "r"))
    assert made.accounts() == {"2"}
    assert not made.put(bot)
    assert made.holders("r") == {"2": "Zoe"}


def test_only_roles_and_presence_make_a_difference() -> None:
    made = roster(member("1", "Zoe", "a", "b"))
    assert not made.put(member("1", "Zoe the Second", "b", "a"))
    assert made.put(member("1", "Zoe", "a"))
    assert made.put(member("2", "Yan"))
    assert made.take_out(member("2", "Yan"))
    assert not made.take_out(member("2", "Yan"))


def test_what_happens_while_everybody_is_fetched_is_laid_over_it() -> None:
    made = roster(member("1", "Zoe", "r"), member("2", "Yan", "r"))
    made.begin()
    made.put(member("1", "Zoe"))
    made.take_out(member("2", "Yan"))
    made.put(member("3", "Xia", "r"))
    made.complete([member("1", "Zoe", "r"), member("2", "Yan", "r"), member("4", "Wim", "r")])
    assert made.holders("r") == {"3": "Xia", "4": "Wim"}
    assert made.accounts() == {"1", "3", "4"}


def test_whoever_is_gone_without_a_word_is_gone_from_the_next_whole() -> None:
    made = roster(member("1", "Zoe", "r"), member("2", "Yan", "r"))
    first = made.begin()
    assert made.begin() != first
    assert made.is_outdated(first)
    made.complete([member("2", "Yan", "r")])
    assert made.accounts() == {"2"}


async def test_a_large_server_is_read_page_by_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rest, "MOST_MEMBERS", 2)
    async with playing(tmp_path, by_role=True) as play:
        with play.unheard():
            for number in range(5):
                play.guild.add_member(play.env.create_user(f"m{number}"), roles=[play.role])
        await play.restart()
        assert play.members() == ["Ana", "Ben", "m0", "m1", "m2", "m3", "m4"]


async def test_what_cannot_be_read_is_asked_again(tmp_path: Path) -> None:
    async with playing(tmp_path, by_role=True) as play:
        play.refuse_members(2)
        await play.outage(lambda: play.env.backend.add_member_role(play.guild.id, play.zoe.id, play.role.id))
        assert play.members() == ["Ana", "Ben"]
        await play.pass_time(minutes=1)
        assert play.members() == ["Ana", "Ben", "zoe"]
