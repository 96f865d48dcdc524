"""What the answer benchmarks compare: a name, and a way to open a filled store and cast answers into it."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from bench.sizes import Size

Answer = Callable[[int, int], Awaitable[object]]
Opened = Callable[[Size, Path], AbstractAsyncContextManager[Answer]]


@dataclass(frozen=True)
class Subject:
    """opened(size, folder) yields answer(proposal, person), whose awaitable ends only when the answer is on disk."""

    name: str
    opened: Opened
