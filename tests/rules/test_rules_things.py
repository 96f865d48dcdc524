"""Shared things: who may add and borrow what, no double booking ever, and what becomes of a loan."""

from datetime import UTC, datetime, timedelta

import pytest

from governance_core.cards.plain import plain_card
from governance_core.circles.messages import CloseCircle, FillRole, SetPolicy
from governance_core.kernel.errors import Closed, Invalid, NotAllowed, Refusal, Unknown
from governance_core.kernel.ids import CONFIG, Actor, CircleId, PersonId, StreamId, Via
from governance_core.kernel.message import Command
from governance_core.people.messages import AddAccount, ChooseSettings, LeaveOrganisation
from governance_core.proposals.messages import (
    AnswerRound,
    EscalateProposal,
    RaiseObjection,
    TakeToMeeting,
    WithdrawProposal,
)
from governance_core.proposals.model import Stage
from governance_core.things.guards import (
    FewerThanLent,
    NotBack,
    NotFree,
    OwnLoan,
    StillLent,
    TooLong,
    TooManyLoans,
)
from governance_core.things.loan_events import (
    LoanBooked,
    LoanEnded,
    LoanExtended,
    LoanLent,
    LoanLongerAsked,
    LoanLongerRefused,
    LoanNotThere,
    LoanReminded,
    LoanReturned,
)
from governance_core.things.loan_messages import (
    AcceptLoan,
    CancelLoan,
    DeclineLoan,
    ExtendLoan,
    HandLoans,
    LendThing,
    RequestLoan,
    ReturnThing,
    ShowLoan,
)
from governance_core.things.messages import AddThing, ChangeThing, ReportDamage, ReportRepair, RetireThing
from governance_core.things.model import Standing, Step, Thing
from tests.rules.given import Names, helpful, words_of
from tests.rules.organisation import ANA, BEN, CARE, CEM, COMMONS, DEE, ELI, FAY, GARDEN, GIL, REPAIR, days, hours
from tests.rules.world import FEATURES, World

T1, T2 = StreamId("T-1"), StreamId("T-2")


@pytest.fixture
def world() -> World:
    """Garden lends a drill to everybody on request: Ana leads it, Fay is its secretary."""
    world = World.founded()
    world.does(ANA, added())
    return world


def added(circle: CircleId = GARDEN, **fields: str) -> AddThing:
    return AddThing(circle=circle, **{"name": "Hammer drill", **fields})


def asked(start: str | None = None, until: str = "2h", thing: StreamId = T1, **fields: str) -> RequestLoan:
    return RequestLoan(id=thing, start=start, until=until, **fields)


def thing(world: World, stream: StreamId = T1) -> Thing:
    found: Thing = world.memory.state(stream)
    return found


def standing(world: World, loan: int = 1, stream: StreamId = T1) -> Standing:
    state = thing(world, stream)
    return state.loans[loan].standing if loan in state.loans else dict(state.over)[loan]


def freely(world: World, **fields: str) -> None:
    world.does(ANA, ChangeThing(id=T1, lent="freely", **fields))


def refused(world: World, by: PersonId, command: Command, why: type[Refusal], *words: str) -> None:
    refusal = world.refuses(by, command)
    assert type(refusal) is why, repr(refusal)
    read = words_of(refusal, world.people)
    helpful(read)
    assert all(part in read for part in words), read


def seen(world: World, stream: StreamId = T1) -> str:
    feature = FEATURES.of_stream(stream)
    assert feature is not None
    assert feature.card is not None
    return plain_card(feature.card(stream, thing(world, stream), world.memory, None), Names(world.people, "UTC"))


def kinds(world: World, stream: StreamId = T1) -> list[type]:
    return [type(one.event) for one in world.memory.recorded(stream)]


def told(world: World, note: str) -> set[str]:
    return {posting.place for posting in world.posted() if posting.note == note}


def test_whoever_keeps_the_things_of_a_circle_adds_changes_and_retires_them(world: World) -> None:
    for somebody in (BEN, DEE, ELI):
        refused(world, somebody, added(), NotAllowed, "Only Ana or Fay can add things to Garden")
        refused(world, somebody, ChangeThing(id=T1, name="Drill"), NotAllowed, "Only Ana or Fay can change T-1")
        refused(world, somebody, RetireThing(id=T1), NotAllowed, "Only Ana or Fay can retire T-1")
    world.does(CONFIG, FillRole(circle=GARDEN, role="keeper", person=DEE))
    world.does(DEE, ChangeThing(id=T1, name="Drill"))
    world.does(FAY, RetireThing(id=T1, reason="Beyond repair"))
    assert world.does(FAY, RetireThing(id=T1)).events == ()
    refused(world, BEN, asked(), Closed, "retired", "/share list")


def test_where_a_circle_names_nobody_those_above_keep_its_things(world: World) -> None:
    for role in ("lead", "delegate", "secretary"):
        world.does(CONFIG, FillRole(circle=GARDEN, role=role, person=None))
    world.does(CEM, ChangeThing(id=T1, name="Drill"))
    for role in ("lead", "delegate"):
        world.does(CONFIG, FillRole(circle=CARE, role=role, person=None))
    refused(world, ELI, added(CARE), NotAllowed, "Ask an admin to name a keeper")


