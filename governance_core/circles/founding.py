"""What a circle is: how it is founded, called by another key, and changed."""

from governance_core.circles.events import CircleChanged, CircleFounded, CircleRenamed
from governance_core.circles.guards import require_circle, require_zone
from governance_core.circles.messages import ChangeCircle, FoundCircle
from governance_core.circles.model import Circle, Circles
from governance_core.kernel.errors import Invalid
from governance_core.kernel.ids import CircleId
from governance_core.kernel.message import Event
from governance_core.people.renaming import check_key


def found(command: FoundCircle, state: Circles) -> tuple[Event, ...]:
    """A circle, still without members; nothing where it is there as told. Raises Invalid and Unknown."""
    there = state.open(command.circle)
    if there is not None and _is_as_told(there, command):
        return ()
    if there is not None:
        fix = "Take another id, or describe it as it is first and change it afterwards."
        raise Invalid(field="circle", problem=f"There is a circle {command.circle} already.", fix=fix)
    if command.parent is not None:
        require_circle(command.parent, state)
    require_zone(command.zone)
    return (
        CircleFounded(
            circle=command.circle,
            name=command.name,
            aim=command.aim,
            domain=command.domain,
            parent=command.parent,
            private=command.private,
            zone=command.zone,
        ),
    )


def rename(circle: Circle, key: str, state: Circles) -> tuple[Event, ...]:
    """The circle has another key from now on. Raises KeyTaken."""
    check_key(key, circle.id, state.keys, {one.id: one.handle for one in state.circles.values()})
    return () if circle.handle == key else (CircleRenamed(circle=circle.id, key=key),)


def _is_as_told(circle: Circle, command: FoundCircle) -> bool:
    """Whether a circle is what somebody wants founded: then nothing is left to do."""
    told = (command.name, command.aim, command.domain, command.parent, command.private, command.zone)
    return told == (circle.name, circle.aim, circle.domain, circle.parent, circle.private, circle.zone)


def change(command: ChangeCircle, state: Circles) -> tuple[Event, ...]:
    """Another name, aim, domain, parent, privacy or zone. Raises Invalid and Unknown."""
    circle = require_circle(command.circle, state)
    if command.key == "zone":
        require_zone(command.value)
    if command.key == "parent" and command.value:
        above = [one.id for one in state.ancestry(require_circle(CircleId(command.value), state).id)]
        if circle.id in above:
            problem = f"{circle.handle} would be above itself."
            raise Invalid(field="parent", problem=problem, fix="Choose another parent.")
    if _field(circle, command.key) == command.value:
        return ()
    return (CircleChanged(circle=circle.id, key=command.key, value=command.value),)


def _field(circle: Circle, key: str) -> str:
    value = getattr(circle, key)
    return ("true" if value else "false") if isinstance(value, bool) else str(value or "")
