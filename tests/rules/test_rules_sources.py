"""Members who come from a role: who is one and why, who is an elector, and how two who are one become one."""

import pytest

from governance_core.application import ask as ask_of
from governance_core.application.queries import answer
from governance_core.cards.plain import plain_card, plain_text
from governance_core.circles import messages as ask
from governance_core.circles.events import MemberConfirmed
from governance_core.circles.feature import CIRCLES_FEATURE
from governance_core.circles.model import LEAD, SECRETARY, Circle
from governance_core.circles.sources import NotOneself
from governance_core.kernel.errors import NotAllowed, Refusal, Unknown
from governance_core.kernel.ids import CLOCK, CONFIG, Actor, CircleId, PersonId, StreamId, Via, is_key
from governance_core.kernel.message import Command
from governance_core.people import messages as person
from governance_core.people.linking import NotThatAccount, OneAccountEach
from governance_core.people.model import made_id
from governance_core.proposals import messages as rounds
from governance_core.proposals.model import Stage
from governance_core.proposals.refusals import JoinedLater, NothingToDecide, NotYetElector
from tests.rules.given import helpful, proposal, words_of
from tests.rules.organisation import ANA, BEN, COMMONS, DEE, ELI, FAY, GARDEN, GIL, MONDAY, days
from tests.rules.world import FEATURES, World

ROLE, OTHER = "role-1", "role-2"
P1 = StreamId("P-1")
YAN, ZOE = made_id("discord", "yan"), made_id("discord", "zoe")


def source(group: str | None = ROLE, platform: str = "discord", circle: CircleId = GARDEN) -> ask.SetSource:
    return ask.SetSource(circle=circle, platform=platform, group=group)


def harbour(*commands: Command) -> World:
    """Harbour, whose garden takes members from a role."""
    world = World.founded()
    for command in (source(), *commands):
        world.does(CONFIG, command)
    return world


def two_homes(*commands: Command) -> World:
    """The same; the garden lives on Discord and on Slack."""
    homes = (ask.SetHome(circle=GARDEN, platform=name, place=f"C-{name}") for name in ("discord", "slack"))
    return harbour(*homes, *commands)


def garden(world: World) -> Circle:
    return world.circles.circles[GARDEN]


def kinds(world: World, stream: str) -> list[str]:
    return [one.event.kind for one in world.memory.recorded(StreamId(stream))]


def refused(world: World, by: PersonId | Actor, command: Command, why: type[Refusal], *words: str) -> None:
    refusal = world.refuses(by, command)
    assert type(refusal) is why, repr(refusal)
    said = words_of(refusal, world.people)
    helpful(said)
    assert not [part for part in words if part not in said], said


# Who is made


def test_an_account_nobody_knows_becomes_a_person_once() -> None:
    world = harbour()
    assert world.told(ROLE, "zoe")
    assert (world.whose("zoe"), world.people.name(ZOE)) == (ZOE, "Zoe")
    assert world.people.persons[ZOE].came_by == "discord"
    assert garden(world).members[-1] == ZOE
    assert kinds(world, "people")[-2:] == ["person.joined", "account.linked"]
    assert not world.told(ROLE, "zoe")


def test_a_made_id_is_a_key_and_does_not_tell_the_account() -> None:
    for platform in ("discord", "slack"):
        made = made_id(platform, "1180000000000000009")
        assert is_key(made)
        assert "118" not in made
        assert made == made_id(platform, "1180000000000000009") != made_id(platform, "1180000000000000008")


@pytest.mark.parametrize("name", ["", "  ", "\u200b\u00a0", "half \ud83d"])
def test_a_name_that_shows_nothing_is_no_name(name: str) -> None:
    world = World.founded()
    met = person.MeetAccount(platform="discord", account="zoe", name=name)
    world.does(Actor.of_platform("discord"), met)
    assert world.people.name(ZOE) == ZOE


def test_a_name_is_one_line_of_a_sensible_length() -> None:
    world = World.founded()
    met = person.MeetAccount(platform="discord", account="zoe", name="Zoe\n of  the " + "x" * 100)
    world.does(Actor.of_platform("discord"), met)
    assert world.people.name(ZOE) == ("Zoe of the " + "x" * 100)[:80]


def test_an_id_that_is_taken_is_passed_over() -> None:
    world = harbour(person.JoinOrganisation(person=ZOE, name="Somebody else"))
    world.told(ROLE, "zoe")
    assert world.whose("zoe") == made_id("discord", "zoe", 1)


