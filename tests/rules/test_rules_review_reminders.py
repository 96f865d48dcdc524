"""Reminders of a review: only to those who have not answered, when they are awake, never twice, where they asked."""

from datetime import UTC, datetime

from governance_core.cards.plain import plain_text
from governance_core.kernel.ids import CLOCK, CONFIG, Actor, PersonId
from governance_core.logbook.feature import alarms, notices, telling
from governance_core.logbook.review_events import ReviewersReminded
from governance_core.logbook.reviewing import RemindReviewers
from governance_core.people.messages import ChooseSettings, DeclareAbsence, LeaveOrganisation
from tests.rules.given import Names
from tests.rules.living import D1, KEEP, agreement, change, due_again, events, new_text, review
from tests.rules.organisation import ANA, BEN, DEE, FAY, days, hours
from tests.rules.world import World

REMIND = RemindReviewers(id=D1)


def reminded(world: World) -> list[ReviewersReminded]:
    return [one.event for one in events(world, "review.reminded") if isinstance(one.event, ReviewersReminded)]


def rings(world: World) -> datetime | None:
    return next((one.due for one in alarms(agreement(world)) if one.name == "reminder"), None)


def said(world: World, event: ReviewersReminded, viewer: PersonId | None = None) -> str:
    card = telling(D1, event, agreement(world), world.memory, viewer)
    return plain_text(card.summary, Names(world.people)) if card else ""


def test_row_19_whoever_is_silent_in_a_review_is_reminded_half_way_through_and_a_day_before_its_end() -> None:
    world = due_again(rules={"quiet_hours": "off"})
    world.does(BEN, KEEP)
    opened, ends = review(world).opened, review(world).due
    world.wait(days(6.9))
    assert [(one.at, one.persons) for one in reminded(world)] == [
        (opened + (ends - opened) / 2, (ANA, DEE, FAY)),
        (datetime(2026, 5, 30, 8, tzinfo=UTC), (ANA, DEE, FAY)),
    ]


def test_row_19_nobody_is_reminded_of_a_review_in_their_quiet_hours_or_twice() -> None:
    world = due_again()  # half of it is over in the night
    world.wait(days(3) + hours(1))
    assert [one.persons for one in reminded(world)] == [()]
    assert rings(world) == min(review(world).remind_later.values())
    world.wait(hours(12))
    assert sorted(person for one in reminded(world) for person in one.persons) == [ANA, BEN, DEE, FAY]
    before = len(reminded(world))
    assert not world.does(CLOCK, REMIND).events
    assert len(reminded(world)) == before


def test_row_19_whoever_answered_left_or_is_away_is_not_reminded_of_a_review() -> None:
    world = due_again()
    world.does(ANA, change())
    world.does(CONFIG, LeaveOrganisation(person=BEN))
    world.does(DEE, DeclareAbsence(until="2026-12-01"))
    world.wait(days(6.9))
    assert {person for one in reminded(world) for person in one.persons} == {FAY}


def test_row_19_a_reminder_of_a_review_goes_to_its_home_or_by_message_to_who_asked_and_never_both() -> None:
    world = due_again(rules={"quiet_hours": "off"})
    asking = Actor.of_account("console", "ben", "garden")
    world.does(asking, ChooseSettings(reminders="direct"))
    world.wait(days(3.6))
    [event] = reminded(world)
    home, alone = notices(event, agreement(world))
    assert (home.note, alone.to, alone.platform) == ("reminder", BEN, "console")
    assert said(world, event) == (
        "Ana, Dee and Fay: D-1 Water the beds is under review until Sun 31 May 2026, and your answer is awaited: "
        "keep it, change it or drop it?"
    )
    assert said(world, event, BEN).startswith("D-1 Water the beds is under review")
    world.does(BEN, KEEP)
    world.does(FAY, KEEP)
    assert said(world, event).startswith("Ana and Dee: ")
    assert said(world, event, BEN) == ""


def test_row_19_a_review_reminds_nobody_once_it_is_overdue_or_a_change_is_proposed() -> None:
    proposed = due_again()
    proposed.does(ANA, new_text())
    overdue = due_again()
    overdue.wait(days(8))
    assert rings(proposed) is None
    assert rings(overdue) is None
    before = len(reminded(overdue))
    overdue.wait(days(30))
    assert len(reminded(overdue)) == before


def test_row_19_the_reminders_of_a_review_can_be_switched_off() -> None:
    world = due_again(rules={"reminders": "off"})
    assert rings(world) is None
    world.wait(days(6.9))
    assert not reminded(world)
