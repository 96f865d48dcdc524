"""App Home: all of one person's on one page, made anew when it changes, and never overwritten by an older one."""

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from slack_play import MODES, ORG, Play, inputs, labels, playing, words

from adapters.slack.limits import VIEW_BLOCKS
from governance_core.application.execute import execute
from governance_core.kernel.ids import Actor, CircleId, StreamId
from governance_core.kernel.message import Command
from governance_core.proposals.messages import AnswerRound, CreateProposal

pytestmark = pytest.mark.contract
ROOMS = ("Waiting for you", "My proposals", "My circles", "My answers", "Settings", "Help")


def published(play: Play, who: str) -> list[dict[str, Any]]:
    user = play.rig.users[who]
    return [body for method, body in play.rig.calls if method == "views.publish" and body["user_id"] == user]


def home_of(play: Play, who: str) -> dict[str, Any]:
    return play.rig.homes[play.rig.users[who]]


async def elsewhere(play: Play, who: str, *commands: Command) -> None:
    """Somebody does this at the terminal."""
    by = Actor.of_account("console", who)
    for command in commands:
        play.made.store.transact_now(ORG, partial(execute, command, by, None, features=play.made.features))
    await play.settle()


def sections(view: dict[str, Any]) -> list[str]:
    return [one["text"]["text"] for one in view["blocks"] if one["type"] == "header"]


@pytest.mark.parametrize("mode", MODES)
async def test_everything_of_ones_own_stands_on_one_page(tmp_path: Path, mode: str) -> None:
    async with playing(tmp_path, mode) as play:
        card = await play.propose()
        await play.propose("ben", title="Paint the shed")
        await play.click("ben", card, "Consent")
        home = await play.open_home("ben")
        assert sections(home) == list(ROOMS)
        said = words(home)
        assert "1 waits for you" in said
        assert "receipt P-1." in said
        assert "Garden · 2 open" in said
        assert "Quiet hours: those of each circle" in said
        assert {"Settings", "Away", "Open", "New proposal", "Proposals", "Everything else"} <= set(labels(home))
        settings = await play.click("ben", home, "Settings")
        assert "quiet_hours" in inputs(settings.view)