def test_an_account_the_config_knows_is_that_person() -> None:
    world = harbour(person.AddAccount(person=ELI, platform="discord", account="eli"))
    world.told(ROLE, "eli")
    assert garden(world).members[-1] == ELI
    assert kinds(world, "people")[-1] == "account.linked"


# Who is a member


def test_without_the_role_somebody_is_no_member_any_more_but_keeps_their_history() -> None:
    world = harbour()
    world.told(ROLE, "zoe", "yan")
    world.does(ZOE, proposal())
    world.told(ROLE, "yan")
    assert garden(world).members[-1] == YAN
    assert world.people.present(ZOE)
    assert world.proposal(P1).proposer == ZOE
    assert world.proposal(P1).orphaned_until is not None
    world.told(ROLE, "yan", "zoe")
    assert garden(world).members[-1] == ZOE
    assert len(world.people.persons) == 9


def test_those_the_config_names_stay_without_the_role() -> None:
    world = harbour(person.AddAccount(person=BEN, platform="discord", account="ben"))
    world.told(ROLE, "ben")
    world.told(ROLE)
    assert BEN in garden(world).members


def test_those_who_have_the_role_stay_when_the_config_names_them_no_more() -> None:
    world = harbour(person.AddAccount(person=BEN, platform="discord", account="ben"))
    world.told(ROLE, "ben")
    world.does(CONFIG, ask.RemoveMember(circle=GARDEN, person=BEN))
    assert BEN in garden(world).members
    assert garden(world).roles["delegate"] == BEN
    world.told(ROLE)
    assert BEN not in garden(world).members
    assert "delegate" not in garden(world).roles


def test_from_a_list_to_a_role_nobody_is_out_in_between() -> None:
    world = World.founded()
    world.does(CONFIG, person.AddAccount(person=BEN, platform="discord", account="ben"))
    world.does(ANA, proposal())
    world.does(CONFIG, source())
    for one in (BEN, DEE):
        world.does(CONFIG, ask.RemoveMember(circle=GARDEN, person=one))
    assert {BEN, DEE} <= set(garden(world).members)
    world.told(ROLE, "ben")
    assert BEN in garden(world).members
    assert DEE not in garden(world).members
    assert world.proposal(P1).electors == (ANA, BEN, FAY)


def test_another_role_counts_from_when_the_platform_says_who_has_it() -> None:
    world = harbour()
    world.told(ROLE, "zoe", "yan")
    world.does(CONFIG, source(OTHER))
    assert {YAN, ZOE} <= set(garden(world).members)
    assert not world.told(ROLE), "what is told of the role before comes too late"
    world.told(OTHER, "yan")
    assert YAN in garden(world).members
    assert ZOE not in garden(world).members


def test_without_a_role_in_the_config_nobody_is_a_member_by_it() -> None:
    world = harbour()
    world.told(ROLE, "zoe")
    world.does(CONFIG, source(None))
    assert garden(world).members == (ANA, BEN, DEE, FAY)
    assert not world.told(ROLE, "zoe")
    kept_for_a_role = harbour()
    kept_for_a_role.does(CONFIG, ask.RemoveMember(circle=GARDEN, person=DEE))
    kept_for_a_role.does(CONFIG, source(None))
    assert garden(kept_for_a_role).members == (ANA, BEN, FAY)


def test_whoever_is_taken_out_or_leaves_stays_out_until_the_role_is_given_anew() -> None:
    world = harbour()
    world.told(ROLE, "zoe", "yan")
    world.does(ANA, ask.RemoveMember(circle=GARDEN, person=ZOE))
    world.does(YAN, ask.RemoveMember(circle=GARDEN, person=YAN))
    assert not world.told(ROLE, "zoe", "yan")
    assert garden(world).members == (ANA, BEN, DEE, FAY)
    world.told(ROLE, "yan")
    world.told(ROLE, "zoe", "yan")
    assert garden(world).members == (ANA, BEN, DEE, FAY, ZOE)
    world.does(ANA, ask.AddMember(circle=GARDEN, person=YAN))
    assert YAN in garden(world).members


def test_several_circles_may_take_members_from_one_role() -> None:
    world = harbour(source(circle=COMMONS))
    world.told(ROLE, "zoe")
    assert world.circles.sits_in(ZOE, COMMONS)
    assert world.circles.sits_in(ZOE, GARDEN)
    assert kinds(world, "people").count("person.joined") == 8


