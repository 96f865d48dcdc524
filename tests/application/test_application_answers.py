"""`/me answers`: what somebody said in rounds and in reviews, in words and with the receipt of each."""

from importlib.util import module_from_spec, spec_from_file_location
from typing import Any

import pytest
from application_world import World
from sqlalchemy import create_engine
from test_application_living import agreed

from adapters.sql import schema
from governance_core.application.answers import MyAnswers
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import StreamId
from governance_core.kernel.message import Command
from governance_core.logbook.reviewing import AnswerReview, AskReview, ObjectLater
from governance_core.proposals.messages import AnswerRound, RaiseObjection, WithdrawObjection

D1 = StreamId("D-1")


def said(world: World, who: str) -> list[str]:
    """The lines of their list."""
    lines = world.words(world.answer(MyAnswers(), who)).splitlines()
    return [line.removeprefix("• ").removesuffix(" [Open]") for line in lines[1:]]


def test_answers_in_rounds_are_in_words(world: World) -> None:
    one = StreamId(world.proposal())
    world.do(AnswerRound(id=one, answer="concern", concern="It rains"), "dee")
    assert said(world, "dee") == [
        "P-1 v1 · Water the beds · consent with concern · Mon 2 Mar 2026 09:00 · receipt P-1.3"
    ]
    world.do(RaiseObjection(id=one, harm="The pump is booked"), "ben")
    assert said(world, "ben") == ["P-1 v1 · Water the beds · objection · Mon 2 Mar 2026 09:00 · receipt P-1.4"]
    assert said(world, "cem") == ["You have not answered anything yet."]


def test_what_was_said_in_a_review_is_there_with_its_receipt(world: World) -> None:
    agreed(world)
    world.clock.turn(days=1)
    world.do(AskReview(id=D1), "ana")
    first = world.do(AnswerReview(id=D1, answer="change", reason="It rains"), "dee")
    assert said(world, "dee")[0] == (
        f"D-1 v1 · Water the beds · review: change it · Tue 3 Mar 2026 09:00 · receipt {first.id}"
    )
    world.clock.turn(hours=1)
    later = world.do(AnswerReview(id=D1, answer="keep"), "dee")
    assert [line.partition(" · receipt ")[2] for line in said(world, "dee")] == [later.id, "P-1.5"]
    assert "review: keep it" in said(world, "dee")[0]


def test_a_later_objection_is_there_and_what_became_of_it(world: World) -> None:
    agreed(world)
    world.clock.turn(days=1)
    objected = world.do(ObjectLater(id=D1, harm="The path floods"), "fay")
    assert said(world, "fay") == [
        f"D-1 v1 · Water the beds · review: objection to the agreement · Tue 3 Mar 2026 09:00 · receipt {objected.id}"
    ]
    world.do(AnswerReview(id=D1, answer="keep"), "fay")
    assert "objection withdrawn" in said(world, "fay")[0]


def test_each_review_has_an_answer_of_its_own_and_the_pages_miss_none(world: World) -> None:
    agreed(world)
    for number in range(6):
        world.clock.turn(days=1)
        world.do(ObjectLater(id=D1, harm=f"The path floods, {number}"), "fay")
        world.do(AnswerReview(id=D1, answer="keep"), "fay")
        world.clock.turn(hours=1)
        world.do(RaiseObjection(id=StreamId(world.proposal()), harm="It rains"), "dee")
        world.do(AskReview(id=D1), "ana")
        world.do(AnswerReview(id=D1, answer="change", reason="It rains"), "dee")
        for who in ("ana", "ben", "dee"):
            world.do(AnswerReview(id=D1, answer="keep"), who)
    assert len(said(world, "fay")) == 6
    first = world.answer(MyAnswers(), "dee")
    second = world.press(world.button(first, "Older ones").press, "dee")
    receipts = [line.partition(" · receipt ")[2] for line in world.words(first).splitlines()[1:]]
    receipts += [line.partition(" · receipt ")[2] for line in world.words(second).splitlines()[1:]]
    assert len({one for one in receipts if one}) == 13
    assert world.clean()
    before = world.rows("SELECT * FROM review_answers ORDER BY agreement, review, person")
    world.store.rebuild(world.org)
    assert world.rows("SELECT * FROM review_answers ORDER BY agreement, review, person") == before


def test_what_was_said_in_an_older_store_is_there_too(world: World) -> None:
    agreed(world)
    world.do(ObjectLater(id=D1, harm="The path floods"), "fay")
    world.do(AnswerReview(id=D1, answer="drop", reason="It rains"), "dee")
    kept = world.rows("SELECT * FROM review_answers ORDER BY person"), world.rows("SELECT * FROM reviews")
    assert all(kept)
    engine = create_engine(f"sqlite:///{world.path}")
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM review_answers")
        connection.exec_driver_sql("DELETE FROM reviews")
        _migration()._fill(connection)
    engine.dispose()
    assert (world.rows("SELECT * FROM review_answers ORDER BY person"), world.rows("SELECT * FROM reviews")) == kept
    assert world.clean()


def _migration() -> Any:
    """The one that made the tables."""
    [path] = (schema.MIGRATIONS / "versions").glob("*_reviews.py")
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.mark.parametrize("page", ["x", ";;;", "2026-03-02T09:00:00+00:00;P-1", "2026-03-02T09:00:00+00:00;P-1.x"])
def test_a_page_of_another_kind_is_refused(world: World, page: str) -> None:
    with pytest.raises(Refusal):
        world.answer(MyAnswers(page=page), "dee")


def test_what_the_objector_is_told_is_the_receipt_that_stands_in_their_answers(world: World) -> None:
    """An act may lead to more than the answer: the clock stops, nothing blocks any more, the round ends."""
    one = StreamId(world.proposal())
    acts: list[tuple[Command, str]] = [
        (RaiseObjection(id=one, harm="The pump is booked"), "ben"),
        (WithdrawObjection(id=one, into="concern"), "ben"),
        (AnswerRound(id=one, answer="consent"), "dee"),
        (AnswerRound(id=one, answer="consent"), "ana"),
    ]
    for act, who in acts:
        receipt = world.do(act, who)
        assert said(world, who)[0].endswith(f" · receipt {receipt.id}"), act
    assert world.state(one).stage == "adopted"
    assert receipt.version > int(receipt.id.partition(".")[2])
    world.clock.turn(days=1)
    objected = world.do(ObjectLater(id=D1, harm="The path floods"), "fay")
    assert said(world, "fay")[0].endswith(f" · receipt {objected.id}")
