"""Shared things through the one door: what waits for whom, what is listed and found, and what erasing leaves."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from application_world import HandClock, World, settle_in

from governance_core.application.queries import Inbox
from governance_core.kernel.errors import Unknown
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.things.loan_messages import AcceptLoan, RequestLoan, ReturnThing
from governance_core.things.messages import (
    AddThing,
    ListThings,
    MyLoans,
    ReportDamage,
    ShowBookings,
    ShowHistory,
    ShowThing,
)

T1, T2 = StreamId("T-1"), StreamId("T-2")
GARDEN, CARE = CircleId("garden"), CircleId("care")


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """Garden lends a drill on request; the private circle Care a projector, freely."""
    made = World(tmp_path / "circlet.db", HandClock())
    settle_in(made)
    made.do(AddThing(circle=GARDEN, name="Hammer drill", place="The shed"), "ana")
    made.do(AddThing(circle=CARE, name="Projector", lent="freely"), "eli")
    yield made
    made.close()


def test_what_waits_for_whom_stands_in_the_inbox(world: World) -> None:
    world.do(RequestLoan(id=T1, until="1d"), "ben")
    assert "T-1 Hammer drill" in world.words(world.answer(Inbox(), "ana"))
    assert "T-1" not in world.words(world.answer(Inbox(), "ben"))
    world.do(AcceptLoan(id=T1), "ana")
    assert "T-1" not in world.words(world.answer(Inbox(), "ana"))
    world.do(ReportDamage(id=T1, what="The chuck is stuck"), "dee")
    assert "T-1 · Hammer drill · Garden · on request · damaged" in world.words(world.answer(Inbox(), "ana"))


def test_what_is_overdue_waits_for_its_borrower(world: World) -> None:
    world.do(RequestLoan(id=T2, until="1d"), "ben")
    world.clock.turn(days=2)
    world.sweep()
    assert "overdue" in world.words(world.answer(Inbox(), "ben"))
    assert "T-2 Projector" in world.words(world.answer(MyLoans(), "ben"))
    world.do(ReturnThing(id=T2), "ben")
    assert "T-2" not in world.words(world.answer(Inbox(), "ben"))
    assert world.rows("SELECT standing FROM thing_loans") == [("returned",)]


def test_a_thing_of_a_private_circle_is_nowhere_for_others(world: World) -> None:
    assert "Projector" in world.words(world.answer(ListThings(), "ben"))
    assert "Projector" not in world.words(world.answer(ListThings(), "ana"))
    for query in (ShowThing(id=T2), ShowHistory(id=T2)):
        with pytest.raises(Unknown):
            world.answer(query, "ana")
    assert [one.value for one in world.choices("loan.request", "id", "", "ana")] == ["T-1"]
    assert [one.value for one in world.choices("loan.request", "id", "proj", "ben")] == ["T-2"]


def test_things_are_found_by_a_part_of_their_name(world: World) -> None:
    found = world.words(world.answer(ListThings(name="DRILL"), "ben"))
    assert "T-1" in found
    assert "T-2" not in found
    assert "Nothing is called so." in world.words(world.answer(ListThings(name="saw"), "ben"))


def test_a_full_calendar_is_seen_as_a_whole(world: World) -> None:
    for hour in range(8, 17):
        world.do(RequestLoan(id=T2, start=f"2026-03-03 {hour:02}:00", until="1h"), "ben")
    card = world.show("T-2", "ben")
    assert "… and 2 more" in world.words(card)
    world.button(card, "All bookings")
    whole = world.words(world.answer(ShowBookings(id=T2), "ben"))
    assert whole.count("Ben") == 9
    assert "9 · Tue 3 Mar 2026 16:00 – 17:00 · Ben · booked" in whole


def test_what_an_erased_member_wrote_of_a_thing_is_gone_and_its_loans_stay(world: World) -> None:
    world.do(RequestLoan(id=T1, until="1d", purpose="For my secret project"), "ben")
    world.do(AcceptLoan(id=T1), "ana")
    world.store.erase(world.org, PersonId("ben"))
    assert "secret" not in world.words(world.show("T-1", "ana"))
    assert not world.rows("SELECT 1 FROM personal_texts WHERE text LIKE '%secret%'")
    assert world.state("T-1").loans[1].borrower == "ben"
    assert world.clean()
