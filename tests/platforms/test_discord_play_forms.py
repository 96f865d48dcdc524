"""Forms on Discord: an answer that cannot be used, a restart while a form is open, the same form handed in twice."""

from pathlib import Path

from discord_play import PROPOSAL, asked, labels, playing, said, words


async def test_an_answer_that_cannot_be_used_is_named_and_put_right_in_the_form_as_it_was(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        form = await play.slash("ana", "proposal create", circle="garden")
        wrong = await play.submit("ana", form, **{**PROPOSAL, "review": "soonish"})
        assert "soonish" in said(wrong)
        assert wrong.ephemeral
        again = await play.click("ana", wrong.response, "Fix it")
        assert asked(again)["title"]["value"] == "Water the beds"
        assert asked(again)["text"]["value"] == "Mon and Thu"
        done = await play.submit("ana", again, **PROPOSAL)
        assert "P-1" in said(done)
        assert "Water the beds" in words(play.card())


async def test_a_form_that_was_open_across_a_restart_is_taken(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        form = await play.slash("ana", "proposal create", circle="garden")
        await play.restart()
        done = await play.submit("ana", form, **PROPOSAL)
        assert "P-1" in said(done)


async def test_what_was_typed_before_a_restart_is_still_there_after_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        form = await play.slash("ana", "proposal create", circle="garden")
        wrong = await play.submit("ana", form, **{**PROPOSAL, "review": "soonish"})
        await play.restart()
        again = await play.click("ana", wrong.response, "Fix it")
        assert asked(again)["driver"]["value"] == "They dry out"


async def test_nobody_else_opens_what_somebody_typed(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        form = await play.slash("ana", "proposal create", circle="garden")
        wrong = await play.submit("ana", form, **{**PROPOSAL, "review": "soonish"})
        button = next(one for one in play.walk(wrong.response) if one.get("label") == "Fix it")
        pressed = await play.press("ben", button["custom_id"])
        assert pressed.modal is None
        assert "open the form again" in said(pressed)


async def test_buttons_work_after_a_restart_and_the_card_stays_the_same_message(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        await play.restart()
        answered = await play.click("ben", card, "Consent")
        assert "P-1" in said(answered)
        assert play.card().id == card.id
        assert "1 of 3" in words(play.card())
        assert len([one for one in play.messages() if labels(one)]) == 1


async def test_a_refused_form_can_be_changed_and_speaks_of_the_version_in_force(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        objecting = await play.click("ben", card, "Object")
        amending = await play.slash("ana", "proposal amend", id="P-1")
        filled = {name: one.get("value", "") for name, one in asked(amending).items()}
        await play.submit("ana", amending, **{**filled, "text": "Sundays"})
        refused = await play.submit("ben", objecting, harm="Sundays are for resting", safe="Mondays")
        assert "version 2" in said(refused)
        again = await play.click("ben", refused.response, "Change what I typed")
        assert asked(again)["harm"]["value"] == "Sundays are for resting"
        done = await play.submit("ben", again, harm="Sundays are for resting", safe="Mondays")
        assert "objection" in said(done).lower()


async def test_a_refused_form_with_nothing_typed_in_it_offers_no_way_back_into_nothing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        await play.submit("ben", await play.click("ben", card, "Object"), harm="It floods", safe="")
        form, other = [await play.slash("ben", "consent withdraw", id="P-1") for _ in range(2)]
        await play.submit("ben", other, into="concern")
        refused = await play.submit("ben", form, into="concern")
        assert "no open objection of yours" in said(refused)
        assert not labels(refused.response)


async def test_going_on_with_a_form_that_was_filled_in_to_its_end_opens_all_of_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        first = await play.slash("ana", "proposal create", circle="garden", deadline="x", expiry="y")
        given = {**PROPOSAL, "deadline": "10d", "expiry": "1w"}
        going_on = await play.submit("ana", first, **{name: given[name] for name in asked(first)})
        last = await play.click("ana", going_on.response, "Go on")
        await play.submit("ana", last, **dict.fromkeys(asked(last), "soonish"))
        again = await play.click("ana", going_on.response, "Go on")
        assert asked(again)["title"]["value"] == "Water the beds"


async def test_a_text_longer_than_a_message_comes_as_a_file_to_whoever_asks_for_it(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        text = "水やりの当番を決めます。" * 320
        card = await play.propose(text=text)
        whole = await play.click("ben", card, "Read in full")
        assert whole.ephemeral
        [file] = whole.response.attachments
        assert text in (await file.read()).decode()


async def test_a_server_that_is_no_organisations_home_is_told_so(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        elsewhere = play.env.create_guild("Elsewhere")
        await play.env.settle()
        assert not play.env.backend.commands.get(elsewhere.id)


async def test_a_typed_date_is_read_back_and_one_press_says_that_it_is_right(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        form = await play.slash("ana", "proposal create", circle="garden")
        read = await play.submit("ana", form, **{**PROPOSAL, "review": "2026-12-01"})
        assert "is this what you mean?" in said(read)
        assert "Tuesday, 1 December 2026" in said(read)
        changing = await play.click("ana", read.response, "Change it")
        assert asked(changing)["review"]["value"] == "Tuesday, 1 December 2026"
        done = await play.click("ana", read.response, "That is right")
        again = await play.click("ana", read.response, "That is right")
        assert "P-1" in said(done)
        assert said(again) == said(done)
        assert len([one for one in play.messages() if labels(one)]) == 1


async def test_dates_are_offered_as_they_are_read_while_somebody_types(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        assert await play.type("ana", "me away", "until", "1 dec") == ["Tuesday, 1 December 2026"]
        assert (await play.type("ana", "me away", "until"))[0].startswith("Tomorrow: ")
        away = await play.slash("ana", "me away", until="Tuesday, 1 December 2026")
        assert "you are away from" in said(away)
