"""What can be picked while typing: at most 25, what is most likely first, and never what the person may not see."""

from itertools import product

import pytest
from application_world import FEATURES, TEXTS, World

from governance_core.actions.messages import AddAction
from governance_core.application import ask
from governance_core.blockers.messages import AssignBlocker, RaiseBlocker
from governance_core.cards.form import Lookup
from governance_core.checkins.messages import CreateCheckIn
from governance_core.checkins.queries import ShowCheckIn
from governance_core.circles.messages import FoundCircle
from governance_core.kernel.errors import NothingToPick, Refusal
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.people.messages import JoinOrganisation, LeaveOrganisation
from governance_core.proposals.messages import AnswerRound, KeepDraft, WithdrawProposal

ANYBODY = ["ana", "ben", "eli", "fay", "zed", "zed@slack", "zed@discord"]
LOOKUPS = [
    (kind, name, question.kind.of)
    for kind, message in sorted(FEATURES.by_kind.items())
    for name, question in ask.questions(message).items()
    if isinstance(question.kind, Lookup)
]


ONE_OF_EACH = list({of: (kind, name, of) for kind, name, of in LOOKUPS}.values())


def values(world: World, kind: str, field: str, typed: str = "", who: str = "ana") -> list[str]:
    return [option.value for option in world.choices(kind, field, typed, who)]


def adopted(world: World, who: str = "ana", circle: str = "garden", **given: str) -> str:
    proposal = world.proposal(who, circle, **given)
    for person in world.state(proposal).electors:
        world.do(AnswerRound(id=proposal, answer="consent"), person)
    return str(world.state(proposal).agreement)


def test_circles_one_sits_in_come_first(world: World) -> None:
    assert values(world, "proposal.create", "circle", who="dee") == ["garden", "repair", "commons"]
    assert values(world, "proposal.create", "circle", who="eli") == ["commons", "care", "garden", "repair"]
    assert values(world, "proposal.create", "circle", "CAF", "dee") == ["repair"]


@pytest.mark.parametrize("who", ["ana", "fay", "zed", "zed@slack"])
def test_a_private_circle_is_not_there_for_outsiders(world: World, who: str) -> None:
    assert "care" not in values(world, "circle.show", "circle", "", who)
    assert values(world, "circle.show", "circle", "care", who) == []
    assert values(world, "circle.show", "circle", "care", "ben@slack") == ["care"]


@pytest.mark.parametrize("who", ["ana", "fay", "zed@slack"])
def test_what_happens_in_a_private_circle_is_not_there_for_outsiders(world: World, who: str) -> None:
    secret = {adopted(world, "ben", "care", title="Secret"), world.proposal("eli", "care", title="Secret too"), "P-1"}
    items = [(kind, field) for kind, field, of in LOOKUPS if of in ("proposal", "round", "agreement", "item")]
    for (kind, field), typed in product(items, ("", "secret", "P-", "D-", "P-2")):
        assert not any(ref in secret for ref in values(world, kind, field, typed, who))
        assert not any("ecret" in option.label for option in world.choices(kind, field, typed, who))


def test_what_waits_for_the_person_comes_first_then_the_newest(world: World) -> None:
    for title in ("one", "two", "three"):
        world.proposal(title=title)
    world.do(AnswerRound(id="P-1", answer="consent"), "ben")
    assert values(world, "consent.answer", "id", who="ben") == ["P-2", "P-3", "P-1"]
    assert values(world, "consent.answer", "id", "THREE", "ben") == ["P-3"]
    assert values(world, "consent.answer", "id", "p-2", "ben") == ["P-2"]
    (option,) = world.choices("consent.answer", "id", "two", "ben")
    assert option.label == "P-2 · two · closes Thu 5 Mar 2026 09:00"


