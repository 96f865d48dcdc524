"""Forms on Slack: errors at their fields, what was typed kept, skeletons filled, and the ways into a form."""

from functools import partial
from pathlib import Path

import pytest
from slack_play import MODES, ORG, PROPOSAL, inputs, labels, playing, words

from governance_core.application.execute import execute
from governance_core.kernel.ids import Actor, CircleId, StreamId
from governance_core.proposals.messages import CreateProposal

pytestmark = pytest.mark.contract


@pytest.mark.parametrize("mode", MODES)
async def test_what_cannot_be_used_stands_at_its_field(tmp_path: Path, mode: str) -> None:
    async with playing(tmp_path, mode) as play:
        opened = await play.slash("ana", "/proposal create circle:garden")
        wrong = await play.submit("ana", opened.view, **{**PROPOSAL, "review": "soonish"})
        assert list(wrong.errors) == ["review"]
        assert "soonish" in wrong.errors["review"]
        done = await play.submit("ana", opened.view, **PROPOSAL)
        assert "P-1" in done.shown


@pytest.mark.parametrize("typed", ["2026-12-01", "1 december", "in 30 days"])
async def test_a_typed_date_is_read_back_at_its_field_and_counts_handed_in_again(tmp_path: Path, typed: str) -> None:
    async with playing(tmp_path) as play:
        opened = await play.slash("ana", "/proposal create circle:garden")
        read = await play.submit("ana", opened.view, **{**PROPOSAL, "review": typed})
        assert read.errors["review"].startswith("This is read as ")
        await play.pass_time(minutes=3)
        done = await play.submit("ana", opened.view, **{**PROPOSAL, "review": typed})
        assert "P-1" in done.shown


