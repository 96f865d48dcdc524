"""Terms of roles (process.md, 3, row 9): who is prompted when, that nobody loses a right, and what stays silent."""

from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest

from governance_core.cards.plain import plain_card, plain_text
from governance_core.circles.cards import circle_card, members_card, roles_card
from governance_core.circles.feature import CIRCLES_FEATURE
from governance_core.circles.messages import AddMember, ChangeCircle, FillRole, RemoveMember, SetPolicy
from governance_core.circles.model import CIRCLES, DELEGATE, FACILITATOR, LEAD, SECRETARY, Term
from governance_core.circles.term_feature import dates, notices, reports, telling, waiting
from governance_core.circles.term_messages import LookAtTerms, TermPrompted, TermPutOff, TermSet
from governance_core.circles.terms import held_in, held_terms, sees_to
from governance_core.dated import Ahead
from governance_core.feature import Home, Notice
from governance_core.kernel.errors import Invalid
from governance_core.kernel.ids import CLOCK, CONFIG, Actor, CircleId, PersonId
from governance_core.people.messages import ChooseSettings, DeclareAbsence, LeaveOrganisation
from governance_core.reports import NEED, Part, Window
from tests.rules.given import Names
from tests.rules.organisation import ANA, BEN, CEM, COMMONS, DEE, ELI, FAY, GARDEN, MONDAY, REPAIR, days
from tests.rules.world import World

UNTIL = "2026-05-11"
ENDS = datetime(2026, 5, 11, 8, tzinfo=UTC)
"""The day starts at nine in Lisbon, an hour ahead of UTC by then."""


def appoint(
    person: PersonId | None = FAY, until: str = UNTIL, role: str = SECRETARY, circle: CircleId = GARDEN
) -> FillRole:
    return FillRole(circle=circle, role=role, person=person, until=until)


@cache
def harbour() -> World:
    return World.founded()


def founded() -> World:
    world = World()
    world.memory = harbour().memory.copy()
    return world


def held(until: str = UNTIL, role: str = SECRETARY, person: PersonId = FAY, circle: CircleId = GARDEN) -> World:
    world = founded()
    world.does(CONFIG, appoint(person, until, role, circle))
    return world


def prompted(world: World) -> list[TermPrompted]:
    return [one.event for one in world.memory.recorded(CIRCLES) if isinstance(one.event, TermPrompted)]


def said(world: World, event: TermPrompted, viewer: PersonId | None = None) -> str:
    card = telling(CIRCLES, event, world.circles, world.memory, viewer)
    return plain_text(card.summary, Names(world.people)) if card else ""


def shown(world: World, circle: CircleId = GARDEN) -> str:
    card = circle_card(world.circles.circles[circle], world.circles, world.people, world.now)
    return plain_card(card, Names(world.people))


def until(world: World, instant: datetime) -> None:
    world.wait(instant - world.now)


def test_row_9_whoever_facilitates_is_prompted_two_weeks_and_three_days_before_a_term_ends_and_at_its_end() -> None:
    world = held()
    until(world, ENDS + days(30))
    assert [(one.at, one.days, one.asked) for one in prompted(world)] == [
        (ENDS - days(14), 14, DEE),
        (ENDS - days(3), 3, DEE),
        (ENDS, 0, DEE),
    ]
    assert all((one.person, one.until, one.platform) == (FAY, UNTIL, "") for one in prompted(world))
    assert world.memory.alarms.get((CIRCLES, "terms")) is None


def test_a_prompt_says_what_ends_and_what_can_be_done_and_afterwards_who_acts() -> None:
    world = held()
    until(world, ENDS - days(14))
    [first] = prompted(world)
    assert said(world, first) == (
        "Dee: Fay's term as secretary of Garden ends on Mon 11 May 2026. Agree in time who is secretary then; until "
        "somebody is named, Fay goes on as acting secretary. Put it to the circle, or ask an admin to name somebody in "
        "the config."
    )
    until(world, ENDS)
    assert said(world, prompted(world)[-1]) == (
        "Dee: Fay's term as secretary of Garden ended on Mon 11 May 2026. Fay goes on as acting secretary, with every "
        "right of the role, until somebody is named. Put it to the circle, or ask an admin to name somebody in the "
        "config."
    )


