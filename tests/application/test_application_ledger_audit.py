"""The audit proves the ledger: whatever is changed in an entry or in a row of it is found and named."""

import sqlite3

import pytest
from application_world import World

from governance_core.budgets.messages import Allocate, GiveBack
from governance_core.budgets.moving_messages import CorrectEntry, Exchange
from governance_core.budgets.paying_messages import RecordPayment
from governance_core.budgets.request_messages import ApproveRequest, RequestMoney
from governance_core.circles.messages import FillRole, SetPolicy
from governance_core.kernel.ids import CircleId, PersonId, StreamId

COMMONS, GARDEN = CircleId("commons"), CircleId("garden")


@pytest.fixture
def kept(world: World) -> World:
    """Ten entries: allocated, recurring, given back, corrected, exchanged, asked for, promised and spent."""
    world.config(
        FillRole(circle=COMMONS, role="treasurer", person=PersonId("cem")),
        FillRole(circle=GARDEN, role="treasurer", person=PersonId("dee")),
        SetPolicy(circle=COMMONS, key="approve_up_to", value="250 EUR"),
        SetPolicy(circle=COMMONS, key="approvers", value="lead"),
    )
    world.do(Allocate(circle=COMMONS, amount="1000 EUR"), "cem")
    world.do(Allocate(circle=GARDEN, amount="300", every="monthly"), "cem")
    world.do(GiveBack(circle=GARDEN, amount="40"), "dee")
    world.do(CorrectEntry(circle=GARDEN, entry="3", reason="A slip"), "dee")
    world.do(Exchange(circle=GARDEN, give="100 EUR", get="108.50 USD", source="Bank"), "dee")
    world.do(RequestMoney(circle=GARDEN, amount="50 EUR", purpose="Seeds", payee="A shop"), "ben")
    world.do(ApproveRequest(id=StreamId("B-1")), "ana")
    world.do(RecordPayment(id=StreamId("B-1"), ref="1", amount="20"), "dee")
    return world


def findings(world: World) -> list[str]:
    return list(world.store.audit(world.org).findings)


def tampered(world: World, *statements: str) -> list[str]:
    """Changed behind the program's back."""
    with sqlite3.connect(world.path) as connection:
        for statement in statements:
            assert connection.execute(statement).rowcount > 0, statement
    connection.close()
    return findings(world)


def entry(number: int, change: str) -> str:
    """Another payload in the journal for an entry."""
    where = f"stream = 'books' AND kind = 'ledger.entered' AND json_extract(payload, '$.number') = {number}"
    return f"UPDATE journal SET payload = {change} WHERE {where}"


def test_a_ledger_as_it_was_recorded_adds_up(kept: World) -> None:
    assert findings(kept) == []


_SECOND = """INSERT INTO ledger SELECT org, 99, at, entry, minor, unit, exponent, from_circle, from_part, to_circle,
    to_part, entered_by, because, reason, reference, last_resort FROM ledger WHERE number = 2"""


@pytest.mark.parametrize(
    "statement, found",
    [
        (
            "UPDATE ledger SET minor = 31000 WHERE number = 2",
            "ledger entry 2: the register says EUR 310.00 from commons/available to garden/available, and the",
        ),
        (
            "UPDATE ledger SET minor = 31000 WHERE number = 2",
            "ledger: garden/available has EUR 160.00 by the register, and EUR 150.00 by the journal",
        ),
        ("UPDATE ledger SET to_circle = 'care' WHERE number = 2", "ledger: garden/available has EUR -150.00"),
        ("DELETE FROM ledger WHERE number = 8", "ledger entry 8: the register does not have it"),
        (
            _SECOND,
            "ledger entry 99: the register says EUR 300.00 from commons/available to garden/available, and the",
        ),
        (entry(2, "json_set(payload, '$.minor', 200000)"), "ledger entry 2: takes EUR 2000.00 from commons/available"),
        (entry(2, "json_set(payload, '$.minor', -5)"), "ledger entry 2: is of -5, and an amount is a whole number"),
        (entry(2, "json_set(payload, '$.minor', 1.5)"), "ledger entry 2: is of 1.5"),
        (entry(2, "json_set(payload, '$.exponent', 3)"), "ledger entry 2: has 3 decimals, and EUR had 2 before"),
        (entry(2, "json_set(payload, '$.because', '')"), "ledger entry 2: names neither a person nor a decision"),
        (entry(2, "json_set(payload, '$.at', '2020-01-01T00:00:00Z')"), "ledger entry 2: says it is of 2020-01-01"),
        (entry(3, "json_set(payload, '$.number', 7)"), "ledger entry 7: entry 3 should stand here"),
        (entry(4, "json_set(payload, '$.minor', 3999)"), "ledger entry 4: is not entry 3 the other way round"),
        (
            entry(7, "json_set(payload, '$.because', 'B-9')"),
            "ledger entry 7: stands for B-9, which the",
        ),
        (entry(5, "json_set(payload, '$.to_part', 'available')"), "ledger entry 6: is one half of an exchange"),
        (
            entry(3, "json_set(payload, '$.entry', 'allocation', '$.rule', 1, '$.period', '2026-03')"),
            "ledger entry 3: rule 1 for 2026-03 was allocated by entry 2 already",
        ),
        (entry(2, "'7'"), "is no entry of a ledger"),
    ],
)
def test_what_was_changed_is_found_and_named(kept: World, statement: str, found: str) -> None:
    said = tampered(kept, statement)
    assert any(found in one for one in said), said


def test_an_entry_taken_back_twice_is_found(kept: World) -> None:
    kept.do(GiveBack(circle=GARDEN, amount="40 EUR"), "dee")
    said = tampered(kept, entry(10, "json_set(payload, '$.corrects', 3)"))
    assert any("ledger entry 10: entry 3 was taken back by entry 4 already" in one for one in said), said


def test_a_register_made_again_is_what_the_journal_says(kept: World) -> None:
    assert tampered(kept, "DELETE FROM ledger WHERE number > 3")
    kept.store.rebuild(kept.org)
    assert findings(kept) == []
