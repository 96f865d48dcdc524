"""What lies ahead of requests for money: until when they are decided, when they are needed, and when a part is due."""

from collections.abc import Iterator, Sequence
from typing import Final

from governance_core.budgets.parts_rules import dated_parts
from governance_core.budgets.paying_route import payers
from governance_core.budgets.reading import ReadsRequests
from governance_core.budgets.request_model import Request, Route, Standing
from governance_core.budgets.request_route import approvers
from governance_core.cards.plain import money_words, one_line
from governance_core.cards.text import Money
from governance_core.circles.model import CIRCLES, Circles
from governance_core.dated import MOST, Ahead, Dated
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.kernel.time import local_date
from governance_core.people.model import PEOPLE, People
from governance_core.ports import Reader

_WANTED: Final = (Standing.ASKED, Standing.APPROVED)
_FEWER: Final = MOST // 5
"""Of somebody: each is looked at, whether it is theirs."""


def dates(ahead: Ahead, reader: Reader) -> Sequence[Dated]:
    """The requests of a circle; of somebody their own, and those they can approve or pay."""
    circles: Circles = reader.state(CIRCLES)
    found = _of_circles(ahead, reader) if ahead.person is None else _of_person(ahead, ahead.person, circles, reader)
    requests = ((stream, reader.state(stream)) for stream in found)
    return [one for stream, state in requests for one in _of(stream, state, circles.zone_of(state.circle))]


def _of_circles(ahead: Ahead, reader: Reader) -> Sequence[StreamId]:
    rows = reader.half(ReadsRequests).listed_requests(ahead.circles, _WANTED, None, MOST) if ahead.circles else ()
    return [row.id for row in rows]


def _of_person(ahead: Ahead, person: PersonId, circles: Circles, reader: Reader) -> Sequence[StreamId]:
    held = {one.id for one in circles.alive() if person in one.roles.values()}
    below = [one.id for one in circles.alive() if any(above.id in held for above in circles.ancestry(one.id))]
    wanted = tuple(dict.fromkeys((*ahead.circles, *below)))
    rows = reader.half(ReadsRequests).listed_requests(wanted, _WANTED, None, _FEWER) if wanted else ()
    return [row.id for row in rows if person == row.requester or _decides(person, row.id, circles, reader)]


def _decides(person: PersonId, stream: StreamId, circles: Circles, reader: Reader) -> bool:
    state: Request = reader.state(stream)
    everybody: People = reader.state(PEOPLE)
    who = approvers(state, circles, everybody) if state.is_open else payers(state, circles, everybody)
    return person in who


def _of(stream: StreamId, state: Request, zone: str) -> Iterator[Dated]:
    content, terms = state.content, state.terms
    circle, title = state.circle, f"{money_words(Money(content.minor, content.unit, content.exponent))} for "
    title += one_line(content.purpose, 80)
    if state.is_open and terms is not None and terms.route is Route.ANNOUNCE and terms.until:
        yield Dated(stream, "deadline", circle, "Approved unless escalated", title, terms.until, tentative=True)
    elif state.is_open and terms is not None and terms.route is Route.ROLES:
        yield Dated(stream, "deadline", circle, "Lapses unless approved", title, terms.lapses_at, tentative=True)
    if content.needed_by is not None:
        yield Dated(stream, "needed", circle, "Money needed", title, local_date(content.needed_by, zone))
    for number, on in dated_parts(state):
        yield Dated(stream, f"part-{number}", circle, f"Part {number} can be paid", title, local_date(on, zone))
