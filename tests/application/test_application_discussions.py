"""Discussions through the one door: opened once, told where they are, and needed by no journal that is older."""

from dataclasses import replace
from datetime import timedelta

from application_world import FEATURES, World

from adapters.sql.work import Work
from governance_core.application import outbox
from governance_core.kernel.ids import Actor, DeliveryKey, PersonId, StreamId
from governance_core.outgoing import Aside, Posting
from governance_core.ports import Saving
from governance_core.proposals.feature import PROPOSALS
from governance_core.proposals.messages import DiscussProposal, RaiseObjection, WithdrawObjection
from governance_core.proposals.objections_events import ObjectionRaised

P1 = StreamId("P-1")
DISCUSS = DiscussProposal(id=P1)
AS_BEFORE = ObjectionRaised(
    number=1, person=PersonId("ben"), version=1, left=timedelta(hours=72), harm="The pump is booked"
)


def an_older_program_recorded(world: World, event: ObjectionRaised) -> None:
    """An objection, as it was recorded before the first one opened a discussion."""

    def job(work: Work) -> None:
        before = work.state(P1)
        after = PROPOSALS.decider.fold((event,), before)
        gone = {one.name for one in PROPOSALS.alarms(before)} - {one.name for one in PROPOSALS.alarms(after)}
        first, by = work.version(P1) + 1, Actor.of_person(event.person)
        saving = Saving(P1, first, ((event, by),), after, closed=False, alarms_cleared=tuple(sorted(gone)))
        work.save([saving], {})

    world.transact(job)


def said_of(world: World, event: int) -> list[tuple[str, str]]:
    """Where what is said of an event waits, and whether it belongs into a discussion."""
    like = f"say:P-1:{event}:%"
    return world.rows("SELECT place, discussion FROM outbox WHERE key LIKE ? ORDER BY id", like)  # type: ignore[return-value]


def test_a_press_opens_the_discussion_once_and_says_so_in_every_home(world: World) -> None:
    world.proposal()
    assert world.do(DISCUSS, "ben").id == "P-1.3"
    assert said_of(world, 3) == [("garden", "else_home"), ("C0GARDEN", "else_home")]
    again = world.do(DISCUSS, "ana@slack")
    assert (again.id, again.events) == ("P-1.3", ())
    assert "is discussed below its card already" in world.words(again.card())
    assert world.kinds("P-1") == ["proposal.created", "round.opened", "discussion.opened"]
    assert world.clean()


def test_the_button_is_the_command_and_is_gone_once_it_was_pressed(world: World) -> None:
    world.proposal()
    press = world.button(world.show("P-1", "ana"), "Discuss").press
    for who in ("ana", "dee"):
        world.press(press, who)
    assert world.kinds("P-1").count("discussion.opened") == 1
    assert "Discuss" not in [button.label for button in world.show("P-1", "ana").buttons()]


def test_the_same_delivery_twice_is_answered_the_same(world: World) -> None:
    world.proposal()
    press = DeliveryKey("discord", "1")
    first, again = world.do(DISCUSS, "ben", press), world.do(DISCUSS, "ben", press)
    assert world.words(first.card()) == world.words(again.card())
    assert len(world.kinds("P-1")) == 3


def test_a_discussion_begins_with_the_objection_as_it_is_when_that_is_sent(world: World) -> None:
    world.proposal()
    world.do(RaiseObjection(id=P1, harm="The pump is booked"), "dee")
    world.do(RaiseObjection(id=P1, harm="The pump is lent"), "dee")
    posting = Posting("slack", "C0GARDEN", "say:P-1:4:0", "say", P1, 4, "announce", discussion="else_nowhere")
    said = world.words(world.read(lambda reader: outbox.draw(posting, reader, FEATURES, discussions=True)))
    assert said.startswith("P-1 Water the beds is discussed here.")
    assert "Objection 1 (Dee): The pump is lent" in said


def test_a_platform_without_discussions_is_given_only_what_its_homes_do_not_hear_of_anyway(world: World) -> None:
    world.proposal()
    world.do(RaiseObjection(id=P1, harm="The pump is booked"), "dee")
    world.do(RaiseObjection(id=P1, harm="Too early"), "ben")

    def said(key: str, version: int, where: Aside) -> str | None:
        posting = Posting("slack", "C0GARDEN", key, "say", P1, version, "announce", discussion=where)
        card = world.read(lambda reader: outbox.draw(posting, reader, FEATURES))
        return card and world.words(card)

    assert said("say:P-1:4:0", 4, "else_nowhere") is None
    assert "Too early" in (said("say:P-1:5:0", 5, "else_home") or "")


def test_a_journal_from_before_discussions_goes_on_and_gets_one_when_it_is_needed(world: World) -> None:
    world.proposal()
    an_older_program_recorded(world, AS_BEFORE)
    world.restart()
    assert world.clean()
    assert world.button(world.show("P-1", "ana"), "Discuss")
    world.do(RaiseObjection(id=P1, harm="The pump is lent"), "ben")
    assert said_of(world, 4) == [], "without a discussion other words are not said, as before"
    world.do(RaiseObjection(id=P1, harm="Too early"), "dee")
    assert world.kinds("P-1", 5) == ["objection.raised", "discussion.opened"]
    world.do(WithdrawObjection(id=P1, into="consent"), "dee")
    assert said_of(world, 7) == [("garden", "else_home"), ("C0GARDEN", "else_home")]
    world.store.rebuild(world.org)
    assert world.clean()


def test_what_an_older_program_opened_is_told_at_home_until_it_is_discussed(world: World) -> None:
    world.proposal()
    an_older_program_recorded(world, AS_BEFORE)
    an_older_program_recorded(world, replace(AS_BEFORE, number=2, person=PersonId("dee"), left=None))
    world.do(WithdrawObjection(id=P1, into="consent"), "dee")
    assert said_of(world, 5) == [("garden", ""), ("C0GARDEN", "")]
