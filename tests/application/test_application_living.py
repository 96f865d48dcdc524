"""Agreements that live, in a real store: what is due, what waits for whom, the register, and an older store."""

import sqlite3
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from application_world import START, HandClock, World, settle_in
from older_store import make_older

from governance_core.application.queries import Inbox
from governance_core.cards.form import Ask
from governance_core.circles.messages import AddMember, CloseCircle, FillRole, RemoveMember
from governance_core.kernel.errors import Closed, Refusal
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.logbook.messages import DueAgreements, RecentAgreements, RecordDecision
from governance_core.logbook.reviewing import AnswerReview, AskReview, ObjectLater
from governance_core.people.messages import LeaveOrganisation
from governance_core.proposals.messages import (
    AnswerRound,
    CreateProposal,
    EscalateProposal,
    ProposeChange,
    ProposeDrop,
    RaiseObjection,
    TakeOverObjection,
    WithdrawObjection,
    WithdrawProposal,
)

D1, P2 = StreamId("D-1"), StreamId("P-2")
GARDENERS = ("ana", "ben", "dee")


def agreed(world: World, who: str = "ana", circle: str = "garden", **given: str) -> StreamId:
    stream = StreamId(world.proposal(who, circle, **{"review": "90d", **given}))
    for person in world.state(stream).electors:
        world.do(AnswerRound(id=stream, answer="consent"), person)
    return StreamId(world.state(stream).agreement)


def turned(world: World, days: float) -> None:
    world.clock.turn(days=days)
    world.sweep()


def due(world: World, who: str = "ana", circle: str | None = None) -> str:
    return world.words(world.answer(DueAgreements(circle=CircleId(circle) if circle else None), who))


def state(world: World, stream: str = "D-1") -> tuple[str, int]:
    ((found, version),) = world.rows("SELECT state, version FROM agreements WHERE agreement = ?", stream)
    return found, version


def same_after_rebuild(world: World) -> None:
    """Everything derived is what the journal makes it, and is made the same again."""
    assert world.clean()
    names = ("agreements", "alarms")
    before = {name: world.rows(f"SELECT * FROM {name} ORDER BY 1, 2, 3") for name in names}
    world.store.rebuild(world.org)
    assert {name: world.rows(f"SELECT * FROM {name} ORDER BY 1, 2, 3") for name in names} == before
    assert world.clean()


def test_what_is_due_is_listed_overdue_first_and_by_date(world: World) -> None:
    agreed(world, title="Water", review="60d")
    agreed(world, title="Paint", review="40d")
    agreed(world, title="Sing", review="200d", expiry="70d")
    agreed(world, title="Sleep", review="200d")
    assert due(world).splitlines() == ["What is due", "Nothing is due in the next 30 days."]
    for days in (34, 21):
        turned(world, days)
    assert due(world, circle="garden").splitlines() == [
        "What is due in Garden",
        "• D-2 · Paint · Garden · review overdue since Sat 11 Apr 2026 [Open]",
        "• D-1 · Water · Garden · under review until Fri 1 May 2026 [Open]",
        "• D-3 · Sing · Garden · review Fri 18 Sep 2026 · ends by itself on Mon 11 May 2026 [Open]",
    ]
    assert "Nothing is due" in due(world, circle="repair")


def test_what_is_due_beyond_fifty_is_not_listed_and_that_is_said(world: World) -> None:
    def recorded(number: int) -> None:
        words = {"title": f"Rule {number}", "text": f"Text {number}", "source": "an older list", "review": "20d"}
        world.do(RecordDecision(circle=CircleId("garden"), **words), "ana")

    for number in range(50):
        recorded(number)
    assert "first 50" not in due(world)
    recorded(50)
    first = "These are the first 50; more are due after them."
    assert due(world).splitlines()[-1] == f"{first} /decisions due circle:… lists those of one circle."
    assert due(world, circle="garden").splitlines()[-1] == first
    assert due(world).count("• D-") == 50


def test_what_is_due_in_a_private_circle_is_listed_for_its_seats_only(world: World) -> None:
    agreed(world, "ben", "care", title="Hush", review="30d")
    turned(world, 29)
    assert "Hush" in due(world, "eli")
    assert "Hush" not in due(world, "ana")
    assert "Hush" not in world.words(world.answer(Inbox(), "ana"))
    assert "Hush" in world.words(world.answer(Inbox(), "eli"))


