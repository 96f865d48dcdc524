"""A second account is linked by a code: shown on one, typed on the other, confirmed on the first. And drafts."""

from datetime import timedelta

import pytest
from application_world import FEATURES, TEXTS, World

from governance_core.application import outbox
from governance_core.application.receipt import Receipt
from governance_core.cards.card import Card, Press
from governance_core.kernel.errors import Closed, NotAllowed, Refusal, Unknown, Unlinked
from governance_core.kernel.ids import Actor, CircleId, DeliveryKey, PersonId, StreamId
from governance_core.outgoing import Posting
from governance_core.people.messages import AddAccount, ConfirmLink, LeaveOrganisation, LinkAccount, UnlinkAccount
from governance_core.ports import Draft
from governance_core.proposals.messages import AnswerRound, DropDraft, KeepDraft, SubmitDraft

P1 = StreamId("P-1")


def code_for(world: World, who: str | Actor = "dee@discord") -> str:
    """The code that somebody is shown."""
    receipt = world.do(LinkAccount(), who)
    code: str = receipt.facts.fresh_code
    assert f"Your code is {code}." in world.words(receipt.card())
    return code


def whispers(world: World) -> list[tuple[str, str, Card]]:
    """Who is told what in private: platform, account, card."""
    found = []
    columns = "platform, place, key, kind, ref, version, note, personal"
    for *row, personal in world.rows(f"SELECT {columns} FROM outbox WHERE org = ? AND personal", world.org):
        posting = Posting(*row[:7], bool(personal))
        card = world.read(lambda reader, posting=posting: outbox.draw(posting, reader, FEATURES))
        if card is not None:
            found.append((posting.platform, posting.place, card))
    return found


def press(world: World, card: Card, label: str, who: str) -> Receipt:
    done = world.press(world.button(card, label).press, who)
    assert isinstance(done, Receipt)
    return done


def test_an_account_is_linked_from_the_first_press_to_the_last(world: World) -> None:
    world.proposal()
    refusal = world.refusal(AnswerRound(id=P1, answer="consent"), "U0DEE@slack")
    assert isinstance(refusal, Unlinked)
    assert "/me link code:" in world.said(refusal)

    code = code_for(world)
    assert len(code) == 8
    claimed = world.do(LinkAccount(code=f" {code[:4].lower()}-{code[4:]} "), "U0DEE@slack")
    assert world.words(claimed.card()).startswith("Almost done: Dee is asked now")
    assert isinstance(world.refusal(AnswerRound(id=P1, answer="consent"), "U0DEE@slack"), Unlinked)

    ((platform, account, asked),) = whispers(world)
    assert (platform, account) == ("discord", "311846090283712513")
    assert "The account U0DEE on Slack typed your code" in world.words(asked)
    confirmed = press(world, asked, "Yes, it is mine", "dee@discord")
    assert "Linked: Slack account U0DEE is you from now on." in world.words(confirmed.card())

    told = [(where, who, world.words(card)) for where, who, card in whispers(world) if where == "slack"]
    assert told == [
        ("slack", "U0DEE", "Slack account U0DEE and Dee are one person now: one answer, wherever it is given.")
    ]
    assert world.do(AnswerRound(id=P1, answer="consent"), "U0DEE@slack").by.person == "dee"
    world.do(AnswerRound(id=P1, answer="concern", concern="The hose leaks"), "dee@discord")
    assert len(world.state("P-1").answers) == 1
    assert world.clean()


def test_no_code_and_no_account_is_in_the_journal_in_plain_words(world: World) -> None:
    code = code_for(world)
    world.do(LinkAccount(code=code), "U0DEE@slack")
    payloads = " ".join(str(row) for row in world.rows("SELECT actor, kind, payload FROM journal"))
    assert code not in payloads
    assert "U0DEE" not in payloads
    assert code not in str(world.everything())


def test_somebody_elses_account_is_refused_by_one_press(world: World) -> None:
    world.do(LinkAccount(code=code_for(world)), "mallory@slack")
    ((_, _, asked),) = whispers(world)
    done = press(world, asked, "No, it is not", "dee@discord")
    assert "Nothing was linked" in world.words(done.card())
    with pytest.raises(Refusal, match="There is no link waiting for you"):
        press(world, asked, "Yes, it is mine", "dee@discord")
    assert isinstance(world.refusal(AnswerRound(id=P1, answer="consent"), "mallory@slack"), Unlinked)


