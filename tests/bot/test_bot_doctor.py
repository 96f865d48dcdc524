"""`circlet doctor` on the machine itself: the config file, the store and what was not shown; nothing is changed."""

import os
from pathlib import Path

import pytest
from bot_program import CREATE, Program

from adapters.sql.checkup import StoreFacts, store_findings
from adapters.sql.schema import revisions

PATH = Path("circlet.db")
NEWEST = revisions()[-1]
WELL = StoreFacts(PATH, revision="0002", known="0002", free=10**12)


def wrong(ran_out: str) -> list[str]:
    return [line[6:].strip() for line in ran_out.splitlines() if line.startswith("WRONG")]


def test_all_is_well(applied: Program) -> None:
    before = applied.store.read_bytes()
    ran = applied.call("doctor")
    assert (ran.code, ran.err, wrong(ran.out)) == (0, "", [])
    assert ran.out.endswith("All is well.\n")
    for subject in ("config file", "store", "disk", "time zones"):
        assert f"ok     {subject}" in ran.out
    assert "config.yaml: Harbour, 4 members, 3 circles" in ran.out
    assert f"circlet.db, schema {NEWEST}, no bot is running on it" in ran.out
    assert applied.store.read_bytes() == before


def test_before_the_first_start_there_is_no_store_and_none_is_made(program: Program) -> None:
    ran = program.call("doctor")
    assert (ran.code, wrong(ran.out)) == (0, [])
    assert "circlet.db is not there yet; circlet run makes it" in ran.out
    assert not program.store.exists()


def test_there_is_no_config_file(applied: Program) -> None:
    applied.config.unlink()
    ran = applied.call("doctor")
    assert (ran.code, wrong(ran.out)) == (1, ["config file      config.yaml: There is no such file"])
    assert "Check the path, or copy config.example.yaml there." in ran.out
    assert "ok     store" in ran.out


def test_a_wrong_config_file_is_said_with_its_line(applied: Program) -> None:
    applied.edit(("  process: quick", "  process: quack"))
    ran = applied.call("doctor", "--config", "config.yaml")
    [line] = wrong(ran.out)
    assert line.startswith(f"config file      config.yaml: line {applied.line('  process: quack')}, policy.process: ")
    assert ran.out.endswith("1 thing to mend.\n")


def test_the_store_is_something_else(program: Program) -> None:
    program.store.write_text("Dear diary, this is no database at all.\n")
    ran = program.call("doctor")
    assert ran.code == 1
    [line] = wrong(ran.out)
    assert "circlet.db is not a Circlet store" in line
    assert program.store.read_text().startswith("Dear diary")


def test_the_folder_of_the_store_is_missing(program: Program) -> None:
    ran = program.call("doctor", "--store", "away/circlet.db")
    assert wrong(ran.out) == ["store            there is no folder away"]


def test_a_newer_circlet_wrote_the_store(applied: Program) -> None:
    applied.rows("UPDATE alembic_version SET version_num = '9999'")
    ran = applied.call("doctor")
    [line] = wrong(ran.out)
    assert f"a newer Circlet wrote it (schema 9999, this one knows up to {NEWEST})" in line


def test_an_older_store_is_said_and_left_as_it_is(applied: Program) -> None:
    applied.rows("UPDATE alembic_version SET version_num = '0001'")
    ran = applied.call("doctor")
    assert ran.code == 0
    assert f"schema 0001, brought up to {NEWEST} at the next start" in ran.out
    assert applied.rows("SELECT version_num FROM alembic_version") == [("0001",)]


def test_a_store_that_was_damaged(applied: Program) -> None:
    with applied.store.open("r+b") as file:
        file.seek(100)
        file.write(os.urandom(4000))
    ran = applied.call("doctor")
    assert ran.code == 1
    assert "is damaged" in ran.out
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    "facts,said",
    [
        (StoreFacts(PATH, revision="0002", known="0002", free=10**12, writable=False), "read-only for this user"),
        (StoreFacts(PATH, revision="0002", known="0002", free=5_000_000), "only 5 MB are free"),
        (StoreFacts(PATH, known="0002", trouble="The store circlet.db is damaged (x).", free=10**12), "is damaged (x)"),
    ],
)
def test_each_trouble_has_a_fix_in_one_line(facts: StoreFacts, said: str) -> None:
    [found] = [one for one in store_findings(facts) if one.problem]
    assert said in found.problem
    assert found.fix.endswith(".")
    assert "\n" not in found.fix
    assert not [one for one in store_findings(WELL) if one.problem]


def test_what_could_not_be_shown_is_listed_with_where_and_why(applied: Program) -> None:
    assert applied.talk(CREATE).code == 0
    row = (
        "INSERT INTO outbox (org, platform, place, key, kind, ref, version, note, personal, since, sequence, attempts,"
        " gave_up, last_error) VALUES ('harbour', ?, ?, ?, ?, 'P-1', 1, '', ?, '2040-03-05 09:00:00.000000', 1, 2,"
        " 1, ?)"
    )
    applied.rows(row, "console", "garden", "card:P-1", "card", 0, "its card was deleted twice")
    applied.rows(row, "console", "an old home", "card:P-1", "card", 0, "the channel is deleted")
    applied.rows(row, "slack", "U0BEN", "say:P-1:1:0", "say", 1, "no direct messages")
    ran = applied.call("doctor")
    assert ran.code == 1
    assert wrong(ran.out)[1:] == [
        "posting          the card of P-1 could not be shown in Garden's home on Console: its card was deleted twice",
        "posting          news of P-1 could not be shown to Ben on Slack: no direct messages",
    ]
    assert "/governance doctor in the chat, Post again." in ran.out


def test_help_has_an_example(program: Program) -> None:
    ran = program.call("doctor", "--help")
    assert "Example: circlet doctor --config config.yaml" in ran.out


def test_entries_ahead_of_the_clock_are_said(applied: Program) -> None:
    applied.rows("UPDATE journal SET at = '2099-03-02 09:20:00.000000' WHERE position = 1")
    assert wrong(applied.call("doctor").out) == []
    applied.rows("UPDATE journal SET at = '2099-03-02 09:20:00.000000'")
    ran = applied.call("doctor")
    [line] = wrong(ran.out)
    assert line.startswith("clock            the last entry is of 2099-03-02 09:20 UTC, but on this machine it is ")
    assert "If this machine is right now, it passes by itself" in ran.out


def test_a_zone_that_this_machine_does_not_know_is_said(applied: Program) -> None:
    applied.rows("UPDATE people SET zone = 'Mars/Base' WHERE person = 'ben'")
    [line] = wrong(applied.call("doctor").out)
    assert line.startswith(
        "time zones       this machine does not know Mars/Base: the organisation's zone, or UTC, counts"
    )
