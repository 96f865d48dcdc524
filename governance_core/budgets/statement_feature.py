"""The face of reading the books: balances, and the ledger page by page."""

from collections.abc import Mapping, Sequence

from governance_core.budgets import statement_cards as cards
from governance_core.budgets.burn import USUAL, burn
from governance_core.budgets.cards import Names
from governance_core.budgets.export_query import export
from governance_core.budgets.model import BOOKS, Books, Envelope
from governance_core.budgets.purse import purse_keepers
from governance_core.budgets.recurring_feature import standing
from governance_core.budgets.statement_messages import (
    ExportLedger,
    MoreLedger,
    ShowBalance,
    ShowBurn,
    ShowLedger,
)
from governance_core.budgets.statement_model import ReadsStatements, Span
from governance_core.budgets.statement_reading import known_circle, meant
from governance_core.cards.card import Button, Card, Note, Picture, Press
from governance_core.cards.plain import OLDER
from governance_core.cards.wire import encode
from governance_core.circles.model import CIRCLES, Circle, Circles
from governance_core.feature import Feature
from governance_core.kernel.decider import Decider
from governance_core.kernel.errors import Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId
from governance_core.kernel.money import Unit
from governance_core.kernel.periods import Period
from governance_core.ports import Reader

PAGE = 15
MOST_PICTURES = 3
_APART = ";"


def balance(query: ShowBalance, by: Actor, reader: Reader) -> Card:
    """The envelopes of one circle and those below it, or a line for each that can be seen."""
    circles: Circles = reader.state(CIRCLES)
    state: Books = reader.state(BOOKS)
    tree = _tree(circles, by.person)
    if query.circle is None:
        seen = circles.visible(by.person)
        roots = [one for one in seen if one.parent not in {other.id for other in seen}]
        return cards.balances_card([found for root in roots for found in cards.branches_of(root, tree, state)])
    circle = known_circle(query.circle, circles)
    pictures = _pictures(circle, meant(USUAL, circles.zone_of(circle.id), reader.now), reader)
    branches, keeps = list(cards.branches_of(circle, tree, state)), by.person in purse_keepers(circle)
    return cards.balance_card(branches, circles.zone_of(circle.id), pictures, standing(circle, state), keeps)


def picture(query: ShowBurn, by: Actor, reader: Reader) -> Card:
    """How the envelopes of a circle were used over a period: this year where none was named. Raises Invalid."""
    circles: Circles = reader.state(CIRCLES)
    circle = known_circle(query.circle, circles)
    typed = (query.period or "").strip() or USUAL
    within = meant(typed, circles.zone_of(circle.id), reader.now)
    return cards.burn_card(circle, typed, _pictures(circle, within, reader, asked=True))


def _pictures(circle: Circle, within: Period, reader: Reader, asked: bool = False) -> Sequence[Picture]:
    """One of each unit in which something was asked for or spent."""
    circles: Circles = reader.state(CIRCLES)
    half, zone = reader.half(ReadsStatements), circles.zone_of(circle.id)
    units = [one.unit for one in _books(reader).envelopes(circle.id)][:MOST_PICTURES]
    drawn = (burn(half, circle.id, unit, within, zone, reader.now, asked) for unit in units)
    return [one for one in drawn if one is not None]


def _tree(circles: Circles, person: PersonId | None) -> Mapping[str, Sequence[Circle]]:
    """The circles somebody may know of, by the one above."""
    tree: dict[str, list[Circle]] = {}
    for one in circles.visible(person):
        tree.setdefault(one.parent or "", []).append(one)
    return tree


def ledger(query: ShowLedger, by: Actor, reader: Reader) -> Card:
    """The newest entries of one circle, or of a period. Raises Invalid."""
    return _page(query.circle, (query.period or "").strip(), None, by, reader)


def more(query: MoreLedger, by: Actor, reader: Reader) -> Card:
    """The page a button asked for. Raises Unknown for one from a format that is no more."""
    number, apart, typed = query.page.partition(_APART)
    if not (apart and number.isascii() and number.isdigit()):
        raise Unknown(what="such page any more", hint=" Open the ledger again.")
    return _page(query.circle, typed, int(number), by, reader)


def _page(wanted: CircleId, typed: str, before: int | None, by: Actor, reader: Reader) -> Card:
    circles: Circles = reader.state(CIRCLES)
    circle, half = known_circle(wanted, circles), reader.half(ReadsStatements)
    zone = circles.zone_of(circle.id)
    within = meant(typed, zone, reader.now)
    units = [one.unit for one in _books(reader).envelopes(circle.id)]
    codes = [one.code for one in units]
    found = half.lines(circle.id, codes, within.since, within.until, before, PAGE + 1)
    shown = found[:PAGE]
    spans = [span(half, circle.id, unit, within) for unit in units] if typed and before is None else []
    older = _older(circle, shown[-1].entry.number, typed) if len(found) > PAGE else None
    stretch, keeps = cards.Stretch(typed, within, zone), by.person in purse_keepers(circle)
    return cards.ledger_card(circle, stretch, spans, shown, Names(circles, by.person), older, keeps)


def _older(circle: Circle, last: int, typed: str) -> Button | Note:
    """The way to the next page; in words where a button has no room for the period."""
    press = Press(circle.id, 0, "ledger-more", f"{last}{_APART}{typed}")
    try:
        encode(press)
    except ValueError:
        return Note(("There are older ones. Ask for a shorter period to see them.",))
    return Button(OLDER, press)


def span(half: ReadsStatements, circle: CircleId, unit: Unit, within: Period) -> Span:
    """What an envelope held just before a period, and at its end."""
    begin = half.held_before(circle, unit.code, within.since).envelope(unit) if within.since else Envelope(unit)
    return Span(begin, half.held_before(circle, unit.code, within.until).envelope(unit))


def _books(reader: Reader) -> Books:
    state: Books = reader.state(BOOKS)
    return state


STATEMENTS: Feature[None, None] = Feature(
    name="statements",
    prefix="statements",
    single=True,
    decider=Decider(None, lambda *_: (), lambda state, _: state),
    commands=(),
    queries={
        ShowBalance: balance,
        ShowLedger: ledger,
        MoreLedger: more,
        ShowBurn: picture,
        ExportLedger: export,
    },
    target=lambda _: None,
    facts=lambda *_: None,
)
