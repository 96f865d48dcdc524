"""Which budget requests wait for somebody's approval."""

from collections.abc import Sequence

from governance_core.budgets.parts_waiting import in_line_of
from governance_core.budgets.reading import ReadsRequests, RequestRow
from governance_core.budgets.request_lists import entries_of
from governance_core.budgets.request_model import Request, Standing
from governance_core.budgets.request_route import approvers, counted
from governance_core.cards.card import Entry
from governance_core.circles.model import CIRCLES, Circles
from governance_core.kernel.ids import PersonId
from governance_core.people.model import PEOPLE, People
from governance_core.ports import Reader


def waiting(person: PersonId, reader: Reader) -> Sequence[Entry]:
    """Requests that the person can approve and has not approved yet."""
    return entries_of(to_approve(person, reader), reader)


def to_approve(person: PersonId, reader: Reader) -> Sequence[RequestRow]:
    """The same as rows."""
    circles: Circles = reader.state(CIRCLES)
    wanted = in_line_of(person, circles)
    rows = reader.half(ReadsRequests).listed_requests(wanted, (Standing.ASKED,), None, 100) if wanted else ()
    return [row for row in rows if _awaits(person, row, circles, reader)]


def _awaits(person: PersonId, row: RequestRow, circles: Circles, reader: Reader) -> bool:
    state: Request = reader.state(row.id)
    everybody: People = reader.state(PEOPLE)
    return person not in counted(state, circles, everybody).approvals and person in approvers(state, circles, everybody)
