"""Whether an objection qualifies, as nouns: its grounds, the test of it, and what was found (process.md, section 2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from governance_core.kernel.ids import PersonId


class Found(StrEnum):
    """What was found of an objection. The last three set it aside: it blocks no more and is kept as a concern."""

    QUALIFIED = "qualified"
    CONTESTED = "contested"
    UNDECIDED = "undecided"
    VIOLATION = "violation"
    REOPENED = "reopened"
    UNQUALIFIED = "unqualified"
    NOTHING_REMAINS = "nothing_remains"
    ABANDONED = "abandoned"


SETTLES = frozenset({Found.QUALIFIED, Found.CONTESTED, Found.VIOLATION, Found.REOPENED})
"""After these an objection, as it is worded, is not tested again."""
APPEALABLE = frozenset({Found.UNQUALIFIED, Found.ABANDONED})
"""What somebody else found, and the objector may appeal against once."""


class Criterion(StrEnum):
    """The four criteria of `test: facilitator`; a reason must be given for each."""

    HARM = "harm"
    LIMITS = "limits"
    CAUSED = "caused"
    CERTAIN = "certain"


@dataclass(frozen=True, slots=True)
class Grounds:
    """The objector's reasons for the criteria besides the harm; asked for only where the facilitator tests."""

    limits: str = ""
    caused: str = ""
    certain: str = ""


NO_GROUNDS = Grounds()


@dataclass(frozen=True, slots=True)
class Voice:
    """What an elector says in a test: it qualifies, or they see it differently, with the reason."""

    qualifies: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Trial:
    """A test that is going on. `reworded` counts how often the objector said it anew, which asks everybody anew."""

    asked_by: PersonId
    until: datetime
    reworded: int = 0
    voices: Mapping[PersonId, Voice] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, by whom (nobody when time ran out), and the reasoning. `missing` is a criterion without one."""

    found: Found
    by: PersonId | None = None
    reason: str = ""
    missing: str = ""