def test_a_thing_needs_a_name_a_whole_number_and_a_length_that_is_one(world: World) -> None:
    refused(world, ANA, added(name=" "), Invalid, "The name is empty.")
    refused(world, ANA, added(name="x" * 81), Invalid, "at most 80 fit")
    for wrong in ("0", "-1", "2.5", "many", "10000", "²"):
        refused(world, ANA, added(quantity=wrong), Invalid, "is not a whole number from 1 to 9999")
    refused(world, ANA, added(longest="long"), Invalid, "Write off")
    refused(world, ANA, added(CircleId("nowhere")), Unknown)
    refused(world, ANA, asked(quantity="half"), Invalid, "whole number")


def test_freely_lent_is_booked_at_once_and_with_the_borrower_from_its_start(world: World) -> None:
    freely(world)
    receipt = world.does(BEN, asked("2026-03-03 10:00", "2h"))
    assert [type(one) for one in receipt.events][-1] is LoanBooked
    assert told(world, "whisper") == set()
    world.wait(days(1) + hours(2))
    assert standing(world) is Standing.OUT
    world.does(BEN, ReturnThing(id=T1))
    assert world.does(BEN, ReturnThing(id=T1, loan="1")).events == ()
    assert standing(world) is Standing.RETURNED


def test_on_request_somebody_else_who_keeps_it_accepts_or_declines_with_a_reason(world: World) -> None:
    world.does(BEN, asked())
    assert told(world, "whisper") == {"ana", "fay"}
    assert standing(world) is Standing.ASKED
    for somebody in (BEN, DEE):
        refused(world, somebody, AcceptLoan(id=T1), OwnLoan if somebody == BEN else NotAllowed, "Ana or Fay")
    refused(world, ANA, DeclineLoan(id=T1, reason=" "), Invalid, "reason")
    world.does(ANA, DeclineLoan(id=T1, reason="It is being cleaned"))
    assert told(world, "whisper") == {"ben"}
    assert world.does(ANA, DeclineLoan(id=T1, loan="1", reason="Again")).events == ()
    refused(world, ANA, AcceptLoan(id=T1, loan="1"), Closed, "declined", "/share request")
    world.does(BEN, asked())
    world.does(FAY, AcceptLoan(id=T1))
    assert world.does(ANA, AcceptLoan(id=T1, loan="2")).events == ()
    refused(world, ANA, DeclineLoan(id=T1, loan="2", reason="No"), Invalid, "booked already", "cancel")


def test_a_keeper_asks_another_one_and_is_booked_at_once_where_there_is_none(world: World) -> None:
    world.does(ANA, asked())
    refused(world, ANA, AcceptLoan(id=T1), OwnLoan, "Ask Fay to.")
    world.does(FAY, AcceptLoan(id=T1))
    world.does(CEM, added(COMMONS))
    world.does(CEM, asked(thing=T2))
    assert standing(world, stream=T2) is Standing.BOOKED


@pytest.mark.parametrize(
    "reach, may",
    [("circle", {ANA, BEN, DEE, FAY}), ("below", {ANA, BEN, DEE, FAY}), ("all", {ANA, BEN, DEE, FAY, CEM, ELI})],
)
def test_it_is_lent_to_those_it_is_for(world: World, reach: str, may: set[PersonId]) -> None:
    world.does(ANA, ChangeThing(id=T1, reach=reach, quantity="9"))
    for somebody in (ANA, BEN, CEM, DEE, ELI, FAY):
        if somebody in may:
            world.does(somebody, asked())
        else:
            refused(
                world, somebody, asked(), NotAllowed, "Only members of Garden can borrow T-1", "/circle show garden"
            )


def test_circles_below_borrow_where_it_is_for_them(world: World) -> None:
    world.does(CEM, added(COMMONS, reach="below"))
    world.does(DEE, asked(thing=T2))
    refused(world, GIL, asked(thing=T2), NotAllowed, "Only members of Commons")


def test_a_thing_of_a_private_circle_is_there_for_its_seats_alone(world: World) -> None:
    world.does(ELI, added(CARE, reach="all", lent="freely"))
    refused(world, BEN, asked(thing=T2), Unknown, "There is no T-2 here.")
    world.does(ANA, asked(thing=T2))
    feature = FEATURES.of_stream(T2)
    assert feature is not None
    assert not feature.sees(thing(world, T2), BEN, world.memory)


