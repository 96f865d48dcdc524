"""What the loops ask for: alarms as they are due, postings in the order of their place, nothing lost or doubled."""

from dataclasses import replace
from datetime import timedelta

import pytest
from store_toy import ORG, START, Counted, Ended, card, opening, raw, record, say

from governance_core.kernel.ids import DeliveryKey, StreamId
from governance_core.ports import Acknowledgement, Alarm, Draft, Due


def put(store, stream, *postings, org=ORG):
    store.transact_now(org, lambda work: record(work, stream, Counted(), postings=postings))


async def keys(store, now=START, **options):
    return [one.posting.key for one in await store.delivery.waiting(now, **options)]


async def test_alarms_come_in_the_order_they_are_due_across_organisations(store):
    for org, stream, hours in ((ORG, "T-1", 3), ("workshop", "T-1", 1), (ORG, "T-2", 2), (ORG, "T-3", 50)):
        store.transact_now(org, lambda work, s=stream, h=hours: record(work, s, opening(hours=h)))
    now = START + timedelta(hours=3)
    expected = [
        (org, Due(StreamId(stream), Alarm("end", START + timedelta(hours=hours))))
        for org, stream, hours in (("workshop", "T-1", 1), (ORG, "T-2", 2), (ORG, "T-1", 3))
    ]
    assert await store.delivery.due(now, 10) == expected
    assert await store.delivery.due(now, 2) == expected[:2]
    assert await store.delivery.due(START, 10) == []
    assert await store.delivery.next_due() == START + timedelta(hours=1)


async def test_an_alarm_that_fails_holds_up_no_other(store):
    for number in range(1, 6):
        store.transact_now(ORG, lambda work, n=number: record(work, f"T-{n}", opening(hours=n)))
    now = START + timedelta(hours=9)
    failed = await store.delivery.due(now, 3)
    assert [due.stream for _, due in await store.delivery.due(now, 3, but=failed)] == ["T-4", "T-5"]


async def test_what_tells_of_the_rest_comes_once_nothing_else_is_due(store):
    for number in range(1, 4):
        store.transact_now(ORG, lambda work, n=number: record(work, f"T-{n}", opening(hours=n)))
    now, last = START + timedelta(hours=9), [StreamId("T-1")]
    first = await store.delivery.due(now, 2, last=last)
    assert [due.stream for _, due in first] == ["T-2", "T-3"]
    assert [due.stream for _, due in await store.delivery.due(now, 2, first, last)] == ["T-1"]


async def test_an_alarm_that_was_pressed_is_not_due_any_more(store):
    store.transact_now(ORG, lambda work: record(work, "T-1", opening(hours=1)))
    store.transact_now(ORG, lambda work: record(work, "T-1", Ended()))
    assert await store.delivery.due(START + timedelta(days=1), 10) == []
    assert await store.delivery.next_due() is None


async def test_each_place_has_its_own_order(store):
    put(store, "T-1", card("T-1", "77"), say("T-1", 1, "77"), card("T-1", "88"))
    put(store, "T-2", say("T-2", 1, "88"), card("T-2", "77"))
    first = await store.delivery.waiting(START)
    assert [(one.posting.place, one.posting.key) for one in first] == [("77", "card:T-1"), ("88", "card:T-1")]
    sent = []
    while heads := await store.delivery.waiting(START):
        for one in heads:
            assert await store.delivery.sent(one, f"m{len(sent)}")
            sent.append((one.posting.place, one.posting.key))
    assert [key for place, key in sent if place == "77"] == ["card:T-1", "say:T-1:1", "card:T-2"]
    assert [key for place, key in sent if place == "88"] == ["card:T-1", "say:T-2:1"]


async def test_the_same_channel_number_on_two_platforms_is_two_places(store):
    put(store, "T-1", card("T-1", "77", "discord"), card("T-1", "77", "slack"))
    put(store, "T-1", card("T-1", "77", "discord"), org="workshop")
    assert len(await store.delivery.waiting(START)) == 3
    assert [one.posting.platform for one in await store.delivery.waiting(START, platforms=("slack",))] == ["slack"]
    assert len(await store.delivery.waiting(START, limit=2)) == 2