@pytest.mark.parametrize("by", [ANA, GIL, CONFIG, CLOCK, Actor.policy("x"), Actor.of_account("discord", "zoe")])
def test_only_the_platform_says_who_has_a_role(by: PersonId | Actor) -> None:
    world = harbour()
    group = ask.NoteGroup(circle=GARDEN, platform="discord", group=ROLE, persons=(ELI,))
    met = person.MeetAccount(platform="discord", account="zoe", name="Zoe")
    for command in (group, met, person.SeeServer(platform="discord", accounts=frozenset())):
        world.refuses(by, command)
    assert garden(world).members == (ANA, BEN, DEE, FAY)


def test_a_closed_circle_takes_nobody() -> None:
    world = harbour(ask.FoundCircle(circle=CircleId("shed"), name="Shed", parent=COMMONS))
    world.does(CONFIG, source(OTHER, circle=CircleId("shed")))
    world.does(CONFIG, ask.CloseCircle(circle=CircleId("shed")))
    assert not world.told(OTHER, "zoe")


# The frozen electorate


def test_whoever_comes_during_a_round_answers_from_the_next_version_on() -> None:
    world = harbour()
    world.does(ANA, proposal())
    world.told(ROLE, "zoe")
    refused(world, ZOE, rounds.AnswerRound(id=P1, answer="consent"), JoinedLater)
    world.does(ANA, rounds.AmendProposal(id=P1, text="Mon and Fri"))
    world.does(ZOE, rounds.AnswerRound(id=P1, answer="consent"))


def test_whoever_loses_the_role_leaves_the_round() -> None:
    world = harbour()
    world.told(ROLE, "zoe")
    world.does(ANA, proposal())
    for one in (ANA, BEN, DEE, FAY):
        world.does(one, rounds.AnswerRound(id=P1, answer="consent"))
    assert world.proposal(P1).stage is Stage.CONSENT
    world.told(ROLE)
    assert world.proposal(P1).stage is Stage.ADOPTED


# A person of their own


def test_on_two_platforms_whoever_came_by_a_role_is_a_member_and_no_elector() -> None:
    world = two_homes()
    world.told(ROLE, "zoe")
    assert world.circles.sits_in(ZOE, GARDEN)
    world.does(ZOE, proposal())
    assert world.proposal(P1).electors == (ANA, BEN, DEE, FAY)
    words = ("Garden lives on Discord and Slack", "/me link", "once Fay or Ana says")
    refused(world, ZOE, rounds.AnswerRound(id=P1, answer="consent"), NotYetElector, *words)


def test_on_one_platform_they_are_electors_at_once_and_the_console_is_none() -> None:
    world = harbour(ask.SetHome(circle=GARDEN, platform="discord", place="C-discord"))
    world.told(ROLE, "zoe")
    assert set(garden(world).homes) == {"console", "discord"}
    assert world.circles.unconfirmed(GARDEN, world.people) == ()
    assert ZOE in world.circles.electors(GARDEN, world.people)


def test_those_the_config_knows_are_electors_at_once() -> None:
    world = two_homes(person.AddAccount(person=ELI, platform="discord", account="eli"))
    world.told(ROLE, "eli")
    assert ELI in world.circles.electors(GARDEN, world.people)


@pytest.mark.parametrize("by", [FAY, ANA])
def test_the_secretary_or_the_lead_says_it_in_one_press_and_it_is_journaled(by: PersonId) -> None:
    world = two_homes()
    world.told(ROLE, "zoe")
    receipt = world.does(by, ask.ConfirmOwnPerson(circle=GARDEN, person=ZOE))
    assert receipt.events == (MemberConfirmed(circle=GARDEN, person=ZOE, by=by),)
    card = receipt.card()
    assert card is not None
    assert "an elector from the next version on" in plain_text(card.summary, _Names(world))
    assert ZOE in world.circles.electors(GARDEN, world.people)
    assert not world.does(by, ask.ConfirmOwnPerson(circle=GARDEN, person=ZOE)).events
    world.told(ROLE)
    world.told(ROLE, "zoe")
    assert ZOE in world.circles.electors(GARDEN, world.people)


@pytest.mark.parametrize("by", [BEN, DEE, GIL, ELI, ZOE])
def test_nobody_else_says_it(by: PersonId) -> None:
    world = two_homes()
    world.told(ROLE, "zoe")
    refused(world, by, ask.ConfirmOwnPerson(circle=GARDEN, person=ZOE), NotAllowed, "Only Fay or Ana can say")


