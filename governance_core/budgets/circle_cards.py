"""What the card of a budget request says of the circle that decides it."""

from collections.abc import Iterator

from governance_core.budgets.request_model import Request, Route
from governance_core.cards.card import Button, Press
from governance_core.cards.text import Link, Money, Text, text


def by_circle(state: Request) -> bool:
    """Whether a circle decides it now."""
    return state.is_open and state.terms is not None and state.terms.route is Route.CONSENT


def decided_in(state: Request) -> Text:
    """`above EUR 250.00: the circle, in P-1`."""
    assert state.terms is not None, "what is open has terms"
    above = ("above ", Money(state.terms.limit, state.content.unit, state.content.exponent), ": ")
    where = (" in ", Link(state.proposal, state.proposal)) if state.proposal else ()
    return text(*(above if state.content.minor > state.terms.limit > 0 else ()), _who(state), ", by consent", *where)


def circle_next(state: Request) -> Text:
    """What comes next."""
    assert state.terms is not None, "what is open has terms"
    where = text(" in ", Link(state.proposal, state.proposal)) if state.proposal else ()
    once = " It is promised once that is adopted, and set free if it is not."
    return text(f"{_who(state).capitalize()} decides it", where, ".", once)


def _who(state: Request) -> str:
    return "the circle" if state.terms is None or state.terms.circle == state.circle else "the circle above"


def circle_buttons(state: Request) -> Iterator[Button]:
    """The way to where it is decided."""
    if state.proposal:
        yield Button(f"Answer {state.proposal}" if by_circle(state) else f"View {state.proposal}",
                     Press(state.proposal, 0, "show"))  # fmt: skip
