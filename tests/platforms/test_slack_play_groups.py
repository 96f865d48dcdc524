"""Members who come from a user group on Slack, and being deactivated: at the start, on every change, and while away."""

from pathlib import Path
from typing import Any

import pytest
from slack_play import MODES, labels, words
from slack_town import BY_NAME, FAR, GROUP, person, town, until

from adapters.slack import crowd
from adapters.slack.crowd import GROUPS, PEOPLE
from adapters.slack.manifest import EVENTS_OF_PEOPLE

pytestmark = pytest.mark.contract


def leaving(config: str) -> str:
    return f"{config}    leaving_workspace: ends-membership\n"


@pytest.mark.parametrize("mode", MODES)
async def test_a_user_group_makes_somebody_a_member_and_leaving_it_ends_that(tmp_path: Path, mode: str) -> None:
    async with town(tmp_path, mode) as play:
        assert play.members() == ["Ana", "Ben"]
        await play.join("zoe")
        await play.until("Ana", "Ben", "zoe")
        card = await play.propose("zoe")
        assert "0 of 3" in words(card)
        await play.click("zoe", card, "Consent")
        assert "1 of 3" in words(await play.card())
        await play.quit("zoe")
        await play.until("Ana", "Ben")
        assert "0 of 2" in words(await play.card())
        assert "electors of Garden" in (await play.click("zoe", await play.card(), "Consent")).told


async def test_who_is_in_at_the_start_is_a_member_and_telling_twice_records_nothing(tmp_path: Path) -> None:
    async with town(tmp_path) as play:
        await play.join("cem", "zoe")
        await play.until("Ana", "Ben", "Cem", "zoe")
        before = play.recorded()
        await play.restart()
        play.bot.connection.connected()
        await play.asked_again()
        assert play.recorded() == before
        assert play.recorded().count("person.joined") == 5, "Cem is who the config knows"


async def test_what_changed_while_the_program_was_down_is_seen_when_it_is_back(tmp_path: Path) -> None:
    async with town(tmp_path) as play:
        await play.join("zoe")
        await play.until("Ana", "Ben", "zoe")
        await play.close()
        play.rig.disconnected()
        play.rig.groups[GROUP] = {play.account("cem")}
        await play.open()
        await play.until("Ana", "Ben", "Cem")


async def test_what_changed_while_the_socket_was_down_is_seen_after_it_is_there_again(tmp_path: Path) -> None:
    async with town(tmp_path) as play:
        await play.join("zoe")
        await play.until("Ana", "Ben", "zoe")
        play.rig.groups[GROUP] = {play.account("cem")}
        [socket] = play.rig._sockets
        play.rig.disconnected()
        await socket.close()
        await play.rig.until_connected()
        await play.until("Ana", "Ben", "Cem")


@pytest.mark.parametrize("mark", ["is_restricted", "is_ultra_restricted", "deleted", "is_bot"])
async def test_guests_bots_and_the_deactivated_are_no_members(tmp_path: Path, mark: str) -> None:
    async with town(tmp_path) as play:
        play.rig.marks[play.account("zoe")] = {mark: True}
        play.bot.connection.connected()
        await play.asked_again()
        await play.join("zoe", "cem")
        await play.until("Ana", "Ben", "Cem")
        await play.mark("zoe", **{mark: False})
        await play.until("Ana", "Ben", "Cem", "zoe")
        await play.mark("zoe", **{mark: True})
        await play.until("Ana", "Ben", "Cem")


@pytest.mark.parametrize("stranger", [{"team": "T0ELSEWHERE"}, {"is_stranger": True}])
async def test_people_of_other_workspaces_are_no_members(tmp_path: Path, stranger: dict[str, object]) -> None:
    async with town(tmp_path) as play:
        play.rig.extra.append(person(FAR, "far", **stranger))  # type: ignore[arg-type]
        play.bot.connection.connected()
        await play.join("far", "cem")
        await play.until("Ana", "Ben", "Cem")


WHY: dict[str, dict[str, Any]] = {
    "guests are no members by themselves": {"is_restricted": True},
    "its people are no members here by themselves": {"team_id": "T0ELSEWHERE"},
    "bots never count": {"is_bot": True},
}


@pytest.mark.parametrize("why", WHY)
async def test_who_does_not_count_is_told_why_wherever_they_press(tmp_path: Path, why: str) -> None:
    async with town(tmp_path) as play:
        card = await play.propose("ana")
        await play.mark("zoe", **WHY[why])
        await play.join("zoe", "cem")
        await play.until("Ana", "Ben", "Cem")
        told = (await play.click("zoe", card, "Consent")).told
        assert why in told
        assert "so nothing was recorded" in told
        assert ("ask Ana to add you by name" in told) == (why != "bots never count")
        assert why in (await play.slash("zoe", "/consent answer P-1 consent")).told
        assert why in (await play.shortcut("zoe", "My governance inbox")).shown
        assert words(await play.open_home("zoe")).count(why) == 1
        assert "0 of 2" in words(await play.card())
        asked = [
            body for method, body in play.rig.calls if method == "users.info" and body["user"] == play.account("zoe")
        ]
        assert len(asked) <= 2, "once for the zone, and once for this"


