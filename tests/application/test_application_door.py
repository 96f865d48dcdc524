"""The one door: what is delivered twice is done once, a refusal leaves nothing behind, a receipt says what was kept."""

import pytest
from application_world import FEATURES, ORG, TEXTS, World, actor

from adapters.sql.work import Work
from governance_core.application.execute import perform
from governance_core.application.transaction import Transaction
from governance_core.circles.messages import AddMember, CloseCircle, RemoveMember
from governance_core.kernel.errors import Closed, Invalid, NotAllowed, Refusal, Unknown, Unlinked
from governance_core.kernel.ids import CLOCK, CONFIG, Actor, CircleId, DeliveryKey, PersonId, StreamId
from governance_core.people.messages import ChooseSettings, JoinOrganisation, LeaveOrganisation
from governance_core.proposals.messages import (
    AmendProposal,
    AnswerRound,
    CheckElectors,
    CloseRound,
    CreateProposal,
    RaiseObjection,
    SubmitDraft,
    WithdrawProposal,
)

P1 = StreamId("P-1")
CONSENT = AnswerRound(id=P1, answer="consent")


def key(name: str = "1", source: str = "discord") -> DeliveryKey:
    return DeliveryKey(source, name)


def water(**given: object) -> CreateProposal:
    return CreateProposal(**{"circle": "garden", "title": "Water the beds", **TEXTS, **given})


def test_the_same_delivery_is_carried_out_once_and_answered_the_same_twice(world: World) -> None:
    world.proposal()
    first = world.do(CONSENT, "ben@slack", key())
    second = world.do(CONSENT, "ben@slack", key())
    assert (first.id, first.repeated, second.id, second.repeated) == ("P-1.3", False, "P-1.3", True)
    assert second.events == first.events
    assert world.words(second.card()) == world.words(first.card())
    assert world.kinds("P-1") == ["proposal.created", "round.opened", "answer.given"]
    assert world.rows("SELECT key, stream, version, count FROM inbox") == [("discord:1", "P-1", 3, 1)]


def test_the_same_delivery_is_known_after_a_restart(world: World) -> None:
    world.proposal()
    first = world.do(CONSENT, "ben", key())
    world.do(RaiseObjection(id=P1, harm="The pump is booked"), "ben", key("2"))
    world.restart()
    again = world.do(CONSENT, "ben", key())
    assert (again.id, again.repeated, again.events) == (first.id, True, first.events)
    assert world.state("P-1").answers[PersonId("ben")].kind == "objection"
    assert world.kinds("P-1")[2:] == ["answer.given", "objection.raised", "discussion.opened"]


def test_a_delivery_that_changed_nothing_is_known_too(world: World) -> None:
    world.proposal()
    world.do(CONSENT, "ben", key())
    idle = world.do(CONSENT, "ben", key("2"))
    again = world.do(CONSENT, "ben", key("2"))
    assert idle.events == again.events == ()
    assert (idle.repeated, again.repeated) == (False, True)
    assert "nothing changed" in world.words(again.card())


@pytest.mark.parametrize("source,name", [("slack", "1"), ("discord", "2")])
def test_another_source_or_another_key_is_another_delivery(world: World, source: str, name: str) -> None:
    world.do(water(), "ana", key("1", "discord"))
    assert world.do(water(), "ana", key(name, source)).stream == "P-2"


def test_a_double_press_is_two_deliveries_and_changes_nothing_the_second_time(world: World) -> None:
    world.proposal()
    for number in range(5):
        assert bool(world.do(CONSENT, "ben", key(str(number))).events) is (number == 0)
    assert world.kinds("P-1").count("answer.given") == 1
    assert world.count("inbox") == 5


def test_a_form_handed_in_twice_creates_one_thing(world: World) -> None:
    form = world.form("proposal.create", {"circle": "garden"})
    assert world.form("proposal.create", {"circle": "garden"}).key != form.key
    made = [world.do(water(), "ana", DeliveryKey("form", form.key)) for _ in range(3)]
    assert {receipt.id for receipt in made} == {"P-1.2"}
    assert world.count("proposals") == 1
    assert world.proposal() == "P-2"


