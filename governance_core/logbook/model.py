"""An agreement as nouns: what was decided, in versions, how that came about, and how it is looked at again."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from governance_core.circles.policy_values import Quorum
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.people.model import Absence


class Standing(StrEnum):
    """Whether an agreement holds. Under review it does; only a decision to drop it or its expiry ends it."""

    IN_FORCE = "in force"
    DROPPED = "dropped"
    EXPIRED = "expired"


class Why(StrEnum):
    """What opened a review: its date, a member who asked for it, or an objection (rows 18 and 19)."""

    DATE = "date"
    ASKED = "asked"
    OBJECTION = "objection"


class Verdict(StrEnum):
    """What somebody says in a review. Everything but `keep` has a reason, and stops the agreement being renewed."""

    KEEP = "keep"
    CHANGE = "change"
    DROP = "drop"
    OBJECT = "object"


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
class Dates:
    """When something happens to an agreement by itself (UTC): `opens_at` and `warns_at` come before the other two."""

    review_at: datetime | None = None
    opens_at: datetime | None = None
    expires_at: datetime | None = None
    warns_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ReviewAnswer:
    """What somebody said in a review; `safe` is what would be safe enough, for an objection."""

    verdict: Verdict
    words: str = ""
    safe: str = ""


@dataclass(frozen=True, slots=True)
class Looked:
    """Whether a concern of the round came true, as one person saw it in a review."""

    person: PersonId
    concern: int
    happened: bool
    words: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """A review that is going on. It keeps the electorate and the rules it opened with.

    `needed` is how many real answers the quorum asks for now, and
    `due` when the silence rule is applied; after it the review goes on, `overdue`. `next_at` is the next review if
    the agreement is kept. `answers` may hold somebody who is no elector: whoever objected. Reminders were seen to until
    `reminded_until`; `remind_later` are those for whom one was put off.
    """

    number: int
    why: Why
    by: PersonId | None
    opened: datetime
    due: datetime
    next_at: datetime
    electors: tuple[PersonId, ...]
    away: Mapping[PersonId, tuple[Absence, ...]]
    silence: str
    quorum: Quorum
    needed: int
    answers: Mapping[PersonId, ReviewAnswer] = field(default_factory=dict)
    overdue: bool = False
    reminders: tuple[str, ...] = ()
    quiet_hours: str = "off"
    zone: str = "UTC"
    reminded_until: datetime | None = None
    remind_later: Mapping[PersonId, datetime] = field(default_factory=dict)

    def against(self) -> dict[PersonId, ReviewAnswer]:
        """Who would not keep it, and why: these stop a renewal."""
        return {person: one for person, one in self.answers.items() if one.verdict is not Verdict.KEEP}

    def keeping(self) -> tuple[PersonId, ...]:
        """The electors who would keep it."""
        return tuple(p for p in self.electors if p in self.answers and self.answers[p].verdict is Verdict.KEEP)

    def awaited(self, now: datetime) -> tuple[PersonId, ...]:
        """The electors who have not answered and are not away for the rest of it."""
        end = max(now, self.due)
        return tuple(
            person
            for person in self.electors
            if person not in self.answers and not any(one.covers(now, end) for one in self.away.get(person, ()))
        )


@dataclass(frozen=True, slots=True)
class PastReview:
    """A review that is over: what came of it, how many kept the agreement, and what the secretary noted."""

    number: int
    opened: datetime
    ended: datetime
    outcome: str
    kept: int = 0
    note: str = ""
    noted_by: PersonId = PersonId("")


@dataclass(frozen=True, slots=True)
class Superseded:
    """A version of the text that a later one replaced."""

    title: str
    driver: str
    text: str
    proposal: StreamId
    since: datetime | None
    recorded_by: PersonId = PersonId("")


@dataclass(frozen=True)
class Agreement:
    """An adopted proposal, or a decision made elsewhere that somebody recorded: the latter never was adopted here.

    Instants are UTC; only expiry ends it by itself. `source` says where it was decided, `term` how long it was to stand
    until a review (empty where that was a date), `expiry` its end as
    it was given. `changing` is the open proposal to change it, or to end it (`dropping`).
    `unlinked` are the sub-circles without a lead or a delegate when it was adopted.
    """

    circle: CircleId = CircleId("")
    proposal: StreamId = StreamId("")
    proposer: PersonId = PersonId("")
    title: str = ""
    driver: str = ""
    text: str = ""
    text_version: int = 0
    adopted_at: datetime | None = None
    dates: Dates = Dates()
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
    term: str = ""
    expiry: str = ""
    standing: Standing = Standing.IN_FORCE
    ended: datetime | None = None
    ended_by: StreamId = StreamId("")
    warned: bool = False
    past: tuple[Superseded, ...] = ()
    changing: StreamId = StreamId("")
    dropping: bool = False
    review: Review | None = None
    reviewed: tuple[PastReview, ...] = ()
    looked: tuple[Looked, ...] = ()

    @property
    def review_at(self) -> datetime | None:
        """When it is looked at again."""
        return self.dates.review_at

    @property
    def expires_at(self) -> datetime | None:
        """When it ends by itself, if it does."""
        return self.dates.expires_at

    @property
    def since(self) -> datetime | None:
        """Since when the text in force stands: its adoption, or when it was written down."""
        return self.adopted_at or self.recorded_at

    @property
    def stands(self) -> bool:
        """Whether it is in force, reviewed or not."""
        return bool(self.circle) and self.standing is Standing.IN_FORCE

    @property
    def decided_elsewhere(self) -> bool:
        """Whether it was written down by somebody, and not decided by a round."""
        return bool(self.recorded_by)

    @property
    def reviews(self) -> int:
        """How many reviews were opened so far."""
        return self.review.number if self.review else (self.reviewed[-1].number if self.reviewed else 0)

    def concerns(self) -> tuple[tuple[PersonId, str], ...]:
        """Everything people were concerned about when it was adopted, in order: these are asked back in a review."""
        given = tuple(
            (who, one.words) for who, one in self.answers.items() if one.answer in ("concern", "kept") and one.words
        )
        said = {words for _, words in given}
        kept = tuple(
            (one.person, one.harm) for one in self.objections if one.settled == "concern" and one.harm not in said
        )
        return (*given, *kept)
