"""A proposal as one noun: where it stands, the rules of its round, who answers, and when it ends."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from governance_core.circles.policy_values import ObjectionReply, Quorum
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.time import Duration
from governance_core.people.model import Absence
from governance_core.proposals.carrying_model import Carried, Carries
from governance_core.proposals.escalating_model import Origin
from governance_core.proposals.objections_model import Answer, AnswerKind, Objection, ObjectionState
from governance_core.proposals.testing_model import APPEALABLE
from governance_core.proposals.wording_model import Correction, Offer, Wording


class Stage(StrEnum):
    """Where a proposal stands (process.md, section 1)."""

    NOTHING = "nothing"
    CLARIFY = "clarify"
    REACT = "react"
    AMEND = "amend"
    CONSENT = "consent"
    OBJECTED = "objected"
    ADOPTED = "adopted"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"
    LAPSED = "lapsed"
    ESCALATED = "escalated"


SHAPING_STAGES = frozenset({Stage.CLARIFY, Stage.REACT, Stage.AMEND})
"""The stages before the round, in which a proposal is understood and put right (`process: full`)."""
ROUND_STAGES = frozenset({Stage.CONSENT, Stage.OBJECTED})
OPEN_STAGES = SHAPING_STAGES | ROUND_STAGES
TEST_WINDOW = Duration(24, "h")
OBJECTION_REPLY = ObjectionReply(Duration(72, "h"), 2)
"""What holds in a round that was opened before a circle could say so."""


@dataclass(frozen=True, slots=True)
class Clarification:
    """A question about the proposal, and what the proposer answered; empty as long as they have not."""

    number: int
    person: PersonId
    question: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a round, fixed when its version opens: a later change of policy does not touch it."""

    silence: str
    quorum: Quorum
    window: Duration
    extension: Duration | None
    after_objection: Duration
    adopt_objection: Duration
    sponsor: Duration
    stand_aside: bool
    reminders: tuple[str, ...]
    zone: str
    day_starts: str
    quiet_hours: str
    clarify: Duration | None = None
    react: Duration | None = None
    amend: Duration | None = None
    rounds: int = 3
    test: str = "group"
    test_window: Duration = TEST_WINDOW
    objection_reply: ObjectionReply = OBJECTION_REPLY
    outage_grace: bool = False