def test_nothing_is_booked_twice_and_the_refusal_says_who_has_it_and_when_it_is_free(world: World) -> None:
    world.does(BEN, asked("2026-03-06 10:00", "2026-03-06 12:00"))
    for start, until in (("11:00", "13:00"), ("09:30", "10:01"), ("10:30", "11:00"), ("09:30", "13:00")):
        refused(
            world,
            DEE,
            asked(f"2026-03-06 {start}", f"2026-03-06 {until}"),
            NotFree,
            "T-1 (Hammer drill) is not free",
            "Ben has it (Fri 6 Mar 2026 10:00 – 12:00)",
            "start:“2026-03-06 12:00”",
        )
    world.does(DEE, asked("2026-03-06 12:00", "1h"))
    world.does(DEE, asked("2026-03-06 09:00", "1h"))
    assert len(thing(world).loans) == 3


def test_what_is_declined_cancelled_or_given_back_early_is_free_for_others(world: World) -> None:
    freely(world)
    world.does(BEN, asked("2026-03-03", "2026-03-05"))
    refused(world, DEE, asked("2026-03-04", "2026-03-04"), NotFree, "Tue 3 Mar 2026 – Thu 5 Mar 2026, all day")
    world.does(BEN, CancelLoan(id=T1))
    assert world.does(BEN, CancelLoan(id=T1, loan="1")).events == ()
    world.does(DEE, asked(None, "2026-03-05"))
    world.wait(hours(5))
    world.does(DEE, ReturnThing(id=T1))
    world.does(BEN, asked(None, "2026-03-05"))


def test_of_several_as_many_as_there_are_are_booked_at_any_instant(world: World) -> None:
    world.does(ANA, ChangeThing(id=T1, quantity="5", lent="freely"))
    world.does(BEN, asked("2026-03-06 10:00", "2026-03-06 12:00", quantity="2"))
    world.does(DEE, asked("2026-03-06 11:00", "2026-03-06 14:00", quantity="2"))
    refused(world, CEM, asked("2026-03-06 08:00", "2026-03-06 18:00", quantity="2"), NotFree, "has 1 free", "ask for 2")
    world.does(CEM, asked("2026-03-06 12:00", "2026-03-06 18:00", quantity="3"))
    refused(world, ANA, ChangeThing(id=T1, quantity="4"), FewerThanLent, "5 of T-1", "cannot be 4")
    refused(world, ELI, asked(quantity="6"), NotFree, "has 5 free", "Ask for fewer")


def test_the_longest_loan_is_what_its_keepers_say(world: World) -> None:
    world.does(ANA, ChangeThing(id=T1, longest="2d"))
    world.does(BEN, asked("2026-03-07", "2026-03-08"))
    refused(world, DEE, asked("2026-03-10", "2026-03-12"), TooLong, "lent for 2 days at most", "ask Ana or Fay")
    world.does(ANA, ChangeThing(id=T1, longest="off"))
    assert "days at most" not in seen(world)
    world.does(DEE, asked("2026-03-10", "2026-06-30"))


def test_where_they_say_nothing_it_is_what_the_circles_rules_say(world: World) -> None:
    assert "to everybody, for 30 days at most" in seen(world)
    refused(world, DEE, asked("2026-03-10", "2027-03-01"), TooLong, "lent for 30 days at most", "ask Ana or Fay")
    world.does(CONFIG, SetPolicy(circle=GARDEN, key="longest_loan", value="2d"))
    refused(world, DEE, asked("2026-03-10", "2026-03-12"), TooLong, "lent for 2 days at most")
    world.does(CONFIG, SetPolicy(circle=GARDEN, key="longest_loan", value="off"))
    world.does(DEE, asked("2026-03-10", "2026-12-31"))
    world.does(ANA, ChangeThing(id=T1, longest="3d"))
    world.does(ANA, ChangeThing(id=T1, longest="usual"))
    assert thing(world).longest == ""


def test_a_start_that_has_passed_or_is_years_ahead_and_an_end_before_it_are_refused(world: World) -> None:
    refused(world, BEN, asked("2026-03-01", "2026-03-05"), Invalid, "has passed")
    refused(world, BEN, asked("2027-06-01", "2h"), Invalid, "more than a year ahead")
    refused(world, BEN, asked("2026-03-06 12:00", "2026-03-06 12:00"), Invalid, "not after its start")
    refused(world, BEN, asked("2026-03-06", "2026-03-05"), Invalid, "not after its start")
    refused(world, BEN, asked("2026-02-30", "2h"), Invalid, "not in the calendar")
    world.does(BEN, asked("2026-03-02", "2026-03-02"))
    assert thing(world).loans[1].start == world.now


def test_one_person_has_ten_loans_of_a_thing_at_most(world: World) -> None:
    world.does(ANA, ChangeThing(id=T1, quantity="99"))
    for _ in range(10):
        world.does(BEN, asked())
    refused(world, BEN, asked(), TooManyLoans, "You have 10 loans of T-1")


def test_only_who_keeps_it_hands_out_what_is_lent_on_request(world: World) -> None:
    world.does(BEN, asked())
    refused(world, ANA, LendThing(id=T1, loan="1"), Invalid, "not decided yet")
    world.does(ANA, AcceptLoan(id=T1))
    refused(world, BEN, LendThing(id=T1), OwnLoan, "Ask Ana or Fay")
    world.does(ANA, LendThing(id=T1))
    assert world.does(ANA, LendThing(id=T1, loan="1")).events == ()
    refused(world, DEE, ReturnThing(id=T1), NotAllowed, "Only Ben, Ana or Fay can")
    refused(world, BEN, CancelLoan(id=T1, loan="1"), Invalid, "handed out", "/share return")
    world.does(BEN, ReturnThing(id=T1))


