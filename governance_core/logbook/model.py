"""An agreement as nouns: what was decided, how that came about, and when it is looked at again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from governance_core.kernel.ids import CircleId, PersonId, StreamId


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What an elector answered; `answer` may also be `silent` or `away`."""

    answer: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class SettledObjection:
    """An objection of the round, and how it was settled: withdrawn, resolved (in a version), or kept as a concern."""

    person: PersonId
    version: int
    harm: str
    safe: str
    settled: str
    settled_in: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """An adopted proposal, or a decision made elsewhere that somebody recorded: the latter never was adopted here.

    `review_at` and `expires_at` are instants (UTC); only expiry would end it. `source` says where it was decided.
    """

    circle: CircleId = CircleId("")
    proposal: StreamId = StreamId("")
    proposer: PersonId = PersonId("")
    title: str = ""
    driver: str = ""
    text: str = ""
    text_version: int = 0
    adopted_at: datetime | None = None
    review_at: datetime | None = None
    expires_at: datetime | None = None
    answers: Mapping[PersonId, GivenAnswer] = field(default_factory=dict)
    objections: tuple[SettledObjection, ...] = ()
    practice: bool = False
    version: int = 0
    recorded_by: PersonId = PersonId("")
    recorded_at: datetime | None = None
    source: str = ""
    unlinked: tuple[str, ...] = ()
    criteria: str = ""
    deferred: str = ""
    delegated: str = ""

    @property
    def decided_elsewhere(self) -> bool:
        """Whether it was written down by somebody, and not decided by a round."""
        return bool(self.recorded_by)
