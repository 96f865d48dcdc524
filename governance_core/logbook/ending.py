"""Row 20: only the expiry date ends an agreement by itself, and its circle hears of it while there is time."""

from governance_core.kernel.message import Event
from governance_core.logbook.guards import LogbookFacts
from governance_core.logbook.model import Agreement
from governance_core.logbook.review_events import AgreementExpired, ExpiryAnnounced
from governance_core.logbook.reviewing import ExpireAgreement, WarnOfExpiry

Events = tuple[Event, ...]


def is_over(state: Agreement, facts: LogbookFacts) -> bool:
    """Whether its expiry date has come."""
    return state.expires_at is not None and state.expires_at <= facts.now


def warn(command: WarnOfExpiry, state: Agreement, facts: LogbookFacts) -> Events:
    """The circle hears that it ends soon; after a long time down, that it ended."""
    if is_over(state, facts):
        return expire(ExpireAgreement(id=command.id), state, facts)
    soon = state.dates.warns_at is not None and state.dates.warns_at <= facts.now
    return (ExpiryAnnounced(at=facts.now),) if state.stands and soon and not state.warned else ()


def expire(command: ExpireAgreement, state: Agreement, facts: LogbookFacts) -> Events:
    """Row 20: only the expiry date ends an agreement by itself."""
    return (AgreementExpired(at=facts.now),) if state.stands and is_over(state, facts) else ()