@pytest.mark.parametrize("who", ["ana", "ana@discord", "mallory@slack", "dee", "zed"])
def test_only_the_account_the_code_was_shown_on_can_confirm(world: World, who: str) -> None:
    world.do(LinkAccount(code=code_for(world)), "mallory@slack")
    ((_, _, asked),) = whispers(world)
    digest = world.button(asked, "Yes, it is mine").press.argument
    refusal = world.refusal(ConfirmLink(code=digest), who)
    assert isinstance(refusal, Unknown | NotAllowed | Unlinked)
    assert "slack" not in world.state("people").persons["dee"].accounts


def test_a_code_lasts_ten_minutes(world: World) -> None:
    code = code_for(world)
    world.clock.turn(minutes=10)
    assert [event.kind for event in world.do(LinkAccount(code=code), "U0DEE@slack").events] == ["link.mistyped"]
    code = code_for(world)
    world.clock.turn(minutes=9, seconds=59)
    assert [event.kind for event in world.do(LinkAccount(code=code), "U0DEE@slack").events] == ["link.claimed"]
    ((_, _, asked),) = whispers(world)
    world.clock.turn(seconds=1)
    with pytest.raises(Refusal, match="There is no link waiting for you"):
        press(world, asked, "Yes, it is mine", "dee@discord")


def test_a_code_works_once(world: World) -> None:
    code = code_for(world)
    world.do(LinkAccount(code=code), "U0DEE@slack")
    assert [event.kind for event in world.do(LinkAccount(code=code), "U0EVE@slack").events] == ["link.mistyped"]
    ((_, _, asked),) = whispers(world)
    press(world, asked, "Yes, it is mine", "dee@discord")
    assert isinstance(world.refusal(LinkAccount(code=code), "U0DEE@slack"), Refusal)


def test_a_new_code_makes_the_old_one_worthless(world: World) -> None:
    old = code_for(world)
    new = code_for(world)
    assert [event.kind for event in world.do(LinkAccount(code=old), "U0DEE@slack").events] == ["link.mistyped"]
    assert [event.kind for event in world.do(LinkAccount(code=new), "U0DEE@slack").events] == ["link.claimed"]


def test_five_wrong_codes_and_then_a_pause(world: World) -> None:
    said = [world.words(world.do(LinkAccount(code=f"WRONG{n}"), "U0EVE@slack").card()) for n in range(5)]
    assert [f"Tries left: {left}" in one for left, one in zip((4, 3, 2, 1, 0), said, strict=True)] == [True] * 5
    code = code_for(world)
    refusal = world.refusal(LinkAccount(code=code), "U0EVE@slack")
    assert "fifth wrong code" in world.said(refusal)
    assert [event.kind for event in world.do(LinkAccount(code=code), "U0DEE@slack").events] == ["link.claimed"]
    world.clock.turn(minutes=10)
    fresh = code_for(world)
    assert [event.kind for event in world.do(LinkAccount(code=fresh), "U0EVE@slack").events] == ["link.claimed"]


def test_a_mistyped_code_delivered_twice_counts_once(world: World) -> None:
    for _ in range(3):
        world.do(LinkAccount(code="WRONG"), "U0EVE@slack", DeliveryKey("slack", "Ev1"))
    assert "Tries left: 3" in world.words(world.do(LinkAccount(code="WRONG"), "U0EVE@slack").card())


def test_a_person_has_one_account_on_a_platform(world: World) -> None:
    code = code_for(world, "ana@discord")
    refusal = world.refusal(LinkAccount(code=code), "U0NEW@slack")
    assert "a person has one on each platform" in world.said(refusal)
    assert world.do(UnlinkAccount(platform="Slack"), "ana@discord").events
    assert isinstance(world.refusal(AnswerRound(id=P1, answer="consent"), "ana@slack"), Unlinked)
    assert [event.kind for event in world.do(LinkAccount(code=code), "U0NEW@slack").events] == ["link.claimed"]