def test_nobody_says_it_of_themselves_or_of_those_outside() -> None:
    world = two_homes()
    world.told(ROLE, "zoe")
    world.does(CONFIG, ask.FillRole(circle=GARDEN, role=SECRETARY, person=ZOE))
    refused(world, ZOE, ask.ConfirmOwnPerson(circle=GARDEN, person=ZOE), NotOneself, "Ask Ana, or link")
    refused(world, ANA, ask.ConfirmOwnPerson(circle=GARDEN, person=ELI), Unknown, "/circle members")
    for role in (SECRETARY, LEAD):
        world.does(CONFIG, ask.FillRole(circle=GARDEN, role=role))
    refused(world, ANA, ask.ConfirmOwnPerson(circle=GARDEN, person=ZOE), NotAllowed, "Only the config")


def test_confirmed_during_a_round_they_answer_from_the_next_version_on() -> None:
    world = two_homes()
    world.told(ROLE, "zoe")
    world.does(ANA, proposal())
    world.does(FAY, ask.ConfirmOwnPerson(circle=GARDEN, person=ZOE))
    refused(world, ZOE, rounds.AnswerRound(id=P1, answer="consent"), JoinedLater)
    world.does(ANA, rounds.AmendProposal(id=P1, text="Mon and Fri"))
    world.does(ZOE, rounds.AnswerRound(id=P1, answer="consent"))


def test_a_second_home_during_a_round_changes_nothing_for_its_electors() -> None:
    world = harbour(ask.SetHome(circle=GARDEN, platform="discord", place="C-discord"))
    world.told(ROLE, "zoe")
    world.does(ANA, proposal())
    world.does(CONFIG, ask.SetHome(circle=GARDEN, platform="slack", place="C-slack"))
    world.does(ZOE, rounds.AnswerRound(id=P1, answer="consent"))
    world.does(ANA, rounds.AmendProposal(id=P1, text="Mon and Fri"))
    assert ZOE not in world.proposal(P1).electors


def test_a_round_of_nobody_but_the_unconfirmed_does_not_open_and_says_why() -> None:
    world = two_homes()
    for one in (BEN, DEE, FAY):
        world.does(CONFIG, ask.RemoveMember(circle=GARDEN, person=one))
    world.told(ROLE, "zoe")
    refused(world, ANA, proposal(), NothingToDecide, "nobody besides the proposer", "Ask Ana to say")


def test_the_secretary_finds_it_in_the_inbox_and_among_the_members() -> None:
    world = two_homes()
    world.told(ROLE, "zoe")
    (entry,) = CIRCLES_FEATURE.waiting(FAY, world.memory)
    assert plain_text(entry.text, _Names(world)).startswith("Zoe came to Garden by a role.")
    assert entry.button is not None
    assert ask_of.pressed(entry.button.press, FEATURES) == ("circle.confirm", {"circle": GARDEN, "person": ZOE})
    assert not CIRCLES_FEATURE.waiting(ANA, world.memory)
    shown = answer(ask.ShowMembers(circle=GARDEN), Actor.of_person(ANA), world.memory, FEATURES)
    assert [one.label for one in shown.buttons()] == ["A person of their own"]
    assert "Not electors yet" in plain_card(shown, _Names(world))
    assert "Zoe (by a role)" in plain_card(shown, _Names(world))
    to_others = answer(ask.ShowMembers(circle=GARDEN), Actor.of_person(BEN), world.memory, FEATURES)
    assert not to_others.buttons()
    assert "once Fay or Ana says" in plain_card(to_others, _Names(world))
    world.does(FAY, person.DeclareAbsence(until="7d"))
    assert CIRCLES_FEATURE.waiting(ANA, world.memory)
    assert not CIRCLES_FEATURE.waiting(FAY, world.memory)


# One person


def link(world: World, owner: PersonId | Actor, typed_on: Actor) -> None:
    """The owner shows a code, it is typed on the other account, and the owner says yes."""
    code = world.does(owner, person.LinkAccount()).facts.fresh_code
    world.does(typed_on, person.LinkAccount(code=code))
    (digest,) = [digest for digest, one in world.people.codes.items() if one.claimed_by]
    world.does(owner, person.ConfirmLink(code=digest))


ON_DISCORD = Actor.of_account("discord", "zoe")


def test_who_came_by_a_role_and_links_to_somebody_known_is_that_person() -> None:
    world = two_homes(person.AddAccount(person=ELI, platform="slack", account="U0ELI"))
    world.told(ROLE, "zoe")
    link(world, Actor.of_account("slack", "U0ELI"), ON_DISCORD)
    assert world.whose("zoe") == ELI
    assert world.people.present(ZOE) is None
    assert ELI in world.circles.electors(GARDEN, world.people)
    assert ZOE not in garden(world).members
    assert not world.told(ROLE, "zoe")
    world.told(ROLE)
    assert ELI not in garden(world).members


