"""`/budget waiting`: everything of money that waits for somebody, whichever feature asks it, group by group.

What is looked through is what is open where the person has a say: at most so many of each kind, however much there is.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from governance_core.application.inbox import NEWER, place, said
from governance_core.budgets import feature as books
from governance_core.budgets import request_waiting
from governance_core.budgets.parts_waiting import to_pay, waiting_after
from governance_core.budgets.reading import ReadsRequests, RequestRow
from governance_core.budgets.request_model import Request, Route, Standing
from governance_core.budgets.request_route import counted
from governance_core.budgets.statement_messages import RequestsForMe
from governance_core.budgets.waiting_cards import announced_entry, approve_entry, round_entry
from governance_core.cards.card import Block, Button, Buttons, Card, Entry, Heading, Listing, Paragraph, Press
from governance_core.circles.model import CIRCLES, Circles
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.people.model import PEOPLE, People
from governance_core.ports import Reader
from governance_core.proposals.model import Proposal
from governance_core.proposals.reading import ReadsProposals

MOST = 50
PAGE = 10
GROUPS = (
    "To approve",
    "To answer, as one of the circle",
    "To pay",
    "Reports and receipts",
    "Asked of the purse you keep",
    "Announced: approved unless somebody escalates it",
)
_SOFT = len(GROUPS) - 1
"""What goes on without anybody; it is not counted among what waits."""
_NOTHING = "No money waits for you: nothing to approve, answer, pay, hand in or prove."
Placed = tuple[str, Entry]
"""An entry with its place among all of them, which a page ends with."""


def money_for_me(query: RequestsForMe, by: Actor, reader: Reader) -> Card:
    """A line each with what can be done, the oldest of each group first, by the page."""
    found = sorted(_placed(by.person, reader), key=lambda one: one[0]) if by.person else []
    count = sum(not one.startswith(str(_SOFT)) for one, _ in found)
    rest = [one for one in found if one[0] > query.page]
    status = f"{count} {'waits' if count == 1 else 'wait'} for you" if count else "nothing waits for you"
    blocks: list[Block] = [Heading(("Money that waits for you",), status), *_listed(rest[:PAGE])]
    if not found:
        blocks.append(Paragraph((_NOTHING,)))
    if rest[PAGE:]:
        last = Press("requests", 0, "requests-for-me", rest[PAGE - 1][0])
        blocks.append(Buttons((Button(f"{NEWER} ({len(rest) - PAGE})", last),)))
    return Card("requests", tuple(blocks), (f"Money: {status}.",), private=True)


def _listed(page: Sequence[Placed]) -> Iterator[Listing]:
    for group, entries in groupby(page, key=lambda one: int(one[0][0])):
        yield Listing(tuple(entry for _, entry in entries), title=GROUPS[group])


def _placed(person: PersonId, reader: Reader) -> Iterator[Placed]:
    circles: Circles = reader.state(CIRCLES)
    everybody: People = reader.state(PEOPLE)
    groups: tuple[Iterable[Entry], ...] = (
        _to_approve(person, circles, everybody, reader),
        _rounds(person, circles, reader),
        to_pay(person, reader),
        waiting_after(person, reader),
        books.waiting(person, reader),
        _announced(person, circles, reader),
    )
    for number, entries in enumerate(groups):
        yield from ((f"{number}{said(place(one, reader.now))}", one) for one in entries)


def _to_approve(person: PersonId, circles: Circles, everybody: People, reader: Reader) -> Iterator[Entry]:
    """What waits for an approval that they can give, and did not."""
    for row in request_waiting.to_approve(person, reader):
        state = counted(reader.state(row.id), circles, everybody)
        yield approve_entry(row.id, state, circles.circles[row.circle])


def _rounds(person: PersonId, circles: Circles, reader: Reader) -> Iterator[Entry]:
    """Requests, and reports on them, that a circle decides whose answer is missing."""
    for row in reader.half(ReadsProposals).awaiting(person)[:MOST]:
        state: Proposal = reader.state(row.id)
        request = reader.state(StreamId(state.item.key)) if state.item is not None else None
        if isinstance(request, Request) and circles.may_see(person, row.circle) and state.item is not None:
            yield round_entry(row.id, StreamId(state.item.key), request, circles.circles[row.circle], row.opened_at)


def _announced(person: PersonId, circles: Circles, reader: Reader) -> Iterator[Entry]:
    """What stands soon, and they could have looked at first."""
    wanted = [one.id for one in circles.alive() if circles.sits_in(person, one.id)]
    for row in _rows(wanted, Standing.ASKED, reader):
        state: Request = reader.state(row.id)
        if state.terms is not None and state.terms.route is Route.ANNOUNCE and state.requester != person:
            yield announced_entry(row.id, state, circles.circles[row.circle])


def _rows(wanted: Sequence[CircleId], standing: Standing, reader: Reader) -> Sequence[RequestRow]:
    return reader.half(ReadsRequests).listed_requests(wanted, (standing,), None, MOST) if wanted else ()
