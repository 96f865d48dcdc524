"""The face of allocations that recur: the list, one rule, and what waits for whoever keeps the purse above."""

from collections.abc import Sequence

from governance_core.budgets import recurring_cards as cards
from governance_core.budgets.cards import Names
from governance_core.budgets.closing import closed_until
from governance_core.budgets.model import BOOKS, Books
from governance_core.budgets.purse import purse_keepers
from governance_core.budgets.recurring_messages import ListRecurring, ShowRecurring
from governance_core.budgets.recurring_model import Recurring
from governance_core.cards.card import Card, Entry, Note
from governance_core.circles.model import CIRCLES, Circle, Circles
from governance_core.kernel.errors import Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId
from governance_core.ports import Reader

MOST_RULES = 5
"""How many of what recurs stand in a balance; the list has them all."""


def listed(query: ListRecurring, by: Actor, reader: Reader) -> Card:
    """The rules of one circle, or of all that can be seen. Raises Unknown."""
    circles: Circles = reader.state(CIRCLES)
    circle = _open(query.circle, by, circles) if query.circle else None
    seen = [one.id for one in circles.visible(by.person) if circle is None or one.id == circle.id]
    rules = [rule for rule in _rules(reader) if rule.circle in seen]
    return cards.list_card(f"What recurs in {circle.name}" if circle else "What recurs", rules, circles, circle)


def show(query: ShowRecurring, by: Actor, reader: Reader) -> Card:
    """One rule. Raises Unknown."""
    circles: Circles = reader.state(CIRCLES)
    circle = _open(query.circle, by, circles)
    wanted = query.rule.strip()
    found = next((rule for rule in _rules(reader) if (str(rule.number), rule.circle) == (wanted, circle.id)), None)
    if found is None:
        hint = f" /books recurring circle:{circle.handle} shows those there are."
        raise Unknown(field="rule", what=f"rule {wanted[:20]} of {circle.name}", hint=hint)
    return cards.rule_card(found, circle, Names(circles, by.person))


def waiting(person: PersonId, reader: Reader) -> Sequence[Entry]:
    """What could not be allocated out of the purses that the person keeps."""
    circles: Circles = reader.state(CIRCLES)
    owed = [(rule, circles.open(rule.circle)) for rule in _rules(reader) if rule.owed]
    there = [(rule, circle) for rule, circle in owed if circle and circles.may_see(person, circle.id)]
    return [cards.owed_entry(rule, one) for rule, one in there if person in _keepers(one, circles)]


def _keepers(circle: Circle, circles: Circles) -> tuple[PersonId, ...]:
    return purse_keepers(circles.circles[circle.parent] if circle.parent else circle)


def _rules(reader: Reader) -> Sequence[Recurring]:
    state: Books = reader.state(BOOKS)
    return list(state.recurring.values())


def _open(wanted: CircleId, by: Actor, circles: Circles) -> Circle:
    found = circles.open(wanted)
    if found is None or not circles.may_see(by.person, wanted):
        raise Unknown(field="circle", what=f"circle {wanted}", hint=" /circle list shows those you can see.")
    return found


def standing(circle: Circle, state: Books) -> list[Note]:
    """What recurs for a circle, and until when its books are closed, for whoever looks at its balance."""
    rules = [rule for rule in state.recurring.values() if rule.circle == circle.id]
    notes = [Note(cards.in_short(rule)) for rule in rules[:MOST_RULES]]
    until = closed_until(circle.id, state)
    closed = [Note((f"Closed until {until}: nothing of that time is entered any more.",))] if until else []
    return [*notes, *closed]
