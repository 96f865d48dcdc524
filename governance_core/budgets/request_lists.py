"""Lists of requests for money: by circle, by how they stand and one's own, page by page."""

from collections.abc import Sequence

from governance_core.budgets import request_cards as cards
from governance_core.budgets.reading import ReadsRequests, RequestRow
from governance_core.budgets.request_messages import ListRequests, MoreRequests, MyRequests
from governance_core.budgets.request_model import Standing
from governance_core.cards.card import Button, Card, Entry, Press
from governance_core.cards.form import Option
from governance_core.cards.plain import OLDER, one_line
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Feature
from governance_core.kernel.decider import Decider
from governance_core.kernel.errors import Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId
from governance_core.ports import Reader

PAGE = 20
_APART, _MINE = ";", "mine"
_STANDINGS = tuple(str(one) for one in Standing if one is not Standing.NOTHING)


def listed(query: ListRequests, by: Actor, reader: Reader) -> Card:
    """The newest requests of one circle or of all that can be seen. Raises Unknown for a state there is not."""
    return _listed(query.circle, _state(query.state), None, by, reader)


def mine(query: MyRequests, by: Actor, reader: Reader) -> Card:
    """The viewer's own."""
    return _own(None, by, reader)


def more(query: MoreRequests, by: Actor, reader: Reader) -> Card:
    """The page a button asked for. Raises Unknown for one from a format that is no more."""
    number, state, circle = (*query.page.split(_APART), "", "")[:3]
    if not (number.isascii() and number.isdigit()) or state not in ("", _MINE, *_STANDINGS):
        raise Unknown(what="such page any more", hint=" Open the list again.")
    if state == _MINE:
        return _own(int(number), by, reader)
    circles: Circles = reader.state(CIRCLES)
    if circle and circles.circles.get(CircleId(circle)) not in circles.known_to(by.person):
        raise Unknown(
            field="circle", what=f"circle {one_line(circle, 60)}", hint=" /circle list shows those you can see."
        )
    return _listed(CircleId(circle) or None, state, int(number), by, reader)


def _listed(circle: CircleId | None, state: str, before: int | None, by: Actor, reader: Reader) -> Card:
    circles: Circles = reader.state(CIRCLES)
    wanted = [circle] if circle else [one.id for one in circles.visible(by.person)]
    title = f"Requests of {circles.circles[circle].name}" if circle else "Budget requests"
    title += f", {state}" if state else ""
    rows = reader.half(ReadsRequests).listed_requests(wanted, [state] if state else (), None, PAGE + 1, before)
    return _page(title, rows, f"{state}{_APART}{circle or ''}", reader)


def _own(before: int | None, by: Actor, reader: Reader) -> Card:
    circles: Circles = reader.state(CIRCLES)
    everywhere = list(circles.circles) if by.person else []
    rows = reader.half(ReadsRequests).listed_requests(everywhere, (), by.person, PAGE + 1, before)
    return _page("Your budget requests", rows, _MINE, reader)


def _page(title: str, rows: Sequence[RequestRow], which: str, reader: Reader) -> Card:
    shown = rows[:PAGE]
    older = None
    if len(rows) > PAGE:
        last = shown[-1].id.rpartition("-")[2]
        older = Button(OLDER, Press("requests", 0, "requests-more", f"{last}{_APART}{which}"))
    return cards.list_card(title, entries_of(shown, reader), "None. /budget request asks for money.", older)


def entries_of(rows: Sequence[RequestRow], reader: Reader) -> list[Entry]:
    """A line each."""
    circles: Circles = reader.state(CIRCLES)
    return [cards.entry(row, circles.circles[row.circle]) for row in rows]


def _state(typed: str | None) -> str:
    wanted = (typed or "").strip().casefold()
    if wanted and wanted not in _STANDINGS:
        raise Unknown(field="state", what=f"state {one_line(wanted, 60)}", hint=f" There are: {', '.join(_STANDINGS)}.")
    return wanted


def state_choices(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
    """How a request may stand."""
    return [Option(one, one) for one in _STANDINGS if typed.strip().casefold() in one]


REQUEST_LISTS: Feature[None, None] = Feature(
    name="lists of requests",
    prefix="requests",
    single=True,
    decider=Decider(None, lambda *_: (), lambda state, _: state),
    commands=(),
    queries={ListRequests: listed, MyRequests: mine, MoreRequests: more},
    target=lambda _: None,
    facts=lambda *_: None,
    choices={"request state": state_choices},
)
