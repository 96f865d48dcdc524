"""Putting a circle's next digest off, or skipping it: the one after it tells both."""

from datetime import datetime, timedelta
from typing import Final

from governance_core.digests.guards import DigestFacts, answering
from governance_core.digests.messages import DigestPutOff, PutOffDigest
from governance_core.digests.model import Digests, Followed
from governance_core.kernel.cadence import Cadence
from governance_core.kernel.checked import future_instant
from governance_core.kernel.errors import Invalid, Refusal
from governance_core.kernel.message import Event
from governance_core.kernel.occurrences import following

LATEST: Final = timedelta(days=60)
"""So far ahead a digest can be put off."""


class NoDigest(Refusal):
    """The circle has no digest of its own accord."""

    code = "no_digest"
    whatever_is_typed = True
    template = (
        "{circle} has no digest that comes by itself. The rule digest makes one: /circle propose-rule circle:{handle}."
    )


def put_off(command: PutOffDigest, state: Digests, facts: DigestFacts) -> tuple[Event, ...]:
    """The next digest later, or the one after it instead. Raises a Refusal."""
    circle = answering(command.circle, facts, "put its digest off")
    known = state.followed.get(circle.id)
    if known is None or known.due is None:
        raise NoDigest(circle=circle.name, handle=circle.handle)
    skipped = not (command.until or "").strip()
    due = following(Cadence.parse(known.cadence), known.zone, known.due) if skipped else _later(command, known, facts)
    if due is None:
        raise NoDigest(circle=circle.name, handle=circle.handle)
    return (DigestPutOff(circle=circle.id, due=due, by=facts.by.person, skipped=skipped),)


def _later(command: PutOffDigest, known: Followed, facts: DigestFacts) -> datetime:
    starts = facts.circles.policy_of(command.circle).day_starts
    until = future_instant("until", command.until or "", facts.now, known.zone, starts, "day")
    if until > facts.now + LATEST:
        problem = f"That is more than {LATEST.days} days ahead."
        raise Invalid(field="until", problem=problem, fix="Give an earlier day, or change the rule digest.")
    return until
