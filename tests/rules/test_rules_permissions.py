"""Who may do what: every cell of the table for the commands that exist, allowed or refused with who can."""

from collections.abc import Callable

import pytest

from governance_core.application.catalogue import catalogue
from governance_core.application.identity import permitted
from governance_core.circles import messages as circles
from governance_core.circles.model import FACILITATOR, LEAD, SECRETARY
from governance_core.kernel.errors import NotAllowed, Refusal, Unlinked
from governance_core.kernel.ids import CLOCK, CONFIG, Actor, PersonId
from governance_core.kernel.message import Command
from governance_core.people.messages import LinkAccount
from governance_core.proposals import messages as rounds
from governance_core.proposals.refusals import NoOpenObjection
from tests.rules.given import (
    CHALLENGE,
    CLEAR,
    DISCUSS,
    END_STAGE,
    HAND_OVER,
    OBJECTOR_SILENT,
    OPEN_ROUND,
    P1,
    SPONSOR,
    TEST,
    Given,
    a_round,
    abandon,
    accept,
    amend,
    appeal,
    concern,
    consent,
    correct,
    decided,
    decline,
    differs,
    discard,
    escalate,
    forward,
    found,
    helpful,
    lift,
    meet,
    nothing_remains,
    objection,
    offer,
    proposal,
    qualifies,
    question,
    react,
    reply,
    shaped,
    take_over,
    violation,
    withdraw,
    words_of,
)
from tests.rules.organisation import (
    ANA,
    BEN,
    CEM,
    COMMONS,
    DEE,
    ELI,
    FAY,
    GARDEN,
    GIL,
    MONDAY,
    REPAIR,
    Organisation,
    days,
    harbour,
    hours,
)
from tests.rules.world import Memory, World

Role = tuple[PersonId, Callable[[Given], Given]]


def as_it_is(given: Given) -> Given:
    return given


def garden() -> Given:
    """Eli proposes and Cem objects; lead is Ana, delegate Ben, facilitator Dee, secretary Fay; Gil is an admin."""
    return a_round(harbour().joined(GARDEN, ELI, CEM), by=ELI).having(CEM, objection("The pump is booked"))


def a_round_of_eli() -> Given:
    """The same before anybody objects: it is not discussed yet."""
    return a_round(harbour().joined(GARDEN, ELI, CEM), by=ELI)


def missing(*persons: PersonId) -> Callable[[Given], Given]:
    """These are away."""

    def change(given: Given) -> Given:
        for person in persons:
            given = given.but(lambda org, who=person: org.away(who, MONDAY, MONDAY + days(30)))
        return given

    return change


def newcomer(role: str | None) -> Callable[[Given], Given]:
    """Gil joined after the round opened, perhaps into a role."""

    def change(given: Given) -> Given:
        def joined(org: Organisation) -> Organisation:
            org = org.joined(GARDEN, GIL)
            return org.appointed(GARDEN, role, GIL) if role else org

        return given.but(joined)

    return change


OUTSIDER: Role = (GIL, as_it_is)
MEMBER: Role = (GIL, newcomer(None))
ELECTOR: Role = (BEN, as_it_is)
PROPOSER: Role = (ELI, as_it_is)
OBJECTOR: Role = (CEM, as_it_is)
FACILITATES: Role = (DEE, as_it_is)
FACILITATES_UNELECTED: Role = (GIL, newcomer(FACILITATOR))
RECORDS: Role = (FAY, as_it_is)
RECORDS_UNELECTED: Role = (GIL, newcomer(SECRETARY))
DEPUTY_SECRETARY: Role = (FAY, missing(DEE))
LEADS: Role = (ANA, as_it_is)
LEADS_UNELECTED: Role = (GIL, newcomer(LEAD))
DEPUTY_LEAD: Role = (ANA, missing(DEE, FAY))
NOBODY_ELSE = (OUTSIDER, MEMBER, ELECTOR, FACILITATES, RECORDS, LEADS, OBJECTOR)