async def test_who_may_not_be_looked_at_is_told_how_to_link(tmp_path: Path) -> None:
    async with town(tmp_path) as play:
        card = await play.propose("ana")
        play.rig.marks[play.account("zoe")] = {"is_restricted": True}
        play.rig.errors["users.info"] += [(200, {"ok": False, "error": "missing_scope"}, {})]
        told = (await play.click("zoe", card, "Consent")).told
        assert "not linked to a member" in told
        assert "ask Ana" in told


async def test_a_guest_whom_the_config_names_is_a_member_like_anybody(tmp_path: Path) -> None:
    async with town(tmp_path) as play:
        card = await play.propose("ana")
        await play.mark("ben", is_restricted=True)
        assert "receipt" in (await play.click("ben", card, "Consent")).told


async def test_a_group_nobody_ever_saw_is_a_mistake_and_nobody_leaves_for_it(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with town(tmp_path) as play:
        await play.join("zoe")
        await play.until("Ana", "Ben", "zoe")
        play.apply(play._written().replace(GROUP, "S0NOTTHERE"))
        play.bot.connection.connected()
        await until(lambda: "no user group S0NOTTHERE" in caplog.text)
        assert "check its id in the config" in caplog.text
        assert play.members() == ["Ana", "Ben", "zoe"]


async def test_a_group_that_is_disabled_is_nobodys(tmp_path: Path) -> None:
    async with town(tmp_path) as play:
        await play.join("zoe")
        await play.until("Ana", "Ben", "zoe")
        await play.disable(GROUP)
        await play.until("Ana", "Ben")


async def test_what_slack_does_not_say_is_asked_again_and_nobody_leaves_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(crowd, "FIRST_WAIT", 0.01)
    async with town(tmp_path) as play:
        await play.join("zoe")
        await play.until("Ana", "Ben", "zoe")
        for method in ("users.list", "usergroups.list", "usergroups.users.list"):
            play.rig.errors[method].append((500, {"ok": False, "error": "internal_error"}, {}))
        play.rig.errors["users.list"].append((200, {"ok": True, "members": []}, {}))
        play.rig.groups[GROUP] = {play.account("cem")}
        play.bot.connection.connected()
        await play.until("Ana", "Ben", "Cem")
        assert "the bot itself is not among those" in caplog.text
        assert play.recorded().count("member.removed") == 1


async def test_other_names_are_not_recorded(tmp_path: Path) -> None:
    async with town(tmp_path) as play:
        await play.join("zoe")
        await play.until("Ana", "Ben", "zoe")
        before = play.recorded()
        user = person(play.account("zoe"), "zoe the second")
        await play.say({"type": "user_change", "user": user, "cache_ts": 1, "event_ts": "1.1"})
        play.bot.connection.connected()
        await play.asked_again()
        assert play.recorded() == before


async def test_a_circle_on_two_platforms_waits_for_a_person_of_their_own(tmp_path: Path) -> None:
    def twice(config: str) -> str:
        also = 'secretary: ben\n    homes: {discord: "1180000000000000003", slack'
        return config.replace("homes: {slack", also)

    async with town(tmp_path, more=twice) as play:
        await play.join("zoe")
        await play.until("Ana", "Ben", "zoe")
        card = await play.propose("ana")
        assert "0 of 2" in words(card)
        assert "you might be somebody else" in (await play.click("zoe", card, "Consent")).told
        shown = (await play.slash("ben", "/circle show garden")).told
        assert f"Members by a user group: whoever is in the Slack user group {GROUP}" in shown
        inbox = await play.slash("ben", "/gov me inbox")
        assert "zoe came to Garden by a user group" in inbox.told
        await play.click("ben", inbox.messages[-1], "A person of their own")
        await play.propose("ben", title="Rest the beds")
        assert "0 of 3" in words(await play.card())


async def test_being_deactivated_ends_seats_where_the_config_says_so(tmp_path: Path) -> None:
    async with town(tmp_path, members=BY_NAME, more=leaving) as play:
        await until(lambda: play.recorded().count("server.entered") == 3)
        card = await play.propose("ana")
        await play.click("cem", card, "Consent")
        await play.mark("cem", deleted=True)
        await play.until("Ana", "Ben")
        assert "0 of 2" in words(await play.card())
        await play.mark("cem", deleted=False)
        await until(lambda: play.recorded().count("server.entered") == 4)
        assert play.members() == ["Ana", "Ben"], "coming back restores nothing"


async def test_being_deactivated_means_nothing_where_the_config_does_not_say_so(tmp_path: Path) -> None:
    async with town(tmp_path) as play:
        await play.mark("ben", deleted=True)
        await play.join("cem")
        await play.until("Ana", "Ben", "Cem")
        assert "server.left" not in play.recorded()


async def test_nothing_is_asked_about_people_where_no_config_needs_it(tmp_path: Path) -> None:
    async with town(tmp_path, members=BY_NAME) as play:
        await play.say({"type": "user_change", "user": person("U1", "x"), "cache_ts": 1, "event_ts": "1.1"})
        assert not [method for method, _ in play.rig.calls if method.startswith(("users.", "usergroups."))]
        assert labels(await play.propose())


def test_the_bot_is_told_of_what_it_takes_in() -> None:
    assert set(EVENTS_OF_PEOPLE) == GROUPS | PEOPLE
