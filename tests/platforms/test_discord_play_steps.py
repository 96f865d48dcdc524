"""Long forms on Discord: more questions than a modal holds, and texts longer than an input, also over restarts."""

from pathlib import Path

import pytest
from discord_play import asked, playing, said, words

from governance_core.kernel.ids import CircleId
from governance_core.proposals.messages import CreateProposal

ANSWERS = {
    "title": "Water the beds",
    "driver": "They dry out",
    "text": "Mon and Thu",
    "review": "90d",
    "deadline": "10d",
    "expiry": "1w",
}


@pytest.mark.parametrize("restless", [False, True])
async def test_more_questions_than_a_form_holds_are_asked_one_form_after_another(
    tmp_path: Path, restless: bool
) -> None:
    async with playing(tmp_path) as play:
        play.restless = restless
        step = await play.slash("ana", "proposal create", circle="garden", deadline="soonish", expiry="later")
        told: list[str] = []
        for number in (1, 2):
            form = asked(step)
            assert len(form) <= 5
            told += form
            step = await play.submit("ana", step, **{name: ANSWERS[name] for name in form})
            assert step.ephemeral
            if number == 1:
                assert "Nothing was recorded yet" in said(step)
                step = await play.click("ana", step.response, "Go on")
        assert sorted(told) == sorted(ANSWERS)
        assert told[:2] == ["expiry", "deadline"], "what was wrong is asked first"
        assert "P-1" in said(step)
        card = words(play.card())
        assert all(words_ in card for words_ in ("Water the beds", "They dry out", "Mon and Thu"))


async def test_a_wrong_answer_in_the_first_step_is_put_right_with_nothing_typed_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        first = await play.slash("ana", "proposal create", circle="garden", deadline="soonish", expiry="later")
        given = {name: ANSWERS[name] for name in asked(first)} | {"deadline": "never"}
        wrong = await play.submit("ana", first, **given)
        assert "'never' is no date" in said(wrong)
        again = await play.click("ana", wrong.response, "Fix it")
        assert asked(again)["deadline"]["value"] == "never"
        assert asked(again)["title"]["value"] == "Water the beds"
        done = await play.submit("ana", again, **{name: ANSWERS[name] for name in asked(again)})
        assert "P-1" in said(done)


LONG = "Whoever is near waters the beds. " * 160


async def long_proposal(play: object) -> None:
    """A text longer than an input of Discord's forms, from where there is no such limit."""
    made = CreateProposal(circle=CircleId("garden"), title="Beds", driver="Dry", text=LONG)
    await play.perform("ana", made)  # type: ignore[attr-defined]


@pytest.mark.parametrize("restless", [False, True])
async def test_a_text_too_long_for_a_form_is_replaced_by_a_file(tmp_path: Path, restless: bool) -> None:
    async with playing(tmp_path) as play:
        await long_proposal(play)
        play.restless = restless
        form = await play.slash("ana", "proposal amend", id="P-1")
        left = {name: one["value"] for name, one in asked(form).items() if one.get("value")}
        assert "text" not in left
        changed = LONG + "And on Sundays nobody."
        done = await play.submit("ana", form, **left, text=("proposal.md", changed.encode()))
        assert "version 2" in said(done)
        whole = await play.click("ben", play.messages()[0], "Read in full")
        read = words(whole.response) + "".join([(await f.read()).decode() for f in whole.response.attachments])
        assert "And on Sundays nobody." in read


async def test_a_form_without_a_file_leaves_the_long_text_as_it_is(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await long_proposal(play)
        form = await play.slash("ana", "proposal amend", id="P-1")
        left = {name: one["value"] for name, one in asked(form).items() if one.get("value")} | {"title": "Beds, again"}
        assert "version 2" in said(await play.submit("ana", form, **left))
        assert "Beds, again" in words(play.messages()[0])
        whole = await play.click("ben", play.messages()[0], "Read in full")
        read = words(whole.response) + "".join([(await f.read()).decode() for f in whole.response.attachments])
        assert read.count("Whoever is near") >= 160


@pytest.mark.parametrize(
    "file, why", [(b"\xff\xfe\x00", "no text"), (b"x" * 500_000, "too large")], ids=["no text", "large"]
)
async def test_a_file_that_cannot_be_used_is_refused_in_words_and_nothing_changes(
    tmp_path: Path, file: bytes, why: str
) -> None:
    async with playing(tmp_path) as play:
        await long_proposal(play)
        form = await play.slash("ana", "proposal amend", id="P-1")
        left = {"title": "Beds", "driver": "Dusty"}
        refused = await play.submit("ana", form, **left, text=("proposal.md", file))
        assert why in said(refused)
        assert refused.ephemeral
        assert "version 2" not in words(play.messages()[0]).lower()
        again = await play.click("ana", refused.response, "Fix it")
        assert asked(again)["driver"]["value"] == "Dusty"
        changed = {"title": "Beds", "driver": "Dusty", "text": ("proposal.md", b"Mon and Fri")}
        assert "version 2" in said(await play.submit("ana", again, **changed))


async def test_a_file_that_discord_does_not_hand_out_can_be_uploaded_again(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await long_proposal(play)
        form = await play.slash("ana", "proposal amend", id="P-1")
        given = {"title": "Beds", "driver": "Dry", "text": ("proposal.md", b"Mon and Fri")}
        real = play.bot.client.http.get_from_cdn

        async def broken(_: str) -> bytes:
            raise ConnectionResetError("the connection broke")

        play.bot.client.http.get_from_cdn = broken
        refused = await play.submit("ana", form, **given)
        assert "Upload it again" in said(refused)
        play.bot.client.http.get_from_cdn = real
        again = await play.click("ana", refused.response, "Fix it")
        assert "version 2" in said(await play.submit("ana", again, **given))
