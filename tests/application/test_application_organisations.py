"""Two organisations in one store never see each other: not by id, name, account, list, alarm, delivery or number."""

import pytest
from application_world import ACCOUNTS, World, settle_in

from governance_core.application.answers import MyAnswers
from governance_core.application.queries import Inbox
from governance_core.circles.messages import AddMember, FoundCircle, ListCircles
from governance_core.kernel.errors import NotSetUp, Refusal, Unknown, Unlinked
from governance_core.kernel.ids import CircleId, DeliveryKey, PersonId, StreamId
from governance_core.logbook.messages import RecentAgreements
from governance_core.people.messages import AddAccount, JoinOrganisation, LeaveOrganisation, LinkAccount
from governance_core.ports import Draft
from governance_core.proposals.messages import AnswerRound, ListProposals, RaiseObjection
from governance_core.searching.messages import SearchRegister

P1 = StreamId("P-1")
CONSENT = AnswerRound(id=P1, answer="consent")


@pytest.fixture
def reef(world: World) -> World:
    """Another organisation with people and circles of the same ids."""
    other = world.of("reef")
    settle_in(other)
    return other


def test_each_counts_its_own_ids(world: World, reef: World) -> None:
    assert (world.proposal(title="Ours"), world.proposal(title="Ours too"), reef.proposal(title="Theirs")) == (
        "P-1",
        "P-2",
        "P-1",
    )
    assert "Ours" in world.words(world.show("P-1", "ana"))
    assert "Theirs" in reef.words(reef.show("P-1", "ana"))
    with pytest.raises(Unknown, match="There is no P-2 here"):
        reef.show("P-2", "ana")
    assert isinstance(reef.refusal(AnswerRound(id=StreamId("P-2"), answer="consent"), "ben"), Unknown)


def test_an_answer_counts_in_one_of_them_only(world: World, reef: World) -> None:
    world.proposal()
    reef.proposal()
    for who in ("ana", "ben", "dee"):
        world.do(CONSENT, who)
    assert world.state("P-1").stage == "adopted"
    assert (reef.state("P-1").stage, dict(reef.state("P-1").answers)) == ("consent", {})
    assert (world.count("agreements"), reef.count("agreements")) == (1, 0)
    assert "nothing waits" in world.words(world.answer(Inbox(), "ben"))
    assert "P-1" in reef.words(reef.answer(Inbox(), "ben"))


def test_lists_searches_and_choices_hold_ones_own_only(world: World, reef: World) -> None:
    world.proposal(title="Ours")
    for who in ("ana", "ben", "dee"):
        world.do(CONSENT, who)
    queries = (ListProposals(), RecentAgreements(), SearchRegister(text="ours"), MyAnswers())
    assert all("Ours" in world.words(world.answer(query, "ana")) for query in queries)
    assert not any("Ours" in reef.words(reef.answer(query, "ana")) for query in queries)
    for kind, field in (("consent.answer", "id"), ("decisions.show", "id"), ("item.show", "id")):
        assert list(reef.choices(kind, field, "", "ana")) == []
    reef.config(JoinOrganisation(person=PersonId("gus"), name="Gus"))
    assert "gus" not in [option.value for option in world.choices("circle.add", "person", "", "ana")]
    assert len(reef.answer(ListCircles(), "ana").buttons()) == 3


def test_a_persons_accounts_speak_in_their_own_organisation_only(world: World) -> None:
    other = world.of("islet")
    other.config(JoinOrganisation(person=PersonId("kim"), name="Kim"))
    world.proposal()
    assert isinstance(other.refusal(CONSENT, "ana@slack"), NotSetUp)
    assert isinstance(other.refusal(CONSENT, "ana"), NotSetUp)
    other.config(FoundCircle(circle=CircleId("beach"), name="Beach"))
    assert isinstance(other.refusal(CONSENT, "ana@slack"), Unlinked)
    assert isinstance(other.refusal(CONSENT, "ana"), Unlinked)
    assert isinstance(world.refusal(CONSENT, "kim"), Unlinked)
    other.config(AddAccount(person=PersonId("kim"), platform="slack", account=ACCOUNTS["ana@slack"]))
    assert isinstance(other.refusal(CONSENT, "ana@slack"), Unknown)
    assert world.do(CONSENT, "ana@slack").by.person == "ana"


