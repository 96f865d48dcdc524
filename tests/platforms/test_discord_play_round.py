"""A consent round on Discord: from the command to the decision, and all that can come between."""

from pathlib import Path

import pytest
from discord_play import PROPOSAL, asked, labels, playing, said, unlawful, words


@pytest.mark.contract
@pytest.mark.parametrize("restless", [False, True])
async def test_a_round_from_the_command_to_the_decision_in_bodies_discord_takes(tmp_path: Path, restless: bool) -> None:
    async with playing(tmp_path) as play:
        play.restless = restless
        opened = await play.slash("ana", "proposal create", circle="garden")
        assert list(asked(opened)) == ["title", "driver", "text", "review"]
        done = await play.submit("ana", opened, **PROPOSAL)
        assert "P-1" in said(done)
        assert done.ephemeral
        card = play.card()
        assert "Water the beds" in words(card)
        for who in ("ana", "ben", "cem"):
            answered = await play.click(who, card, "Consent")
            assert "P-1" in said(answered)
        assert "Consent" not in labels(play.messages()[0])
        assert "D-1" in "\n".join(map(words, play.messages()))
        assert not unlawful(play)


@pytest.mark.parametrize("restless", [False, True])
async def test_an_objection_is_integrated_and_the_round_begins_again(tmp_path: Path, restless: bool) -> None:
    async with playing(tmp_path) as play:
        play.restless = restless
        card = await play.propose()
        form = await play.click("ben", card, "Object")
        done = await play.submit("ben", form, harm="The pump is booked on Thursdays", safe="Another day")
        assert "objection" in said(done).lower()
        card = play.messages()[0]
        assert "The pump is booked on Thursdays" in words(card)
        offer = await play.click("ana", card, next(label for label in labels(card) if "ffer" in label))
        kind = await play.submit("ana", offer, kind="text")
        what = await play.click("ana", kind.response, "Go on")
        await play.submit("ana", what, text="Mon and Fri")
        accepted = await play.slash("ben", "consent confirm", id="P-1")
        assert accepted.acknowledged
        await play.slash("ana", "consent confirm", id="P-1")
        card = play.messages()[0]
        assert "version 2" in words(card).lower()
        for who in ("ana", "ben", "cem"):
            await play.click(who, card, "Consent")
        assert "Consent" not in labels(play.messages()[0])


async def test_a_press_on_a_text_that_changed_is_shown_what_changed(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        play.env.inject_error("PATCH", "/channels/*/messages/*", status=503)
        form = await play.slash("ana", "proposal amend", id="P-1")
        await play.submit("ana", form, **{**{n: o.get("value", "") for n, o in asked(form).items()}, "text": "Sundays"})
        stale = await play.click("ben", card, "Consent")
        assert "version 2" in said(stale)
        assert "Sundays" in said(stale)
        again = await play.click("ben", stale.response, "Consent")
        assert "P-1" in said(again)
        assert "version" in said(again) or "consent" in said(again).lower()


async def test_two_clicks_are_one_answer(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        first = await play.click("ben", card, "Consent")
        second = await play.click("ben", card, "Consent")
        assert "receipt" in said(first)
        assert "receipt" not in said(second)
        assert "1 of 3" in words(play.card())


async def test_a_round_nobody_answers_lapses_by_itself(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        await play.pass_time(days=20)
        card = play.messages()[0]
        assert "LAPSED" in words(card).upper()
        assert "Consent" not in labels(card)
        late = await play.slash("ben", "consent answer", id="P-1", answer="consent")
        assert "closed" in said(late)


async def test_what_cannot_be_undone_asks_first_and_the_question_gives_way_to_the_receipt(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        asked_first = await play.click("ana", card, "Withdraw")
        assert asked_first.ephemeral
        assert "Withdraw" in labels(asked_first.response)
        assert "Consent" in labels(play.messages()[0])
        done = await play.click("ana", asked_first.response, "Withdraw")
        assert "withdrawn" in said(done).lower()
        assert done.response.id == asked_first.response.id
        assert "Consent" not in labels(play.messages()[0])


@pytest.mark.slow
async def test_a_round_where_two_hundred_others_are_open(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        play.crowd(200)
        await play.loops.sweep()
        await play.pass_time(minutes=1)
        await play.propose()
        offered = await play.type("ben", "consent answer", "id")
        assert len(offered) == 25
        assert "Water the beds" in str(await play.type("ben", "consent answer", "id", "water"))
        card = play.card()
        for who in ("ana", "ben", "cem"):
            assert "P-201" in said(await play.click(who, card, "Consent"))
        assert "D-1" in "\n".join(map(words, play.messages()))
        assert said(await play.slash("ben", "me inbox"))
        assert said(await play.slash("ben", "proposal list"))
