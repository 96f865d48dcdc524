"""The command itself: help, a file to start from, checking it, and clear words about a store that cannot be used."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from bot_program import COMMAND, CONFIG, CREATE, Program

PROJECT = Path(__file__).parents[2]
COMMANDS = (
    "init",
    "check",
    "plan",
    "apply",
    "talk",
    "demo",
    "run",
    "doctor",
    "show",
    "list",
    "export",
    "audit",
    "rebuild",
)


def test_help_names_every_command(program: Program) -> None:
    ran = program.run("--help")
    assert (ran.code, ran.err) == (0, "")
    assert all(f"\n    {command} " in ran.out for command in COMMANDS)
    assert program.call().out == ran.out
    assert program.call().code == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(program: Program, command: str) -> None:
    ran = program.call(command, "--help")
    assert ran.code == 0
    assert f"usage: circlet {command}" in ran.out
    assert f"Example: circlet {command}" in ran.out


@pytest.mark.parametrize("arguments", [["frob"], ["show"], ["talk"], ["list", "--frob"], ["export", "--format", "xml"]])
def test_what_is_typed_wrongly_ends_with_2(program: Program, arguments: list[str]) -> None:
    ran = program.call(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert "usage: circlet" in ran.err


def test_it_is_a_module_too(program: Program) -> None:
    ran = program.run("check", command=(sys.executable, "-m", "bot"), PYTHONPATH=str(PROJECT))
    assert ran == program.run("check")
    assert ran.code == 0


def test_init_writes_the_commented_example_which_is_good(program: Program) -> None:
    ran = program.call("init", "new.yaml")
    assert (ran.code, ran.err) == (0, "")
    assert (program.folder / "new.yaml").read_text() == (PROJECT / "config.example.yaml").read_text()
    checked = program.call("check", "new.yaml")
    assert (checked.code, checked.out) == (0, "new.yaml is good: Harbour Commons, 6 members, 4 circles.\n")


def test_init_never_writes_over_a_file(program: Program) -> None:
    ran = program.call("init")
    assert ran.code == 1
    assert ran.err.startswith("circlet: config.yaml exists already; it was left as it is.")
    assert program.config.read_text() == CONFIG
    (program.folder / "link.yaml").symlink_to("config.yaml")
    assert program.call("init", "link.yaml").code == 1
    assert program.config.read_text() == CONFIG


def test_init_says_where_it_cannot_write(program: Program) -> None:
    ran = program.call("init", "nowhere/config.yaml")
    assert (ran.code, ran.err) == (1, "circlet: nowhere/config.yaml cannot be written: No such file or directory.\n")


def test_check_says_everything_that_is_wrong_with_its_place_and_changes_nothing(program: Program) -> None:
    program.edit(
        ("  zone: Europe/Lisbon", "  zone: Europe/Lisboa"),
        ("policy:\n  process: quick", "policy:\n  proces: quick\n  quorum: 140%"),
        ("    lead: ana\n    delegate: ben", "    lead: ana\n    delegate: ana"),
        ("    members: [cem, dee]", "    members: [cem, dea]"),
        ("    parent: commons\n    private: true", "    parent: care\n    private: true"),
    )
    ran = program.run("check")
    assert (ran.code, ran.out) == (1, "")
    *problems, last = ran.err.splitlines()
    places = [problem.partition(" ")[0] for problem in problems]
    assert all(place.count(":") >= 2 and place.startswith("config.yaml:") for place in places)
    for passage in ("Europe/Lisboa", "proces: quick", "quorum: 140%", "delegate: ana", "dea]", "parent: care"):
        assert any(place.startswith(f"config.yaml:{program.line(passage)}:") for place in places), passage
    assert 'mean "process"' in ran.err
    assert last == f"circlet: config.yaml has {len(problems)} problems. Nothing was changed."
    for command in ("plan", "apply"):
        again = program.call(command)
        assert (again.code, again.err) == (1, ran.err)
    assert sorted(path.name for path in program.folder.iterdir()) == ["config.yaml"]


NO_CONFIG = [b"\xff\xfe", b"", b"\x00", b"a: [", b"- x", b"&a [*a]", b"organisation: " + b"[" * 200]


@pytest.mark.parametrize("content", NO_CONFIG)
def test_a_file_that_is_no_config_at_all_is_said_to_be_none(program: Program, content: bytes) -> None:
    program.config.write_bytes(content)
    for command in (["check"], ["plan"], ["talk", "--config", "config.yaml", "--script", "-"]):
        ran = program.call(*command)
        assert (ran.code, ran.out) == (1, "")
        assert "config.yaml" in ran.err
        assert "Traceback" not in ran.err


STORE_COMMANDS = [["show", "P-1"], ["list"], ["export"], ["audit"], ["rebuild"]]


@pytest.mark.parametrize("command", STORE_COMMANDS)
def test_a_store_that_is_not_there_is_not_made(program: Program, command: list[str]) -> None:
    ran = program.call(*command, "--store", "other.db")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("circlet: There is no store other.db.")
    assert not (program.folder / "other.db").exists()


@pytest.mark.parametrize("command", [*STORE_COMMANDS, ["plan"], ["apply"]])
def test_a_file_that_is_no_store_is_left_as_it_is(program: Program, command: list[str]) -> None:
    ran = program.call(*command, "--store", "config.yaml")
    assert ran.code == 1
    assert "config.yaml is not a Circlet store; it was left as it is." in ran.err
    assert program.config.read_text() == CONFIG


@pytest.mark.parametrize("command", STORE_COMMANDS)
def test_an_empty_store_says_how_it_is_filled(program: Program, command: list[str]) -> None:
    program.store.touch()
    ran = program.call(*command)
    assert (ran.code, ran.out) == (1, "")
    assert "is still empty. `circlet apply CONFIG` fills it from a config file." in ran.err


@pytest.mark.parametrize(
    "command", [*STORE_COMMANDS, ["plan"], ["apply"], ["talk", "--config", "config.yaml", "--store", "circlet.db"]]
)
def test_a_newer_store_is_refused_and_left_as_it_is(applied: Program, command: list[str]) -> None:
    connection = sqlite3.connect(applied.store)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    before = applied.everything()
    if command[0] == "talk":
        (applied.folder / "a.talk").write_text("ana: /help\n")
        command = [*command, "--script", "a.talk"]
    ran = applied.call(*command)
    assert ran.code == 1
    assert "was written by a newer Circlet (its schema is 9999" in ran.err
    assert "the store was left as it is" in ran.err
    assert applied.everything() == before


def test_a_store_held_by_another_process_is_refused_with_its_pid(applied: Program) -> None:
    with applied.start("talk", "--config", "config.yaml", "--store", "circlet.db", "--script", "-", "--json") as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        holder.stdin.write("ana: /circle list\n")
        holder.stdin.flush()
        assert '"kind": "list"' in holder.stdout.readline()
        ran = applied.talk("ana: /circle list")
        assert ran.code == 1
        held = f"circlet: The store circlet.db is in use by another running Circlet (process {holder.pid})."
        assert ran.err.startswith(held)
        assert applied.call("list").code == 0
        assert applied.call("audit").code == 0
        assert applied.call("apply").out.endswith("Nothing to apply.\n")
        holder.stdin.close()
        assert holder.wait(20) == 0
    assert applied.talk("ana: /circle list").code == 0


def test_the_flag_goes_before_the_environment_before_the_folder(
    applied: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    applied.store.rename(applied.folder / "other.db")
    monkeypatch.setenv("CIRCLET_STORE", "other.db")
    assert applied.call("list").code == 0
    assert applied.call("list", "--store", "circlet.db").code == 1
    monkeypatch.delenv("CIRCLET_STORE")
    assert applied.call("list").code == 1


def test_a_store_of_several_organisations_asks_which(applied: Program) -> None:
    applied.edit(("  id: harbour", "  id: reef"), ("  name: Harbour", "  name: Reef"))
    assert applied.call("apply").code == 0
    ran = applied.call("list")
    assert (ran.code, ran.err) == (
        1,
        "circlet: The store circlet.db holds several organisations: harbour, reef. Say which with --org.\n",
    )
    assert applied.call("audit", "--org", "reef").out.startswith("reef: ")
    unknown = applied.call("list", "--org", "islet")
    assert "There is no organisation islet in the store circlet.db. There are: harbour, reef." in unknown.err


def test_a_reader_that_goes_away_ends_it_quietly(applied: Program) -> None:
    lines = "\n".join([CREATE, *(["ana: /proposal list"] * 300)])
    (applied.folder / "a.talk").write_text(lines)
    for arguments in (["talk", "--config", "config.yaml", "--script", "a.talk"], ["export"]):
        command = [COMMAND, *arguments]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=applied.folder) as process:
            assert process.stdout is not None
            assert process.stderr is not None
            process.stdout.readline()
            process.stdout.close()
            said = process.stderr.read().decode()
            assert process.wait(20) in (0, 1)
        assert "Traceback" not in said
        assert "went wrong" not in said
