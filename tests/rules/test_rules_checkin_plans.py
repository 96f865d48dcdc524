"""What a plan for a check-in must make sense of, and how the numbers of answers are read in each language."""

import pytest

from governance_core.checkins.answering_messages import AnswerCheckIn
from governance_core.checkins.messages import CreateCheckIn, EditCheckIn
from governance_core.checkins.model import CheckIn
from governance_core.circles.messages import FoundCircle
from governance_core.kernel.decider import changed
from governance_core.kernel.errors import Invalid
from governance_core.kernel.ids import CONFIG, CircleId, PersonId, StreamId
from governance_core.metrics.messages import AddMetric, RetireMetric
from governance_core.people.messages import ChooseSettings
from tests.rules.given import helpful, words_of
from tests.rules.organisation import ANA, BEN, CEM, DEE, GARDEN, days, hours
from tests.rules.world import World

C1, M1 = StreamId("C-1"), StreamId("M-1")
REPAIR = CircleId("repair")


@pytest.fixture
def world() -> World:
    return World.founded()


def create(**given: str) -> CreateCheckIn:
    return CreateCheckIn(**{"circle": GARDEN, "title": "Weekly", "every": "every mon 09:00", **given})


def refused(world: World, by: PersonId, command: CreateCheckIn | EditCheckIn | AnswerCheckIn, *words: str) -> None:
    refusal = world.refuses(by, command)
    assert type(refusal) is Invalid, repr(refusal)
    read = words_of(refusal, world.people)
    helpful(read)
    assert all(part in read for part in words), read


@pytest.mark.parametrize(
    "given, words",
    [
        ({"observers": "ana, ben, dee, fay"}, ("nobody would be asked", "Write fewer")),
        ({"remind": "8h"}, ("open for 8 hours", "would come before")),
        ({"remind": "2d"}, ("open for 8 hours", "shorter length, half, or off")),
        ({"open_for": "-8h"}, ("is not a length", "such as 8h or 2d")),
        ({"open_for": "0h"}, ("is not between a minute and ten years",)),
        ({"questions": "metric: Plots in use"}, ("follows no metric Plots in use", "none yet", "/metric add")),
        ({"questions": "metric: M-7"}, ("follows no metric M-7",)),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_with_what_to_do(
    world: World, given: dict[str, str], words: tuple[str, ...]
) -> None:
    refused(world, ANA, create(**given), *words)


def test_a_metric_is_asked_for_by_its_id_or_name_and_only_one_of_the_circle_that_is_followed(world: World) -> None:
    world.does(ANA, AddMetric(circle=GARDEN, name="Plots in use"))
    world.does(CEM, AddMetric(circle=REPAIR, name="Bicycles"))
    refused(world, ANA, create(questions="metric: Bicycles"), "no metric Bicycles", "It follows M-1 Plots in use.")
    refused(world, ANA, create(questions="metric: M-2"), "follows no metric M-2")
    world.does(ANA, create(questions="metric: plots in use\nmetric: M-1 and how many?"))
    refused(world, ANA, EditCheckIn(id=C1, questions="metric: Bicycles"), "follows no metric Bicycles")
    world.does(ANA, RetireMetric(id=M1))
    world.does(ANA, EditCheckIn(id=C1, every="every tue 09:00"))
    refused(world, ANA, EditCheckIn(id=C1, questions="metric: M-1"), "It follows none yet.")


def test_a_name_of_two_metrics_in_an_older_store_is_asked_for_by_id(world: World) -> None:
    world.does(ANA, AddMetric(circle=GARDEN, name="Plots"))
    world.does(ANA, AddMetric(circle=GARDEN, name="Beds"))
    world.memory.states[StreamId("M-2")] = changed(world.memory.state(M1), name="plots")
    words = ("M-1 and M-2 are both called plots", "Write the id before the name, M-1 plots or M-2 plots.")
    refused(world, ANA, create(questions="metric: plots"), *words)
    world.does(ANA, create(questions="metric: M-2 plots"))
    refused(world, ANA, EditCheckIn(id=C1, questions="metric: Plots"), "M-1 and M-2 are both called Plots")
    world.does(ANA, EditCheckIn(id=C1, title="Monthly"))


def test_the_config_file_may_say_what_its_circle_gets_later(world: World) -> None:
    world.does(CONFIG, FoundCircle(circle=CircleId("bees"), name="Bees", parent=GARDEN))
    world.does(CONFIG, create(circle="bees", questions="metric: Hives"))


def test_a_circle_without_members_is_not_asked(world: World) -> None:
    world.does(CONFIG, create())
    state: CheckIn = world.memory.state(C1)
    assert state.plan.title == "Weekly"


@pytest.mark.parametrize(
    "language, typed, kept",
    [
        ("de", "3,5", "3.5"),
        ("de", "1.234", "1234"),
        ("en", "1,234", "1234"),
        ("en", "3.5", "3.5"),
        ("de", "-0,25", "-0.25"),
        ("", "\u0663\u066b\u0665", "3.5"),
        ("", "12", "12"),
        ("", "1 200,50", "1200.5"),
        ("en", "100", "100"),
        ("en", "0", "0"),
    ],
)
def test_a_number_is_read_in_the_language_of_whoever_writes_it(
    world: World, language: str, typed: str, kept: str
) -> None:
    asked(world, language)
    world.does(BEN, AnswerCheckIn(id=C1, first=typed))
    assert world.memory.state(C1).run.answers[BEN].words == (kept,)


@pytest.mark.parametrize(
    "language, typed, words",
    [
        ("", "1.234", ("could be 1234 or a little over 1", "Write 1234, or 1.00")),
        ("en", "3.141", ("could be 3141",)),
        ("de", "many", ("is no number",)),
        ("de", "3.5.1", ("cannot be read",)),
        ("en", "2.125", ("could be 2125",)),
        ("en", "0.125", ("more than 2 decimals", "Round it")),
    ],
)
def test_a_number_that_could_be_two_is_refused(world: World, language: str, typed: str, words: tuple[str, ...]) -> None:
    asked(world, language)
    refused(world, BEN, AnswerCheckIn(id=C1, first=typed), *words)


def test_what_a_keeper_writes_down_is_read_in_their_own_language(world: World) -> None:
    asked(world, "de")
    world.does(ANA, ChooseSettings(language="en"))
    world.does(ANA, AnswerCheckIn(id=C1, first="1,234", person=BEN))
    assert world.memory.state(C1).run.answers[BEN].words == ("1234",)
    world.does(DEE, AnswerCheckIn(id=C1, first="12"))


def asked(world: World, language: str) -> None:
    if language:
        world.does(BEN, ChooseSettings(language=language))
    world.does(ANA, create(questions="number: Hours"))
    world.wait(days(7) + hours(1))


@pytest.mark.parametrize("line", ["mood", "Metric:", "blocker", "number :"])
def test_a_kind_without_the_words_of_a_question_is_no_question(world: World, line: str) -> None:
    refused(world, ANA, create(questions=f"text: What did you do?\n{line}"), "is the kind of a question", "a line")
    world.does(ANA, create(questions=f"text: {line}"))
