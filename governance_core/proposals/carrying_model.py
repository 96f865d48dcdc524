"""A carried change, as nouns: what an adoption may change by itself."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from governance_core.kernel.ids import CircleId, PersonId


class Carries(StrEnum):
    """What an adoption may change by itself: a closed list."""

    ROLE = "role"
    RULE = "rule"
    JOIN = "join"
    LEAVE = "leave"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class Carried:
    """A change that the circle presses when it adopts the proposal: `key` is the role or the rule.

    `value` is what the rule says then, or the day on which the term of the role ends (`2027-03-01`; empty for good).

    Of an item of another feature it is the id: `value` says what adoption makes of it, `digest` covers what is decided,
    `person` asked for it and so does not answer, and `shown_by` is the action of the button that shows it; `part` says
    which part of the item it is about, where it is not the whole, and `called` how people call that part. An item that
    `stays` goes on where the proposal is not adopted.
    """

    what: Carries
    circle: CircleId
    key: str = ""
    value: str = ""
    person: PersonId | None = None
    digest: str = ""
    shown_by: str = ""
    part: str = ""
    called: str = ""
    stays: bool = False

    @property
    def until_said(self) -> str:
        """` until Mon 1 Mar 2027` for a role that is held until a day, nothing else."""
        if self.what is not Carries.ROLE or not self.value:
            return ""
        day = date.fromisoformat(self.value)
        return f" until {day:%a} {day.day} {day:%b} {day.year}"
