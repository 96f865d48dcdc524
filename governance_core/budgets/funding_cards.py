"""What people see of a private circle's wish: its own members who asked, whoever keeps the purse above no name."""

from governance_core.budgets.cards import REASON_LIMIT, amount
from governance_core.budgets.funding import DECLINED
from governance_core.budgets.funding_messages import WishEnded
from governance_core.budgets.funding_model import Wish
from governance_core.budgets.messages import AllocationAsked, AmountMoved
from governance_core.budgets.model import Books
from governance_core.cards.card import Button, Buttons, Card, Entry, Note, Paragraph, Press
from governance_core.cards.plain import one_line
from governance_core.cards.text import Mention, Text, people, text
from governance_core.circles.model import Circles
from governance_core.feature import Home, Notice
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.money import Unit, amount_said

SHOWN = "You are shown the amount and what it is for, as that circle wrote it, and nothing else of it."


def notices(event: object) -> tuple[Notice, ...]:
    """The private circle hears what it shows outside, and how that ended; who keeps the purse, what it is asked for."""
    match event:
        case AllocationAsked(wish=number, circle=circle, of=of) if number:
            return (Notice(Home(circle), "announce"), *(Notice(one, "whisper") for one in of))
        case WishEnded(circle=circle):
            return (Notice(Home(circle), "announce"),)
        case _:
            return ()


def telling(event: object, state: Books, circles: Circles, viewer: PersonId | None) -> Card | None:
    """What they hear; to whoever keeps the purse nothing once it is over; None where it is of no wish."""
    match event:
        case AllocationAsked(wish=number) if number and viewer is None:
            return _asked_at_home(event, circles)
        case AllocationAsked(wish=number) if number:
            wish = state.wishes.get(str(number))
            return _asked_above(wish, circles) if wish else None
        case WishEnded():
            return _card(_end_words(event, circles), circles.zone_of(event.circle))
        case _:
            return None


def is_wish(event: object) -> bool:
    """Whether it is told here and nowhere else."""
    return isinstance(event, WishEnded) or (isinstance(event, AllocationAsked) and bool(event.wish))


def _card(said: Text, zone: str, *buttons: Button, note: str = "") -> Card:
    rest = (*((Buttons(buttons),) if buttons else ()), *((Note((note,)),) if note else ()))
    return Card("books", (Paragraph(said), *rest), said, zone=zone, quiet=True)


def _asked_at_home(event: AllocationAsked, circles: Circles) -> Card:
    what = amount(event.minor, Unit(event.unit, event.exponent))
    said = text(Mention(event.by), f" asked {circles.circles[event.above].name} for ", what, _why(event.reason))
    note = f"Wish {event.wish}. {_names(event, circles)} is shown the amount and what it is for, without any name."
    back = Button("Take it back", Press(event.circle, 0, "unask", str(event.wish)))
    return _card(said, circles.zone_of(event.circle), back, note=note)


def _names(event: AllocationAsked, circles: Circles) -> str:
    return f"Whoever keeps the purse of {circles.circles[event.above].name}"


def _asked_above(wish: Wish, circles: Circles) -> Card:
    above = circles.circles[wish.above]
    said = text(f"A private circle of {above.name} asks you for ", amount(wish.minor, wish.of), _why(wish.reason))
    balance = Button("Balance", Press(above.id, 0, "balance"))
    return _card(said, circles.zone_of(above.id), *answers(wish), balance, note=f"Wish {wish.number}. {SHOWN}")


def answers(wish: Wish) -> tuple[Button, Button]:
    """The two buttons of whoever keeps the purse."""
    said, number = amount_said(wish.minor, wish.of), str(wish.number)
    sure = f"Allocate {said} to the private circle of wish {wish.number}?"
    grant = Button(f"Allocate {said}", Press(wish.above, 0, "fund-wish", number), sure)
    return grant, Button("Decline", Press(wish.above, 0, "decline-wish", number))


def _why(reason: str) -> str:
    return f": {one_line(reason, REASON_LIMIT)}" if reason else "."


def _end_words(event: WishEnded, circles: Circles) -> Text:
    if event.how == DECLINED:
        above = circles.circles[event.above].name
        return text(Mention(event.by), f" declined wish {event.number} for {above}{_why(event.reason)}")
    return text(Mention(event.by), f" took wish {event.number} back. Nothing moved.")


def receipt(event: object, state: Books, circles: Circles | None) -> Text | None:
    """What the one who pressed is told; of the private circle nothing that they may not know."""
    match event:
        case AllocationAsked(wish=number) as asked if number:
            what = amount(asked.minor, Unit(asked.unit, asked.exponent))
            said = text(people(asked.of), " heard that a private circle asks for ", what)
            return text(said, f", without any name (wish {number}){_why(asked.reason)}")
        case WishEnded(number=number):
            return (f"Recorded: wish {number} is {event.how}, and nothing moved.",)
        case AmountMoved(wish=number) as moved if number:
            return _granted(moved, state, circles)
        case _:
            return None


def _granted(moved: AmountMoved, state: Books, circles: Circles | None) -> Text:
    unit, above = Unit(moved.unit, moved.exponent), CircleId(moved.from_circle)
    name = circles.circles[above].name if circles else str(above)
    left = amount(state.envelope(above, unit).available, unit)
    said = text("Recorded: ", amount(moved.minor, unit), f" allocated to the private circle of wish {moved.wish}. ")
    return text(said, f"{name} has ", left, " available.")


def entry(wish: Wish, circles: Circles) -> Entry:
    """A line of the inbox of whoever keeps the purse."""
    why = f": {one_line(wish.reason, 60)}" if wish.reason else ""
    words = text(f"Wish {wish.number} · a private circle of {circles.circles[wish.above].name} asks for ")
    kept = text(words, amount(wish.minor, wish.of))
    return Entry(text(kept, why), wish.above, answers(wish)[0], since=wish.at, recorded=kept)
