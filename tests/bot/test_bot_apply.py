"""`circlet plan` and `apply`: only what changed in the file is carried out, all or nothing, by the actor config."""

import pytest
from bot_program import CONFIG, CREATE, SECRET, Program

from bot.commands.init import example


def applied_lines(out: str) -> list[str]:
    return [line.strip() for line in out.splitlines() if line.startswith("  ")]


def test_a_first_plan_shows_everything_and_makes_no_store(program: Program) -> None:
    ran = program.call("plan")
    assert (ran.code, ran.err) == (0, "")
    assert "  + members.ana: Ana joins" in ran.out
    assert "  + circles.care: the circle Care is founded" in ran.out
    assert ran.out.endswith("There is no store circlet.db yet; `circlet apply` makes it.\n")
    assert not program.store.exists()


def test_applying_carries_out_what_the_plan_showed_and_a_second_time_nothing(program: Program) -> None:
    planned = applied_lines(program.call("plan").out)
    ran = program.run("apply")
    assert (ran.code, ran.err) == (0, "")
    assert applied_lines(ran.out) == planned
    assert ran.out.endswith(f"Applied: {len(planned)} changes.\n")
    before = program.everything()
    for command, said in (("apply", "Nothing to apply.\n"), ("plan", "The file changes nothing.\n"), ("apply", "\n")):
        again = program.call(command)
        assert (again.code, again.err) == (0, "")
        assert again.out.endswith(said)
    assert program.everything() == before
    assert {actor for (actor,) in program.rows("SELECT DISTINCT actor FROM journal")} == {"config"}


def test_the_example_is_applied_whole(program: Program) -> None:
    assert program.call("apply", str(example()), "--store", "example.db").code == 0
    assert program.call("audit", "--store", "example.db").code == 0


def test_a_plan_changes_nothing(applied: Program) -> None:
    applied.edit(("    name: Cem", "    name: Cem Y."), ("    aim: Beds", "    aim: Beds that feed"))
    before = applied.everything()
    ran = applied.call("plan")
    assert applied_lines(ran.out) == [
        "~ members.cem.name: Cem Y. (was Cem)",
        "~ circles.garden.aim: Beds that feed (was Beds)",
    ]
    assert applied.everything() == before
    assert applied.call("apply").code == 0
    assert applied.events()[-2:] == [("circles", "circle.changed"), ("people", "person.named")]


def test_comments_and_order_are_no_change(applied: Program) -> None:
    applied.config.write_text(CONFIG.replace("# An organisation", "# Another comment\n# An organisation") + "\n# end\n")
    assert applied.call("apply").out.endswith("Nothing to apply.\n")


CARE = CONFIG[CONFIG.index("  care:") :]
SHED = CARE.replace("care:", "shed:").replace("Care", "Shed").replace("console: care", "console: shed")
CHANGES = {
    "a name": [("    name: Garden", "    name: Kitchen garden")],
    "a member joins": [
        ("  dee:\n    name: Dee", "  dee:\n    name: Dee\n  fay:\n    name: Fay"),
        ("    members: [ana, ben, dee]", "    members: [ana, ben, dee, fay]"),
    ],
    "a member leaves": [
        ("  dee:\n    name: Dee\n", ""),
        ("[ana, ben, dee]", "[ana, ben]"),
        ("[cem, dee]", "[cem]"),
        ("    facilitator: dee\n", ""),
    ],
    "accounts change hands": [("U0ANA", "U0TMP"), ("slack: U0BEN", "slack: U0ANA"), ("U0TMP", "U0BEN")],
    "an account moves on": [("    accounts:\n      slack: U0BEN\n", ""), ("slack: U0ANA", "slack: U0BEN")],
    "lead and delegate swap": [("lead: ana", "lead: ben"), ("delegate: ben", "delegate: ana")],
    "the delegate becomes lead": [("lead: ana\n    delegate: ben", "lead: ben")],
    "homes change hands": [
        ("console: commons", "console: temporary"),
        ("console: garden", "console: commons"),
        ("console: temporary", "console: garden"),
    ],
    "a circle moves": [("    parent: commons\n    members", "    parent: care\n    members")],
    "a circle closes": [(CARE, "")],
    "a circle is founded": [(CARE, CARE + SHED)],
    "a circle opens up": [("    private: true\n", "")],
    "a circle's zone": [("    private: true\n", "    private: true\n    zone: Asia/Tokyo\n")],
    "rules": [("  process: quick", "  process: quick\n  window: 2d\n  reminders: off\n  stand_aside: true")],
    "a circle's rules": [("    lead: cem\n", "    lead: cem\n    policy:\n      quorum: 2\n")],
    "a zone": [("    zone: Asia/Tokyo\n", "")],
    "a further role": [("    lead: cem\n", "    lead: cem\n    roles:\n      listener: dee\n")],
    "a term": [("    facilitator: dee", "    facilitator: {person: dee, until: 2041-03-01}")],
    "a term that is over": [("    lead: ana", "    lead: {person: ana, until: 2026-03-02}")],
    "admins": [("admins: [ana]", "admins: [cem, ana]")],
    "the organisation": [("  name: Harbour", "  name: Haven"), ("  zone: Europe/Lisbon", "  zone: Europe/Berlin")],
}


