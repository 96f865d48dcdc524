"""From the invite to the first decision on Discord: who may set up, what if twice, late, or while the program ends."""

from pathlib import Path
from typing import Any

import discord
from discord_onboarding import EMPTY, Onboarding, onboarding
from discord_play import ORG, asked, labels, said, words

from bot.applying import changes_of
from bot.config import check_text
from bot.drift import drift_of
from governance_core.circles.model import CIRCLES
from governance_core.setup.model import SETUP

SILENT = 1 << 12


def state(play: Onboarding, stream: Any) -> Any:
    return play.made.store.read_now(ORG, lambda reader: reader.state(stream))


def to_do(play: Onboarding) -> list[Any]:
    """What `circlet plan` would show."""
    return play.made.store.read_now(ORG, lambda r: [*changes_of(play.file(), r), *drift_of(play.file(), r)])


async def test_from_the_invite_to_the_first_decision_in_ten_minutes(tmp_path: Path) -> None:
    async with onboarding(tmp_path) as play:
        (offer,) = play.messages(play.hall)
        assert offer.flags.value & SILENT
        assert labels(offer) == ["Set up"]
        began = play.env.now()
        done = await play.set_up()
        assert "Garden is set up: 3 people, guided by" in said(done)
        assert "circlet plan has nothing to apply" in said(done)
        (welcome,) = play.messages()
        assert "Welcome to Garden" in words(welcome)
        tried = await play.click("cem", welcome, "Try a practice proposal")
        assert "open for ten minutes" in said(tried)
        assert "PRACTICE" in words(play.card())
        await play.pass_time(minutes=8)
        for who in ("ana", "ben", "cem"):
            await play.click(who, play.card(), "Consent")
        assert (play.env.now() - began).total_seconds() <= 600
        shown = [words(message) for message in play.messages()]
        assert any("D-1" in one and "PRACTICE, adopted" in one for one in shown)
        assert labels(play.messages()[-1]) == ["New proposal", "Rules", "My settings"]
        for listed in ("proposal list", "decisions recent"):
            assert "PRACTICE: Use Circlet" in said(await play.slash("ana", listed))
        assert "PRACTICE" in said(await play.slash("ana", "decisions show", id="D-1"))
        assert play.made.store.audit(ORG).findings == ()


async def test_the_config_file_says_it_too_and_keeps_its_comments(tmp_path: Path) -> None:
    async with onboarding(tmp_path) as play:
        await play.set_up()
        written = play.written()
        assert "# Our organisation. Mind the bees." in written
        assert "# as on the door" in written
        assert "# how to reach Discord" in written
        assert "setup: chat" not in written
        file = play.file()
        assert file.organisation.admins == ("ana",)
        assert file.circles["garden"].roles == {"facilitator": "ben"}
        assert file.platforms["discord"].settings["server"] == str(play.guild.id)
        assert to_do(play) == []
        await play.restart()
        assert to_do(play) == []
        assert state(play, SETUP).in_file


async def test_set_up_is_for_those_who_may_manage_the_server(tmp_path: Path) -> None:
    async with onboarding(tmp_path) as play:
        refused = await play.begin("ben")
        assert refused.modal is None
        assert refused.ephemeral
        assert "those who may manage this server" in said(refused)
        assert not state(play, CIRCLES).circles


async def test_a_form_handed_in_by_somebody_who_may_not_manage_any_more_is_refused(tmp_path: Path) -> None:
    async with onboarding(tmp_path) as play:
        opened = await play.begin()
        first = await play.first("ana", opened)
        kims = await play.click("kim", (await play.first("kim", await play.begin("kim"))).response, "Go on")
        for who in ("ana", "kim"):
            play.env.backend.remove_member_role(play.guild.id, play.people[who].id, play.may.id)
        assert "those who may manage" in said(await play.click("ana", first.response, "Go on"))
        assert "those who may manage" in said(await play.submit("kim", kims))
        assert not state(play, CIRCLES).circles


async def test_before_it_is_set_up_everything_else_says_so(tmp_path: Path) -> None:
    async with onboarding(tmp_path) as play:
        assert "Nothing is set up here yet" in said(await play.slash("ben", "me away", until="7d"))
        assert "/governance setup" in said(await play.slash("ana", "me back"))
        assert "Nothing is set up here yet" in said(await play.slash("ben", "me inbox"))
        assert "founds the first with /governance setup" in said(await play.slash("ben", "circle list"))
        assert "What would you like to do?" in said(await play.slash("ben", "help"))


