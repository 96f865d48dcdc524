"""Commands in the menu of a message or a person, from the press to the card everybody sees."""

from pathlib import Path
from typing import Any

import pytest
from discord_play import Play, asked, labels, playing, said, words

PROPOSE, RECORD, CONCERN, ROLES = "Turn into proposal", "Record as decision", "Raise a concern", "Governance roles"
HOSE = "The hose leaks, <@{}>: shall we get a **new** one? @everyone"


async def said_by_cem(play: Play, channel: Any = None) -> Any:
    """A message that names Ana and has markup in it."""
    return await play.says("cem", HOSE.format(play.ana.id), channel)


def link(play: Play, message: Any) -> str:
    return f"https://discord.com/channels/{play.guild.id}/{message.channel.id}/{message.id}"


def picked(shown: Any, name: str) -> list[str]:
    """What is picked already when a form opens."""
    return [option["value"] for option in asked(shown)[name]["options"] if option["default"]]


def choices(shown: Any, name: str) -> list[str]:
    """What can be picked for a question of a form."""
    return [option["value"] for option in asked(shown)[name]["options"]]


async def test_a_message_is_turned_into_a_proposal_that_leads_back_to_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        message = await said_by_cem(play)
        form = await play.menu("ben", PROPOSE, message)
        assert asked(form)["text"]["value"] == "The hose leaks, @ana: shall we get a **new** one? @everyone"
        assert choices(form, "circle") == ["garden", "care"]
        assert picked(form, "circle") == ["garden"]
        text = asked(form)["text"]["value"]
        done = await play.submit(
            "ben", form, circle="garden", title="A hose", driver="It leaks", text=text, review="90d"
        )
        assert "P-1" in said(done)
        card = words(play.card())
        assert f"[this message]({link(play, message)})" in card
        assert "shall we get a \\*\\*new\\*\\* one? \\@everyone" in card
        assert "<@" in card.split("Proposed by")[1]


