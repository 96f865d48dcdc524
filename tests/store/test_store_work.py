"""What one transaction offers the core: states, numbers, drafts, deliveries, and time that never goes back."""

import sqlite3
from datetime import timedelta

import pytest
from store_toy import ANA, BEN, ORG, START, Counted, Ended, Note, Noted, Tally, Totals, card, opening, raw, record, say

from governance_core.kernel.errors import Busy
from governance_core.kernel.ids import DeliveryKey, StreamId
from governance_core.ports import Acknowledgement, Draft, Saving

T1 = StreamId("T-1")


def test_a_stream_nobody_wrote_to_is_in_its_initial_state(store):
    assert store.transact_now(ORG, lambda work: (work.state(T1), work.version(T1))) == (Tally(), 0)
    assert store.read_now(ORG, lambda reader: (reader.state(T1), reader.version(T1))) == (Tally(), 0)


def test_an_id_of_no_feature_is_a_defect(store):
    with pytest.raises(LookupError, match="Q-1"):
        store.transact_now(ORG, lambda work: work.state(StreamId("Q-1")))


def test_what_is_saved_is_read_back_by_writers_readers_and_after_reopening(store, opened):
    def job(work):
        record(work, "T-1", opening(), Counted(step=2), Noted(person="ben", words="Careful", aside=None), by=BEN)
        return work.state(T1)

    state = store.transact_now(ORG, job)
    assert state.count == 2
    assert state.notes == (Note("ben", "Careful"),)
    assert store.read_now(ORG, lambda reader: reader.state(T1)) == state
    store.close()
    again = opened()
    assert again.transact_now(ORG, lambda work: (work.state(T1), work.version(T1))) == (state, 3)


def test_recorded_events_come_back_as_they_were(store):
    events = (
        opening("Ω 種 \"\\\n\x00 ' ; --"),
        Counted(step=-3),
        Noted(person="ben", words="a\nb", aside="🌱"),
        Ended(),
    )
    store.transact_now(ORG, lambda work: record(work, "T-1", *events, by=BEN))
    found = store.read_now(ORG, lambda reader: reader.recorded(T1))
    assert tuple(one.event for one in found) == events
    assert [one.version for one in found] == [1, 2, 3, 4]
    assert {(one.at, one.actor) for one in found} == {(START, "person:ben@slack")}
    assert [one.version for one in store.read_now(ORG, lambda reader: reader.recorded(T1, 2, 3))] == [2, 3]


def test_organisations_never_see_each_other(store):
    key = DeliveryKey("discord", "1")

    def job(work):
        record(work, "T-1", Counted())
        work.remember(key, Acknowledgement(T1, 1, 1))
        work.keep_draft(Draft("k", None, "toy.count", {}))

    store.transact_now(ORG, job)
    other = store.transact_now(
        "workshop", lambda work: (work.version(T1), work.seen(key), work.draft("k"), work.next_number("T", 0))
    )
    assert other == (0, None, None, 1)
    assert store.read_now("workshop", lambda reader: reader.half(Totals).above(0)) == []


def test_a_delivery_is_remembered(store):
    key = DeliveryKey("slack", "Ev01")
    done = Acknowledgement(T1, 4, 2)
    assert store.transact_now(ORG, lambda work: work.seen(key)) is None
    store.transact_now(ORG, lambda work: work.remember(key, done))
    assert store.transact_now(ORG, lambda work: work.seen(key)) == done


def test_numbers_count_up_and_are_not_given_twice(store):
    assert store.transact_now(ORG, lambda work: (work.next_number("T", 0), work.next_number("T", 1))) == (1, 2)
    store.transact_now(ORG, lambda work: record(work, "T-1", Counted()))
    store.transact_now(ORG, lambda work: record(work, "T-2", Counted()))
    assert store.transact_now(ORG, lambda work: work.next_number("T", 0)) == 3
    assert store.transact_now(ORG, lambda work: work.next_number("D", 0)) == 1


