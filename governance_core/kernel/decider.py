"""The heart of a process: two pure functions, one from a command to events and one from events to a state."""

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar

from governance_core.kernel.message import Command, Event

S = TypeVar("S")
F = TypeVar("F")


class Decider(Generic[S, F]):
    """`decide(command, state, facts)` gives events or raises a Refusal; `evolve(state, event)` gives the next state."""

    __slots__ = ("decide", "evolve", "initial")

    def __init__(
        self,
        initial: S,
        decide: Callable[[Any, S, F], tuple[Event, ...]],
        evolve: Callable[[S, Any], S],
    ) -> None:
        self.initial = initial
        self.decide: Callable[[Command, S, F], tuple[Event, ...]] = decide
        self.evolve: Callable[[S, Event], S] = evolve

    def fold(self, events: Iterable[Event], state: S | None = None) -> S:
        """The state after these events, from the start or from a given state."""
        current = self.initial if state is None else state
        for happened in events:
            current = self.evolve(current, happened)
        return current
