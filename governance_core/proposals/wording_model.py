"""What is proposed, in words: the text of a version, spelling put right in it, and texts offered instead."""

from dataclasses import dataclass
from datetime import datetime

from governance_core.kernel.ids import PersonId


@dataclass(frozen=True, slots=True)
class Wording:
    """One version of what is proposed. Review and expiry are a length from adoption (`90d`) or a date.

    `criteria` say what is measured, `deferred` what is put off, `delegated` what others decide: a line each.
    """

    title: str
    driver: str
    text: str
    review: str
    expiry: str = ""
    criteria: str = ""
    deferred: str = ""
    delegated: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """Spelling that was put right: both texts, who did it, and until when any elector may challenge it."""

    before: Wording
    after: Wording
    by: PersonId
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """An amendment offered to meet an objection; it becomes the next version once objector and proposer confirm it."""

    number: int
    objection: int
    person: PersonId
    wording: Wording
    objector_agrees: bool = False
    proposer_agrees: bool = False
    form: str = "text"