async def test_it_follows_what_time_alone_brings_about(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        await play.open_home("ben")
        await play.pass_time(hours=50)  # a reminder changes nothing on it; the next opening would count the hours
        await play.pass_time(hours=30)  # nobody answered: it lapsed
        assert "Nothing waits for you" in words(home_of(play, "ben"))
        assert "nothing open" in words(home_of(play, "ben"))


async def test_it_follows_what_is_done_on_another_platform(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        await play.open_home("ben")
        await elsewhere(play, "ben", AnswerRound(id=StreamId("P-1"), answer="consent", version=1))
        assert "Nothing waits for you" in words(home_of(play, "ben"))
        assert "receipt P-1." in words(home_of(play, "ben"))


@pytest.mark.real_quiet
async def test_much_at_once_is_shown_once_and_what_concerns_others_not_at_all(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.open_home("ben")
        shown = len(published(play, "ben"))
        made = [
            CreateProposal(circle=CircleId("garden"), title=f"Idea {number}", driver="Dry", text="Mon", review="90d")
            for number in range(5)
        ]
        await elsewhere(play, "ana", *made)
        assert len(published(play, "ben")) == shown + 1
        assert "5 wait for you" in words(home_of(play, "ben"))
        await play.slash("ana", "/gov me away 7d")
        assert len(published(play, "ben")) == shown + 1
        assert not published(play, "cem")


async def test_an_older_one_never_takes_the_place_of_a_newer(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.open_home("ben")
        assert "hash" not in published(play, "ben")[0]
        await play.propose()
        assert published(play, "ben")[-1]["hash"]
        other = {"type": "home", "blocks": [{"type": "divider"}]}  # another process of the bot's, just before it ended
        await play.rig._ask("views.publish", {"user_id": play.rig.users["ben"], "view": other})
        await play.propose(title="Paint the shed")
        *_, refused, taken = published(play, "ben")
        assert "hash" in refused
        assert "hash" not in taken
        assert "Paint the shed" in words(home_of(play, "ben"))


async def test_it_fits_whatever_there_is(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        title = "水やりの当番と👩‍👩‍👧‍👦の予定 " * 6
        made = [
            CreateProposal(circle=CircleId("garden"), title=f"{number} {title}", driver="乾", text="月", review="90d")
            for number in range(70)
        ]
        await elsewhere(play, "ben", *made)
        answers = [AnswerRound(id=StreamId(f"P-{n}"), answer="consent", version=1) for n in range(1, 31)]
        await elsewhere(play, "ben", *answers)
        home = await play.open_home("ben")
        assert len(home["blocks"]) <= VIEW_BLOCKS
        assert sections(home) == list(ROOMS)
        assert "40 wait for you" in words(home)


async def test_the_zone_slack_has_is_asked_about_once(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.rig.zones[play.rig.users["ben"]] = "Asia/Tokyo"
        home = await play.open_home("ben")
        assert "Slack says that your time zone is Asia/Tokyo" in words(home)
        assert "Time zone: that of the organisation" in words(home)
        done = await play.click("ben", home, "Yes, Asia/Tokyo")
        assert "Time zone: Asia/Tokyo" in done.shown
        assert "Slack says" not in words(home_of(play, "ben"))
        await play.restart()
        play.rig.zones[play.rig.users["ben"]] = "Europe/Berlin"
        assert "Slack says" not in words(await play.open_home("ben"))
        assert "Slack says" not in words(await play.open_home("ana"))


async def test_without_the_permission_to_look_nothing_is_suggested_and_nothing_else_is_missing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.rig.zones[play.rig.users["ben"]] = "Asia/Tokyo"
        play.rig.errors["users.info"] += [(200, {"ok": False, "error": "missing_scope"}, {})]
        home = await play.open_home("ben")
        assert sections(home) == list(ROOMS)
        assert "Slack says" not in words(home)


async def test_the_form_suggests_the_zone_and_another_is_looked_for_by_its_city(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.rig.zones[play.rig.users["ben"]] = "Asia/Tokyo"
        form = (await play.slash("ben", "/gov me settings")).view
        assert inputs(form)["zone"]["initial_option"]["value"] == "Asia/Tokyo"
        assert await play.type_into("ben", form, "zone", "lisb") == ["Europe/Lisbon"]
        done = await play.submit("ben", form, zone="Europe/Lisbon")
        assert "Time zone: Europe/Lisbon" in done.shown
        again = (await play.slash("ben", "/gov me settings")).view
        assert inputs(again)["zone"]["initial_option"]["value"] == "Europe/Lisbon"


@pytest.mark.parametrize(
    "field,typed,said", [("quiet_hours", "at night", "22:00-07:00"), ("language", "portugese", "Did you mean pt?")]
)
async def test_settings_that_cannot_be_stand_at_their_field(tmp_path: Path, field: str, typed: str, said: str) -> None:
    async with playing(tmp_path) as play:
        form = (await play.slash("ben", "/gov me settings")).view
        wrong = await play.submit("ben", form, **{field: typed})
        assert list(wrong.errors) == [field]
        assert said in wrong.errors[field]


async def test_a_reminder_comes_as_a_direct_message_to_who_asked_and_beside_the_card_to_others(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        form = (await play.slash("ben", "/gov me settings")).view
        done = await play.submit("ben", form, reminders="direct")
        assert "as a direct message on Slack" in done.shown
        card = await play.propose()
        before = len(play.rig.calls)
        await play.pass_time(hours=47)
        posts = [body for method, body in play.rig.calls[before:] if method == "chat.postMessage"]
        alone = [one for one in posts if one["channel"].startswith("D")]
        beside = [one for one in posts if one.get("thread_ts") == card["ts"]]
        assert len(alone) == len(beside) == 1
        assert "Your answer to P-1" in alone[0]["text"]
        assert labels(alone[0]) == ["Open"]
        assert play.rig.users["ben"] not in str(beside[0]["blocks"])
        assert play.rig.users["cem"] in str(beside[0]["blocks"])
        opened = await play.click("ben", {**alone[0], "ts": "1.1"}, "Open")
        assert "receipt" in (await play.click("ben", opened.messages[0], "Consent")).told
