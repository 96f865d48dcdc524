"""What people see of allocations that recur: the list, one rule with what can be done, and what is said of them."""

from collections.abc import Iterator, Sequence

from governance_core.budgets.cards import Names, amount
from governance_core.budgets.model import Books
from governance_core.budgets.recurring_messages import PeriodCame, PeriodForgone, RecurringEnded, RecurringSet
from governance_core.budgets.recurring_model import APART, MONTHLY, RETURN, Recurring, month_words
from governance_core.cards.card import (
    Block,
    Button,
    Buttons,
    Card,
    Entry,
    Facts,
    Heading,
    Listing,
    Note,
    Paragraph,
    Press,
)
from governance_core.cards.plain import one_line
from governance_core.cards.text import Mention, Text, When, listed, text
from governance_core.circles.model import Circle, Circles
from governance_core.feature import Home, Notice
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.money import Unit, amount_said

REASON_LIMIT = 120
LAST_DAY = 28
"""From the day after this one on, some months are too short."""


def often(rule: Recurring) -> str:
    """`every month`, and by quarters `every three months`."""
    return "every month" if rule.every == MONTHLY else "every three months"


def day_words(rule: Recurring) -> str:
    """`on day 31 or the last`: when in the month."""
    return f"on day {rule.day}" + (" or the last" if rule.day > LAST_DAY else "")


def _open(rule: Recurring, label: str = "Open") -> Button:
    return Button(label, Press(rule.circle, 0, "recurring-rule", str(rule.number)))


def list_card(title: str, rules: Sequence[Recurring], circles: Circles, circle: Circle | None) -> Card:
    """One line a rule."""
    entries = tuple(Entry(_line(rule, circles), rule.circle, _open(rule)) for rule in rules)
    empty = "Nothing recurs. /budget allocate with every:monthly or every:quarterly begins."
    zone = circles.zone_of(circle.id) if circle else circles.organisation.zone
    blocks: list[Block] = [Heading((title,)), Listing(entries, empty=empty)]
    back = (Buttons((Button("Balance", Press(circle.id, 0, "balance")),)),) if circle else ()
    return Card("recurring", (*blocks, *back), (f"{title}: {len(rules)}.",), zone=zone, private=True)


def _line(rule: Recurring, circles: Circles) -> Text:
    waits = f"; waits: {', '.join(month_words(one.period) for one in rule.owed)}" if rule.owed else ""
    name = circles.circles[rule.circle].name
    said = text(f"{rule.number} · {name} gets ", amount(rule.minor, rule.of), f" {often(rule)}, next ")
    return text(said, When(rule.due, "date"), waits)


def in_short(rule: Recurring) -> Text:
    """What recurs, in a line of a balance."""
    waits = f"; {len(rule.owed)} could not be made yet" if rule.owed else ""
    return text(amount(rule.minor, rule.of), f" {often(rule)}, next ", When(rule.due, "date"), f"{waits}.")


def rule_card(rule: Recurring, circle: Circle, names: Names) -> Card:
    """One rule whole."""
    said = text(f"{circle.name} gets ", amount(rule.minor, rule.of), f" {often(rule)}.")
    blocks: list[Block] = [
        Heading((f"Rule {rule.number}",)),
        Paragraph(said),
        Facts(tuple(_facts(rule, circle, names))),
    ]
    blocks += [Note(_waits(rule, names))] if rule.owed else []
    zone = names.circles.zone_of(circle.id)
    return Card(circle.id, (*blocks, Buttons(tuple(_buttons(rule, circle)))), said, zone=zone, private=True)


def _facts(rule: Recurring, circle: Circle, names: Names) -> Iterator[tuple[str, Text]]:
    yield "Out of", (names.of(circle.parent or ""),)
    yield "When", (day_words(rule),)
    yield "Next", text(When(rule.due, "date"), f", for {month_words(rule.period)}")
    left = "goes back at the end of the period" if rule.leftover == RETURN else "stays in the envelope"
    yield "What is left", (left,)
    if rule.by:
        yield "Set by", (Mention(rule.by),)


def _waits(rule: Recurring, names: Names) -> Text:
    waits = [text(amount(one.minor, rule.of), f" for {month_words(one.period)}") for one in rule.owed]
    source = names.of(rule.owed[0].source)
    return text("Waits: ", listed(waits), f". There was too little in {source}; it is made as soon as there is enough.")


def _buttons(rule: Recurring, circle: Circle) -> Iterator[Button]:
    if rule.owed:
        yield from _of_owed(rule.number, circle.id, rule.owed[0].period)
    yield Button("Change", Press(circle.id, 0, "change-recurring", str(rule.number)))
    said = f"{amount_said(rule.minor, rule.of)} {often(rule)}"
    lost = " What waits is given up." if rule.owed else ""
    sure = f"Stop allocating {said} to {one_line(circle.name, 40)}?{lost}"
    yield Button("Stop", Press(circle.id, 0, "stop-recurring", str(rule.number)), sure)
    yield Button("All that recurs", Press(circle.id, 0, "recurring"))


