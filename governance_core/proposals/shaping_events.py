"""What happens to a proposal before its round, recorded for ever: stages, questions and their answers, reactions."""

from collections.abc import Mapping
from datetime import datetime

from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event, event, personal
from governance_core.people.model import Absence
from governance_core.proposals.model import Rules, Stage


@event("stage.opened")
class StageOpened(Event):
    """Rows 3 to 5: a stage before the round begins, or goes on (`again`) with a new version. Electorate and rules are
    fixed."""

    stage: Stage
    version: int
    electors: tuple[PersonId, ...]
    away: Mapping[PersonId, tuple[Absence, ...]]
    quorum: int
    rules: Rules
    at: datetime
    until: datetime
    again: bool = False


@event("question.asked")
class QuestionAsked(Event):
    """Row 3: an elector wants to understand something."""

    number: int
    person: PersonId
    question: str = personal("person")


@event("question.answered")
class QuestionAnswered(Event):
    """Row 3: the proposer answered, or answers in other words."""

    number: int
    by: PersonId
    answer: str = personal("by")


@event("question.none")
class NothingToAsk(Event):
    """Row 3: an elector has no questions (any more)."""

    person: PersonId


@event("reaction.given")
class ReactionGiven(Event):
    """Row 4: an elector's one reaction; said again, it replaces the one before."""

    person: PersonId
    reaction: str = personal("person")
