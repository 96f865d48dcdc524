"""`/governance` in a running program: its findings, the plan of the config file on disk, and carrying that file out."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from bot_program import CREATE, Program

from bot.applying import apply_file
from bot.caretaking import Caretaking
from bot.compose import Composed, composed
from bot.config import check
from governance_core.application import ask, queries
from governance_core.application.execute import execute
from governance_core.application.viewer import eyes
from governance_core.cards.card import Card, Press
from governance_core.cards.plain import plain_card
from governance_core.caretaker import Checkup, Finding
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import Actor, DeliveryKey
from governance_core.kernel.message import Command, Query
from governance_core.upkeep.messages import ReviewConfig, SeeAudit, SeeDoctor, SeeExport, SeePlan

ANA = Actor.of_account("console", "ana")
BEN = Actor.of_account("console", "ben")


class Running:
    """The program with its config file and its store, as somebody at a platform meets it."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.care = Caretaking({"harbour": str(program.config)})
        self.made: Composed = composed("harbour", program.store, caretaker=self.care)
        self.care.take_charge(self.made)
        self.made.store.hold()
        file, _ = check(program.config)
        assert file is not None
        self.apply(file, program.config.read_text())

    def apply(self, file: object, written: str) -> None:
        self.made.store.transact_now("harbour", lambda work: apply_file(file, written, work, self.made.features))  # type: ignore[arg-type]

    def card(self, query: Query, by: Actor = ANA) -> Card:
        return self.made.store.read_now("harbour", lambda reader: queries.answer(query, by, reader, self.made.features))

    def words(self, card: Card) -> str:
        return self.made.store.read_now("harbour", lambda reader: plain_card(card, eyes(None, "UTC", reader)))

    def seen(self, query: Query, by: Actor = ANA) -> str:
        """What is seen: a card, or a refusal with what belongs to it."""
        try:
            return self.words(self.card(query, by))
        except Refusal as refusal:
            return self.refusal(refusal, by)

    def refusal(self, refusal: Refusal, by: Actor = ANA) -> str:
        card = self.made.store.read_now(
            "harbour", lambda reader: queries.refusal_card(refusal, None, by, reader, self.made.features)
        )
        return self.words(card)

    def press(self, press: Press, by: Actor = ANA, delivery: str = "") -> str:
        """Press a button and give what its presser is told."""
        kind, raw = ask.pressed(press, self.made.features)
        command = self.made.store.read_now(
            "harbour", lambda reader: ask.complete(kind, raw, by, reader, self.made.features)
        )
        assert isinstance(command, Command)
        key = DeliveryKey("test", delivery) if delivery else None
        try:
            receipt = self.made.store.transact_now(
                "harbour", lambda work: execute(command, by, key, work, self.made.features)
            )
        except Refusal as refusal:
            return self.refusal(refusal, by)
        card = receipt.card()
        assert card is not None
        return self.words(card)

    def button(self) -> Press:
        """The button that carries the file out."""
        [button] = [one for one in self.card(ReviewConfig()).buttons() if one.label.startswith("Apply ")]
        assert button.confirm.endswith("all of them or none. Carry them out?")
        return button.press


@pytest.fixture
def running(applied: Program) -> Iterator[Running]:
    made = Running(applied)
    yield made
    made.made.close()


def test_doctor_shows_this_machine_and_what_was_last_seen_of_the_platform(running: Running) -> None:
    at = datetime(2040, 1, 1, 12, tzinfo=UTC)
    lacking = Finding("home of Garden", "in #garden the bot lacks Attach Files", "Give it to the bot’s role.")
    running.care.hear("harbour", Checkup("Discord", at, (Finding("commands", seen="as they should be"), lacking)))
    said = running.seen(SeeDoctor())
    assert "home of Garden: in #garden the bot lacks Attach Files. Give it to the bot’s role." in said
    assert "In order (Discord, Sun 1 Jan 2040 12:00): commands (as they should be)." in said
    assert "config file (" in said
    assert "1 thing to mend" in said
    running.care.hear("harbour", Checkup("Discord", at, ()))
    assert "all is well" in running.seen(SeeDoctor())


def test_doctor_says_when_the_config_file_is_wrong(running: Running) -> None:
    running.program.edit(("  zone: Europe/Lisbon", "  zone: Europe/Lisboa"))
    said = running.seen(SeeDoctor())
    assert "config file: config.yaml: line " in said
    assert "Europe/Lisbo" in said


def test_audit_and_export(running: Running) -> None:
    assert "Audit [clean]" in running.seen(SeeAudit())
    running.program.rows("UPDATE journal SET payload = '{}' WHERE stream = 'circles' AND version = 2")
    assert "something is wrong" in running.seen(SeeAudit())
    assert f"circlet export --store {running.program.store} --org harbour" in running.seen(SeeExport())