def _of_owed(number: int, circle: CircleId, period: str) -> tuple[Button, Button]:
    which = f"{number}{APART}{period}"
    now = Button("Try now", Press(circle, 0, "try-owed", which))
    forgo = Press(circle, 0, "forgo-owed", which)
    return now, Button("Give it up", forgo, f"Give up what rule {number} is for {month_words(period)}?")


def notices(event: object) -> tuple[Notice, ...]:
    """Both circles hear of a rule and its end; who keeps the purse above, of what could not be made, and of an end."""
    match event:
        case RecurringSet() | PeriodForgone():
            return _to_circles(event.told_in)
        case PeriodCame() | RecurringEnded():
            return (*_to_circles(event.told_in), *(Notice(one, "whisper") for one in event.of))
        case _:
            return ()


def _to_circles(circles: Sequence[CircleId]) -> tuple[Notice, ...]:
    return tuple(Notice(Home(circle), "announce") for circle in circles)


def telling(event: object, state: Books, circles: Circles, viewer: PersonId | None) -> Card | None:
    """What they hear; None where it is of no rule, or the rule is not there any more."""
    match event:
        case RecurringSet():
            return _told(event.circle, _set_words(event, circles), circles, (_shown(event.circle, event.number),))
        case PeriodCame():
            buttons = _of_owed(event.number, event.circle, event.period) if viewer in event.of else ()
            return _told(event.circle, _lacking(event, state, circles), circles, buttons)
        case PeriodForgone():
            said = text(Mention(event.by), f" gave up what rule {event.number} is for {month_words(event.period)}.")
            return _told(event.circle, said, circles, (_shown(event.circle, event.number),))
        case RecurringEnded():
            return _told(event.circle, _end_words(event, circles), circles, ())
        case _:
            return None


def _shown(circle: CircleId, number: int) -> Button:
    return Button("Open", Press(circle, 0, "recurring-rule", str(number)))


def _told(circle: CircleId, said: Text, circles: Circles, buttons: tuple[Button, ...]) -> Card:
    blocks = (Paragraph(said), *((Buttons(buttons),) if buttons else ()))
    return Card("books", blocks, said, zone=circles.zone_of(circle), quiet=True)


def _set_words(event: RecurringSet, circles: Circles) -> Text:
    rule, name = _as_rule(event), circles.circles[event.circle].name
    left = "What is left goes back at the end." if event.leftover == RETURN else "What is left stays."
    why = f" For: {one_line(event.reason, REASON_LIMIT)}" if event.reason else ""
    said = text(Mention(event.by), f" set rule {event.number}: {name} gets ", amount(event.minor, rule.of))
    return text(said, f" {often(rule)} {day_words(rule)}, from ", When(event.due, "date"), f" on. {left}{why}")


def _as_rule(event: RecurringSet) -> Recurring:
    of = (event.number, event.circle, event.minor, event.unit, event.exponent, event.every, event.day, event.leftover)
    return Recurring(*of, event.period, event.due)


def _lacking(event: PeriodCame, state: Books, circles: Circles) -> Text:
    rule = state.recurring.get(str(event.number))
    unit = rule.of if rule else Unit("", 0)
    name, source = circles.circles[event.circle].name, circles.circles[CircleId(event.source)]
    available = state.envelope(source.id, unit).available
    return text(
        f"{name} was to get ", amount(event.owed, unit), f" for {month_words(event.period)} (rule {event.number}), ",
        f"and {source.name} has ", amount(available, unit), " available, so nothing was moved. ",
        "It is made by itself as soon as there is enough.",
    )  # fmt: skip


_WHY_ENDED = {
    "closed": "the circle is closed",
    "moved": "the circle belongs to another one now, whose purse it was not set up by",
    "unit": "its unit is none any more",
}


def _end_words(event: RecurringEnded, circles: Circles) -> Text:
    name = circles.circles[event.circle].name
    if event.by:
        return text(Mention(event.by), f" stopped rule {event.number}: {name} gets no more by it.")
    return (f"Rule {event.number} ended, as {_WHY_ENDED[event.why]}: {name} gets no more by it.",)


def receipt(event: object, state: Books, circles: Circles | None) -> Text | None:
    """What the one who pressed is told of a rule; None where the event is of none."""
    match event:
        case RecurringSet():
            rule = _as_rule(event)
            said = text(f"Rule {event.number} is set: ", amount(event.minor, rule.of), f" {often(rule)}, next ")
            due = state.recurring[str(event.number)].due if str(event.number) in state.recurring else event.due
            return text(said, When(due, "date"), ".")
        case PeriodForgone():
            return (f"Recorded: what rule {event.number} is for {month_words(event.period)} is given up.",)
        case RecurringEnded():
            return (f"Recorded: rule {event.number} is stopped. What was allocated stays.",)
        case _:
            return None


def owed_entry(rule: Recurring, circle: Circle) -> Entry:
    """A line of the inbox of whoever keeps the purse above."""
    owed = rule.owed[0]
    words = text(f"{circle.name} · ", amount(owed.minor, rule.of), f" for {month_words(owed.period)} could not be made")
    return Entry(words, circle.id, _open(rule, "Look at it"), since=owed.since)
