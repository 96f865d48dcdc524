"""What follows from an event, in the words every policy uses: commands, and those that may be refused."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import Actor, StreamId
from governance_core.kernel.message import Command, Event
from governance_core.ports import Reader


@dataclass(frozen=True, slots=True)
class Tried:
    """A command that may be refused without undoing what it follows from: then there is something else to press."""

    command: Command
    by: Actor
    otherwise: Callable[[Refusal], tuple[Command, Actor]]


FollowUps = Iterable[tuple[Command, Actor] | Tried]
Policies = Mapping[type[Event], Callable[[StreamId, Any, Reader], FollowUps]]
"""What an event leads to, by its class: who presses which command, in the same transaction."""
