"""Circles: seats and double links, roles, rules inherited from above, and what a private circle keeps to itself."""

import pytest

from governance_core.application.queries import ShowItem, answer
from governance_core.circles import messages as ask
from governance_core.circles.closing import StillOpen
from governance_core.circles.model import DELEGATE, FACILITATOR, LEAD, SECRETARY
from governance_core.circles.policy import READERS, canonical, read_policy
from governance_core.circles.seats import LeadIsDelegate
from governance_core.kernel.errors import Invalid, Refusal, Unknown
from governance_core.kernel.ids import CONFIG, Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.people.messages import LeaveOrganisation
from governance_core.proposals import messages as rounds
from governance_core.proposals.model import Stage
from tests.rules.given import (
    a_round,
    amend,
    consent,
    discard,
    helpful,
    lift,
    objection,
    offer,
    proposal,
    withdraw,
    words_of,
)
from tests.rules.organisation import (
    ANA,
    BEN,
    CARE,
    CEM,
    COMMONS,
    DEE,
    ELI,
    FAY,
    GARDEN,
    GIL,
    REPAIR,
    Organisation,
    harbour,
)
from tests.rules.world import FEATURES, World


def refused(org: Organisation, command: Command, *words: str, by: Actor = CONFIG) -> Refusal:
    """The organisation refuses this, in helpful words that hold all of these."""
    with pytest.raises(Refusal) as refusal:
        org.decided(command, by)
    said = words_of(refusal.value, org.people)
    helpful(said)
    assert not [part for part in words if part not in said], said
    return refusal.value


# Section 5: the double link


def test_section_5_the_parents_electorate_includes_lead_and_delegate_of_each_sub_circle() -> None:
    without = harbour().left(COMMONS, ANA, BEN, CEM, FAY)
    assert set(without.circles.seats(COMMONS)) == {ELI, ANA, BEN, CEM, DEE, FAY}
    opened = a_round(without, circle=COMMONS, by=ELI)
    assert opened.state.electors == (ELI, ANA, BEN, CEM, DEE, FAY)
    opened.having(DEE, consent()).when(ANA, objection()).whatever()


def test_section_5_one_person_in_two_seats_has_one_answer() -> None:
    opened = a_round(circle=COMMONS)  # Ana is a member and the lead of Garden, Cem a member and the lead of Repair
    assert opened.state.electors == (ANA, BEN, CEM, ELI, FAY, DEE)
    assert opened.state.quorum == 3


def test_section_5_a_link_reaches_one_circle_up_and_no_further() -> None:
    shed = CircleId("shed")
    org = harbour().decided(ask.FoundCircle(circle=shed, name="Shed", parent=GARDEN)).joined(shed, ELI, GIL)
    org = org.appointed(shed, LEAD, GIL).appointed(shed, DELEGATE, ELI)
    assert GIL in org.circles.seats(GARDEN)
    assert GIL not in org.circles.seats(COMMONS)


def test_section_5_linked_people_are_full_members_who_may_propose() -> None:
    a_round(circle=COMMONS, by=DEE)


def test_section_5_the_lead_may_not_be_the_delegate() -> None:
    org = harbour()
    refusal = refused(org, ask.FillRole(circle=GARDEN, role=DELEGATE, person=ANA), "Ana cannot be both", "Garden")
    assert isinstance(refusal, LeadIsDelegate)
    refused(org, ask.FillRole(circle=GARDEN, role=LEAD, person=BEN), "Ben cannot be both")
    swapped = org.appointed(GARDEN, DELEGATE, None).appointed(GARDEN, LEAD, BEN).appointed(GARDEN, DELEGATE, ANA)
    assert swapped.circles.circles[GARDEN].links() == (BEN, ANA)


def test_section_5_a_vacant_delegate_keeps_no_parent_from_deciding_and_the_card_says_so() -> None:
    world = World.founded()
    world.does(CONFIG, ask.FillRole(circle=GARDEN, role=DELEGATE, person=None))
    card = answer(ask.ShowCircle(circle=GARDEN), Actor.of_person(ANA), world.memory, FEATURES)
    assert "Not fully linked to its parent" in str(card.blocks)
    world.does(ANA, proposal(COMMONS))


