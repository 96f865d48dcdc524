"""What the console does with each line of a script, on a real store."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from adapters.console.clock import MovableClock
from adapters.console.gateway import Gateway
from adapters.console.screen import Screen
from bot.stage import OrganisationStage
from governance_core.cards.card import Card
from governance_core.cards.wire import decode
from governance_core.kernel.ids import DeliveryKey

Play = Callable[..., Awaitable[Any]]
CREATE = '/proposal create circle:garden title:"Water the beds" driver:"They dry out" text:"Mon and Thu" review:90d'
PROPOSED = f"ana: {CREATE}\n"


async def test_a_command_answers_the_one_who_typed_it_and_shows_a_card_in_the_home(play: Play) -> None:
    played = await play(PROPOSED)
    assert played.code == 0
    whisper, card = played.at(2)
    assert (whisper["kind"], whisper["to"], whisper["ref"]) == ("whisper", "ana@console", "P-1")
    assert "receipt P-1." in whisper["text"]
    assert (card["kind"], card["to"], card["ref"]) == ("card", "garden@console", "P-1")
    assert card["at"] == "2026-03-02T09:00:00Z"


async def test_a_card_that_changes_is_an_edit_and_one_that_does_not_is_not_seen(play: Play) -> None:
    played = await play(PROPOSED + 'ben: press "Consent" on P-1\nben: press "Consent" on P-1\n')
    assert [one["to"] for one in played.at(3, "edit")] == ["garden@console"]
    assert not played.at(4, "edit")
    assert not played.at(4, "card")


async def test_every_record_has_just_the_seven_keys_and_tagged_blocks(play: Play) -> None:
    played = await play(PROPOSED + "ben: /me inbox\nben: /consent object P-1\nben: open P-9\nnonsense\n")
    assert {one["kind"] for one in played.seen} == {"whisper", "card", "list", "form", "refusal", "error"}
    for one in played.seen:
        assert list(one) == ["n", "at", "kind", "to", "ref", "text", "card"]
        assert one["text"]
        for block in one["card"].get("blocks", []):
            assert block["block"] in {"heading", "paragraph", "quote", "facts", "listing", "diff", "buttons", "note"}
    form = played.at(4, "form")[0]
    assert form["card"]["form"] == "consent.object"
    assert form["card"]["questions"][0] | {"help": ""} == {
        "name": "harm",
        "label": "Harm",
        "help": "",
        "required": True,
        "value": "",
        "complaint": "",
        "kind": "words",
        "long": True,
    }


async def test_a_button_carries_its_label_and_its_id_on_the_wire(play: Play) -> None:
    played = await play(PROPOSED)
    card = played.at(2, "card")[0]["card"]
    buttons = [button for block in card["blocks"] if block["block"] == "buttons" for button in block["buttons"]]
    consent = next(button for button in buttons if button["label"] == "Consent")
    press = decode(consent["id"])
    assert press is not None
    assert (press.ref, press.version, press.action) == ("P-1", 1, "consent")


async def test_a_label_may_be_shortened_and_its_case_does_not_matter(play: Play) -> None:
    played = await play(PROPOSED + 'ben: press "obj" on p1 with harm:"No water"\ndee: press "CONSENT" on #P-1\n')
    assert "objection 1" in played.text(3, "whisper")
    assert "consent" in played.text(4, "whisper")


async def test_a_button_that_could_be_several_or_is_not_there_is_an_error_that_names_what_is(play: Play) -> None:
    played = await play(PROPOSED + 'ben: press "Con" on P-1\nben: press "Veto" on P-1\nben: press "Yes" on link\n')
    assert played.code == 1
    assert "could be Consent or Consent with concern" in played.text(3, "error")
    assert "there is no button" in played.text(4, "error")
    assert "Object" in played.text(4, "error")
    assert "there are none" in played.text(5, "error")


async def test_a_press_on_something_nobody_may_see_is_refused_by_the_rules(play: Play) -> None:
    played = await play('ben: press "Consent" on P-9\nben: open P-9\n')
    assert played.code == 0
    assert "There is no P-9 here" in played.text(2, "refusal")
    assert "There is no P-9 here" in played.text(3, "refusal")


async def test_a_late_press_meets_the_rules_and_their_friendly_refusal(play: Play) -> None:
    consents = "".join(f'{one}: press "Consent" on P-1\n' for one in ("ana", "ben", "dee", "fay"))
    played = await play(PROPOSED + consents + 'ben: press "Object" on P-1 with harm:"Too late"\n')
    assert "adopted" in played.text(6, "announce")
    assert played.code == 0
    assert "P-1 is closed" in played.text(7, "refusal") or "adopted" in played.text(7, "refusal")


async def test_seen_at_presses_what_stood_there_then(play: Play) -> None:
    amend = 'ana: /proposal amend P-1 text:"Mon and Fri"\n'
    played = await play(PROPOSED + amend + 'ben: press "Consent" on P-1 seen at v1\nben: press "Consent" on P-1\n')
    refusal = played.at(4, "refusal")[0]
    assert "version 2" in refusal["text"]
    assert "+ Mon and Fri" in refusal["text"]
    assert "[Consent]" in refusal["text"]
    assert "version 2" in played.text(5, "whisper")


async def test_an_act_delivered_twice_is_done_once_and_answered_twice(play: Play) -> None:
    played = await play("deliver twice\n" + PROPOSED + "ana: /proposal list\n")
    first, second = played.at(3, "whisper")
    assert first["text"] == second["text"]
    assert "P-2" not in played.text(4, "list")


async def test_a_form_is_shown_with_its_complaints(play: Play) -> None:
    played = await play('ana: /proposal create circle:gardn title:" " driver:x text:y review:soon\n')
    text = played.text(2, "form")
    assert "Did you mean garden?" in text
    assert "Title (needed)" in text
    assert "soon" in text
    assert played.code == 0


async def test_an_unknown_command_is_refused_with_what_is_close(play: Play) -> None:
    played = await play(
        "ana: /proposal crate\nana: /qwertz\nana: /proposal read P-1 P-2\nana: /proposal list colour:red\n"
    )
    assert "Did you mean /proposal create" in played.text(2, "refusal")
    assert "/help says what there is" in played.text(3, "refusal")
    assert "has no use for 'P-2'" in played.text(4, "refusal")
    assert "colour" in played.text(5, "refusal")


async def test_a_noun_alone_lists_what_can_be_done_with_it(play: Play) -> None:
    played = await play("ana: /proposal\n")
    assert "/proposal create" in played.text(2, "list")


async def test_bare_words_fill_the_first_free_fields(play: Play) -> None:
    played = await play(PROPOSED + "ben: /consent answer P-1 consent\nana: /help decide\nana: /show P-1\n")
    assert "Recorded: consent" in played.text(3, "whisper")
    assert "Make a decision together" in played.text(4, "list")
    assert [one["ref"] for one in played.at(5, "card")] == ["P-1"]


async def test_a_list_entry_is_pressed_by_what_its_line_says(play: Play) -> None:
    played = await play('ana: /help\nana: press "Find what was decided" on help\nana: press "Show" on help\n')
    assert "/decisions" in played.text(3, "list")
    assert "Find what" not in played.text(4, "error")


async def test_waiting_makes_everything_due_happen_in_order_at_its_own_instant(play: Play) -> None:
    played = await play(PROPOSED + "wait 10d\n")
    instants = [one["at"] for one in played.at(3)]
    assert instants == sorted(instants)
    assert len(set(instants)) > 1
    lapsed = next(one for one in played.at(3, "announce") if "lapsed" in one["text"])
    assert lapsed["at"] == "2026-03-05T09:00:00Z"


async def test_wait_until_is_on_the_wall_clock_of_the_run(play: Play) -> None:
    played = await play(PROPOSED + "wait until 2026-03-05 08:59\nana: open P-1\nwait until 2026-03-05 09:00\n")
    assert "consent round open" in played.text(4, "card")
    assert "lapsed" in played.text(5, "announce")


async def test_a_clock_does_not_go_backwards(play: Play) -> None:
    played = await play("clock 2026-03-01 09:00\nwait until 2026-02-01 09:00\nana: /help\n")
    assert played.code == 1
    assert "cannot go back" in played.text(2, "error")
    assert "cannot go back" in played.text(3, "error")
    assert played.at(4, "list")


async def test_a_restart_loses_nothing_and_buttons_that_were_shown_still_work(play: Play) -> None:
    played = await play(PROPOSED + 'restart\nben: press "Consent" on P-1\nwait 10d\n')
    assert "Recorded: consent" in played.text(4, "whisper")
    assert played.at(4, "edit")
    assert played.at(5, "announce")


async def test_while_the_program_is_not_there_nothing_happens_and_then_all_that_was_due(play: Play) -> None:
    played = await play(PROPOSED + "down until 2026-03-20 09:00\nana: open P-1\ndown until 2026-03-01 09:00\n")
    assert played.at(3, "announce")
    assert {one["at"] for one in played.at(3)} == {"2026-03-20T09:00:00Z"}
    assert "cannot go back" in played.text(5, "error")


async def test_a_store_goes_on_where_the_last_run_stopped(play: Play, tmp_path: Path) -> None:
    store = str(tmp_path / "circlet.db")
    await play(PROPOSED, store)
    again = await play("ben: open P-1\n", store, start="clock 2026-03-03 09:00 Europe/Lisbon\n")
    assert "Water the beds" in again.text(2, "card")
    early = await play("ben: open P-1\n", store, start="clock 2026-01-01 09:00 Europe/Lisbon\n")
    assert early.code == 1
    assert "cannot go back" in early.text(1, "error")
    assert "Water the beds" in early.text(2, "card")


async def test_somebody_who_leaves_is_a_stranger_afterwards(play: Play) -> None:
    played = await play("leave ben\nben: /me inbox\nleave nobody\n")
    assert "not linked" in played.text(3, "refusal")
    assert "there is no member nobody" in played.text(4, "error")
    assert played.code == 1


@pytest.fixture
def orchard(tmp_path: Path, example: str) -> Path:
    """The sample organisation with another name for its garden."""
    other = tmp_path / "other.yaml"
    other.write_text(Path(example).read_text("utf-8").replace("name: Garden", "name: Orchard"), "utf-8")
    return other


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A file that is no config."""
    file = tmp_path / "broken.yaml"
    file.write_text("organisation: 3\n", "utf-8")
    return file


