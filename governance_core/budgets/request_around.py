"""What a request's card is drawn from besides the request: who can do what about it now, and who is there no more."""

from dataclasses import dataclass

from governance_core.budgets.paying_route import Payers, who_pays
from governance_core.budgets.request_model import Request
from governance_core.budgets.request_route import approvers, counted, heirs, requester_left, seat_lost
from governance_core.circles.model import Circles
from governance_core.kernel.ids import PersonId
from governance_core.people.model import People


@dataclass(frozen=True, slots=True)
class Around:
    """Who is `able` to approve it and who records payments.

    The approvals of those who `lost` what they gave them by count no more. `left` says that who asked did,
    `payee_left` whoever is to be paid; the `heirs` can take it back where who asked only has no seat there any more.
    """

    able: tuple[PersonId, ...]
    paying: Payers
    lost: tuple[PersonId, ...]
    left: bool
    payee_left: bool
    heirs: tuple[PersonId, ...]


def around(state: Request, circles: Circles, everybody: People) -> Around:
    """As things are now."""
    counts, payee = counted(state, circles, everybody), state.content.payee_person
    lost = [one for one in state.approvals if state.is_open and everybody.now(one) not in counts.approvals]
    return Around(
        able=approvers(state, circles, everybody),
        paying=who_pays(state, circles, everybody),
        lost=tuple(lost),
        left=requester_left(state, everybody),
        payee_left=payee is not None and everybody.present(everybody.now(payee)) is None,
        heirs=heirs(state, circles, everybody) if seat_lost(state, circles, everybody) else (),
    )
