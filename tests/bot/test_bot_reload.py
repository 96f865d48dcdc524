"""SIGHUP: a running bot reads its config file again, all of it or nothing, and keeps the last good one."""

import signal
import time

from bot_program import CREATE, Program
from test_bot_run import running, soon


def kinds(program: Program) -> list[str]:
    return [kind for _, kind in program.events()]


def test_a_changed_file_is_carried_out_and_an_open_round_keeps_its_rules(program: Program) -> None:
    now = time.strftime("%Y-%m-%d %H:%M", time.gmtime())
    assert program.talk(CREATE, clock=now).code == 0
    due = program.rows("SELECT due FROM alarms WHERE stream = 'P-1' AND name = 'deadline'")
    assert due
    with running(program) as bot:
        program.edit(
            ("  process: quick", "  process: quick\n  window: 5h"), ("    aim: Beds", "    aim: Beds that feed")
        )
        bot.send_signal(signal.SIGHUP)
        assert soon(lambda: "config.applied" in kinds(program))
        bot.terminate()
        _out, err = bot.communicate(timeout=20)
    assert "config.yaml was read again: 2 changes carried out." in err
    assert "~ circles.garden.aim: Beds that feed (was Beds)" in err
    assert bot.returncode == 0
    assert program.rows("SELECT due FROM alarms WHERE stream = 'P-1' AND name = 'deadline'") == due
    assert program.call("plan").out == "The file changes nothing.\n"
    assert program.call("audit").code == 0


def test_a_bad_file_changes_nothing_and_is_said_in_the_log_and_to_the_admins(program: Program) -> None:
    with running(program) as bot:
        program.edit(("    aim: Beds", "    aim: Beds that feed"), ("    lead: ana", "    lead: zoe"))
        line = program.line("lead: zoe")
        before = program.rows("SELECT * FROM applied_config")
        bot.send_signal(signal.SIGHUP)
        assert soon(lambda: "config.refused" in kinds(program))
        assert soon(lambda: program.rows("SELECT * FROM outbox WHERE platform = 'console'") == [])
        assert program.rows("SELECT * FROM applied_config") == before
        assert bot.poll() is None
        program.edit(("    lead: zoe", "    lead: ben"), ("    delegate: ben\n", "    delegate: dee\n"))
        bot.send_signal(signal.SIGHUP)
        assert soon(lambda: "config.applied" in kinds(program))
        bot.terminate()
        out, err = bot.communicate(timeout=20)
    assert "config.yaml was not carried out; what was applied before stays in force. To be mended:" in err
    assert f"config.yaml:{line}:" in err
    assert "config.yaml was read again and not carried out: 1 thing to be mended first." in " ".join(out.split())
    assert bot.returncode == 0


def test_a_file_that_the_rules_refuse_is_not_carried_out_either(program: Program) -> None:
    assert program.talk(CREATE).code == 0
    with running(program) as bot:
        text = program.config.read_text(encoding="utf-8")
        program.config.write_text(text[: text.index("  garden:")] + text[text.index("  care:") :], encoding="utf-8")
        bot.send_signal(signal.SIGHUP)
        assert soon(lambda: "config.refused" in kinds(program))
        bot.send_signal(signal.SIGHUP)
        assert soon(lambda: kinds(program).count("config.refused") == 2)
        bot.terminate()
        _out, err = bot.communicate(timeout=20)
    assert "Garden cannot be closed yet, for what is in it needs another home. P-1 is open:" in err
    assert "circle.closed" not in kinds(program)


def test_a_file_that_is_gone_is_said_and_the_bot_goes_on(program: Program) -> None:
    with running(program) as bot:
        program.config.unlink()
        bot.send_signal(signal.SIGHUP)
        assert soon(lambda: "config.refused" in kinds(program))
        assert bot.poll() is None
        bot.terminate()
        _out, err = bot.communicate(timeout=20)
    assert "config.yaml" in err
    assert bot.returncode == 0