async def test_a_config_file_can_be_applied_on_the_way(play: Play, orchard: Path, broken: Path) -> None:
    played = await play(f'config "{orchard}"\nana: /circle show garden\nconfig "{broken}"\nconfig nowhere.yaml\n')
    assert "Orchard" in played.text(3)
    assert "broken.yaml" in played.text(4, "error")
    assert "nowhere.yaml" in played.text(5, "error")


async def test_other_platforms_are_played_too_and_one_person_has_one_answer(play: Play) -> None:
    create = CREATE.replace("garden", "repair")
    script = f'ben@slack: {create}\ndee@discord: press "Consent" on P-1\ndee: press "Object" on P-1 with harm:"No"\n'
    played = await play(script)
    homes = {one["to"] for one in played.at(2, "card")}
    assert homes == {"repair@console", "1180000000000000001@discord", "C0SAMPLE001@slack"}
    assert [one["to"] for one in played.at(3, "whisper")] == ["dee@discord"]
    assert [one["to"] for one in played.at(4, "whisper")] == ["dee@console"]
    assert "1 of 3 answered" in played.text(4, "edit")


async def test_an_account_is_linked_with_the_code_of_the_run(play: Play) -> None:
    script = "ana: /me link\ncem@slack: /proposal list\n"
    played = await play(script)
    code = played.text(2, "whisper").partition("code:")[2][:8]
    assert "not linked" not in played.text(3, "list")
    linked = await play(f'eli: /me link\neli@discord: /me link code:{code}\neli: press "Yes, it is mine" on link\n')
    assert [one["to"] for one in linked.at(3, "whisper")] == ["eli@discord", "eli@console"]
    assert {one["to"] for one in linked.at(4, "whisper")} == {"eli@console", "eli@discord"}