def test_who_came_by_a_role_and_links_an_account_of_the_other_platform_is_an_elector() -> None:
    world = two_homes()
    world.told(ROLE, "zoe")
    link(world, ON_DISCORD, Actor.of_account("slack", "U0ZOE"))
    assert world.whose("U0ZOE", "slack") == ZOE
    assert ZOE in world.circles.electors(GARDEN, world.people)


def test_once_linked_there_are_never_two_answers() -> None:
    world = harbour(ask.AddMember(circle=GARDEN, person=ELI))
    world.told(ROLE, "zoe")
    world.does(ANA, proposal())
    world.does(ELI, rounds.AnswerRound(id=P1, answer="consent"))
    world.does(ON_DISCORD, rounds.AnswerRound(id=P1, answer="concern", concern="The hose is old"))
    assert set(world.proposal(P1).answers) == {ELI, ZOE}
    link(world, ELI, ON_DISCORD)
    assert set(world.proposal(P1).answers) == {ELI}
    assert ZOE not in world.proposal(P1).electors
    world.does(ON_DISCORD, rounds.AnswerRound(id=P1, answer="concern", concern="The hose is old"))
    assert set(world.proposal(P1).answers) == {ELI}


def test_a_proposal_of_whoever_linked_waits_for_a_sponsor_and_they_may_be_it() -> None:
    world = harbour(ask.AddMember(circle=GARDEN, person=ELI))
    world.told(ROLE, "zoe")
    world.does(ZOE, proposal())
    link(world, ELI, ON_DISCORD)
    world.does(ON_DISCORD, rounds.SponsorProposal(id=P1))
    assert world.proposal(P1).proposer == ELI


def test_two_who_came_by_roles_of_two_platforms_are_one_once_linked() -> None:
    world = two_homes(source("group-1", "slack"))
    world.told(ROLE, "zoe")
    world.told("group-1", "U0ZOE", platform="slack")
    on_slack = world.whose("U0ZOE", "slack")
    assert set(world.circles.unconfirmed(GARDEN, world.people)) == {ZOE, on_slack}
    link(world, on_slack, ON_DISCORD)
    assert world.whose("zoe") == on_slack
    assert on_slack in world.circles.electors(GARDEN, world.people)
    world.told(ROLE)
    assert on_slack in garden(world).members
    world.told("group-1", platform="slack")
    assert on_slack not in garden(world).members


def test_the_account_of_who_was_made_is_theirs_whom_the_config_gives_it() -> None:
    world = harbour()
    world.told(ROLE, "zoe")
    world.does(CONFIG, person.AddAccount(person=ELI, platform="discord", account="old"))
    world.does(CONFIG, person.AddAccount(person=ELI, platform="discord", account="zoe"))
    assert world.whose("zoe") == ELI
    assert ELI in garden(world).members
    assert ZOE not in garden(world).members


def test_a_seat_somebody_was_taken_out_of_does_not_come_back_by_linking() -> None:
    world = harbour()
    world.told(ROLE, "zoe")
    world.does(ANA, ask.RemoveMember(circle=GARDEN, person=ZOE))
    link(world, ELI, ON_DISCORD)
    assert ELI not in garden(world).members
    assert not world.told(ROLE, "zoe")


def test_a_seat_the_lead_gave_is_handed_on() -> None:
    world = harbour(source(OTHER, circle=COMMONS))
    world.told(OTHER, "zoe")
    world.does(ANA, ask.AddMember(circle=GARDEN, person=ZOE))
    link(world, ELI, ON_DISCORD)
    assert ELI in garden(world).named


def test_the_lead_who_names_somebody_unconfirmed_is_told_so() -> None:
    world = two_homes(source(OTHER, circle=COMMONS))
    world.told(OTHER, "zoe")
    card = world.does(ANA, ask.AddMember(circle=GARDEN, person=ZOE)).card()
    assert card is not None
    assert "no elector until it is known" in plain_text(card.summary, _Names(world))


def test_named_by_the_config_somebody_who_was_made_is_known() -> None:
    world = two_homes()
    world.told(ROLE, "zoe")
    world.does(CONFIG, person.JoinOrganisation(person=ZOE, name="Zoe"))
    assert ZOE in world.circles.electors(GARDEN, world.people)


