"""Setting up: once, by whoever may manage the server, all of it or nothing; and the practice round after it."""

from datetime import timedelta
from typing import Any

import pytest

from governance_core.cards.picked import Account
from governance_core.cards.plain import plain_card
from governance_core.circles.messages import DescribeOrganisation, FoundCircle, SetPolicy
from governance_core.kernel.errors import Invalid, NotAllowed, NotSetUp, Refusal, Unknown
from governance_core.kernel.ids import CONFIG, Actor, CircleId, PersonId, StreamId
from governance_core.logbook.model import Agreement
from governance_core.people.messages import AddAccount, EndAbsence, JoinOrganisation
from governance_core.people.model import People
from governance_core.proposals.messages import AnswerRound, CreateProposal, ForwardProposal, WithdrawProposal
from governance_core.proposals.model import Stage
from governance_core.setup.cards import offer_card
from governance_core.setup.feature import SETTING_UP
from governance_core.setup.messages import NoteFile, OfferSetup, SetUp, TryPractice
from governance_core.setup.model import SETUP, Setup, key_of, tidy
from governance_core.setup.rules import NotManaging, SetUpAlready, SetUpElsewhere
from tests.rules.given import Names, helpful, words_of
from tests.rules.organisation import ANA, BEN, CARE, CEM, DEE, GARDEN, REPAIR
from tests.rules.world import World

P1 = StreamId("P-1")
HERE = Actor.policy("server.joined")
PICKED = tuple(Account(account, name) for account, name in (("1", "Ana"), ("2", "Ben"), ("3", "Cem")))


def at(account: str = "1", server: str = "77", name: str = "Ana", manages: bool = True) -> Actor:
    return Actor.of_account("discord", account, "hall", server=server, name=name, manages=manages)


def wish(**fields: Any) -> SetUp:
    usual = {"name": "Garden", "aim": "Food", "place": "555", "people": PICKED, "facilitator": PICKED[1:2]}
    return SetUp(**{**usual, **fields})


def new_world() -> World:
    world = World()
    world.does(CONFIG, DescribeOrganisation(name="Harbour", zone="Europe/Lisbon"))
    return world


def ready() -> World:
    world = new_world()
    world.does(at(), wish())
    return world


def state(world: World) -> Setup:
    found: Setup = world.memory.state(SETUP)
    return found


def says(refusal: Refusal, world: World, *words: str) -> None:
    said = words_of(refusal, world.people)
    helpful(said)
    assert not [part for part in words if part not in said], said


# Who may, and once


def test_setting_up_founds_the_circle_with_everybody_in_it_in_one_go() -> None:
    world = ready()
    garden = world.circles.circles[CircleId("garden")]
    assert (garden.name, garden.aim, garden.members) == ("Garden", "Food", (ANA, BEN, CEM))
    assert (dict(garden.roles), dict(garden.homes)) == ({"facilitator": BEN}, {"discord": "555"})
    assert dict(garden.policy) == {"process": "quick", "silence": "explicit", "window": "72h"}
    assert world.circles.organisation.admins == (ANA,)
    assert (world.circles.organisation.name, world.circles.organisation.zone) == ("Harbour", "Europe/Lisbon")
    assert [world.people.owner("discord", one.id) for one in PICKED] == [ANA, BEN, CEM]
    assert (state(world).server, state(world).circle) == ("77", "garden")


def test_the_circle_can_begin_with_questions_and_changes() -> None:
    world = new_world()
    world.does(at(), wish(process="full"))
    assert world.circles.policy_of(CircleId("garden")).process == "full"
    world.does(CEM, CreateProposal(circle=CircleId("garden"), title="Beds", driver="Dry", text="Water them"))
    assert world.proposal(P1).stage is Stage.CLARIFY
    world.does(CEM, TryPractice(circle=CircleId("garden")))
    practice = world.proposal(StreamId("P-2"))
    assert (practice.stage, practice.practice) == (Stage.CONSENT, True)


def test_only_those_who_may_manage_the_server_set_it_up() -> None:
    world = new_world()
    refusal = world.refuses(at(manages=False), wish())
    assert isinstance(refusal, NotManaging)
    says(refusal, world, "those who may manage this server")
    assert state(world) == Setup()


def test_it_is_set_up_once_and_who_comes_later_is_told() -> None:
    world = ready()
    for late in (at("9", name="Kim"), at()):
        refusal = world.refuses(late, wish(name="Kitchen"))
        assert isinstance(refusal, SetUpAlready)
        says(refusal, world, "Harbour is set up already", "Ana")
    assert list(world.circles.circles) == ["garden"]


