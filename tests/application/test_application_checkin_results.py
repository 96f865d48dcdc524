"""What everybody answered in a run, by the page: of five hundred people each is read once, and each in full."""

import pytest
from application_world import World

from governance_core.cards.card import Card, Listing, Quote
from governance_core.checkins.answering_messages import AnswerCheckIn, SkipCheckIn
from governance_core.checkins.messages import CreateCheckIn
from governance_core.checkins.queries import CheckInResults, ReadAnswer
from governance_core.circles.messages import AddMember
from governance_core.kernel.errors import Unknown
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.people.messages import JoinOrganisation

C1, GARDEN = StreamId("C-1"), CircleId("garden")
CROWD = tuple(PersonId(f"p{number:03}") for number in range(25))


def asked(world: World, *crowd: PersonId, questions: str = "text: Done?\nmood: Mood?") -> World:
    world.config(*(JoinOrganisation(person=one, name=f"Person {one}") for one in crowd))
    world.config(*(AddMember(circle=GARDEN, person=one) for one in crowd))
    plan = CreateCheckIn(circle=GARDEN, title="Daily", every="daily 00:00", questions=questions, open_for="23h")
    world.do(plan, "ana")
    return next_day(world)


def next_day(world: World) -> World:
    world.clock.turn(days=1)
    world.sweep()
    return world


def people_on(card: Card) -> list[str]:
    return [entry.ref for block in card.blocks if isinstance(block, Listing) for entry in block.entries]


def pages(world: World, card: Card) -> list[list[str]]:
    found = [people_on(card)]
    while more := [one for one in card.buttons() if one.label == "More answers"]:
        pressed = world.press(more[0].press, "ben")
        assert isinstance(pressed, Card)
        card = pressed
        found.append(people_on(card))
    return found


def test_every_answer_is_on_one_page_and_on_one_only(world: World) -> None:
    asked(world, *CROWD)
    for one in CROWD:
        world.do(AnswerCheckIn(id=C1, first=f"Dug {one}"), str(one))
    read = pages(world, world.answer(CheckInResults(id=C1), "ben"))
    assert [len(page) for page in read] == [10, 10, 5]
    assert [one for page in read for one in page] == list(CROWD)


def test_whoever_changes_their_answer_while_somebody_reads_is_still_read(world: World) -> None:
    asked(world, *CROWD)
    for one in CROWD:
        world.do(AnswerCheckIn(id=C1, first="Dug"), str(one))
    first = world.answer(CheckInResults(id=C1), "ben")
    world.clock.turn(minutes=1)
    world.do(AnswerCheckIn(id=C1, first="Weeded"), CROWD[0])
    later = pages(world, first)[1:]
    assert [one for page in later for one in page] == [*CROWD[10:], CROWD[0]]


def test_a_button_opens_the_answers_of_its_own_run(world: World) -> None:
    asked(world).do(AnswerCheckIn(id=C1, first="Sowed"), "ben")
    next_day(world).do(AnswerCheckIn(id=C1, first="Weeded"), "ben")
    assert "Weeded" in world.words(world.answer(CheckInResults(id=C1), "ana"))
    assert "Sowed" in world.words(world.answer(CheckInResults(id=C1, version=1), "ana"))
    assert "Weeded" in world.words(world.answer(CheckInResults(id=C1, version=1, run="2"), "ana"))


def test_what_is_too_long_for_a_line_is_read_whole(world: World) -> None:
    asked(world)
    words = ("مرحبا بالحديقة " * 300)[:3900] + "نهاية"
    world.do(AnswerCheckIn(id=C1, first=words, second="4"), "ben")
    world.do(AnswerCheckIn(id=C1, first="Dug"), "dee")
    shown = world.answer(CheckInResults(id=C1), "ana")
    assert "نهاية" not in world.words(shown)
    assert [one.label for one in shown.buttons() if one.press.action == "read-checkin"] == ["Read it"]
    whole = world.press(world.button(shown, "Read it").press, "ana")
    assert isinstance(whole, Card)
    assert [(one.label, one.words) for one in whole.blocks if isinstance(one, Quote)] == [("Done?", words)]


def test_an_answer_that_is_not_there_is_none_to_read(world: World) -> None:
    asked(world).do(SkipCheckIn(id=C1, reason="A cold"), "ben")
    assert "A cold" in world.words(world.answer(ReadAnswer(id=C1, person=PersonId("ben")), "ana"))
    with pytest.raises(Unknown, match="/checkin results shows who answered"):
        world.answer(ReadAnswer(id=C1, person=PersonId("dee")), "ana")
    with pytest.raises(Unknown, match="There were 1 so far"):
        world.answer(ReadAnswer(id=C1, person=PersonId("ben"), run="7"), "ana")
    with pytest.raises(Unknown, match="page any more"):
        world.answer(CheckInResults(id=C1, page="yesterday"), "ana")
