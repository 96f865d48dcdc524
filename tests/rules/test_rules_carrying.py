"""A proposal may carry a change of a role, a rule or a member: pressed by the circle when it adopts."""

import pytest

from governance_core.cards.plain import plain_card
from governance_core.circles import messages as circles
from governance_core.circles.model import DELEGATE, LEAD, SECRETARY
from governance_core.circles.seats import LeadIsDelegate
from governance_core.kernel.errors import Invalid, NotAllowed, Unknown
from governance_core.kernel.ids import CONFIG, Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.people.messages import LeaveOrganisation
from governance_core.proposals import messages as ask
from governance_core.proposals.carrying import CarriesWhatIsHere, LeadOfBoth, command_of
from governance_core.proposals.carrying_model import Carried, Carries
from governance_core.proposals.model import Stage
from tests.rules.given import P1, Names, consent, escalate, forward, objection, words_of
from tests.rules.organisation import ANA, BEN, CARE, CEM, COMMONS, DEE, ELI, FAY, GARDEN, GIL, REPAIR
from tests.rules.world import FEATURES, World

D1 = StreamId("D-1")
WHY = "Fay moves away"


def role(person: PersonId | None = BEN, name: str = SECRETARY, circle: CircleId = GARDEN) -> Command:
    return ask.ProposeRole(circle=circle, role=name, person=person, driver=WHY).meant()


def rule(key: str = "window", value: str = "48h", circle: CircleId = GARDEN) -> Command:
    return ask.ProposeRule(circle=circle, rule=key, value=value, driver=WHY).meant()


def member(person: PersonId = ELI, change: str = "join", circle: CircleId = GARDEN) -> Command:
    return ask.ProposeMember(circle=circle, person=person, change=change, driver=WHY).meant()


def proposed(command: Command) -> World:
    world = World.founded()
    world.does(ANA, command)
    return world


def adopted(world: World, stream: StreamId = P1) -> World:
    for who in world.proposal(stream).electors:
        world.does(who, ask.AnswerRound(id=stream, answer="consent"))
    assert world.proposal(stream).stage is Stage.ADOPTED
    return world


def card(world: World, stream: StreamId = P1) -> str:
    feature = FEATURES.of_stream(stream)
    assert feature is not None
    assert feature.card is not None
    return plain_card(feature.card(stream, world.memory.state(stream), world.memory, ANA), Names(world.people))


def until(day: str, person: PersonId | None = FAY) -> Command:
    return ask.ProposeRole(circle=GARDEN, role=SECRETARY, person=person, until=day, driver=WHY).meant()


def test_carried_a_role_can_be_held_until_a_day_and_the_card_names_it() -> None:
    world = proposed(until("2026-09-07"))
    assert "When adopted: Fay becomes the secretary of Garden until Mon 7 Sep 2026" in card(world)
    assert world.proposal(P1).wording.title == "Fay as secretary of Garden until Mon 7 Sep 2026"
    assert adopted(world).circles.circles[GARDEN].terms[SECRETARY].until == "2026-09-07"


def test_carried_a_length_is_a_day_counted_from_the_proposal_and_the_same_term_again_is_nothing_to_decide() -> None:
    world = proposed(until("189d"))
    assert world.proposal(P1).carries[0].value == "2026-09-07"
    adopted(world)
    refused = world.refuses(ANA, until("2026-09-07"))
    assert "That is so in Garden already" in words_of(refused, world.people)
    world.does(ANA, until(""))
    assert not adopted(world, StreamId("P-2")).circles.circles[GARDEN].terms


