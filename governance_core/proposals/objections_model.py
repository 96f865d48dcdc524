"""What people answer in a round, and the objections they raise, as nouns."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from governance_core.kernel.ids import PersonId
from governance_core.proposals.testing_model import NO_GROUNDS, Finding, Found, Grounds, Trial


class AnswerKind(StrEnum):
    """What an elector answered; `objection` stands for an open objection of theirs, `kept` for one set aside."""

    CONSENT = "consent"
    CONCERN = "concern"
    OBJECTION = "objection"
    STAND_ASIDE = "stand_aside"
    KEPT = "kept"


class ObjectionState(StrEnum):
    """What became of an objection. Only `open` ones block."""

    OPEN = "open"
    WITHDRAWN = "withdrawn"
    RESOLVED = "resolved"
    CONCERN = "concern"


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answered to the version in force, with a concern's or reason's words."""

    kind: AnswerKind
    words: str = ""


@dataclass(frozen=True, slots=True)
class Objection:
    """A reason why this would do harm. `orphaned_until`: its author left, and another elector may take it over.

    `test` is going on, `found` is what the last one came to for these words. `heard` is the objector's last act, or the
    instant since which they are awaited; `reminded` counts the reminders since. `appealed`: the one appeal was made,
    and is decided by `appeal_until` (`appeal_to`: by whom). `offered` counts the amendments that were to meet it.
    """

    number: int
    person: PersonId
    version: int
    harm: str
    safe: str = ""
    state: ObjectionState = ObjectionState.OPEN
    settled_in: int = 0
    orphaned_until: datetime | None = None
    grounds: Grounds = NO_GROUNDS
    test: Trial | None = None
    found: Finding | None = None
    heard: datetime | None = None
    reminded: int = 0
    reminded_at: datetime | None = None
    remind_at: datetime | None = None
    appealed: bool = False
    appeal_until: datetime | None = None
    appeal_to: tuple[PersonId, ...] = ()
    offered: int = 0

    @property
    def contested(self) -> bool:
        """Whether somebody still sees it differently after its test: it blocks, and may be taken further."""
        return self.found is not None and self.found.found is Found.CONTESTED
