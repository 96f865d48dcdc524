"""When something was paid or came back: a day that is over, as whoever records it writes it where they are."""

from datetime import datetime, timedelta

from governance_core.budgets.request_guards import RequestFacts
from governance_core.budgets.request_model import Request
from governance_core.cards.text import When, text
from governance_core.kernel.errors import Invalid, Refusal
from governance_core.kernel.time import as_written, is_length, local_date, wall_instant
from governance_core.kernel.words import is_blank

DAY_STARTS = "00:00"


class PaidBefore(Refusal):
    """What was paid before anybody asked for it was not decided first; it happens, and then somebody says so."""

    code = "paid_before"
    template = (
        "{ref} was asked for on {asked}, and this says that it was paid before that, on {on}, so nothing was recorded. "
        "Check the date; if it is right, answer yes to “Paid before it was asked for” (early:yes)."
    )


def day_of(typed: str | None, state: Request, facts: RequestFacts, what: str) -> datetime:
    """The instant (UTC) on which something `was paid` or `came back`; now where nothing is written. Raises Invalid.

    A day alone is that day in the circle's books too, whatever the zone of whoever writes it.
    """
    if typed is None or is_blank(typed):
        return facts.now
    known = facts.people.present(facts.me)
    here, there = (known.zone if known else ""), facts.circles.zone_of(state.circle)
    try:
        written = as_written(typed, facts.now, here or there, past=True)
        on = facts.now + timedelta(days=1) if is_length(written) else wall_instant(written, here or there, DAY_STARTS)
    except ValueError as reason:
        raise Invalid(field="date", problem=f"{reason}.", fix="Change it and send it again.") from None
    if on > facts.now:
        raise Invalid(field="date", problem=f"{typed} is still to come.", fix=f"Give the day on which it {what}.")
    return on if ":" in written else min(wall_instant(written, there, DAY_STARTS), facts.now)


def is_early(on: datetime, state: Request, facts: RequestFacts) -> bool:
    """Whether it was paid on a day before it was asked for."""
    zone = facts.circles.zone_of(state.circle)
    return state.at is not None and local_date(on, zone) < local_date(state.at, zone)


def require_said(day: datetime, said: bool, state: Request, facts: RequestFacts) -> None:
    """Whoever records such a day `said` that it was before anybody asked for it. Raises PaidBefore."""
    if said or state.at is None or not is_early(day, state, facts):
        return
    asked, on = text(When(state.at, "date")), text(When(day, "date"))
    raise PaidBefore(field="date", ref=facts.stream, asked=asked, on=on)


def require_paid_by(on: datetime, state: Request, facts: RequestFacts) -> None:
    """Nothing comes back before it was paid. Raises Invalid."""
    zone = facts.circles.zone_of(state.circle)
    first = min(local_date(one.on, zone) for one in state.payments if not one.taken_back)
    if local_date(on, zone) < first:
        problem = f"Nothing of {facts.stream} was paid by then: the first payment is of {first}."
        raise Invalid(field="date", problem=problem, fix="Give the day on which it came back.")