def test_handed_out_before_its_time_it_begins_then_where_it_is_free(world: World) -> None:
    freely(world)
    world.does(BEN, asked("2026-03-03 09:00", "2026-03-03 18:00"))
    world.does(BEN, LendThing(id=T1))
    assert thing(world).loans[1].start == world.now
    world.does(BEN, ReturnThing(id=T1))
    world.does(DEE, asked("2026-03-02 10:00", "2h"))
    world.does(BEN, asked("2026-03-03 09:00", "2026-03-03 18:00"))
    refused(world, BEN, LendThing(id=T1, loan="3"), NotFree, "Dee has it")


def test_what_is_not_back_is_not_handed_out_and_is_missed_for_a_day_ahead(world: World) -> None:
    freely(world)
    world.does(BEN, asked(None, "3h"))
    world.does(DEE, asked("2026-03-02 12:00", "1d"))
    world.wait(hours(3))
    assert kinds(world)[-2:] == [LoanReminded, LoanNotThere]
    refused(world, DEE, LendThing(id=T1), NotBack, "Ben has it", "overdue", "bring it back")
    world.does(DEE, CancelLoan(id=T1))
    refused(world, CEM, asked(None, "2h"), NotFree, "overdue")
    world.does(CEM, asked("2026-03-04", "2026-03-04"))
    world.does(BEN, ReturnThing(id=T1))
    world.does(CEM, asked(None, "2h"))


def test_those_whose_time_has_begun_hear_that_it_is_back(world: World) -> None:
    freely(world)
    world.does(BEN, asked(None, "3h"))
    world.does(DEE, asked("2026-03-02 12:00", "1d"))
    world.wait(hours(4))
    world.does(BEN, ReturnThing(id=T1))
    assert told(world, "whisper") == {"dee"}
    world.does(DEE, LendThing(id=T1))
    assert standing(world, 2) is Standing.OUT


def test_it_is_kept_longer_where_it_is_free_and_for_no_longer_than_it_is_lent(world: World) -> None:
    freely(world, longest="4d")
    world.does(BEN, asked(None, "1d"))
    world.does(DEE, asked("2026-03-05", "2026-03-05"))
    world.does(BEN, ExtendLoan(id=T1, until="1d"))
    assert thing(world).loans[1].until == datetime(2026, 3, 4, 9, tzinfo=UTC)
    refused(world, BEN, ExtendLoan(id=T1, until="2026-03-05 10:00"), NotFree, "Dee has it")
    world.does(DEE, CancelLoan(id=T1, loan="2"))
    refused(world, BEN, ExtendLoan(id=T1, until="2026-03-09"), TooLong, "4 days")
    refused(world, BEN, ExtendLoan(id=T1, until="2026-03-03"), Invalid, "not after")
    refused(world, DEE, ExtendLoan(id=T1, until="1d"), NotAllowed, "Only Ben, Ana or Fay")
    world.does(ANA, ChangeThing(id=T1, lent="request"))
    world.does(ANA, ExtendLoan(id=T1, until="1h"))


def lent(world: World, who: PersonId = BEN, until: str = "1d") -> None:
    """The drill is with somebody who asked for it."""
    loan = str(world.does(who, asked(None, until)).events[-1].loan)  # type: ignore[attr-defined]
    world.does(ANA, AcceptLoan(id=T1, loan=loan))
    world.does(ANA, LendThing(id=T1, loan=loan))


def test_a_borrower_asks_to_keep_it_and_whoever_keeps_it_says_yes(world: World) -> None:
    lent(world)
    world.does(DEE, asked("2026-03-05", "2026-03-05"))
    refused(world, BEN, ExtendLoan(id=T1, until="2026-03-05 10:00"), NotFree, "Dee has it")
    refused(world, BEN, ExtendLoan(id=T1, until="60d"), TooLong, "30 days")
    (ask,) = world.does(BEN, ExtendLoan(id=T1, until="1d")).events
    assert isinstance(ask, LoanLongerAsked)
    assert ask.keepers == (ANA, FAY)
    assert world.does(BEN, ExtendLoan(id=T1, until="1d")).events == ()
    assert "lent, asks to keep it" in seen(world)
    refused(world, CEM, asked("2026-03-04 06:00", "2h"), NotFree, "Ben has it")  # what was asked for takes its place
    refused(world, BEN, AcceptLoan(id=T1, loan="1"), OwnLoan, "Ask Ana or Fay")
    refused(world, DEE, AcceptLoan(id=T1, loan="1"), NotAllowed, "Only Ana or Fay")
    world.does(FAY, AcceptLoan(id=T1, loan="1"))
    assert thing(world).loans[1].until == datetime(2026, 3, 4, 9, tzinfo=UTC)
    assert thing(world).loans[1].wants is None
    world.does(ANA, ExtendLoan(id=T1, loan="1", until="1h"))