def test_the_wrong_way_round_is_refused_with_the_right_one() -> None:
    world = harbour(person.AddAccount(person=ELI, platform="slack", account="U0ELI"))
    world.told(ROLE, "zoe")
    code = world.does(ON_DISCORD, person.LinkAccount()).facts.fresh_code
    known = Actor("account", via=Via("slack", "U0ELI"))
    refused(world, known, person.LinkAccount(code=code), NotThatAccount, "Ask for a code here with /me link")
    refused(world, ON_DISCORD, person.LinkAccount(code=code), NotThatAccount)


def test_nobody_is_linked_from_the_console() -> None:
    world = harbour()
    world.told(ROLE, "zoe")
    code = world.does(ELI, person.LinkAccount()).facts.fresh_code
    refused(world, Actor.of_account("console", ZOE), person.LinkAccount(code=code), NotThatAccount)


def test_a_second_account_on_the_same_platform_is_refused() -> None:
    world = harbour(person.AddAccount(person=ELI, platform="discord", account="eli"))
    world.told(ROLE, "zoe")
    code = world.does(ELI, person.LinkAccount()).facts.fresh_code
    refused(world, ON_DISCORD, person.LinkAccount(code=code), OneAccountEach)


def test_the_owner_is_told_what_becomes_of_who_it_was_so_far() -> None:
    world = harbour(person.AddAccount(person=ELI, platform="slack", account="U0ELI"))
    world.told(ROLE, "zoe")
    code = world.does(Actor.of_account("slack", "U0ELI"), person.LinkAccount()).facts.fresh_code
    receipt = world.does(ON_DISCORD, person.LinkAccount(code=code))
    telling = receipt.feature.telling
    assert telling is not None
    card = telling(receipt.stream, receipt.events[0], receipt.state, world.memory, ELI)
    assert card is not None
    assert "takes part as Zoe, by a role" in plain_card(card, _Names(world))
    yes = person.ConfirmLink(code=next(iter(world.people.codes)))
    done = world.does(Actor.of_account("slack", "U0ELI"), yes).card()
    assert done is not None
    words = "Linked: Discord account zoe is you from now on. The seats it came by are yours."
    assert plain_text(done.summary, _Names(world)) == words


# Leaving the server


def test_leaving_the_server_ends_every_seat_and_is_journaled_once() -> None:
    world = harbour(person.AddAccount(person=BEN, platform="discord", account="ben"))
    assert world.there("ben", "zoe")
    assert not world.there("ben", "yan")
    assert BEN in garden(world).members
    assert world.there("zoe")
    assert not world.circles.sits_in(BEN, GARDEN)
    assert not world.circles.sits_in(BEN, COMMONS)
    assert world.people.present(BEN), "they belong to the organisation as before, and have their history"
    assert not world.there("zoe")
    world.there("ben")
    assert not world.circles.sits_in(BEN, GARDEN)


def test_who_was_never_there_did_not_leave() -> None:
    world = harbour(person.AddAccount(person=BEN, platform="discord", account="ben"))
    assert not world.there("zoe")
    assert BEN in garden(world).members


def test_a_circle_that_lives_elsewhere_too_keeps_those_who_have_an_account_there() -> None:
    accounts = [person.AddAccount(person=BEN, platform=name, account="ben") for name in ("discord", "slack")]
    world = two_homes(*accounts, person.AddAccount(person=DEE, platform="discord", account="dee"))
    world.there("ben", "dee")
    world.there()
    assert BEN in garden(world).members
    assert not world.circles.sits_in(BEN, CircleId("repair"))
    assert DEE not in garden(world).members


def test_another_account_is_there_anew() -> None:
    world = harbour(person.AddAccount(person=BEN, platform="discord", account="ben"))
    world.there("ben")
    world.does(CONFIG, person.AddAccount(person=BEN, platform="discord", account="benny"))
    assert not world.there("zoe")
    assert BEN in garden(world).members


def test_the_round_of_whoever_leaves_the_server_goes_on_without_them() -> None:
    world = harbour(person.AddAccount(person=BEN, platform="discord", account="ben"))
    world.there("ben")
    world.does(ANA, proposal())
    world.there()
    assert BEN not in world.proposal(P1).electors
    world.wait(days(1))
    assert world.now == MONDAY + days(1)


class _Names:
    """Who reads it: somebody who knows everybody."""

    zone = "UTC"

    def __init__(self, world: World) -> None:
        self._people = world.people

    def name(self, one: PersonId) -> str:
        return self._people.name(one)