async def test_chat_is_said_in_homes_only(play: Play) -> None:
    played = await play('ana: say "Good morning" in garden\nana: say "Hello" in gardn\n')
    assert not played.at(2)
    assert "there is no home gardn" in played.text(3, "error")
    assert "garden" in played.text(3, "error")


async def test_lines_that_cannot_be_carried_out_do_not_stop_the_others(play: Play) -> None:
    played = await play("foo\n" + PROPOSED)
    assert played.code == 1
    assert "line 2: foo begins no line" in played.text(2, "error")
    assert played.at(3, "card")


async def test_long_words_are_shown_shortened_with_a_way_to_the_whole(play: Play) -> None:
    words = "漢字 🏳️‍🌈 ولكن " * 1000
    played = await play(f'ana: {CREATE.replace("Mon and Thu", words)}\nben: press "Read in full" on P-1\n')
    card = played.text(2, "card")
    assert words not in card
    assert "shortened; Read in full shows all of it" in card
    assert words in played.text(3)


async def test_control_characters_are_seen_and_cannot_hide_anything(play: Play) -> None:
    words = "a\\u001b[2Jb\\u202ec\\u0000"
    played = await play(PROPOSED.replace("Mon and Thu", words))
    text = played.text(2, "card")
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "␛[2J" in text


async def test_a_defect_gives_a_code_and_no_words_of_members(
    stage: OrganisationStage, clock: MovableClock, caplog: pytest.LogCaptureFixture
) -> None:
    gateway = Gateway(stage, Screen())
    ana = await gateway.who("ana", "console")
    await stage.close()
    raw = {"circle": "garden", "title": "secret", "driver": "secret", "text": "secret"}
    answer = await gateway.submit("proposal.create", raw, ana, DeliveryKey("console", "1"))
    assert answer.kind == "error"
    words = "".join(str(span) for span in answer.shown.summary if isinstance(answer.shown, Card))
    code = words.rpartition("code: ")[2].strip(".")
    assert len(code) == 4
    assert code in caplog.text
    assert "secret" not in caplog.text + words
    assert "Traceback" not in caplog.text + words
