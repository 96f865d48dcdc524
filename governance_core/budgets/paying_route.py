"""Who can record what was paid: whoever keeps a purse and had no say in it; who else, where nobody of them is left."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from governance_core.budgets.purse import purse_keepers
from governance_core.budgets.request_model import Request
from governance_core.circles.model import LEAD, Circle, Circles
from governance_core.kernel.ids import PersonId
from governance_core.people.model import People

MEMBERS: Final = "members"
APPROVER: Final = "approver"
"""Two of what a circle's `last_payer` may say; why somebody else pays, where they do. The third is nobody."""


@dataclass(frozen=True, slots=True)
class Payers:
    """Who can record payments now; as payers of last resort, and which, where `resort` is not empty.

    Never whoever asked or is paid, and never somebody alone who asked and approved, while the circle keeps that apart.
    """

    persons: tuple[PersonId, ...] = ()
    resort: str = ""


def who_pays(state: Request, circles: Circles, everybody: People) -> Payers:
    """Whoever keeps the circle's purse, or the next one above; by its policy nobody who had a say, unless all had."""
    if state.circle not in circles.circles or not state.versions:
        return Payers()
    line = circles.ancestry(state.circle)[::-1]
    if not circles.policy_of(state.circle).separation:
        return Payers(_first(map(purse_keepers, line), (), everybody))
    barred = _humans((*_paid(state), *_deciders(state)), everybody)
    found = _first(map(purse_keepers, line), barred, everybody)
    kept = any(map(purse_keepers, line))
    return Payers(found) if found or not kept else _last(state, line, barred, circles, everybody)


def payers(state: Request, circles: Circles, everybody: People) -> tuple[PersonId, ...]:
    """The same without why."""
    return who_pays(state, circles, everybody).persons


def _last(
    state: Request, line: Sequence[Circle], barred: Collection[PersonId], circles: Circles, everybody: People
) -> Payers:
    """Who else: a lead, then any member, of the circle and then of those above; then who approved it."""
    wanted = circles.policy_of(state.circle).last_payer
    if wanted not in (MEMBERS, APPROVER):
        return Payers()
    shown = line[:1] if line[0].private else line
    seats = (circles.electors(one.id, everybody) for one in shown)
    for ways in (map(_lead, shown), seats):
        if found := _first(ways, barred, everybody):
            return Payers(found, MEMBERS)
    if wanted == MEMBERS:
        return Payers()
    decided = [everybody.now(one) for one in _deciders(state)]
    keepers = ([one for one in purse_keepers(circle) if one in decided] for circle in line)
    return Payers(_first((*keepers, decided), _humans(_paid(state), everybody), everybody), APPROVER)


def _first(ways: Iterable[Iterable[PersonId]], barred: Collection[PersonId], everybody: People) -> tuple[PersonId, ...]:
    """Those of the first of these in which somebody is there who is not barred."""
    for persons in ways:
        able = tuple(one for one in persons if one not in barred and everybody.present(one))
        if able:
            return able
    return ()


def _humans(persons: Iterable[PersonId], everybody: People) -> frozenset[PersonId]:
    """These, under every account of theirs."""
    return frozenset(one for person in persons for one in everybody.same_as(person))


def _lead(circle: Circle) -> tuple[PersonId, ...]:
    return (circle.roles[LEAD],) if LEAD in circle.roles else ()


def _paid(state: Request) -> tuple[PersonId, ...]:
    """Who asked, and whoever would be paid."""
    payee = state.content.payee_person
    return (state.requester, *((payee,) if payee else ()))


def _deciders(state: Request) -> tuple[PersonId, ...]:
    """Who approved it, or accepted a report on it."""
    accepted = (person for report in state.reports for person in report.accepted_by)
    return tuple(dict.fromkeys((*state.approvals, *accepted)))
