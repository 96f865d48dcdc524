"""Terms of roles in a real store: prompts, digests that are kept, calendars a library reads, and the register."""

from datetime import date
from pathlib import Path

import pytest
from application_world import FEATURES, World
from icalendar import Calendar
from older_store import make_older

from governance_core.application.calendar import CircleCalendar, MyCalendar, followed
from governance_core.application.queries import Inbox
from governance_core.cards.card import Card
from governance_core.circles.messages import AddMember, ChangeCircle, FillRole, RemoveMember, SetPolicy
from governance_core.digests.messages import ShowDigest, ShowOverview
from governance_core.feeds.messages import NEW, ChangeFeed
from governance_core.kernel.ids import CircleId, PersonId

GARDEN, COMMONS, DEE = CircleId("garden"), CircleId("commons"), PersonId("dee")
ENDS = "circles.term-garden-facilitator@harbour.circlet"


def appoint(who: str | None = "dee", until: str = "", role: str = "facilitator") -> FillRole:
    return FillRole(circle=GARDEN, role=role, person=PersonId(who) if who else None, until=until)


@pytest.fixture
def held(world: World) -> World:
    """Dee facilitates until a Monday two weeks ahead."""
    world.config(appoint(until="2026-03-16"))
    return world


def days(card: Card | None) -> dict[str, tuple[object, str]]:
    assert card is not None
    found = [one for file in card.files for one in Calendar.from_ical(file.content).walk("VEVENT")]
    return {str(one["UID"]): (one.start, str(one["SUMMARY"])) for one in found}


def garden(world: World, who: str = "ana") -> str:
    return world.words(world.answer(ShowDigest(circle=GARDEN), who), limit=4000)


def said(world: World) -> list[str]:
    """What waits to be said in the home in the terminal."""
    rows = world.rows("SELECT key FROM outbox WHERE kind = 'say' AND ref = 'circles' AND platform = 'console'")
    return [key for (key,) in rows]


def test_the_register_says_until_when_a_role_is_held(held: World) -> None:
    def kept() -> list[tuple[str, str]]:
        return held.rows("SELECT person, until FROM roles WHERE circle = 'garden' AND role = 'facilitator'")

    assert kept() == [("dee", "2026-03-16")]
    held.store.rebuild(held.org)
    assert kept() == [("dee", "2026-03-16")]
    held.config(appoint("ana"))
    assert kept() == [("ana", "")]
    assert held.clean()


def test_a_store_of_before_has_no_terms_and_takes_them(held: World, tmp_path: Path) -> None:
    held.config(appoint(until=""))
    held.close()
    make_older(held.path, "0024")
    held.restart()
    assert held.rows("SELECT DISTINCT until FROM roles") == [("",)]
    held.config(appoint(until="2026-04-06"))
    assert held.clean()


def test_it_is_told_once_however_often_the_sweep_comes_and_also_after_a_restart(held: World) -> None:
    held.clock.turn(days=11, hours=1)
    due = held.dues()
    for one in (*due, *due):
        held.ring(one)
    held.restart()
    held.sweep()
    assert len(said(held)) == 1
    held.clock.turn(days=20)
    held.sweep()
    held.sweep()
    assert len(said(held)) == 2
    assert held.clean()


def test_the_end_waits_in_the_inbox_of_whoever_facilitates_until_somebody_is_named(held: World) -> None:
    def inbox(who: str) -> str:
        return held.words(held.answer(Inbox(), who))

    held.clock.turn(days=15)
    held.sweep()
    assert "Garden · Dee: acting facilitator since Mon 16 Mar 2026" in inbox("dee")
    assert "acting" not in inbox("ana")
    held.config(appoint("ben", "2026-09-07"))
    assert "acting" not in inbox("dee")
    assert "acting" not in inbox("ben")


def test_where_nobody_facilitates_it_waits_for_the_lead(held: World) -> None:
    held.config(appoint("dee", ""), appoint("ben", "2026-03-09", "delegate"), RemoveMember(circle=GARDEN, person=DEE))
    held.clock.turn(days=15)
    assert "acting delegate" in held.words(held.answer(Inbox(), "ana"))


def test_a_calendar_has_its_day_which_moves_and_goes_with_the_term(held: World) -> None:
    def seen() -> list[tuple[object, str] | None]:
        circle, mine = CircleCalendar(circle=GARDEN), MyCalendar()
        return [days(held.answer(circle, "ana")).get(ENDS), days(held.answer(mine, "dee")).get(ENDS)]

    assert seen() == [(date(2026, 3, 16), "Term ends: facilitator of Garden")] * 2
    assert ENDS not in days(held.answer(MyCalendar(), "ana"))
    held.config(appoint(until="2027-03-01"))
    assert [one and one[0] for one in seen()] == [date(2027, 3, 1)] * 2
    held.config(appoint(until=""))
    assert seen() == [None, None]


def test_a_calendar_that_is_followed_has_it_too(held: World) -> None:
    card = held.do(ChangeFeed(address=NEW, circle=GARDEN), "ana").card()
    token = held.words(card).partition("/calendar/")[2].partition(".ics")[0]
    file = held.read(lambda reader: followed(token, reader, FEATURES.all))
    assert ENDS.encode() in file.content


def test_a_digest_that_was_sent_says_what_was_so_then(held: World) -> None:
    held.config(SetPolicy(circle=GARDEN, key="digest", value="every mon 09:30"))
    held.clock.turn(days=14, hours=1)
    held.sweep()
    [sent] = [one.event for one in held.recorded("digests") if one.event.kind == "digest.sent"]
    [line] = [line for part in sent.sections for line in part.lines]
    assert line.press.endswith("propose-role|facilitator")
    assert "acting facilitator since Mon 16 Mar 2026" in garden(held)
    held.config(appoint(until="2027-03-01"))
    assert "acting" not in garden(held)
    again = [one.event for one in held.recorded("digests") if one.event.kind == "digest.sent"]
    assert [one.sections for one in again] == [sent.sections]


def test_what_is_overdue_is_counted_in_the_overview(held: World) -> None:
    held.config(FillRole(circle=COMMONS, role="lead", person=PersonId("cem")))
    held.clock.turn(days=20)
    words = held.words(held.answer(ShowOverview(), "cem"))
    assert "Garden · 1 needs somebody" in words


def test_a_lead_who_is_acting_keeps_their_right(held: World) -> None:
    held.config(appoint("ana", "2026-03-09", "lead"))
    held.clock.turn(days=30)
    held.sweep()
    held.do(AddMember(circle=GARDEN, person=PersonId("eli")), "ana")
    held.config(ChangeCircle(circle=GARDEN, key="zone", value="Pacific/Auckland"))
    held.sweep()
    assert held.clean()