def test_a_delivery_is_another_one_elsewhere(world: World, reef: World) -> None:
    world.proposal()
    reef.proposal()
    delivery = DeliveryKey("slack", "Ev1")
    assert world.do(CONSENT, "ben", delivery).events
    assert reef.do(CONSENT, "ben", delivery).events
    assert world.do(CONSENT, "ben", delivery).repeated


def test_alarms_postings_and_leavers_stay_at_home(world: World, reef: World) -> None:
    world.proposal()
    reef.proposal()
    reef.do(RaiseObjection(id=P1, harm="The pump is booked"), "dee")
    assert (world.count("alarms"), reef.count("alarms")) == (2, 1)
    world.config(LeaveOrganisation(person=PersonId("dee")))
    assert "dee" in reef.state("P-1").electors
    assert reef.state("P-1").open_objections()[0].orphaned_until is None
    world.clock.turn(days=4)
    assert world.sweep() > 0
    assert world.state("P-1").stage == "lapsed"
    assert reef.state("P-1").stage == "objected"
    announced = world.rows("SELECT org FROM outbox WHERE note = 'announce' AND key = 'say:P-1:3:0'")
    assert {org for (org,) in announced} == {"reef"}
    assert world.clean()
    assert reef.clean()


def test_a_link_code_is_worth_nothing_elsewhere(world: World, reef: World) -> None:
    code = world.do(LinkAccount(), "dee").facts.fresh_code
    typed = reef.do(LinkAccount(code=code), "zed@slack")
    assert [event.kind for event in typed.events] == ["link.mistyped"]
    assert [event.kind for event in world.do(LinkAccount(code=code), "zed@slack").events] == ["link.claimed"]


def test_what_was_typed_into_a_form_is_kept_apart(world: World, reef: World) -> None:
    world.transact(lambda work: work.keep_draft(Draft("k1", PersonId("ana"), "consent.object", {"harm": "Ours"})))
    assert world.read(lambda reader: reader.draft("k1")).answers == {"harm": "Ours"}
    assert reef.read(lambda reader: reader.draft("k1")) is None
    reef.transact(lambda work: work.drop_draft("k1"))
    assert world.read(lambda reader: reader.draft("k1")) is not None


def test_a_circle_of_the_same_name_is_another_circle(world: World, reef: World) -> None:
    reef.config(AddMember(circle=CircleId("garden"), person=PersonId("fay")))
    assert "fay" in reef.state("circles").circles["garden"].members
    assert "fay" not in world.state("circles").circles["garden"].members


def test_audit_and_rebuild_touch_one_of_them_only(world: World, reef: World) -> None:
    world.proposal()
    reef.proposal()
    before = {table: rows for table, rows in world.everything().items() if table != "counters"}
    world.store.rebuild(world.org)
    after = {table: rows for table, rows in world.everything().items() if table != "counters"}
    assert {table: sorted(map(str, rows)) for table, rows in after.items()} == {
        table: sorted(map(str, rows)) for table, rows in before.items()
    }
    assert world.clean()
    assert reef.clean()


def test_refusals_name_nobody_of_the_other(world: World, reef: World) -> None:
    reef.config(JoinOrganisation(person=PersonId("gustav"), name="Gustav"))
    form = world.form("circle.add", {"circle": "garden", "person": "gustv"})
    assert "gustav" not in form.complaints[0].complaint
    with pytest.raises(Refusal):
        world.show("D-1", "ana")