async def test_a_redraw_asked_for_while_one_is_being_sent_is_not_lost(store):
    put(store, "T-1", card("T-1"))
    (sending,) = await store.delivery.waiting(START)
    put(store, "T-1", card("T-1"))
    assert await store.delivery.sent(sending, "m1") is False
    (again,) = await store.delivery.waiting(START)
    assert again.sequence == sending.sequence + 1
    assert await store.delivery.sent(again, "m1") is True
    assert await store.delivery.waiting(START) == []


async def test_a_second_report_of_the_same_sending_does_not_remove_a_newer_posting(store):
    put(store, "T-1", card("T-1"))
    (sending,) = await store.delivery.waiting(START)
    await store.delivery.sent(sending, "m1")
    put(store, "T-2", say("T-2", 1))
    assert await store.delivery.sent(sending, "m1") is False
    assert await keys(store) == ["say:T-2:1"]


async def test_what_was_posted_is_found_again(store, clock):
    put(store, "T-1", card("T-1", "77"), card("T-1", "88"), say("T-1", 1, "88"))
    number = 0
    while heads := await store.delivery.waiting(START):
        for one in heads:
            number += 1
            clock.turn(seconds=1)
            await store.delivery.sent(one, f"m{number}")
    found = await store.delivery.posted(ORG, "discord", "88", StreamId("T-1"))
    assert (found.message, found.kind, found.at) == ("m2", "card", START + timedelta(seconds=2))
    assert [one.message for one in await store.delivery.all_posted(ORG, StreamId("T-1"))] == ["m1", "m2", "m3"]
    assert await store.delivery.posted(ORG, "slack", "88", StreamId("T-1")) is None
    assert await store.delivery.posted("workshop", "discord", "88", StreamId("T-1")) is None
    await store.delivery.forget_posting(found)
    assert await store.delivery.posted(ORG, "discord", "88", StreamId("T-1")) is None


async def test_words_that_were_said_are_not_said_again(store):
    put(store, "T-1", say("T-1", 1))
    (waiting,) = await store.delivery.waiting(START)
    await store.delivery.sent(waiting, "m1")
    put(store, "T-1", say("T-1", 1))
    assert await store.delivery.waiting(START) == []


async def test_what_is_said_in_a_discussion_keeps_its_place_in_the_order_and_knows_where_else(store, opened):
    aside = [replace(say("T-1", n), discussion=where) for n, where in ((2, "else_home"), (3, "else_nowhere"))]
    put(store, "T-1", say("T-1", 1), *aside, say("T-1", 4))
    store.close()
    again, found = opened(), []
    while heads := await again.delivery.waiting(START):
        (head,) = heads
        found.append(head.posting)
        await again.delivery.sent(head, "m")
    assert found == [say("T-1", 1), *aside, say("T-1", 4)]


async def test_a_posting_that_is_put_off_holds_up_its_place_and_no_other(store):
    put(store, "T-1", card("T-1", "77"), say("T-1", 1, "77"), card("T-1", "88"))
    head = (await store.delivery.waiting(START))[0]
    await store.delivery.put_off(head, START + timedelta(seconds=30), "rate limited")
    assert [one.posting.place for one in await store.delivery.waiting(START)] == ["88"]
    later = (await store.delivery.waiting(START + timedelta(seconds=30)))[0]
    assert (later.posting.key, later.attempts, later.last_error) == ("card:T-1", 1, "rate limited")
    assert await store.delivery.next_sending() == START
    await store.delivery.sent((await store.delivery.waiting(START))[0], "m")
    assert await store.delivery.next_sending() == START + timedelta(seconds=30)


async def test_asking_for_a_redraw_does_not_hurry_what_is_put_off(store):
    put(store, "T-1", card("T-1"))
    (head,) = await store.delivery.waiting(START)
    await store.delivery.put_off(head, START + timedelta(seconds=30), "rate limited")
    put(store, "T-1", card("T-1"))
    assert await store.delivery.waiting(START) == []


