"""`circlet export`, `audit` and `rebuild`: the truth in a form others can verify, and finding what was changed."""

import json
import os
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from bot_program import CREATE, SECRET, Program
from journal_reader import problems

from adapters.clock.system import SystemChance, SystemClock
from adapters.sql.engine import Store
from adapters.sql.register.whole import whole_register
from governance_core.application.catalogue import catalogue

WORDS = 'dee: press "Object" on P-1 with harm:"„Weh“ \\u0000 \\u001b[31m 👩‍👧" safe:"مرحبا"'


@pytest.fixture
def busy(applied: Program) -> Program:
    """Two talks, so that there are several checkpoints and some texts of every kind."""
    assert applied.talk(CREATE, WORDS, SECRET).code == 0
    assert applied.talk('dee: press "Withdraw objection" on P-1 with into:concern', "wait 4d").code == 0
    return applied


def exported(program: Program, *arguments: str) -> dict[str, Any]:
    ran = program.call("export", *arguments)
    assert ran.code == 0
    found: dict[str, Any] = json.loads(ran.out)
    return found


def test_everything_recorded_is_there_and_another_reader_finds_every_hash_right(busy: Program) -> None:
    ran = busy.run("export", "--format", "json")
    assert ran.code == 0
    document = json.loads(ran.out)
    records = document["records"]
    assert (document["format"], document["organisation"]) == ("circlet-export-1", "harbour")
    assert (
        ran.err
        == f"{len(records)} records. This holds everything, private circles too: keep it as safe as the store.\n"
    )
    events = [one for one in records if one["record"] == "event"]
    seals = [one for one in records if one["record"] == "checkpoint"]
    assert [(one["stream"], one["kind"]) for one in events] == busy.events()
    assert len(seals) == 3
    assert problems(records) == []
    digests = sum(one["payload"].count('{"digest":') for one in events)
    assert digests == sum(len(one["texts"]) for one in events) == busy.rows("SELECT COUNT(*) FROM personal_texts")[0][0]
    texts = {kept["text"] for one in events for kept in one["texts"].values()}
    assert {"„Weh“ \x00 \x1b[31m 👩‍👧", "مرحبا", "Talk on Monday"} <= texts


