"""Who may record what was paid, and the refusals that say so."""

from collections.abc import Sequence

from governance_core.budgets.request_guards import RequestFacts
from governance_core.budgets.request_model import Request
from governance_core.budgets.request_route import heirs, requester_left
from governance_core.cards.text import Mention, Text, listed, people
from governance_core.kernel.errors import NotAllowed
from governance_core.kernel.ids import PersonId

MOST_NAMED = 4


def payers_said(persons: Sequence[PersonId]) -> Text:
    """Those who can, by name as long as they are few."""
    if len(persons) <= MOST_NAMED:
        return people(persons, "or")
    rest = len(persons) - MOST_NAMED + 1
    return listed([*(Mention(one) for one in persons[: MOST_NAMED - 1]), f"one of {rest} others"], "or")


def require_payer(facts: RequestFacts, do: str) -> PersonId:
    """Whoever keeps a purse and by the circle's policy had no say in it, or else may. Raises NotAllowed."""
    if facts.me not in facts.payers:
        none = "whoever keeps the purse and neither asked nor approved"
        named = (
            "Propose a treasurer with /circle propose-role, or ask an admin to name one in the config or to set "
            "last_payer there."
        )
        how = "Ask them to." if facts.payers else named
        raise NotAllowed(who=payers_said(facts.payers) if facts.payers else none, do=do, next=how)
    return facts.me


def require_closer(state: Request, facts: RequestFacts) -> PersonId:
    """Who asked, or may record payments; of who asked and left, the lead too: it frees and moves nothing."""
    if facts.me in (state.requester, facts.people.now(state.requester)):
        return facts.me
    if requester_left(state, facts.people) and facts.me in heirs(state, facts.circles, facts.people):
        return facts.me
    return require_payer(facts, f"close {facts.stream}")