def test_an_account_that_is_somebodys_cannot_be_linked_to_another(world: World) -> None:
    code = code_for(world)
    refusal = world.refusal(LinkAccount(code=code), "ana@slack")
    assert "already belongs to Ana" in world.said(refusal)


def test_an_account_the_config_gives_away_meanwhile_is_not_linked(world: World) -> None:
    world.do(LinkAccount(code=code_for(world)), "U0X@slack")
    ((_, _, asked),) = whispers(world)
    world.config(AddAccount(person=PersonId("eli"), platform="slack", account="U0X"))
    with pytest.raises(Refusal):
        press(world, asked, "Yes, it is mine", "dee@discord")
    assert world.state("people").owner("slack", "U0X") == "eli"


def test_whoever_left_can_link_nothing(world: World) -> None:
    code = code_for(world)
    world.config(LeaveOrganisation(person=PersonId("dee")))
    assert [event.kind for event in world.do(LinkAccount(code=code), "U0DEE@slack").events] == ["link.mistyped"]


def test_a_stranger_is_shown_no_code(world: World) -> None:
    refusal = world.refusal(LinkAccount(), "U0DEE@slack")
    assert isinstance(refusal, NotAllowed)
    assert "/me link" in world.said(refusal)


def test_a_repeated_delivery_does_not_show_the_code_again(world: World) -> None:
    first = world.do(LinkAccount(), "dee@discord", DeliveryKey("discord", "1"))
    again = world.do(LinkAccount(), "dee@discord", DeliveryKey("discord", "1"))
    assert (again.id, again.repeated) == (first.id, True)
    assert first.facts.fresh_code not in world.words(again.card())


def test_a_draft_is_kept_seen_submitted_and_gone(world: World) -> None:
    later = KeepDraft(circle=CircleId("garden"), title="Later", driver="", text=" ", review="90d")
    kept = world.do(later, "ana")
    card = kept.card()
    assert card is not None
    assert "Kept as a draft only you can see." in world.words(card)
    assert world.rows("SELECT kind FROM outbox") == []
    refusal = world.refusal(SubmitDraft(id=kept.stream), "ana")
    assert refusal.field == "driver"
    whole = world.do(KeepDraft(circle=CircleId("garden"), title="Later", deadline="5d", **TEXTS), "ana")
    submitted = world.press(Press(str(whole.stream), 0, "submit-draft"), "ana@slack")
    assert isinstance(submitted, Receipt)
    assert world.state("P-1").deadline == world.clock.at + timedelta(days=5)
    for command in (SubmitDraft(id=whole.stream), DropDraft(id=whole.stream)):
        gone = world.refusal(command, "ana")
        assert isinstance(gone, Closed)
        assert world.said(gone) == "draft-2 is closed: submitted. /proposal drafts lists those that are left."
    assert isinstance(world.refusal(DropDraft(id=kept.stream), "ben"), Unknown)
    assert world.do(DropDraft(id=kept.stream), "ana").events
    assert not world.do(DropDraft(id=kept.stream), "ana").events
    assert world.clean()


def test_what_was_typed_is_kept_for_a_day(world: World) -> None:
    typed = Draft("form-1", PersonId("dee"), "consent.object", {"harm": "The pump\x00 is booked 👍🏽", "safe": ""})
    world.transact(lambda work: work.keep_draft(typed))
    world.restart()
    assert world.read(lambda reader: reader.draft("form-1")) == typed
    world.clock.turn(hours=23, minutes=59)
    world.transact(lambda work: work.keep_draft(Draft("form-1", PersonId("dee"), "consent.object", {"harm": "Other"})))
    world.clock.turn(hours=23, minutes=59)
    assert world.read(lambda reader: reader.draft("form-1")).answers == {"harm": "Other"}
    world.clock.turn(minutes=1)
    assert world.read(lambda reader: reader.draft("form-1")) is None


def test_what_was_typed_is_forgotten_once_it_is_handed_in(world: World) -> None:
    world.transact(lambda work: work.keep_draft(Draft("form-1", None, "consent.object", {"harm": "x"})))
    world.transact(lambda work: work.drop_draft("form-1"))
    world.transact(lambda work: work.drop_draft("form-1"))
    assert world.read(lambda reader: reader.draft("form-1")) is None
    assert world.count("drafts") == 0