def test_another_server_learns_nothing_of_where_it_was_set_up() -> None:
    world = ready()
    refusal = world.refuses(at("9", server="88"), wish())
    assert isinstance(refusal, SetUpElsewhere)
    says(refusal, world, "another server")
    assert "Harbour" not in words_of(refusal, world.people)


def test_where_the_config_has_circles_there_is_nothing_to_set_up() -> None:
    world = World.founded()
    assert isinstance(world.refuses(at(), wish()), SetUpAlready)


def test_managing_a_server_opens_nothing_else() -> None:
    world = World.founded()
    refusal = world.refuses(at("9", name="Kim"), TryPractice(circle=GARDEN))
    assert type(refusal).__name__ == "Unlinked"


def test_before_it_is_set_up_strangers_hear_what_to_do() -> None:
    world = new_world()
    refusal = world.refuses(at(), EndAbsence())
    assert isinstance(refusal, NotSetUp)
    says(refusal, world, "/governance setup")


# What was filled in


@pytest.mark.parametrize(
    "fields, words",
    [
        ({"people": PICKED[:1], "facilitator": PICKED[:1]}, "at least two people"),
        ({"name": "\u200b"}, "nothing here that could be read"),
        ({"name": "x" * 81}, "81 letters long. 80 are the most"),
        ({"aim": "x" * 1001}, "1000 are the most"),
    ],
)
def test_what_cannot_be_used_is_said_and_nothing_is_founded(fields: dict[str, Any], words: str) -> None:
    world = new_world()
    refusal = world.refuses(at(), wish(**fields))
    assert isinstance(refusal, Invalid)
    assert words in words_of(refusal, world.people)
    assert not world.circles.circles


def test_who_facilitates_is_in() -> None:
    world = new_world()
    world.does(at(), wish(people=PICKED[:2], facilitator=PICKED[2:]))
    assert world.circles.circles[CircleId("garden")].members == (ANA, BEN, CEM)


def test_who_sets_up_keeps_the_config_and_has_no_seat_they_were_not_picked_for() -> None:
    world = new_world()
    world.does(at("9", name="Kim"), wish())
    assert world.circles.organisation.admins == (PersonId("kim"),)
    assert PersonId("kim") not in world.circles.seats(CircleId("garden"))
    assert world.people.owner("discord", "9") == "kim"


def test_whoever_the_config_names_already_is_not_made_twice() -> None:
    world = new_world()
    world.does(CONFIG, JoinOrganisation(person=PersonId("anne"), name="Anne"))
    world.does(CONFIG, AddAccount(person=PersonId("anne"), platform="discord", account="1"))
    world.does(at(), wish())
    assert set(world.people.persons) == {"anne", "ben", "cem"}
    assert world.circles.organisation.admins == (PersonId("anne"),)


def test_two_of_one_name_are_two() -> None:
    world = new_world()
    twins = (Account("1", "Ana"), Account("2", "Ána ✨"))
    world.does(at(), wish(people=twins, facilitator=twins[:1]))
    assert set(world.people.persons) == {"ana", "ana-2"}


@pytest.mark.parametrize(
    "name, key",
    [
        ("Ana Duarte", "ana-duarte"),
        ("Zoë", "zoe"),
        ("7 Bees", "bees"),
        ("雪", "member"),
        ("config", "member"),
        ("", "member"),
        ("No", "member"),
        ("-- __ --", "member"),
        ("A" * 99, "a" * 32),
    ],
)
def test_ids_are_made_of_names(name: str, key: str) -> None:
    assert key_of(name, (), "member") == key
    assert key_of(name, (key,), "member") == f"{key[:28]}-2"


def test_names_are_what_a_config_file_can_hold() -> None:
    assert tidy("  Ana\u200d \n Duarte\x00 ", 80) == "Ana Duarte"
    assert tidy("x" * 99, 80) == "x" * 80


# Where it is offered


def test_it_is_offered_once_on_each_server_until_it_is_done() -> None:
    world = new_world()
    assert world.does(HERE, OfferSetup(platform="discord", server="77", place="hall")).events
    assert not world.does(HERE, OfferSetup(platform="discord", server="77", place="other")).events
    assert [(one.place, one.kind) for one in world.posted()] == []
    assert world.does(HERE, OfferSetup(platform="discord", server="88", place="lobby")).events
    assert {(one.place, one.kind) for one in world.posted()} == {("hall", "card"), ("lobby", "card")}
    world.does(at(), wish())
    assert {one.place for one in world.posted() if one.ref == SETUP and one.kind == "card"} == {"hall", "lobby"}
    assert not world.does(HERE, OfferSetup(platform="discord", server="99", place="x")).events