def test_or_no_with_a_reason_and_then_its_time_is_free_for_others(world: World) -> None:
    lent(world)
    world.does(BEN, ExtendLoan(id=T1, until="2d"))
    refused(world, ANA, DeclineLoan(id=T1, reason=" "), Invalid, "Say why it is needed back")
    (no,) = world.does(ANA, DeclineLoan(id=T1, reason="Dee comes")).events
    assert isinstance(no, LoanLongerRefused)
    assert told(world, "whisper") >= {"ben"}
    world.does(DEE, asked("2026-03-03 10:00", "1d"))
    assert thing(world).loans[1].until == datetime(2026, 3, 3, 9, tzinfo=UTC)


def test_asked_too_late_it_is_extended_to_a_later_end_or_declined(world: World) -> None:
    lent(world)
    world.does(BEN, ExtendLoan(id=T1, until="1d"))
    world.wait(days(3))
    refused(world, ANA, AcceptLoan(id=T1), Invalid, "has passed", "/share extend")
    world.does(ANA, ExtendLoan(id=T1, until="3d"))
    assert thing(world).loans[1].wants is None
    world.does(BEN, ExtendLoan(id=T1, until="1d"))
    world.does(BEN, ReturnThing(id=T1))
    refused(world, ANA, AcceptLoan(id=T1, loan="1"), Closed, "returned")


def test_who_keeps_it_alone_extends_it_themselves(world: World) -> None:
    for role in ("secretary", "lead", "delegate"):
        world.does(CONFIG, FillRole(circle=GARDEN, role=role, person=None))
    world.does(CONFIG, FillRole(circle=GARDEN, role="keeper", person=BEN))
    for role in ("secretary", "treasurer", "facilitator"):
        world.does(CONFIG, FillRole(circle=COMMONS, role=role, person=None))
    world.does(BEN, asked(None, "1d"))
    world.does(BEN, LendThing(id=T1))
    (event,) = world.does(BEN, ExtendLoan(id=T1, until="1d")).events
    assert type(event) is LoanExtended


def test_what_is_overdue_when_the_next_one_comes_is_said_to_both(world: World) -> None:
    lent(world)
    world.does(DEE, asked("2026-03-03 12:00", "4h"))
    world.does(ANA, AcceptLoan(id=T1, loan="2"))
    world.wait(days(1) + hours(3))
    (missing,) = [one.event for one in world.memory.recorded(T1) if isinstance(one.event, LoanNotThere)]
    assert (missing.borrower, missing.late, missing.keepers) == (DEE, (BEN,), (ANA, FAY))
    assert told(world, "whisper") >= {"dee", "ben", "ana"}
    assert kinds(world).count(LoanNotThere) == 1
    world.does(BEN, ReturnThing(id=T1, loan="1"))
    world.does(ANA, LendThing(id=T1, loan="2"))


def test_at_night_both_hear_of_it_in_the_morning_if_it_is_not_back_by_then(world: World) -> None:
    lent(world, until="12h")
    world.does(DEE, asked("2026-03-03", "2026-03-03"))
    world.does(ANA, AcceptLoan(id=T1, loan="2"))
    world.wait(hours(17))
    assert LoanNotThere not in kinds(world)
    world.wait(hours(8))
    assert kinds(world).count(LoanNotThere) == 1


def test_nobody_is_woken_for_what_is_back_in_the_morning(world: World) -> None:
    lent(world, until="12h")
    world.does(DEE, asked("2026-03-03", "2026-03-03"))
    world.does(ANA, AcceptLoan(id=T1, loan="2"))
    world.wait(hours(17))
    world.does(BEN, ReturnThing(id=T1, loan="1"))
    world.wait(hours(8))
    assert LoanNotThere not in kinds(world)


def test_a_room_is_used_where_it_is_and_its_time_ends_by_itself(world: World) -> None:
    world.does(ANA, added(name="Greenhouse", kind="room", lent="freely"))
    world.does(BEN, asked(None, "2h", T2))
    refused(world, BEN, LendThing(id=T2), Invalid, "used where it is")
    world.does(BEN, ReturnThing(id=T2))
    world.does(DEE, asked(None, "2h", T2))
    refused(world, BEN, ReturnThing(id=T2, loan="3"), Unknown, "loan 3 of T-2")
    world.wait(hours(2))
    assert kinds(world, T2)[-1] is LoanEnded
    assert standing(world, 2, T2) is Standing.OVER
    assert world.does(DEE, ReturnThing(id=T2, loan="2")).events == ()
    world.does(DEE, asked("2026-03-05 10:00", "2h", T2))
    refused(world, DEE, ReturnThing(id=T2, loan="3"), Invalid, "has not begun", "/share cancel")


