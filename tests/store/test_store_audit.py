"""Whatever is changed behind the program's back is found and named; what was erased on request is not a finding."""

import pytest
from store_toy import ANA, BEN, ORG, Counted, Ended, Noted, opening, raw, record

from governance_core.kernel.ids import StreamId


@pytest.fixture
def filled(store, clock):
    """Three streams, some of it sealed by two checkpoints, some of it after them."""
    store.transact_now(ORG, lambda work: record(work, "T-1", opening("Seeds"), Counted(), by=ANA))
    store.transact_now(ORG, lambda work: record(work, "T-2", opening("Beds"), Counted(step=2), by=BEN))
    store.checkpoint(ORG)
    for step in range(1, 66):
        clock.turn(seconds=1)
        store.transact_now(ORG, lambda work, step=step: record(work, "T-1", Counted(step=step)))
    store.transact_now(
        ORG, lambda work: record(work, "T-1", Noted(person="ben", words="Careful", aside="psst"), by=BEN)
    )
    store.transact_now(ORG, lambda work: record(work, "T-2", Ended()))
    store.checkpoint(ORG)
    store.transact_now(ORG, lambda work: record(work, "T-3", opening("Tools"), Counted()))
    store.transact_now("workshop", lambda work: record(work, "T-1", opening("Other"), Counted()))
    return store


def test_nothing_is_found_where_nothing_was_changed(filled):
    found = filled.audit(ORG)
    assert found.findings == ()
    assert (found.streams, found.events, found.checkpoints, found.unsealed, found.erased) == (3, 73, 2, 2, 0)
    assert found.sealed == filled.last_checkpoint(ORG).hash.hex()
    assert found.summary() == "garden: 73 events in 3 streams checked: nothing is wrong."
    assert filled.audit("workshop").findings == ()
    assert filled.audit("nobody").findings == ()


