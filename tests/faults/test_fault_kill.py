"""Killed while it works: what was acknowledged is there once, what fell due happens once, the audit is clean."""

import os
import random
import signal
import time
from collections import Counter
from datetime import timedelta

import pytest
from bot_program import Program
from faults_client import PEOPLE, Session, Talk

ENOUGH = 500
CREATE = 'ana: /proposal create circle:garden title:"Water the beds" driver:d text:t'


def killed_again_and_again(program: Program, seed: int) -> None:
    session = Session(program, random.Random(seed))
    while len(session.acknowledged) < ENOUGH:
        session.live(session.chance.randrange(80, 320))
        session.now += timedelta(hours=session.chance.choice((0, 0, 5, 30)))
    check_acknowledged(session)
    check_the_end(session)


def check_acknowledged(session: Session) -> None:
    program = session.program
    assert program.call("audit").code == 0
    texts = "SELECT stream, version, text FROM personal_texts WHERE stream LIKE 'P-%' AND text LIKE 'words-%'"
    recorded = [(text, stream, version) for stream, version, text in program.rows(texts)]
    times = Counter(text for text, _, _ in recorded)
    assert {words: count for words, count in times.items() if count > 1} == {}
    last = dict(program.rows("SELECT stream, MAX(version) FROM journal GROUP BY stream"))
    places = {words: (stream, version) for words, stream, version in recorded}
    for one in session.acknowledged:
        stream, version = places[one.words]
        assert stream == one.stream
        assert version <= one.version <= last[stream]
    assert len({(one.stream, one.version) for one in session.acknowledged}) == len(session.acknowledged) >= ENOUGH
    assert set(times) <= {one.words for one in session.sent}


def check_the_end(session: Session) -> None:
    """A month later everything that is not objected to has ended, once; what is announced is announced once."""
    program = session.program
    late, later = (f"{session.now + timedelta(days=days):%Y-%m-%d %H:%M}" for days in (30, 60))
    assert program.talk("wait 1d", "ana: /proposal list", clock=late).code == 0
    again = program.talk("ana: /proposal list", clock=later)
    assert [one["kind"] for one in again.records] == ["list"]
    by_stream = Counter(program.rows("SELECT stream, kind FROM journal WHERE stream LIKE 'P-%'"))
    proposals = {stream for stream, _ in by_stream}
    assert {int(stream[2:]) for stream in proposals} == set(range(1, len(proposals) + 1))
    for stream in proposals:
        ends = by_stream[stream, "proposal.adopted"] + by_stream[stream, "proposal.ended"]
        objected = program.rows("SELECT 1 FROM objections WHERE proposal = ? AND state = 'open'", stream)
        assert ends == (0 if objected else 1), stream
        assert by_stream[stream, "proposal.adopted"] == by_stream[stream, "proposal.recorded"]
    assert program.rows("SELECT COUNT(*) FROM agreements")[0][0] == sum(
        count for (_, kind), count in by_stream.items() if kind == "proposal.adopted"
    )
    reminders = program.rows("SELECT stream, at FROM journal WHERE kind = 'electors.reminded'")
    assert len(set(reminders)) == len(reminders)
    assert program.rows("SELECT * FROM outbox") == []
    waiting = {stream for (stream,) in program.rows("SELECT stream FROM alarms")}  # agreements are looked at again
    assert waiting == {stream for (stream,) in program.rows("SELECT agreement FROM agreements")}
    assert program.call("audit").code == 0


@pytest.mark.slow
def test_a_killed_talk_loses_nothing_it_acknowledged(program: Program) -> None:
    seed = random.Random().randrange(10**9)
    print("seed", seed)
    killed_again_and_again(program, seed)


@pytest.mark.torture
@pytest.mark.timeout(300)
@pytest.mark.parametrize("run", range(20))
def test_a_killed_talk_loses_nothing_twenty_times(program: Program, run: int) -> None:
    seed = random.Random().randrange(10**9)
    print("seed", seed)
    killed_again_and_again(program, seed)


def test_alarms_missed_while_it_was_down_fire_once(program: Program) -> None:
    talk = Talk(program, "--store", "circlet.db")
    talk.tell("clock 2026-03-02 09:00 UTC")
    for _ in range(3):
        assert talk.say(CREATE)["kind"] == "whisper"
    for person in PEOPLE[:3]:
        assert talk.say(f"{person}: /consent answer P-2 answer:consent")["kind"] == "whisper"
    assert talk.say('ben: /consent object P-3 harm:"The pump is booked"')["kind"] == "whisper"
    os.kill(talk.process.pid, signal.SIGKILL)
    talk.process.wait(10)
    for ran in (
        program.talk("ana: /help", clock="2026-03-04 09:00"),
        program.talk("ana: /help", clock="2026-03-09 09:00"),
    ):
        assert ran.code == 0
    announced = [one["ref"] for one in ran.only("announce")]
    assert announced == ["P-2"]
    kinds = Counter(program.rows("SELECT stream, kind FROM journal WHERE stream LIKE 'P-%'"))
    assert kinds["P-1", "proposal.ended"] == 1
    assert kinds["P-2", "round.extended"] == kinds["P-2", "proposal.ended"] == 1
    assert kinds["P-3", "proposal.ended"] == kinds["P-3", "electors.reminded"] == 0
    assert kinds["P-1", "electors.reminded"] == 1
    talk.process.communicate()
    assert program.call("audit").code == 0


def test_a_polite_kill_leaves_a_whole_store_too(program: Program) -> None:
    talk = Talk(program, "--store", "circlet.db")
    talk.tell("clock 2026-03-02 09:00 UTC")
    assert talk.say(CREATE)["kind"] == "whisper"
    talk.process.terminate()
    assert talk.process.wait(10) != 0
    talk.process.communicate()
    assert program.call("audit").code == 0
    assert program.call("show", "P-1").code == 0
    assert program.talk('ben: press "Consent" on P-1', clock="2026-03-02 09:00").code == 0


def test_an_apply_that_is_killed_has_applied_everything_or_nothing(program: Program) -> None:
    whole = 0
    chance = random.Random()
    for number in range(3):
        store = f"store-{number}.db"
        with program.start("apply", "--store", store) as process:
            time.sleep(0.2 + chance.random())
            process.kill()
            process.communicate()
        other = Program(program.folder)
        other.store = program.folder / store
        ran = program.call("apply", "--store", store)
        assert ran.code == 0
        whole += ran.out.endswith("Nothing to apply.\n")
        assert other.rows("SELECT COUNT(*) FROM applied_config") == [(1,)]
        assert program.call("audit", "--store", store).code == 0
    assert whole <= 3