def test_where_circles_are_nothing_is_offered() -> None:
    world = World.founded()
    assert not world.does(HERE, OfferSetup(platform="discord", server="77", place="hall")).events


def test_the_offer_names_nobody_and_wakes_nobody() -> None:
    for setup in (Setup(), state(ready())):
        card = offer_card(setup)
        assert card.quiet
        assert "Garden" not in plain_card(card, Names(People()))
    assert [button.label for button in offer_card(Setup()).buttons()] == ["Set up"]
    assert not offer_card(state(ready())).buttons()


def test_only_the_config_notes_that_the_file_says_it() -> None:
    world = ready()
    assert isinstance(world.refuses(ANA, NoteFile()), NotAllowed)
    assert world.does(CONFIG, NoteFile()).events
    assert not world.does(CONFIG, NoteFile()).events


def test_founding_a_circle_that_is_as_told_already_changes_nothing() -> None:
    world = ready()
    told = FoundCircle(circle=CircleId("garden"), name="Garden", aim="Food", domain=wish().domain)
    assert not world.does(CONFIG, told).events
    other = FoundCircle(circle=CircleId("garden"), name="Garden", aim="Money", domain=wish().domain)
    assert isinstance(world.refuses(CONFIG, other), Invalid)


# The practice round


def practising() -> World:
    world = ready()
    world.does(CEM, TryPractice(circle=CircleId("garden")))
    return world


def test_the_practice_is_a_proposal_of_ten_minutes_that_says_what_it_is() -> None:
    world = practising()
    proposal = world.proposal(P1)
    assert proposal.practice
    assert (proposal.proposer, proposal.deadline) == (CEM, world.now + timedelta(minutes=10))
    assert proposal.wording.review == "30d"


def test_while_a_practice_is_open_there_is_no_other() -> None:
    world = practising()
    assert not world.does(BEN, TryPractice(circle=CircleId("garden"))).events
    assert StreamId("P-2") not in world.memory.states


def test_once_everybody_consented_it_is_an_agreement_that_says_what_it_is() -> None:
    world = practising()
    for who in (ANA, BEN, CEM):
        world.does(who, AnswerRound(id=P1, answer="consent"))
    agreement: Agreement = world.memory.state(StreamId("D-1"))
    assert agreement.practice
    assert state(world).practices == {}
    assert [one.note for one in world.posted() if one.ref == SETUP and one.kind == "say"] == ["announce"]


def test_a_practice_is_over_when_it_said_it_would_be() -> None:
    world = practising()
    world.does(ANA, AnswerRound(id=P1, answer="consent"))
    world.wait(timedelta(minutes=10))
    assert not world.proposal(P1).is_open
    assert state(world).practices == {}
    assert world.does(BEN, TryPractice(circle=CircleId("garden"))).events


def test_a_practice_taken_back_is_over() -> None:
    world = practising()
    world.does(CEM, WithdrawProposal(id=P1))
    assert state(world).practices == {}


def test_a_practice_that_was_forwarded_is_still_minutes_long_and_leaves_its_circle_free() -> None:
    world = World.founded()
    world.does(CONFIG, SetPolicy(circle=REPAIR, key="process", value="full"))
    world.does(ANA, TryPractice(circle=GARDEN))
    world.does(DEE, ForwardProposal(id=P1, circle=REPAIR, reason="theirs"))
    practice = world.proposal(P1)
    assert (practice.stage, practice.deadline) == (Stage.CONSENT, world.now + timedelta(minutes=10))
    world.wait(timedelta(minutes=10))
    assert not world.proposal(P1).is_open
    assert state(world).practices == {}
    assert world.does(ANA, TryPractice(circle=GARDEN)).events


def test_practice_is_for_members_and_a_circle_one_cannot_see_is_not_there() -> None:
    world = World.founded()
    assert isinstance(world.refuses(CEM, TryPractice(circle=GARDEN)), NotAllowed)
    assert isinstance(world.refuses(CEM, TryPractice(circle=CARE)), Unknown)
    assert state(world) == Setup()


def test_setting_up_folds_from_its_events() -> None:
    world = practising()
    events = [one.event for one in world.memory.recorded(SETUP)]
    assert SETTING_UP.decider.fold(events) == state(world)