def test_a_review_waits_in_the_inbox_of_those_who_have_not_answered(world: World) -> None:
    agreed(world)
    turned(world, 84)
    line = "D-1 · Water the beds · Garden · keep, change or drop? until Sun 31 May 2026"
    assert line in world.words(world.answer(Inbox(), "ben"))
    world.do(AnswerReview(id=D1, answer="keep"), "ben")
    assert line not in world.words(world.answer(Inbox(), "ben"))
    assert line not in world.words(world.answer(Inbox(), "cem"))
    turned(world, 8)
    assert "D-1 · Water the beds · Garden · review overdue since" in world.words(world.answer(Inbox(), "ana"))
    assert "review overdue since" in world.words(world.answer(RecentAgreements(), "ana"))


def test_the_register_says_how_an_agreement_stands_through_its_whole_life(world: World) -> None:
    agreed(world)
    assert state(world) == ("in force", 1)
    turned(world, 84)
    assert state(world) == ("in review", 1)
    same_after_rebuild(world)
    turned(world, 8)
    assert state(world) == ("overdue", 1)
    world.do(ObjectLater(id=D1, harm="It floods"), "cem")
    same_after_rebuild(world)
    world.do(AnswerReview(id=D1, answer="keep"), "cem")
    for who in GARDENERS:
        world.do(AnswerReview(id=D1, answer="keep"), who)
    assert state(world) == ("in force", 1)
    same_after_rebuild(world)
    world.do(ProposeChange(id=D1, title="Water", driver="Hot", text="Daily", expiry="30d").meant(), "ana")
    for who in GARDENERS:
        world.do(AnswerRound(id=P2, answer="consent"), who)
    assert state(world) == ("in force", 2)
    assert world.rows("SELECT text, proposal FROM agreements") == [("Daily", "P-2")]
    same_after_rebuild(world)
    turned(world, 31)
    assert state(world) == ("expired", 2)
    same_after_rebuild(world)


def test_a_dropped_agreement_stays_in_the_register(world: World) -> None:
    agreed(world)
    world.do(ProposeDrop(id=D1, driver="It rains").meant(), "ana")
    for who in GARDENERS:
        world.do(AnswerRound(id=P2, answer="consent"), who)
    assert state(world) == ("dropped", 1)
    assert "adopted Mon 2 Mar 2026, dropped" in world.words(world.answer(RecentAgreements(), "ana"))
    assert world.rows("SELECT state FROM searched_items WHERE item = 'D-1'") == [("dropped",)]
    garden = CircleId("garden")
    roles = [FillRole(circle=garden, role=role, person=None) for role in ("lead", "delegate", "facilitator")]
    world.config(*roles, CloseCircle(circle=garden))
    same_after_rebuild(world)


def test_words_said_in_a_review_are_erased_with_those_of_their_author(world: World) -> None:
    agreed(world)
    world.do(AskReview(id=D1), "ana")
    world.do(AnswerReview(id=D1, answer="change", reason="Too wet for Ben"), "ben")
    world.do(ObjectLater(id=D1, harm="Cem sinks", safe="A boat"), "cem")
    world.store.erase(world.org, PersonId("ben"))
    shown = world.words(world.show("D-1", "ana"))
    assert "Too wet" not in shown
    assert "Change it ([erased]): [erased]" in shown
    assert "Cem sinks" in shown
    assert world.clean()


def test_the_form_to_change_an_agreement_opens_with_its_text_for_who_may_see_it(world: World) -> None:
    agreed(world)
    form = world.form("decisions.change", {"id": "D-1"})
    assert [(one.name, one.value) for one in form.questions] == [
        ("driver", ""),
        ("title", "Water the beds"),
        ("text", "Mon and Thu"),
        ("review", "90d"),
        ("expiry", ""),
    ]
    for other in ("P-1", "D-9"):
        raised: Refusal | None = None
        try:
            world.form("decisions.change", {"id": other})
        except Refusal as refusal:
            raised = refusal
        assert raised is not None
        assert raised.code == "unknown"


def test_who_types_a_part_of_a_change_leaves_the_rest_as_it_is(world: World) -> None:
    agreed(world, expiry="2027-01-01")
    made = world.complete("decisions.change", {"id": "D-1", "text": "Daily"})
    assert isinstance(made, Ask)
    made = world.complete("decisions.change", {"id": "D-1", "text": "Daily", "driver": "Hot"})
    assert isinstance(made, CreateProposal)
    given = (made.title, made.text, made.review, made.expiry, made.changes, made.seen)
    assert given == ("Water the beds", "Daily", "90d", "2027-01-01", "D-1", 1)


