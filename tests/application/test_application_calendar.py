"""`/circle calendar` and `/me calendar`: what lies ahead, as a file that a real calendar library reads back."""

from datetime import UTC, date, datetime

import pytest
from application_world import START, World
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from governance_core.actions.messages import AddAction, FinishAction
from governance_core.application.calendar import CircleCalendar, MyCalendar
from governance_core.cards.calendar_text import LONGEST_LINE, Entered, calendar_text
from governance_core.cards.card import Card
from governance_core.checkins.messages import CreateCheckIn, EditCheckIn
from governance_core.circles.messages import FillRole, RemoveMember
from governance_core.kernel.errors import Unknown, Unlinked
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.logbook.messages import RecordDecision
from governance_core.proposals.messages import AnswerRound, RaiseObjection
from governance_core.things.loan_messages import AcceptLoan, RequestLoan
from governance_core.things.messages import AddThing

GARDEN, CARE = CircleId("garden"), CircleId("care")
P1, C1, T1 = StreamId("P-1"), StreamId("C-1"), StreamId("T-1")
HOSTILE = 'Tools; "back",\r\nEND:VCALENDAR\\n by\u2028dusk 🛠️\x1b[31m'


def read(card: Card) -> dict[str, Event]:
    """The events of the file by their uid."""
    [file] = card.files
    assert (file.media, file.name.endswith(".ics")) == ("text/calendar", True)
    lines = file.content.split(b"\r\n")
    assert lines[-1] == b""
    assert max(map(len, lines)) <= LONGEST_LINE
    calendar = Calendar.from_ical(file.content)
    assert calendar.errors == []
    assert all(event.errors == [] for event in calendar.walk("VEVENT"))
    found = {str(event["UID"]): event for event in calendar.walk("VEVENT")}
    assert len(found) == len(calendar.walk("VEVENT"))
    return found


def of_garden(world: World, who: str = "ana") -> dict[str, Event]:
    return read(world.answer(CircleCalendar(circle=GARDEN), who))


def mine(world: World, who: str) -> dict[str, Event]:
    return read(world.answer(MyCalendar(), who))


def uid(name: str) -> str:
    return f"{name}@harbour.circlet"


def recorded(world: World, **said: str) -> None:
    world.config(FillRole(circle=GARDEN, role="secretary", person=PersonId("ben")))
    told = {"title": "Tools go back", "text": "By dusk", "source": "the meeting", **said}
    world.do(RecordDecision(circle=GARDEN, **told), "ben")


def weekly(world: World, **said: str) -> None:
    told = {"title": "Weekly", "every": "every mon 09:00", "zone": "Europe/Lisbon", **said}
    world.do(CreateCheckIn(circle=GARDEN, **told), "ana")


def full(world: World) -> World:
    """One of everything."""
    world.proposal()
    recorded(world, review="2026-09-01", expiry="2027-01-01")
    weekly(world)
    world.do(AddThing(circle=GARDEN, name="Ladder"), "ana")
    world.do(RequestLoan(id=T1, start="2026-03-20", until="2026-03-22"), "dee")
    world.do(AddAction(circle=GARDEN, what="Order a pump", owner=PersonId("dee"), due="2026-03-09"), "ana")
    return world


def test_everything_that_lies_ahead_of_a_circle_is_there_at_its_time(world: World) -> None:
    found = of_garden(full(world))
    assert [str(one["SUMMARY"]) for one in found.values()] == [
        "Round closes: Water the beds (P-1)",
        "To be done: Order a pump (A-1)",
        *["Check-in: Weekly (C-1)"] * 2,
        "Asked for: Ladder (T-1)",
        *["Check-in: Weekly (C-1)"] * 3,
        "Review: Tools go back (D-1)",
        "Ends by itself: Tools go back (D-1)",
    ]
    deadline, loan, due = found[uid("P-1.deadline")], found[uid("T-1.loan-1")], found[uid("A-1.due")]
    assert deadline.start == datetime(2026, 3, 5, 9, tzinfo=UTC)
    assert (loan.start, loan.end, loan["STATUS"]) == (date(2026, 3, 20), date(2026, 3, 23), "TENTATIVE")
    assert due.start == date(2026, 3, 9)
    assert found[uid("D-1.review")].start == date(2026, 9, 1)
    assert found[uid("D-1.expiry")].start == date(2027, 1, 1)
    assert {str(one["TRANSP"]) for one in found.values()} == {"TRANSPARENT"}
    assert (
        {one["DTSTAMP"].dt for one in found.values()} == {one["LAST-MODIFIED"].dt for one in found.values()} == {START}
    )
    assert str(deadline["DESCRIPTION"]) == "Garden\n/show P-1 shows how it stands."


def test_check_ins_keep_their_hour_when_the_clocks_change(world: World) -> None:
    world.clock.turn(days=14)
    weekly(world)
    opens = [one.start for name, one in of_garden(world).items() if name.startswith("C-1")]
    assert [(at.month, at.day, at.hour) for at in opens] == [(3, 23, 9), (3, 30, 8), (4, 6, 8), (4, 13, 8), (4, 20, 8)]


def test_a_date_keeps_its_uid_when_it_moves_and_counts_on(world: World) -> None:
    world.proposal()
    weekly(world)
    before = of_garden(world)
    world.do(EditCheckIn(id=C1, every="every tue 09:00"), "ana")
    after = of_garden(world)
    first = uid("C-1.checkin-1")
    assert before.keys() == after.keys()
    assert before[first].start != after[first].start
    assert after[first]["SEQUENCE"] > before[first]["SEQUENCE"]


