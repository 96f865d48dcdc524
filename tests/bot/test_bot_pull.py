"""`circlet config pull`: the config file says what is in force, and nothing else in it is another."""

from pathlib import Path

import pytest
from bot_program import Program

from bot.compose import composed
from governance_core.application.transaction import Transaction
from governance_core.circles.messages import AddMember, ChangeCircle, FillRole, FoundCircle, SetCommonPolicy, SetPolicy
from governance_core.kernel.ids import Actor, CircleId, PersonId
from governance_core.kernel.message import Command

CHANGES = (
    "ana: /circle add circle:garden person:cem",
    "ana: /circle remove circle:garden person:dee",
    "ben: /me settings zone:Europe/Berlin",
    "ben: /me unlink platform:slack",
)


@pytest.fixture
def drifted(applied: Program) -> Program:
    """The chat changed members, a role, a zone and an account; the file has comments of its own."""
    applied.edit(
        ("    facilitator: dee\n", "    # asks and reminds\n    facilitator: dee   # since spring\n    # below\n"),
        ("  cem:\n", "  # Cem keeps the keys\n  cem:\n"),
    )
    assert applied.talk(*CHANGES).code == 0
    return applied


def backups(program: Program) -> list[Path]:
    return sorted(program.folder.glob("config.yaml.*.bak"))


def test_a_rehearsal_shows_the_difference_and_writes_nothing(drifted: Program) -> None:
    before, rows = drifted.config.read_text(encoding="utf-8"), drifted.everything()
    ran = drifted.call("config", "pull", "--dry-run")
    assert (ran.code, ran.err) == (0, "")
    assert "-    members: [ana, ben, dee]\n+    members: [ana, ben, cem]\n" in ran.out
    assert "-    facilitator: dee   # since spring\n" in ran.out
    assert ran.out.endswith("config.yaml was not changed. Without --dry-run, it is.\n")
    assert (drifted.config.read_text(encoding="utf-8"), drifted.everything(), backups(drifted)) == (before, rows, [])


def test_afterwards_the_plan_is_empty_and_the_comments_are_there(drifted: Program) -> None:
    before = drifted.config.read_text(encoding="utf-8")
    ran = drifted.run("config", "pull")
    assert (ran.code, ran.err) == (0, "")
    planned = drifted.call("plan")
    assert (planned.code, planned.out) == (0, "The file changes nothing.\n")
    after = drifted.config.read_text(encoding="utf-8")
    for kept in (
        "# An organisation for tests.",
        "# Cem keeps the keys\n  cem:",
        "    # asks and reminds\n    # below\n",
    ):
        assert kept in after
    assert "    zone: Europe/Berlin\n" in after
    assert "U0BEN" not in after
    (backup,) = backups(drifted)
    assert backup.name in ran.out
    assert backup.read_text(encoding="utf-8") == before
    assert drifted.call("config", "pull").out == "config.yaml says what is in force already.\n"
    assert drifted.call("apply").out.endswith("Nothing to apply.\n")
    assert drifted.call("audit").code == 0


def test_changes_of_the_file_come_first(drifted: Program) -> None:
    drifted.edit(("    aim: Beds", "    aim: More beds"))
    before = drifted.config.read_text(encoding="utf-8")
    ran = drifted.call("config", "pull")
    assert (ran.code, ran.out) == (1, "")
    assert (
        "config.yaml has 1 change that is not applied yet:\n  ~ circles.garden.aim: More beds (was Beds)\n" in ran.err
    )
    assert drifted.config.read_text(encoding="utf-8") == before


def test_a_file_that_cannot_be_edited_line_by_line_is_left_and_the_lines_are_named(drifted: Program) -> None:
    drifted.edit(
        ("    zone: Asia/Tokyo\n", "    zone: &far Asia/Tokyo\n"),
        ("    name: Cem\n", "    name: Cem\n    zone: *far\n"),
    )
    assert drifted.call("apply").code == 0
    before = drifted.config.read_text(encoding="utf-8")
    ran = drifted.call("config", "pull")
    assert ran.code == 1
    assert "config.yaml was left as it is, because it is written in a way" in ran.err
    assert "members.ben.zone: file Asia/Tokyo, in force Europe/Berlin" in ran.err
    assert (drifted.config.read_text(encoding="utf-8"), backups(drifted)) == (before, [])


