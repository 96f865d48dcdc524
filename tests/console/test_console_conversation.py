"""What a member types into the terminal and sees in its feed, without the terminal itself."""

from collections import deque

import pytest

from adapters.console.clock import MovableClock
from adapters.console.conversation import Conversation
from adapters.console.feed import Feed
from adapters.console.stage import Stage

CREATE = '/proposal create circle:garden title:"Water the beds" driver:"They dry out" text:"Mon and Thu" review:90d'
STOP = None


class Hands:
    """A desk at which the answers are known beforehand."""

    def __init__(self) -> None:
        self.typed: deque[str | None] = deque()
        self.prompts: list[tuple[str, str]] = []
        self.is_typing = False

    async def read(self, prompt: str, filled_in: str = "", long: bool = False) -> str | None:
        self.prompts.append((prompt, filled_in))
        return self.typed.popleft()

    def refresh(self) -> None:
        """Nothing to draw."""


class Sitting:
    """A conversation and the hands that type."""

    def __init__(self, stage: Stage, clock: MovableClock) -> None:
        self.hands = Hands()
        self.feed = Feed("plain", "Europe/Lisbon")
        self.talk = Conversation(stage, clock, self.feed, self.hands, "ana")

    async def type(self, line: str, *answers: str | None) -> str:
        """Type a line, and what is asked for after it; what the feed shows then."""
        self.hands.typed.extend(answers)
        assert await self.talk.handle(line)
        assert not self.hands.typed, "more was typed than asked for"
        return self.page()

    def page(self, width: int = 200) -> str:
        return "\n".join(self.feed.lines(width))


@pytest.fixture
def sitting(stage: Stage, clock: MovableClock) -> Sitting:
    return Sitting(stage, clock)


async def test_a_card_keeps_its_place_and_is_drawn_anew_in_it(sitting: Sitting) -> None:
    await sitting.type(CREATE)
    page = await sitting.type("ben: consent")
    assert page.count("P-1 · Water the beds") == 1
    assert "consent round open, 1 of 4 answered" in page
    assert page.index("1 of 4 answered") < page.index("ben: press")


async def test_a_button_is_pressed_by_number_label_or_in_words(sitting: Sitting) -> None:
    await sitting.type(CREATE)
    assert 'ben: press "Consent" on P-1' in await sitting.type("ben: 1")
    assert "only dee: Recorded: consent" in await sitting.type("dee: consent P-1")
    assert "only fay: Recorded: consent" in await sitting.type('fay: press "Consent" on P-1')
    assert "only ana: Recorded: consent" in await sitting.type("consent")
    assert "P-1 Water the beds is adopted" in sitting.page()


async def test_what_could_be_two_buttons_is_asked_back(sitting: Sitting) -> None:
    await sitting.type(CREATE)
    assert "con could be Consent or Consent with concern" in await sitting.type("con")
    assert "no button has the number 99" in await sitting.type("99")
    assert "nothing is called xyzzy" in await sitting.type("xyzzy")
    assert "xyzzy" not in await sitting.type("P-1"), "a complaint is gone after the next act"


async def test_one_can_act_as_somebody_else(sitting: Sitting) -> None:
    assert "You are ben@slack now." in await sitting.type("as ben@slack")
    assert sitting.talk.acting_as == "ben@slack"
    assert "Ben Okafor" in await sitting.type("/me show")
    assert "belongs to no member" in await sitting.type("as zed")
    assert "act as whom?" in await sitting.type("as")
    assert "there is no platform teams" in await sitting.type("as ben@teams")


async def test_a_form_asks_what_is_missing_question_by_question(sitting: Sitting) -> None:
    answers = ("Water the beds", "They dry out", "Mon and Thu", "90d")
    page = await sitting.type("/proposal create circle:garden", *answers)
    assert [prompt for prompt, _ in sitting.hands.prompts] == ["Title: ", "Driver: ", "Proposal: ", "Review: "]
    assert "P-1 · Water the beds" in page
    assert "New proposal" not in page


async def test_an_answer_that_cannot_be_used_is_asked_again_with_what_is_wrong(sitting: Sitting) -> None:
    await sitting.type("/proposal create circle:garden", "Water the beds", "", "They dry out", "x", "soon", "90d")
    assert [prompt for prompt, _ in sitting.hands.prompts].count("Driver: ") == 2
    assert sitting.hands.prompts[-1] == ("Review: ", "soon")
    assert "90 days" in sitting.page()


