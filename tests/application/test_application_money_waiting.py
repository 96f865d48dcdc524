"""`/budget waiting`: everything of money that waits for somebody, and nothing that waits for others."""

from collections.abc import Iterator
from typing import Any

import pytest
from application_world import FEATURES, World, actor

from governance_core.application.queries import Inbox, answer
from governance_core.budgets.messages import Allocate, AskAllocation
from governance_core.budgets.parts_messages import HandInReport
from governance_core.budgets.paying_messages import RecordPayment
from governance_core.budgets.request_messages import ApproveRequest, RequestMoney
from governance_core.budgets.statement_messages import RequestsForMe
from governance_core.cards.card import Press
from governance_core.circles.messages import AddMember, FillRole, FoundCircle, SetPolicy
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.proposals.messages import AnswerRound

COMMONS, GARDEN = CircleId("commons"), CircleId("garden")
B1 = StreamId("B-1")


@pytest.fixture
def funded(world: World) -> Iterator[World]:
    """Cem keeps the purse above; Ana leads Garden. Up to 20 is announced, up to 250 approved."""
    world.config(
        FillRole(circle=COMMONS, role="treasurer", person=PersonId("cem")),
        SetPolicy(circle=COMMONS, key="announce_up_to", value="20 EUR"),
        SetPolicy(circle=COMMONS, key="approve_up_to", value="250 EUR"),
        SetPolicy(circle=COMMONS, key="receipts", value="true"),
    )
    world.do(Allocate(circle=COMMONS, amount="3000 EUR"), "cem")
    world.do(Allocate(circle=GARDEN, amount="1500"), "cem")
    return world


def asked(world: World, amount: str, who: str = "ben", circle: CircleId = GARDEN, parts: str | None = None) -> None:
    world.do(RequestMoney(circle=circle, amount=amount, purpose=f"{amount} of seeds", payee="A shop", parts=parts), who)


def seen(world: World, who: str, page: str = "") -> str:
    return world.words(world.answer(RequestsForMe(page=page), who), 4_000)


def test_nothing_is_said_in_words(funded: World) -> None:
    assert "No money waits for you: nothing to approve, answer, pay, hand in or prove." in seen(funded, "ben")


def test_each_sees_what_is_theirs_with_how_it_stands_and_what_to_do(funded: World) -> None:
    asked(funded, "200")
    asked(funded, "20")
    asked(funded, "500")
    ana, dee, cem = (seen(funded, who) for who in ("ana", "dee", "cem"))
    assert "To approve" in ana
    assert "B-1 · EUR 200.00 · 200 of seeds · Garden · waits for approval since " in ana
    assert "[Open]" in ana
    assert "B-3 · EUR 500.00 · 500 of seeds · Garden · in P-1 since " in ana
    assert "[Answer P-1]" in ana
    assert "B-2 · EUR 20.00 · 20 of seeds · Garden · approved " in ana
    assert "2 wait for you" in ana
    assert "To approve" not in dee
    assert "1 waits for you" in dee
    assert "[Escalate]" in dee
    assert "nothing waits for you" in cem
    funded.do(AnswerRound(id=StreamId("P-1"), version=1, answer="consent"), "dee")
    assert "P-1" not in seen(funded, "dee")


def test_what_can_be_paid_waits_for_whoever_may_record_it(funded: World) -> None:
    asked(funded, "200", parts="half now; rest after the midterm report")
    funded.do(ApproveRequest(id=B1), "ana")
    assert "B-1 · EUR 100.00 · 200 of seeds · Garden · to A shop · approved since " in seen(funded, "cem")
    assert "to A shop · approved since " in funded.words(funded.answer(Inbox(), "cem"))
    assert "To pay" not in seen(funded, "ana")
    funded.do(RecordPayment(id=B1, ref="SEPA 1"), "cem")
    assert "To pay" not in seen(funded, "cem")
    assert "[Add receipt]" in seen(funded, "ben")
    assert "[Hand in the report]" in seen(funded, "ben")
    funded.do(HandInReport(id=B1, report="They grow"), "ben")
    assert "Reports and receipts" in seen(funded, "ana")


def test_what_is_asked_of_a_purse_waits_for_who_keeps_it(funded: World) -> None:
    funded.do(AskAllocation(circle=GARDEN, amount="150 EUR"), "ben")
    assert "Asked of the purse you keep" in seen(funded, "cem")


def test_more_than_a_page_has_goes_on_where_it_ended(funded: World) -> None:
    funded.config(SetPolicy(circle=COMMONS, key="open_requests", value="20"))
    for number in range(12):
        asked(funded, f"{30 + number}")
    first = funded.answer(RequestsForMe(), "ana")
    assert funded.words(first, 4_000).count("[Open]") == 10
    (more,) = (one for one in first.buttons() if one.press.action == "requests-for-me")
    assert more.label == "Newer ones (2)"
    assert isinstance(more.press, Press)
    rest = seen(funded, "ana", more.press.argument)
    assert rest.count("[Open]") == 2
    assert "B-12" in rest


def statements(world: World, who: str) -> int:
    """How many statements an answer takes, when nothing is in memory."""
    said: list[str] = []
    world.restart()

    def job(reader: Any) -> None:
        reader._connection.set_trace_callback(said.append)
        try:
            answer(RequestsForMe(), actor(who), reader, FEATURES)
        finally:
            reader._connection.set_trace_callback(None)

    world.read(job)
    return len(said)


def test_an_answer_takes_as_many_statements_however_much_others_have_open(funded: World) -> None:
    """Ten more circles, each with something to approve, to pay, to prove and to escalate; nothing of it is Dee's."""
    asked(funded, "20")
    before = statements(funded, "dee")
    funded.config(SetPolicy(circle=COMMONS, key="open_requests", value="99"))
    for number in range(10):
        circle = CircleId(f"shed-{number}")
        funded.config(
            FoundCircle(circle=circle, name=f"Shed {number}", aim="Aim", parent=COMMONS),
            AddMember(circle=circle, person=PersonId("ben")),
            AddMember(circle=circle, person=PersonId("ana")),
            FillRole(circle=circle, role="lead", person=PersonId("ana")),
        )
        funded.do(Allocate(circle=circle, amount="100"), "cem")
        for amount in ("30", "31", "10"):
            asked(funded, amount, "ben", circle)
        promised = StreamId(f"B-{3 * number + 2}")
        funded.do(ApproveRequest(id=promised), "ana")
        funded.do(RecordPayment(id=promised, ref=f"SEPA {number}", amount="15"), "cem")
    assert statements(funded, "dee") == before
    assert "1 waits" not in seen(funded, "dee")
