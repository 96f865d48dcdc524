"""`was: old`: a person or a circle has another key in the config file and in the chat, and stays who or what it is."""

import json

import pytest
from bot_program import CREATE, Program


def dea(program: Program, new: str = "dea", old: str = "dee") -> None:
    """Dee's key is another everywhere in the file."""
    program.edit(
        (f"  {old}:\n    name: Dee", f"  {new}:\n    was: {old}\n    name: Dee"),
        (f"    members: [ana, ben, {old}]", f"    members: [ana, ben, {new}]"),
        (f"    facilitator: {old}", f"    facilitator: {new}"),
        (f"    members: [cem, {old}]", f"    members: [cem, {new}]"),
    )


def beds(program: Program, new: str = "beds", old: str = "garden") -> None:
    """The garden's key is another."""
    program.edit((f"  {old}:\n    name: Garden", f"  {new}:\n    was: {old}\n    name: Garden"))


def kinds(program: Program) -> list[str]:
    return [kind for _, kind in program.events()]


@pytest.fixture
def going(applied: Program) -> Program:
    """A round is open, and Dee has answered."""
    answers = (
        'dee: press "Consent" on P-1 with concern:"Mud"',
        "ana: /decisions record circle:garden title:A text:B source:C",
    )
    assert applied.talk(CREATE, *answers).code == 0
    return applied


def test_a_person_keeps_seats_answers_and_history_in_the_middle_of_a_round(going: Program) -> None:
    dea(going)
    planned = going.call("plan")
    assert planned.out == "  ~ members.dea.was: dee is called dea\n"
    before = going.events()
    ran = going.call("apply")
    assert (ran.code, ran.err) == (0, "")
    assert going.events() == [*before, ("people", "person.renamed")]
    told = going.talk(
        'dea: press "Consent" on P-1', "ana: /circle members circle:garden", "ana: /circle roles person:dea"
    )
    assert "Dee" in told.out
    assert "facilitator" in told.records[-1]["text"].lower()
    assert "Dee" in going.call("show", "P-1").out
    going.talk('ana: press "Consent" on P-1', 'ben: press "Consent" on P-1')
    assert "proposal.adopted" in kinds(going)
    for command in ("audit", "rebuild", "audit"):
        assert going.call(command).code == 0
    assert going.call("plan").out == "The file changes nothing.\n"


def test_the_new_key_and_the_old_one_are_both_understood_and_the_new_one_is_offered(going: Program) -> None:
    dea(going)
    beds(going)
    assert going.call("apply").code == 0
    for typed in ("dea", "dee", "Dee"):
        assert "facilitator" in going.talk(f"ana: /circle roles person:{typed}").records[-1]["text"].lower()
    for typed in ("beds", "garden"):
        assert "Beds" in going.talk(f"ana: /circle show circle:{typed}").out
    listed = going.talk("ana: /circle list").out
    assert "Garden (beds)" in listed
    assert "Garden (garden)" not in listed
    missed = going.talk("ana: /circle show circle:bedz").out
    assert "Did you mean beds?" in missed
    assert "P-1" in going.call("list", "--circle", "beds", "--as", "dea").out


def test_twice_applied_and_twice_renamed_and_back(going: Program) -> None:
    dea(going)
    assert going.call("apply").code == 0
    assert going.call("apply").out.endswith("Nothing to apply.\n")
    going.edit(("    was: dee\n", ""))
    assert going.call("plan").out == "The file changes nothing.\n"
    dea(going, "delia", "dea")
    assert going.call("apply").code == 0
    going.edit(("    was: dea\n", ""))
    dea(going, "dee", "delia")
    assert going.call("apply").code == 0
    assert kinds(going).count("person.renamed") == 3
    assert kinds(going).count("person.left") == 0
    assert "Dee" in going.talk("ana: /circle members circle:garden").out


def test_a_key_is_never_another_persons(going: Program) -> None:
    dea(going)
    assert going.call("apply").code == 0
    going.edit(("    was: dee\n", ""), ("  cem:\n", "  dee:\n    name: Deirdre\n  cem:\n"))
    before = going.events()
    ran = going.call("apply")
    assert ran.code == 1
    assert "members.dee: dee is, or was, the key of dea, and a key is never given to another." in ran.err
    assert going.events() == before
    going.edit(("  dee:\n    name: Deirdre\n", ""))
    going.edit(("  ben:\n    name: Ben\n", "  dee:\n    was: ben\n    name: Ben\n"))
    going.edit(("[ana, ben, dea]", "[ana, dee, dea]"), ("    delegate: ben", "    delegate: dee"))
    ran = going.call("apply")
    assert ran.code == 1
    assert "dee is, or was, the key of dea" in ran.err
    assert going.events() == before


def test_a_circle_keeps_its_proposals_agreements_and_home(going: Program) -> None:
    beds(going)
    ran = going.call("apply")
    assert (ran.code, ran.err) == (0, "")
    assert kinds(going)[-1] == "circle.renamed"
    going.edit(("    was: garden\n", ""), ("    aim: Beds", "    aim: More beds"), ("    facilitator: dee\n", ""))
    assert going.call("apply").code == 0
    assert {"circle.changed", "role.vacated"} <= set(kinds(going))
    assert "Circle: Garden" in going.call("show", "D-1").out


def test_what_was_changed_in_the_chat_is_said_and_pulled_by_the_new_keys(going: Program) -> None:
    dea(going)
    beds(going)
    assert going.call("apply").code == 0
    assert going.talk("ana: /circle remove circle:beds person:dea").code == 0
    planned = going.call("plan").out
    assert "circles.beds.facilitator: file dea, in force nobody since 2040-03-05 by ana" in planned
    assert going.call("config", "pull").code == 0
    assert going.call("plan").out == "The file changes nothing.\n"
    assert "members: [ana, ben]" in going.config.read_text(encoding="utf-8")


def test_erasing_takes_the_new_key_out_too(going: Program) -> None:
    dea(going)
    assert going.call("apply").code == 0
    ran = going.call("erase", "dea", "--yes")
    assert (ran.code, ran.err) == (0, "")
    assert "Take dea out of the config file" in ran.out
    documents = json.dumps(going.rows("SELECT document, file FROM applied_config"))
    assert "dea" not in documents
    assert "Dee" not in documents
    assert "was erased on" in going.call("apply").err
    assert going.call("audit").code == 0