async def test_a_menu_pressed_twice_opens_two_forms_and_only_what_is_handed_in_counts(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        message = await said_by_cem(play)
        first, second = [await play.menu("ben", PROPOSE, message) for _ in range(2)]
        assert first.modal["custom_id"] != second.modal["custom_id"]
        answers = {"circle": "garden", "title": "A hose", "driver": "It leaks", "text": "A new one", "review": ""}
        assert "P-1" in said(await play.submit("ben", second, **answers))
        assert [labels(one)[0] for one in play.messages() if labels(one)] == ["Consent"]


async def test_the_link_survives_a_restart_and_an_answer_that_has_to_be_put_right(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        message = await said_by_cem(play)
        form = await play.menu("ben", PROPOSE, message)
        await play.restart()
        answers = {"title": "A hose", "driver": "It leaks", "text": "A new one"}
        wrong = await play.submit("ben", form, circle="garden", **answers, review="soonish")
        again = await play.click("ben", wrong.response, "Fix it")
        await play.submit("ben", again, **answers, review="90d")
        assert f"[this message]({link(play, message)})" in words(play.card())


@pytest.mark.parametrize("title, field", [(PROPOSE, "text"), (RECORD, "text"), (CONCERN, "concern")])
async def test_a_message_with_nothing_but_a_file_opens_the_form_with_the_words_to_be_filled_in(
    tmp_path: Path, title: str, field: str
) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        message = await play.says("ben", "", attachments=[("plan.png", b"x")])
        form = await play.menu("cem", title, message)
        assert not asked(form)[field].get("value")
        assert asked(form)[field]["required"]


async def test_a_message_passed_on_brings_the_words_it_passes_on(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        passed_on = await play.ana.forward(await play.says("ben", "A quarrel is settled", play.care), play.garden)
        form = await play.menu("cem", PROPOSE, passed_on)
        assert asked(form)["text"]["value"] == "A quarrel is settled"


LONG = "水やりの当番👩‍🌾を決めます。" * 500


async def test_the_longest_message_is_kept_whole(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        long = LONG[:1_999] + "!"
        form = await play.menu("ben", PROPOSE, await play.says("ben", long))
        assert asked(form)["text"]["value"] == long
        answers = {"circle": "garden", "title": "A rota", "driver": "Beds dry out", "text": long, "review": ""}
        await play.submit("ben", form, **answers)
        assert long in await whole(play)


async def test_what_is_longer_than_a_form_holds_is_kept_whole_unless_a_file_replaces_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        stored = play.env.backend.create_message(play.garden.id, play.ben.id, "short")
        stored.content = LONG  # longer than Discord takes today
        message = next(one for one in play.messages() if one.id == stored.id)
        for answers in ({}, {"text": [("rota.txt", b"Whoever is there")]}):
            form = await play.menu("ben", PROPOSE, message)
            assert asked(form)["text"]["type"] == 19
            given = {"circle": "garden", "title": "A rota", "driver": "Beds dry out", "review": "", **answers}
            await play.submit("ben", form, **given)
            text = await whole(play)
            assert ("Whoever is there" in text) is bool(answers)
            assert (LONG in text) is not bool(answers)


async def whole(play: Play) -> str:
    """All that the newest card says."""
    if "Read in full" not in labels(play.card()):
        return words(play.card())
    shown = (await play.click("ben", play.card(), "Read in full")).response
    [file] = shown.attachments or [None]
    return (await file.read()).decode() if file else words(shown)


@pytest.mark.parametrize("title", [PROPOSE, RECORD, CONCERN])
async def test_an_account_that_is_nobodys_gets_no_form_but_the_way_to_link_it(tmp_path: Path, title: str) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        refused = await play.menu("zoe", title, await said_by_cem(play))
        assert refused.modal is None
        assert "not linked" in said(refused)
        assert "/me link" in said(refused)
        assert refused.ephemeral


async def test_a_concern_is_raised_from_a_message_in_the_round_one_picks(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.propose(title="Water the beds")
        await play.propose(title="Lock the shed")
        await play.click("ben", play.card(), "Consent")
        message = await said_by_cem(play)
        form = await play.menu("ben", CONCERN, message)
        assert choices(form, "id") == ["P-1", "P-2"]
        assert "@ana" in asked(form)["concern"]["value"]
        done = await play.submit("ben", form, id="P-1", concern="The hose leaks")
        assert "consent with concern to P-1" in said(done)
        assert "1 consent with concern" in words(next(one for one in play.messages() if "P-1" in words(one)))


async def test_a_concern_changes_the_answer_given_before_and_twice_is_one(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        await play.click("ben", card, "Consent")
        message = await said_by_cem(play)
        for _ in range(2):
            form = await play.menu("ben", CONCERN, message)
            await play.submit("ben", form, id=["P-1"], concern="The hose leaks")
        assert "0 consent · 1 consent with concern" in words(play.card())


async def test_without_a_round_to_answer_no_form_opens_for_a_concern(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        message = await said_by_cem(play)
        refused = await play.menu("ben", CONCERN, message)
        assert refused.modal is None
        assert "No round is open that you may answer" in said(refused)
        await play.propose("ana", "care", title="A quarrel")
        assert "No round is open" in said(await play.menu("cem", CONCERN, message))
        assert choices(await play.menu("ben", CONCERN, message), "id") == ["P-1"]


async def test_a_concern_after_the_round_ended_meanwhile_is_told_the_outcome(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        form = await play.menu("ben", CONCERN, await said_by_cem(play))
        await play.slash("ana", "proposal withdraw", id="P-1", reason="x")
        assert "P-1 is closed: withdrawn" in said(await play.submit("ben", form, id=["P-1"], concern="Too late"))


async def test_a_decision_made_elsewhere_is_recorded_from_a_message_and_told_once(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        message = await said_by_cem(play)
        form = await play.menu("cem", RECORD, message)
        assert asked(form)["source"]["value"] == link(play, message)
        answers = {"circle": ["garden"], "title": "A hose", "text": "A new one", "source": link(play, message)}
        assert "D-1 is in the logbook" in said(await play.submit("cem", form, **answers, driver=""))
        told = [words(one) for one in play.messages() if "logbook" in words(one)]
        assert len(told) == 1
        assert "No round was held for it here" in told[0]
        assert f"[this message]({link(play, message)})" in told[0]
        assert "adopted" not in told[0]
        card = said(await play.slash("ben", "decisions show", id="D-1"))
        assert "in force, decided elsewhere" in card
        assert "Adopted" not in card
        assert "decided elsewhere, recorded" in said(await play.slash("ana", "decisions recent"))


async def test_the_same_words_of_the_same_message_are_recorded_once_whoever_does_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        message = await said_by_cem(play)
        for number in (1, 2):
            form = await play.menu("cem", RECORD, message)
            filled = {name: asked(form)[name]["value"] for name in ("text", "source")}
            done = await play.submit("cem", form, circle=["garden"], title=f"Hose {number}", driver="", **filled)
        assert "as D-1" in said(done)
        assert "nothing was recorded" in said(done)
        assert "Change what I typed" in labels(done.response)


async def test_a_plain_member_records_no_decision(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        message = await said_by_cem(play)
        refused = await play.menu("ben", RECORD, message)
        assert refused.modal is None
        assert "secretary or the lead of its circle" in said(refused)
        typed = await play.slash("ben", "decisions record", circle="garden", title="x", text="y", source="z")
        assert f"Only <@{play.cem.id}> can record a decision of Garden" in said(typed)


async def test_what_a_private_circle_decided_elsewhere_stays_in_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        message = await play.says("ben", "A quarrel is settled", play.care)
        form = await play.menu("ana", RECORD, message, play.care)
        assert choices(form, "circle") == ["care"]
        filled = {name: asked(form)[name]["value"] for name in ("text", "source")}
        await play.submit("ana", form, circle=["care"], title="A quarrel", driver="", **filled)
        assert any("logbook" in words(one) for one in play.messages(play.care))
        assert "quarrel" not in "\n".join(map(words, play.messages(play.garden)))
        assert "A quarrel" in said(await play.slash("ben", "decisions recent"))
        for who in ("cem", "zoe"):
            assert "quarrel" not in said(await play.slash(who, "decisions recent"))
            assert "quarrel is" not in said(await play.slash(who, "decisions search", text="quarrel"))
            assert "no D-1" in said(await play.slash(who, "decisions show", id="D-1"))


async def test_a_message_of_a_private_circle_becomes_a_proposal_where_its_author_wants_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        form = await play.menu("ana", PROPOSE, await play.says("ben", "A quarrel", play.care), play.care)
        assert picked(form, "circle") == ["care"]
        await play.submit("ana", form, circle="care", title="Talk", driver="They argue", text="We talk", review="")
        assert "Talk" in words(play.card(play.care))
        assert not [one for one in play.messages(play.garden) if labels(one)]


async def test_the_roles_of_a_person_are_shown_to_the_one_who_asks(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        shown = await play.menu("cem", ROLES, "ben")
        assert shown.ephemeral
        assert "Garden: member, facilitator" in said(shown)
        assert "Care" not in said(shown)
        assert "Care: member" in said(await play.menu("ana", ROLES, "ben"))
        assert "Garden: member, facilitator" in said(await play.menu("zoe", ROLES, "ben"))
        opened = await play.click("cem", shown.response, "Open")
        assert "Food for everybody" in said(opened)


async def test_the_roles_of_somebody_away_say_so(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.slash("ben", "me away", until="7d")
        assert "Away until <t:" in said(await play.menu("cem", ROLES, "ben"))


async def test_an_account_that_is_nobodys_has_no_roles_and_the_way_to_link_it_is_told(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for who in ("ana", "zoe"):
            refused = await play.menu(who, ROLES, "zoe")
            assert "This Discord account is nobody's here" in said(refused)
            assert "/me link" in said(refused)
            assert f"ask <@{play.ana.id}> to add them" in said(refused)
            assert refused.ephemeral


async def test_a_menu_while_the_store_is_slow_is_answered_in_time(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        message = await said_by_cem(play)
        for title, target in ((PROPOSE, message), (ROLES, "ben")):
            go_on = play.hold("read")
            told = await play.menu("cem", title, target)
            assert "busy" in said(told)
            go_on.set()
