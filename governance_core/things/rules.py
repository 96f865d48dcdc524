"""What may happen to a shared thing itself: added, changed, damaged, repaired, retired; its loans are in loan_rules."""

from typing import Any, Final

from governance_core.cards.text import people
from governance_core.kernel.checked import checked_words, kept_words
from governance_core.kernel.decider import Decider
from governance_core.kernel.errors import Invalid, NotAllowed
from governance_core.kernel.ids import CircleId
from governance_core.kernel.message import Event
from governance_core.kernel.time import Duration
from governance_core.things import circle_rules, loan_rules, turning
from governance_core.things.booking import most_promised
from governance_core.things.counting import whole
from governance_core.things.events import ThingAdded, ThingChanged, ThingDamaged, ThingRepaired, ThingRetired
from governance_core.things.evolve import evolve
from governance_core.things.guards import (
    FewerThanLent,
    StillLent,
    ThingFacts,
    require_circle,
    require_keeper,
    require_there,
)
from governance_core.things.keeping import NO_LIMIT, may_borrow
from governance_core.things.messages import AddThing, ChangeThing, ReportDamage, ReportRepair, RetireThing
from governance_core.things.model import Kind, Lending, Reach, Standing, Thing

NAME_LIMIT: Final = 80


def decide(command: Any, state: Thing, facts: ThingFacts) -> tuple[Event, ...]:
    """The events a command leads to. Raises a Refusal."""
    decided = _DECIDE.get(type(command))
    if decided is None:
        raise TypeError(f"shared things do not know {command!r}")
    events: tuple[Event, ...] = decided(command, state, facts)
    return events


def _add(command: AddThing, state: Thing, facts: ThingFacts) -> tuple[Event, ...]:
    circle = require_circle(command.circle, facts)
    me = require_keeper(circle.id, facts, f"add things to {circle.name}")
    return (
        ThingAdded(
            circle=circle.id,
            person=me,
            sort=Kind(command.kind),
            quantity=whole(command.quantity),
            lending=Lending(command.lent),
            reach=Reach(command.reach),
            longest=_longest(command.longest),
            at=facts.now,
            name=_name(command.name),
            place=kept_words("place", command.place),
        ),
    )


def _change(command: ChangeThing, state: Thing, facts: ThingFacts) -> tuple[Event, ...]:
    require_there(state, facts)
    me = require_keeper(state.circle, facts, f"change {facts.stream}")
    changed = ThingChanged(
        circle=_moved(command.circle, state, facts),
        person=me,
        sort=Kind(command.kind or state.sort),
        quantity=_quantity(command.quantity, state, facts),
        lending=Lending(command.lent or state.lending),
        reach=Reach(command.reach or state.reach),
        longest=state.longest if command.longest is None else _longest(command.longest),
        at=facts.now,
        name=state.name if command.name is None else _name(command.name),
        place=state.place if command.place is None else kept_words("place", command.place),
    )
    return (changed,) if _said(changed) != _said(state) else ()


def _said(of: ThingChanged | Thing) -> tuple[Any, ...]:
    return (of.circle, of.sort, of.quantity, of.lending, of.reach, of.longest, of.name, of.place)


def _moved(wanted: CircleId | None, state: Thing, facts: ThingFacts) -> CircleId:
    """Where it goes: to the circle above, or where the same person keeps the things. Raises a Refusal."""
    if wanted is None or wanted == state.circle:
        return state.circle
    to, here = require_circle(wanted, facts), facts.circles.circles[state.circle]
    if to.id != here.parent:
        require_keeper(to.id, facts, f"take things into {to.name}")
    if here.private:
        problem = f"{here.name} is private, and others could read the history of {facts.stream}."
        raise Invalid(field="circle", problem=problem, fix="Retire it here, and add it there with /share add.")
    if any(one.standing is Standing.PROPOSED for one in state.loans.values()):
        problem = f"{here.name} is deciding about a loan of {facts.stream}."
        raise Invalid(field="circle", problem=problem, fix="Wait until that round is over.")
    return to.id


