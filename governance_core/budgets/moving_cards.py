"""What people see of transfers, corrections, exchange and closed books."""

from collections.abc import Sequence

from governance_core.budgets.cards import Names, amount
from governance_core.budgets.messages import AmountMoved
from governance_core.budgets.model import EXCHANGE, Books
from governance_core.budgets.moving_messages import PeriodClosed, TransferOffered, TransferRefused
from governance_core.budgets.moving_model import Offer
from governance_core.cards.card import Button, Buttons, Card, Entry, Paragraph, Press
from governance_core.cards.plain import one_line
from governance_core.cards.text import Mention, Text, listed, people, text
from governance_core.circles.model import Circles
from governance_core.feature import Home, Notice
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.money import Unit, amount_said

REASON_LIMIT = 120


def notices(event: object) -> tuple[Notice, ...]:
    """Who keeps the other purse hears of an offer, who made it of its end; circles of what is closed."""
    match event:
        case TransferOffered(of=of):
            return tuple(Notice(one, "whisper") for one in of)
        case TransferRefused(by=by, told=told):
            return (Notice(told, "whisper"),) if told != by else ()
        case PeriodClosed(told_in=circles):
            return tuple(Notice(Home(circle), "announce") for circle in circles)
        case _:
            return ()


def telling(event: object, circles: Circles, viewer: PersonId | None) -> Card | None:
    """What they hear; None where it is of nothing here."""
    names = Names(circles, viewer)
    match event:
        case TransferOffered():
            return _offered(event, names)
        case TransferRefused():
            said = text(Mention(event.by), f" refused transfer {event.number} to {names.of(event.to)}; nothing moved.")
            return _card(said, circles.zone_of(event.circle))
        case PeriodClosed():
            zone = circles.zone_of(CircleId(event.circle)) if event.circle else circles.organisation.zone
            return _card(text(Mention(event.by), f" closed {_closed_words(event, circles)}"), zone)
        case _:
            return None


def _card(said: Text, zone: str, buttons: tuple[Button, ...] = ()) -> Card:
    blocks = (Paragraph(said), *((Buttons(buttons),) if buttons else ()))
    return Card("books", blocks, said, zone=zone, private=bool(buttons), quiet=True)


def _offered(event: TransferOffered, names: Names) -> Card:
    why = f": {one_line(event.reason, REASON_LIMIT)}" if event.reason else "."
    unit = Unit(event.unit, event.exponent)
    said = text(Mention(event.by), " offers ", amount(event.minor, unit), f" from {names.of(event.circle)} to ")
    said = text(said, f"{names.of(event.to)}{why}")
    take = _take(event.to, event.number, amount_said(event.minor, unit))
    refuse = Button("Refuse it", Press(event.to, 0, "refuse-transfer", str(event.number)), "Refuse this transfer?")
    return _card(said, names.circles.zone_of(event.to), (take, refuse))


def _take(circle: CircleId, number: int, said: str) -> Button:
    return Button(f"Take {said}", Press(circle, 0, "take-transfer", str(number)))


def _closed_words(event: PeriodClosed, circles: Circles) -> str:
    whose = circles.circles[CircleId(event.circle)].name if event.circle else "all circles"
    rest = "Nothing of that time is entered any more; corrections are new entries."
    return f"the books of {whose} until {event.until}. {rest}"


def receipt(events: Sequence[object], state: Books, circles: Circles | None) -> Text | None:
    """What the one who pressed is told; None where it is of nothing here."""
    match events[0]:
        case TransferOffered() as offered:
            said = text(people(offered.of), " was asked to take ", amount(offered.minor, offer_unit(offered)))
            return text(said, f" (transfer {offered.number}). Nothing has moved yet.")
        case TransferRefused() as refused:
            return (f"Recorded: transfer {refused.number} is refused, and nothing moved.",)
        case PeriodClosed() as closed if circles:
            return (f"Recorded: you closed {_closed_words(closed, circles)}",)
        case AmountMoved(to_part=part) as given if part == EXCHANGE:
            return _exchanged(given, state, circles)
        case _:
            return None


def offer_unit(event: TransferOffered) -> Unit:
    """What an offer is an amount of."""
    return Unit(event.unit, event.exponent)


def _exchanged(given: AmountMoved, state: Books, circles: Circles | None) -> Text:
    circle = CircleId(given.from_circle)
    name = circles.circles[circle].name if circles else str(circle)
    left = [text(amount(one.available, one.unit)) for one in state.envelopes(circle)]
    return text(f"Recorded: {given.because}. {name} has available: ", listed(left), ".")


def offer_entry(offer: Offer, names: Names) -> Entry:
    """A line of the inbox of whoever keeps the purse an offer is for."""
    words = text(
        f"{names.of(offer.target)} · ", amount(offer.minor, offer.what), f" offered by {names.of(offer.source)}"
    )
    return Entry(words, offer.target, _take(offer.target, offer.number, amount_said(offer.minor, offer.what)), offer.at)
