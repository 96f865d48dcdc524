"""What is derived can be thrown away and made again, the same; what was erased stays erased everywhere."""

import asyncio

import pytest
from store_toy import ANA, BEN, ORG, Chances, Counted, Ended, Noted, Totals, card, open_toys, opening, raw, record, say

from adapters.sql.codec import ERASED
from adapters.sql.errors import Unreadable
from governance_core.kernel.ids import DeliveryKey, StreamId
from governance_core.ports import Acknowledgement, Draft

T1 = StreamId("T-1")
DERIVED = ("snapshots", "alarms", "toy_notes", "toy_totals")
KEPT = ("journal", "personal_texts", "checkpoints", "inbox", "outbox", "postings", "drafts", "applied_config")


def rows(path, tables):
    connection = raw(path)
    found = {table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr) for table in tables}
    connection.close()
    return found


@pytest.fixture
def filled(store):
    store.transact_now(ORG, lambda work: record(work, "T-1", opening("Seeds"), postings=(card("T-1"), say("T-1", 1))))
    for step in range(70):
        store.transact_now(ORG, lambda work, step=step: record(work, "T-1", Counted(step=step)))
    store.transact_now(ORG, lambda work: record(work, "T-2", opening("Beds"), Counted(), Ended(), by=BEN))
    store.transact_now(ORG, lambda work: record(work, "T-1", Noted(person="ben", words="Careful", aside="psst")))
    store.transact_now("workshop", lambda work: record(work, "T-1", opening("Other"), Counted(), by=BEN))
    store.transact_now(ORG, lambda work: work.keep_draft(Draft("k", "ben", "toy.note", {"words": "Secret draft"})))
    store.transact_now(ORG, lambda work: work.remember(DeliveryKey("slack", "1"), Acknowledgement(T1, 1, 1)))
    store.transact_now(ORG, lambda work: work.keep_applied("{}", ""))
    store.checkpoint(ORG)
    return store


def test_what_was_thrown_away_is_made_again_the_same(filled, path):
    before, kept = rows(path, DERIVED), rows(path, KEPT)
    changes = raw(path)
    for table in DERIVED:
        changes.execute(f"DELETE FROM {table} WHERE org = 'garden'")
    changes.execute("INSERT INTO toy_totals VALUES ('garden', 'T-7', 7, 0)")
    made = filled.rebuild(ORG)
    assert (made.streams, made.events) == (2, 75)
    after = rows(path, DERIVED)
    assert {name: after[name] for name in DERIVED if name != "snapshots"} == {
        name: before[name] for name in DERIVED if name != "snapshots"
    }
    assert [row[:3] for row in after["snapshots"]] == [("garden", "T-1", 72), ("garden", "T-2", 3)]
    assert rows(path, KEPT) == kept
    assert filled.audit(ORG).findings == ()


def test_a_journal_that_cannot_be_read_leaves_everything_as_it_was(filled, path):
    raw(path).execute("UPDATE journal SET kind = 'toy.flown' WHERE org = 'garden' AND stream = 'T-2' AND version = 2")
    before = rows(path, DERIVED)
    with pytest.raises(Unreadable, match=r"T-2 event 2 .* knows no event called toy.flown"):
        filled.rebuild(ORG)
    assert rows(path, DERIVED) == before


def test_states_that_were_believed_are_read_again_after_a_rebuild(filled, opened, path):
    other = opened()
    assert other.transact_now(ORG, lambda work: work.state(T1).notes[0].words) == "Careful"
    assert filled.read_now(ORG, lambda reader: reader.state(T1).notes[0].words) == "Careful"
    filled.erase(ORG, "ben")
    for one in (filled, other):
        assert one.transact_now(ORG, lambda work: work.state(T1).notes[0].words) == ERASED
        assert one.read_now(ORG, lambda reader: reader.state(T1).notes[0].words) == ERASED


def test_the_writer_itself_believes_no_state_from_before(filled, monkeypatch):
    """Also when nothing else tells it that the file changed."""
    monkeypatch.setattr(filled, "_flatten", lambda: None)
    assert filled.transact_now(ORG, lambda work: work.state(T1).notes[0].words) == "Careful"
    filled.erase(ORG, "ben")
    assert filled.transact_now(ORG, lambda work: work.state(T1).notes[0].words) == ERASED


def test_erased_words_are_nowhere_in_the_file_any_more(filled, path):
    assert b"Careful" in path.read_bytes() + path.with_name("circlet.db-wal").read_bytes()
    assert filled.erase(ORG, "ben") == 3
    assert filled.erase(ORG, "ben") == 0
    whole = path.read_bytes() + path.with_name("circlet.db-wal").read_bytes()
    assert [words for words in (b"Careful", b"psst", b"Beds", b"Secret draft") if words in whole] == []
    assert b"Seeds" in whole
    assert b"Other" in whole
    texts = {
        row[0]: row[1:]
        for row in raw(path).execute("SELECT slot, salt, text FROM personal_texts WHERE org='garden' AND person='ben'")
    }
    assert texts == {"words": (None, None), "aside": (None, None), "title": (None, None)}
    assert filled.audit(ORG).findings == ()
    assert raw(path).execute("SELECT words FROM toy_notes").fetchall() == [(ERASED,)]


def test_after_an_erasure_the_stream_goes_on(filled):
    filled.erase(ORG, "ben")
    filled.transact_now(ORG, lambda work: record(work, "T-1", Noted(person="ben", words="New words"), by=ANA))
    assert [one.words for one in filled.read_now(ORG, lambda reader: reader.state(T1).notes)] == [ERASED, "New words"]
    assert filled.audit(ORG).findings == ()


async def test_a_rebuild_beside_jobs_harms_neither(filled):
    answers = [filled.transact(ORG, lambda work: record(work, "T-3", Counted())) for _ in range(20)]
    await asyncio.to_thread(filled.rebuild, ORG)
    answers += [filled.transact(ORG, lambda work: record(work, "T-3", Counted())) for _ in range(20)]
    assert [(await one)[1] for one in answers] == list(range(1, 41))
    assert filled.read_now(ORG, lambda reader: reader.half(Totals).fast("T-3")) == 40
    assert filled.audit(ORG).findings == ()


def test_the_register_is_made_again_in_the_order_of_recording(tmp_path, clock):
    """A projection may build on rows of another stream, as long as these were recorded before."""
    path = tmp_path / "order.db"
    store = open_toys(path, clock, Chances())
    for stream in ("T-2", "T-1", "T-2", "T-1"):
        store.transact_now(ORG, lambda work, stream=stream: record(work, stream, Counted()))
    from adapters.sql import journal

    with store._readers.link() as link:
        order = [(one.stream, one.version) for one in journal.in_order(link.connection, ORG)]
    assert order == [("T-2", 1), ("T-1", 1), ("T-2", 2), ("T-1", 2)]
    store.close()
