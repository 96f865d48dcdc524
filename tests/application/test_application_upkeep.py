"""Upkeep: who may look after the bot, what could not be shown, and having it shown again, once and in order."""

import pytest
from application_world import World

from governance_core.application.queries import ShowItem
from governance_core.cards.card import Card, Press
from governance_core.circles.messages import SetHome
from governance_core.kernel.errors import Invalid, NotAllowed, Refusal, Unknown, Unlinked
from governance_core.kernel.ids import CircleId, DeliveryKey, StreamId
from governance_core.kernel.message import Query
from governance_core.outgoing import Posting
from governance_core.proposals.messages import AnswerRound, ShowProposal
from governance_core.upkeep.messages import (
    ApplyConfig,
    PostAgain,
    ReviewConfig,
    SeeAudit,
    SeeDoctor,
    SeeExport,
    SeePlan,
)
from governance_core.upkeep.model import mark

P1 = StreamId("P-1")
TWICE = "its card was deleted twice"
CARD = Posting("slack", "C0GARDEN", "card:P-1", "card", P1)
VERBS: list[Query] = [SeeDoctor(), SeeAudit(), SeeExport(), SeePlan(), ReviewConfig()]


def give_up(world: World, platform: str = "slack", why: str = TWICE, kind: str = "card") -> None:
    """As the loops do when a platform says that it is no use."""
    given = "UPDATE outbox SET gave_up = 1, attempts = 3, last_error = ? WHERE org = ? AND platform = ? AND kind = ?"
    world.rows(given, why, world.org, platform, kind)


def outbox(world: World, platform: str = "slack") -> list[tuple[object, ...]]:
    found = "SELECT key, gave_up, attempts, note FROM outbox WHERE org = ? AND platform = ? AND kind = 'card'"
    return world.rows(found, world.org, platform)


def doctor(world: World, who: str = "ana") -> Card:
    return world.answer(SeeDoctor(), who)


def refused(world: World, query: Query, who: str) -> Refusal:
    with pytest.raises(Refusal) as no:
        world.answer(query, who)
    return no.value


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.spec.path)
@pytest.mark.parametrize("who", ["ben", "dee", "fay"])
def test_only_admins_look_after_the_bot(world: World, verb: Query, who: str) -> None:
    no = refused(world, verb, who)
    assert isinstance(no, NotAllowed)
    assert world.said(no).startswith("Only Ana or Eli (admins) can look after the bot.")


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.spec.path)
def test_an_account_that_is_nobodys_is_told_how_to_become_somebodys(world: World, verb: Query) -> None:
    no = refused(world, verb, "zed@discord")
    assert isinstance(no, Unlinked)
    assert "ask Ana or Eli to add you" in world.said(no)


def test_an_admin_without_a_config_file_is_told_where_it_is_applied(world: World) -> None:
    for query in (SeePlan(), ReviewConfig()):
        assert "circlet apply config.yaml" in world.said(refused(world, query, "ana"))
    assert "circlet apply config.yaml" in world.said(world.refusal(ApplyConfig(file="1"), "ana"))
    assert isinstance(world.refusal(ApplyConfig(file="1"), "ben"), NotAllowed)


def test_what_could_not_be_shown_is_listed_with_its_reason_and_a_button(world: World) -> None:
    world.proposal()
    assert "Could not be shown" not in world.words(doctor(world))
    give_up(world)
    said = world.words(doctor(world))
    assert "the card of P-1 in Garden’s home on Slack: its card was deleted twice." in said
    assert "[Post again]" in said
    assert "1 thing to mend" in said


def test_post_again_makes_the_row_wait_anew_and_is_journaled(world: World) -> None:
    world.proposal()
    give_up(world)
    made = world.press(world.button(doctor(world), "Post again").press, "ana")
    assert outbox(world) == [("card:P-1", 0, 0, "afresh")]
    [event] = [one.event for one in world.recorded("upkeep")]
    assert (event.kind, event.item, event.platform, event.place) == ("posting.called_for", "P-1", "slack", "C0GARDEN")
    assert "posted anew where it was deleted" in world.words(made.card())  # type: ignore[union-attr]
    assert "Could not be shown" not in world.words(doctor(world))
    assert world.clean()


def test_pressed_twice_it_is_done_once(world: World) -> None:
    world.proposal()
    give_up(world)
    press = world.button(doctor(world), "Post again").press
    assert world.press(press, "ana") != world.press(press, "eli")
    assert world.kinds("upkeep") == ["posting.called_for"]
    again = world.press(press, "ana")
    assert "It was so already" in world.words(again.card())  # type: ignore[union-attr]
    key = DeliveryKey("discord", "1")
    give_up(world)
    first = world.do(PostAgain(posting=mark(CARD)), "ana", key)
    second = world.do(PostAgain(posting=mark(CARD)), "ana", key)
    assert (first.version, second.version, second.repeated) == (2, 2, True)


def test_a_later_change_does_not_take_back_that_somebody_asked(world: World) -> None:
    world.proposal()
    give_up(world)
    world.do(PostAgain(posting=mark(CARD)), "ana")
    world.do(AnswerRound(id=P1, answer="consent"), "ben")
    assert outbox(world) == [("card:P-1", 0, 0, "afresh")]


def test_a_change_alone_brings_nothing_back(world: World) -> None:
    world.proposal()
    give_up(world)
    world.do(AnswerRound(id=P1, answer="consent"), "ben")
    assert outbox(world) == [("card:P-1", 1, 3, "")]


