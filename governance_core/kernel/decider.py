"""The heart of a process: pure functions from a command to events, from an event to a state, and what follows then."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, TypeVar

from governance_core.kernel.message import Command, Event

S = TypeVar("S")
F = TypeVar("F")


def changed(state: S, /, **fields: Any) -> S:
    """The same frozen state with other values in some fields.

    Like dataclasses.replace, without reading and setting each field anew: a state has many, and evolves with each
    answer. For dataclasses without slots and without __post_init__.
    """
    after: S = object.__new__(type(state))
    after.__dict__.update(state.__dict__, **fields)
    return after


def by_table(table: Mapping[type, Callable[..., Any]], what: str) -> Callable[[Any, Any, Any], tuple[Event, ...]]:
    """`decide` of a feature that has a function for each of its commands; `what` its items are called."""

    def decide(command: Any, state: Any, facts: Any) -> tuple[Event, ...]:
        decided = table.get(type(command))
        if decided is None:
            raise TypeError(f"{what} do not know {command!r}")
        events: tuple[Event, ...] = decided(command, state, facts)
        return events

    return decide


class Decider(Generic[S, F]):
    """`decide(command, state, facts)` gives events or raises a Refusal; `evolve(state, event)` gives the next state.

    `consequence(state, facts)` gives what follows by itself from where things stand now, until nothing does.
    """

    __slots__ = ("consequence", "decide", "evolve", "initial")

    def __init__(
        self,
        initial: S,
        decide: Callable[[Any, S, F], tuple[Event, ...]],
        evolve: Callable[[S, Any], S],
        consequence: Callable[[S, F], tuple[Event, ...]] | None = None,
    ) -> None:
        self.initial = initial
        self.decide: Callable[[Command, S, F], tuple[Event, ...]] = decide
        self.evolve: Callable[[S, Event], S] = evolve
        self.consequence = consequence

    def outcome(self, command: Command, state: S, facts: F) -> tuple[tuple[Event, ...], S]:
        """All events a command leads to, and the state after them: each event is folded once. Raises a Refusal."""
        events = self.decide(command, state, facts)
        state = self.fold(events, state)
        while self.consequence is not None and (follows := self.consequence(state, facts)):
            state = self.fold(follows, state)
            events = (*events, *follows)
        return events, state

    def fold(self, events: Iterable[Event], state: S | None = None) -> S:
        """The state after these events, from the start or from a given state."""
        current = self.initial if state is None else state
        for happened in events:
            current = self.evolve(current, happened)
        return current
