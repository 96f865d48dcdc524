"""An action as nouns: what is to be done, by whom, by when, and how it stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from governance_core.kernel.ids import CircleId, PersonId


class Standing(StrEnum):
    """How an action stands."""

    NOTHING = ""
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True)
class Action:
    """An action as it stands. It has one owner, always. Instants are UTC.

    `by` added it. `link` is where a team keeps it elsewhere; `source` is the item it comes from. Its owner is reminded
    at `remind_at`; `reminded` says how often that was. `declined_by` gave it back last.
    """

    circle: CircleId = CircleId("")
    owner: PersonId = PersonId("")
    by: PersonId = PersonId("")
    words: str = ""
    standing: Standing = Standing.NOTHING
    due: datetime | None = None
    link: str = ""
    source: str = ""
    at: datetime | None = None
    remind_at: datetime | None = None
    reminded: int = 0
    declined_by: PersonId | None = None
    declined_because: str = ""
    settled_by: PersonId | None = None
    settled_at: datetime | None = None
    note: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.standing is Standing.OPEN