def test_a_round_to_answer_is_an_open_one_of_ones_own_circles(world: World) -> None:
    closed, own = world.proposal(title="Closed"), world.proposal(title="Own")
    world.do(WithdrawProposal(id=StreamId(closed)), "ana")
    other = world.proposal("cem", "repair", title="Other")
    assert values(world, "consent.answer", "id", who="ben") == [own]
    assert values(world, "consent.answer", "id", who="dee") == [own, other]
    world.do(AnswerRound(id=StreamId(own), answer="consent"), "dee")
    assert values(world, "consent.answer", "id", who="dee") == [other, own]
    for who in ("zed", "zed@slack"):
        assert values(world, "consent.answer", "id", who=who) == []


def test_a_circle_to_record_in_is_one_whose_records_one_keeps(world: World) -> None:
    assert values(world, "decisions.record", "circle", who="ana") == ["garden"]
    assert values(world, "decisions.record", "circle", who="eli") == ["care"]
    assert values(world, "decisions.record", "circle", "gar", "eli") == []
    for who in ("ben", "fay", "zed@slack"):
        assert values(world, "decisions.record", "circle", who=who) == []


def test_agreements_to_pick_the_newest_first(world: World) -> None:
    assert [adopted(world, title="One"), adopted(world, title="Two")] == ["D-1", "D-2"]
    assert values(world, "decisions.show", "id") == ["D-2", "D-1"]
    assert values(world, "decisions.show", "id", "one") == ["D-1"]


def test_any_item_can_be_picked_where_any_item_is_meant(world: World) -> None:
    adopted(world, title="One")
    world.proposal(title="Two")
    world.do(KeepDraft(circle=CircleId("garden"), title="Later", **TEXTS), "ana")
    assert sorted(values(world, "item.show", "id")) == ["D-1", "P-1", "P-2"]
    assert values(world, "item.show", "id", "D-") == ["D-1"]


def test_drafts_are_their_proposers_own(world: World) -> None:
    world.do(KeepDraft(circle=CircleId("garden"), title="Later", **TEXTS), "ana")
    assert values(world, "draft.submit", "id") == ["draft-1"]
    for who in ANYBODY[1:]:
        assert values(world, "draft.submit", "id", "", who) == []


def test_people_are_there_for_members_only_and_only_while_they_are(world: World) -> None:
    assert values(world, "circle.add", "person") == ["ana", "ben", "cem", "dee", "eli", "fay"]
    assert values(world, "circle.add", "person", "FA", "fay") == ["fay"]
    for who in ("zed", "zed@slack"):
        assert values(world, "circle.add", "person", "", who) == []
    world.config(LeaveOrganisation(person=PersonId("cem")))
    assert "cem" not in values(world, "circle.add", "person")


@pytest.mark.parametrize("kind,field,of", ONE_OF_EACH)
def test_there_are_at_most_25_and_no_label_is_longer_than_100(world: World, kind: str, field: str, of: str) -> None:
    title = "Wässern " * 40
    for _ in range(30):
        world.proposal(title=title)
        world.do(KeepDraft(circle=CircleId("garden"), title=title, **TEXTS), "ana")
    world.config(
        *(JoinOrganisation(person=PersonId(f"p{number}"), name=title) for number in range(30)),
        *(FoundCircle(circle=CircleId(f"c{number}"), name=title) for number in range(30)),
    )
    found = world.choices(kind, field, "", "ana")
    many = ("proposal", "round", "item", "draft", "person", "circle", "any circle", "decider", "rule")
    fixed = {"record circle": 1, "held role": 4, "register state": 25, "period": 10, "request state": 7}
    assert len(found) == (25 if of in many else fixed.get(of, 0))
    assert all(0 < len(option.label) <= 100 and 0 < len(option.value) <= 100 for option in found)
    assert len({option.value for option in found}) == len(found)


@pytest.mark.parametrize("kind,field,of", ONE_OF_EACH)
def test_whatever_is_typed_finds_or_finds_not(world: World, kind: str, field: str, of: str) -> None:
    world.proposal()
    for typed in ("%", "_", "'", '"', "\\", "\x00", "\ud800", "x" * 10_000, "İ", "ß", "*", "["):
        assert list(world.choices(kind, field, typed, "ana")) == []


