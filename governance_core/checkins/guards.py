"""Who may do what to a check-in, what is known when it is decided, and the refusals that say so."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice, takewhile
from typing import Final

from governance_core.cards.card import Button, Buttons, Press
from governance_core.cards.text import When, people
from governance_core.checkins.model import CheckIn, Plan, Run, Standing
from governance_core.circles.model import FACILITATOR, LEAD, SECRETARY, Circle, Circles
from governance_core.kernel.acting import acting
from governance_core.kernel.cadence import Cadence
from governance_core.kernel.errors import Closed, NotAllowed, Refusal, Unknown
from governance_core.kernel.holidays import holidays_between
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.occurrences import Holidays, following, next_few, occurrences, within
from governance_core.people.model import People

KEEPERS: Final = (LEAD, FACILITATOR, SECRETARY)
"""Who starts, changes and ends the check-ins of a circle, and writes an answer down for somebody."""
YEARS: Final = 11
A_YEAR: Final = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class CheckInFacts:
    """The instant (UTC), who acts on which check-in, and the circles and people as they are in this transaction.

    `metrics` are those that the circle follows, by id and name, `unknown` what a plan asks for and is none of them, and
    `shared` what it asks for and is the name of several, with their ids.
    """

    now: datetime
    by: Actor
    stream: StreamId
    circles: Circles
    people: People
    metrics: Sequence[str] = ()
    unknown: Sequence[str] = ()
    shared: Mapping[str, Sequence[StreamId]] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The language in which the person writes numbers; empty where it is not known."""
        known = self.people.present(self.by.person)
        return (known.language if known else "") or self.circles.organisation.language

    @property
    def me(self) -> PersonId:
        """The person who acts. Raises NotAllowed where there is none."""
        return acting(self.by)

    def zone(self, circle: CircleId, plan: Plan) -> str:
        """The zone of a schedule: its own, else the circle's."""
        return plan.zone or self.circles.zone_of(circle)

    def holidays(self, circle: CircleId) -> Holidays:
        """The holidays of a circle."""
        policy = self.circles.policy_of(circle)
        days: frozenset[date] = holidays_between(policy.holidays, self.now.year - 1, self.now.year + YEARS)
        return Holidays(days, "move" if policy.on_holiday == "move" else "skip")

    def planned(self, circle: CircleId, plan: Plan, after: datetime) -> datetime | None:
        """When it is asked next after an instant; None when never again."""
        return following(Cadence.parse(plan.every), self.zone(circle, plan), after, self.holidays(circle))

    def next_few(self, circle: CircleId, plan: Plan, after: datetime) -> tuple[datetime, ...]:
        """The next times that it is asked. Raises ValueError when there is none."""
        return next_few(Cadence.parse(plan.every), self.zone(circle, plan), after, self.holidays(circle))

    def in_a_year(self, circle: CircleId, plan: Plan, after: datetime) -> Sequence[datetime]:
        """The next times that it is asked in more than a year, and at least two, whatever is a holiday."""
        every, until = occurrences(Cadence.parse(plan.every), self.zone(circle, plan), after), after + A_YEAR
        return [*islice(every, 2), *takewhile(lambda one: one < until, every)]

    def planned_until(self, circle: CircleId, plan: Plan, first: datetime) -> Sequence[datetime]:
        """All times from the first one on that have come by now."""
        every, zone = Cadence.parse(plan.every), self.zone(circle, plan)
        return (
            first,
            *within(every, zone, max(first, self.now - timedelta(days=400)), self.now, self.holidays(circle)),
        )


class NotInTheRun(Refusal):
    """Somebody answers who was not asked."""

    code = "not_in_the_run"
    whatever_is_typed = True
    template = "{who} not asked in run {run} of {ref}: {why}. {next}"


class NothingOpen(Refusal):
    """There is no run to answer."""

    code = "nothing_open"
    whatever_is_typed = True
    template = "{ref} has not been asked yet; it opens {when}. You can answer now with /checkin early {ref}."


class RunOver(Refusal):
    """A button, or a form, of a run that another has followed: what was typed can go to that one."""

    code = "run_over"
    whatever_is_typed = True
    template = (
        "Run {old} of {ref} is over, and run {current} is {stands}. Answer that one instead: /checkin answer {ref}."
    )


def require_circle(circle: CircleId, facts: CheckInFacts) -> Circle:
    """The circle, open and seen by whoever asks. Raises Unknown."""
    found = facts.circles.open(circle)
    if found is None or (facts.by.kind == "person" and not facts.circles.may_see(facts.by.person, circle)):
        raise Unknown(field="circle", what=f"circle {circle}", hint=" /circle list shows those you can see.")
    return found


def keepers(circle: CircleId, circles: Circles) -> tuple[PersonId, ...]:
    """Who looks after the check-ins of a circle."""
    held = (circles.role(circle, role) for role in KEEPERS)
    return tuple(dict.fromkeys(person for person in held if person is not None))


def require_keeper(circle: CircleId, facts: CheckInFacts, do: str) -> None:
    """Raise NotAllowed unless the config acts, or one of those who look after the circle's check-ins."""
    if facts.by.kind in ("config", "policy"):
        return
    able = keepers(circle, facts.circles)
    if facts.me not in able:
        who = people(able, "or") if able else "the lead, the facilitator or the secretary"
        name = facts.circles.circles[circle].name
        ask = "Ask them to." if len(able) == 1 else "Ask one of them to."
        raise NotAllowed(who=who, do=f"{do} in {name}", next=ask if able else "Ask an admin to name one.")


def require_standing(state: CheckIn, facts: CheckInFacts) -> None:
    """Raise Closed when it has ended."""
    if state.standing is Standing.ENDED:
        raise Closed(ref=facts.stream, outcome="it was ended", next="You can start another with /checkin create.")


def require_run(version: int | None, state: CheckIn, facts: CheckInFacts) -> Run:
    """The run that is answered: the open one, else the last. Raises NothingOpen, RunOver."""
    run = state.run
    if run is None:
        require_standing(state, facts)
        when = When(state.next_at) if state.next_at else "once it is resumed"
        raise NothingOpen(ref=facts.stream, when=when)
    if version is not None and version != run.number:
        stands = "open" if run.is_open else "the last"
        answer = Button(f"Answer run {run.number}", Press(facts.stream, run.number, "answer-checkin"))
        shows = (Buttons((answer,)),)
        raise RunOver(old=version, ref=facts.stream, current=run.number, stands=stands, shows=shows)
    return run


def require_asked(person: PersonId, run: Run, facts: CheckInFacts) -> None:
    """Raise NotInTheRun for somebody who is not on the roster, which was frozen when the run opened."""
    if person in run.roster:
        return
    me = person == facts.by.person
    observes = person in run.plan.observers
    why = "observers are not" if observes else "those were asked who belonged to the circle when it opened"
    later = (
        "Ask the circle's lead to change that." if observes else "Wait for the next run: whoever belongs then is asked."
    )
    raise NotInTheRun(who="You were" if me else f"{facts.people.name(person)} was", run=run.number, ref=facts.stream,
                   why=why, next=later)  # fmt: skip
