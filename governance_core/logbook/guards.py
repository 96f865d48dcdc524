"""What rules of the logbook are told, and the refusals that several of them share."""

from dataclasses import dataclass, field
from datetime import datetime

from governance_core.cards.card import Block
from governance_core.cards.difference import difference
from governance_core.circles import keeping
from governance_core.circles.model import Circles
from governance_core.kernel.acting import acting
from governance_core.kernel.errors import Closed, Refusal, Stale
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.logbook.model import Agreement, Review, Standing
from governance_core.people.model import People

OUTCOMES = {Standing.DROPPED: "dropped", Standing.EXPIRED: "expired", Standing.IN_FORCE: "in force"}
Texts = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class LogbookFacts:
    """The instant (UTC), who acts, the circles, and (for recording) the agreement that has the same words already."""

    now: datetime
    by: Actor
    circles: Circles
    twin: StreamId | None = None
    people: People = field(default_factory=People)

    @property
    def me(self) -> PersonId:
        """The person who acts. Raises NotAllowed where there is none."""
        return acting(self.by)


class NotInReview(Refusal):
    """Nobody is asked anything about the agreement now."""

    code = "not_in_review"
    whatever_is_typed = True
    template = "{ref} is not under review now, so nothing was recorded. {next}"


class NotAsked(Refusal):
    """Only those who had a seat when the review opened are asked."""

    code = "not_asked"
    whatever_is_typed = True
    template = (
        "Only those who sat in {circle} when the review of {ref} opened are asked, and you were not among them, "
        "so nothing was recorded. If {ref} does harm, say so with /decisions object."
    )


class ChangedAlready(Refusal):
    """One proposal at a time changes an agreement, so that nobody consents to a change of a text that is gone."""

    code = "changed_already"
    template = (
        "{proposal} proposes to change {ref} already, and one proposal at a time does. Take part in {proposal}: "
        "offer an amendment there, or propose yours when it has ended."
    )


def require_stands(stream: StreamId, state: Agreement) -> None:
    """Raise Closed, with how it ended, for an agreement that is no longer in force."""
    if not state.stands:
        next_step = "If it is needed again, put it to the circle anew with /proposal create."
        raise Closed(ref=stream, outcome=OUTCOMES[state.standing], next=next_step)


def require_review(stream: StreamId, state: Agreement) -> Review:
    """The review that is going on. Raises NotInReview or Closed."""
    require_stands(stream, state)
    if state.review is None:
        raise NotInReview(ref=stream, next="Any member of its circle may ask for the review with /decisions renew.")
    return state.review


def require_version(stream: StreamId, state: Agreement, seen: int) -> None:
    """Raise Stale, with what changed, for somebody who acts on a version that is no longer in force."""
    if seen and seen != state.version:
        shows = version_difference(state, min(max(seen, 1), state.version))
        raise Stale(ref=stream, current=state.version, seen=seen, shows=shows)


def require_keeper(circle: CircleId, do: str, otherwise: str, facts: LogbookFacts) -> PersonId:
    """The circle's secretary or its lead, who acts. Raises NotAllowed naming who can."""
    return keeping.require_keeper(circle, do, otherwise, facts.circles, facts.by.person)


def texts_of(state: Agreement, version: int) -> Texts:
    """Title, driver and text of a version, counted from 1."""
    if version == state.version:
        return state.title, state.driver, state.text
    old = state.past[version - 1]
    return old.title, old.driver, old.text


def version_difference(state: Agreement, since: int, until: int = 0) -> tuple[Block, ...]:
    """What changed from one version to another (the one in force, if none is named), part by part."""
    until = until or state.version
    pairs = zip(("Title", "Driver", "Agreement"), texts_of(state, since), texts_of(state, until), strict=True)
    found = (difference(f"{part}, version {since} → {until}", old, new) for part, old, new in pairs)
    return tuple(one for one in found if one is not None)