ROLES = {
    "outsider": OUTSIDER,
    "member": MEMBER,
    "elector": ELECTOR,
    "proposer": PROPOSER,
    "objector": OBJECTOR,
    "facilitator": FACILITATES,
    "facilitator who is no elector": FACILITATES_UNELECTED,
    "secretary": RECORDS,
    "secretary who is no elector": RECORDS_UNELECTED,
    "secretary as deputy": DEPUTY_SECRETARY,
    "lead": LEADS,
    "lead who is no elector": LEADS_UNELECTED,
    "lead as deputy": DEPUTY_LEAD,
    "admin": OUTSIDER,
}
WITH_A_SEAT = frozenset(ROLES) - {"outsider", "admin"}
ELECTED = frozenset(role for role in WITH_A_SEAT if role != "member" and "no elector" not in role)
FACILITATING = frozenset({"facilitator", "facilitator who is no elector", "secretary as deputy", "lead as deputy"})


def asking() -> Given:
    """The same people before the round, at questions; nobody objects yet."""
    return shaped(harbour().joined(GARDEN, ELI, CEM), by=ELI)


def asked() -> Given:
    return asking().having(BEN, question("Why now?"))


def reacting() -> Given:
    return asking().having(DEE, END_STAGE)


def being_amended() -> Given:
    return reacting().having(DEE, END_STAGE)


def offered() -> Given:
    return garden().having(BEN, offer())


def orphaned() -> Given:
    """The proposal has no proposer, and Dee's objection no objector."""
    both = garden().having(DEE, objection("Harm to Dee")).told(lambda org: org.left(GARDEN, DEE))
    return both.having(ELI, HAND_OVER)


def corrected() -> Given:
    return garden().having(DEE, correct())


def carried() -> Command:
    return rounds.ProposeRole(circle=GARDEN, role=SECRETARY, person=BEN, driver="Fay moves away").meant()


def on_trial() -> Given:
    """Ben asked whether Cem's objection qualifies."""
    return garden().having(BEN, TEST)


def examined() -> Given:
    """The same where the facilitator says so; Cem gave reasons for all four."""
    org = harbour().joined(GARDEN, ELI, CEM).ruled(GARDEN, test="facilitator")
    raised = rounds.RaiseObjection(id=P1, harm="H", limits="L", caused="C", certain="C")
    return a_round(org, by=ELI).having(CEM, raised).having(BEN, TEST)


def not_found() -> Given:
    return examined().having(DEE, found("caused", "It was so before"))


def silent() -> Given:
    """Cem was reminded twice and says nothing."""
    quiet = harbour().joined(GARDEN, ELI, CEM).ruled(GARDEN, quiet_hours="off")
    given = a_round(quiet, by=ELI).having(CEM, objection("The pump is booked"))
    for reminder in (24, 48):
        given = given.at(MONDAY + hours(reminder)).having(CLOCK, OBJECTOR_SILENT)
    return given.at(MONDAY + hours(72))