def test_fixed_choices_are_found_by_their_words(world: World) -> None:
    assert values(world, "consent.answer", "answer") == ["consent", "concern", "stand_aside"]
    assert values(world, "consent.answer", "answer", "CONCERN") == ["concern"]
    assert values(world, "proposal.list", "mine") == ["true", "false"]
    assert values(world, "help", "topic", "agree nothing") == []


def test_every_value_offered_is_one_the_form_takes(world: World) -> None:
    adopted(world)
    world.proposal()
    world.do(KeepDraft(circle=CircleId("garden"), title="Later", **TEXTS), "ana")
    fields = [(kind, name) for kind, message in FEATURES.by_kind.items() for name in ask.questions(message)]
    fields = [(kind, name) for kind, name in fields if kind != "setup.begin"]  # it is set up
    offered = [(kind, name, option.value) for kind, name in fields for option in world.choices(kind, name, "", "ana")]
    assert len(offered) > 80
    for kind, name, value in offered:
        try:
            made = world.complete(kind, {name: value})
        except Refusal as refusal:
            if refusal.whatever_is_typed or isinstance(refusal, NothingToPick):
                continue  # no form opens for what is somebody else's to do, or where nothing else can be picked
            raise
        assert name not in [one.name for one in getattr(made, "complaints", ())]


def test_nothing_is_offered_for_what_is_no_question(world: World) -> None:
    assert values(world, "consent.answer", "colour") == []
    assert values(world, "proposal.create", "title") == []


def test_an_item_of_any_kind_is_offered_by_number_or_title_and_what_waits_for_one_first(world: World) -> None:
    for number in range(30):
        world.do(RaiseBlocker(circle=CircleId("garden"), what=f"Tap {number} drips", owner=PersonId("ben")), "ana")
    world.do(AssignBlocker(id=StreamId("X-3"), owner=PersonId("dee")), "ana")
    world.do(AddAction(circle=CircleId("garden"), what="Oil the gate", owner=PersonId("dee")), "ana")
    world.proposal("cem", "repair", title="Oil the saw")
    assert values(world, "item.show", "id", who="dee")[:5] == ["P-1", "A-1", "X-3", "X-30", "X-29"]
    assert values(world, "item.show", "id", "oil", "dee") == ["P-1", "A-1"]
    assert values(world, "item.show", "id", "x1", "dee")[:2] == ["X-1", "X-19"]
    assert values(world, "item.show", "id", "A-", "dee") == ["A-1"]
    assert values(world, "blocker.show", "id", "", "dee")[:2] == ["X-3", "X-1"]
    assert values(world, "blocker.show", "id", "29", "dee") == ["X-29", "X-30"]
    (option,) = world.choices("item.show", "id", "tap 29", "dee")
    assert option.label == "X-30 · Tap 29 drips · Garden · open"


def test_an_old_item_is_offered_however_many_came_after(world: World) -> None:
    first = world.proposal(title="Bees")
    for _ in range(30):
        world.proposal(title="Wasps")
    assert values(world, "proposal.show", "id", "bees", "fay") == [first]
    assert values(world, "proposal.show", "id", "1", "fay")[0] == first
    assert first not in values(world, "proposal.show", "id", "", "fay")


def test_an_id_of_a_check_in_is_read_however_it_is_written(world: World) -> None:
    made = CreateCheckIn(circle=CircleId("garden"), title="Monday", every="every mon 09:00")
    world.do(made, "ana")
    for typed in ("c1", "C-1", "#c-1"):
        assert world.complete("checkin.show", {"id": typed}, "ana") == ShowCheckIn(id=StreamId("C-1"))
    assert values(world, "checkin.show", "id", "c1") == ["C-1"]