def test_somebody_who_leaves_is_no_longer_waited_for_in_a_review(world: World) -> None:
    agreed(world)
    world.do(AskReview(id=D1), "ana")
    for who in ("ana", "ben"):
        world.do(AnswerReview(id=D1, answer="keep"), who)
    world.config(LeaveOrganisation(person=PersonId("dee")))
    assert state(world) == ("in force", 1)
    assert world.state("D-1").reviewed[-1].outcome == "kept"


def test_the_same_press_on_two_platforms_is_one_answer(world: World) -> None:
    agreed(world)
    world.do(AskReview(id=D1), "ana@slack")
    world.do(AnswerReview(id=D1, answer="keep"), "ana@slack")
    assert not world.do(AnswerReview(id=D1, answer="keep"), "ana@discord").events
    world.do(AnswerReview(id=D1, answer="drop", reason="It rains"), "ana@discord")
    assert len(world.state("D-1").review.answers) == 1


def test_an_agreement_of_an_older_store_gets_its_review_and_nothing_else_changes(tmp_path: Path) -> None:
    clock = HandClock(START)
    world = World(tmp_path / "circlet.db", clock)
    settle_in(world)
    agreed(world, expiry="200d")
    alarms = world.rows("SELECT stream, name, due FROM alarms WHERE stream = 'D-1' ORDER BY name")
    assert [name for _, name, _ in alarms] == ["expiry", "review", "warning"]
    world.close()
    make_older(world.path, "0004")
    connection = sqlite3.connect(world.path, isolation_level=None)
    connection.execute("DELETE FROM alarms WHERE stream = 'D-1'")
    connection.close()
    world = World(tmp_path / "circlet.db", clock)
    alarms_made = world.rows("SELECT name, due FROM alarms WHERE stream = 'D-1' ORDER BY name")
    assert [name for name, _ in alarms_made] == ["expiry", "review", "warning"]
    days = [
        (_day(one) - _day(other)) / timedelta(days=1) for (_, one), (*_, other) in zip(alarms_made, alarms, strict=True)
    ]
    assert all(abs(apart) < 1 for apart in days)  # an older record says no time of day
    clock.turn(days=86)
    world.sweep()
    assert state(world) == ("in review", 1)
    world.close()


def _day(kept: str) -> datetime:
    return datetime.fromisoformat(kept)


def test_somebody_who_joins_during_a_review_is_asked_in_the_next(world: World) -> None:
    agreed(world)
    turned(world, 84)
    world.config(AddMember(circle=CircleId("garden"), person=PersonId("fay")))
    assert "fay" not in world.state("D-1").review.electors
    assert "only those who sat in" in world.said(world.refusal(AnswerReview(id=D1, answer="keep"), "fay")).lower()


def escalated_change(world: World, command: Command) -> None:
    """D-1 of the garden is to be changed or dropped by P-2, which Dee objects to and which goes to the commons."""
    agreed(world)
    world.config(FillRole(circle=CircleId("garden"), role="facilitator", person=PersonId("dee")))
    world.do(command.meant(), "ana")
    world.do(RaiseObjection(id=P2, harm="The pump is booked"), "ben")
    world.do(EscalateProposal(id=P2, reason="We go round in circles"), "dee")


def test_row_17_an_escalated_change_of_an_agreement_changes_it_from_above(world: World) -> None:
    escalated_change(world, ProposeChange(id=D1, title="Water", driver="Dry", text="Daily", review="60d"))
    assert world.state("D-1").changing == "P-3"
    assert "It would change D-1 Water the beds" in world.words(world.show("P-3", "cem"))
    again = ProposeChange(id=D1, title="Water", driver="Dry", text="Never", review="60d")
    assert "P-3 proposes to change D-1 already" in world.said(world.refusal(again.meant(), "dee"))
    for person in world.state("P-3").electors:
        world.do(AnswerRound(id=StreamId("P-3"), answer="consent"), person)
    assert state(world) == ("in force", 2)
    assert (world.state("D-1").circle, world.state("D-1").text, world.state("D-1").changing) == ("garden", "Daily", "")
    assert (world.state("P-3").agreement, world.state("P-3").agreement_version) == ("D-1", 2)
    assert world.rows("SELECT COUNT(*) FROM agreements") == [(1,)]
    same_after_rebuild(world)