def test_the_circles_facilitator_may_and_its_other_members_may_not(world: World) -> None:
    world.proposal()
    give_up(world)
    no = world.refusal(PostAgain(posting=mark(CARD)), "ben")
    assert world.said(no) == "Only Dee, Ana or Eli can have this posted again. Ask one of them."
    world.do(PostAgain(posting=mark(CARD)), "dee")
    assert outbox(world) == [("card:P-1", 0, 0, "afresh")]


def test_by_its_id_a_card_that_stands_is_drawn_again_too(world: World) -> None:
    """Nobody told the bot that a card was deleted: it finds out when it edits it."""
    world.proposal()
    world.rows("DELETE FROM outbox")
    world.do(PostAgain(item=P1), "dee")
    assert outbox(world) == outbox(world, "console") == [("card:P-1", 0, 0, "afresh")]
    assert isinstance(world.refusal(PostAgain(item=P1), "ben"), NotAllowed)


def test_by_its_id_what_was_given_up_is_called_for_once(world: World) -> None:
    world.proposal()
    give_up(world)
    world.do(PostAgain(item=P1), "dee")
    called = [(one.event.platform, one.event.key) for one in world.recorded("upkeep")]
    assert sorted(called) == [("console", "card:P-1"), ("slack", "card:P-1")]


def test_what_is_asked_for_must_be_there_and_be_named(world: World) -> None:
    world.proposal(circle="care", who="eli")
    assert isinstance(world.refusal(PostAgain(item=P1), "ana"), Unknown)
    assert isinstance(world.refusal(PostAgain(item=StreamId("P-9")), "ana"), Unknown)
    assert isinstance(world.refusal(PostAgain(), "ana"), Invalid)


def test_an_admin_without_a_seat_can_help_a_private_circle_and_learns_nothing(world: World) -> None:
    world.proposal(circle="care", who="eli", title="A quarrel")
    give_up(world, "console", "the channel is deleted")
    said = world.words(doctor(world, "ana"))
    assert "the card of something private in Care’s home on Console: the channel is deleted." in said
    assert "P-1" not in said
    assert "quarrel" not in said
    assert "the card of P-1 in Care’s home" in world.words(doctor(world, "eli"))
    button = world.button(doctor(world, "ana"), "Post again")
    assert button.press == Press("", 0, "post-again", mark(Posting("console", "care", "card:P-1", "card", P1)))
    made = world.press(button.press, "ana")
    assert "P-1" not in world.words(made.card())  # type: ignore[union-attr]
    assert outbox(world, "console") == [("card:P-1", 0, 0, "afresh")]


def test_what_belongs_nowhere_any_more_is_not_listed(world: World) -> None:
    world.proposal()
    give_up(world)
    world.config(SetHome(circle=CircleId("garden"), platform="slack", place="C0OTHER"))
    assert "Could not be shown" not in world.words(doctor(world))


def test_a_message_to_somebody_is_listed_by_name_and_journaled_without_the_account(world: World) -> None:
    world.proposal()
    world.rows(
        "INSERT INTO outbox (org, platform, place, key, kind, ref, version, note, personal, since, sequence, attempts,"
        " gave_up, last_error) VALUES (?, 'slack', 'U0BEN', 'say:P-1:1:0', 'say', 'P-1', 1, 'whisper', 1,"
        " '2026-03-02 09:00:00.000000', 1, 2, 1, 'the member takes no direct messages')",
        world.org,
    )
    assert "a message to Ben about P-1 on Slack: the member takes no direct messages." in world.words(doctor(world))
    world.press(world.button(doctor(world), "Post again").press, "ana")
    [event] = [one.event for one in world.recorded("upkeep")]
    assert (event.person, event.place) == ("ben", "")
    assert "U0BEN" not in str(world.rows("SELECT payload FROM journal WHERE stream = 'upkeep'"))
    found = "SELECT gave_up, attempts, note FROM outbox WHERE place = 'U0BEN'"
    assert world.rows(found) == [(0, 0, "whisper")]


@pytest.mark.parametrize("query", [ShowProposal(id=P1), ShowItem(id=P1)], ids=["proposal show", "show"])
def test_looking_an_item_up_leads_to_it(world: World, query: Query) -> None:
    world.proposal()
    assert "not to be seen" not in world.words(world.answer(query, "ben"))
    give_up(world)
    said = world.words(world.answer(query, "ben"))
    assert "Its card is not to be seen in Garden’s home on Slack: its card was deleted twice." in said
    assert "Dee, Ana or Eli can post it again." in said
    assert "[Post again]" not in said
    button = world.button(world.answer(query, "dee"), "Post again")
    world.press(button.press, "dee")
    assert "not to be seen" not in world.words(world.answer(query, "dee"))


def test_nobody_looks_after_a_program_that_only_looks_something_up(world: World) -> None:
    assert "circlet doctor" in world.words(doctor(world))
    assert "circlet audit" in world.words(world.answer(SeeAudit(), "ana"))
    assert "circlet export --org harbour --out harbour.json" in world.words(world.answer(SeeExport(), "ana"))


def test_answers_are_read_only(world: World) -> None:
    world.proposal()
    give_up(world)
    before = world.everything()
    for query in (SeeDoctor(), SeeAudit(), SeeExport(), ShowProposal(id=P1)):
        world.answer(query, "ana")
    assert world.everything() == before