def test_a_lead_needs_both_circles_and_the_facilitator_hears_of_their_own_term() -> None:
    world = held(role=LEAD, person=ANA)
    until(world, ENDS)
    assert said(world, prompted(world)[-1]).endswith(
        "It links two circles: once both agree, an admin names somebody in the config."
    )
    world = held(role=FACILITATOR, person=DEE)
    until(world, ENDS)
    words = said(world, prompted(world)[-1])
    assert words.startswith("Dee: your term as facilitator of Garden ended on Mon 11 May 2026. You go on as acting")
    assert said(world, prompted(world)[0]).startswith("Dee: your term")


def test_a_term_that_ended_is_shown_wherever_the_role_is_and_its_holder_keeps_the_seat_and_the_role() -> None:
    world = held()
    assert "Secretary: Fay, until Mon 11 May 2026" in shown(world)
    until(world, ENDS)
    assert "Secretary: Fay, acting since Mon 11 May 2026" in shown(world)
    garden = world.circles.circles[GARDEN]
    assert garden.roles[SECRETARY] == FAY
    assert FAY in world.circles.record_keepers(GARDEN)
    names = Names(world.people)
    members = plain_card(members_card(garden, world.circles, world.people, world.now, ANA), names)
    assert "Fay (acting secretary since Mon 11 May 2026)" in members
    roles = plain_card(roles_card(world.people.persons[FAY], world.circles, world.now, ANA), names)
    assert "Garden: member, acting secretary since Mon 11 May 2026" in roles


def test_a_role_without_a_term_says_nothing_of_one() -> None:
    world = founded()
    assert "Secretary: Fay\n" in shown(world)
    assert not CIRCLES_FEATURE.alarms(world.circles)


def test_a_bot_that_was_down_over_all_of_it_prompts_once_and_says_that_it_ended() -> None:
    world = held()
    world.memory.now = ENDS + days(2)
    world.does(CLOCK, LookAtTerms())
    [only] = prompted(world)
    assert only.days == 0
    assert "ended on Mon 11 May 2026" in said(world, only)
    until(world, ENDS + days(60))
    assert len(prompted(world)) == 1


def test_a_prompt_that_came_too_late_is_told_once_and_the_next_one_comes_in_time() -> None:
    world = held()
    world.memory.now = ENDS - days(10)
    world.does(CLOCK, LookAtTerms())
    until(world, ENDS)
    assert [one.days for one in prompted(world)] == [14, 3, 0]


def test_of_a_term_named_when_it_is_nearly_over_only_what_is_ahead_is_told() -> None:
    world = founded()
    until(world, ENDS - days(5))
    world.does(CONFIG, appoint())
    assert not prompted(world)
    until(world, ENDS)
    assert [one.days for one in prompted(world)] == [3, 0]


def test_a_term_that_was_over_when_it_was_named_is_told_at_once_each_time() -> None:
    world = founded()
    for person in (FAY, BEN):
        world.does(CONFIG, appoint(person, "2026-02-02"))
        world.wait(days(1))
    assert [(one.person, one.days) for one in prompted(world)] == [(FAY, 0), (BEN, 0)]
    assert "Secretary: Ben, acting since Mon 2 Feb 2026" in shown(world)


def test_nobody_is_prompted_in_their_quiet_hours() -> None:
    world = founded()
    world.does(CONFIG, SetPolicy(circle=GARDEN, key="day_starts", value="06:00"))
    world.does(CONFIG, appoint())
    until(world, ENDS - days(14) - timedelta(hours=2))
    [off] = [one.event for one in world.memory.recorded(CIRCLES) if isinstance(one.event, TermPutOff)]
    assert (off.later, prompted(world)) == (ENDS - days(14) - timedelta(hours=1), [])
    until(world, ENDS - days(13))
    assert [one.at for one in prompted(world)] == [off.later]


