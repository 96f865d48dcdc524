"""Who keeps the records of a circle, and what anybody else is told."""

from governance_core.cards.text import people
from governance_core.circles.model import Circles
from governance_core.kernel.errors import NotAllowed
from governance_core.kernel.ids import CircleId, PersonId


def require_keeper(circle: CircleId, do: str, otherwise: str, circles: Circles, person: PersonId | None) -> PersonId:
    """The circle's secretary or its lead, who acts. Raises NotAllowed naming who can.

    `do` is what they do, up to the circle's name; `otherwise` what else there is for who may not, up to a full stop.
    """
    keepers = circles.record_keepers(circle)
    if person is None or person not in keepers:
        how = "Ask them to" if keepers else "Ask an admin to name a secretary or a lead in the config"
        name = circles.circles[circle].name
        who = people(keepers, "or") if keepers else f"the secretary or the lead of {name}"
        raise NotAllowed(who=who, do=f"{do} {name}", next=f"{how}{otherwise}.")
    return person
