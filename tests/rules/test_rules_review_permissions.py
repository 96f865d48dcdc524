"""Who may do what to an agreement: every cell of the table for its commands, allowed or refused with who can."""

from collections.abc import Callable

import pytest

from governance_core.circles.messages import AddMember, FillRole
from governance_core.circles.model import LEAD, SECRETARY
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import CLOCK, CONFIG, PersonId
from governance_core.kernel.message import Command
from governance_core.logbook.changing import ChangeAgreement, ForgetChange, NoteChange
from governance_core.logbook.messages import RecordDecision
from governance_core.logbook.model import Agreement
from governance_core.logbook.reviewing import (
    AskReview,
    CheckReview,
    CloseReview,
    ExpireAgreement,
    NoteOutcome,
    OpenReview,
    WarnOfExpiry,
)
from tests.rules.given import helpful, words_of
from tests.rules.living import (
    D1,
    HAPPENED,
    KEEP,
    P1,
    agreed,
    agreement,
    change,
    drop,
    due_again,
    end_it,
    late,
    new_text,
)
from tests.rules.organisation import ANA, BEN, CEM, DEE, ELI, FAY, GARDEN, GIL
from tests.rules.world import World


def _joined(role: str | None) -> Callable[[World], None]:
    def change_(world: World) -> None:
        world.does(CONFIG, AddMember(circle=GARDEN, person=GIL))
        if role:
            world.does(CONFIG, FillRole(circle=GARDEN, role=role, person=GIL))

    return change_


def _as_it_is(world: World) -> None:
    """Nobody comes or goes."""


ROLES: dict[str, tuple[PersonId, Callable[[World], None]]] = {
    "outsider": (ELI, _as_it_is),
    "member": (GIL, _joined(None)),
    "elector": (BEN, _as_it_is),
    "proposer": (ANA, _as_it_is),
    "objector": (CEM, lambda world: world.does(CEM, late()) and None),
    "facilitator": (DEE, _as_it_is),
    "secretary": (FAY, _as_it_is),
    "secretary who is no elector": (GIL, _joined(SECRETARY)),
    "lead": (ANA, _as_it_is),
    "lead who is no elector": (GIL, _joined(LEAD)),
    "admin": (GIL, _as_it_is),
}
ALL = frozenset(ROLES)
SEATED = ALL - {"outsider", "objector", "admin"}
ELECTED = frozenset({"elector", "proposer", "facilitator", "secretary", "lead"})
KEEPERS = frozenset({"proposer", "secretary", "secretary who is no elector", "lead", "lead who is no elector"})
"""The proposer is the lead here."""
NOTE = NoteOutcome(id=D1, note="We look again in autumn")
RECORD = RecordDecision(circle=GARDEN, title="A", text="B", source="meeting of 3 March")

TABLE: list[tuple[str, Callable[[], World], Command, frozenset[str], str]] = [
    ("keep", due_again, KEEP, ELECTED | {"objector"}, "Only those who sat in Garden"),
    ("change", due_again, change(), ELECTED, "Only those who sat in Garden"),
    ("drop", due_again, drop(), ELECTED, "Only those who sat in Garden"),
    ("say whether a concern came true", due_again, HAPPENED, ELECTED, "Only those who sat in Garden"),
    ("ask for the review", agreed, AskReview(id=D1), SEATED, "Only members of Garden"),
    ("propose a change", agreed, new_text(), SEATED, "Only members of Garden"),
    ("propose to drop it", agreed, end_it(), SEATED, "Only members of Garden"),
    ("object later", agreed, late("It floods"), ALL, ""),
    ("note what a review came to", due_again, NOTE, KEEPERS, "can note what reviews came to in Garden"),
    ("record a decision made elsewhere", agreed, RECORD, KEEPERS, "can record a decision of Garden"),
]
CELLS = [
    pytest.param(world, command, role, role in allowed, who, id=f"{name}, {role}")
    for name, world, command, allowed, who in TABLE
    for role in ROLES
    if not (name == "ask for the review" and role == "objector")  # their objection has opened it
]


@pytest.mark.parametrize("made, command, role, allowed, who_can", CELLS)
def test_table_who_may_do_what_to_an_agreement(
    made: Callable[[], World], command: Command, role: str, allowed: bool, who_can: str
) -> None:
    world, (person, come) = made(), ROLES[role]
    come(world)
    if allowed:
        assert world.does(person, command).events
        return
    refusal = world.refuses(person, command)
    assert isinstance(refusal, Refusal)
    said = words_of(refusal, world.people)
    helpful(said)
    assert who_can in said


PRESSED_BY_NO_PERSON: list[Command] = [
    OpenReview(id=D1),
    CloseReview(id=D1),
    CheckReview(id=D1),
    WarnOfExpiry(id=D1),
    ExpireAgreement(id=D1),
    NoteChange(id=D1, proposal=P1, circle=GARDEN, person=ANA),
    ForgetChange(id=D1, proposal=P1),
    ChangeAgreement(id=D1, proposal=P1, record=Agreement(), review="1d", expiry="", zone="UTC", day_starts="09:00"),
]


@pytest.mark.parametrize("command", PRESSED_BY_NO_PERSON, ids=lambda command: command.spec.kind)
@pytest.mark.parametrize("person", [ANA, FAY, GIL])
def test_what_follows_by_itself_is_pressed_by_nobody(person: PersonId, command: Command) -> None:
    world = due_again()
    assert world.refuses(person, command).code == "not_allowed"
    assert agreement(world).stands


def test_an_alarm_that_rings_too_early_or_twice_changes_nothing() -> None:
    world = agreed(expiry="2027-01-01")
    for command in PRESSED_BY_NO_PERSON[:2] + PRESSED_BY_NO_PERSON[3:5]:
        assert not world.does(CLOCK, command).events
