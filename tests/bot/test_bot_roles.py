"""Members by a role in the config file: planned, applied and taken back, and nothing that roles do is drift."""

from functools import partial

import pytest
from bot_program import CREATE, Program

from bot.compose import composed
from governance_core.application.groups import note_groups

ROLE = "1180000000000000002"
PLATFORM = """\
platforms:
  discord:
    token: ${DISCORD_TOKEN}
    server: "1180000000000000000"
    members_intent: true
"""
LISTED = "    members: [ana, ben, dee]"
BY_ROLE = f'    members:\n      people: [ana, ben]\n      discord_role: "{ROLE}"'
WITHOUT_DEE = ("    facilitator: dee\n", "")


def told(program: Program, **holders: str) -> bool:
    """Discord says who has the role."""
    accounts = {account.removeprefix("a"): name for account, name in holders.items()}
    made = composed("harbour", program.store)
    try:
        return made.store.transact_now(
            "harbour", partial(note_groups, "discord", {ROLE: accounts}, features=made.features)
        )
    finally:
        made.close()


@pytest.fixture
def by_role(applied: Program) -> Program:
    applied.edit((LISTED, BY_ROLE), WITHOUT_DEE, ("circles:\n", PLATFORM + "circles:\n"))
    return applied


def test_a_role_is_planned_applied_and_taken_back(by_role: Program) -> None:
    before = by_role.config.read_text()
    planned = by_role.call("plan")
    assert f"  + circles.garden.members.discord_role: {ROLE}\n" in planned.out
    assert "  - circles.garden.members: dee\n" in planned.out
    assert by_role.call("apply").code == 0
    assert by_role.call("plan").out == "The file changes nothing.\n"
    by_role.edit((ROLE, "1180000000000000005"))
    assert f"  ~ circles.garden.members.discord_role: 1180000000000000005 (was {ROLE})\n" in by_role.call("apply").out
    by_role.config.write_text(before.replace(BY_ROLE, LISTED))
    taken_back = by_role.call("apply")
    assert (taken_back.code, taken_back.err) == (0, "")
    assert "  - circles.garden.members.discord_role: 1180000000000000005\n" in taken_back.out
    assert by_role.call("plan").out == "The file changes nothing.\n"
    assert by_role.call("audit").code == 0


def test_without_the_members_intent_nothing_is_checked_planned_or_applied(by_role: Program) -> None:
    by_role.edit(("    members_intent: true\n", ""))
    before = by_role.everything()
    for command in ("check", "plan", "apply"):
        ran = by_role.call(command)
        assert ran.code == 1
        assert f"config.yaml:{by_role.line('discord_role:')}:7 circles.garden.members.discord_role: " in ran.err
        assert "Members from a Discord role need the members intent. Allow it in the developer portal" in ran.err
    assert by_role.everything() == before


def test_what_a_role_does_is_no_drift(by_role: Program) -> None:
    by_role.call("apply")
    assert told(by_role, a1180000000000000009="Zoe", a1180000000000000008="Yan")
    assert by_role.call("plan").out == "The file changes nothing.\n"
    assert told(by_role, a1180000000000000008="Yan")
    assert by_role.call("plan").out == "The file changes nothing.\n"
    by_role.talk("ana: /circle remove circle:garden person:ben")
    assert by_role.call("plan").out.endswith(
        "  ~ circles.garden.members: the file has ben, who is no member now (since 2040-03-05 by ana)\n"
        "  ~ circles.garden.delegate: file ben, in force nobody since 2040-03-05 by ana\n"
        "`circlet config pull` writes that into the file.\n"
    )


def test_from_a_list_to_a_role_an_open_round_keeps_those_who_have_it(by_role: Program) -> None:
    listed = by_role.config.read_text().replace(BY_ROLE, LISTED)
    role = by_role.config.read_text()
    by_role.config.write_text(listed.replace("  dee:\n    name: Dee", DEE))
    by_role.call("apply")
    by_role.talk(CREATE)
    by_role.config.write_text(role.replace("  dee:\n    name: Dee", DEE))
    assert by_role.call("apply").code == 0
    assert told(by_role, a1180000000000000007="Dee")
    assert "elector.left" not in [kind for _, kind in by_role.events()]
    assert told(by_role)
    assert "elector.left" in [kind for _, kind in by_role.events()]


DEE = '  dee:\n    name: Dee\n    accounts:\n      discord: "1180000000000000007"'


def test_whoever_came_by_a_role_gets_an_id_of_their_own_from_the_config(by_role: Program) -> None:
    by_role.call("apply")
    told(by_role, a1180000000000000009="Zoe")
    by_role.edit(("policy:\n", '  zoe:\n    name: Zoe\n    accounts: {discord: "1180000000000000009"}\npolicy:\n'))
    ran = by_role.call("apply")
    assert (ran.code, ran.err) == (0, "")
    members = by_role.rows("SELECT person FROM memberships WHERE circle = 'garden' ORDER BY person")
    assert [person for (person,) in members] == ["ana", "ben", "zoe"]
    assert by_role.call("plan").out == "The file changes nothing.\n"
    assert by_role.call("audit").code == 0


def test_the_invite_names_the_intent_where_the_config_needs_it(by_role: Program) -> None:
    ran = by_role.call("discord", "invite", "--config", "config.yaml", "--application", "1")
    assert "Server Members Intent" in ran.out
    by_role.edit((BY_ROLE, "    members: [ana, ben]"))
    ran = by_role.call("discord", "invite", "--config", "config.yaml", "--application", "1")
    assert "No privileged intent is needed." in ran.out
