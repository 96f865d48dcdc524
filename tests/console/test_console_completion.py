"""What the terminal offers while one types."""

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document

from adapters.console.clock import MovableClock
from adapters.console.completion import Completions
from adapters.console.conversation import Conversation
from adapters.console.feed import Feed
from adapters.console.stage import Stage

CREATE = '/proposal create circle:garden title:"Water the beds" driver:"They dry out" text:"Mon and Thu" review:90d'


class NoHands:
    is_typing = False

    async def read(self, prompt: str, filled_in: str = "", long: bool = False) -> str | None:
        return None

    def refresh(self) -> None:
        """Nothing to draw."""


@pytest.fixture
async def talk(stage: Stage, clock: MovableClock) -> Conversation:
    conversation = Conversation(stage, clock, Feed("plain", "UTC"), NoHands(), "ana")
    await conversation.handle(CREATE)
    return conversation


async def offered(talk: Conversation, typed: str) -> list[str]:
    """What the line would read after each completion."""
    found = Completions(talk).get_completions_async(Document(typed), CompleteEvent())
    return [typed[: len(typed) + one.start_position] + one.text async for one in found]


@pytest.mark.parametrize(
    "typed,line",
    [
        ("/prop", "/proposal create"),
        ("/proposal cr", "/proposal create"),
        ("ben: /me in", "ben: /me inbox"),
        ("/proposal create ", "/proposal create garden"),
        ("/proposal create ci", "/proposal create circle:"),
        ("/proposal create circle:ga", "/proposal create circle:garden"),
        ("/proposal create garden tit", "/proposal create garden title:"),
        ("/proposal show ", "/proposal show P-1"),
        ("/consent answer P-1 answer:con", "/consent answer P-1 answer:consent"),
        ("/circle show re", "/circle show repair"),
        ("as b", "as ben"),
        ("leave d", "leave dee"),
        ("open ", "open P-1"),
        ("press ", 'press "Object" on P-1'),
        ("press Obj", 'press "Object" on P-1'),
        ('press "Object" on ', 'press "Object" on P-1'),
        ("obj", "Object"),
        ("wa", "wait"),
    ],
)
async def test_it_offers_what_fits(talk: Conversation, typed: str, line: str) -> None:
    assert line in await offered(talk, typed)


@pytest.mark.parametrize("typed", ["", '/proposal create title:"unfinis', "/proposal create text:", "/nothing "])
async def test_it_offers_nothing_where_nothing_is_known(talk: Conversation, typed: str) -> None:
    assert await offered(talk, typed) == []


async def test_what_a_person_may_not_see_is_not_offered(talk: Conversation) -> None:
    assert "/circle show care" in await offered(talk, "/circle show ")
    talk.actor = "ben"
    assert "/circle show care" not in await offered(talk, "/circle show ")


async def test_fields_given_already_are_not_offered_again(talk: Conversation) -> None:
    lines = await offered(talk, "/proposal create circle:garden ")
    assert "/proposal create circle:garden circle:" not in lines
    assert "/proposal create circle:garden title:" in lines
