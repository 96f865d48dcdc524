"""Setting up from the chat, as whoever runs the bot sees it: a short file, and what was picked written into it."""

from functools import partial
from pathlib import Path

import pytest
from bot_program import Program

from adapters.discord.organisations import Organisation, Organisations
from bot.applying import apply_file
from bot.commands.init import zone_here
from bot.compose import Composed, composed
from bot.config import check
from bot.setup import ChatSetup, living_there
from governance_core.application.execute import execute
from governance_core.cards.picked import Account
from governance_core.circles.model import CIRCLES, Circles
from governance_core.kernel.ids import Actor
from governance_core.setup.messages import SetUp
from governance_core.setup.model import SETUP, Setup

ANA = "100000000000000001"
SERVER = "100000000000000077"
PEOPLE = (Account(ANA, "Ana 🐝"), Account("100000000000000002", "2030"))
WISH = SetUp(name="Garden", aim="Food: all of it", place="100000000000000055", people=PEOPLE, facilitator=PEOPLE[1:])


@pytest.fixture
def chat(program: Program) -> Program:
    program.config.unlink()
    assert program.call("init", "--chat", "--name", "Harbour Commons").code == 0
    return program


def opened(program: Program) -> Composed:
    """The store, with the file applied as `circlet run` does it."""
    made = composed("harbour-commons", program.store)
    file, problems = check(str(program.config))
    assert file is not None, problems
    job = partial(apply_file, file, program.config.read_text(), features=made.features)
    made.store.transact_now(made.org, job)
    return made


def set_up(made: Composed) -> None:
    by = Actor.of_account("discord", ANA, server=SERVER, name="Ana 🐝", manages=True)
    made.store.transact_now(made.org, lambda work: execute(WISH, by, None, work, made.features))


def test_init_writes_a_short_file_that_is_good(chat: Program) -> None:
    text = chat.config.read_text()
    assert 'name: "Harbour Commons"' in text
    assert "id: harbour-commons" in text
    ran = chat.call("check")
    assert (ran.code, ran.out) == (0, "config.yaml is good: Harbour Commons, to be set up in the chat.\n")
    assert chat.call("apply").code == 0
    assert chat.call("plan").out == "The file changes nothing.\n"


@pytest.mark.parametrize("name", ['"', "a: b # c", "雪", "", "\\", "x" * 200])
def test_init_takes_any_name(program: Program, name: str) -> None:
    program.config.unlink()
    assert program.call("init", "--chat", "--name", name).code == 0
    assert program.call("check").code == 0


def test_the_zone_is_that_of_the_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("TZ", raising=False)
    (tmp_path / "here").symlink_to("/usr/share/zoneinfo/Europe/Lisbon")
    assert zone_here(tmp_path / "here") == "Europe/Lisbon"
    assert zone_here(tmp_path / "nowhere") == "UTC"
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert zone_here() == "Asia/Tokyo"


def test_what_a_crash_kept_from_the_file_is_written_when_the_program_starts(chat: Program) -> None:
    made = opened(chat)
    set_up(made)
    made.close()
    assert "circles:" not in chat.config.read_text()
    made = opened(chat)
    ChatSetup(made, Organisations([]), {made.org: chat.config}).catch_up()
    setup: Setup = made.store.read_now(made.org, lambda reader: reader.state(SETUP))
    assert setup.in_file
    made.close()
    written = chat.config.read_text()
    assert "name: Ana 🐝" in written
    assert 'name: "2030"' in written
    assert f'server: "{SERVER}"' in written
    assert chat.call("check").out == "config.yaml is good: Harbour Commons, 2 members, 1 circle.\n"
    assert chat.call("plan").out == "The file changes nothing.\n"


def test_a_file_from_another_editor_keeps_the_ends_of_its_lines(chat: Program) -> None:
    chat.config.write_bytes(b"\xef\xbb\xbf" + chat.config.read_bytes().replace(b"\n", b"\r\n"))
    made = opened(chat)
    set_up(made)
    ChatSetup(made, Organisations([]), {made.org: chat.config}).catch_up()
    made.close()
    written = chat.config.read_bytes()
    assert b"circles:\r\n" in written
    assert written.count(b"\n") == written.count(b"\r\n")
    assert chat.call("plan").out == "The file changes nothing.\n"