async def test_after_a_success_failures_are_counted_anew(store):
    put(store, "T-1", card("T-1"))
    (head,) = await store.delivery.waiting(START)
    await store.delivery.put_off(head, START, "rate limited")
    (head,) = await store.delivery.waiting(START)
    put(store, "T-1", card("T-1"))
    assert await store.delivery.sent(head, "m1") is False
    (again,) = await store.delivery.waiting(START)
    assert (head.attempts, again.attempts, again.last_error, again.not_before) == (1, 0, "", None)


async def test_what_is_given_up_lets_the_others_pass_and_is_sent_only_on_request(store):
    put(store, "T-1", card("T-1"), say("T-1", 1))
    head = (await store.delivery.waiting(START))[0]
    await store.delivery.give_up(head, "the channel is gone")
    assert await keys(store) == ["say:T-1:1"]
    put(store, "T-1", card("T-1"))
    assert await keys(store) == ["say:T-1:1"]
    (given_up,) = await store.delivery.given_up(ORG)
    assert (given_up.posting.key, given_up.last_error, given_up.attempts) == ("card:T-1", "the channel is gone", 1)
    assert await store.delivery.given_up("workshop") == []
    put(store, "T-1", replace(card("T-1"), afresh=True))
    assert await store.delivery.given_up(ORG) == []
    (again,) = await store.delivery.waiting(START)
    assert (again.posting.key, again.attempts, again.last_error) == ("card:T-1", 0, "")
    assert again.posting.afresh


async def test_that_a_card_was_asked_for_is_kept_until_it_is_shown(store):
    put(store, "T-1", replace(card("T-1"), afresh=True))
    put(store, "T-1", card("T-1"))
    (head,) = await store.delivery.waiting(START)
    assert (head.posting.afresh, head.posting.note) == (True, "")
    assert await store.delivery.sent(head, "m1")
    put(store, "T-1", card("T-1"))
    (head,) = await store.delivery.waiting(START)
    assert not head.posting.afresh


async def test_what_is_asked_for_while_it_fails_is_not_given_up(store):
    put(store, "T-1", card("T-1"))
    (head,) = await store.delivery.waiting(START)
    put(store, "T-1", replace(card("T-1"), afresh=True))
    await store.delivery.give_up(head, "the channel is gone")
    assert await store.delivery.given_up(ORG) == []
    (head,) = await store.delivery.waiting(START)
    await store.delivery.give_up(head, "the channel is gone")
    assert len(await store.delivery.given_up(ORG)) == 1


async def test_news_nobody_could_be_told_for_a_month_is_dropped_and_a_card_is_not(store, clock):
    put(store, "T-1", card("T-1"), say("T-1", 1))
    while heads := await store.delivery.waiting(START):
        await store.delivery.give_up(heads[0], "the channel is gone")
    for days, left in ((30, 2), (1, 1)):
        clock.turn(days=days)
        await store.delivery.keep_house()
        assert len(await store.delivery.given_up(ORG)) == left
    assert [one.posting.kind for one in await store.delivery.given_up(ORG)] == ["card"]


async def test_words_that_were_given_up_wait_again_when_asked_for_and_others_are_not_made_up(store):
    put(store, "T-1", say("T-1", 1))
    (head,) = await store.delivery.waiting(START)
    await store.delivery.give_up(head, "no direct messages")
    for version in (1, 2):
        put(store, "T-1", replace(say("T-1", version), version=0, note="", afresh=True))
    (again,) = await store.delivery.waiting(START)
    assert (again.posting.version, again.posting.note, again.attempts) == (1, "announce", 0)


async def test_what_was_given_up_and_is_asked_for_waits_since_then_and_what_waits_anyway_does_not(store, clock):
    put(store, "T-1", card("T-1"), say("T-1", 1))
    while heads := await store.delivery.waiting(START):
        await store.delivery.give_up(heads[0], "it may have arrived")
    put(store, "T-2", card("T-2"))
    since = clock.now()
    clock.turn(hours=1)
    for ref, asked in (("T-1", card("T-1")), ("T-1", say("T-1", 1)), ("T-2", card("T-2"))):
        put(store, ref, replace(asked, afresh=True))
    found = {}
    while heads := await store.delivery.waiting(clock.now()):
        found[heads[0].posting.key] = heads[0].since
        await store.delivery.nothing_to_send(heads[0])
    assert found == {"card:T-1": clock.now(), say("T-1", 1).key: clock.now(), "card:T-2": since}