async def test_a_form_that_was_stopped_is_kept_and_resumed(sitting: Sitting) -> None:
    await sitting.type(CREATE)
    page = await sitting.type("object", "The pump is booked", STOP)
    assert "type resume to go on" in page
    await sitting.type("restart")
    page = await sitting.type("resume", "The pump is booked on Thursdays", "Another day")
    assert ("Harm: ", "The pump is booked") in sitting.hands.prompts
    assert "Objection 1, open, Ana Duarte: The pump is booked on Thursdays" in page
    assert "ana stopped no form" in await sitting.type("resume")


async def test_cancel_stops_a_form_too(sitting: Sitting) -> None:
    page = await sitting.type("/proposal create", "garden", "cancel")
    assert "Stopped." in page
    assert "P-1" not in page


async def test_what_a_button_gives_is_not_asked_again(sitting: Sitting) -> None:
    await sitting.type(CREATE)
    page = await sitting.type("consent with concern", "Watch the pump")
    assert [prompt for prompt, _ in sitting.hands.prompts] == ["Your concern: "]
    assert "Recorded: consent with concern" in page


async def test_what_cannot_be_undone_is_confirmed_first(sitting: Sitting) -> None:
    await sitting.type(CREATE)
    assert "Left as it was." in await sitting.type("withdraw", "no")
    assert "Left as it was." in await sitting.type("withdraw", STOP)
    page = await sitting.type("withdraw", "yes")
    assert "withdrawn" in page


async def test_a_refused_form_keeps_what_was_typed(sitting: Sitting) -> None:
    page = await sitting.type("/circle propose-member circle:garden", "ben", "join", "He digs", "")
    assert "not done" in page
    assert "Type resume to change what you typed" in page


async def test_a_refused_form_asks_again_for_what_was_typed_beside_it(sitting: Sitting) -> None:
    page = await sitting.type("/checkin create circle:garden optional:nobody", "Daily", "daily 09:00", "Done?", "8h")
    assert "nobody is no member of the circle" in page
    page = await sitting.type("resume", "Daily", "daily 09:00", "Done?", "8h", "dee")
    assert sitting.hands.prompts[-1] == ("Optional: ", "nobody")
    assert "Started: C-1 Daily" in page


async def test_time_passes_as_one_says(sitting: Sitting) -> None:
    await sitting.type(CREATE)
    page = await sitting.type("wait 4d")
    assert "garden · reminder" in page
    assert "has lapsed" in page
    assert "· Thu 5 Mar 2026 09:00 ·" in page
    assert "cannot go back" in await sitting.type("clock 2026-01-01 09:00")


async def test_old_answers_shrink_to_a_line_and_numbers_follow_the_newest_card(sitting: Sitting) -> None:
    await sitting.type("/help")
    assert "[1] Decide" in sitting.page()
    await sitting.type(CREATE)
    page = await sitting.type("P-1")
    assert "only ana: What would you like to do?" in page
    assert "Make a decision together" not in page
    assert page.count("[1] Consent") == 1


async def test_like_buttons_are_called_after_their_line(sitting: Sitting) -> None:
    await sitting.type(CREATE)
    await sitting.type(CREATE.replace("Water the beds", "Another"))
    await sitting.type("/proposal list")
    page = await sitting.type("p-2 · another")
    assert 'press "P-2 · Another' in page
    assert "only ana" in page.rpartition('press "P-2')[2]


async def test_a_button_may_be_pressed_without_naming_the_card(sitting: Sitting) -> None:
    await sitting.type(CREATE)
    assert "1 of 4 answered" in await sitting.type("ben: press Consent")
    assert "2 of 4 answered" in await sitting.type("fay: press 1")


async def test_what_is_not_there_is_said_as_a_refusal(sitting: Sitting) -> None:
    assert "only ana · not done: There is no P-9 here" in await sitting.type("P-9")
    assert "There is no P-9 here" in await sitting.type("consent P-9")
    assert "has no closing quote" in await sitting.type('/proposal create title:"x')


async def test_numbers_stay_while_somebody_is_typing_one(sitting: Sitting) -> None:
    await sitting.type(CREATE)
    sitting.hands.is_typing = True
    await sitting.type(CREATE.replace("Water the beds", "Another"))
    assert sitting.feed.focus is not None
    assert sitting.feed.focus.ref == "P-1"


async def test_one_leaves_with_a_word(sitting: Sitting) -> None:
    assert not await sitting.talk.handle(" quit ")
    assert await sitting.talk.handle("")


async def test_the_feed_fits_narrow_terminals(sitting: Sitting) -> None:
    await sitting.type(CREATE)
    await sitting.type("/help")
    assert max(map(len, sitting.page(40).splitlines())) <= 40