async def test_a_date_typed_in_a_command_opens_a_form_that_says_which_day_it_is(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        read = await play.slash("ana", "/me away until:2026-12-01")
        assert inputs(read.view)["until"]["initial_value"] == "Tuesday, 1 December 2026"
        done = await play.submit("ana", read.view)
        assert "you are away from" in done.shown


async def test_free_text_fills_the_form_in(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        opened = await play.slash("ana", "/proposal Move standup &amp; tea to &lt;Tuesdays&gt;")
        assert inputs(opened.view)["title"]["initial_value"] == "Move standup & tea to <Tuesdays>"
        assert "circle" in inputs(opened.view)
        done = await play.submit("ana", opened.view, circle="garden", **{**PROPOSAL, "title": "Move standup"})
        assert "P-1" in done.shown


async def test_a_form_open_across_a_restart_is_taken_and_handed_in_twice_is_one_proposal(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        opened = await play.slash("ana", "/proposal create circle:garden")
        view = opened.view
        await play.restart()
        assert "P-1" in (await play.submit("ana", view, **PROPOSAL)).shown
        await play.submit("ana", view, **PROPOSAL)
        assert [one for one in await play.messages() if "P-2" in words(one)] == []


async def test_a_stale_form_is_shown_what_changed_and_can_be_changed(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        objecting = (await play.click("ben", card, "Object")).view
        amending = (await play.click("ana", card, "Amend")).view
        await play.submit("ana", amending, text="Sundays")
        refused = await play.submit("ben", objecting, harm="Sundays are for resting", safe="Mondays")
        assert "version 2" in refused.shown
        assert "Sundays" in refused.shown
        again = await play.click("ben", refused.view, "Change what I typed")
        assert inputs(again.view)["harm"]["initial_value"] == "Sundays are for resting"
        done = await play.submit("ben", again.view)
        assert "objection" in done.shown.lower()


async def test_nobody_else_opens_what_somebody_typed(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose()
        objecting = (await play.click("ben", card, "Object")).view
        await play.submit("ana", (await play.click("ana", card, "Amend")).view, text="Sundays")
        refused = await play.submit("ben", objecting, harm="Sundays are for resting", safe="Mondays")
        taken = {"type": "message", "blocks": refused.view["blocks"], "ts": "1.1"}
        pressed = await play.click("cem", taken, "Change what I typed")
        assert "open the form again" in pressed.told


async def test_no_word_of_anybody_travels_in_a_form(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        card = await play.propose(text="A secret of the garden")
        amending = (await play.click("ana", card, "Amend")).view
        assert "secret" not in amending["private_metadata"]
        assert set(amending["private_metadata"].split("|")[-1].split("&")) == {"id=P-1", "version=1"}


async def test_a_text_longer_than_an_input_is_amended_in_parts(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        text = "水やりの当番を決めます。 " * 400
        card = await play.propose(text="short")
        first = (await play.click("ana", card, "Amend")).view
        await play.submit("ana", first, text=text[:2_900])
        amending = (await play.click("ana", await play.card(), "Amend")).view
        await play.submit("ana", amending, text=text[:2_900])
        again = (await play.click("ana", await play.card(), "Amend")).view
        assert inputs(again)["text"]["initial_value"] == text[:2_900]


async def test_a_text_longer_than_a_form_stays_as_it_is_when_something_else_is_changed(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        text = "Mon and Thu. " * 4_000
        by = Actor.of_account("console", "ana")
        made = CreateProposal(circle=CircleId("garden"), title="Water", driver="Dry", text=text)
        play.made.store.transact_now(ORG, partial(execute, made, by, None, features=play.made.features))
        await play.settle()
        amending = (await play.click("ana", await play.card(), "Amend")).view
        assert "text" not in inputs(amending)
        assert "stays as it is" in words(amending)
        done = await play.submit("ana", amending, title="Water more")
        assert "version 2" in done.shown
        state = play.made.store.read_now(ORG, lambda reader: reader.state(StreamId("P-1")))
        assert (state.wordings[-1].title, state.wordings[-1].text) == ("Water more", text)


async def test_everything_can_be_chosen_in_the_hub(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        hub = await play.slash("ana", "/proposal")
        opened = await play.click("ana", hub.view, "New proposal")
        assert "circle" in inputs(opened.view)
        assert len(play.rig.views[play.rig.users["ana"]]) == 2
        done = await play.submit("ana", opened.view, circle="garden", **PROPOSAL)
        assert "P-1" in done.shown


async def test_a_list_in_the_hub_opens_on_top_and_three_deep_is_the_end(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        await play.propose()
        hub = await play.slash("ben", "/consent")
        listed = await play.click("ben", hub.view, "Status")
        assert list(inputs(listed.view)) == ["id"]
        found = await play.submit("ben", listed.view, id="P-1")
        assert "Awaited" in found.shown
        stack = play.rig.views[play.rig.users["ben"]]
        assert len(stack) == 2
        await play.slash("ben", "/proposal")
        await play.click("ben", play.rig.views[play.rig.users["ben"]][-1], "List")
        shown = play.rig.views[play.rig.users["ben"]][-1]
        await play.click("ben", shown, labels(shown)[0])
        assert len(play.rig.views[play.rig.users["ben"]]) == 3
        top = play.rig.views[play.rig.users["ben"]][-1]
        await play.click("ben", top, "Who is awaited")
        assert len(play.rig.views[play.rig.users["ben"]]) == 3
        assert "who is awaited" in words(play.rig.views[play.rig.users["ben"]][-1])
        assert [method for method, _ in play.rig.calls].count("views.push") == 3


async def test_what_is_looked_for_is_offered_while_typing(tmp_path: Path) -> None:
    async with playing(tmp_path) as play:
        for number in range(26):
            await play.propose(title=f"Idea {number}")
        opened = await play.slash("ben", "/consent status")
        assert inputs(opened.view)["id"]["type"] == "external_select"
        offered = await play.type_into("ben", opened.view, "id", "Idea 13")
        assert len(offered) == 1
        assert "P-14" in offered[0]
