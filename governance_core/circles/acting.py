"""Who acts on what a circle looks after, as its rules see them, and the refusals for whoever has no seat there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from governance_core.circles.model import Circle, Circles
from governance_core.kernel.acting import acting
from governance_core.kernel.checked import checked_words
from governance_core.kernel.errors import Invalid, NotAllowed, Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.people.model import People


@dataclass(frozen=True, slots=True)
class Acting:
    """The instant (UTC), who acts on which item, and the circles and people as they are in this transaction."""

    now: datetime
    by: Actor
    stream: StreamId
    circles: Circles
    people: People

    @property
    def me(self) -> PersonId:
        """The person who acts. Raises NotAllowed where there is none."""
        return acting(self.by)

    @property
    def language(self) -> str:
        """The language in which the person writes numbers; empty where it is not known."""
        known = self.people.present(self.me)
        return (known.language if known else "") or self.circles.organisation.language


def require_seat(circle: CircleId, do: str, facts: Acting) -> Circle:
    """Raise Unknown for a circle that is not there for them, NotAllowed without a seat."""
    found = facts.circles.open(circle)
    if found is None or not facts.circles.may_see(facts.me, circle):
        raise Unknown(field="circle", what=f"circle {circle}", hint=" /circle list shows those you can see.")
    if not facts.circles.sits_in(facts.me, circle):
        raise NotAllowed(who=f"members of {found.name}", do=do, next="Ask one of them to.")
    return found


def require_owner(person: PersonId, circles: Iterable[CircleId], facts: Acting) -> PersonId:
    """Raise Unknown or Invalid unless they are there, and may know of what happens in one of the circles."""
    if facts.people.present(person) is None:
        raise Unknown(field="owner", what=f"member {person}", hint=" /circle members shows who sits where.")
    if not any(facts.circles.may_see(person, one) for one in circles):
        problem = f"{facts.people.name(person)} has no seat in this private circle, and would not see it."
        raise Invalid(field="owner", problem=problem, fix="Name somebody who sits there.")
    return person


def said(field: str, words: str, fix: str, limit: int, elsewhere: str) -> str:
    """A text that must say something, and is not too long. Raises Invalid; `elsewhere` is where the rest could go."""
    checked = checked_words(field, words, fix)
    if len(checked) > limit:
        problem = f"This is {len(checked):,} characters long; at most {limit:,} are kept."
        raise Invalid(field=field, problem=problem, fix=elsewhere)
    return checked