@pytest.mark.parametrize(
    "command,who,refused",
    [
        (CONSENT, "cem", NotAllowed),
        (CONSENT, "fay", NotAllowed),
        (CONSENT, "zed@slack", Unlinked),
        (AnswerRound(id=StreamId("P-9"), answer="consent"), "ben", Unknown),
        (AnswerRound(id=P1, answer="maybe"), "ben", Invalid),
        (WithdrawProposal(id=P1), "ben", NotAllowed),
        (water(circle="repair"), "ana", NotAllowed),
        (water(title="  "), "ana", Invalid),
        (water(deadline="2026-03-01"), "ana", Invalid),
        (JoinOrganisation(person=PersonId("zed"), name="Zed"), "ana", NotAllowed),
        (CloseRound(id=P1), "ana", NotAllowed),
        (CheckElectors(id=P1), "ana", NotAllowed),
        (CloseCircle(circle=CircleId("garden")), CONFIG, Refusal),
        (CONSENT, CONFIG, NotAllowed),
        (CONSENT, CLOCK, NotAllowed),
        (CloseRound(id=P1), CONFIG, NotAllowed),
        (CONSENT, Actor.policy("proposal.adopted", PersonId("ben")), NotAllowed),
    ],
    ids=lambda value: getattr(value, "__name__", None) or (value.said() if isinstance(value, Actor) else None),
)
def test_a_refusal_leaves_nothing_behind(
    world: World, command: CreateProposal, who: str | Actor, refused: type[Refusal]
) -> None:
    world.proposal()
    before = world.everything()
    assert isinstance(world.refusal(command, who, key()), refused)
    assert world.everything() == before


def test_a_refused_delivery_may_come_again_and_succeed(world: World) -> None:
    world.proposal()
    assert isinstance(world.refusal(CONSENT, "cem", key()), NotAllowed)
    world.config(AddMember(circle=CircleId("garden"), person=PersonId("cem")))
    world.press(world.button(world.show("P-1", "ana"), "Amend").press, "ana", text="Mon and Fri")
    assert world.do(AnswerRound(id=P1, answer="consent"), "cem", key()).events


def test_a_refused_proposal_uses_no_number_up(world: World) -> None:
    for _ in range(3):
        world.refusal(water(text=" "), "ana")
    assert world.proposal() == "P-1"
    assert world.proposal() == "P-2"


def test_what_is_taken_back_within_a_transaction_gives_its_numbers_back(world: World) -> None:
    def job(work: Work) -> list[str]:
        transaction = Transaction(work, FEATURES)
        before = transaction.mark()
        first = transaction.carry_out(water(), Actor.of_person("ana")).stream
        transaction.rewind(before)
        second = transaction.carry_out(water(title="Another"), Actor.of_person("ben")).stream
        transaction.save(work)
        return [str(first), str(second)]

    assert world.transact(job) == ["P-1", "P-1"]
    assert world.state("P-1").wording.title == "Another"
    assert world.proposal() == "P-2"


def test_one_person_has_one_answer_wherever_they_press(world: World) -> None:
    world.proposal()
    world.do(CONSENT, "ana@slack")
    world.do(AnswerRound(id=P1, answer="concern", concern="The hose leaks"), "ana@discord")
    world.do(CONSENT, "ana")
    state = world.state("P-1")
    assert {person: answer.kind for person, answer in state.answers.items()} == {"ana": "consent"}
    assert [one.actor for one in world.recorded("P-1", 3)] == [
        "person:ana@slack",
        "person:ana@discord",
        "person:ana@console",
    ]


def test_an_unlinked_account_is_told_how_to_link_it(world: World) -> None:
    world.proposal()
    refusal = world.refusal(CONSENT, "zed@discord")
    assert isinstance(refusal, Unlinked)
    said = world.said(refusal)
    assert said.startswith("This Discord account is not linked to a member yet, so nothing was recorded.")
    assert "/me link code:" in said
    assert "Ana or Eli" in said


def test_an_account_that_is_taken_away_speaks_for_nobody_any_more(world: World) -> None:
    world.proposal()
    world.do(CONSENT, "ben@slack")
    world.config(LeaveOrganisation(person=PersonId("ben")))
    assert isinstance(world.refusal(CONSENT, "ben@slack"), Unlinked)
    assert isinstance(world.refusal(CONSENT, "ben"), Unlinked)


def test_a_receipt_names_the_stream_and_its_version(world: World) -> None:
    created = world.do(water(), "ana")
    assert (created.stream, created.version, created.id) == ("P-1", 2, "P-1.2")
    assert [event.kind for event in created.events] == ["proposal.created", "round.opened"]
    assert created.by.person == "ana"
    assert "P-1 is open for answers until Thu 5 Mar 2026 09:00" in world.words(created.card())
    settings = world.do(ChooseSettings(zone="Asia/Tokyo"), "ana")
    assert settings.id == f"people.{len(world.recorded('people'))}"
    said = world.do(CONSENT, "ben")
    assert "Recorded: consent to P-1 version 1." in world.words(said.card())