def test_section_5_closing_a_circle_waits_until_everything_in_it_has_another_home() -> None:
    world = World.founded()
    world.does(CEM, proposal(REPAIR))
    refusal = world.refuses(CONFIG, ask.CloseCircle(circle=REPAIR))
    assert isinstance(refusal, StillOpen)
    said = words_of(refusal, world.people)
    helpful(said)
    assert "P-1 is open: ask the facilitator to forward it with /proposal forward P-1 circle:commons, or let" in said
    assert "Still held: lead (Cem)" in said
    refused(harbour(), ask.CloseCircle(circle=COMMONS), "Below it: garden, repair, care.", "close it first")
    world.does(CEM, rounds.WithdrawProposal(id=StreamId("P-1")))
    for role in list(world.circles.circles[REPAIR].roles):
        world.does(CONFIG, ask.FillRole(circle=REPAIR, role=role, person=None))
    world.does(CONFIG, ask.CloseCircle(circle=REPAIR))
    assert DEE not in world.circles.seats(COMMONS)


def test_no_circle_is_above_itself() -> None:
    refused(harbour(), ask.ChangeCircle(circle=COMMONS, key="parent", value=GARDEN), "commons would be above itself")
    refused(harbour(), ask.ChangeCircle(circle=COMMONS, key="parent", value=COMMONS))
    below = harbour().decided(ask.ChangeCircle(circle=REPAIR, key="parent", value=GARDEN))
    assert set(below.circles.seats(GARDEN)) == {ANA, BEN, DEE, FAY, CEM}


# Roles, members, homes


def test_a_role_is_held_by_a_member_and_vacant_when_they_leave() -> None:
    refused(harbour(), ask.FillRole(circle=GARDEN, role=SECRETARY, person=ELI), "eli is not a member of garden")
    left = harbour().left(GARDEN, DEE)
    assert left.circles.role(GARDEN, FACILITATOR) is None
    assert harbour().circles.role(COMMONS, "treasurer") == FAY


def test_doing_it_again_has_no_second_effect() -> None:
    org = harbour()
    for command in (
        ask.AddMember(circle=GARDEN, person=BEN),
        ask.RemoveMember(circle=GARDEN, person=ELI),
        ask.FillRole(circle=GARDEN, role=LEAD, person=ANA),
        ask.FillRole(circle=COMMONS, role=LEAD, person=None),
        ask.SetHome(circle=GARDEN, platform="console", place="garden"),
        ask.SetPolicy(circle=GARDEN, key="window", value=None),
        ask.SetCommonPolicy(key="process", value=" quick "[1:-1]),
        ask.ChangeCircle(circle=CARE, key="private", value="true"),
        ask.DescribeOrganisation(name="Harbour", zone="Europe/Lisbon", admins=(GIL,)),
    ):
        assert org.decided(command) == org, command


def test_two_circles_have_no_place_in_common() -> None:
    refused(harbour(), ask.SetHome(circle=GARDEN, platform="console", place="repair"), "is the home of repair already")


def test_unknown_people_circles_rules_and_zones_are_refused() -> None:
    org = harbour()
    refused(org, ask.AddMember(circle=GARDEN, person=PersonId("zoe")), "There is no member zoe here")
    refused(org, ask.AddMember(circle=CircleId("moon"), person=ANA), "There is no circle moon here")
    refused(org, ask.FoundCircle(circle=GARDEN, name="x"), "There is a circle garden already")
    refused(org, ask.FoundCircle(circle=CircleId("x"), name="x", parent=CircleId("moon")), "no circle moon")
    refused(org, ask.FoundCircle(circle=CircleId("x"), name="x", zone="Mars/Base"), "There is no time zone Mars/Base")
    refused(org, ask.ChangeCircle(circle=GARDEN, key="zone", value="Mars/Base"), "no time zone")
    refused(org, ask.SetPolicy(circle=GARDEN, key="speed", value="1"), "There is no rule called speed", "window")
    refused(org, ask.RemoveMember(circle=GARDEN, person=ELI), by=Actor.of_person(ANA))


# Rules


def test_rules_come_from_the_circle_else_the_parent_else_the_organisation_else_the_default() -> None:
    org = harbour().ruled(None, window="10h").ruled(COMMONS, window="20h").ruled(GARDEN, window="30h")
    window = {circle: str(org.circles.policy_of(circle).window) for circle in (COMMONS, GARDEN, REPAIR)}
    assert window == {COMMONS: "20h", GARDEN: "30h", REPAIR: "20h"}
    taken_back = org.decided(ask.SetPolicy(circle=GARDEN, key="window", value=None))
    assert str(taken_back.circles.policy_of(GARDEN).window) == "20h"
    taken_back = taken_back.decided(ask.SetPolicy(circle=COMMONS, key="window", value=None))
    assert str(taken_back.circles.policy_of(GARDEN).window) == "10h"
    assert str(harbour().circles.policy_of(GARDEN).window) == "72h"