TABLE: list[tuple[str, Callable[[], Given], Command, frozenset[str], str]] = [
    ("propose", garden, proposal(), WITH_A_SEAT, "members of Garden"),
    ("propose a role holder", garden, carried(), WITH_A_SEAT, "members of Garden"),
    ("consent", garden, consent(), ELECTED, "electors of Garden"),
    ("consent with a concern", garden, concern(), ELECTED, "electors of Garden"),
    ("object", garden, objection("Other harm"), ELECTED, "electors of Garden"),
    ("discuss", a_round_of_eli, DISCUSS, WITH_A_SEAT, "members of Garden"),
    ("amend", garden, amend(text="Tue"), frozenset({"proposer"}), "Only Eli can amend"),
    ("withdraw", garden, withdraw(), frozenset({"proposer"}), "Only Eli can withdraw"),
    ("hand over", garden, HAND_OVER, frozenset({"proposer"}), "Only Eli can hand P-1 over"),
    ("withdraw an objection", garden, lift(), frozenset({"objector"}), ""),
    ("offer an amendment", garden, offer("Sun"), ELECTED, "electors of Garden"),
    ("confirm an amendment", offered, accept(), frozenset({"proposer", "objector"}), "Only Cem and Eli can confirm"),
    ("decline an amendment", offered, decline(), frozenset({"proposer", "objector"}), "Only Cem and Eli can confirm"),
    ("take to a meeting", garden, meet(), ELECTED, "electors of Garden"),
    ("ask a question", asking, question(), ELECTED - {"proposer"}, ""),
    ("have no questions", asking, CLEAR, ELECTED - {"proposer"}, ""),
    ("answer a question", asked, reply(), frozenset({"proposer"}), "Only Eli can answer questions"),
    ("react", reacting, react(), ELECTED - {"proposer"}, ""),
    ("end the questions", asking, END_STAGE, FACILITATING, "can end a stage of P-1"),
    ("open the round", being_amended, OPEN_ROUND, frozenset({"proposer"}), "Only Eli can open the round"),
    ("ask for a test", garden, TEST, ELECTED, "electors of Garden"),
    ("say that it qualifies", on_trial, qualifies(), ELECTED - {"objector"}, ""),
    ("see it differently", on_trial, differs(), ELECTED - {"objector"}, ""),
    ("reword in a test", on_trial, objection("The well runs dry"), ELECTED, "electors of Garden"),
    ("say that nothing remains", on_trial, nothing_remains(), frozenset({"objector"}), ""),
    ("find that reasons are given", examined, found(), FACILITATING, "can say whether reasons are given"),
    ("appeal", not_found, appeal(number="1"), frozenset({"objector"}), ""),
    ("abandon", silent, abandon(), FACILITATING, "can mark an objection to P-1 abandoned"),
    ("discard", garden, discard(), FACILITATING, "can discard P-1"),
    ("mark editorial", garden, correct(), FACILITATING, "can put the spelling of P-1 right"),
    ("challenge a fix", corrected, CHALLENGE, ELECTED, "electors of Garden"),
    ("escalate", garden, escalate(), FACILITATING, "can escalate P-1"),
    ("forward", garden, forward(COMMONS), FACILITATING, "can forward P-1"),
]
CELLS = [
    pytest.param(world, command, role, role in allowed, who, id=f"{name}, {role}")
    for name, world, command, allowed, who in TABLE
    for role in ROLES
]


@pytest.mark.parametrize("world, command, role, allowed, who_can", CELLS)
def test_table_who_may_do_what(
    world: Callable[[], Given], command: Command, role: str, allowed: bool, who_can: str
) -> None:
    person, change = ROLES[role]
    outcome = change(world()).when(person, command)
    if allowed:
        assert outcome.whatever()
        return
    assert isinstance(outcome.refusal, Refusal), f"{role} should not"
    said = words_of(outcome.refusal, outcome.before.org.people)
    helpful(said)
    later = "fixed before you took your seat"
    assert who_can in said or ((role == "member" or "no elector" in role) and later in said), said


@pytest.mark.parametrize("private", [False, True], ids=["public", "private"])
@pytest.mark.parametrize("role", ROLES)
def test_table_a_public_circle_is_read_by_all_and_a_private_one_from_its_seats(role: str, private: bool) -> None:
    person, change = ROLES[role]
    hidden = circles.ChangeCircle(circle=GARDEN, key="private", value="true" if private else "false")
    seen = change(garden()).but(lambda org: org.decided(hidden))
    assert seen.org.circles.may_see(person, GARDEN) is (not private or role in WITH_A_SEAT)


ELSEWHERE: dict[type[Command], str] = {
    rounds.SponsorProposal: "any elector takes up what was left behind, below",
    rounds.TakeOverObjection: "the same",
    rounds.ProposeAgain: "stands for `propose`",
    rounds.ProposeRule: "the same",
    rounds.ProposeMember: "the same",
    rounds.RemindSilent: "tests/rules/test_rules_reminding.py",
    rounds.RuleViolation: "tests/rules/test_rules_testing.py",
    rounds.DecideAppeal: "the facilitator of the parent, below and in tests/rules/test_rules_testing.py",
    circles.AddMember: "members of a circle are changed by its lead, below",
    circles.RemoveMember: "the same",
    circles.ConfirmOwnPerson: "tests/rules/test_rules_sources.py",
    rounds.ProposeChange: "stands for `propose`; tests/rules/test_rules_review_permissions.py",
    rounds.ProposeDrop: "the same",
}
"""Commands with a cell of their own elsewhere."""
OF_A_CIRCLE = ("proposals", "circles")
"""Agreements have their cells in tests/rules/test_rules_review_permissions.py."""


