"""Forms on their way, whatever platform they are on: what came of them, what is kept, and the way back."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from application_world import FEATURES, World

from governance_core.application.ask import choices
from governance_core.application.front_desk import FrontDesk, Outcome
from governance_core.application.paperwork import Paper, Paperwork, Refused
from governance_core.cards.complaints import FIX, complaint_card
from governance_core.cards.form import Ask
from governance_core.cards.plain import plain_card
from governance_core.kernel.errors import Stale
from governance_core.kernel.ids import Actor, CircleId, StreamId
from governance_core.proposals.messages import AmendProposal, CreateProposal

ANA, BEN = Actor.of_account("console", "ana"), Actor.of_account("console", "ben")
WHOLE = {"title": "Water the beds", "driver": "They dry out", "text": "Mon and Thu"}
GARDEN = {"circle": "garden"}


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def papers(world: World, told: list[str]) -> Paperwork:
    return Paperwork(FrontDesk(world.org, world.store, FEATURES, lambda: told.append("told")))


def typed(**answers: str) -> Callable[[Any], Mapping[str, str]]:
    return lambda _: answers


async def test_a_whole_form_is_carried_out_once_and_told_of(papers: Paperwork, told: list[str], world: World) -> None:
    paper = Paper("proposal.create", "K1", given=GARDEN)
    first = await papers.hand_in(paper, typed(**WHOLE), ANA)
    again = await papers.hand_in(paper, typed(**WHOLE), ANA)
    assert isinstance(first, Outcome)
    assert isinstance(again, Outcome)
    assert first.receipt is not None
    assert again.receipt is not None
    assert first.receipt.id == again.receipt.id
    assert told
    assert world.read(lambda reader: reader.version(StreamId("P-2"))) == 0


async def test_what_is_wrong_is_asked_again_and_kept_for_the_one_who_typed_it(papers: Paperwork, world: World) -> None:
    paper = Paper("proposal.create", "K1", given=GARDEN)
    asked = await papers.hand_in(paper, typed(**WHOLE, review="soonish"), ANA)
    assert isinstance(asked, Ask)
    assert [one.name for one in asked.complaints] == ["review"]
    assert asked.key == "K1"
    kept = world.read(lambda reader: papers.kept("K1", ANA, reader))
    assert kept[1]["review"] == "soonish"
    assert world.read(lambda reader: papers.kept("K1", BEN, reader)) is None
    assert await papers.hand_in(Paper("proposal.create", "K1"), typed(review="90d"), BEN) is None
    done = await papers.hand_in(Paper("proposal.create", "K1"), typed(review="90d"), ANA)
    assert isinstance(done, Outcome)
    assert world.read(lambda reader: reader.draft("K1")) is None


READINGS = {
    "1 december": "Tuesday, 1 December 2026",
    "2026-12-01": "Tuesday, 1 December 2026",
    "2026-12-01 17:00": "Tuesday, 1 December 2026, 17:00",
    "in 3 days": "3 days: Thursday, 5 March 2026, 09:00, counted from now",
    "2025-12-01": "Monday, 1 December 2025, which is past",
}


@pytest.mark.parametrize("written, meant", READINGS.items())
async def test_a_typed_date_is_read_back_before_it_counts(
    written: str, meant: str, papers: Paperwork, world: World
) -> None:
    asked = await papers.hand_in(Paper("proposal.create", "K1", given=GARDEN), typed(**WHOLE, review=written), ANA)
    assert isinstance(asked, Ask)
    (read,) = asked.complaints
    assert (read.name, read.read_as) == ("review", meant)
    card = plain_card(complaint_card(asked), world.read(lambda reader: _Names()))
    assert card.startswith(f"Nothing was recorded yet: is this what you mean?\n• Review: {meant}\n")
    assert [one.label for one in complaint_card(asked).buttons()] == ["That is right", "Change it"]


async def test_a_date_that_was_read_back_counts_when_it_is_handed_in_again(papers: Paperwork, world: World) -> None:
    paper = Paper("proposal.create", "K1", given=GARDEN)
    asked = await papers.hand_in(paper, typed(**WHOLE, review="2026-12-01"), ANA)
    assert isinstance(asked, Ask)
    kept = world.read(lambda reader: papers.kept("K1", ANA, reader))
    assert kept[1]["review"] == "Tuesday, 1 December 2026"
    other = await papers.hand_in(paper, typed(**WHOLE, review="2026-12-02"), ANA)
    assert isinstance(other, Ask), "another date is read back anew"
    done = await papers.hand_in(paper, typed(**WHOLE, review="2026-12-02"), ANA)
    assert isinstance(done, Outcome)
    state = world.read(lambda reader: reader.state(StreamId("P-1")))
    assert state.wording.review == "2026-12-02"


async def test_one_press_says_that_it_was_read_right_and_pressed_twice_it_is_one_act(
    papers: Paperwork, world: World
) -> None:
    paper = Paper("proposal.create", "K1", given=GARDEN)
    assert isinstance(await papers.hand_in(paper, typed(**WHOLE, review="in 30 days"), ANA), Ask)
    assert await papers.sent_as_read("K1", BEN) is None
    done = await papers.sent_as_read("K1", ANA)
    again = await papers.sent_as_read("K1", ANA)
    assert isinstance(done, Outcome)
    assert isinstance(again, Outcome)
    assert (done.receipt and done.receipt.id) == (again.receipt and again.receipt.id) is not None
    assert world.read(lambda reader: reader.state(StreamId("P-1"))).wording.review == "30d"
    assert await papers.sent_as_read("GONE", ANA) is None


@pytest.mark.parametrize("review", ["90d", "Tue 2026-12-01", "Tuesday, 1 December 2026, 17:00"])
async def test_a_length_and_a_date_with_its_weekday_count_at_once(review: str, papers: Paperwork) -> None:
    paper = Paper("proposal.create", "K1", given=GARDEN)
    assert isinstance(await papers.hand_in(paper, typed(**WHOLE, review=review), ANA), Outcome)


def test_dates_are_offered_while_somebody_types_as_they_would_be_read(world: World) -> None:
    def offered(typed: str) -> list[tuple[str, str]]:
        found = world.read(lambda reader: choices("proposal.create", "review", typed, ANA, reader, FEATURES))
        return [(one.value, one.label) for one in found]

    assert offered("1 dec") == [("Tuesday, 1 December 2026", "Tuesday, 1 December 2026")]
    assert offered("90d") == [("90d", "90 days: Sunday, 31 May 2026, 09:00, counted from now")]
    assert offered("")[:1] == [("Tuesday, 3 March 2026", "Tomorrow: Tuesday, 3 March 2026")]
    assert offered("soonish") == offered("")


def test_a_role_is_proposed_for_good_in_a_word(world: World) -> None:
    asked = {"circle": "garden", "role": "secretary", "person": "ben", "driver": "Fay leaves"}
    made = world.complete("proposal.role", {**asked, "until": "none"})
    assert isinstance(made, CreateProposal)
    assert [(one.key, one.person, one.value) for one in made.carries] == [("secretary", "ben", "")]


def test_a_form_is_filled_in_with_dates_that_nobody_is_asked_about_again(world: World) -> None:
    made = world.do(CreateProposal(circle=CircleId("garden"), **WHOLE, review="2026-12-01"), "ana")
    form = world.form("proposal.amend", {"id": made.stream}, "ana")
    assert next(one.value for one in form.questions if one.name == "review") == "Tuesday, 1 December 2026"
    assert not form.complaints


async def test_a_form_of_several_steps_asks_for_the_rest_before_anything_is_done(papers: Paperwork) -> None:
    paper = Paper("proposal.create", "K1", following=1, given=GARDEN)
    asked = await papers.hand_in(paper, typed(title="Water the beds"), ANA)
    assert isinstance(asked, Ask)
    assert next(one.value for one in asked.questions if one.name == "title") == "Water the beds"


async def test_what_is_not_kept_any_more_is_nothing(papers: Paperwork) -> None:
    assert await papers.hand_in(Paper("proposal.create", "GONE"), typed(**WHOLE), ANA) is None


async def test_a_stale_form_leads_back_to_the_version_in_force(papers: Paperwork, world: World) -> None:
    made = world.do(CreateProposal(circle=CircleId("garden"), **WHOLE), "ana")
    world.do(AmendProposal(id=made.stream, text="Sundays"), "ana")
    paper = Paper("consent.object", "K1", given={"id": made.stream, "version": "1"})
    refused = await papers.hand_in(paper, typed(harm="It floods", safe="Less"), BEN)
    assert isinstance(refused, Refused)
    assert isinstance(refused.refusal, Stale)
    desk = FrontDesk(world.org, world.store, FEATURES, lambda: None)
    card = await desk.refused(refused.refusal, refused.act)
    assert card.buttons()[-1].press.action == FIX
    assert "version 2" in plain_card(card, world.read(lambda reader: _Names()))
    again = await papers.hand_in(Paper("consent.object", "K1"), typed(), BEN)
    assert isinstance(again, Outcome)


class _Names:
    zone = "UTC"

    def name(self, person: str) -> str:
        return person
