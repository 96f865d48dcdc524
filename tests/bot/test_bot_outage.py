"""The bot knows when it was last running, and gives rounds that were about to close their time back."""

import time
from datetime import UTC, datetime

import pytest
from bot_program import CREATE, Program
from test_bot_run import running, soon

HOUR = 3600


def kinds(program: Program) -> list[str]:
    return [kind for stream, kind in program.events() if stream == "P-1"]


@pytest.fixture
def ran_out(program: Program) -> Program:
    """A round of eight hours closed an hour ago; a bot ran last two hours before that, when its last quarter began."""
    program.edit(("  process: quick", "  process: quick\n  window: 8h\n  extension: off"))
    at = time.strftime("%Y-%m-%d %H:%M", time.gmtime(time.time() - 9 * HOUR))
    assert program.talk(CREATE, 'ben: press "Consent" on P-1', clock=at).code == 0
    program.rows("INSERT INTO counters (org, prefix, last) VALUES ('', '(alive)', ?)", int(time.time()) - 3 * HOUR)
    return program


@pytest.fixture
def graced(program: Program, request: pytest.FixtureRequest) -> Program:
    """The same in an organisation that gives such time back."""
    program.edit(("  process: quick", "  outage_grace: true\n  process: quick"))
    found: Program = request.getfixturevalue("ran_out")
    return found


def test_a_round_that_ran_out_while_the_bot_was_down_goes_on_for_as_long_and_says_so(graced: Program) -> None:
    with running(graced) as bot:
        assert soon(lambda: "round.graced" in kinds(graced))
        assert soon(lambda: graced.rows("SELECT * FROM outbox WHERE platform = 'console'") == [])
        bot.terminate()
        out, err = bot.communicate(timeout=20)
    assert "nothing ran from" in err
    assert "the bot was down from" in " ".join(out.split())
    assert "proposal.ended" not in kinds(graced)
    ((due,),) = graced.rows("SELECT due FROM alarms WHERE stream = 'P-1' AND name = 'deadline'")
    left = datetime.fromisoformat(due).replace(tzinfo=UTC).timestamp() - time.time()
    assert 1.9 * HOUR < left <= 2 * HOUR
    assert "later, as the bot was down" in graced.call("show", "P-1").out
    assert graced.call("audit").code == 0
    with running(graced) as bot:
        bot.terminate()
        bot.communicate(timeout=20)
    assert kinds(graced).count("round.graced") == 1


def test_where_nobody_asked_for_it_the_round_ends(ran_out: Program) -> None:
    with running(ran_out) as bot:
        assert soon(lambda: "proposal.ended" in kinds(ran_out))
        bot.terminate()
        bot.communicate(timeout=20)
    assert "round.graced" not in kinds(ran_out)


def test_a_bot_that_runs_keeps_saying_so(program: Program) -> None:
    with running(program) as bot:
        ((last,),) = program.rows("SELECT last FROM counters WHERE prefix = '(alive)'")
        bot.terminate()
        bot.communicate(timeout=20)
    assert abs(last - time.time()) < 60
    assert program.call("audit").code == 0
