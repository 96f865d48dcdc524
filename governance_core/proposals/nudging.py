"""Reminding by hand: those whose answer is missing, outside their quiet hours, and not again and again."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from governance_core.cards.text import Text, When, count, people, say, text
from governance_core.circles.model import FOUR_ROLES
from governance_core.kernel.errors import NotAllowed, Refusal
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.proposals.events import ElectorsReminded
from governance_core.proposals.guards import ProposalFacts, require_round
from governance_core.proposals.messages import RemindSilent
from governance_core.proposals.model import Proposal
from governance_core.proposals.rounds import reminders

BETWEEN: Final = timedelta(hours=6)
"""Nobody is reminded by hand so soon after a reminder, or after the round was opened to them."""


class RemindedAlready(Refusal):
    """They were told a short while ago."""

    code = "reminded_already"
    whatever_is_typed = True
    template = "Whoever has not answered {ref} was told {at}; they can be reminded again from {again} on."


class NobodyToRemind(Refusal):
    """Nobody's answer is waited for."""

    code = "nobody_to_remind"
    whatever_is_typed = True
    template = "Nobody is to be reminded of {ref}: {why}. /proposal show {ref} shows how it stands."


def remind(command: RemindSilent, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Whoever answers for the circle, or proposes, has the silent reminded. Raises a Refusal."""
    require_round(state, facts)
    me = _allowed(state, facts)
    schedule, awaited = reminders(state), state.awaited(facts.now)
    if schedule is None:
        raise NobodyToRemind(ref=facts.stream, why="its clock is stopped while an objection is open")
    if not awaited:
        raise NobodyToRemind(ref=facts.stream, why="everybody answered, or is away")
    again = schedule.seen + BETWEEN
    if facts.now < again:
        raise RemindedAlready(ref=facts.stream, at=When(schedule.seen), again=When(again))
    at_once = replace(schedule, specs=(), later=dict.fromkeys(awaited, facts.now))
    due = at_once.due(awaited, facts.people, facts.now)
    if due is None:
        raise NobodyToRemind(ref=facts.stream, why="those who are missing are asleep until it closes")
    return (ElectorsReminded(at=facts.now, persons=due.now, later=due.later, direct=due.direct, by=me),)


def _allowed(state: Proposal, facts: ProposalFacts) -> PersonId:
    circle = facts.circles.circles[state.circle]
    if facts.me != state.proposer and facts.me not in [circle.roles.get(role) for role in FOUR_ROLES]:
        able = people(
            dict.fromkeys((*(circle.roles[one] for one in FOUR_ROLES if one in circle.roles), state.proposer)), "or"
        )
        raise NotAllowed(
            who=able, do="remind the others", next="Ask them to; everybody is reminded before it closes anyway."
        )
    return facts.me


def receipt(stream: StreamId, event: ElectorsReminded) -> Text:
    """What whoever pressed is told: how many, not who."""
    now, later = count(len(event.persons), "person", "people"), count(len(event.later), "person", "people")
    rest = text(f"; {later} will be when they are awake" if event.later else "")
    return say(
        "Reminded of {ref}: {now}{rest}.", ref=str(stream), now=now if event.persons else "nobody yet", rest=rest
    )
