"""Who may do what to an action, when its owner is reminded, and the refusals that say so."""

import re
from datetime import datetime
from typing import Final

from governance_core.actions.model import Action
from governance_core.cards.plain import one_line
from governance_core.cards.text import Mention, text
from governance_core.circles.acting import Acting, said
from governance_core.circles.model import DELEGATE, FACILITATOR, LEAD, SECRETARY
from governance_core.kernel.checked import future_instant, kept_words
from governance_core.kernel.errors import Closed, Invalid, NotAllowed
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.time import Duration, moved_out_of

WORDS_LIMIT: Final = 500
LINK_LIMIT: Final = 400
_AGAIN: Final = Duration.parse("7d")
_ADDRESS: Final = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?([/?#][A-Za-z0-9._~:/?#@!$&*+,;=%-]*)?")
_HELPERS: Final = (LEAD, FACILITATOR, SECRETARY, DELEGATE)


def require_open(state: Action, facts: Acting) -> None:
    """Raise Closed, with what became of it."""
    if not state.is_open:
        by = Mention(state.settled_by) if state.settled_by else "somebody"
        why = f" (“{one_line(state.note, 120)}”)" if state.note else ""
        again = f"If it is to be done after all: /action reopen {facts.stream}."
        raise Closed(ref=facts.stream, outcome=text(f"{state.standing} by ", by, why), next=again)


def require_part(state: Action, facts: Acting, do: str) -> PersonId:
    """Raise NotAllowed unless they sit in the circle, are to do it, or added it."""
    me = facts.me
    if me not in (state.owner, state.by) and not facts.circles.sits_in(me, state.circle):
        name = facts.circles.circles[state.circle].name
        raise NotAllowed(who=f"members of {name}", do=f"{do} {facts.stream}", next="Ask one of them to.")
    return me


def told(field: str, words: str, fix: str, limit: int = WORDS_LIMIT) -> str:
    """A text that must say something, and is not too long. Raises Invalid."""
    return said(field, words, fix, limit, "Put the rest in a document, and link it.")


def address(typed: str) -> str:
    """Where it is kept elsewhere, or nothing. Raises Invalid for what is no address on the web."""
    kept = kept_words("link", typed).strip()
    if kept and (len(kept) > LINK_LIMIT or not _ADDRESS.fullmatch(kept)):
        raise Invalid(
            field="link", problem="That is no address on the web.", fix="Give one such as https://tasks.example/17."
        )
    return kept


def due_at(typed: str | None, circle: CircleId, facts: Acting) -> datetime | None:
    """When it is due, in the circle's zone. Raises Invalid."""
    if not typed:
        return None
    day_starts = facts.circles.policy_of(circle).day_starts
    return future_instant("due", typed, facts.now, facts.circles.zone_of(circle), day_starts)


def waking(instant: datetime, owner: PersonId, circle: CircleId, facts: Acting) -> datetime:
    """The first instant from then on at which the owner is awake."""
    known = facts.people.present(owner)
    quiet = (known and known.quiet_hours) or facts.circles.policy_of(circle).quiet_hours
    return moved_out_of(quiet, instant, (known and known.zone) or facts.circles.zone_of(circle))


def first_reminder(due: datetime | None, owner: PersonId, circle: CircleId, facts: Acting) -> datetime | None:
    """When the owner is reminded: once it is due; of what was due already they know."""
    return waking(due, owner, circle, facts) if due and due > facts.now else None


def second_reminder(owner: PersonId, circle: CircleId, facts: Acting) -> datetime:
    """A week after the first one, however late that came."""
    return waking(_AGAIN.after(facts.now, facts.circles.zone_of(circle)), owner, circle, facts)


def away_until(person: PersonId, facts: Acting) -> datetime | None:
    """When somebody is back who has said that they are away now."""
    return max((one.until for one in facts.people.absences(person) if one.covers(facts.now, facts.now)), default=None)


def somebody_else(state: Action, facts: Acting, without: PersonId) -> PersonId:
    """Who has an action that its owner cannot do: whoever added it, else the lead and those after."""
    circle = facts.circles.circles[state.circle]
    held = [circle.roles[role] for role in _HELPERS if role in circle.roles]
    line = [state.by, *held, *facts.circles.seats(state.circle)]
    able = [
        one for one in line if one != without and facts.people.present(one) and facts.circles.may_see(one, circle.id)
    ]
    return able[0] if able else without