def test_what_nobody_decided_or_handed_out_ends_with_its_time(world: World) -> None:
    world.does(BEN, asked(None, "2h"))
    world.does(BEN, asked("2026-03-03 10:00", "2h"))
    world.does(ANA, AcceptLoan(id=T1, loan="2"))
    world.wait(days(2))
    assert (standing(world, 1), standing(world, 2)) == (Standing.LAPSED, Standing.LAPSED)


def test_the_borrower_is_reminded_a_day_before_and_when_it_is_overdue_then_its_keepers(world: World) -> None:
    freely(world)
    world.does(BEN, asked(None, "3d"))
    world.wait(days(20))
    reminded = [one.event for one in world.memory.recorded(T1) if isinstance(one.event, LoanReminded)]
    assert [(one.step, one.persons) for one in reminded] == [
        (Step.SOON, (BEN,)),
        (Step.OVERDUE, (BEN,)),
        (Step.LATE, (ANA, FAY)),
    ]
    assert [one.at - world.now for one in reminded] == [days(-18), days(-17), days(-14)]
    assert "[lent, overdue]" in seen(world)


def test_nobody_is_reminded_at_night_nor_of_an_end_that_passes_meanwhile(world: World) -> None:
    freely(world)
    world.does(BEN, asked(None, "2026-03-04"))
    world.wait(days(4))
    reminded = [one.event for one in world.memory.recorded(T1) if isinstance(one.event, LoanReminded)]
    assert [(one.step, one.at) for one in reminded] == [
        (Step.SOON, datetime(2026, 3, 4, 8, tzinfo=UTC)),
        (Step.OVERDUE, datetime(2026, 3, 5, 8, tzinfo=UTC)),
    ]


def test_after_a_downtime_one_reminder_stands_for_those_it_missed(world: World) -> None:
    freely(world)
    world.does(BEN, asked(None, "3d"))
    world.sleep(days(3) + hours(1))
    world.sweep()
    reminded = [one.event for one in world.memory.recorded(T1) if isinstance(one.event, LoanReminded)]
    assert [(one.step, one.persons) for one in reminded] == [(Step.SOON, ()), (Step.OVERDUE, (BEN,))]
    world.sleep(days(4))
    world.sweep()
    assert [type(one) for one in world.does(BEN, ReturnThing(id=T1)).events] == [LoanReturned]


def test_a_borrower_elsewhere_is_reminded_where_they_are(world: World) -> None:
    freely(world)
    world.does(CEM, asked(None, "3d"))
    world.wait(days(2))
    reminded = [one.event for one in world.memory.recorded(T1) if isinstance(one.event, LoanReminded)]
    assert reminded[0].direct == {CEM: ""}


def test_damaged_it_is_not_lent_until_it_is_repaired(world: World) -> None:
    freely(world)
    world.does(BEN, asked("2026-03-03 10:00", "2h"))
    refused(world, GIL, ReportDamage(id=T1, what=" "), Invalid, "what is empty")
    world.does(DEE, ReportDamage(id=T1, what="The chuck is stuck"))
    assert told(world, "whisper") == {"ana", "fay", "ben"}
    assert told(world, "announce") == {"garden"}
    assert "[damaged]" in seen(world)
    refused(world, DEE, ReportDamage(id=T1, what="Again"), Invalid, "out of use already")
    refused(world, CEM, asked(), NotFree, "it is damaged", "/share repaired")
    refused(world, BEN, LendThing(id=T1), NotBack, "1 of 1 damaged")
    world.wait(days(1) + hours(1))
    assert LoanNotThere in kinds(world)
    refused(world, BEN, ReportRepair(id=T1), NotAllowed, "Only Ana or Fay")
    world.does(ANA, ReportRepair(id=T1, what="New chuck"))
    assert world.does(ANA, ReportRepair(id=T1)).events == ()
    world.does(BEN, LendThing(id=T1))


def test_it_is_not_retired_while_somebody_has_it_and_then_what_was_booked_is_cancelled(world: World) -> None:
    freely(world)
    world.does(BEN, asked(None, "2h"))
    world.does(DEE, asked("2026-03-05", "2026-03-05"))
    refused(world, ANA, RetireThing(id=T1), StillLent, "with Ben", "/share return")
    world.does(BEN, ReturnThing(id=T1))
    world.does(ANA, RetireThing(id=T1))
    assert told(world, "whisper") == {"dee"}
    assert (standing(world, 2), thing(world).loans) == (Standing.CANCELLED, {})
    refused(world, DEE, CancelLoan(id=T1, loan="7"), Unknown, "loan 7 of T-1")


def test_a_keeper_cancels_with_a_reason_that_the_borrower_hears(world: World) -> None:
    world.does(BEN, asked())
    refused(world, ANA, CancelLoan(id=T1), Invalid, "reason is empty")
    refused(world, DEE, CancelLoan(id=T1), NotAllowed, "Only Ben, Ana or Fay can cancel")
    world.does(ANA, CancelLoan(id=T1, reason="We need it ourselves"))
    assert told(world, "whisper") == {"ben"}