async def test_two_set_it_up_at_once_and_there_is_one_organisation(tmp_path: Path) -> None:
    async with onboarding(tmp_path) as play:
        hers, kims = await play.begin("ana"), await play.begin("kim")
        hers, kims = await play.first("ana", hers), await play.first("kim", kims, name="Kitchen")
        assert "Garden is set up" in said(await play.second("ana", hers))
        late = await play.click("kim", kims.response, "Go on")
        assert "set up already" in said(late)
        assert list(state(play, CIRCLES).circles) == ["garden"]
        assert state(play, CIRCLES).organisation.admins == ("ana",)
        assert len(play.messages()) == 1


async def test_the_last_form_handed_in_twice_at_once_sets_up_once(tmp_path: Path) -> None:
    async with onboarding(tmp_path) as play:
        hers = await play.click("ana", (await play.first("ana", await play.begin("ana"))).response, "Go on")
        kims = await play.click(
            "kim", (await play.first("kim", await play.begin("kim"), name="Kitchen")).response, "Go on"
        )
        await play.submit("ana", hers, window="24h")
        assert "set up already" in said(await play.submit("kim", kims, window="24h"))
        assert list(state(play, CIRCLES).circles) == ["garden"]


async def test_pressed_when_it_is_done_it_says_so(tmp_path: Path) -> None:
    async with onboarding(tmp_path) as play:
        await play.set_up()
        (now,) = play.messages(play.hall)
        assert labels(now) == []
        assert "Circlet is set up" in words(now)
        again = await play.press("kim", "c1|setup|0|set-up")
        assert "set up already" in said(again)
        assert "set up already" in said(await play.slash("kim", "governance setup"))


async def test_it_is_offered_once_whatever_starts_again(tmp_path: Path) -> None:
    async with onboarding(tmp_path) as play:
        for _ in range(3):
            await play.restart()
        assert len(play.messages(play.hall)) == 1
        await play.set_up()
        await play.restart()
        assert len(play.messages(play.hall)) == 1
        assert len(play.messages()) == 1


async def test_a_restart_in_the_middle_loses_nothing(tmp_path: Path) -> None:
    async with onboarding(tmp_path) as play:
        play.restless = True
        assert "Garden is set up" in said(await play.set_up())


async def test_whoever_lost_sight_of_the_form_goes_on_where_they_were(tmp_path: Path) -> None:
    async with onboarding(tmp_path) as play:
        await play.first("ana", await play.begin(), name="Orchard")
        await play.restart()
        again = await play.begin()
        filled = asked(again)
        assert filled["name"]["value"] == "Orchard"
        assert filled["place"]["default_values"] == [{"type": "channel", "id": str(play.garden.id)}]
        assert len(filled["people"]["default_values"]) == 3
        assert "value" not in asked(await play.begin("kim"))["name"]
        done = await play.second("ana", await play.first("ana", again, name="Orchard"))
        assert "Orchard is set up" in said(done)


async def test_without_a_channel_for_news_the_first_that_can_be_written_in_is_taken(tmp_path: Path) -> None:
    async with onboarding(tmp_path, news_in_locked) as play:
        assert len(play.messages(play.hall)) == 1
        told = await play.first("ana", await play.begin(), place=[play.locked])
        assert "cannot write in #locked" in said(told)
        assert "Garden is set up" in said(await play.set_up())


def news_in_locked(play: Onboarding) -> None:
    """The channel for news is one the bot may not write in."""
    shut = {play.guild.default_role: discord.PermissionOverwrite(send_messages=False)}
    play.locked = play.guild.create_text_channel("locked", overwrites=shut)
    play.env.backend.edit_guild(play.guild.id, {"system_channel_id": play.locked.id})


async def test_the_channel_for_news_is_where_it_is_offered(tmp_path: Path) -> None:
    def news(play: Onboarding) -> None:
        play.env.backend.edit_guild(play.guild.id, {"system_channel_id": play.garden.id})

    async with onboarding(tmp_path, news) as play:
        assert labels(play.messages(play.garden)[0]) == ["Set up"]
        assert not play.messages(play.hall)


async def test_where_the_bot_may_write_nowhere_the_command_is_left(tmp_path: Path) -> None:
    def mute(play: Onboarding) -> None:
        news_in_locked(play)
        for channel in (play.hall, play.garden):
            play.env.backend.delete_channel(channel.id)
        play.garden = play.locked

    async with onboarding(tmp_path, mute) as play:
        assert not play.messages(play.locked)
        assert asked(await play.slash("ana", "governance setup"))


async def test_a_circle_of_one_is_no_circle(tmp_path: Path) -> None:
    async with onboarding(tmp_path) as play:
        ana = [play.people["ana"].user]
        refused = await play.set_up(people=ana, facilitator=ana)
        assert "takes at least two people" in said(refused)
        assert "Change what I typed" in labels(refused.response)


