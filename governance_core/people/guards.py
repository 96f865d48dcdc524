"""Who acts and whom it is about, and the refusals that say so."""

from dataclasses import dataclass
from datetime import datetime

from governance_core.kernel.acting import acting
from governance_core.kernel.errors import Unknown
from governance_core.kernel.ids import Actor, PersonId
from governance_core.people.erasing import refuse_erased
from governance_core.people.model import People, Person


@dataclass(frozen=True, slots=True)
class PeopleFacts:
    """The instant, who acts, a fresh code from chance, and how the organisation reckons a bare date."""

    now: datetime
    by: Actor
    fresh_code: str = ""
    zone: str = "UTC"
    day_starts: str = "09:00"

    @property
    def me(self) -> PersonId:
        """The person who acts. Raises NotAllowed where there is none."""
        return acting(self.by)


def member(person: PersonId, state: People) -> Person:
    """Somebody who belongs to the organisation now. Raises Unknown or WasErased."""
    refuse_erased(person, state)
    found = state.present(person)
    if found is None:
        raise Unknown(what=f"member {person}", hint=" Ask an admin to add new people to the config.")
    return found
