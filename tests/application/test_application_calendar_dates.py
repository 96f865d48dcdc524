"""What features name of what lies ahead: money, blockers, absences; and it stays bounded however much there is."""

from time import perf_counter

import pytest
from application_world import FEATURES, World, actor
from icalendar import Calendar, Event

from adapters.sql.work import Work
from governance_core.actions.messages import AddAction
from governance_core.application.calendar import CircleCalendar, MyCalendar
from governance_core.application.execute import execute
from governance_core.blockers.messages import AcknowledgeBlocker, RaiseBlocker, ResolveBlocker
from governance_core.budgets.messages import Allocate
from governance_core.budgets.recurring_messages import StopRecurring
from governance_core.budgets.request_messages import ApproveRequest, RequestMoney, WithdrawRequest
from governance_core.cards.card import Card
from governance_core.checkins.messages import CreateCheckIn, PauseCheckIn, ResumeCheckIn
from governance_core.circles.messages import FillRole, SetPolicy
from governance_core.dated import MOST
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.people.messages import DeclareAbsence, EndAbsence

GARDEN, COMMONS, CARE = CircleId("garden"), CircleId("commons"), CircleId("care")
C1, X1, B1 = StreamId("C-1"), StreamId("X-1"), StreamId("B-1")


def read(card: Card) -> dict[str, Event]:
    if not card.files:
        return {}
    [file] = card.files
    return {str(one["UID"]).partition("@")[0]: one for one in Calendar.from_ical(file.content).walk("VEVENT")}


def mine(world: World, who: str) -> dict[str, Event]:
    return read(world.answer(MyCalendar(), who))


def of(world: World, circle: CircleId = GARDEN, who: str = "ana") -> dict[str, Event]:
    return read(world.answer(CircleCalendar(circle=circle), who))


def days(found: dict[str, Event]) -> list[str]:
    return [str(one.start)[:10] for one in found.values()]


def weekly(world: World) -> None:
    world.do(CreateCheckIn(circle=GARDEN, title="Weekly", every="every mon 09:00", zone="Europe/Lisbon"), "ana")


def test_whoever_is_away_has_no_check_ins_then(world: World) -> None:
    weekly(world)
    world.do(DeclareAbsence(start="2026-03-15", until="2026-03-29"), "ben")
    assert days(mine(world, "ben")) == ["2026-03-09", "2026-03-30", "2026-04-06"]
    assert len(days(mine(world, "dee"))) == len(days(of(world))) == 5
    world.do(EndAbsence(), "ben")
    assert len(days(mine(world, "ben"))) == 5


def test_whoever_leaves_while_one_is_open_is_not_told_of_it(world: World) -> None:
    weekly(world)
    world.clock.turn(days=7, hours=1)
    world.sweep()
    assert "C-1.checkin-1" in mine(world, "ben")
    world.do(DeclareAbsence(until="2026-03-29"), "ben")
    assert "C-1.checkin-1" not in mine(world, "ben")
    assert "C-1.checkin-1" in of(world)


def test_a_check_in_that_is_paused_is_not_there_until_it_goes_on(world: World) -> None:
    weekly(world)
    world.do(PauseCheckIn(id=C1), "ana")
    assert of(world) == mine(world, "ben") == {}
    world.do(ResumeCheckIn(id=C1), "ana")
    assert len(of(world)) == 5


def test_a_blocker_says_when_it_goes_further(world: World) -> None:
    world.do(RaiseBlocker(circle=GARDEN, what="The gate is stuck", owner=PersonId("dee")), "ben")
    found = mine(world, "dee")
    assert str(found["X-1.escalation"]["SUMMARY"]) == "Goes further: The gate is stuck (X-1)"
    assert found["X-1.escalation"]["STATUS"] == "TENTATIVE"
    assert found["X-1.escalation"].start == world.state("X-1").escalates_at
    assert of(world).keys() == found.keys()
    assert mine(world, "ben") == {}
    world.clock.turn(days=1)
    world.do(AcknowledgeBlocker(id=X1), "dee")
    later = mine(world, "dee")["X-1.escalation"]
    assert later.start > found["X-1.escalation"].start
    assert later["SEQUENCE"] > found["X-1.escalation"]["SEQUENCE"]
    world.do(ResolveBlocker(id=X1, how="Oil"), "dee")
    assert of(world) == {}


