"""Who may do what to a blocker, who looks after it, who is told when it stays, and the refusals that say so."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from typing import Final

from governance_core.blockers.model import Blocker
from governance_core.blockers.reading import BlockerRow
from governance_core.cards.card import Button, Buttons, Press
from governance_core.cards.plain import one_line
from governance_core.cards.text import Mention, When, text
from governance_core.circles.acting import Acting, said
from governance_core.circles.model import DELEGATE, FACILITATOR, LEAD, SECRETARY, Circle
from governance_core.kernel.errors import Closed, NotAllowed, Refusal
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.time import Duration, moved_out_of
from governance_core.kernel.words import folded

WORDS_LIMIT: Final = 2000
HELPERS: Final = (LEAD, FACILITATOR, SECRETARY, DELEGATE)
"""Who looks after what nobody else was named for, in order."""


@dataclass(frozen=True, slots=True)
class Raising(Acting):
    """The same with what is in the way of whoever acts there already: what they said, and which blocker that is."""

    before: Mapping[str, BlockerRow] = field(default_factory=dict)


class SaidAlready(Refusal):
    """What somebody says is in their way is a blocker of theirs that is not resolved."""

    code = "said_already"
    template = "That is {ref}, which is not resolved yet: you asked {when}, and {who} can help. {next}"


def require_new(words: str, facts: Acting) -> None:
    """Raise SaidAlready for the same words of the same person, as long as it is in the way."""
    known = facts.before.get(folded(words)) if isinstance(facts, Raising) else None
    if known is not None:
        way = f"Ask somebody else with /blocker assign {known.id}, or say in other words what else is in the way."
        shows = (Buttons((Button("Open", Press(known.id, 0, "blocker")),)),)
        raise SaidAlready(ref=known.id, when=When(known.at), who=Mention(known.owner), next=way, shows=shows)


def require_open(state: Blocker, facts: Acting) -> None:
    """Raise Closed, with how it was resolved."""
    if state.is_open:
        return
    by = Mention(state.settled_by) if state.settled_by else "somebody"
    outcome = text("resolved by ", by, f" (“{one_line(state.how, 120)}”)")
    raise Closed(
        ref=facts.stream, outcome=outcome, next=f"If it is in the way again, say so: /blocker reopen {facts.stream}."
    )


def require_part(state: Blocker, facts: Acting, do: str) -> PersonId:
    """Raise NotAllowed unless they sit in a circle it concerns, look after it, or asked."""
    me = facts.me
    if me in (state.owner, state.asker) or any(facts.circles.sits_in(me, one) for one in state.circles):
        return me
    names = " or ".join(facts.circles.circles[one].name for one in state.circles if facts.circles.may_see(me, one))
    raise NotAllowed(who=f"members of {names}" if names else "its circle", do=do, next="Ask one of them to.")


def told(field: str, words: str, fix: str) -> str:
    """A text that must say something, and is not too long. Raises Invalid."""
    return said(field, words, fix, WORDS_LIMIT, "Put the rest in a document, and name it here.")


def helper_of(circle: CircleId, facts: Acting, asker: PersonId, without: PersonId | None = None) -> PersonId:
    """Who looks after what is in the way in a circle where nobody was named: somebody but the asker, if there is."""
    held = [facts.circles.role(circle, role) for role in HELPERS]
    seats = facts.circles.seats(circle) if circle in facts.circles.circles else ()
    line = chain((one for one in held if one and one != asker), (asker,), seats, _above(circle, facts))
    here = (one for one in line if facts.people.present(one) and facts.circles.may_see(one, circle))
    return next((one for one in here if one != without), asker)


def _above(circle: CircleId, facts: Acting) -> Iterator[PersonId]:
    """Where nobody is left in a circle, those of the circles above it; nobody where that would show what is private."""
    found = facts.circles.circles.get(circle)
    above = facts.circles.ancestry(circle)[:-1] if found and not found.private else ()
    for one in reversed(above):
        yield from (one.roles[role] for role in HELPERS if role in one.roles)
        yield from facts.circles.seats(one.id)


def in_line(state: Blocker, facts: Acting) -> list[PersonId]:
    """Who is told when it stays: the lead, then the lead of the circle above, each once; a private one stays in it.

    Whoever looks after it knows already, so the next one is told in their place; where they lead both circles, who
    comes after them in one of these.
    """
    here = facts.circles.open(state.offer.to if state.offer else state.holder)
    above = facts.circles.open(here.parent) if here and here.parent and not here.private else None
    circles = [one for one in (here, above) if one]
    found = [_speaks_for(one, facts) for one in circles]
    line = list(dict.fromkeys(one for one in found if one and one != state.owner))
    others = (_speaks_for(one, facts, (state.owner, state.asker)) for one in circles)
    return line or [one for one in others if one][:1]


def _speaks_for(circle: Circle, facts: Acting, without: Sequence[PersonId] = ()) -> PersonId | None:
    held = (circle.roles.get(role) for role in HELPERS)
    return next((one for one in held if one and one not in without and facts.people.present(one)), None)


def escalates(circle: CircleId, facts: Acting) -> datetime | None:
    """When somebody is told of a blocker that nothing happens to: so many days on, in waking hours. None for never."""
    policy = facts.circles.policy_of(circle)
    if policy.blocker_days is None:
        return None
    zone = facts.circles.zone_of(circle)
    then = Duration(policy.blocker_days, "d").after(facts.now, zone)
    return max(moved_out_of(policy.quiet_hours, then, zone), facts.now + timedelta(minutes=1))
