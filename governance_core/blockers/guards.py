"""Who may do what to a blocker, who looks after it, who is told when it stays, and the refusals that say so."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from governance_core.blockers.model import Blocker
from governance_core.cards.plain import one_line
from governance_core.cards.text import Mention, text
from governance_core.circles.model import DELEGATE, FACILITATOR, LEAD, SECRETARY, Circle, Circles
from governance_core.kernel.checked import checked_words
from governance_core.kernel.errors import Closed, Invalid, NotAllowed, Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.time import Duration, moved_out_of
from governance_core.people.model import People

WORDS_LIMIT: Final = 2000
HELPERS: Final = (LEAD, FACILITATOR, SECRETARY, DELEGATE)
"""Who looks after what nobody else was named for, in order."""


@dataclass(frozen=True, slots=True)
class BlockerFacts:
    """The instant (UTC), who acts on which blocker, and the circles and people as they are in this transaction."""

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


def require_seat(circle: CircleId, facts: BlockerFacts, do: str) -> Circle:
    """Raise Unknown for a circle that is not there for them, NotAllowed without a seat."""
    found = facts.circles.open(circle)
    if found is None or not facts.circles.may_see(facts.me, circle):
        raise Unknown(field="circle", what=f"circle {circle}", hint=" /circle list shows those you can see.")
    if not facts.circles.sits_in(facts.me, circle):
        raise NotAllowed(who=f"members of {found.name}", do=do, next="Ask one of them to.")
    return found


def require_open(state: Blocker, facts: BlockerFacts) -> None:
    """Raise Closed, with how it was resolved."""
    if state.is_open:
        return
    by = Mention(state.settled_by) if state.settled_by else "somebody"
    outcome = text("resolved by ", by, f" (“{one_line(state.how, 120)}”)")
    raise Closed(
        ref=facts.stream, outcome=outcome, next=f"If it is in the way again, say so: /blocker reopen {facts.stream}."
    )


def require_part(state: Blocker, facts: BlockerFacts, do: str) -> PersonId:
    """Raise NotAllowed unless they sit in a circle it concerns, look after it, or asked."""
    me = facts.me
    if me in (state.owner, state.asker) or any(facts.circles.sits_in(me, one) for one in state.circles):
        return me
    names = " or ".join(facts.circles.circles[one].name for one in state.circles if facts.circles.may_see(me, one))
    raise NotAllowed(who=f"members of {names}" if names else "its circle", do=do, next="Ask one of them to.")


def require_helper(person: PersonId, state: Blocker, facts: BlockerFacts) -> PersonId:
    """Raise Unknown or Invalid unless they are there, and may know of it."""
    if facts.people.present(person) is None:
        raise Unknown(field="owner", what=f"member {person}", hint=" /circle members shows who sits where.")
    if not any(facts.circles.may_see(person, one) for one in state.circles):
        problem = f"{facts.people.name(person)} has no seat in this private circle, and would not see it."
        raise Invalid(field="owner", problem=problem, fix="Name somebody who sits there.")
    return person


def said(field: str, words: str, fix: str) -> str:
    """A text that must say something, and is not too long. Raises Invalid."""
    checked = checked_words(field, words, fix)
    if len(checked) > WORDS_LIMIT:
        problem = f"This is {len(checked):,} characters long; at most {WORDS_LIMIT:,} are kept."
        raise Invalid(field=field, problem=problem, fix="Put the rest in a document, and name it here.")
    return checked


def helper_of(circle: CircleId, facts: BlockerFacts, asker: PersonId, without: PersonId | None = None) -> PersonId:
    """Who looks after what is in the way in a circle where nobody was named: somebody but the asker, if there is."""
    held = [facts.circles.role(circle, role) for role in HELPERS]
    seats = facts.circles.seats(circle) if circle in facts.circles.circles else ()
    line = (*(one for one in held if one and one != asker), asker, *seats)
    return next((one for one in line if one != without and facts.people.present(one)), asker)


def in_line(state: Blocker, facts: BlockerFacts) -> list[PersonId]:
    """Who is told when it stays: the lead, then the lead of the circle above, each once; a private one stays in it.

    Whoever looks after it knows already, so the next one is told in their place.
    """
    here = facts.circles.open(state.offer.to if state.offer else state.holder)
    above = facts.circles.open(here.parent) if here and here.parent and not here.private else None
    found = (_speaks_for(one, facts) for one in (here, above) if one)
    return list(dict.fromkeys(one for one in found if one and one != state.owner))


def _speaks_for(circle: Circle, facts: BlockerFacts) -> PersonId | None:
    held = (circle.roles.get(role) for role in HELPERS)
    return next((one for one in held if one and facts.people.present(one)), None)


def escalates(circle: CircleId, facts: BlockerFacts) -> datetime | None:
    """When somebody is told of a blocker that nothing happens to: so many days on, in waking hours. None for never."""
    policy = facts.circles.policy_of(circle)
    if policy.blocker_days is None:
        return None
    zone = facts.circles.zone_of(circle)
    then = Duration(policy.blocker_days, "d").after(facts.now, zone)
    return max(moved_out_of(policy.quiet_hours, then, zone), facts.now + timedelta(minutes=1))