def _quantity(typed: str | None, state: Thing, facts: ThingFacts) -> int:
    """As many as are promised at once, or more. Raises Invalid or FewerThanLent."""
    wanted = state.quantity if typed is None else whole(typed)
    promised = max(most_promised(state, facts.now), state.out)
    if wanted < promised:
        raise FewerThanLent(field="quantity", ref=facts.stream, name=state.name, most=promised, wanted=wanted)
    return wanted


def _longest(typed: str) -> str:
    plain = typed.strip().casefold()
    if plain in ("", "usual"):
        return ""
    if plain in (NO_LIMIT, "none"):
        return NO_LIMIT
    try:
        return str(Duration.parse(typed))
    except ValueError as reason:
        raise Invalid(field="longest", problem=f"{reason}.", fix="Write off where there is no limit.") from None


def _name(typed: str) -> str:
    name = " ".join(checked_words("name", typed, "Write what people call it.").split())
    if len(name) > NAME_LIMIT:
        problem = f"The name is {len(name)} characters long; at most {NAME_LIMIT} fit."
        raise Invalid(field="name", problem=problem, fix="Write a shorter one, and the rest into where it is.")
    return name


def _retire(command: RetireThing, state: Thing, facts: ThingFacts) -> tuple[Event, ...]:
    me = require_keeper(state.circle, facts, f"retire {facts.stream}")
    if state.retired:
        return ()
    out = [one.borrower for one in state.loans.values() if one.standing is Standing.OUT]
    if out:
        raise StillLent(ref=facts.stream, name=state.name, who=people(dict.fromkeys(out)), done="retired")
    cancelled = tuple(dict.fromkeys(one.borrower for one in state.loans.values()))
    proposals = tuple(one.proposal for one in state.loans.values() if one.standing is Standing.PROPOSED)
    reason = kept_words("reason", command.reason)
    return (ThingRetired(person=me, at=facts.now, cancelled=cancelled, proposals=proposals, reason=reason),)


def _damage(command: ReportDamage, state: Thing, facts: ThingFacts) -> tuple[Event, ...]:
    require_there(state, facts)
    me = facts.me
    has_it = any(one.borrower == me for one in state.loans.values())
    if not (has_it or may_borrow(me, state, facts.circles) or me in facts.keepers(state.circle)):
        able = facts.keepers(state.circle)
        raise NotAllowed(who=people(able, "or"), do=f"say that of {facts.stream}", next="Ask them to.")
    what = checked_words("what", command.what, "Say what is damaged.")
    quantity = min(whole(command.quantity), state.usable)
    if not quantity:
        problem = f"All of {facts.stream} is out of use already."
        raise Invalid(problem=problem, fix="Ask whoever keeps it; /share repaired says that it can be used again.")
    booked = [one.borrower for one in state.loans.values() if one.standing is not Standing.OUT]
    told = tuple(one for one in dict.fromkeys(booked) if one != me) if quantity == state.usable else ()
    asked = tuple(one for one in facts.asked(state.circle) if one != me)
    return (ThingDamaged(person=me, quantity=quantity, at=facts.now, keepers=asked, booked=told, what=what),)


def _repair(command: ReportRepair, state: Thing, facts: ThingFacts) -> tuple[Event, ...]:
    require_there(state, facts)
    me = require_keeper(state.circle, facts, f"say that {facts.stream} is repaired")
    if not state.broken:
        return ()
    return (ThingRepaired(person=me, at=facts.now, what=kept_words("what", command.what)),)


_DECIDE: Final[dict[type, Any]] = {
    AddThing: _add,
    ChangeThing: _change,
    RetireThing: _retire,
    ReportDamage: _damage,
    ReportRepair: _repair,
    **loan_rules.DECIDE,
    **turning.DECIDE,
    **circle_rules.DECIDE,
}

RULES: Final = Decider(Thing(), decide, evolve)
