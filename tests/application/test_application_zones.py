"""A time zone that the machine knew once, and knows no more: everything goes on, on a clock that there is."""

import pytest
from application_world import FEATURES, World

from governance_core.application import outbox
from governance_core.application.calendar import CircleCalendar
from governance_core.application.viewer import eyes
from governance_core.cards.plain import plain_card
from governance_core.checkins.messages import CreateCheckIn
from governance_core.circles.messages import ChangeCircle, DescribeOrganisation, SetPolicy
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.people.messages import SeedSetting
from governance_core.ports import Posting

GARDEN = CircleId("garden")
GONE = "Mars/Base"


@pytest.fixture
def elsewhere(world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """Recorded where the zone was known."""
    with monkeypatch.context() as there:
        there.setattr("governance_core.circles.guards.zone_exists", lambda _: True)
        world.config(ChangeCircle(circle=GARDEN, key="zone", value=GONE))
    world.config(SeedSetting(person=PersonId("ana"), setting="zone", value=GONE))
    world.config(SetPolicy(circle=GARDEN, key="digest", value="every mon 09:00"))
    return world


def test_the_zone_of_the_organisation_counts_and_nothing_stops(elsewhere: World) -> None:
    elsewhere.proposal()
    plan = CreateCheckIn(circle=GARDEN, title="Weekly", every="every mon 09:00", questions="text: What?", open_for="4h")
    elsewhere.do(plan, "ana")
    assert "Closes: Thu 5 Mar 2026 09:00" in elsewhere.words(elsewhere.show("P-1", "ana"))
    assert "every Monday at 09:00 (Europe/Lisbon)" in elsewhere.words(elsewhere.show("C-1", "ana"))
    assert elsewhere.answer(CircleCalendar(circle=GARDEN), "ana").files
    elsewhere.clock.turn(days=7)
    elsewhere.sweep()
    assert "checkin.run_opened" in elsewhere.kinds("C-1")
    assert GONE not in elsewhere.words(elsewhere.show("C-1", "ana"))
    assert elsewhere.clean()


def test_where_that_is_gone_too_it_is_utc(elsewhere: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as there:
        there.setattr("governance_core.circles.guards.zone_exists", lambda _: True)
        elsewhere.config(DescribeOrganisation(name="Harbour", zone=GONE, admins=(PersonId("ana"),)))
    elsewhere.proposal()
    assert "Closes: Thu 5 Mar 2026 09:00" in elsewhere.words(elsewhere.show("P-1", "ana"))


def test_what_is_said_of_a_check_in_is_on_the_clock_of_its_schedule(world: World) -> None:
    world.do(CreateCheckIn(circle=GARDEN, title="Daily", every="daily 02:30", zone="Asia/Tokyo", open_for="1h"), "ana")
    world.clock.turn(days=3)
    world.sweep()
    [missed] = [one.version for one in world.recorded("C-1") if one.event.kind == "checkin.runs_missed"]
    news = Posting("slack", "C0GARDEN", "say", "say", StreamId("C-1"), missed)
    card = world.read(lambda reader: outbox.draw(news, reader, FEATURES))
    words = world.read(lambda reader: plain_card(card, eyes(None, card.zone, reader)))
    assert "The last time would have been Thu 5 Mar 2026 02:30" in words
