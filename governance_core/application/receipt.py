"""What one who pressed is answered with: where it was recorded, what happened, and what they are told."""

from dataclasses import dataclass
from typing import Any

from governance_core.cards.card import Card
from governance_core.feature import Feature, Features
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import Actor, StreamId
from governance_core.kernel.message import Event


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was recorded: (stream, version) is its id. `refusal` is set when only alarms that were due were carried out.

    `events` are those of the command itself; none means that it was so already. `repeated` marks a second delivery.
    """

    stream: StreamId
    version: int
    events: tuple[Event, ...]
    state: Any
    by: Actor
    feature: Feature[Any, Any]
    facts: Any = None
    repeated: bool = False
    refusal: Refusal | None = None

    @property
    def id(self) -> str:
        """`P-42.7`: what a member can name later to prove what was recorded; of an answer, what it led to aside."""
        after = next((at for at, one in enumerate(reversed(self.events)) if one.is_answer), 0)
        return f"{self.stream}.{self.version - after}"

    def card(self) -> Card | None:
        """What the one who pressed is told."""
        told = self.feature.receipt
        return told(self.stream, self.events, self.state, self.by, self.facts) if told else None


def feature_of(stream: StreamId, features: Features) -> Feature[Any, Any]:
    found = features.of_stream(stream)
    if found is None:
        raise LookupError(f"no feature has a stream {stream}")
    return found
