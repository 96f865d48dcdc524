"""Check-ins on Slack: to each alone, the message becomes one's own answer, and the outcome counts who comes late."""

from pathlib import Path
from typing import Any

import pytest
from slack_journal import fails, given_up, recorded, troubles
from slack_play import Play, inputs, labels, playing, words

pytestmark = pytest.mark.contract
LONG = ("مرحبا بالحديقة 🪴 " + "ñ́" * 3 + " 水やり ") * 200


async def asked(play: Play, questions: str = "text: What did you do?") -> None:
    """Everybody is asked at nine."""
    plan = f'title:Daily every:"daily 09:00" open_for:4h questions:"{questions}"'
    await play.slash("ben", f"/checkin create circle:garden {plan}")
    await play.pass_time(hours=24.1)


async def talk(play: Play, who: str) -> list[dict[str, Any]]:
    """The bot's direct messages with somebody, the oldest first."""
    opened = await play.rig.look("conversations.open", {"users": play.rig.users[who]})
    return await play.messages(opened["channel"]["id"])


async def test_it_comes_to_each_alone_and_becomes_their_answer(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await asked(play)
        [told] = await talk(play, "cem")
        assert labels(told)[:3] == ["Answer", "Skip this time", "Remind me later"]
        opened = await play.slash("cem", "/checkin answer C-1")
        await play.submit("cem", opened.view, first="Dug")
        [told] = await talk(play, "cem")
        assert "You have answered" in words(told)
        assert labels(told) == ["Change my answer"]
        await play.pass_time(hours=5)
        [silent] = await talk(play, "ana")
        assert "was open until" in words(silent)
        assert labels(silent) == ["See the answers", "Answer late"]


async def test_the_outcome_in_the_channel_counts_who_comes_late(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await asked(play)
        await play.pass_time(hours=5)
        [card, *_] = await play.messages()
        late = await play.slash("ana", "/checkin answer C-1")
        await play.submit("ana", late.view, first="Weeded")
        await play.pass_time(seconds=5)
        said = [words(one) for one in await play.thread(card)]
        assert any("was open until" in one and "1 of 3 answered" in one for one in said)
        assert any("is closed: 1 of 3 answered · 1 late" in one for one in said)
        assert any("Weeded" in one for one in said)


async def test_a_home_that_refuses_messages_is_told_what_is_so_once_it_takes_them(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.slash("cem", "/me settings prompts:off")
        fails(play, "chat.postMessage", "not_in_channel", times=60)
        await asked(play)
        opened = await play.slash("cem", "/checkin answer C-1")
        await play.submit("cem", opened.view, first="Dug")
        await play.pass_time(hours=5)
        assert recorded(play, "C-1")["checkin.run_closed"] == 1
        assert "invite it" in str(await troubles(play))
        play.rig.errors["chat.postMessage"].clear()
        for _ in range(20):
            await play.pass_time(minutes=11)
        assert await troubles(play) == []
        [card, *_] = await play.messages()
        said = [words(one) for one in await play.thread(card)]
        assert any("is closed: 1 of 3 answered" in one for one in said)
        assert not any("is open until" in one for one in said), "nobody is asked for what is over"


@pytest.mark.parametrize("script", [LONG[:3000], "e" + "\u0301" * 2999])
async def test_a_long_answer_in_any_script_is_taken_shown_and_read(tmp_path: Path, script: str) -> None:
    async with playing(tmp_path) as play:
        await asked(play, "text: What did you do?\\ntext: What else?")
        for who in ("ana", "ben", "cem"):
            opened = await play.slash(who, "/checkin answer C-1")
            names = list(inputs(opened.view))
            await play.submit(who, opened.view, **dict.fromkeys(names[:1], script))
        await play.pass_time(hours=5)
        assert recorded(play, "C-1")["checkin.answered"] == 3
        shown = await play.slash("ben", "/checkin results C-1")
        assert "Read it" in str(shown.opened or shown.messages)
        whole = await play.slash("ben", "/checkin read C-1 person:ana")
        assert script[-20:] in str(whole.told) or whole.opened is not None
        assert await troubles(play) == []
        assert await given_up(play) == []