def test_which_loan_is_meant_is_said_where_there_are_several(world: World) -> None:
    world.does(ANA, ChangeThing(id=T1, quantity="3"))
    refused(world, ANA, AcceptLoan(id=T1), Invalid, "There is no loan of T-1 to accept", "/share show T-1")
    world.does(BEN, asked())
    world.does(DEE, asked())
    refused(world, ANA, AcceptLoan(id=T1), Invalid, "Several loans", "Say which: 1, 2.")
    world.does(ANA, AcceptLoan(id=T1, loan="loan 2"))
    world.does(BEN, CancelLoan(id=T1))
    assert (standing(world, 1), standing(world, 2)) == (Standing.CANCELLED, Standing.BOOKED)


def test_what_a_leaver_booked_is_free_and_what_they_have_is_to_be_fetched(world: World) -> None:
    world.does(ANA, ChangeThing(id=T1, quantity="2", lent="freely"))
    world.does(DEE, asked(None, "2d"))
    world.does(DEE, asked("2026-03-06", "2026-03-06"))
    world.does(CONFIG, LeaveOrganisation(person=DEE))
    assert (standing(world, 1), standing(world, 2)) == (Standing.OUT, Standing.CANCELLED)
    assert {"ana", "fay"} <= told(world, "whisper")
    world.wait(days(2))
    reminded = [one.event.persons for one in world.memory.recorded(T1) if isinstance(one.event, LoanReminded)]
    assert reminded == [(ANA, FAY), (ANA, FAY)]
    world.does(ANA, ReturnThing(id=T1))


def test_a_circle_is_not_closed_before_its_things_have_a_home(world: World) -> None:
    refused_words = words_of(world.refuses(CONFIG, CloseCircle(circle=GARDEN)), world.people)
    assert (
        "T-1 is kept here: ask whoever keeps them to move them with /share change T-1 circle:commons" in refused_words
    )
    refused(world, ANA, ChangeThing(id=T1, circle=REPAIR), NotAllowed, "Only Cem can take things into Repair")
    world.does(ANA, ChangeThing(id=T1, circle=COMMONS))
    assert thing(world).circle == COMMONS
    assert "T-1" not in words_of(world.refuses(CONFIG, CloseCircle(circle=GARDEN)), world.people)


def test_a_thing_of_a_private_circle_is_not_moved_out_with_its_history(world: World) -> None:
    world.does(ELI, added(CARE))
    refused(world, ELI, ChangeThing(id=T2, circle=COMMONS), Invalid, "Care is private", "/share add")


def test_a_loan_across_a_clock_change_lasts_whole_days_in_the_zone_of_who_keeps_it(world: World) -> None:
    freely(world, longest="off")
    world.does(BEN, asked("2026-03-28", "2026-03-29"))
    spring = thing(world).loans[1]
    assert spring.until - spring.start == timedelta(hours=47)
    assert "Sat 28 Mar 2026 – Sun 29 Mar 2026, all day" in seen(world)
    world.does(DEE, asked("2026-10-24", "2026-10-25"))
    autumn = thing(world).loans[2]
    assert autumn.until - autumn.start == timedelta(hours=49)
    world.does(CEM, asked("2026-03-27 18:00", "6h"))
    world.does(CEM, asked("2026-03-30", "2026-10-23"))
    assert (thing(world).loans[3].until, thing(world).loans[4].start) == (spring.start, spring.until)
    assert thing(world).loans[4].until == autumn.start


def test_the_card_says_how_it_is_lent_who_keeps_it_and_that_a_request_holds_its_place(world: World) -> None:
    world.does(ANA, ChangeThing(id=T1, place="The shed", longest="14d", quantity="3"))
    world.does(BEN, asked("2026-03-06", "2026-03-06", quantity="2"))
    card = seen(world)
    for words in (
        "T-1 · Hammer drill · Garden",
        "Kind: tool, 3 of it",
        "Kept by: Ana or Fay",
        "Lent: on request: its keeper accepts; to everybody, for 14 days at most",
        "Where: The shed",
        "Calendar (Europe/Lisbon)",
        "1 · Fri 6 Mar 2026, all day · Ben × 2 · asked, held until it is decided [Decide]",
        "A request holds its place until it is decided.",
    ):
        assert words in card, card
    assert ShowLoan.spec.action == "loan"
    assert LoanLent not in kinds(world)


def consented(world: World, **fields: str) -> StreamId:
    """Garden decides about its drill, and Ben asks for it; the proposal."""
    world.does(ANA, ChangeThing(id=T1, lent="consent", **fields))
    world.does(BEN, asked("2026-03-20", "2026-03-21", purpose="Shelves"))
    return StreamId(thing(world).loans[1].proposal)