def test_table_every_command_that_people_press_about_a_circle_has_its_cells() -> None:
    """Whoever adds a command adds its row: who may, and with what words everybody else is refused."""
    known = {type(command) for _, _, command, _, _ in TABLE} | ELSEWHERE.keys() | {rounds.ProposeRole}
    pressed = {
        command
        for feature in catalogue().all
        if feature.name in OF_A_CIRCLE
        for command in feature.commands
        if "person" in command.spec.pressed_by
    }
    assert {command.__name__ for command in pressed - known} == set()


def test_table_every_row_says_so_for_every_role_there_is() -> None:
    """The roles of the table, each once and with what makes it another: an elector or none, in the seat or a deputy."""
    assert len(CELLS) == len(TABLE) * len(ROLES)
    for word in ("outsider", "member", "elector", "proposer", "objector", "facilitator", "secretary", "lead", "admin"):
        assert word in ROLES
    for name, _, _, allowed, _ in TABLE:
        assert allowed <= set(ROLES), name


@pytest.mark.parametrize("command", [SPONSOR, take_over(2)])
@pytest.mark.parametrize(
    "role", ["outsider", "member", "elector", "proposer", "objector", "secretary", "lead", "admin"]
)
def test_table_any_elector_takes_up_what_was_left_behind(command: Command, role: str) -> None:
    person, change = ROLES[role]
    outcome = change(orphaned()).when(person, command)
    assert bool(outcome.refusal) is (role in ("outsider", "member", "admin"))


RULING = frozenset({"secretary", "secretary who is no elector", "secretary as deputy", "lead as deputy"})
"""With the secretary away the lead rules."""


@pytest.mark.parametrize("role", ROLES)
def test_table_the_secretary_rules_whether_a_rule_is_broken(role: str) -> None:
    person, change = ROLES[role]
    outcome = change(examined()).when(person, violation())
    assert (outcome.refusal is None) is (role in RULING)
    if outcome.refusal is not None:
        said = words_of(outcome.refusal, outcome.before.org.people)
        helpful(said)
        assert "can rule that a proposal breaks a rule" in said


APPEALED = {"outsider": GIL, "elector": BEN, "proposer": ANA, "objector": FAY, "facilitator": DEE, "admin": GIL}


@pytest.mark.parametrize("role", [*APPEALED, "facilitator of the parent"])
def test_table_an_appeal_is_decided_by_the_parents_facilitator(role: str) -> None:
    raised = a_round(harbour().ruled(GARDEN, test="facilitator")).having(FAY, objection()).having(BEN, TEST)
    appealed = raised.having(DEE, found("caused", "It was so before")).having(FAY, appeal())
    outcome = appealed.when(APPEALED.get(role, ELI), decided())
    assert (outcome.refusal is None) is (role == "facilitator of the parent")
    if outcome.refusal is not None:
        outcome.refused(NotAllowed, "Only Eli can decide this appeal")


def test_table_the_objector_rewords_their_objection_and_others_raise_one_of_their_own() -> None:
    reworded = garden().having(CEM, objection("In other words"))
    assert [one.person for one in reworded.state.open_objections()] == [CEM]
    other = garden().having(BEN, objection("In other words"))
    assert [one.person for one in other.state.open_objections()] == [CEM, BEN]
    garden().when(BEN, lift()).refused(NoOpenObjection, "of yours", "Only whoever raised an objection")


def test_table_members_of_a_circle_are_changed_by_its_lead_or_the_config() -> None:
    org = harbour()
    add = circles.AddMember(circle=GARDEN, person=ELI)
    assert ELI in org.decided(add, Actor.of_person(ANA)).circles.seats(GARDEN)
    assert ELI in org.decided(add, CONFIG).circles.seats(GARDEN)
    for other in (BEN, DEE, FAY, CEM, ELI, GIL):
        with pytest.raises(NotAllowed) as refused:
            org.decided(add, Actor.of_person(other))
        said = words_of(refused.value, org.people)
        helpful(said)
        assert said.startswith("Only Ana can add members to Garden.")
    for other in (BEN, DEE, CEM, GIL):
        with pytest.raises(NotAllowed):
            org.decided(circles.RemoveMember(circle=GARDEN, person=FAY), Actor.of_person(other))