CHANGES = {
    "a payload": lambda event: event.update(payload=event["payload"].replace("{", '{"x":1,', 1)),
    "an actor": lambda event: event.update(actor="person:eve"),
    "an instant": lambda event: event.update(at="2040-03-05 09:00:01.000000"),
    "a hash": lambda event: event.update(hash="00" * 32),
    "a text": lambda event: next(iter(event["texts"].values())).update(text="Other words"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_the_other_reader_finds_what_is_changed_in_the_document(busy: Program, what: str) -> None:
    records = exported(busy)["records"]
    event = next(one for one in records if one["record"] == "event" and one["kind"] == "objection.raised")
    CHANGES[what](event)
    assert problems(records) != []


def test_the_other_reader_finds_what_is_left_out_of_the_document(busy: Program) -> None:
    records = exported(busy)["records"]
    last = max(index for index, one in enumerate(records) if one["record"] == "event")
    assert problems(records[:last] + records[last + 1 :]) != []
    assert problems(records[1:]) != []
    assert problems(records[:-1]) == []


def test_it_is_written_to_a_file_where_one_is_named(busy: Program) -> None:
    ran = busy.call("export", "--out", "all.json")
    assert (ran.code, ran.out) == (0, "")
    assert json.loads((busy.folder / "all.json").read_text(encoding="utf-8")) == exported(busy)
    refused = busy.call("export", "--out", "no/all.json")
    assert (refused.code, refused.err) == (1, "circlet: no/all.json cannot be written: No such file or directory.\n")


def test_an_export_holds_one_organisation_only(busy: Program) -> None:
    busy.edit(("  id: harbour", "  id: reef"), ("  name: Harbour", "  name: Reef"))
    assert busy.call("apply").code == 0
    for org in ("harbour", "reef"):
        document = exported(busy, "--org", org)
        assert {one["org"] for one in document["records"]} == {org}
        assert problems(document["records"]) == []
    assert len(exported(busy, "--org", "reef")["records"]) < len(exported(busy, "--org", "harbour")["records"])


def erase(path: Path, person: str) -> int:
    """The blanking alone."""
    store = Store.open(path, catalogue(), whole_register(), SystemClock(), SystemChance())
    try:
        return store.erase("harbour", person)
    finally:
        store.close()


def test_erased_texts_are_gone_and_every_hash_is_still_right(busy: Program) -> None:
    assert erase(busy.store, "dee") > 3
    document = exported(busy)
    assert problems(document["records"]) == []
    assert "Weh" not in json.dumps(document, ensure_ascii=False)
    ran = busy.call("audit")
    assert ran.code == 0
    assert "texts erased on request" in ran.out
    assert busy.call("show", "P-1").code == 0


def test_a_clean_store_is_said_to_be_clean_with_the_hash_to_write_down(busy: Program) -> None:
    ran = busy.call("audit")
    assert (ran.code, ran.err) == (0, "")
    first, second, third, _ = ran.out.splitlines()
    assert first == f"harbour: {len(busy.events())} events in 4 streams, 3 checkpoints."
    assert second == "Clean: every event, text, row and alarm is as it was recorded."
    sealed = third.removeprefix("Last checkpoint: ")
    assert sealed == exported(busy)["records"][-1]["hash"]
    assert busy.call("audit", "--against", sealed.upper()).code == 0
    older = next(one["hash"] for one in exported(busy)["records"] if one["record"] == "checkpoint")
    assert busy.call("audit", "--against", older).code == 0


@pytest.mark.parametrize("against", ["deadbeef", "00" * 32, "not hex", "x" * 10_000])
def test_another_journal_than_the_one_written_down_is_found(busy: Program, against: str) -> None:
    ran = busy.call("audit", "--against", against)
    assert ran.code == 1
    assert f"  ! no checkpoint has the hash {against}" in ran.out
    assert ran.err == "circlet: 1 finding. What is recorded is not what it was.\n"


TAMPERING = {
    "an answer": "UPDATE journal SET payload = replace(payload, 'concern', 'x') WHERE kind = 'objection.withdrawn'",
    "a text": "UPDATE personal_texts SET text = 'No harm at all' WHERE slot = 'harm'",
    "the last event": "DELETE FROM journal WHERE position = (SELECT MAX(position) FROM journal)",
    "a whole proposal": "DELETE FROM journal WHERE stream = 'P-2'",
    "a row": "UPDATE proposals SET stage = 'adopted' WHERE proposal = 'P-1'",
    "an alarm": "DELETE FROM alarms",
    "a checkpoint": "UPDATE checkpoints SET hash = zeroblob(32) WHERE number = 2",
    "a counter": "UPDATE counters SET last = 0 WHERE prefix = 'P'",
}


def tampered(program: Program, what: str) -> None:
    connection = sqlite3.connect(program.store)
    changed = connection.execute(TAMPERING[what]).rowcount
    connection.commit()
    connection.close()
    assert changed > 0


@pytest.mark.parametrize("what", TAMPERING)
def test_whatever_is_changed_behind_its_back_is_found(busy: Program, what: str) -> None:
    tampered(busy, what)
    ran = busy.call("audit")
    assert ran.code == 1
    assert ran.out.count("\n  ! ") >= 1
    assert "Clean" not in ran.out
    assert ran.err.startswith("circlet: ")
    assert "What is recorded is not what it was." in ran.err


def test_what_is_derived_is_made_again_from_the_journal(busy: Program) -> None:
    derived = ("proposals", "electors", "answers", "objections", "alarms", "memberships", "snapshots")
    before = {table: sorted(busy.rows(f"SELECT * FROM {table}")) for table in derived}
    connection = sqlite3.connect(busy.store)
    for table in derived:
        connection.execute(f"DELETE FROM {table}")
    connection.commit()
    connection.close()
    assert busy.call("audit").code == 1
    ran = busy.call("rebuild")
    assert (ran.code, ran.err) == (0, "")
    events = len(busy.events())
    assert ran.out == f"harbour: register, alarms and snapshots are made again from {events} events in 4 streams.\n"
    assert {table: sorted(busy.rows(f"SELECT * FROM {table}")) for table in derived if table != "snapshots"} == {
        table: rows for table, rows in before.items() if table != "snapshots"
    }
    assert busy.call("audit").code == 0
    assert busy.talk("ana: /proposal list", clock="2040-03-12 09:00").code == 0


@pytest.mark.parametrize("what", ["an answer", "a text", "the last event"])
def test_a_rebuild_hides_nothing_that_was_changed(busy: Program, what: str) -> None:
    tampered(busy, what)
    busy.call("rebuild")
    assert busy.call("audit").code == 1


def test_a_damaged_file_is_said_to_be_damaged(busy: Program) -> None:
    content = bytearray(busy.store.read_bytes())
    for page in range(4096 * 3, len(content), 4096):
        content[page : page + 300] = os.urandom(300)
    busy.store.write_bytes(bytes(content))
    for command in (["audit"], ["export"], ["rebuild"], ["list"], ["apply"], ["plan"]):
        ran = busy.call(*command)
        assert ran.code == 1
        assert "circlet.db is damaged" in ran.err
        assert "Restore it from a backup" in ran.err