def test_what_is_lent_by_consent_is_put_to_the_circle_and_held_meanwhile(world: World) -> None:
    proposal = consented(world)
    state = world.proposal(proposal)
    assert (standing(world), state.circle, state.proposer) == (Standing.PROPOSED, GARDEN, BEN)
    assert set(state.electors) == {ANA, DEE, FAY}
    assert state.wording.title == "Lend T-1 (Hammer drill) to Ben, Fri 20 Mar 2026 – Sat 21 Mar 2026, all day"
    refused(world, DEE, asked("2026-03-21", "2026-03-21"), NotFree, "Ben has it")
    refused(world, ANA, AcceptLoan(id=T1), Invalid, "decides this by consent", f"You can answer {proposal}")
    for somebody in (ANA, DEE, FAY):
        world.does(somebody, AnswerRound(id=proposal, answer="consent"))
    assert standing(world) is Standing.BOOKED
    assert world.proposal(proposal).stage is Stage.ADOPTED
    assert "booked [Hand out]" in seen(world)


def test_a_circle_that_does_not_consent_lends_nothing(world: World) -> None:
    proposal = consented(world)
    world.does(BEN, WithdrawProposal(id=proposal))
    assert standing(world) is Standing.DECLINED
    world.does(DEE, asked("2026-03-20", "2026-03-20"))
    world.wait(days(10))
    assert standing(world, 2) is Standing.DECLINED


def test_whoever_needs_it_no_more_takes_the_proposal_along(world: World) -> None:
    proposal = consented(world)
    world.does(BEN, CancelLoan(id=T1))
    assert world.proposal(proposal).stage is Stage.WITHDRAWN
    world.does(DEE, asked("2026-03-20", "2026-03-20"))
    other = StreamId(thing(world).loans[2].proposal)
    world.does(ANA, RetireThing(id=T1))
    assert world.proposal(other).stage is Stage.WITHDRAWN
    assert standing(world, 2) is Standing.CANCELLED


def test_a_proposal_is_over_when_the_time_it_was_about_is(world: World) -> None:
    world.does(ANA, ChangeThing(id=T1, lent="consent"))
    world.does(BEN, asked(None, "2h"))
    world.wait(hours(3))
    assert standing(world) is Standing.LAPSED
    assert not world.proposal(StreamId(world.memory.recorded(T1)[-1].event.proposal)).is_open  # type: ignore[attr-defined]


def test_a_leavers_proposal_for_a_loan_ends_with_them(world: World) -> None:
    proposal = consented(world)
    world.does(CONFIG, LeaveOrganisation(person=BEN))
    assert standing(world) is Standing.CANCELLED
    assert not world.proposal(proposal).is_open


def test_somebody_without_a_seat_asks_the_circle_too(world: World) -> None:
    world.does(ANA, ChangeThing(id=T1, lent="consent"))
    world.does(CEM, asked("2026-03-20", "2026-03-20"))
    proposal = StreamId(thing(world).loans[1].proposal)
    assert set(world.proposal(proposal).electors) == {ANA, BEN, DEE, FAY}
    refused(world, ANA, ChangeThing(id=T1, circle=COMMONS), Invalid, "is deciding about a loan")


def test_what_a_circle_cannot_settle_is_decided_above_and_the_thing_is_held_until_then(world: World) -> None:
    proposal = consented(world)
    world.does(DEE, RaiseObjection(id=proposal, harm="The chuck is worn"))
    world.does(FAY, EscalateProposal(id=proposal, reason="We go round in circles"))
    above = StreamId(thing(world).loans[1].proposal)
    assert (standing(world), world.proposal(above).circle) == (Standing.PROPOSED, COMMONS)
    assert above != proposal
    for somebody in world.proposal(above).electors:
        world.does(somebody, AnswerRound(id=above, answer="consent"))
    assert standing(world) is Standing.BOOKED


def test_taken_to_a_meeting_the_thing_is_free_again(world: World) -> None:
    proposal = consented(world)
    world.does(DEE, TakeToMeeting(id=proposal, reason="Let us talk"))
    assert standing(world) is Standing.DECLINED


def test_who_asked_for_direct_messages_is_reminded_by_one(world: World) -> None:
    freely(world)
    world.does(CONFIG, AddAccount(person=BEN, platform="slack", account="U0BEN"))
    world.does(Actor.of_person(BEN, Via("slack", "U0BEN")), ChooseSettings(reminders="direct"))
    world.does(BEN, asked(None, "3d"))
    world.wait(days(2))
    assert [(one.platform, one.place) for one in world.posted() if one.note == "reminder"] == [("slack", "U0BEN")]


def test_the_loans_of_somebody_who_turns_out_to_be_somebody_known_are_that_persons(world: World) -> None:
    freely(world)
    world.does(DEE, asked(None, "3d"))
    world.does(Actor.policy("person.merged"), HandLoans(id=T1, person=DEE, to=BEN))
    assert thing(world).loans[1].borrower == BEN
    world.does(BEN, ReturnThing(id=T1))


def test_somebody_with_quiet_hours_of_their_own_is_reminded_by_those(world: World) -> None:
    freely(world)
    world.does(BEN, ChooseSettings(quiet_hours="08:00-12:00"))
    world.does(BEN, asked(None, "3d"))
    world.wait(days(3))
    reminded = [one.event for one in world.memory.recorded(T1) if isinstance(one.event, LoanReminded)]
    assert [one.at.hour for one in reminded] == [12]