def test_table_members_leave_by_themselves_and_their_roles_become_vacant() -> None:
    left = harbour().decided(circles.RemoveMember(circle=GARDEN, person=FAY), Actor.of_person(FAY))
    assert FAY not in left.circles.seats(GARDEN)
    assert left.circles.role(GARDEN, SECRETARY) is None


def test_table_without_a_lead_only_the_config_changes_members() -> None:
    org = harbour()
    with pytest.raises(NotAllowed, match="Only the config can"):
        org.decided(circles.AddMember(circle=COMMONS, person=DEE), Actor.of_person(ELI))


BY_THE_CONFIG = [
    circles.FillRole(circle=GARDEN, role=LEAD, person=BEN),
    circles.SetPolicy(circle=GARDEN, key="window", value="1h"),
    circles.SetCommonPolicy(key="window", value="1h"),
    circles.SetHome(circle=GARDEN, platform="console", place="x"),
    circles.FoundCircle(circle=GARDEN, name="x"),
    circles.CloseCircle(circle=REPAIR),
    circles.ChangeCircle(circle=GARDEN, key="name", value="x"),
    circles.DescribeOrganisation(name="x"),
]
PRESSED_BY_NO_PERSON = [
    *BY_THE_CONFIG,
    rounds.CloseRound(id=P1),
    rounds.CheckRound(id=P1),
    rounds.RemindElectors(id=P1),
    rounds.ExpireObjections(id=P1),
    rounds.ExpireOrphan(id=P1),
    rounds.SettleCorrection(id=P1),
    rounds.NoteUndone(id=P1, number=1, why="x"),
    rounds.NoteEscalation(id=P1, to=P1),
    rounds.EndTests(id=P1),
    rounds.EndAppeals(id=P1),
    rounds.RemindObjectors(id=P1),
    rounds.CheckElectors(id=P1),
    rounds.NoteAbsences(id=P1),
]


@pytest.mark.parametrize("command", PRESSED_BY_NO_PERSON, ids=lambda command: command.spec.kind)
@pytest.mark.parametrize("person", [ANA, DEE, GIL])
def test_table_roles_homes_policies_and_alarms_are_no_persons_to_press(command: Command, person: PersonId) -> None:
    with pytest.raises(NotAllowed, match=r"^Only .* can "):
        permitted(command, Actor.of_person(person), Memory())


@pytest.mark.parametrize("command", BY_THE_CONFIG, ids=lambda command: command.spec.kind)
def test_table_the_config_may(command: Command) -> None:
    permitted(command, CONFIG, Memory())


def test_table_no_command_may_be_pressed_by_everybody_and_everything() -> None:
    for kind in catalogue().by_kind.values():
        if issubclass(kind, Command):
            assert kind.spec.pressed_by, kind
            assert not {"person", "clock"} <= kind.spec.pressed_by, kind


def test_table_an_account_that_is_nobodys_may_link_itself_and_nothing_else() -> None:
    world = World.founded().memory
    stranger = Actor.of_account("discord", "1009")
    permitted(LinkAccount(code="X"), stranger, world)
    pressed = [kind for kind in catalogue().by_kind.values() if issubclass(kind, Command) and not kind.spec.strangers]
    assert len(pressed) > 30
    for kind in pressed:
        with pytest.raises(Unlinked) as refused:
            permitted(object.__new__(kind), stranger, world)
        said = words_of(refused.value, harbour().people)
        helpful(said)
        assert "This Discord account is not linked" in said
        assert "/me link code:" in said
        assert "ask Gil to add you" in said


def test_table_the_clock_presses_alarms_and_nothing_else() -> None:
    permitted(rounds.CloseRound(id=P1), CLOCK, Memory())
    for command in (consent(), withdraw(), discard(), proposal()):
        with pytest.raises(NotAllowed):
            permitted(command, CLOCK, Memory())