@pytest.mark.parametrize("what", CHANGES)
def test_every_change_there_and_back_again(applied: Program, what: str) -> None:
    """Carried out, then taken back by the old file: the audit is clean and a plan of each finds nothing more to do."""
    applied.edit(*CHANGES[what])
    there = applied.call("apply")
    assert (there.code, there.err) == (0, "")
    assert applied.call("plan").out == "The file changes nothing.\n"
    applied.config.write_text(CONFIG)
    back = applied.call("apply")
    assert (back.code, back.err) == (0, "")
    assert applied.call("plan").out == "The file changes nothing.\n"
    assert applied.call("audit").code == 0


def test_all_or_nothing_with_each_refusal_at_its_line(applied: Program) -> None:
    assert applied.talk(SECRET, CREATE, "ana: /circle remove circle:garden person:dee").code == 0
    applied.edit(
        ("    name: Cem", "    name: Cem Y."),
        ("    facilitator: dee", "    facilitator: dee\n    secretary: dee"),
        (CARE, ""),
    )
    before = applied.everything()
    for command in ("plan", "apply"):
        ran = applied.call(command)
        assert ran.code == 1
        assert ran.out == ""
        first, second, last = ran.err.splitlines()
        assert first.startswith(f"config.yaml:{applied.line('secretary: dee')}:5 circles.garden.secretary: ")
        assert first.endswith("dee is not a member of garden. Add them as a member first.")
        assert second.startswith(f"config.yaml:{applied.line('circles:')}:")
        assert " circles.care: Care cannot be closed " in second
        assert "P-1" in second
        assert last == "circlet: 2 changes were refused, so none was carried out."
    assert applied.everything() == before


def test_a_circle_is_closed_once_nothing_in_it_is_open(applied: Program) -> None:
    applied.talk(SECRET, "dee: /proposal withdraw P-1")
    applied.edit((CARE, ""))
    assert applied.call("apply").code == 0
    assert ("circles", "circle.closed") in applied.events()


def test_a_circle_with_an_agreement_in_force_is_not_closed(applied: Program) -> None:
    applied.talk(SECRET, *(f"{who}: /consent answer P-1 answer:consent" for who in ("cem", "dee")))
    applied.edit((CARE, ""))
    ran = applied.call("apply")
    assert ran.code == 1
    assert " circles.care: Care cannot be closed " in ran.err
    assert "D-1" in ran.err


def test_who_leaves_with_an_open_proposal_leaves_it_to_a_sponsor(applied: Program) -> None:
    applied.talk(CREATE.replace("ana:", "ben:"), "ben: /consent answer P-1 answer:consent")
    applied.edit(
        ("  ben:\n    name: Ben\n    zone: Asia/Tokyo\n    accounts:\n      slack: U0BEN\n", ""),
        ("    members: [ana, ben, dee]", "    members: [ana, dee]"),
        ("    delegate: ben\n", ""),
    )
    ran = applied.call("apply")
    assert (ran.code, ran.err) == (0, "")
    assert "  - members.ben: ben leaves" in ran.out
    assert [kind for stream, kind in applied.events() if stream == "P-1"][-2:] == ["elector.left", "proposal.orphaned"]
    assert "waiting for a sponsor" in applied.call("show", "P-1").out
    assert applied.talk('dee: press "Sponsor" on P-1').code == 0
    assert applied.call("audit").code == 0


def test_an_open_round_keeps_its_rules_and_the_next_one_has_the_new_ones(applied: Program) -> None:
    applied.talk(CREATE)
    applied.edit(("  process: quick", "  process: quick\n  window: 1h\n  silence: consents"))
    assert applied.call("apply").code == 0
    applied.talk(CREATE)
    (first,) = [line for line in applied.call("show", "P-1").out.splitlines() if line.startswith("Closes: ")]
    (second,) = [line for line in applied.call("show", "P-2").out.splitlines() if line.startswith("Closes: ")]
    assert (first, second) == ("Closes: Thu 8 Mar 2040 09:00", "Closes: Mon 5 Mar 2040 10:00")
    assert "adopted as soon as everybody has answered" in applied.call("show", "P-1").out
    assert "silence counts as consent" in applied.call("show", "P-2").out


