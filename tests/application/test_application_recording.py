"""A decision made elsewhere in a real store: listed, found, exported, erased, made again, and never a round's."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from application_world import ORG, START, HandClock, World, settle_in
from older_store import make_older

from governance_core.circles.closing import StillOpen
from governance_core.circles.messages import ChangeCircle, CloseCircle
from governance_core.kernel.errors import Invalid, Refusal, Unknown
from governance_core.kernel.ids import CONFIG, CircleId, DeliveryKey, StreamId
from governance_core.logbook.messages import ReadAgreement, RecentAgreements, RecordDecision
from governance_core.logbook.rules import RecordedAlready
from governance_core.proposals.messages import AnswerRound
from governance_core.searching.messages import SearchRegister

D1 = StreamId("D-1")
LINK = "https://discord.com/channels/1/2/3"


def record(circle: str = "garden", **given: Any) -> RecordDecision:
    whole = {"title": "Tools go back", "text": "To the shed, by dusk", "source": "meeting of 3 March", **given}
    return RecordDecision(circle=CircleId(circle), **whole)


def adopted(world: World) -> str:
    proposal = world.proposal()
    for who in ("ana", "ben", "dee"):
        world.do(AnswerRound(id=StreamId(proposal), answer="consent"), who)
    return str(world.state(proposal).agreement)


def found(world: World, words: str, who: str = "cem") -> list[str]:
    card = world.answer(SearchRegister(text=words), who)
    return [button.press.ref for button in card.buttons()]


def test_it_stands_beside_what_rounds_adopted_and_says_how_it_differs(world: World) -> None:
    adopted(world)
    world.do(record(), "ana")
    assert world.words(world.answer(RecentAgreements(), "cem")) == (
        "Newest agreements\n"
        "• D-2 · Tools go back · Garden · decided elsewhere, recorded Mon 2 Mar 2026, review Sat 29 Aug 2026 [Open]\n"
        "• D-1 · Water the beds · Garden · adopted Mon 2 Mar 2026, review Sat 29 Aug 2026 [Open]"
    )
    assert world.kinds("D-2") == ["agreement.noted"]
    assert world.clean()


def test_it_is_found_by_its_words_and_by_a_source_in_words(world: World) -> None:
    world.do(record(driver="Tools go missing"), "ana")
    for words in ("TOOLS", "dusk", "missing", "meeting march", "dusk meeting"):
        assert found(world, words) == ["D-1"]
    world.do(record(text="Another", source=LINK), "ana")
    for words in ("discord", "channels", "meeting moon", LINK):
        assert found(world, words) == []


def test_a_private_circles_is_there_for_its_seats_only(world: World) -> None:
    world.do(record("care", title="A talk", source=LINK), "eli")
    for who in ("ana", "fay", "zed@slack"):
        assert found(world, "talk", who) == []
        assert world.answer(RecentAgreements(), who).buttons() == ()
        with pytest.raises(Unknown):
            world.answer(ReadAgreement(id=D1), who)
        with pytest.raises(Unknown):
            world.show("D-1", who)
    assert found(world, "talk", "ben") == ["D-1"]
    homes = world.rows("SELECT DISTINCT place FROM outbox WHERE ref = 'D-1'")
    assert homes == [("care",)]


def test_a_circle_that_becomes_private_takes_its_record_with_it(world: World) -> None:
    world.do(record(), "ana")
    world.config(ChangeCircle(circle=CircleId("garden"), key="private", value="true"))
    assert found(world, "dusk", "eli") == []
    assert found(world, "dusk", "dee") == ["D-1"]


def test_delivered_twice_it_is_recorded_and_told_once(world: World) -> None:
    key = DeliveryKey("form", "k1")
    first = world.do(record(), "ana", key)
    again = world.do(record(), "ana", key)
    assert (first.id, again.id, again.repeated) == ("D-1.1", "D-1.1", True)
    assert world.words(first.card()) == world.words(again.card())
    told = world.rows("SELECT platform, place, note FROM outbox WHERE ref = 'D-1' ORDER BY platform")
    assert told == [("console", "garden", "announce"), ("slack", "C0GARDEN", "announce")]


def test_the_same_words_again_are_refused_also_after_a_restart(world: World) -> None:
    world.do(record(), "ana")
    world.restart()
    assert isinstance(world.refusal(record(title="Otherwise called"), "ana"), RecordedAlready)
    assert world.count("agreements") == 1
    world.do(record(text="And the hoses"), "ana")


def test_a_refusal_records_nothing(world: World) -> None:
    before = world.everything()
    for who in ("ben", "fay", "zed@slack"):
        assert isinstance(world.refusal(record(), who), Refusal)
    assert world.everything() == before


@pytest.mark.parametrize("field", ["title", "text", "source", "driver"])
def test_what_the_store_cannot_keep_is_refused_and_not_looked_for(world: World, field: str) -> None:
    for unfit in ("half \ud800", "x" * 100_001):
        assert isinstance(world.refusal(record(**{field: unfit}), "ana"), Invalid)


def test_a_circle_with_one_in_force_is_not_closed(world: World) -> None:
    world.do(record(), "ana")
    refused = world.refusal(CloseCircle(circle=CircleId("garden")), CONFIG)
    assert isinstance(refused, StillOpen)
    assert "D-1" in world.said(refused)


def row(world: World) -> tuple[Any, ...]:
    columns = "title, driver, text, source, recorded_by, proposal, practice"
    return world.rows(f"SELECT {columns} FROM agreements WHERE agreement = 'D-1'")[0]


def test_the_register_says_who_wrote_it_down_and_is_made_again_the_same(world: World) -> None:
    world.do(record(driver="Tools go missing"), "ana")
    texts = ("Tools go back", "Tools go missing", "To the shed, by dusk", "meeting of 3 March")
    assert row(world) == (*texts, "ana", "", 0)
    before = world.rows("SELECT * FROM agreements")
    world.store.rebuild(ORG)
    assert world.rows("SELECT * FROM agreements") == before
    assert world.clean()


def test_what_was_written_can_be_erased_and_the_record_stands(world: World) -> None:
    world.do(record(driver="Tools go missing"), "ana")
    assert world.rows("SELECT DISTINCT person FROM personal_texts WHERE stream = 'D-1'") == [("ana",)]
    world.store.erase(ORG, "ana")
    assert row(world)[:5] == ("[erased]", "[erased]", "[erased]", "[erased]", "ana")
    assert world.clean()
    shown = world.words(world.show("D-1", "cem"))
    assert "dusk" not in shown
    assert "in force, decided elsewhere" in shown
    assert not any("dusk" in str(one) or "3 March" in str(one) for one in world.rows("SELECT * FROM journal"))


def test_nothing_it_says_is_in_the_hashed_journal(world: World) -> None:
    world.do(record(), "ana")
    (payload,) = world.rows("SELECT payload FROM journal WHERE stream = 'D-1'")[0]
    assert "dusk" not in payload
    assert "March" not in payload


def test_a_store_of_before_takes_decisions_made_elsewhere_and_keeps_what_it_had(tmp_path: Path) -> None:
    clock = HandClock(START - timedelta(days=1))
    world = World(tmp_path / "circlet.db", clock)
    settle_in(world)
    adopted(world)
    before = world.rows("SELECT agreement, title, adopted_at FROM agreements")
    world.close()
    make_older(world.path, "0003")
    world = World(tmp_path / "circlet.db", clock)
    assert world.rows("SELECT agreement, title, adopted_at FROM agreements") == before
    assert found(world, "water beds") == ["D-1", "P-1"]
    assert world.clean()
    world.do(record(), "ana")
    assert found(world, "meeting") == ["D-2"]
    assert world.clean()
    world.close()