@pytest.mark.parametrize(
    "day, person, words",
    [
        ("2026-03-02", FAY, "Monday, 2 March 2026 is no day that lies ahead."),
        ("2025-03-02", FAY, "Sunday, 2 March 2025 is no day that lies ahead."),
        ("someday", FAY, "is no date"),
        ("2026-09-07", None, "A vacant role has no term."),
        ("2026-09-07 17:00", FAY, "A term ends when a day begins."),
    ],
)
def test_carried_a_term_needs_a_holder_and_a_day_ahead(day: str, person: PersonId | None, words: str) -> None:
    world = World.founded()
    refused = world.refuses(ANA, until(day, person))
    assert isinstance(refused, Invalid)
    assert (refused.field, words in words_of(refused, world.people)) == ("until", True)


def test_carried_the_circle_presses_at_adoption_another_holder_of_a_role() -> None:
    world = adopted(proposed(role()))
    assert world.circles.role(GARDEN, SECRETARY) == BEN
    pressed = [one.actor for one in world.memory.journal[StreamId("circles")][-2:]]
    assert pressed == ["policy(D-1)", "policy(D-1)"]


def test_carried_a_role_can_become_vacant() -> None:
    assert adopted(proposed(role(None))).circles.role(GARDEN, SECRETARY) is None


def test_carried_a_rule_of_the_circle() -> None:
    assert str(adopted(proposed(rule())).circles.policy_of(GARDEN).window) == "48h"


def test_carried_somebody_joins_and_somebody_leaves() -> None:
    assert ELI in adopted(proposed(member())).circles.circles[GARDEN].members
    assert FAY not in adopted(proposed(member(FAY, "leave"))).circles.circles[GARDEN].members


def test_carried_nothing_is_pressed_before_the_adoption_or_without_it() -> None:
    world = proposed(role())
    world.does(BEN, consent())
    assert world.circles.role(GARDEN, SECRETARY) == FAY
    world.does(ANA, ask.WithdrawProposal(id=P1))
    assert world.circles.role(GARDEN, SECRETARY) == FAY


@pytest.mark.parametrize(
    "command, words",
    [
        (role(), "Ben becomes the secretary of Garden"),
        (role(None), "the role of secretary of Garden becomes vacant"),
        (rule(), "the rule window of Garden becomes 48h"),
        (member(), "Eli becomes a member of Garden"),
        (member(FAY, "leave"), "Fay leaves Garden"),
    ],
)
def test_carried_the_card_says_in_words_what_adoption_will_do_and_has_done(command: Command, words: str) -> None:
    world = proposed(command)
    assert f"When adopted: {words}" in card(world)
    assert f"Done with it: {words}" in card(adopted(world))


def test_carried_what_the_rules_refuse_at_adoption_leaves_it_adopted_and_the_facilitator_is_told() -> None:
    world = proposed(member())
    world.does(CONFIG, LeaveOrganisation(person=ELI))
    adopted(world)
    state = world.proposal(P1)
    assert state.agreement == D1
    assert state.undone.keys() == {1}
    assert "Could not be done: Eli becomes a member of Garden. Why: There is no member eli here." in card(world)
    told = [one for one in world.posted() if one.note == "whisper"]
    assert {one.place for one in told} == {"dee"}
    assert "carried.undone" in {one.event.kind for one in world.memory.journal[P1]}


def test_carried_what_could_not_be_done_is_told_in_the_home_too() -> None:
    world = proposed(role(BEN))
    world.does(CONFIG, circles.RemoveMember(circle=GARDEN, person=BEN))
    adopted(world)
    assert [one.place for one in world.posted() if one.note == "announce"].count("garden") == 2
    assert world.circles.role(GARDEN, SECRETARY) == FAY


@pytest.mark.parametrize(
    "command, why",
    [
        (role(CEM), Invalid),
        (role(FAY), Invalid),
        (role(ANA, DELEGATE), LeadIsDelegate),
        (role(BEN, LEAD), LeadOfBoth),
        (role(BEN, "king"), Invalid),
        (rule("window", "soon"), Invalid),
        (rule("window", "72h"), None),
        (member(ANA), Invalid),
        (member(PersonId("zoe")), Unknown),
        (member(CEM, "leave"), Invalid),
    ],
)
def test_carried_what_could_not_be_done_now_is_refused_when_it_is_proposed(
    command: Command, why: type[Exception] | None
) -> None:
    world = World.founded()
    if why is None:
        assert world.does(ANA, command).events
        return
    refusal = world.refuses(ANA, command)
    assert isinstance(refusal, why)
    assert words_of(refusal, world.people).endswith(".")