def test_the_receipt_of_the_last_answer_says_that_the_round_has_ended(world: World) -> None:
    world.proposal()
    receipts = [world.do(CONSENT, who) for who in ("ana", "ben", "dee")]
    ends = ["the round has ended" in world.words(receipt.card()) for receipt in receipts]
    assert ends == [False, False, True]
    last = receipts[-1]
    assert [event.kind for event in last.events] == ["answer.given", "proposal.adopted"]
    assert world.state("P-1").agreement == "D-1"


def test_all_that_one_delivery_leads_to_is_written_stream_by_stream_in_the_order_of_their_ids(world: World) -> None:
    world.proposal("ben")
    world.proposal("ana")
    (position,) = world.rows("SELECT MAX(position) FROM journal")[0]
    world.config(LeaveOrganisation(person=PersonId("ben")))
    after = "SELECT stream FROM journal WHERE position > ? ORDER BY position"
    written = [stream for (stream,) in world.rows(after, position)]
    assert list(dict.fromkeys(written)) == ["P-1", "P-2", "circles", "people"]
    assert written == sorted(written)
    assert len({at for (at,) in world.rows("SELECT at FROM journal WHERE position > ?", position)}) == 1
    assert world.clean()


def test_cards_and_announcements_wait_in_the_outbox_of_every_home(world: World) -> None:
    world.proposal()
    world.do(RaiseObjection(id=P1, harm="The pump is booked"), "dee")
    waiting = world.rows("SELECT platform, place, key, kind, note, discussion FROM outbox ORDER BY id")
    assert waiting == [
        ("console", "garden", "card:P-1", "card", "", ""),
        ("slack", "C0GARDEN", "card:P-1", "card", "", ""),
        ("console", "garden", "say:P-1:3:0", "say", "announce", ""),
        ("slack", "C0GARDEN", "say:P-1:3:0", "say", "announce", ""),
        ("console", "garden", "say:P-1:4:0", "say", "announce", "else_nowhere"),
        ("slack", "C0GARDEN", "say:P-1:4:0", "say", "announce", "else_nowhere"),
    ]


def test_what_is_said_in_a_discussion_and_at_home_are_two_postings_with_keys_of_their_own(world: World) -> None:
    world.proposal()
    world.do(RaiseObjection(id=P1, harm="The pump is booked"), "dee")
    world.do(AmendProposal(id=P1, text="Mon and Fri"), "ana")
    said = world.rows("SELECT key, discussion FROM outbox WHERE platform = 'slack' AND key LIKE 'say:P-1:5:%'")
    assert said == [("say:P-1:5:0", ""), ("say:P-1:5:1", "else_nowhere")]


async def test_performing_waits_until_it_is_durable_and_raises_the_refusal(world: World) -> None:
    world.proposal()
    receipt = await perform(CONSENT, actor("ben"), key(), world.store, ORG, FEATURES)
    assert receipt.id == "P-1.3"
    world.clock.turn(days=3)
    assert world.sweep()
    world.clock.turn(days=3)
    with pytest.raises(Closed, match="P-1 is closed: lapsed"):
        await perform(CONSENT, actor("dee"), key("2"), world.store, ORG, FEATURES)
    assert world.kinds("P-1")[-1] == "proposal.ended"


def test_a_member_may_take_themselves_out_and_a_stranger_may_not_take_them(world: World) -> None:
    leaving = RemoveMember(circle=CircleId("garden"), person=PersonId("dee"))
    assert "Only Ana can take somebody out of Garden" in world.said(world.refusal(leaving, "ben"))
    assert world.do(leaving, "dee").events
    assert isinstance(world.refusal(SubmitDraft(id=StreamId("draft-1")), "dee"), Unknown)


@pytest.mark.parametrize("stream", ["people", "circles", "hub", "D-1", "draft-1", "x", "", "P-", "P-0", "p-1", "P-1\n"])
def test_an_id_of_another_kind_is_refused_in_words(world: World, stream: str) -> None:
    world.proposal()
    for who in ("ana", "ben", "dee"):
        world.do(CONSENT, who)
    for command in (AnswerRound(id=StreamId(stream), answer="consent"), WithdrawProposal(id=StreamId(stream))):
        assert isinstance(world.refusal(command, "ana"), Unknown)
    if stream != "draft-1":
        assert isinstance(world.refusal(SubmitDraft(id=StreamId(stream)), "ana"), Unknown)