TAMPERING = {
    "a changed payload": (
        "UPDATE journal SET payload = '{\"step\":9}' WHERE org = 'garden' AND stream = 'T-2' AND version = 2",
        "T-2 event 2: is not what was recorded",
    ),
    "a payload that is no JSON any more": (
        "UPDATE journal SET payload = 'x' WHERE org = 'garden' AND stream = 'T-2' AND version = 2",
        "T-2 event 2 (toy.counted) cannot be read",
    ),
    "a changed actor": (
        "UPDATE journal SET actor = 'person:eve' WHERE org = 'garden' AND stream = 'T-1' AND version = 3",
        "T-1 event 3: is not what was recorded",
    ),
    "a changed instant": (
        "UPDATE journal SET at = '2026-03-02 09:00:00.500000' WHERE org = 'garden' AND stream = 'T-1' AND version = 2",
        "T-1 event 2: is not what was recorded",
    ),
    "a kind nobody knows": (
        "UPDATE journal SET kind = 'toy.flown' WHERE org = 'garden' AND stream = 'T-1' AND version = 2",
        "this program knows no event called toy.flown",
    ),
    "a changed payload whose hash was made to fit": (
        """UPDATE journal SET payload = '{"step":9}', hash = x'FA'
        WHERE org = 'garden' AND stream = 'T-1' AND version = 5""",
        "T-1 event 6: does not follow the event before it",
    ),
    "a removed tail": (
        "DELETE FROM journal WHERE org = 'garden' AND stream = 'T-1' AND version = 68",
        "checkpoint 2 (2026-03-02 09:01 UTC): sealed 71 events, but 70 are there now",
    ),
    "a removed event in the middle": (
        "DELETE FROM journal WHERE org = 'garden' AND stream = 'T-1' AND version = 4",
        "T-1 event 5: event 4 should stand here; it is missing",
    ),
    "a removed stream": (
        "DELETE FROM journal WHERE org = 'garden' AND stream = 'T-2'",
        "checkpoint 1 (2026-03-02 09:00 UTC): sealed 4 events, but 2 are there now",
    ),
    "a removed organisation": (
        "DELETE FROM journal WHERE org = 'garden'",
        "checkpoint 1 (2026-03-02 09:00 UTC): sealed 4 events, but 0 are there now",
    ),
    "a tail put in another's place": (
        "UPDATE journal SET stream = 'T-9', version = 1 WHERE org = 'garden' AND stream = 'T-2' AND version = 3",
        "checkpoint 2 (2026-03-02 09:01 UTC): the journal up to here is not the one that was sealed",
    ),
    "swapped payloads": (
        """UPDATE journal SET payload = CASE version WHEN 3 THEN '{"step":2}' ELSE '{"step":1}' END
        WHERE org = 'garden' AND stream = 'T-1' AND version IN (3, 4)""",
        "T-1 event 3: is not what was recorded",
    ),
    "swapped rows": (
        """UPDATE journal SET version = CASE version WHEN 3 THEN 1004 ELSE 1003 END
        WHERE org = 'garden' AND stream = 'T-1' AND version IN (3, 4);
        UPDATE journal SET version = version - 1000 WHERE version > 1000""",
        "T-1 event 3: is not what was recorded",
    ),
    "a changed order of recording": (
        """UPDATE journal SET position = 1000 WHERE org = 'garden' AND stream = 'T-1' AND version = 40""",
        "T-1 event 40: is dated before the event recorded just before it",
    ),
    "a changed text": (
        "UPDATE personal_texts SET text = 'Careless' WHERE text = 'Careful'",
        "T-1 event 68: the text of 'words' does not match its digest",
    ),
    "a changed salt": (
        "UPDATE personal_texts SET salt = 'x' WHERE text = 'Careful'",
        "T-1 event 68: the text of 'words' does not match its digest",
    ),
    "a removed text": (
        "DELETE FROM personal_texts WHERE text = 'Careful'",
        "T-1 event 68: the text of 'words' is missing",
    ),
    "a text slipped in": (
        "INSERT INTO personal_texts VALUES ('garden', 'T-1', 2, 'words', 'ben', 'x', 'I agree')",
        "T-1 event 2: the text of 'words' belongs to nothing that was recorded",
    ),
    "a text for no event": (
        "INSERT INTO personal_texts VALUES ('garden', 'T-1', 99, 'words', 'ben', 'x', 'I agree')",
        "T-1 event 99: a text is kept for it, but the event is not in the journal",
    ),
    "a changed checkpoint": (
        "UPDATE checkpoints SET hash = x'00' WHERE number = 1",
        "checkpoint 2 (2026-03-02 09:01 UTC): does not follow checkpoint 1",
    ),
    "a removed checkpoint": (
        "DELETE FROM checkpoints WHERE number = 1",
        "checkpoint 2 (2026-03-02 09:01 UTC): checkpoint 1 should stand here; some are missing",
    ),
    "a changed register row": (
        "UPDATE toy_totals SET total = 1 WHERE org = 'garden' AND stream = 'T-1'",
        "register table toy_totals: 1 rows are missing or wrong, such as T-1, 2146, 0",
    ),
    "a removed register row": (
        "DELETE FROM toy_notes WHERE org = 'garden'",
        "register table toy_notes: 1 rows are missing or wrong, such as T-1, 68, ben",
    ),
    "a register row slipped in": (
        "INSERT INTO toy_totals VALUES ('garden', 'T-7', 7, 0)",
        "register table toy_totals: 1 rows are not what the journal says, such as T-7, 7, 0",
    ),
    "a moved alarm": (
        "UPDATE alarms SET due = '2030-01-01 00:00:00.000000' WHERE org = 'garden' AND stream = 'T-1'",
        "T-1: the alarm 'end' is due 2030-01-01 00:00 UTC, but should be due 2026-03-05 09:00 UTC",
    ),
    "a removed alarm": (
        "DELETE FROM alarms WHERE org = 'garden' AND stream = 'T-1'",
        "T-1: the alarm 'end' is not set, but should be due 2026-03-05 09:00 UTC",
    ),
    "an alarm slipped in": (
        "INSERT INTO alarms VALUES ('garden', 'T-2', 'end', '2030-01-01 00:00:00.000000')",
        "T-2: the alarm 'end' is due 2030-01-01 00:00 UTC, but should not be set",
    ),
    "an alarm of no stream": (
        "INSERT INTO alarms VALUES ('garden', 'T-8', 'end', '2030-01-01 00:00:00.000000')",
        "T-8: an alarm is set, but the journal has no such stream",
    ),
    "a changed snapshot": (
        """UPDATE snapshots SET state = replace(state, '"count":', '"count":1')
        WHERE org = 'garden' AND stream = 'T-1'""",
        "T-1: the snapshot at event 64 is not what the events say",
    ),
    "a counter set back": (
        "UPDATE counters SET last = 2 WHERE org = 'garden' AND prefix = 'T'",
        "counter T: stands at 2, so T-3 would be given a second time",
    ),
}