def test_row_17_an_escalated_end_of_an_agreement_ends_it_from_above(world: World) -> None:
    escalated_change(world, ProposeDrop(id=D1, driver="It rains"))
    assert world.state("D-1").dropping
    for person in world.state("P-3").electors:
        world.do(AnswerRound(id=StreamId("P-3"), answer="consent"), person)
    assert state(world) == ("dropped", 1)
    same_after_rebuild(world)


def test_row_17_what_ends_above_without_adoption_leaves_the_agreement_as_it_is(world: World) -> None:
    escalated_change(world, ProposeDrop(id=D1, driver="It rains"))
    world.do(WithdrawProposal(id=StreamId("P-3"), reason="Later"), world.state("P-3").proposer)
    assert (state(world), world.state("D-1").changing) == (("in force", 1), "")


def test_row_17_a_private_circles_agreement_is_not_for_those_above(world: World) -> None:
    agreed(world, "eli", "care")
    world.do(ProposeDrop(id=D1, driver="It rains").meant(), "eli")
    world.do(RaiseObjection(id=P2, harm="They asked for silence"), "ben")
    refused = world.said(world.refusal(EscalateProposal(id=P2, reason="We are stuck"), "ben"))
    assert "P-2 changes D-1 of Care, which is private, so it is not for Commons to decide." in refused


def test_a_change_of_an_agreement_that_has_expired_says_so_before_any_form(world: World) -> None:
    agreed(world, expiry="20d")
    turned(world, 21)
    refused = "D-1 is closed: expired. If it is needed again, put it to the circle anew with /proposal create."
    change = ProposeChange(id=D1, title="Water", driver="Dry", text="Daily", review="60d", expiry="2026-03-10")
    assert world.said(world.refusal(change.meant(), "ana")) == refused
    for kind in ("decisions.change", "decisions.drop"):
        with pytest.raises(Closed) as closed:
            world.complete(kind, {"id": "D-1"}, "ana")
        assert world.said(closed.value) == refused


def test_row_18_an_objection_to_an_overdue_agreement_opens_a_review_with_those_of_now(world: World) -> None:
    agreed(world)
    for days in (84, 8):
        turned(world, days)
    assert state(world) == ("overdue", 1)
    world.config(AddMember(circle=CircleId("garden"), person=PersonId("eli")))
    world.do(ObjectLater(id=D1, harm="The path floods"), "fay")
    review = world.state("D-1").review
    assert (review.number, review.overdue, "eli" in review.electors) == (2, False, True)
    assert state(world) == ("in review", 1)
    world.do(ObjectLater(id=D1, harm="The path and the shed flood"), "fay")
    assert world.state("D-1").review.number == 2
    world.do(AnswerReview(id=D1, answer="keep"), "fay")
    assert world.state("D-1").review is not None, "what was overdue is asked all the same"
    same_after_rebuild(world)


def test_an_objection_kept_as_a_concern_stands_on_the_card_once(world: World) -> None:
    one = StreamId(world.proposal(review="90d"))
    world.do(RaiseObjection(id=one, harm="The pump is booked"), "dee")
    world.do(WithdrawObjection(id=one, into="concern"), "dee")
    for who in ("ana", "ben"):
        world.do(AnswerRound(id=one, answer="consent"), who)
    said = world.words(world.show("D-1", "ana"))
    assert said.count("The pump is booked") == 1
    assert "Objection 1" in said
    world.do(AskReview(id=D1), "ana")
    asked = world.words(world.show("D-1", "ana"))
    assert asked.count("The pump is booked") == 1
    assert "concern 1: did it happen?" in asked


def test_the_objection_of_a_leaver_is_taken_over_without_its_number_where_it_is_the_only_one(world: World) -> None:
    one = StreamId(world.proposal())
    assert "no open objection to take over" in world.said(world.refusal(TakeOverObjection(id=one), "ana"))
    world.do(RaiseObjection(id=one, harm="The pump is booked"), "dee")
    assert "Nobody who objected left" in world.said(world.refusal(TakeOverObjection(id=one), "ana"))
    world.config(RemoveMember(circle=CircleId("garden"), person=PersonId("dee")))
    made = world.complete("consent.take_over", {"id": "P-1"}, "ben")
    assert isinstance(made, TakeOverObjection)
    world.do(made, "ben")
    assert world.state("P-1").objections[1].person == "ben"
