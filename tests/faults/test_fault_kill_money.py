"""Killed between any two steps from the request to the refund: each step is whole or not there, and no cent is lost."""

import os
import random
import signal
import time
from collections.abc import Iterable
from pathlib import Path

import pytest
from bot_program import Program
from faults_client import CONFIG, Talk

MONEY = """\
    lead: ana
    roles: {treasurer: cem}
    policy: {approve_up_to: [400 EUR], approvers: [lead]}
"""
ENTRY = "ledger.entered"
STEPS = (
    ('cem: /budget allocate circle:garden amount:"500 EUR"', {ENTRY}),
    ('ben: /budget request circle:garden amount:300 purpose:Seeds payee:Shop parts:"half now; rest after the report"',
     {"budget.requested", ENTRY}),
    ("ana: /budget approve B-1", {"budget.approval_given", "budget.approved", ENTRY}),
    ('cem: /budget paid B-1 ref:"SEPA 1"', {"budget.payment_recorded", ENTRY}),
    ('ben: /budget report B-1 report:"Two beds are sown"', {"budget.report_handed_in"}),
    ("ana: /budget accept-report B-1", {"budget.report_accepted", "budget.parts_released"}),
    ('cem: /budget paid B-1 ref:"SEPA 2" amount:120', {"budget.payment_recorded", ENTRY}),
    ('cem: /budget reverse B-1 payment:2 reason:"It bounced"', {"budget.payment_reversed", ENTRY}),
    ('cem: /budget paid B-1 ref:"SEPA 3"', {"budget.payment_recorded", "budget.closed", ENTRY}),
    ('cem: /budget refund B-1 amount:20.50 ref:"SEPA 4"', {"budget.refund_recorded", ENTRY}),
)  # fmt: skip


@pytest.fixture
def purse(tmp_path: Path) -> Program:
    """A circle with a treasurer and a lead, who approves."""
    (tmp_path / "config.yaml").write_text(CONFIG + MONEY, encoding="utf-8")
    return Program(tmp_path)


def kinds(program: Program) -> list[str]:
    """What happened to money, in the order of recording."""
    money = "SELECT kind FROM journal WHERE stream = 'books' OR stream LIKE 'B-%' ORDER BY position"
    return [kind for (kind,) in program.rows(money)]


def live(program: Program, first: int, last: int, wait: float) -> None:
    """A program that is told these steps and killed so long after the last of them was sent, however far it got."""
    talk = Talk(program, "--store", "circlet.db")
    talk.tell("clock 2026-03-02 09:00 UTC")
    for line, _ in STEPS[first:last]:
        assert talk.say(line)["kind"] == "whisper"
    if last < len(STEPS):
        talk.say("ana: /help")
        talk.tell(STEPS[last][0])
        time.sleep(wait)
    os.kill(talk.process.pid, signal.SIGKILL)
    talk.process.communicate()


def steps_done(program: Program) -> int:
    """How many steps there are, each whole and once."""
    left, done = kinds(program), 0
    while left:
        expected = STEPS[done][1]
        part, left = left[: len(expected)], left[len(expected) :]
        assert set(part) == expected, f"half of {STEPS[done][0]}: {part}"
        done += 1
    return done


def killed(program: Program, chance: random.Random, at: Iterable[int]) -> None:
    done = 0
    for step in at:
        attempt = 0
        while done <= step:
            attempt += 1
            live(program, done, step, chance.random() * 0.02 * attempt)
            done = steps_done(program)
    live(program, done, len(STEPS), 0)
    assert steps_done(program) == len(STEPS)
    assert program.call("audit").code == 0
    balance = program.talk("ana: /budget balance circle:garden", clock="2026-03-02 09:00")
    assert balance.code == 0
    (card,) = balance.only("list")
    for said in ("Promised: EUR 0.00", "Spent: EUR 279.50", "Available: EUR 220.50"):
        assert said in card["text"], card["text"]


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_payment_that_is_killed_at_two_steps_is_whole(purse: Program) -> None:
    seed = random.Random().randrange(10**9)
    print("seed", seed)
    chance = random.Random(seed)
    killed(purse, chance, sorted(chance.sample(range(len(STEPS)), 2)))


@pytest.mark.torture
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("run", range(20))
def test_payments_are_killed_at_each_step_twenty_times(purse: Program, run: int) -> None:
    seed = random.Random().randrange(10**9)
    print("seed", seed)
    killed(purse, random.Random(seed), range(len(STEPS)))
