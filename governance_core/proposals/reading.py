"""The port of the reading half: what the register knows of proposals across all of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from governance_core.answered import Answer, Answered
from governance_core.kernel.ids import CircleId, PersonId, StreamId


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A line about a proposal. `deadline` is empty while the clock is stopped."""

    id: StreamId
    circle: CircleId
    proposer: PersonId
    title: str
    stage: str
    version: int
    opened_at: datetime
    deadline: datetime | None
    agreement: str
    practice: bool = False


@dataclass(frozen=True, slots=True)
class DraftRow:
    """A draft of somebody's."""

    id: StreamId
    circle: CircleId
    title: str


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """What a proposal must know of the agreement that it would change; `ended` says how, where it has."""

    circle: CircleId
    title: str
    text: str
    version: int
    ended: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A place in the list of proposals: among the open ones or behind them, and below which number."""

    open: bool
    number: int


class ReadsProposals(Protocol):
    """Proposals across streams. Callers name the circles that may be seen: what is private is filtered here."""

    def open_in(self, circle: CircleId) -> Sequence[StreamId]:
        """The open proposals of a circle, the oldest first."""

    def open_by(self, person: PersonId) -> Sequence[StreamId]:
        """The open proposals of a proposer."""

    def listed(
        self,
        circles: Sequence[CircleId],
        states: Sequence[str],
        proposer: PersonId | None,
        limit: int,
        after: Listed | None = None,
    ) -> Sequence[ProposalRow]:
        """Proposals in these circles, open ones first, then the newest; `states` empty means all.

        With `after` those that stand behind that place.
        """

    def awaiting(self, person: PersonId) -> Sequence[ProposalRow]:
        """Open rounds the person may answer and has not answered in the version in force, the oldest first."""

    def answerable(self, person: PersonId) -> Sequence[ProposalRow]:
        """Open rounds the person is an elector of, those that wait for their answer first, the oldest first."""

    def answers_of(self, person: PersonId, limit: int, before: Answered | None = None) -> Sequence[Answer]:
        """The person's own answers, the newest first, as they are recorded; with `before` those that are older."""

    def drafts_of(self, person: PersonId) -> Sequence[DraftRow]:
        """The person's drafts, the newest first."""

    def agreement(self, stream: StreamId) -> AgreementLine | None:
        """An agreement; None where there is none."""
