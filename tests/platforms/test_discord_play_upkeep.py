"""What could not be shown on Discord: said by /governance doctor, mended, and posted again on request."""

from pathlib import Path
from typing import Any

from discord_play import ORG, Play, labels, playing, said, words

DELETED = "its card was deleted twice"


def cards(play: Play, title: str = "Water the beds") -> list[Any]:
    """The proposal's cards that stand in the garden."""
    return [one for one in play.messages() if title in words(one) and labels(one)]


async def delete_twice(play: Play) -> None:
    """Moderators delete the card, and once more when it came back."""
    for who in ("ben", "cem"):
        play.env.backend.delete_message(play.garden.id, play.card().id)
        await play.slash(who, "consent answer", id="P-1", answer="consent")
    assert not cards(play)


async def again(play: Play, who: str, shown: Any) -> Any:
    """Press *Post again* on what somebody was shown."""
    [button] = [one for one in play.walk(shown.response) if one.get("label") == "Post again"]
    return await play.press(who, button["custom_id"])


async def test_after_two_deletions_an_admin_has_it_posted_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        await delete_twice(play)
        shown = await play.slash("ana", "governance doctor")
        assert f"the card of P-1 in Garden’s home on Discord: {DELETED}." in said(shown)
        told = await again(play, "ana", shown)
        assert "posted anew where it was deleted" in said(told)
        [card] = cards(play)
        assert "2 of 3" in words(card)
        assert await play.given_up() == []
        assert "Could not be shown" not in said(await play.slash("ana", "governance doctor"))
        assert "already" in said(await again(play, "ana", shown))
        assert len(cards(play)) == 1, "pressed twice, it is posted once"
        await play.click("ana", card, "Consent with concern")


async def test_what_was_posted_again_is_edited_and_lives_on(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        await delete_twice(play)
        await again(play, "ana", await play.slash("ana", "governance doctor"))
        [card] = cards(play)
        await play.click("ana", card, "Consent")
        assert "adopted" in words(next(one for one in play.messages() if one.id == card.id)).lower()
        assert await play.given_up() == []


async def test_a_third_deletion_waits_until_somebody_asks_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        await delete_twice(play)
        for _ in range(2):
            await again(play, "ana", await play.slash("ana", "governance doctor"))
            [card] = cards(play)
            play.env.backend.delete_message(play.garden.id, card.id)
            await play.slash("ben", "consent answer", id="P-1", answer="concern", concern=f"It may rain {card.id}")
            assert await play.given_up() == [DELETED]


async def test_looking_the_proposal_up_leads_its_facilitator_there(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        await delete_twice(play)
        to_cem = await play.slash("cem", "proposal show", id="P-1")
        assert f"<@{play.ben.id}> or <@{play.ana.id}> can post it again" in said(to_cem)
        assert "Post again" not in labels(to_cem.response)
        await again(play, "ben", await play.slash("ben", "proposal show", id="P-1"))
        assert len(cards(play)) == 1


async def test_a_card_nobody_knew_was_deleted_comes_back_on_request(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        for _ in range(3):
            play.env.backend.delete_message(play.garden.id, play.card().id)
            assert not cards(play)
            await play.slash("ben", "proposal repost", item="P-1")
            assert len(cards(play)) == 1
        await play.slash("ben", "proposal repost", item="P-1")
        assert len(cards(play)) == 1, "one that stands is edited"


async def test_it_survives_a_restart_between_asking_and_posting(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        await delete_twice(play)
        shown = await play.slash("ana", "governance doctor")
        play.env.inject_error("POST", f"/channels/{play.garden.id}/messages", status=503, times=1)
        await again(play, "ana", shown)
        assert not cards(play)
        await play.slash("ben", "consent answer", id="P-1", answer="concern", concern="It may rain")
        await play.restart()
        await play.pass_time(minutes=1)
        assert len(cards(play)) == 1


async def test_closed_direct_messages_are_said_and_tried_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        dm = play.env.backend.get_dm_channel(play.people["zoe"].id).id
        play.env.inject_error("POST", f"/channels/{dm}/messages", status=403, code=50007)
        await play.link("dee", "zoe")
        shown = await play.slash("ana", "governance doctor")
        assert f"a message to <@{play.zoe.id}> on Discord: the member takes no direct messages." in said(shown)
        await again(play, "ana", shown)
        assert "one person now" in words(play.people["zoe"].user.dm_channel.history()[0])
        assert await play.given_up() == []


async def test_a_missing_permission_is_said_with_what_to_do(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.look()
        assert "home of Garden (#garden)" in said(await play.slash("ana", "governance doctor"))
        play.deny(play.garden, attach_files=True, create_public_threads=True)
        await play.look()
        found = said(await play.slash("ana", "governance doctor"))
        assert "in #garden the bot lacks Attach Files, Create Public Threads." in found
        assert "give the bot's role Attach Files, Create Public Threads" in found
        assert "home of Care (#care)" in found


async def test_a_channel_that_is_deleted_is_said_and_where_to_name_another(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        play.env.backend.delete_channel(play.garden.id)
        await play.slash("ben", "consent answer", id="P-1", answer="consent", channel=play.care)
        await play.look()
        found = said(await play.slash("ana", "governance doctor", channel=play.care))
        assert f"the channel {play.garden.id} does not exist (any more)" in found
        assert "Name another channel as its home in the config file" in found
        assert "in Garden’s home on Discord: the channel is deleted" in found


async def test_who_is_no_admin_is_refused_though_they_manage_the_server(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for verb in ("doctor", "audit", "export", "plan", "apply"):
            assert f"Only <@{play.ana.id}> (admin)" in said(await play.slash("ben", f"governance {verb}"))
            assert "not linked" in said(await play.slash("zoe", f"governance {verb}"))


async def test_the_config_file_is_applied_from_the_chat_once_it_was_confirmed(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        file = tmp_path / "config.yaml"
        file.write_text(file.read_text().replace("Food for everybody", "Food for all"), encoding="utf-8")
        shown = await play.slash("ana", "governance apply")
        assert "~ circles.garden.aim: Food for all (was Food for everybody)" in said(shown)
        asked = await play.click("ana", shown.response, "Apply 1 change")
        assert said(asked).startswith("Apply 1 change: are you sure?")
        assert "Nothing happens unless you press it." in said(asked)
        assert "Carried out: 1 change." in said(await play.click("ana", asked.response, "Apply 1 change"))
        assert "Food for all" in said(await play.slash("ben", "circle show", circle="garden"))
        assert not play.made.store.audit(ORG).findings