def test_carried_the_root_chooses_its_lead_itself() -> None:
    world = World.founded()
    world.does(ANA, role(CEM, LEAD, COMMONS))
    assert adopted(world).circles.role(COMMONS, LEAD) == CEM


def test_carried_only_members_propose_it() -> None:
    for outsider in (GIL, CEM):
        assert isinstance(World.founded().refuses(outsider, role()), NotAllowed)


def test_carried_it_is_a_closed_list() -> None:
    whole = [what for what in Carries if what is not Carries.ITEM]
    kinds = {type(command_of(Carried(what, GARDEN, "window", "48h", ELI))) for what in whole}
    assert kinds == {circles.FillRole, circles.SetPolicy, circles.AddMember, circles.RemoveMember}
    for one in kinds:
        assert "policy" in one.spec.pressed_by


def test_carried_it_is_not_forwarded_to_a_circle_that_cannot_decide_it() -> None:
    world = proposed(role())
    refusal = world.refuses(DEE, forward(REPAIR))
    assert isinstance(refusal, CarriesWhatIsHere)
    assert "only Garden decides that" in words_of(refusal, world.people)


def test_carried_escalated_the_parent_decides_it_for_its_sub_circle() -> None:
    world = proposed(role())
    world.does(BEN, objection())
    world.does(DEE, escalate())
    above = StreamId("P-2")
    assert "When adopted: Ben becomes the secretary of garden" in card(world, above)
    adopted(world, above)
    assert world.circles.role(GARDEN, SECRETARY) == BEN


def test_carried_of_a_private_circle_it_is_not_escalated() -> None:
    world = World.founded()
    world.does(ELI, member(BEN, circle=CARE))
    world.does(FAY, objection())
    refusal = world.refuses(ANA, escalate(shown=True))
    assert isinstance(refusal, Invalid)
    assert "which is private" in words_of(refusal, world.people)


def test_carried_whoever_joins_with_it_is_no_elector_of_rounds_that_are_open() -> None:
    world = proposed(member())
    world.does(ANA, ask.CreateProposal(circle=GARDEN, title="T", driver="D", text="X"))
    adopted(world)
    assert ELI not in world.proposal(StreamId("P-2")).electors


def test_carried_whoever_leaves_with_it_leaves_open_rounds_in_the_same_transaction() -> None:
    world = proposed(member(FAY, "leave"))
    world.does(ANA, ask.CreateProposal(circle=GARDEN, title="T", driver="D", text="X"))
    adopted(world)
    assert FAY not in world.proposal(StreamId("P-2")).electors


def test_carried_the_text_may_be_amended_what_is_carried_stays() -> None:
    world = proposed(role())
    world.does(ANA, ask.AmendProposal(id=P1, text="In other words"))
    assert world.proposal(P1).carries == (Carried(Carries.ROLE, GARDEN, SECRETARY, person=BEN),)


def test_carried_an_open_round_keeps_its_rules_when_another_adopts_a_rule() -> None:
    world = proposed(rule("window", "1h"))
    before = world.proposal(P1).rules
    world.does(ANA, ask.CreateProposal(circle=GARDEN, title="T", driver="D", text="X"))
    adopted(world)
    assert world.proposal(StreamId("P-2")).rules == before


def test_carried_nobody_presses_it_by_hand() -> None:
    assert ask.NoteUndone.spec.pressed_by == {"policy"}
    assert Actor.policy(D1).said() == "policy(D-1)"
