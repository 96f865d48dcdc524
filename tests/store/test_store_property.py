"""Whatever happens in whatever order: the journal holds what was acknowledged, and nothing else."""

import asyncio
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_toy import ORG, Chances, Counted, Ended, HandClock, Noted, Totals, card, open_toys, opening, record, say

from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import StreamId

STREAMS = ("T-1", "T-2", "T-3")
events = st.lists(
    st.one_of(
        st.builds(Counted, step=st.integers(-5, 500)),
        st.builds(
            Noted,
            person=st.sampled_from(["ana", "ben"]),
            words=st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
        ),
        st.just(Ended()),
        st.builds(opening, st.sampled_from(["Seeds", ""]), hours=st.integers(1, 90)),
    ),
    min_size=1,
    max_size=4,
)
fates = st.sampled_from(["well", "well", "well", "refused", "stumbles", "rolls back", "breaks at commit"])
jobs = st.tuples(st.sampled_from([ORG, "workshop"]), st.sampled_from(STREAMS), events, fates)
steps = st.lists(
    st.one_of(
        st.lists(jobs, min_size=1, max_size=8),
        st.sampled_from(["reopen", "rebuild", "another process", "later", "read", "checkpoint"]),
    ),
    max_size=10,
)


class Run:
    """A store, and beside it what was acknowledged."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "circlet.db"
        self.clock = HandClock()
        self.chances = Chances()
        self.acknowledged: dict[tuple[str, str], list] = {}
        self.open()

    def open(self) -> None:
        self.store = open_toys(self.path, self.clock, self.chances)
        connection = self.store._link.connection
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("CREATE TABLE IF NOT EXISTS parent (id INTEGER PRIMARY KEY)")
        connection.execute(
            "CREATE TABLE IF NOT EXISTS child (id INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED)"
        )

    def job(self, org, stream, made, fate):
        def carried_out(work):
            assert work.state(StreamId(stream)) is not None
            record(work, stream, *made, postings=(card(stream), say(stream, work.version(StreamId(stream)))))
            if fate == "refused":
                raise Refusal
            if fate == "stumbles":
                work.rows("SELECT * FROM nowhere")
            if fate == "rolls back":
                work.rows("ROLLBACK")
            if fate == "breaks at commit":
                work.rows("INSERT INTO child VALUES (7)")
            return work.version(StreamId(stream))

        return self.store.transact(org, carried_out)

    async def together(self, batch) -> None:
        answers = [self.job(*one) for one in batch]
        for (org, stream, made, fate), outcome in zip(
            batch, await asyncio.gather(*answers, return_exceptions=True), strict=True
        ):
            assert isinstance(outcome, BaseException) == (fate != "well"), outcome
            if fate == "well":
                kept = self.acknowledged.setdefault((org, stream), [])
                kept.extend(made)
                assert outcome == len(kept)

    def do(self, step) -> None:
        match step:
            case "reopen":
                self.store.close()
                self.open()
            case "rebuild":
                self.store.rebuild(ORG)
            case "another process":
                other = open_toys(self.path, self.clock, self.chances)
                other.transact_now(ORG, lambda work: record(work, "T-1", Counted(step=9)))
                self.acknowledged.setdefault((ORG, "T-1"), []).append(Counted(step=9))
                other.close()
            case "later":
                self.clock.turn(hours=1)
            case "read":
                self.compare()
            case "checkpoint":
                self.store.checkpoint(ORG)

    def compare(self) -> None:
        for org in (ORG, "workshop"):
            for stream in STREAMS:
                found = self.store.read_now(org, lambda reader, s=stream: reader.recorded(StreamId(s)))
                assert [one.event for one in found] == self.acknowledged.get((org, stream), [])

    def check(self) -> None:
        self.compare()
        for org in (ORG, "workshop"):
            assert self.store.audit(org).findings == ()
            for stream in STREAMS:
                counted = [one.step for one in self.acknowledged.get((org, stream), []) if isinstance(one, Counted)]
                assert self.store.read_now(org, lambda reader, s=stream: reader.state(StreamId(s)).count) == sum(
                    counted
                )
                assert self.store.read_now(org, lambda reader, s=stream: reader.half(Totals).fast(s)) == sum(counted)


def played(script) -> None:
    with tempfile.TemporaryDirectory() as folder:
        run = Run(Path(folder))
        try:
            for step in script:
                if isinstance(step, str):
                    run.do(step)
                else:
                    asyncio.run(run.together(step))
            run.check()
        finally:
            run.store.close()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_the_journal_is_what_was_acknowledged(script):
    played(script)


@pytest.mark.torture
@settings(max_examples=5000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_the_journal_is_what_was_acknowledged_thousands_of_times(script):
    played(script)
