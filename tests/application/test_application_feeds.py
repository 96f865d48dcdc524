"""`/me feed`: secret addresses of calendars, whose they are, and when they lead nowhere any more."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from application_world import SERVED_AT, World, actor
from icalendar import Calendar, Event

from governance_core.actions.messages import AddAction
from governance_core.application.calendar import CircleCalendar, MyCalendar, followed
from governance_core.application.catalogue import catalogue
from governance_core.application.execute import execute
from governance_core.application.groups import note_groups
from governance_core.cards.card import Card
from governance_core.circles.messages import (
    AddMember,
    ChangeCircle,
    CloseCircle,
    FillRole,
    RemoveMember,
    SetSource,
)
from governance_core.feeds.messages import NEW, OFF, ChangeFeed, ReviewFeeds
from governance_core.feeds.model import TOKEN_LENGTH
from governance_core.feeds.rules import JustShown, NotServed
from governance_core.kernel.errors import NotAllowed, Unknown, Unlinked
from governance_core.kernel.ids import CONFIG, Actor, CircleId, DeliveryKey, PersonId, StreamId
from governance_core.people.linking import code_digest
from governance_core.people.messages import ConfirmLink, EraseMember, JoinOrganisation, LeaveOrganisation, LinkAccount
from governance_core.proposals.messages import AnswerRound

GARDEN, CARE = CircleId("garden"), CircleId("care")
FEATURES = catalogue()
"""Of a program that serves nothing."""


def address(card: Card | None, world: World) -> str:
    """The address on the card, and nothing else of it."""
    [found] = [one for one in world.words(card).split() if one.startswith(SERVED_AT)]
    return found


def token(card: Card | None, world: World) -> str:
    return address(card, world).removeprefix(f"{SERVED_AT}/calendar/").removesuffix(".ics")


def made(world: World, who: str, circle: CircleId | None = None) -> str:
    return token(world.do(ChangeFeed(address=NEW, circle=circle), who).card(), world)


def read(world: World, at: str) -> Calendar | None:
    file = world.read(lambda reader: followed(at, reader, FEATURES.all))
    return None if file is None else Calendar.from_ical(file.content)


def names(world: World, at: str) -> set[str]:
    found = read(world, at)
    assert found is not None
    return {str(one["SUMMARY"]) for one in found.walk("VEVENT")}


def test_an_address_is_shown_once_and_leads_to_the_calendar(world: World) -> None:
    world.proposal()
    key = DeliveryKey("console", "1")
    card = world.do(ChangeFeed(address=NEW), "ben", key).card()
    assert len(token(card, world)) == TOKEN_LENGTH
    assert names(world, token(card, world)) == {"Round closes: Water the beds (P-1)"}
    again = world.do(ChangeFeed(address=NEW), "ben", key).card()
    assert SERVED_AT not in world.words(again)
    assert "was shown already" in world.words(again)
    assert SERVED_AT not in world.words(world.answer(MyCalendar(), "ben"))


def test_a_new_address_ends_the_old_one_at_once(world: World) -> None:
    first, other = made(world, "ben"), made(world, "ben", GARDEN)
    assert isinstance(world.refusal(ChangeFeed(address=NEW), "ben"), JustShown)
    assert read(world, first) is not None
    world.clock.turn(minutes=1)
    second = made(world, "ben")
    assert read(world, first) is None
    assert read(world, second) is not None
    assert read(world, other) is not None
    assert world.kinds("feeds") == ["feed.opened", "feed.opened", "feed.closed", "feed.opened"]


def test_an_address_is_turned_off_once(world: World) -> None:
    at = made(world, "ben", GARDEN)
    assert "is off" in world.words(world.do(ChangeFeed(address=OFF, circle=GARDEN), "ben").card())
    assert read(world, at) is None
    twice = world.do(ChangeFeed(address=OFF, circle=GARDEN), "ben")
    assert twice.events == ()
    assert "nothing changed" in world.words(twice.card())


def test_nothing_secret_is_kept(world: World) -> None:
    world.proposal()
    at = made(world, "ben")
    kept = repr(world.everything())
    assert at not in kept
    assert all(at not in repr(one) for one in world.store.export(world.org))
    assert at.encode() not in b"".join(path.read_bytes() for path in world.path.parent.iterdir())


def test_addresses_are_there_after_a_restart_and_after_a_rebuild(world: World) -> None:
    at = made(world, "ben")
    world.restart()
    world.store.rebuild(world.org)
    assert read(world, at) is not None
    assert world.clean()


def test_what_was_never_an_address_is_none(world: World) -> None:
    made(world, "ben")
    assert read(world, "a" * TOKEN_LENGTH) is None
    assert read(world, "") is None


def test_buttons_offer_what_can_be_done(world: World) -> None:
    labels = [one.label for one in world.answer(CircleCalendar(circle=GARDEN), "ben").buttons()]
    assert labels == ["Get an address"]
    card = world.press(world.button(world.answer(CircleCalendar(circle=GARDEN), "ben"), "Get an address").press, "ben")
    at = token(card.card(), world)
    held = world.answer(CircleCalendar(circle=GARDEN), "ben")
    assert [one.label for one in held.buttons()] == ["Get a new address", "Turn the address off"]
    assert world.answer(MyCalendar(), "ben").buttons()[0].label == "Get an address"
    world.press(world.button(held, "Turn the address off").press, "ben")
    assert read(world, at) is None


def test_all_addresses_of_somebody_stand_below_their_own_calendar(world: World) -> None:
    made(world, "ben", GARDEN)
    at = made(world, "ben", CARE)
    made(world, "ana", GARDEN)
    card = world.answer(MyCalendar(), "ben")
    assert "Garden · since Mon 2 Mar 2026" in world.words(card)
    assert [(one.label, one.press.ref) for one in card.buttons()] == [
        ("Get an address", ""),
        ("Turn off for Garden", "garden"),
        ("Turn off for Care", "care"),
    ]
    world.press(card.buttons()[-1].press, "ben")
    assert read(world, at) is None
    assert [one.press.ref for one in world.answer(MyCalendar(), "ben").buttons()] == ["", "garden"]


def test_where_nothing_is_served_the_file_is_there_and_how_to_change_that(world: World) -> None:
    at = made(world, "ben")
    card = world.read(
        lambda reader: FEATURES.of_query(MyCalendar).queries[MyCalendar](MyCalendar(), person("ana"), reader)
    )
    assert "Ana or Eli can turn that on: section http in the config file" in world.words(card)
    assert card.buttons() == ()
    with pytest.raises(NotServed) as refused:
        world.transact(lambda work: execute(ChangeFeed(address=NEW), actor("ana"), None, work, FEATURES))
    assert "give the calendar as a file" in world.said(refused.value)
    world.transact(lambda work: execute(ChangeFeed(address=OFF), actor("ben"), None, work, FEATURES))
    assert read(world, at) is None


def person(name: str) -> Actor:
    return replace(actor(name), kind="person", person=PersonId(name))


def leaves(world: World) -> None:
    world.config(LeaveOrganisation(person=PersonId("ben")))


def is_erased(world: World) -> None:
    world.config(EraseMember(person=PersonId("ben")))


def loses_the_seat(world: World) -> None:
    world.config(FillRole(circle=GARDEN, role="delegate"), RemoveMember(circle=GARDEN, person=PersonId("ben")))


def the_circle_closes(world: World) -> None:
    vacated = [FillRole(circle=GARDEN, role=role) for role in ("lead", "delegate", "facilitator")]
    world.config(*vacated, CloseCircle(circle=GARDEN))


@pytest.mark.parametrize("happens", [leaves, is_erased, loses_the_seat, the_circle_closes])
def test_an_address_of_a_circle_ends_with_ones_place_there(world: World, happens: Callable[[World], None]) -> None:
    at, of_another = made(world, "ben", GARDEN), made(world, "dee")
    happens(world)
    assert read(world, at) is None
    assert read(world, of_another) is not None
    assert world.kinds("feeds")[2:] == ["feed.closed"]


@pytest.mark.parametrize("happens", [leaves, is_erased])
def test_ones_own_address_ends_with_leaving_and_coming_back_restores_none(
    world: World, happens: Callable[[World], None]
) -> None:
    at = made(world, "ben")
    happens(world)
    assert read(world, at) is None
    if happens is leaves:
        world.config(
            JoinOrganisation(person=PersonId("ben"), name="Ben"), AddMember(circle=GARDEN, person=PersonId("ben"))
        )
    assert read(world, at) is None


def test_ones_own_address_ends_with_the_last_seat_and_no_earlier(world: World) -> None:
    at = made(world, "cem")
    world.config(RemoveMember(circle=CircleId("commons"), person=PersonId("cem")))
    assert read(world, at) is not None
    world.config(RemoveMember(circle=CircleId("repair"), person=PersonId("cem")))
    assert read(world, at) is None


def test_whoever_looks_on_keeps_the_address_of_a_public_circle_until_it_is_private(world: World) -> None:
    world.config(FillRole(circle=GARDEN, role="lead"), FillRole(circle=GARDEN, role="delegate"))
    at, member = made(world, "eli", GARDEN), made(world, "ana", GARDEN)
    world.config(RemoveMember(circle=GARDEN, person=PersonId("ben")))
    assert read(world, at) is not None
    world.config(ChangeCircle(circle=GARDEN, key="private", value="true"))
    assert read(world, at) is None
    assert read(world, member) is not None


def test_a_private_circle_has_addresses_for_its_seats_only(world: World) -> None:
    world.do(AddAction(circle=CARE, what="Find a mediator", owner=PersonId("ben"), due="2026-03-09"), "eli")
    assert names(world, made(world, "eli", CARE)) == {"To be done: Find a mediator (A-1)"}
    assert isinstance(world.refusal(ChangeFeed(address=NEW, circle=CARE), "ana"), Unknown)
    assert isinstance(world.refusal(ChangeFeed(address=NEW, circle=CircleId("none")), "ana"), Unknown)
    assert world.said(world.refusal(ChangeFeed(address=NEW, circle=CARE), "ana")) == world.said(
        world.refusal(ChangeFeed(address=OFF, circle=CARE), "ana")
    )


def by_a_role(world: World, *holders: str) -> None:
    told = {"role": dict.fromkeys(holders, "Zoe")}
    world.transact(lambda work: note_groups("discord", told, work, FEATURES))


def test_an_address_goes_with_the_role_and_with_turning_out_to_be_somebody_else(world: World) -> None:
    world.config(SetSource(circle=GARDEN, platform="discord", group="role"))
    by_a_role(world, "zoe")
    at = made(world, "zoe@discord", GARDEN)
    by_a_role(world)
    assert read(world, at) is None
    by_a_role(world, "zoe")
    assert read(world, at) is None
    again = made(world, "zoe@discord")
    code = world.do(LinkAccount(), "cem").facts.fresh_code
    world.do(LinkAccount(code=code), "zoe@discord")
    world.do(ConfirmLink(code=code_digest(code)), "cem")
    assert read(world, again) is None
    assert read(world, made(world, "zoe@discord", GARDEN)) is not None


def test_a_zone_that_moves_a_day_counts_as_a_change(world: World) -> None:
    world.do(AddAction(circle=GARDEN, what="Water", owner=PersonId("ben"), due="2026-03-09 23:30"), "ana")
    at = made(world, "ben")
    before = one_event(world, at)
    world.clock.turn(minutes=1)
    world.config(ChangeCircle(circle=GARDEN, key="zone", value="Asia/Tokyo"))
    after = one_event(world, at)
    assert (before.start, after.start) == (date(2026, 3, 9), date(2026, 3, 10))
    assert after["UID"] == before["UID"]
    assert after["SEQUENCE"] > before["SEQUENCE"]
    assert after["LAST-MODIFIED"].dt > before["LAST-MODIFIED"].dt


def one_event(world: World, at: str) -> Event:
    found = read(world, at)
    assert found is not None
    [event] = found.walk("VEVENT")
    return event


def test_only_members_have_addresses_and_nobody_reviews_them_by_hand(world: World) -> None:
    assert isinstance(world.refusal(ChangeFeed(address=NEW), Actor.of_account("slack", "U0NOBODY")), Unlinked)
    assert isinstance(world.refusal(ReviewFeeds(), "ana"), NotAllowed)


def test_an_erased_person_leaves_only_an_id_and_an_audit_that_holds(world: World) -> None:
    at = made(world, "ben")
    world.store.erase(
        world.org, "ben", lambda work: execute(EraseMember(person=PersonId("ben")), CONFIG, None, work, FEATURES)
    )
    assert read(world, at) is None
    assert world.clean()


def test_what_is_followed_changes_only_when_something_did(world: World) -> None:
    world.proposal()
    at = made(world, "ben")
    before = world.read(lambda reader: followed(at, reader, FEATURES.all))
    world.clock.turn(minutes=5)
    assert world.read(lambda reader: followed(at, reader, FEATURES.all)) == before
    for who in ("ana", "ben", "dee"):
        world.do(AnswerRound(id=StreamId("P-1"), answer="consent"), who)
    after = names(world, at)
    assert [name.partition(":")[0] for name in after] == ["Review"]
    world.config(FillRole(circle=GARDEN, role="secretary", person=PersonId("ben")))
    assert names(world, at) == after