async def test_a_program_cannot_be_picked(tmp_path: Path) -> None:
    async with onboarding(tmp_path) as play:
        robot = play.env.create_user("robot", bot=True)
        play.guild.add_member(robot)
        opened = await play.begin()
        told = await play.first("ana", opened, people=[play.people["ana"].user, robot])
        assert "a program has no say" in said(told)


async def test_who_sets_up_need_not_be_in_and_who_facilitates_is(tmp_path: Path) -> None:
    async with onboarding(tmp_path) as play:
        done = await play.set_up("kim", people=[play.people["ana"].user])
        assert "You are not in the circle yourself" in said(done)
        garden = state(play, CIRCLES).circles["garden"]
        assert set(garden.members) == {"ana", "ben"}
        assert state(play, CIRCLES).organisation.admins == ("kim",)
        assert set(play.file().members) == {"ana", "ben", "kim"}
        assert "members of Garden" in said(await play.click("kim", play.messages()[0], "Try a practice proposal"))


async def test_a_file_that_is_read_only_stays_and_the_lines_are_handed_over(tmp_path: Path) -> None:
    async with onboarding(tmp_path) as play:
        (tmp_path / "config.yaml").chmod(0o444)
        done = await play.set_up()
        assert "because it is read-only" in said(done)
        assert play.written() == EMPTY
        (file,) = done.response.attachments
        lines = (await file.read()).decode()
        assert state(play, CIRCLES).circles
        await play.restart()
        assert list(state(play, CIRCLES).circles) == ["garden"]
        merged = EMPTY.split("platforms:")[0].replace("setup: chat                  # picked on the server\n", "")
        merged = merged.replace("organisation:\n", "organisation:\n  admins: [ana]\n")
        merged += lines.split("\n", 2)[2].replace(
            "  discord:\n    server", "  discord:\n    token: ${DISCORD_TOKEN}\n    server"
        )
        assert check_text(merged, "")[1] == []
        (tmp_path / "config.yaml").chmod(0o644)
        (tmp_path / "config.yaml").write_text(merged, encoding="utf-8")
        await play.restart()
        assert to_do(play) == []
        assert state(play, SETUP).in_file


async def test_a_file_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    async with onboarding(tmp_path) as play:
        opened = await play.begin()
        (tmp_path / "config.yaml").write_text(EMPTY + "# mine\n", encoding="utf-8")
        done = await play.second("ana", await play.first("ana", opened))
        assert "because it was changed since the bot read it" in said(done)
        assert play.written() == EMPTY + "# mine\n"
        assert list(state(play, CIRCLES).circles) == ["garden"]


async def test_a_second_practice_waits_for_the_first(tmp_path: Path) -> None:
    async with onboarding(tmp_path) as play:
        await play.set_up()
        (welcome,) = play.messages()
        await play.click("ana", welcome, "Try a practice proposal")
        assert "open in this circle already" in said(await play.click("ben", welcome, "Try a practice proposal"))
        assert len([m for m in play.messages() if "PRACTICE, consent round open" in words(m)]) == 1


async def test_a_practice_nobody_finishes_is_over_after_ten_minutes(tmp_path: Path) -> None:
    async with onboarding(tmp_path) as play:
        await play.set_up()
        await play.click("ana", play.messages()[0], "Try a practice proposal")
        await play.click("ana", play.card(), "Consent")
        await play.pass_time(minutes=11)
        over = play.messages()[-1]
        assert "ended without a decision" in words(over)
        assert labels(over) == ["Try a practice proposal", "New proposal"]
        assert "open for ten minutes" in said(await play.click("ben", over, "Try a practice proposal"))


async def test_another_server_is_offered_it_too_until_the_first_has_done_it(tmp_path: Path) -> None:
    def second(play: Onboarding) -> None:
        play.elsewhere = play.env.create_guild("Elsewhere", owner=play.env.create_user("other"))
        play.lobby = play.elsewhere.create_text_channel("lobby")
        may = play.elsewhere.create_role("keepers", permissions=discord.Permissions(manage_guild=True))
        play.people["zoe"] = play.elsewhere.add_member(play.env.create_user("zoe"), roles=[may])

    async with onboarding(tmp_path, second) as play:
        (offer,) = play.messages(play.lobby)
        opened = await play.click("zoe", offer, "Set up")
        await play.set_up()
        zoe = [play.people["zoe"].user]
        late = await play.submit(
            "zoe", opened, name="Lobby", aim="Ours", place=[play.lobby], people=zoe, facilitator=zoe
        )
        assert "No organisation lives on this server" in said(late)
        assert "Garden" not in "".join(map(words, play.messages(play.lobby)))
        await play.restart()
        assert labels(play.messages(play.lobby)[0]) == []
        assert list(state(play, CIRCLES).circles) == ["garden"]
