"""Who sits in a circle because somebody said so, and who holds its roles."""

from datetime import datetime

from governance_core.cards.text import Mention, people
from governance_core.circles.events import MemberAdded, RoleFilled, RoleVacated
from governance_core.circles.messages import FillRole
from governance_core.circles.model import DELEGATE, LEAD, Circle
from governance_core.circles.sources import end_seat, unname
from governance_core.circles.terms import term_set
from governance_core.kernel.errors import Invalid, NotAllowed, Refusal, Unknown
from governance_core.kernel.ids import Actor, PersonId
from governance_core.kernel.message import Event
from governance_core.people.erasing import refuse_erased
from governance_core.people.model import People


class LeadIsDelegate(Refusal):
    """Holacracy 5.1.1: the two halves of a double link are two people."""

    code = "lead_is_delegate"
    template = "{person} cannot be both lead and delegate of {circle}. Name two people, or leave one role vacant."


def add_member(circle: Circle, person: PersonId, by: Actor, everybody: People) -> tuple[Event, ...]:
    """A seat by name. Raises NotAllowed, Unknown and WasErased."""
    _lead_only(circle, by, f"add members to {circle.name}")
    if everybody.present(person) is None:
        refuse_erased(person, everybody)
        raise Unknown(
            field="person", what=f"member {person}", hint=" Ask an admin to add new people to the config first."
        )
    return () if person in circle.named else (MemberAdded(circle=circle.id, person=person),)


def remove_member(circle: Circle, person: PersonId, by: Actor) -> tuple[Event, ...]:
    """No seat any more, whatever gave it; the config only stops naming them. Raises NotAllowed and Unknown."""
    if by.person != person:
        _lead_only(circle, by, f"take somebody out of {circle.name}")
    if person not in circle.members:
        if by.kind != "person":
            return ()
        hint = f" /circle members circle:{circle.handle} shows who sits there."
        raise Unknown(field="person", what=f"member {person}", hint=hint)
    return unname(circle, person) if by.kind == "config" else end_seat(circle, person)


def _lead_only(circle: Circle, by: Actor, do: str) -> None:
    lead = circle.roles.get(LEAD)
    if by.kind == "person" and by.person != lead:
        who = people([lead]) if lead else "the config"
        raise NotAllowed(who=who, do=do, next="Ask the lead of the circle, or an admin, who keeps the config.")


def appoint(command: FillRole, circle: Circle, now: datetime) -> tuple[Event, ...]:
    """Who holds a role, and until when. Raises Invalid and LeadIsDelegate."""
    filled = _fill(circle, command.role, command.person)
    held = circle.terms.get(command.role) if not filled else None
    return (*filled, *term_set(command, held, now))


def _fill(circle: Circle, role: str, person: PersonId | None) -> tuple[Event, ...]:
    holder = circle.roles.get(role)
    if holder == person:
        return ()
    vacated = (RoleVacated(circle=circle.id, role=role, person=holder),) if holder else ()
    if person is None:
        return vacated
    if person not in circle.members:
        raise Invalid(
            field=role, problem=f"{person} is not a member of {circle.handle}.", fix="Add them as a member first."
        )
    other = {LEAD: DELEGATE, DELEGATE: LEAD}.get(role)
    if other and circle.roles.get(other) == person:
        raise LeadIsDelegate(field=role, person=Mention(person), circle=circle.name)
    return (*vacated, RoleFilled(circle=circle.id, role=role, person=person))