async def test_a_card_with_nothing_to_show_any_more_leaves_the_outbox(store):
    put(store, "T-1", card("T-1"))
    (head,) = await store.delivery.waiting(START)
    assert await store.delivery.nothing_to_send(head)
    assert await store.delivery.waiting(START) == []
    assert await store.delivery.all_posted(ORG, StreamId("T-1")) == []


async def test_what_waits_survives_a_restart(store, opened):
    put(store, "T-1", card("T-1"), say("T-1", 1))
    before = await store.delivery.waiting(START)
    store.close()
    assert await opened().delivery.waiting(START) == before


async def test_keeping_house(store, clock, path):
    def job(work):
        record(work, "T-1", Counted())
        work.remember(DeliveryKey("slack", "old"), Acknowledgement(StreamId("T-1"), 1, 1))
        work.keep_draft(Draft("old", None, "toy.note", {}))

    store.transact_now(ORG, job)
    await store.delivery.keep_house()
    assert store.last_checkpoint(ORG).number == 1
    clock.turn(minutes=14)
    put(store, "T-1")
    await store.delivery.keep_house()
    assert store.last_checkpoint(ORG).number == 1
    clock.turn(minutes=1)
    await store.delivery.keep_house()
    assert store.last_checkpoint(ORG).number == 2
    clock.turn(hours=23)
    await store.delivery.keep_house()
    assert store.last_checkpoint(ORG).number == 2
    seen = lambda work: work.seen(DeliveryKey("slack", "old"))  # noqa: E731
    assert store.transact_now(ORG, seen)
    assert raw(path).execute("SELECT COUNT(*) FROM drafts").fetchone() == (1,)
    clock.turn(hours=1)
    await store.delivery.keep_house()
    assert raw(path).execute("SELECT COUNT(*) FROM drafts").fetchone() == (0,)
    clock.turn(days=6)
    await store.delivery.keep_house()
    assert store.transact_now(ORG, seen) is None


@pytest.mark.parametrize("number", [300])
async def test_a_dead_place_with_many_postings_does_not_slow_the_others(store, number):
    for one in range(1, number):
        put(store, f"T-{one}", card(f"T-{one}", "dead"))
    put(store, "T-1", card("T-1", "alive"))
    head = next(one for one in await store.delivery.waiting(START) if one.posting.place == "dead")
    await store.delivery.put_off(head, START + timedelta(hours=1), "unreachable")
    assert [one.posting.place for one in await store.delivery.waiting(START)] == ["alive"]


def anew(stream, version, place="77"):
    return replace(say(stream, version, place), again=True)


async def test_words_that_were_said_are_told_anew_where_they_stand_as_what_they_told_of_then(store):
    put(store, "T-1", say("T-1", 1))
    (waiting,) = await store.delivery.waiting(START)
    assert await store.delivery.said_as(ORG, waiting.posting) is None
    await store.delivery.sent(waiting, "m1")
    put(store, "T-1", replace(anew("T-1", 1), version=7), replace(anew("T-1", 1), version=8))
    (again,) = await store.delivery.waiting(START)
    assert (again.posting.version, again.posting.again) == (1, True)
    assert (await store.delivery.said_as(ORG, again.posting)).message == "m1"
    assert await store.delivery.sent(again, "m1") is True
    assert await store.delivery.waiting(START) == []


async def test_words_that_were_never_said_are_not_told_anew(store):
    put(store, "T-1", anew("T-1", 1))
    assert await store.delivery.waiting(START) == []
    put(store, "T-1", say("T-1", 1), anew("T-1", 1))
    (waiting,) = await store.delivery.waiting(START)
    assert waiting.posting.again is False, "they are said first, as they are by then"


async def test_words_to_be_told_anew_while_they_are_being_said_are_edited_next(store):
    put(store, "T-1", say("T-1", 1))
    (saying,) = await store.delivery.waiting(START)
    put(store, "T-1", anew("T-1", 1))
    assert await store.delivery.sent(saying, "m1") is False
    (again,) = await store.delivery.waiting(START)
    assert again.posting.again is True
    assert await store.delivery.sent(again, "m1") is True
