"""The subject of it all: answers through the one door, into a store of ours."""

from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

from bench.filled import CONCERN, FEATURES, Minds, account, delivery, filled, proposal
from bench.filled import opened as store_at
from bench.sizes import ORG, Size
from bench.subject import Answer
from governance_core.application.execute import perform
from governance_core.proposals.messages import AnswerRound


@asynccontextmanager
async def opened(size: Size, folder: Path) -> AsyncIterator[Answer]:
    store, minds, keys = store_at(filled(size, folder, "ours.db")), Minds(size), count()

    def answer(number: int, person: int) -> Awaitable[object]:
        answered = ("concern", CONCERN) if minds.changed(number, person) else ("consent", "")
        command = AnswerRound(id=proposal(number), answer=answered[0], concern=answered[1], version=1)
        return perform(command, account(person), delivery(next(keys)), store, ORG, FEATURES)

    yield answer
    store.close()