@pytest.mark.parametrize("name", TAMPERING)
def test_it_finds(filled, path, name):
    statements, finding = TAMPERING[name]
    changes = raw(path)
    before = changes.total_changes
    changes.executescript(statements)
    assert changes.total_changes > before
    found = filled.audit(ORG)
    assert not found.clean
    assert any(one.startswith(finding) or finding in one for one in found.findings), found.findings
    assert filled.audit("workshop").findings == ()


def test_a_whole_journal_made_anew_is_found_by_a_hash_written_down_elsewhere(filled, opened, path, tmp_path, clock):
    written_down = filled.last_checkpoint(ORG).hash.hex()
    assert filled.audit(ORG, against=written_down.upper()).findings == ()
    forged = tmp_path / "forged.db"
    from store_toy import Chances, open_toys

    other = open_toys(forged, clock, Chances())
    other.transact_now(ORG, lambda work: record(work, "T-1", opening("Seeds, but other ones")))
    other.checkpoint(ORG)
    assert other.audit(ORG).findings == ()
    (finding,) = other.audit(ORG, against=written_down).findings
    assert finding.startswith(f"no checkpoint has the hash {written_down}")
    other.close()


def test_an_older_hash_written_down_is_still_good(filled, path):
    (first,) = raw(path).execute("SELECT hash FROM checkpoints WHERE number = 1").fetchone()
    assert filled.audit(ORG, against=first.hex()).findings == ()


def test_erased_texts_are_counted_and_are_no_finding(filled):
    assert filled.erase(ORG, "ben") == 3
    found = filled.audit(ORG)
    assert found.findings == ()
    assert found.erased == 3
    assert "3 texts erased on request" in found.summary()


def test_nothing_to_seal_makes_no_checkpoint(filled):
    assert filled.checkpoint(ORG).number == 3
    assert filled.checkpoint(ORG) is None
    assert filled.checkpoint("nobody") is None


def test_an_event_the_rules_cannot_follow_is_named(filled, path):
    """As when rules were changed in a way that old events do not fit any more."""
    from dataclasses import replace

    from store_toy import FEATURE

    from adapters.sql.program import Program
    from governance_core.feature import Features
    from governance_core.kernel.decider import Decider

    def stumbles(state, happened):
        raise KeyError(happened.kind)

    other = replace(FEATURE, decider=Decider(FEATURE.decider.initial, FEATURE.decider.decide, stumbles))
    program = filled._program
    filled._program = Program(Features([other]), program.register, program.clock, program.chance)
    found = filled.audit(ORG).findings
    assert "T-3 event 1: the rules cannot follow it (KeyError: 'toy.opened')" in found


def test_audit_reads_one_view_while_others_write(filled):
    assert filled.read_now(ORG, lambda reader: reader.version(StreamId("T-3"))) == 2
    filled.transact_now(ORG, lambda work: record(work, "T-3", Counted()))
    assert filled.audit(ORG).findings == ()