def test_lines_that_were_changed_before_they_were_pasted_are_not_taken_for_granted(chat: Program) -> None:
    made = opened(chat)
    set_up(made)
    before = chat.config.read_text()
    setup = ChatSetup(made, Organisations([]), {made.org: chat.config})
    setup.write(made.org, chat.config)
    pasted = chat.config.read_text()
    made.close()
    chat.store.unlink()
    chat.config.write_text(before)
    made = opened(chat)
    set_up(made)
    chat.config.write_text(pasted.replace("aim: 'Food: all of it'", "aim: Bread"))
    ChatSetup(made, Organisations([]), {made.org: chat.config}).catch_up()
    made.close()
    refused = chat.call("plan")
    assert refused.code == 1
    assert "describe it as it is first and change it afterwards" in refused.err


def test_a_crash_after_the_file_was_written_changes_nothing_either(chat: Program) -> None:
    made = opened(chat)
    set_up(made)
    before = chat.config.read_text()
    ChatSetup(made, Organisations([]), {made.org: chat.config}).write(made.org, chat.config)
    written = chat.config.read_text()
    made.close()
    chat.store.unlink()
    chat.config.write_text(before)
    made = opened(chat)
    set_up(made)
    chat.config.write_text(written)
    made.close()
    made = opened(chat)
    ChatSetup(made, Organisations([]), {made.org: chat.config}).catch_up()
    made.close()
    assert chat.config.read_text() == written
    assert chat.call("plan").out == "The file changes nothing.\n"


def test_a_file_that_knows_no_admins_leaves_those_of_the_chat_in_peace(chat: Program) -> None:
    made = opened(chat)
    set_up(made)
    made.close()
    chat.edit(('name: "Harbour Commons"', 'name: "Harbour"'))
    made = opened(chat)
    circles: Circles = made.store.read_now(made.org, lambda reader: reader.state(CIRCLES))
    made.close()
    assert (circles.organisation.name, circles.organisation.admins) == ("Harbour", ("ana",))
    assert list(circles.circles) == ["garden"]


def test_an_organisation_lives_on_the_server_it_was_set_up_on(chat: Program) -> None:
    made = opened(chat)
    file, _ = check(str(chat.config))
    assert file is not None
    assert living_there([file], made) == [Organisation("harbour-commons", "", unsettled=True)]
    set_up(made)
    assert living_there([file], made) == [Organisation("harbour-commons", SERVER)]
    made.close()


def test_a_server_without_an_organisation_is_offered_the_one_that_has_no_server() -> None:
    known = Organisations(
        [Organisation("a", "1"), Organisation("b", unsettled=True), Organisation("c", unsettled=True)]
    )
    assert (known.of_server("1"), known.to_set_up("1")) == ("a", None)
    assert (known.of_server("2"), known.meant_on("2"), known.to_set_up("2")) == (None, "b", "b")
    known.settle("b", "2")
    assert (known.of_server("2"), known.to_set_up("2"), known.server_of("b")) == ("b", None, "2")
    assert known.meant_on("3") == "c"
    known.settle("c", "3")
    assert known.meant_on("4") is None
    assert known.of_server("4") is None


def test_a_server_named_in_the_config_is_the_only_one_that_can_be_set_up() -> None:
    known = Organisations([Organisation("a", "1", unsettled=True)])
    assert (known.to_set_up("1"), known.meant_on("1")) == ("a", "a")
    assert known.meant_on("2") is None


def test_the_terminal_opens_before_anybody_is_named(chat: Program) -> None:
    ran = chat.talk('ana: /governance setup name:Garden aim:Food place:garden people:"Ana, Ben" facilitator:Ben')
    assert ran.code == 0, ran
    assert any("Garden is set up" in one["text"] for one in ran.records)
    again = chat.talk("ana: /me show", store="circlet.db")
    assert any("Garden" in one["text"] for one in again.records)
    planned = chat.talk("ana: /governance plan", store="circlet.db").records[-1]["text"]
    assert "there is the circle garden, the file does not have it" in planned
    assert "members.ben: ben belongs to it, the file does not have them" in planned
    assert not [word for word in ("leaves", "is closed", "\n- circles") if word in planned]
