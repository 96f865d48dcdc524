"""Who may do what to a metric, how its figures are read, and the refusals that say so."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from governance_core.cards.text import Mention, text
from governance_core.circles.model import Circles
from governance_core.kernel.checked import checked_words, kept_words
from governance_core.kernel.errors import Closed, Invalid, NotAllowed, Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.money import figure_of
from governance_core.kernel.time import instant_of, local_date
from governance_core.metrics.model import DECIMALS, Metric
from governance_core.people.model import People

NAME_LIMIT: Final = 100
UNIT_LIMIT: Final = 20


@dataclass(frozen=True, slots=True)
class MetricFacts:
    """The instant (UTC), who acts on which metric, and the circles and people as they are in this transaction."""

    now: datetime
    by: Actor
    stream: StreamId
    circles: Circles
    people: People

    @property
    def me(self) -> PersonId:
        """The person who acts. Raises NotAllowed where there is none."""
        if self.by.person is None:
            link = "Link your account first: /me link on one that is linked already."
            raise NotAllowed(who="a member", do="do this", next=link)
        return self.by.person

    @property
    def language(self) -> str:
        """The language in which the person writes numbers; empty where it is not known."""
        known = self.people.present(self.me)
        return (known.language if known else "") or self.circles.organisation.language


def require_seat(circle: CircleId, do: str, facts: MetricFacts) -> None:
    """Raise Unknown for a circle that is not there for them, NotAllowed without a seat."""
    found = facts.circles.open(circle)
    if found is None or not facts.circles.may_see(facts.me, circle):
        raise Unknown(field="circle", what=f"circle {circle}", hint=" /circle list shows those you can see.")
    if not facts.circles.sits_in(facts.me, circle):
        raise NotAllowed(who=f"members of {found.name}", do=do, next="Ask one of them to.")


def require_followed(state: Metric, facts: MetricFacts) -> None:
    """Raise Closed for one that is retired."""
    if not state.is_followed:
        by = text("retired by ", Mention(state.retired_by)) if state.retired_by else "retired"
        raise Closed(ref=facts.stream, outcome=by, next="To follow it again: /metric add.")


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


def figure(field: str, typed: str, facts: MetricFacts) -> int:
    """A number as somebody wrote it, in hundredths. Raises Invalid."""
    try:
        return figure_of(typed, facts.language, DECIMALS)
    except ValueError as reason:
        raise Invalid(field=field, problem=f"{reason}.", fix="Change it and send it again.") from None


def day_of(typed: str | None, circle: CircleId, facts: MetricFacts) -> str:
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
