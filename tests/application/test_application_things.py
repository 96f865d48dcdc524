"""Shared things through the one door: what waits for whom, what is listed and found, and what erasing leaves."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from application_world import HandClock, World, settle_in

from governance_core.application.queries import Inbox
from governance_core.cards.form import Ask, Choice
from governance_core.kernel.errors import Unknown
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.things.loan_messages import AcceptLoan, ExtendLoan, LendThing, RequestLoan, ReturnThing, ShowLoan
from governance_core.things.messages import (
    AddThing,
    ListKept,
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


def test_what_is_due_soon_waits_for_its_borrower_before_it_is_overdue(world: World) -> None:
    world.do(RequestLoan(id=T2, until="4d"), "ben")
    assert "T-2" not in world.words(world.answer(Inbox(), "ben"))
    world.clock.turn(days=3, hours=1)
    assert "lent, due back soon" in world.words(world.answer(Inbox(), "ben"))
    world.clock.turn(days=2)
    assert "lent, overdue" in world.words(world.answer(Inbox(), "ben"))


def test_who_keeps_things_sees_what_is_asked_lent_overdue_and_booked(world: World) -> None:
    assert "You keep no things." in world.words(world.answer(ListKept(), "dee"))
    assert "Nothing is lent, booked or asked for." in world.words(world.answer(ListKept(), "ana"))
    for number, start in enumerate((None, "2026-03-10", "2026-03-20"), 1):
        world.do(RequestLoan(id=T1, start=start, until="1d"), "ben")
        if number < 3:
            world.do(AcceptLoan(id=T1, loan=str(number)), "ana")
    world.do(LendThing(id=T1, loan="1"), "ana")
    words = world.words(world.answer(ListKept(circle=GARDEN), "ana"))
    assert [one for one in words.splitlines() if "•" not in one and "[" not in one] == [
        "What you keep",
        "Waits for an answer",
        "Lent",
        "Booked next",
    ]
    world.do(ExtendLoan(id=T1, loan="1", until="1d"), "ben")
    world.clock.turn(days=2)
    words = world.words(world.answer(ListKept(), "ana"))
    assert "lent, overdue, asks for it until Wed 4 Mar 2026 09:00" in words
    assert words.index("Overdue") < words.index("Booked next")
    assert "Projector" not in words


def test_a_wish_to_keep_it_waits_for_whoever_keeps_it_and_is_answered_there(world: World) -> None:
    world.do(RequestLoan(id=T1, until="1d"), "ben")
    world.do(AcceptLoan(id=T1), "ana")
    world.do(LendThing(id=T1), "ana")
    card = world.answer(ShowLoan(id=T1), "ben")
    made = world.press(world.button(card, "Ask to extend").press, "ben", until="1d")
    assert "It waits for Ana." in world.words(made.card())  # type: ignore[union-attr]
    assert "asks for it until Wed 4 Mar 2026 09:00" in world.words(world.answer(Inbox(), "ana"))
    shown = world.answer(ShowLoan(id=T1), "ana")
    assert "Asked for: to keep it until Wed 4 Mar 2026 09:00" in world.words(shown)
    world.press(world.button(shown, "Accept").press, "ana")
    assert "asks for it" not in world.words(world.answer(Inbox(), "ana"))
    assert world.clean()


def test_the_list_begins_with_what_is_ones_own(world: World) -> None:
    world.do(RequestLoan(id=T1, until="1d"), "ben")
    assert world.words(world.answer(ListThings(), "ben")).splitlines()[1] == "Yours"
    assert world.words(world.answer(ListThings(), "ana")).splitlines()[1] == "Waiting for you"
    assert "Yours" not in world.words(world.answer(ListThings(name="drill"), "ben"))


def test_a_thing_is_named_as_people_call_it(world: World) -> None:
    for typed in ("Hammer drill", "hammer  DRILL", "drill", "t1"):
        made = world.complete("loan.request", {"id": typed, "until": "1d"}, "ben")
        assert isinstance(made, RequestLoan), typed
        assert made.id == T1
    world.do(AddThing(circle=GARDEN, name="Drill press"), "ana")
    world.do(AddThing(circle=GARDEN, name="Drill"), "ana")
    assert world.complete("loan.request", {"id": "drill", "until": "1d"}, "ben").id == "T-4"  # type: ignore[union-attr]


def test_of_several_called_so_it_is_asked_which(world: World) -> None:
    world.do(AddThing(circle=GARDEN, name="Drill press"), "ana")
    form = world.form("loan.request", {"id": "drill", "until": "1d"}, "ben")
    which = form.questions[0]
    assert which.question.help == "Several are called drill: which one is it?"
    assert isinstance(which.question.kind, Choice)
    assert [one.label for one in which.question.kind.options] == [
        "T-3 · Drill press · Garden",
        "T-1 · Hammer drill · Garden",
    ]
    assert not isinstance(world.complete("loan.request", {**dict(form.given), "id": "T-3", "until": "1d"}, "ben"), Ask)


def test_a_name_in_a_private_circle_is_no_name_for_others(world: World) -> None:
    assert world.complete("loan.request", {"id": "projector", "until": "1d"}, "ben").id == T2  # type: ignore[union-attr]
    said = [
        world.form("loan.request", {"id": one, "until": "1d"}, "ana").questions[0].complaint
        for one in ("projector", "trailer")
    ]
    assert said[0].replace("projector", "trailer") == said[1]
    assert said[1] == "Nothing is called trailer here. /share list shows what there is."


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