def test_a_number_of_a_refused_job_is_free_again(store):
    def job(work):
        record(work, "T-1", Counted())
        raise LookupError("refused")

    with pytest.raises(LookupError):
        store.transact_now(ORG, job)
    assert store.transact_now(ORG, lambda work: work.next_number("T", 0)) == 1


def test_drafts_are_kept_a_day_and_dropped_when_handed_in(store, clock):
    draft = Draft("key-1", "ana", "toy.note", {"words": 'läuft "so"'})
    store.transact_now(ORG, lambda work: work.keep_draft(draft))
    store.transact_now(ORG, lambda work: work.keep_draft(Draft("key-2", None, "toy.note", {})))
    assert store.read_now(ORG, lambda reader: reader.draft("key-1")) == draft
    assert store.read_now(ORG, lambda reader: reader.draft("key-2")) == Draft("key-2", None, "toy.note", {})
    store.transact_now(ORG, lambda work: work.drop_draft("key-2"))
    assert store.read_now(ORG, lambda reader: reader.draft("key-2")) is None
    clock.turn(hours=24)
    assert store.read_now(ORG, lambda reader: reader.draft("key-1")) is None


def test_time_never_goes_back_behind_what_is_recorded(store, clock, opened):
    store.transact_now(ORG, lambda work: record(work, "T-1", Counted()))
    clock.turn(hours=-1)
    assert store.transact_now(ORG, lambda work: work.now) == START
    assert store.transact_now("workshop", lambda work: work.now) == START
    assert store.read_now(ORG, lambda reader: reader.now) == START
    store.close()
    assert opened().transact_now(ORG, lambda work: work.now) == START
    clock.turn(hours=2)
    assert opened().transact_now(ORG, lambda work: work.now) == START + timedelta(hours=1)


def test_alarms_are_set_moved_and_cleared(store, path):
    def due():
        return raw(path).execute("SELECT stream, name, due FROM alarms").fetchall()

    store.transact_now(ORG, lambda work: record(work, "T-1", opening(days=3)))
    assert due() == [("T-1", "end", "2026-03-05 09:00:00.000000")]
    store.transact_now(ORG, lambda work: record(work, "T-1", opening(days=4)))
    assert due() == [("T-1", "end", "2026-03-06 09:00:00.000000")]
    store.transact_now(ORG, lambda work: record(work, "T-1", Ended()))
    assert due() == []


def test_saving_behind_the_wrong_version_is_a_defect_and_writes_nothing(store):
    store.transact_now(ORG, lambda work: record(work, "T-1", Counted()))
    wrong = Saving(T1, 3, ((Counted(), ANA),), Tally(count=2), False)
    with pytest.raises(ValueError, match="holds 1 events"):
        store.transact_now(ORG, lambda work: work.save([wrong], {}))
    assert store.read_now(ORG, lambda reader: reader.version(T1)) == 1


def test_within_a_job_a_second_save_sees_the_first(store):
    def job(work):
        record(work, "T-1", Counted())
        record(work, "T-1", Counted())
        return work.state(T1).count

    assert store.transact_now(ORG, job) == 2


def test_a_snapshot_is_kept_each_64th_event_and_at_the_end(store, path):
    def kept():
        return raw(path).execute("SELECT stream, version FROM snapshots ORDER BY stream").fetchall()

    for _ in range(63):
        store.transact_now(ORG, lambda work: record(work, "T-1", Counted()))
    assert kept() == []
    store.transact_now(ORG, lambda work: record(work, "T-1", Counted(), Counted()))
    store.transact_now(ORG, lambda work: record(work, "T-2", opening(), Ended()))
    assert kept() == [("T-1", 65), ("T-2", 2)]