def test_a_read_only_file_is_left_and_no_copy_remains(drifted: Program) -> None:
    drifted.config.chmod(0o444)
    ran = drifted.call("config", "pull")
    assert ran.code == 1
    assert "because it is read-only" in ran.err
    assert backups(drifted) == []


def test_line_ends_of_another_system_stay(drifted: Program) -> None:
    text = drifted.config.read_text(encoding="utf-8")
    drifted.config.write_bytes(text.replace("\n", "\r\n").encode())
    assert drifted.call("config", "pull").code == 0
    after = drifted.config.read_bytes()
    assert after.count(b"\n") == after.count(b"\r\n") > 30
    assert drifted.call("plan").out == "The file changes nothing.\n"


GARDEN = CircleId("garden")


def decided(program: Program, *commands: Command) -> None:
    """What a decision of a circle brings about."""
    made = composed("harbour", program.store)

    def carried_out(work: object) -> None:
        transaction = Transaction(work, made.features)  # type: ignore[arg-type]
        for command in commands:
            transaction.carry_out(command, Actor.policy("proposal.adopted"))
        transaction.save(work)  # type: ignore[arg-type]

    made.store.transact_now("harbour", carried_out)
    made.close()


def test_the_day_on_which_a_term_ends_is_pulled_and_taken_away_where_the_role_stands(drifted: Program) -> None:
    until = FillRole(circle=GARDEN, role="facilitator", person=PersonId("ben"), until="2041-03-01")
    decided(drifted, until)
    in_force = "~ circles.garden.facilitator: file dee, in force ben, until 2041-03-01 since"
    assert in_force in drifted.call("plan").out
    assert drifted.call("config", "pull").code == 0
    held = '    facilitator: {person: ben, until: "2041-03-01"}   # since spring\n'
    assert held in drifted.config.read_text(encoding="utf-8")
    assert drifted.call("plan").out == "The file changes nothing.\n"
    backups(drifted)[0].unlink()  # a second later it would have another name
    decided(drifted, FillRole(circle=GARDEN, role="facilitator", person=PersonId("ben")))
    assert "file ben, until 2041-03-01, in force ben since" in drifted.call("plan").out
    assert drifted.call("config", "pull").code == 0
    assert "    facilitator: ben   # since spring\n" in drifted.config.read_text(encoding="utf-8")


def test_rules_roles_and_circles_that_were_decided_are_pulled_too(applied: Program) -> None:
    decided(
        applied,
        SetPolicy(circle=GARDEN, key="window", value="24h"),
        SetPolicy(circle=GARDEN, key="reminders", value="half, 12h"),
        SetCommonPolicy(key="process", value="full"),
        FillRole(circle=GARDEN, role="gatekeeper", person=PersonId("ben")),
        ChangeCircle(circle=GARDEN, key="aim", value="Beds: all of them"),
        FoundCircle(circle=CircleId("shed"), name="Shed", aim="Tools", domain="The shed", parent=CircleId("commons")),
    )
    planned = applied.call("plan").out
    assert "~ circles.garden.policy.window: the file says nothing, in force 24h since" in planned
    assert "~ policy.process: file quick, in force full since" in planned
    assert "~ circles.garden.aim: file Beds, in force Beds: all of them since" in planned
    assert "~ circles.garden.roles.gatekeeper: file nobody, in force ben since" in planned
    ran = applied.call("config", "pull")
    assert (ran.code, ran.err) == (1, ran.err)
    assert "shed" in ran.err  # a circle without members is no circle a file may have
    decided(applied, AddMember(circle=CircleId("shed"), person=PersonId("cem")))
    ran = applied.call("config", "pull")
    assert (ran.code, ran.err) == (0, "")
    assert applied.call("plan").out == "The file changes nothing.\n"
    after = applied.config.read_text(encoding="utf-8")
    assert "    policy:\n      reminders:" in after
    assert "    aim: 'Beds: all of them'\n" in after
    assert "  shed:\n    name: Shed\n" in after
