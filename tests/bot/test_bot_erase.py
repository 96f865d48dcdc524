"""`circlet erase`: what is personal goes, what was decided stays, and an old file brings nothing back."""

import json

import pytest
from bot_program import CREATE, LATER, Program
from journal_reader import problems
from test_bot_run import PAST, running, soon

BEN = ('ben: press "Object" on P-1 with harm:"Rats will come" safe:"Cover it"', 'ben: /me away until:"Sun 2040-04-01"')
TAKEN_OUT = (
    ("  ben:\n    name: Ben\n    zone: Asia/Tokyo\n    accounts:\n      slack: U0BEN\n", ""),
    ("[ana, ben, dee]", "[ana, dee]"),
    ("    delegate: ben\n", ""),
)


@pytest.fixture
def spoken(applied: Program) -> Program:
    """Ben has objected, and has an account and a seat."""
    applied.edit(("    name: Ben\n", "    name: Benedikt Iversen\n"))
    assert applied.talk(CREATE, *BEN).code == 0
    return applied


def everywhere(program: Program) -> str:
    return str(program.everything())


def test_it_says_what_goes_and_what_stays_and_asks(spoken: Program) -> None:
    before = spoken.everything()
    ran = spoken.call("erase", "ben")
    assert ran.code == 1
    assert "Erasing Benedikt Iversen (ben) from harbour. This cannot be undone.\nWhat goes: 5 texts in" in ran.out
    assert "accounts (slack)" in ran.out
    assert "They leave the organisation first, and so their seats: Garden (delegate)." in ran.out
    assert "What stays: that ben proposed, answered and objected, and when, under this id" in ran.out
    assert ran.err == "circlet: Nobody is there to ask. To erase ben without being asked, add --yes.\n"
    assert spoken.everything() == before


def test_nothing_of_the_words_is_left_and_everything_checks(spoken: Program) -> None:
    assert "Rats will come" in everywhere(spoken)
    ran = spoken.run("erase", "ben", "--yes")
    assert (ran.code, ran.err) == (0, "")
    assert "Erased: 5 texts of ben." in ran.out
    for gone in ("Rats will come", "Benedikt", "U0BEN", "Cover it"):
        assert gone not in everywhere(spoken)
        assert gone.encode() not in spoken.store.read_bytes()
    audit = spoken.call("audit")
    assert (audit.code, audit.err) == (0, "")
    assert "5 texts erased on request" in audit.out
    assert spoken.call("rebuild").code == 0
    assert spoken.call("audit").code == 0
    assert problems(json.loads(spoken.call("export").out)["records"]) == []
    shown = spoken.call("show", "P-1")
    assert shown.code == 0
    assert "Rats" not in shown.out
    assert ("people", "person.left") in spoken.events()
    assert ("circles", "role.vacated") in spoken.events()


def test_a_second_time_there_is_nothing_to_erase(spoken: Program) -> None:
    assert spoken.call("erase", "ben", "--yes").code == 0
    before = [spoken.rows("SELECT * FROM journal"), spoken.rows("SELECT * FROM applied_config")]
    ran = spoken.call("erase", "ben", "--yes")
    assert (ran.code, "Erased: 0 texts of ben." in ran.out) == (0, True)
    assert [spoken.rows("SELECT * FROM journal"), spoken.rows("SELECT * FROM applied_config")] == before


def test_whoever_never_was_is_named_with_those_who_are(spoken: Program) -> None:
    ran = spoken.call("erase", "bem", "--yes")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err == "circlet: There is no member bem, and there never was. There are: ana, ben, cem, dee.\n"


def test_a_file_that_still_names_them_is_refused_at_each_line(spoken: Program) -> None:
    assert spoken.call("erase", "ben", "--yes").code == 0
    for command in ("plan", "apply"):
        ran = spoken.call(command)
        assert ran.code == 1
        line = spoken.line("  ben:\n")
        assert f"config.yaml:{line}:3 members.ben: ben was erased on {LATER[:10]}, and an id is one person's" in ran.err
        assert "Take ben out of the file. If they are back, give them another id." in ran.err
        assert f"config.yaml:{spoken.line('delegate: ben')}" in ran.err
    assert "Benedikt" not in everywhere(spoken)
    spoken.edit(("  ben:\n    name: Benedikt Iversen", "  ben:\n    name: Ben"), *TAKEN_OUT)
    ran = spoken.call("plan")
    assert (ran.code, ran.out, ran.err) == (0, "The file changes nothing.\n", "")


def test_an_admin_who_is_erased_keeps_the_file_no_more(spoken: Program) -> None:
    spoken.edit(("admins: [ana]", "admins: [ana, ben]"))
    assert spoken.call("apply").code == 0
    assert spoken.call("erase", "ben", "--yes").code == 0
    described = "SELECT payload FROM journal WHERE kind = 'organisation.described' ORDER BY position DESC"
    assert '"admins":["ana"]' in spoken.rows(described)[0][0]


def test_a_running_bot_notices_and_draws_its_cards_anew(program: Program) -> None:
    assert program.talk(CREATE, 'ben: press "Consent" on P-1 with concern:"Rats will come"', clock=PAST).code == 0
    with running(program) as bot:
        assert soon(lambda: program.rows("SELECT * FROM outbox") == [])
        shown = program.rows("SELECT MAX(at) FROM postings WHERE ref = 'P-1'")
        assert program.run("erase", "ben", "--yes").code == 0
        assert soon(lambda: program.rows("SELECT * FROM outbox") == [])
        assert program.rows("SELECT MAX(at) FROM postings WHERE ref = 'P-1'") > shown
        bot.terminate()
        out, _err = bot.communicate(timeout=20)
    assert "Rats will come" not in out.rpartition("P-1")[2]
    assert program.call("audit").code == 0
