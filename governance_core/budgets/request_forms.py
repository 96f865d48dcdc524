"""What people can pick while they type a request's id, and what a form about a request opens with."""

from collections.abc import Mapping, Sequence

from governance_core.budgets.reading import ReadsRequests, RequestRow
from governance_core.budgets.request_model import Request, Standing
from governance_core.cards.form import Option
from governance_core.cards.plain import money_words, one_line, shortened
from governance_core.cards.text import Money
from governance_core.circles.model import CIRCLES, Circles
from governance_core.kernel.ids import PersonId
from governance_core.kernel.money import amount_typed
from governance_core.kernel.time import iso
from governance_core.ports import Reader

MOST_CHOICES = 25


def request_choices(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
    """Ids to pick, the newest first."""
    circles: Circles = reader.state(CIRCLES)
    visible = [one.id for one in circles.visible(person)]
    rows = reader.half(ReadsRequests).listed_requests(visible, (), None, 4 * MOST_CHOICES)
    fitting = [row for row in rows if typed.casefold() in f"{row.id} {row.purpose}".casefold()]
    return [Option(row.id, _choice_label(row)) for row in fitting[:MOST_CHOICES]]


def _choice_label(row: RequestRow) -> str:
    said = money_words(Money(row.minor, row.unit, row.exponent))
    return shortened(f"{row.id} · {said} · {one_line(row.purpose, 50)} · {row.standing}", 100)


def prefill(kind: str, state: Request, person: PersonId | None) -> Mapping[str, str]:
    """A form about a request opens with it as it stands: whatever changes meanwhile, what was seen is what is meant."""
    if state.standing is Standing.NOTHING:
        return {}
    content, version = state.content, {"version": str(state.version)}
    if kind == "budget.paid":
        return {**version, "amount": amount_typed(state.payable, content.of)} if state.payable else version
    if kind not in ("budget.amend", "budget.again"):
        return version if kind in ("budget.approve", "budget.decline", "budget.escalate") else {}
    needed = {"needed_by": iso(content.needed_by)[:10]} if content.needed_by else {}
    said = {"amount": amount_typed(content.minor, content.of), "purpose": content.purpose, "payee": content.payee}
    parts = {"parts": content.part_words} if content.part_words else {}
    if kind == "budget.again":
        return {"circle": state.circle, **said, **parts}
    return {**said, **needed, **parts, **version}
