"""Who may record what was paid, and the refusals that say so."""

from governance_core.budgets.request_guards import RequestFacts
from governance_core.budgets.request_model import Request
from governance_core.budgets.request_route import heirs, requester_left
from governance_core.cards.text import people
from governance_core.kernel.errors import NotAllowed
from governance_core.kernel.ids import PersonId


def require_payer(facts: RequestFacts, do: str) -> PersonId:
    """Whoever keeps a purse, and by the circle's policy neither asked nor approved. Raises NotAllowed."""
    if facts.me not in facts.payers:
        none = "whoever keeps the purse and neither asked nor approved"
        named = "Propose a treasurer with /circle propose-role, or ask an admin to name one in the config."
        how = "Ask them to." if facts.payers else named
        raise NotAllowed(who=people(facts.payers, "or") if facts.payers else none, do=do, next=how)
    return facts.me


def require_closer(state: Request, facts: RequestFacts) -> PersonId:
    """Who asked, or may record payments; of who asked and left, the lead too: it frees and moves nothing."""
    if facts.me in (state.requester, facts.people.now(state.requester)):
        return facts.me
    if requester_left(state, facts.people) and facts.me in heirs(state, facts.circles, facts.people):
        return facts.me
    return require_payer(facts, f"close {facts.stream}")
