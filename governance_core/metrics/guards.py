"""Who may do what to a metric, what is known then, how its figures are read, and the refusals that say so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from governance_core.cards.text import Mention, text
from governance_core.circles.acting import Acting
from governance_core.kernel.checked import checked_words, kept_words
from governance_core.kernel.errors import Closed, Invalid
from governance_core.kernel.ids import CircleId, StreamId
from governance_core.kernel.money import figure_of
from governance_core.kernel.time import instant_of, local_date
from governance_core.metrics.model import DECIMALS, Metric
from governance_core.metrics.reading import folded

NAME_LIMIT: Final = 100
UNIT_LIMIT: Final = 20


@dataclass(frozen=True, slots=True)
class MetricFacts(Acting):
    """`others` are the other metrics that its circle follows, by folded name; `asked_by` the check-ins that ask for it.

    Each is known only where it matters: the first where it gets a name, the second where it is retired or changed.
    """

    others: Mapping[str, StreamId] = field(default_factory=dict)
    asked_by: Sequence[StreamId] = ()


def require_name_free(name: str, facts: MetricFacts, question: str | None = None) -> None:
    """Raise Invalid for a name that another metric of the circle has: a check-in asks for metrics by name."""
    if other := facts.others.get(folded(name)):
        problem = f"{other} is called {name} already, and a check-in that asks for it could mean either."
        fix = f"Record its values with /metric record {other}, or name one of them otherwise: /metric change {other}."
        raise Invalid(field=question, problem=problem, fix=fix)


def require_followed(state: Metric, facts: Acting) -> None:
    """Raise Closed for one that is retired."""
    if not state.is_followed:
        by = text("retired by ", Mention(state.retired_by)) if state.retired_by else "retired"
        raise Closed(ref=facts.stream, outcome=by, next=f"To follow it again: /metric reopen {facts.stream}.")


def short(field: str, words: str, limit: int) -> str:
    """A text in a line, or nothing. Raises Invalid."""
    kept = " ".join(kept_words(field, words).split())
    if len(kept) > limit:
        problem = f"This {field} is {len(kept):,} characters long; at most {limit} are kept."
        raise Invalid(field=field, problem=problem, fix="Say it in fewer words.")
    return kept


def named(words: str) -> str:
    """The name of a metric. Raises Invalid."""
    return short("name", checked_words("name", words, "Say what is counted, such as Plots in use."), NAME_LIMIT)


def figure(field: str, typed: str, facts: Acting) -> int:
    """A number as somebody wrote it, in hundredths. Raises Invalid."""
    try:
        return figure_of(typed, facts.language, DECIMALS)
    except ValueError as reason:
        raise Invalid(field=field, problem=f"{reason}.", fix="Change it and send it again.") from None


def day_of(typed: str | None, circle: CircleId, facts: Acting) -> str:
    """The day a value is for, in the circle's zone. Raises Invalid for one that is still to come."""
    zone = facts.circles.zone_of(circle)
    today = local_date(facts.now, zone)
    if not typed:
        return today.isoformat()
    try:
        day = local_date(instant_of(typed, facts.now, zone, "00:00"), zone)
    except ValueError as reason:
        raise Invalid(field="day", problem=f"{reason}.", fix="Change it and send it again.") from None
    if day > today:
        problem = f"{day.isoformat()} is still to come."
        raise Invalid(field="day", problem=problem, fix="Give a day that has been.")
    return day.isoformat()