def test_plan_shows_changes_and_drift_and_changes_nothing(running: Running) -> None:
    before = running.program.everything()
    assert "says what is in force already" in running.seen(SeePlan())
    running.program.edit(("    aim: Beds", "    aim: More beds"))
    said = running.seen(SeePlan())
    assert "~ circles.garden.aim: More beds (was Beds)" in said
    assert "[Apply 1 change]" in said
    assert running.program.everything() == before


def test_apply_carries_the_file_out_by_the_path_of_the_shell(running: Running) -> None:
    running.program.edit(("    aim: Beds", "    aim: More beds"), ("members: [ana, ben, dee]", "members: [ana, ben]"))
    running.program.edit(("    facilitator: dee\n", ""))
    said = running.press(running.button())
    assert "Carried out: 3 changes." in said
    assert "~ circles.garden.aim: More beds (was Beds)" in said
    assert "says what is in force already" in running.seen(SeePlan())
    assert running.program.call("plan").out == "The file changes nothing.\n"
    actors = running.program.rows("SELECT actor, kind FROM journal WHERE kind IN ('config.applied', 'member.removed')")
    assert sorted(actors) == [("config", "member.removed"), ("person:ana@console", "config.applied")]
    assert running.made.store.audit("harbour").findings == ()


def test_pressed_twice_it_is_carried_out_once(running: Running) -> None:
    running.program.edit(("    aim: Beds", "    aim: More beds"))
    press = running.button()
    assert "Carried out" in running.press(press, delivery="1")
    assert "Carried out" in running.press(press, delivery="1")
    assert "nothing changed" in running.press(press, delivery="2")
    assert running.program.events().count(("upkeep", "config.applied")) == 1


def test_what_was_not_looked_at_is_not_carried_out(running: Running) -> None:
    running.program.edit(("    aim: Beds", "    aim: More beds"))
    press = running.button()
    running.program.edit(("    aim: More beds", "    aim: No beds at all"))
    before = running.program.everything()
    said = running.press(press)
    assert "config.yaml was changed since you looked at it, so nothing was carried out." in said
    assert "[Look at the file again]" in said
    assert running.program.everything() == before


def test_a_wrong_file_is_refused_at_its_lines_and_the_last_good_one_stays(running: Running) -> None:
    running.program.edit(("    aim: Beds", "    aim: More beds"))
    press = running.button()
    running.program.edit(("  process: quick", "  process: quack"))
    before = running.program.everything()
    line = running.program.line("  process: quack")
    for said in (running.seen(SeePlan()), running.seen(ReviewConfig()), running.press(press)):
        assert "config.yaml was not carried out: 1 thing to be mended first." in said
        assert "What was applied before stays in force." in said
        assert f"config.yaml:{line}:" in said
        assert "policy.process" in said
    assert running.program.everything() == before


def test_a_change_the_rules_refuse_is_refused_at_its_line_and_none_is_made(applied: Program) -> None:
    assert applied.talk(CREATE).code == 0
    running = Running(applied)
    try:
        applied.edit(("    aim: All of it", "    aim: Everything"))
        press, text = running.button(), applied.config.read_text()
        applied.config.write_text(text[: text.index("  garden:")] + text[text.index("  care:") :])
        before = applied.everything()
        for said in (running.seen(ReviewConfig()), running.press(press)):
            assert "config.yaml was not carried out: 1 thing to be mended first." in said
            assert f"config.yaml:{applied.line('circles:')}:1 circles.garden: " in said
            assert "P-1" in said
        assert applied.everything() == before
    finally:
        running.made.close()


def test_a_file_that_is_gone_or_of_another_organisation_is_no_plan(running: Running) -> None:
    running.program.edit(("  id: harbour", "  id: reef"))
    assert "organisation.id is reef now, but this is harbour." in running.seen(SeePlan())
    running.program.config.unlink()
    assert "There is no such file." in running.seen(SeePlan())


def test_who_is_no_admin_cannot_press_it_either(running: Running) -> None:
    running.program.edit(("    aim: Beds", "    aim: More beds"))
    press = running.button()
    before = running.program.everything()
    assert "Only Ana (admin) can apply the config file." in running.press(press, BEN)
    assert running.program.everything() == before


def test_an_admin_the_file_takes_the_task_from_may_still_apply_that_file(running: Running) -> None:
    running.program.edit(("admins: [ana]", "admins: [ben]"))
    assert "Carried out: 1 change." in running.press(running.button())
    assert "Only Ben (admin)" in running.seen(SeePlan())


def test_it_works_in_a_talk(program: Program) -> None:
    ran = program.talk("ana: /governance doctor", "ana: /governance apply", "ben: /governance apply", store=":memory:")
    assert ran.code == 0
    texts = [one["text"] for one in ran.records]
    assert "all is well" in texts[0]
    assert "says what is in force already" in texts[1]
    assert "Only Ana (admin)" in texts[2]
