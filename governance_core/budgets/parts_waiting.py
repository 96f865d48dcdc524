"""What waits for somebody after a request was approved: payments, reports to accept or write, receipts to add."""

from collections.abc import Iterator

from governance_core.budgets import receipts_cards
from governance_core.budgets.parts_cards import handing_in_entry, report_entry
from governance_core.budgets.parts_rules import waiting_parts, waiting_reports
from governance_core.budgets.paying_route import payers
from governance_core.budgets.purse import purse_keepers
from governance_core.budgets.reading import ReadsParts, ReadsRequests
from governance_core.budgets.receipts_messages import MissingReceipts
from governance_core.budgets.receipts_rules import misses_receipt
from governance_core.budgets.request_model import Request, Standing
from governance_core.budgets.request_route import judges
from governance_core.budgets.waiting_cards import to_pay_entry
from governance_core.cards.card import Card, Entry
from governance_core.circles.model import CIRCLES, Circle, Circles
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.people.model import PEOPLE
from governance_core.ports import Reader

MOST = 100


def waiting_after(person: PersonId, reader: Reader) -> Iterator[Entry]:
    """What the person can decide or has to bring, one entry each."""
    circles: Circles = reader.state(CIRCLES)
    everywhere, in_line = list(circles.circles), in_line_of(person, circles)
    for stream in reader.half(ReadsParts).reports_waiting(in_line) if in_line else ():
        state: Request = reader.state(stream)
        if person in judges(state, circles, reader.state(PEOPLE)):
            yield from _undecided(stream, state, person, circles)
    for row in reader.half(ReadsRequests).listed_requests(everywhere, (Standing.APPROVED,), person, MOST):
        yield from _to_hand_in(row.id, reader.state(row.id), circles)
    for stream in reader.half(ReadsParts).without_receipt(everywhere, person):
        state = reader.state(stream)
        if misses_receipt(state):
            yield receipts_cards.missing_entry(stream, state, circles.circles[state.circle])


def to_pay(person: PersonId, reader: Reader) -> Iterator[Entry]:
    """What is approved, and released, and theirs to record."""
    circles: Circles = reader.state(CIRCLES)
    wanted = [one.id for one in circles.alive() if _may_pay(person, one, circles)]
    rows = reader.half(ReadsRequests).listed_requests(wanted, (Standing.APPROVED,), None, MOST) if wanted else ()
    for row in rows:
        state: Request = reader.state(row.id)
        if state.payable and person in payers(state, circles, reader.state(PEOPLE)):
            yield to_pay_entry(row.id, state, circles.circles[row.circle])


def _may_pay(person: PersonId, circle: Circle, circles: Circles) -> bool:
    """Whether they keep a purse in its line, or sit in it and may be the last who can."""
    line = circles.ancestry(circle.id)
    return any(person in purse_keepers(one) for one in line) or circles.sits_in(person, circle.id)


def in_line_of(person: PersonId, circles: Circles) -> list[CircleId]:
    """The circles in which, or above which, the person holds a role: what waits there may be theirs to decide."""
    held = {one.id for one in circles.alive() if person in one.roles.values()}
    return [one.id for one in circles.alive() if any(above.id in held for above in circles.ancestry(one.id))]


def _undecided(stream: StreamId, state: Request, person: PersonId, circles: Circles) -> Iterator[Entry]:
    for number in waiting_reports(state):
        if person not in state.reports[number - 1].accepted_by:
            yield report_entry(stream, number, state, circles.circles[state.circle])


def _to_hand_in(stream: StreamId, state: Request, circles: Circles) -> Iterator[Entry]:
    """The first part that waits for a report, once all that was released before is paid and no report is out."""
    parts = waiting_parts(state)
    if parts and state.paid and not state.payable and not waiting_reports(state):
        yield handing_in_entry(stream, parts[0], state, circles.circles[state.circle])


def missing_receipts(query: MissingReceipts, by: Actor, reader: Reader) -> Card:
    """What is paid and needs a receipt that is not there, of one circle or of all that can be seen."""
    circles: Circles = reader.state(CIRCLES)
    wanted: list[CircleId] = [one.id for one in circles.visible(by.person) if query.circle in (None, one.id)]
    found = [(stream, reader.state(stream)) for stream in reader.half(ReadsParts).without_receipt(wanted)]
    where = f" of {circles.circles[query.circle].name}" if query.circle and query.circle in wanted else ""
    entries = (
        receipts_cards.missing_entry(stream, state, circles.circles[state.circle])
        for stream, state in found
        if misses_receipt(state)
    )
    return receipts_cards.missing_card(where, entries)
