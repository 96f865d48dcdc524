"""What is due when, in every state a round can be in, and what each alarm presses."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from governance_core.kernel.ids import CLOCK
from governance_core.kernel.message import Command
from governance_core.proposals.due import alarms
from governance_core.proposals.feature import PROPOSALS
from governance_core.proposals.messages import (
    CheckRound,
    CloseRound,
    EndAppeals,
    EndTests,
    ExpireObjections,
    ExpireOrphan,
    RemindElectors,
    RemindObjectors,
    SettleCorrection,
)
from governance_core.proposals.model import Proposal, Stage
from tests.rules.given import (
    DEADLINE,
    HAND_OVER,
    NOBODY_SPONSORED,
    NOBODY_TOOK_IT_OVER,
    OBJECTOR_SILENT,
    P1,
    REMINDER,
    SPONSOR,
    TEST,
    TEST_ENDS,
    Given,
    a_round,
    amend,
    consent,
    discard,
    forward,
    lift,
    objection,
    offer,
    take_over,
    withdraw,
)
from tests.rules.organisation import ANA, BEN, DEE, FAY, GARDEN, MONDAY, REPAIR, days, harbour, hours


def all_consent() -> Given:
    return a_round().having(ANA, consent()).having(BEN, consent()).having(DEE, consent()).having(FAY, consent())


def objector_left() -> Given:
    return a_round().having(FAY, objection()).told(lambda org: org.left(GARDEN, FAY))


def some_away() -> Given:
    return a_round(harbour().away(FAY, MONDAY + hours(30), MONDAY + days(9)))


STATES: dict[str, tuple[Callable[[], Given], dict[str, float]]] = {
    "consent": (a_round, {"deadline": 72, "reminder": 36}),
    "consent, reminded once": (
        lambda: a_round().wait(hours=36).having(CLOCK, REMINDER),
        {"deadline": 72, "reminder": 48},
    ),
    "consent, somebody will be away": (some_away, {"deadline": 72, "reminder": 36, "absence": 30}),
    "consent, and they answered": (lambda: some_away().having(FAY, consent()), {"deadline": 72, "reminder": 36}),
    "extended": (
        lambda: a_round().having(ANA, consent()).wait(hours=72).having(CLOCK, DEADLINE),
        {"deadline": 120, "reminder": 96},
    ),
    "amended": (lambda: a_round().wait(hours=5).having(ANA, amend(text="Tue")), {"deadline": 77, "reminder": 41}),
    "forwarded": (lambda: a_round().wait(hours=5).having(DEE, forward(REPAIR)), {"deadline": 77, "reminder": 41}),
    "objected": (lambda: a_round().having(FAY, objection()), {"objector": 24}),
    "objected, somebody will be away": (lambda: some_away().having(BEN, objection()), {"objector": 24}),
    "objected, an amendment is offered": (
        lambda: a_round().having(FAY, objection()).having(BEN, offer()),
        {"objector": 24},
    ),
    "objected, being tested": (
        lambda: a_round().having(FAY, objection()).wait(hours=2).having(BEN, TEST),
        {"test": 26},
    ),
    "objected, the objector left": (objector_left, {"objections": 48}),
    "objected, taken over": (lambda: objector_left().having(BEN, take_over()), {"objector": 24}),
    "resumed": (
        lambda: a_round().wait(hours=10).having(FAY, objection()).wait(hours=10).having(FAY, lift()),
        {"deadline": 82, "reminder": 41},
    ),
    "without a proposer": (lambda: a_round().having(ANA, HAND_OVER), {"sponsor": 72}),
    "without a proposer and an objector": (
        lambda: objector_left().wait(hours=1).having(ANA, HAND_OVER),
        {"objections": 48, "sponsor": 73},
    ),
    "sponsored": (
        lambda: a_round().having(ANA, HAND_OVER).wait(hours=1).having(BEN, SPONSOR),
        {"deadline": 73, "reminder": 36.5},
    ),
    "adopted": (all_consent, {}),
    "withdrawn": (lambda: a_round().having(ANA, withdraw()), {}),
    "discarded": (lambda: a_round().having(DEE, discard()), {}),
    "lapsed": (lambda: a_round().wait(hours=72).having(CLOCK, DEADLINE), {}),
}


@pytest.mark.parametrize("state", STATES)
def test_alarms_in_every_state(state: str) -> None:
    given, expected = STATES[state]
    due = {name: MONDAY + timedelta(hours=after) for name, after in expected.items()}
    assert given().ringing() == due


@pytest.mark.parametrize("state", STATES)
def test_alarms_are_all_to_come_and_each_has_a_command(state: str) -> None:
    given = STATES[state][0]()
    assert all(alarm.due > given.now for alarm in alarms(given.state))
    assert {alarm.name for alarm in alarms(given.state)} <= set(PROPOSALS.rings)


@pytest.mark.parametrize("state", STATES)
def test_alarms_pressed_at_their_time_ring_no_more(state: str) -> None:
    given = STATES[state][0]()
    for _ in range(20):
        ringing = given.ringing()
        if not ringing:
            break
        name = min(ringing, key=lambda one: ringing[one])
        due = ringing[name]
        given = given.at(due)
        given = given.happened(*given.when(CLOCK, PROPOSALS.rings[name](P1)).whatever())
        assert given.ringing().get(name) != due
        assert all(later > given.now or other != name for other, later in given.ringing().items())
    else:
        raise AssertionError("it rings for ever")
    assert given.state.stage in (Stage.LAPSED, Stage.WITHDRAWN, Stage.ADOPTED, Stage.DISCARDED, Stage.OBJECTED)


def test_alarms_press_the_command_of_their_name() -> None:
    pressed: dict[str, type[Command]] = {name: type(ring(P1)) for name, ring in PROPOSALS.rings.items()}
    assert pressed == {
        "deadline": CloseRound,
        "absence": CheckRound,
        "reminder": RemindElectors,
        "objections": ExpireObjections,
        "spelling": SettleCorrection,
        "objector": RemindObjectors,
        "test": EndTests,
        "appeal": EndAppeals,
        "sponsor": ExpireOrphan,
    }


def test_alarms_of_what_never_was_are_none() -> None:
    assert alarms(Proposal()) == ()


@pytest.mark.parametrize(
    "press", [DEADLINE, REMINDER, NOBODY_SPONSORED, NOBODY_TOOK_IT_OVER, TEST_ENDS, OBJECTOR_SILENT]
)
@pytest.mark.parametrize("state", STATES)
def test_alarms_pressed_before_their_time_have_no_effect(state: str, press: Command) -> None:
    given = STATES[state][0]()
    before = given.now + timedelta(seconds=1)
    names = {
        CloseRound: "deadline",
        RemindElectors: "reminder",
        ExpireOrphan: "sponsor",
        ExpireObjections: "objections",
        SettleCorrection: "spelling",
        EndTests: "test",
        RemindObjectors: "objector",
    }
    due: datetime = given.ringing().get(names[type(press)], before)  # type: ignore[index]
    early = given.at(min(before, due - timedelta(microseconds=1)))
    assert early.when(CLOCK, press).whatever() == ()