DEFAULTS = {
    "process": "full",
    "silence": "explicit",
    "quorum": "50%",
    "window": "72h",
    "clarify": "24h",
    "react": "off",
    "amend": "48h",
    "extension": "48h",
    "after_objection": "24h",
    "rounds": "3",
    "objection_reply": "72h, 2 reminders",
    "test": "group",
    "test_window": "24h",
    "adopt_objection": "48h",
    "sponsor": "72h",
    "stand_aside": "false",
    "review": "180d",
    "expiry": "off",
    "reminders": "half, 24h",
    "day_starts": "09:00",
    "quiet_hours": "20:00-08:00",
    "outage_grace": "false",
    "announce_up_to": "off",
    "announce_wait": "48h",
    "approve_up_to": "off",
    "approvers": "treasurer",
    "approvals": "1",
    "open_requests": "3",
    "separation": "true",
    "last_payer": "approver",
    "receipts": "false",
    "receipt_reminders": "7d, 21d",
    "holidays": "off",
    "on_holiday": "skip",
    "blocker_days": "3",
    "longest_loan": "30d",
    "digest": "off",
    "empty_digest": "silent",
}


def test_rules_have_the_defaults_of_the_process() -> None:
    assert {key: canonical(key, default) for key, (default, _) in READERS.items()} == DEFAULTS
    assert read_policy() == read_policy(DEFAULTS)


@pytest.mark.parametrize(
    "key, value, kept",
    [
        ("quiet_hours", "off", "off"),
        ("quiet_hours", "22:00 – 6:30", "22:00-06:30"),
        ("reminders", "off", "off"),
        ("announce_up_to", "50 €, 600 JPY", "50.00 EUR, 600 JPY"),
        ("approvers", "lead,treasurer , lead", "lead, treasurer"),
        ("reminders", "2d, half,30m", "2d, half, 30m"),
        ("quorum", " 30 % ", "30%"),
        ("stand_aside", "Yes", "true"),
        ("extension", "none", "off"),
        ("objection_reply", "1d,1 reminder", "1d, 1 reminders"),
        ("day_starts", "7:05", "07:05"),
    ],
)
def test_rules_are_kept_in_one_way_of_writing_however_they_are_written(key: str, value: str, kept: str) -> None:
    assert canonical(key, value) == kept
    assert canonical(key, kept) == kept


@pytest.mark.parametrize(
    "key, value",
    [
        ("quorum", "140%"),
        ("quorum", "0"),
        ("quorum", "0%"),
        ("quorum", "half"),
        ("quorum", "-1"),
        ("window", "0h"),
        ("window", "off"),
        ("window", "3 weeks"),
        ("window", "20y"),
        ("silence", "maybe"),
        ("process", "slow"),
        ("stand_aside", "perhaps"),
        ("rounds", "0"),
        ("rounds", "100"),
        ("rounds", "²"),
        ("rounds", "three"),
        ("day_starts", "24:00"),
        ("day_starts", "9"),
        ("quiet_hours", "20:00"),
        ("quiet_hours", "20:00-25:00"),
        ("reminders", "half, often"),
        ("objection_reply", "72h"),
        ("test", "vote"),
    ],
)
def test_rules_that_are_impossible_are_refused_with_the_reason(key: str, value: str) -> None:
    refusal = refused(harbour(), ask.SetPolicy(circle=GARDEN, key=key, value=value), key)
    assert isinstance(refusal, Invalid)
    assert refusal.field == key


def test_the_zone_comes_from_the_circle_else_the_parent_else_the_organisation() -> None:
    org = harbour().decided(ask.FoundCircle(circle=CircleId("bench"), name="Bench", parent=REPAIR))
    zones = {circle: org.circles.zone_of(CircleId(circle)) for circle in ("garden", "repair", "bench")}
    assert zones == {"garden": "Europe/Lisbon", "repair": "America/New_York", "bench": "America/New_York"}


# Private circles