def test_a_state_loaded_from_a_snapshot_is_the_state_folded_from_the_start(store, opened, path):
    events = [Counted(step=n % 5) for n in range(80)]
    for one in events:
        state = store.transact_now(ORG, lambda work, one=one: (record(work, "T-1", one), work.state(T1))[1])
    store.close()
    assert raw(path).execute("SELECT version FROM snapshots").fetchall() == [(64,)]
    again = opened()
    loaded = again.read_now(ORG, lambda reader: reader.state(T1))
    assert loaded == state
    assert list(loaded.by_step) == list(state.by_step) == [0, 1, 2, 3, 4]


def test_a_snapshot_of_other_rules_or_a_broken_one_is_not_trusted(store, opened, path):
    for _ in range(64):
        store.transact_now(ORG, lambda work: record(work, "T-1", Counted()))
    store.close()
    for change in ("tag = 'other', state = '{\"count\":5}'", 'state = \'{"count":"many"}\'', "version = 90"):
        raw(path).execute(f"UPDATE snapshots SET {change}")
        assert opened().read_now(ORG, lambda reader: (reader.state(T1).count, reader.version(T1))) == (64, 64)
        opened().rebuild(ORG)


def test_reading_halves_see_the_transaction_they_are_in(store):
    def job(work):
        record(work, "T-1", Counted(step=5))
        return work.half(Totals).above(4), work.half(Totals).fast("T-1"), work.half(Totals) is work.half(Totals)

    assert store.transact_now(ORG, job) == (["T-1"], 5, True)
    assert store.read_now(ORG, lambda reader: (reader.half(Totals).above(4), reader.half(Totals).fast("T-1"))) == (
        ["T-1"],
        5,
    )
    with pytest.raises(LookupError, match="implements Note"):
        store.read_now(ORG, lambda reader: reader.half(Note))


def test_a_reading_half_cannot_end_the_transaction(store):
    def job(work):
        record(work, "T-1", Counted(step=5))
        work.half(Totals).above(0)
        work.session.rollback()
        work.session.commit()
        raise LookupError("refused")

    with pytest.raises(LookupError):
        store.transact_now(ORG, job)
    assert store.read_now(ORG, lambda reader: reader.half(Totals).above(0)) == []


def test_redraws_of_a_card_become_one_and_words_are_said_once(store, path):
    store.transact_now(ORG, lambda work: record(work, "T-1", Counted(), postings=(card("T-1"), say("T-1", 1))))
    store.transact_now(
        ORG, lambda work: record(work, "T-1", Counted(), postings=(card("T-1"), say("T-1", 1), say("T-1", 2)))
    )
    rows = raw(path).execute("SELECT key, sequence FROM outbox ORDER BY id").fetchall()
    assert rows == [("card:T-1", 2), ("say:T-1:1", 1), ("say:T-1:2", 1)]


def test_the_last_file_applied_is_kept(store):
    assert store.read_now(ORG, lambda reader: reader.applied()) is None
    store.transact_now(ORG, lambda work: work.keep_applied('{"a":1}', "a: 1\n"))
    kept = store.transact_now(ORG, lambda work: work.keep_applied('{"a":2}', "a: 2\n"))
    assert store.read_now(ORG, lambda reader: reader.applied()) == kept
    assert (kept.number, kept.document, kept.file, kept.at, len(kept.sha256)) == (2, '{"a":2}', "a: 2\n", START, 64)


def test_a_reading_stands_on_one_view(store):
    seen = []

    def job(reader):
        seen.append(reader.version(T1))
        store.transact_now(ORG, lambda work: record(work, "T-1", Counted()))
        seen.append(len(reader.recorded(T1)))

    store.read_now(ORG, job)
    assert seen == [0, 0]
    assert store.read_now(ORG, lambda reader: reader.version(T1)) == 1


def test_a_reader_cannot_write(store):
    with pytest.raises(Busy) as refused:
        store.read_now(ORG, lambda reader: reader.rows("DELETE FROM journal"))
    assert isinstance(refused.value.__cause__.__cause__, sqlite3.Error)