def test_whoever_stands_in_for_the_facilitator_is_prompted() -> None:
    world = held()
    world.does(DEE, DeclareAbsence(until="2027-01-01"))
    until(world, ENDS - days(14))
    world.does(CONFIG, LeaveOrganisation(person=FAY))
    world.does(CONFIG, appoint(BEN, UNTIL, DELEGATE))
    until(world, ENDS)
    assert [one.asked for one in prompted(world)] == [FAY, ANA, ANA]


def test_where_nobody_holds_a_role_that_stands_in_the_home_hears_of_it() -> None:
    world = held(role="keeper", person=BEN)
    for role in (FACILITATOR, SECRETARY, LEAD, DELEGATE):
        world.does(CONFIG, appoint(None, "", role))
    until(world, ENDS)
    assert [one.asked for one in prompted(world)] == [None] * 3
    assert notices(prompted(world)[0], world.circles) == (Notice(Home(GARDEN), "reminder"),)
    assert said(world, prompted(world)[-1]).startswith("Ben's term as keeper of Garden ended on")


def test_whoever_asked_for_direct_messages_is_told_alone() -> None:
    world = held()
    world.does(Actor.of_account("console", "dee", "garden"), ChooseSettings(reminders="direct"))
    until(world, ENDS - days(14))
    [first] = prompted(world)
    assert notices(first, world.circles) == (Notice(DEE, "reminder", "console"),)
    assert said(world, first, DEE).startswith("Fay's term as secretary of Garden ends on")
    assert not said(world, first, ANA)


@pytest.mark.parametrize(
    "then",
    [appoint(BEN), appoint(FAY, "2027-05-11"), appoint(FAY, ""), RemoveMember(circle=GARDEN, person=FAY)],
    ids=["refilled", "prolonged", "for good", "gone"],
)
def test_the_old_alarms_say_nothing_once_the_role_or_its_term_is_another(then: FillRole | RemoveMember) -> None:
    world = held()
    until(world, ENDS - days(14))
    [first] = prompted(world)
    world.does(CONFIG, then)
    assert not said(world, first)
    until(world, ENDS + days(1))
    assert [one for one in prompted(world) if one.person == FAY] == [first]


def test_whoever_left_before_it_could_be_said_is_not_addressed() -> None:
    world = held()
    until(world, ENDS - days(14))
    world.does(CONFIG, LeaveOrganisation(person=DEE))
    assert said(world, prompted(world)[0]).startswith("Fay's term as secretary of Garden ends on")


def test_the_same_term_again_changes_nothing_and_another_is_a_change_of_its_own() -> None:
    world = held()
    assert not world.does(CONFIG, appoint()).events
    assert world.does(CONFIG, appoint(FAY, "2027-01-04")).events == (
        TermSet(circle=GARDEN, role=SECRETARY, person=FAY, until="2027-01-04", at=MONDAY),
    )
    assert world.does(CONFIG, appoint(FAY, "")).events == (
        TermSet(circle=GARDEN, role=SECRETARY, person=FAY, until="", at=MONDAY),
    )
    assert not world.does(CONFIG, appoint(FAY, "")).events
    assert not world.circles.circles[GARDEN].terms


def test_a_vacant_role_and_one_who_left_have_no_term() -> None:
    world = held()
    world.does(CONFIG, appoint(None, ""))
    assert not world.circles.circles[GARDEN].terms
    world = held()
    world.does(CONFIG, RemoveMember(circle=GARDEN, person=FAY))
    world.does(CONFIG, AddMember(circle=GARDEN, person=FAY))
    world.does(CONFIG, appoint(FAY, ""))
    assert not world.circles.circles[GARDEN].terms


@pytest.mark.parametrize(
    "day", ["someday", "2026-02-30", "20270301", "2027-W01-1", "365d", "2027-03-01 17:00", "9999-01-01"]
)
def test_what_is_no_day_is_refused(day: str) -> None:
    refusal = founded().refuses(CONFIG, appoint(FAY, day))
    assert isinstance(refusal, Invalid)
    assert refusal.field == "until"