def test_what_was_changed_in_the_chat_stays_and_the_plan_lists_it(applied: Program) -> None:
    ran = applied.talk(
        "ana: /circle add circle:garden person:cem",
        "ana: /circle remove circle:garden person:dee",
        "ben: /me settings zone:Europe/Berlin",
        "ben: /me unlink platform:slack",
    )
    assert ran.code == 0
    planned = applied.call("plan")
    assert planned.code == 0
    drift = planned.out.partition("Changed in the chat since; it stays as it is:\n")[2]
    assert drift.endswith("\n`circlet config pull` writes that into the file.\n")
    assert sorted(line.strip() for line in drift.splitlines()[:-1]) == [
        "~ circles.garden.facilitator: file dee, in force nobody since 2040-03-05 by ana",
        "~ circles.garden.members: cem is a member, the file does not have them (since 2040-03-05 by ana)",
        "~ circles.garden.members: the file has dee, who is no member now (since 2040-03-05 by ana)",
        "~ members.ben.accounts.slack: file U0BEN, not linked now (since 2040-03-05 by ben)",
        "~ members.ben.zone: file Asia/Tokyo, in force Europe/Berlin since 2040-03-05 by ben",
    ]
    assert applied.call("apply").out.endswith("Nothing to apply.\n")
    applied.edit(("    aim: Beds", "    aim: More beds"))
    assert applied.call("apply").code == 0
    assert "cem" in applied.rows("SELECT GROUP_CONCAT(person) FROM memberships WHERE circle = 'garden'")[0][0]


def test_what_a_person_chose_themselves_goes_before_the_file(applied: Program) -> None:
    applied.talk("ben: /me settings zone:Europe/Berlin")
    applied.edit(("    zone: Asia/Tokyo", "    zone: Asia/Seoul"))
    assert applied.call("apply").code == 0
    assert "Time zone: Europe/Berlin" in applied.talk("ben: /me show").records[-1]["text"]


def test_the_clock_of_a_talk_and_of_the_machine_never_run_backwards(applied: Program) -> None:
    """A store that holds something of the future goes on from there."""
    applied.talk(CREATE)
    applied.edit(("    name: Cem", "    name: Cem Y."))
    assert applied.call("apply").code == 0
    instants = [at for (at,) in applied.rows("SELECT at FROM journal ORDER BY position")]
    assert instants == sorted(instants)
    assert applied.call("audit").code == 0


def test_what_an_agreement_changed_is_drift_that_names_it(applied: Program) -> None:
    ran = applied.talk(
        'ana: /circle propose-role circle:garden role:facilitator person:ben driver:"Dee is away"',
        'ana: /circle propose-rule circle:garden rule:window value:48h driver:"Three days are long"',
        'ana: /circle propose-member circle:garden person:cem change:join driver:"Cem tends the pump"',
        *(f'{who}: press "Consent" on P-{number}' for number in (1, 2, 3) for who in ("ana", "ben", "dee")),
    )
    assert ran.code == 0
    drift = applied.call("plan").out.partition("Changed in the chat since; it stays as it is:\n")[2]
    assert sorted(line.strip() for line in drift.splitlines()[:-1]) == [
        "~ circles.garden.facilitator: file dee, in force ben since D-1",
        "~ circles.garden.members: cem is a member, the file does not have them; in force since D-3",
        "~ circles.garden.policy.window: the file says nothing, in force 48h since D-2",
    ]
    assert applied.call("apply").out.endswith("Nothing to apply.\n")
    applied.edit(("    facilitator: dee\n", "    facilitator: ben\n"), ("[ana, ben, dee]", "[ana, ben, cem, dee]"))
    assert applied.call("apply").code == 0
    assert "facilitator" not in applied.call("plan").out


def test_a_unit_in_use_is_neither_taken_away_nor_changed_and_the_plan_says_so(applied: Program) -> None:
    applied.edit(("    members: [ana, cem]\n", "    members: [ana, cem]\n    roles: {treasurer: ana}\n"))
    assert applied.call("apply").code == 0
    applied.edit(("  admins: ", "  units: 0.1 hours, 1 tokens\n  admins: "))
    assert applied_lines(applied.call("apply").out) == ["~ organisation.units: 0.1 hours, 1 tokens"]
    assert applied.talk('ana: /budget allocate circle:commons amount:"40 hours"').code == 0
    applied.edit(("units: 0.1 hours, 1 tokens", "units: 0.01 hours"))
    for command in ("plan", "apply"):
        ran = applied.call(command)
        assert ran.code == 1
        assert "organisation.units: Amounts are entered in hours with 0.1 as the smallest" in ran.err
    applied.edit(("units: 0.01 hours", "units: 0.1 hours"))
    assert applied.call("apply").code == 0
    applied.edit(("  units: 0.1 hours\n", ""))
    assert "organisation.units: Amounts are entered in hours" in applied.call("plan").err