def test_the_check_in_that_is_open_has_its_number_still(world: World) -> None:
    weekly(world)
    before = of_garden(world)
    world.clock.turn(days=7, hours=1)
    world.sweep()
    assert of_garden(world)[uid("C-1.checkin-1")].start == before[uid("C-1.checkin-1")].start


def test_what_is_over_is_not_there(world: World) -> None:
    full(world)
    world.do(FinishAction(id=StreamId("A-1")), "dee")
    for who in ("ana", "ben", "dee"):
        world.do(AnswerRound(id=P1, answer="consent"), who)
    world.do(RaiseObjection(id=StreamId(world.proposal()), harm="The pump is booked"), "dee")
    found = of_garden(world)
    assert not {name for name in found if name.startswith(("P-1", "A-1"))}
    world.clock.turn(days=21)
    assert uid("T-1.loan-1") not in of_garden(world)


def test_what_is_ones_own_is_there_whichever_circle_it_is_of(world: World) -> None:
    full(world)
    world.do(AcceptLoan(id=T1, loan="1"), "ana")
    dee, cem = mine(world, "dee"), world.answer(MyCalendar(), "cem")
    assert {uid("A-1.due"), uid("T-1.loan-1"), uid("P-1.deadline"), uid("C-1.checkin-1")} <= dee.keys()
    assert dee[uid("T-1.loan-1")]["STATUS"] == "CONFIRMED"
    assert cem.files == ()
    assert "Nothing lies ahead" in world.words(cem)
    ana = mine(world, "ana")
    assert {uid("P-1.deadline"), uid("D-1.review")} <= ana.keys()
    assert not {uid("A-1.due"), uid("T-1.loan-1")} & ana.keys()


def test_observers_are_not_asked(world: World) -> None:
    weekly(world, observers="ben")
    world.proposal()
    assert uid("C-1.checkin-1") in mine(world, "dee")
    assert uid("C-1.checkin-1") not in mine(world, "ben")


def test_a_private_circle_is_there_for_its_seats_only(world: World) -> None:
    world.do(AddAction(circle=CARE, what="Find a mediator", owner=PersonId("ben"), due="2026-03-09"), "eli")
    world.proposal("eli", "care")
    with pytest.raises(Unknown):
        world.answer(CircleCalendar(circle=CARE), "ana")
    card = world.answer(CircleCalendar(circle=CARE), "eli")
    assert "Care is private" in world.words(card)
    assert {uid("A-1.due"), uid("P-1.deadline")} == read(card).keys()
    assert world.answer(MyCalendar(), "ana").files == ()
    assert {uid("A-1.due"), uid("P-1.deadline")} == mine(world, "ben").keys()


def test_no_names_of_people_go_into_a_file(world: World) -> None:
    [file] = full(world).answer(CircleCalendar(circle=GARDEN), "ana").files
    assert not {"Ana", "Ben", "Dee"} & set(file.content.decode().replace(":", " ").split())


def test_an_account_that_is_nobodys_has_no_calendar(world: World) -> None:
    with pytest.raises(Unlinked):
        world.answer(MyCalendar(), Actor.of_account("slack", "U0NOBODY"))


def test_hostile_words_stay_words(world: World) -> None:
    recorded(world, title="Tools; back, by\\n dusk 🛠️")
    world.do(AddAction(circle=GARDEN, what="🛠️;,\\" * 80, owner=PersonId("ben"), due="2026-03-09"), "ana")
    found = of_garden(world)
    assert str(found[uid("D-1.review")]["SUMMARY"]) == "Review: Tools; back, by\\n dusk 🛠️ (D-1)"
    assert len(str(found[uid("A-1.due")]["SUMMARY"])) < 150


def entered(words: str) -> Entered:
    return Entered("A-1.due@harbour", 1, START, date(2026, 3, 9), None, words, words, "due")


@pytest.mark.parametrize("words", [HOSTILE, "🛠️" * 4000, "é" * 4000, "\r\n" * 2000, "\udcff", "BEGIN:VEVENT\r\n"])
def test_any_words_come_back_from_the_file(words: str) -> None:
    text = calendar_text(words, [entered(words)])
    [event] = Calendar.from_ical(text).walk("VEVENT")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= LONGEST_LINE
    assert "".join(str(event["SUMMARY"]).split()) == "".join(
        words.replace("\x1b", "").encode("utf-8", "backslashreplace").decode().split()
    )


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=300))
def test_words_without_control_signs_come_back_to_the_letter(words: str) -> None:
    [event] = Calendar.from_ical(calendar_text("Garden", [entered(words)])).walk("VEVENT")
    assert str(event["DESCRIPTION"]) == words


def test_a_circle_that_somebody_left_is_not_named_to_them(world: World) -> None:
    world.do(AddAction(circle=CARE, what="Find a mediator", owner=PersonId("ben"), due="2026-03-09"), "eli")
    world.do(AddThing(circle=CARE, name="Talking stick", lent="freely"), "eli")
    world.do(RequestLoan(id=T1, until="2026-03-20"), "ben")
    assert all(str(one["DESCRIPTION"]).startswith("Care\n") for one in mine(world, "ben").values())
    world.config(RemoveMember(circle=CARE, person=PersonId("ben")))
    left = mine(world, "ben")
    assert uid("T-1.loan-1") in left
    assert not [one for one in left.values() if "Care" in str(one["DESCRIPTION"])]
