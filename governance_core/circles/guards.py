"""What has to hold before anything happens to a circle: it is there for whoever names it, and its time zone exists."""

from governance_core.circles.model import Circle, Circles
from governance_core.kernel.errors import Invalid, Unknown
from governance_core.kernel.ids import Actor, CircleId
from governance_core.kernel.time import zone_exists


def require_circle(circle: CircleId, state: Circles, by: Actor | None = None) -> Circle:
    """The circle; for a person (`by`) only one they may know of. Raises Unknown."""
    found = state.open(circle)
    hidden = by is not None and by.kind == "person" and not state.may_see(by.person, circle)
    if found is None or hidden:
        raise Unknown(field="circle", what=f"circle {circle}", hint=" /circle list shows those you can see.")
    return found


def require_zone(zone: str) -> None:
    """A zone that is named exists. Raises Invalid."""
    if zone and not zone_exists(zone):
        raise Invalid(field="zone", problem=f"There is no time zone {zone}.", fix="Write it as Europe/Lisbon.")
