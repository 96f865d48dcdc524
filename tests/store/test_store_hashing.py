"""The exported journal stands up to a reader that knows nothing of this program."""

import json

import pytest
from journal_reader import problems
from store_toy import BEN, ORG, Counted, Noted, opening, record

from adapters.sql.hashing import record_hash


@pytest.fixture
def exported(store, clock):
    store.transact_now(ORG, lambda work: record(work, "T-1", opening("Böden ☂"), Counted()))
    store.checkpoint(ORG)
    for number in range(2, 6):
        clock.turn(minutes=20)
        store.transact_now(ORG, lambda work, number=number: record(work, f"T-{number}", opening(), by=BEN))
        store.transact_now(
            ORG, lambda work: record(work, "T-1", Noted(person="ben", words='Line\nbreak "x"', aside=""))
        )
        store.transact_now("workshop", lambda work: record(work, "T-1", Counted()))
        store.checkpoint(ORG)
    return [json.loads(json.dumps(one)) for one in store.export(ORG)]


def test_the_second_reader_finds_nothing_wrong(exported):
    assert problems(exported) == []
    assert [one["record"] for one in exported].count("event") == 10
    assert [one["record"] for one in exported].count("checkpoint") == 5
    assert {one["org"] for one in exported} == {ORG}


@pytest.mark.parametrize("part", ["stream", "version", "at", "actor", "kind", "payload", "previous", "hash"])
def test_the_second_reader_sees_every_changed_part(exported, part):
    one = exported[4]
    other = {"stream": "T-9", "version": 9, "actor": "person:eve", "kind": "toy.ended"}
    one[part] = other.get(part) or one[part].replace("0", "1")
    assert problems(exported) != []


def test_the_second_reader_sees_changed_texts_and_checkpoints(exported):
    next(one for one in exported if one["record"] == "event" and one["texts"])["texts"]["title"]["text"] = "Other"
    assert problems(exported) == ["T-1 1: text title"]
    exported[-2]["count"] += 1
    assert "checkpoint 4" in problems(exported)


def test_the_second_reader_sees_what_was_removed(exported):
    del exported[9]
    assert problems(exported) == ["checkpoint 5"]


def test_two_records_never_give_the_same_bytes():
    with pytest.raises(ValueError, match="line break"):
        record_hash(bytes(32), "garden", "T-1", 1, "at", "person:a\ntoy.counted", "toy.counted", "{}")


def test_large_exports_come_in_pieces(store):
    for _ in range(12):
        store.transact_now(ORG, lambda work: [record(work, "T-1", opening()) for _ in range(100)])
    found = list(store.export(ORG))
    assert [one["version"] for one in found] == list(range(1, 1201))
    assert all(one["texts"]["title"]["text"] == "Seeds" for one in found)
    assert problems(found) == []