def test_private_circle_its_ids_do_not_exist_elsewhere() -> None:
    world = World.founded()
    for _ in range(8):
        world.does(ANA, proposal())
    world.does(ELI, proposal(CARE))
    ninth = StreamId("P-9")
    assert world.proposal(ninth).circle == CARE
    everything: list[Command] = [
        rounds.AnswerRound(id=ninth, answer="consent"),
        rounds.RaiseObjection(id=ninth, harm="x"),
        rounds.WithdrawObjection(id=ninth, into="consent"),
        rounds.AmendProposal(id=ninth, text="x"),
        rounds.WithdrawProposal(id=ninth),
        rounds.DiscardProposal(id=ninth, reason="x"),
        rounds.ForwardProposal(id=ninth, circle=GARDEN),
        rounds.OfferAmendment(id=ninth, kind="text", text="x"),
        rounds.AcceptOffer(id=ninth),
        rounds.DeclineOffer(id=ninth, reason="x"),
        rounds.HandOver(id=ninth),
        rounds.SponsorProposal(id=ninth),
        rounds.TakeOverObjection(id=ninth, objection="1"),
    ]
    for outsider in (BEN, CEM, DEE, GIL):
        for command in everything:
            refusal = world.refuses(outsider, command)
            assert type(refusal) is Unknown
            assert words_of(refusal, world.people).startswith("There is no P-9 here.")
        for query in (rounds.ShowProposal, rounds.ReadProposal, rounds.RoundStatus, ShowItem):
            with pytest.raises(Unknown, match=r"There is no P-9 here\."):
                answer(query(id=ninth), Actor.of_person(outsider), world.memory, FEATURES)
    never = world.refuses(BEN, rounds.AnswerRound(id=StreamId("P-10"), answer="consent"))
    hidden = world.refuses(BEN, rounds.AnswerRound(id=ninth, answer="consent"))
    assert words_of(never, world.people).replace("P-10", "P-9")[:22] == words_of(hidden, world.people)[:22]
    for member in (ELI, FAY, ANA):
        world.does(member, rounds.AnswerRound(id=ninth, answer="consent"))
    assert world.proposal(ninth).stage is Stage.ADOPTED


def test_private_circle_is_not_there_for_others_and_they_cannot_change_it() -> None:
    world = World.founded()
    for outsider in (BEN, CEM, DEE, GIL):
        for command in (
            proposal(CARE),
            ask.AddMember(circle=CARE, person=BEN),
            ask.RemoveMember(circle=CARE, person=FAY),
        ):
            said = words_of(world.refuses(outsider, command), world.people)
            assert said == words_of(world.refuses(outsider, proposal(CircleId("moon"))), world.people).replace(
                "moon", "care"
            )
        for query in (ask.ShowCircle, ask.ShowMembers, ask.ShowPolicy):
            with pytest.raises(Unknown, match="There is no circle care here"):
                answer(query(circle=CARE), Actor.of_person(outsider), world.memory, FEATURES)
        listed = answer(ask.ListCircles(), Actor.of_person(outsider), world.memory, FEATURES)
        assert "Care" not in str(listed)
    assert "Care" in str(answer(ask.ListCircles(), Actor.of_person(FAY), world.memory, FEATURES))


def test_private_circle_its_links_sit_in_the_parent_without_naming_it() -> None:
    world = World.founded()
    world.does(CONFIG, ask.RemoveMember(circle=COMMONS, person=FAY))
    members = answer(ask.ShowMembers(circle=COMMONS), Actor.of_person(BEN), world.memory, FEATURES)
    assert "Mention(person='fay'" in str(members)
    assert "Care" not in str(members)


def test_whoever_leaves_a_private_circle_knows_nothing_of_it_any_more() -> None:
    world = World.founded()
    world.does(ELI, proposal(CARE))
    world.does(CONFIG, ask.RemoveMember(circle=CARE, person=ANA))
    refusal = world.refuses(ANA, consent())
    assert type(refusal) is Unknown


def test_a_private_circles_commands_work_inside_like_anywhere() -> None:
    opened = a_round(circle=CARE, by=ELI)
    opened.having(FAY, objection()).having(ANA, offer()).having(FAY, lift()).having(ELI, amend(text="x"))
    opened.when(FAY, discard()).whatever()
    opened.when(ELI, withdraw()).whatever()


# Leaving and joining tell the rounds


def test_whoever_leaves_a_circle_leaves_its_rounds_and_those_of_its_parent() -> None:
    world = World.founded()
    world.does(CEM, proposal(REPAIR))
    world.does(ANA, proposal(COMMONS))
    world.does(CONFIG, ask.RemoveMember(circle=REPAIR, person=DEE))
    for number in ("P-1", "P-2"):
        assert DEE not in world.proposal(StreamId(number)).electors


def test_whoever_leaves_the_organisation_leaves_every_round_and_their_proposals_wait_for_a_sponsor() -> None:
    world = World.founded()
    world.does(BEN, proposal(GARDEN))
    world.does(ANA, proposal(COMMONS))
    world.does(CONFIG, LeaveOrganisation(person=BEN))
    first, second = (world.proposal(StreamId(number)) for number in ("P-1", "P-2"))
    assert BEN not in (*first.electors, *second.electors)
    assert first.orphaned_until is not None
    assert second.orphaned_until is None


def test_a_circle_that_moves_below_another_takes_its_links_along() -> None:
    world = World.founded()
    world.does(ANA, proposal(COMMONS))
    world.does(CONFIG, ask.ChangeCircle(circle=REPAIR, key="parent", value=GARDEN))
    assert DEE not in world.proposal(StreamId("P-1")).electors
    assert CEM in world.proposal(StreamId("P-1")).electors
