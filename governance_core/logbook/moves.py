"""Which circle may keep an agreement from now on, and who says so (process.md, section 5)."""

from governance_core.cards.text import people
from governance_core.circles.model import Circle, Circles
from governance_core.kernel.errors import Invalid, NotAllowed, Refusal, Unknown
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.logbook.guards import LogbookFacts, require_stands
from governance_core.logbook.model import Agreement
from governance_core.logbook.moving import AgreementMoved, MoveAgreement


class ChangeIsOpen(Refusal):
    """Whoever answers in a round must know whose agreement it changes."""

    code = "change_is_open"
    template = "{proposal} proposes to change {ref}, and is open. Wait until {proposal} has ended, then move {ref}."


class ReviewIsContested(Refusal):
    """What was said against it is for the circle it was said in."""

    code = "review_is_contested"
    template = (
        "In its review {who} would not keep {ref} as it is. First decide about that in {circle}, with "
        "/decisions change {ref} or /decisions drop {ref}; then it can be moved."
    )


class WasPrivate(Refusal):
    """Moving it out of a private circle shows it to others."""

    code = "was_private"
    template = (
        "{ref} was decided in {circle}, which is private. In {to} others can read it, with its answers and "
        "objections. If that is meant, add show:yes and send it again."
    )


def move(command: MoveAgreement, state: Agreement, facts: LogbookFacts) -> tuple[Event, ...]:
    """Another circle keeps it. Raises Unknown, Closed, NotAllowed or one of the above."""
    require_stands(command.id, state)
    here, there = facts.circles.circles[state.circle], _circle(command.circle, facts)
    by = _mover(command.id, here, there, facts)
    if here.id == there.id:
        return ()
    _require_calm(command.id, state, here)
    if here.private and not there.private and not command.show:
        raise WasPrivate(field="show", ref=command.id, circle=here.name, to=there.name)
    return (AgreementMoved(origin=here.id, circle=there.id, by=by, at=facts.now),)


def _circle(wanted: CircleId, facts: LogbookFacts) -> Circle:
    found = facts.circles.open(wanted)
    if found is None or not facts.circles.may_see(facts.by.person, wanted):
        raise Unknown(field="circle", what=f"circle {wanted}", hint=" /circle list shows those you can see.")
    return found


def _mover(stream: StreamId, here: Circle, there: Circle, facts: LogbookFacts) -> PersonId:
    """A secretary or lead of its circle or the one above, for a circle that may take it."""
    circles, me = facts.circles, facts.me
    able = _keepers(here, circles)
    if me not in able:
        who = people(able, "or") if able else f"the secretary or the lead of {here.name}"
        rest = "Ask them." if able else "Ask an admin to name one in the config."
        raise NotAllowed(who=who, do=f"give {stream} to another circle", next=rest)
    if there.id not in (here.id, here.parent) and me not in circles.record_keepers(there.id):
        above = circles.circles[here.parent].name if here.parent else ""
        fix = f"Give it to {above}, " if above else ""
        problem = f"{there.name} is another circle’s domain, and you keep no records there."
        raise Invalid(field="circle", problem=problem, fix=f"{fix}or put it to {there.name} with /proposal create.")
    return me


def _keepers(circle: Circle, circles: Circles) -> tuple[PersonId, ...]:
    above = circles.record_keepers(circle.parent) if circle.parent else ()
    return tuple(dict.fromkeys((*circles.record_keepers(circle.id), *above)))


def _require_calm(stream: StreamId, state: Agreement, here: Circle) -> None:
    if state.changing:
        raise ChangeIsOpen(ref=stream, proposal=state.changing)
    if state.review is not None and (against := state.review.against()):
        raise ReviewIsContested(ref=stream, who=people(against), circle=here.name)