def test_what_recurs_is_there_for_the_circle_and_for_who_keeps_the_purse(world: World) -> None:
    world.config(FillRole(circle=COMMONS, role="treasurer", person=PersonId("cem")))
    world.do(Allocate(circle=COMMONS, amount="2000 EUR"), "cem")
    world.do(Allocate(circle=GARDEN, amount="400", every="monthly"), "cem")
    world.do(Allocate(circle=GARDEN, amount="300", every="quarterly"), "cem")
    found = mine(world, "cem")
    assert [str(one["SUMMARY"]) for one in found.values()][:2] == [
        "Allocation: EUR 400.00 for Garden, April 2026",
        "Allocation: EUR 400.00 for Garden, May 2026",
    ]
    assert [name for name in found if name.startswith("books.recurring-2")] == [
        f"books.recurring-2-{period}" for period in ("2026-06", "2026-09", "2026-12")
    ]
    assert "/books recurring circle:garden shows" in str(found["books.recurring-1-2026-04"]["DESCRIPTION"])
    assert of(world).keys() == found.keys() == mine(world, "ana").keys()
    assert mine(world, "dee") == {}
    world.do(StopRecurring(circle=GARDEN, rule="1"), "cem")
    assert all("recurring-2" in name for name in mine(world, "cem"))
    assert len(of(world)) == 3


def test_what_recurs_in_a_private_circle_is_nobodys_elses(world: World) -> None:
    world.config(FillRole(circle=COMMONS, role="treasurer", person=PersonId("cem")))
    world.do(Allocate(circle=COMMONS, amount="2000 EUR"), "cem")
    world.config(FillRole(circle=COMMONS, role="treasurer", person=PersonId("ben")))
    world.do(Allocate(circle=CARE, amount="40", every="monthly"), "ben")
    world.config(FillRole(circle=COMMONS, role="treasurer", person=PersonId("cem")))
    assert mine(world, "cem") == {}
    assert len(mine(world, "eli")) == len(of(world, CARE, "eli")) == 3


def test_a_request_for_money_has_its_days(world: World) -> None:
    world.config(
        FillRole(circle=COMMONS, role="treasurer", person=PersonId("cem")),
        SetPolicy(circle=COMMONS, key="announce_up_to", value="50 EUR"),
        SetPolicy(circle=COMMONS, key="approve_up_to", value="500 EUR"),
    )
    world.do(Allocate(circle=COMMONS, amount="2000 EUR"), "cem")
    world.do(Allocate(circle=GARDEN, amount="900"), "cem")
    asked = {"circle": GARDEN, "purpose": "Seeds", "payee": "Green & Co"}
    world.do(RequestMoney(amount="20 EUR", needed_by="2026-03-20", **asked), "ben")
    world.do(RequestMoney(amount="200 EUR", parts="half on 2026-04-01; rest on 2026-05-01", **asked), "dee")
    found = of(world)
    assert str(found["B-1.deadline"]["SUMMARY"]) == "Approved unless escalated: EUR 20.00 for Seeds (B-1)"
    assert days({"": found["B-1.needed"]}) == ["2026-03-20"]
    assert str(found["B-2.deadline"]["SUMMARY"]) == "Lapses unless approved: EUR 200.00 for Seeds (B-2)"
    assert {"B-1.deadline", "B-1.needed"} == mine(world, "ben").keys()
    assert {"B-2.deadline"} == mine(world, "ana").keys() == mine(world, "dee").keys()
    world.do(ApproveRequest(id=StreamId("B-2")), "ana")
    parts = {"B-2.part-1", "B-2.part-2"}
    assert parts < of(world).keys()
    assert parts == mine(world, "cem").keys() == mine(world, "dee").keys()
    world.do(WithdrawRequest(id=B1, reason="Given"), "ben")
    assert not {name for name in of(world) if name.startswith("B-1")}


def many(world: World, number: int) -> None:
    """So many actions, in few transactions."""

    def job(work: Work) -> None:
        for _ in range(min(number, 500)):
            command = AddAction(circle=GARDEN, what="Water; the, beds 🛠️", owner=PersonId("ben"), due="2026-03-09")
            execute(command, actor("ben"), None, work, FEATURES)

    for _ in range(max(number // 500, 1)):
        world.transact(job)


def bounded(world: World, number: int, within: float) -> None:
    world.do(AddAction(circle=GARDEN, what="First", owner=PersonId("ben"), due="2026-03-05"), "ben")
    many(world, number)
    for query, who in ((CircleCalendar(circle=GARDEN), "ana"), (MyCalendar(), "ben")):
        began = perf_counter()
        card = world.answer(query, who)
        assert perf_counter() - began < within
        assert len(read(card)) == MOST
        assert "To be done: First (A-1)" in str(next(iter(read(card).values()))["SUMMARY"])
        assert len(card.files[0].content) < 1_000 * MOST


@pytest.mark.slow
def test_a_calendar_is_bounded(world: World) -> None:
    bounded(world, MOST, within=10)


@pytest.mark.torture
def test_ten_thousand_dates_are_bounded_too(world: World) -> None:
    bounded(world, 10_000, within=10)