def test_a_term_ends_on_its_day_where_the_circle_is_and_moves_with_its_zone() -> None:
    world = held(circle=REPAIR, role=FACILITATOR, person=BEN)
    [one] = held_in((REPAIR,), world.circles)
    assert one.ends == datetime(2026, 5, 11, 13, tzinfo=UTC)
    world.does(CONFIG, ChangeCircle(circle=REPAIR, key="zone", value="Pacific/Auckland"))
    [one] = held_in((REPAIR,), world.circles)
    assert one.ends == datetime(2026, 5, 10, 21, tzinfo=UTC)
    [alarm] = CIRCLES_FEATURE.alarms(world.circles)
    assert alarm.due == one.before(14)


def window(world: World, lead: PersonId | None = None) -> Window:
    return Window(GARDEN, world.now - days(7), world.now, lead)


def test_a_digest_tells_of_terms_that_end_within_two_weeks_and_of_those_that_are_over() -> None:
    world = held()
    assert not reports(window(world), world.memory)
    until(world, ENDS - days(14))
    [ahead] = reports(window(world), world.memory)
    assert (ahead.part, ahead.news) == (Part.COMING, False)
    [line] = ahead.lines
    assert plain_text(line.said, Names(world.people)) == "Fay's term as secretary ends on Mon 11 May 2026"
    until(world, ENDS)
    [late] = reports(window(world), world.memory)
    assert (late.part, late.news) == (Part.NEEDS, True)
    assert [(one.what, one.number) for one in late.sums] == [(NEED, 1)]
    [line] = late.lines
    assert (
        plain_text(line.said, Names(world.people)) == "Fay: acting secretary since Mon 11 May 2026, as the term is over"
    )
    assert line.button is not None
    assert line.button.press.action == "propose-role"


def test_whom_an_ended_term_waits_for_reads_it_once() -> None:
    world = held()
    until(world, ENDS)
    assert not reports(window(world, DEE), world.memory)
    assert len(reports(window(world, ANA), world.memory)) == 1
    [entry] = waiting(DEE, world.memory)
    assert plain_text(entry.text, Names(world.people)) == (
        "Garden · Fay: acting secretary since Mon 11 May 2026, as the term is over. Who holds it from now on?"
    )
    assert not waiting(ANA, world.memory)
    world.does(CONFIG, appoint(BEN, ""))
    assert not waiting(DEE, world.memory)


def test_a_calendar_has_the_day_for_the_circle_the_holder_and_whoever_facilitates() -> None:
    world = held()

    def seen(person: PersonId | None) -> list[tuple[str, object]]:
        ahead = Ahead((COMMONS, GARDEN), world.now, world.now + days(400), person)
        return [(one.kind, one.start) for one in dates(ahead, world.memory)]

    day = [("term-garden-secretary", date(2026, 5, 11))]
    assert (seen(None), seen(FAY), seen(DEE), seen(ANA)) == (day, day, day, [])
    world.does(CONFIG, appoint(FAY, ""))
    assert not seen(None)


def test_a_closed_circle_has_no_term() -> None:
    world = held()
    for role in (LEAD, DELEGATE, FACILITATOR, SECRETARY):
        world.does(CONFIG, appoint(None, "", role))
    assert not held_in((GARDEN, CircleId("nowhere")), world.circles)
    assert not list(held_terms(world.circles.circles[GARDEN], world.circles))


def test_what_was_told_of_a_term_stays_with_it() -> None:
    world = held()
    until(world, ENDS - days(14))
    assert world.circles.circles[GARDEN].terms == {SECRETARY: Term(UNTIL, MONDAY, told=14)}
    assert sees_to(world.circles.circles[GARDEN], world.people, world.now) == DEE
    assert sees_to(world.circles.circles[COMMONS], world.people, world.now) == ELI
    assert CEM in world.circles.record_keepers(COMMONS)