@dataclass(frozen=True)
class Proposal:
    """Everything about one proposal. Instants are UTC; `left` is the time that was left when the clock was stopped.

    `electors` are frozen per version; `away` holds their absences as far as known; `quorum` is the number of real
    answers needed now. `answers` belong to the version in force, `wordings` hold every version's text. The clock runs
    while `deadline` is set; an open objection or a missing proposer stops it. `window` is a length the proposer chose.
    Before the round, `deadline` is the end of the stage; `unquestioned` are those who have no questions.
    `graced` is how much was added because the bot was down, `graced_until` the end of what was made good.
    `discussed_in` is the circle in which a discussion was opened, `discussed_since` the objection that opened it.
    `correction` is what was put right and can still be challenged, `corrections` are all there were.
    `carries` is what adoption changes, `undone` says by number (from 1) why some of it could not be.
    `began_here` is the first version in this circle, `origin` the proposal of a sub-circle that it comes from; once
    `escalated_to` the parent circle, it `went_on` there.
    `changes` is the agreement it would change, or end where it `drops` it.
    """

    stage: Stage = Stage.NOTHING
    circle: CircleId = CircleId("")
    proposer: PersonId = PersonId("")
    wordings: tuple[Wording, ...] = ()
    electors: tuple[PersonId, ...] = ()
    away: Mapping[PersonId, tuple[Absence, ...]] = field(default_factory=dict)
    answers: Mapping[PersonId, Answer] = field(default_factory=dict)
    objections: Mapping[int, Objection] = field(default_factory=dict)
    offers: Mapping[int, Offer] = field(default_factory=dict)
    offers_made: int = 0
    rules: Rules | None = None
    quorum: int = 0
    opened: datetime | None = None
    deadline: datetime | None = None
    left: timedelta | None = None
    extended: bool = False
    orphaned_until: datetime | None = None
    window: str = ""
    graced: timedelta = timedelta(0)
    graced_until: datetime | None = None
    reminded_until: datetime | None = None
    remind_later: Mapping[PersonId, datetime] = field(default_factory=dict)
    absences_checked: datetime | None = None
    ended: datetime | None = None
    outcome: str = ""
    agreement: str = ""
    source: str = ""
    practice: bool = False
    questions: Mapping[int, Clarification] = field(default_factory=dict)
    unquestioned: tuple[PersonId, ...] = ()
    reactions: Mapping[PersonId, str] = field(default_factory=dict)
    discussed_in: CircleId = CircleId("")
    discussed_since: int = 0
    correction: Correction | None = None
    corrections: tuple[Correction, ...] = ()
    carries: tuple[Carried, ...] = ()
    undone: Mapping[int, str] = field(default_factory=dict)
    began_here: int = 1
    origin: Origin | None = None
    escalated_to: CircleId = CircleId("")
    went_on: StreamId = StreamId("")
    went_on_hidden: bool = False
    changes: StreamId = StreamId("")
    drops: bool = False
    agreement_version: int = 0

    @property
    def item(self) -> Carried | None:
        """The item of another feature that it decides: its words are that item's."""
        return next((one for one in self.carries if one.what is Carries.ITEM), None)

    @property
    def version(self) -> int:
        """The version of the text in force, counted from 1."""
        return len(self.wordings)

    @property
    def wording(self) -> Wording:
        """The text in force."""
        return self.wordings[-1]

    @property
    def is_open(self) -> bool:
        """Whether it has begun and not ended."""
        return self.stage in OPEN_STAGES

    @property
    def in_round(self) -> bool:
        """Whether people may answer: the stages before the round are over."""
        return self.stage in ROUND_STAGES

    def unanswered(self) -> list[Clarification]:
        """The questions the proposer has not answered, oldest first."""
        return [one for one in self.questions.values() if not one.answer]

    @property
    def is_discussed(self) -> bool:
        """Whether a discussion was opened in the circle that decides it now."""
        return self.stage is not Stage.NOTHING and self.discussed_in == self.circle

    def open_objections(self) -> list[Objection]:
        """The objections that block now, oldest first."""
        return [one for one in self.objections.values() if one.state is ObjectionState.OPEN]

    def offers_in_order(self) -> list[Offer]:
        """The amendments offered: those of the objectors themselves first, then anybody's (row 12)."""
        return sorted(
            self.offers.values(), key=lambda one: (self.objections[one.objection].person != one.person, one.number)
        )

    def asked_first(self) -> list[PersonId]:
        """Objectors who have not said yet what would be safe enough: they are asked before anybody else (row 12)."""
        offered = {(one.objection, one.person) for one in self.offers.values()}
        unsaid = [one for one in self.open_objections() if not one.safe and (one.number, one.person) not in offered]
        return list(dict.fromkeys(one.person for one in unsaid))

    def objection_of(self, person: PersonId | None) -> Objection | None:
        """The person's own open objection."""
        return next((one for one in self.open_objections() if one.person == person), None)

    def may_appeal(self, person: PersonId) -> list[Objection]:
        """The objections of this person that were set aside in this version and not appealed against yet."""
        aside = (one for one in self.objections.values() if one.found and one.found.found in APPEALABLE)
        return [o for o in aside if o.person == person and o.settled_in == self.version and not o.appealed]

    @property
    def waits_for_appeals(self) -> bool:
        """Whether somebody whose objection was set aside may still appeal, and did not answer anew since."""
        kept = (person for person, answer in self.answers.items() if answer.kind is AnswerKind.KEPT)
        return any(self.may_appeal(person) for person in kept)

    def awaited(self, now: datetime) -> list[PersonId]:
        """Electors who have not answered and are not away for the rest of the window."""
        return [person for person in self.electors if person not in self.answers and not self.is_away(person, now)]

    def is_away(self, person: PersonId, now: datetime) -> bool:
        """Whether the person is away from now until the round ends (process.md, Settled)."""
        end = self.deadline or (now + self.left if self.left else None)
        return end is not None and any(absence.covers(min(now, end), end) for absence in self.away.get(person, ()))

    def all_answered(self, now: datetime) -> bool:
        """Whether somebody answered and nobody is awaited. Absence alone never finishes a round."""
        missing = len(self.electors) - len(self.answers)
        return bool(self.answers) and missing <= len(self.away) and not (missing and self.awaited(now))

    def tried(self) -> frozenset[int]:
        """The versions, in this circle, that an objection stood against: what was tried to meet it."""
        blocked = (
            range(one.version, (self.version if one.state is ObjectionState.OPEN else one.settled_in - resolved) + 1)
            for one in self.objections.values()
            for resolved in (int(one.state is ObjectionState.RESOLVED),)
        )
        return frozenset(number for versions in blocked for number in versions if number >= self.began_here)

    @property
    def may_be_escalated(self) -> bool:
        """Whether enough was tried, or a test left people seeing it differently: nobody need say why any more."""
        if self.stage is not Stage.OBJECTED or self.rules is None:
            return False
        return len(self.tried()) >= self.rules.rounds or any(one.contested for one in self.open_objections())

    def counted(self, kind: AnswerKind) -> int:
        """How many answered so."""
        return sum(1 for answer in self.answers.values() if answer.kind is kind)
