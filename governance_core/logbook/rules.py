"""What may happen to agreements: adoption makes one, or somebody writes down what was decided elsewhere."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from governance_core.cards.text import people
from governance_core.circles.model import Circles
from governance_core.kernel.checked import checked_words, future_instant, kept_words
from governance_core.kernel.errors import NotAllowed, Refusal, Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.kernel.time import instant_of
from governance_core.logbook.messages import (
    AgreementNoted,
    AgreementRecorded,
    ObjectionNoted,
    RecordAgreement,
    RecordDecision,
    ReservationNoted,
)
from governance_core.logbook.model import Agreement, GivenAnswer, SettledObjection


@dataclass(frozen=True, slots=True)
class LogbookFacts:
    """The instant (UTC), who acts, the circles, and (for recording) the agreement that has the same words already."""

    now: datetime
    by: Actor
    circles: Circles
    twin: StreamId | None = None


class RecordedAlready(Refusal):
    """The same words from the same source are in the logbook of the circle."""

    code = "recorded_already"
    template = (
        "The logbook has these words from this source already, as {ref}, so nothing was recorded. "
        "Change the words if you mean another decision."
    )


def decide(command: Any, state: Agreement, facts: LogbookFacts) -> tuple[Event, ...]:
    """The events a command leads to."""
    match command:
        case RecordAgreement():
            return (_recorded(command, facts), *_reservations(command.record), *_objections(command.record))
        case RecordDecision():
            return (_noted(command, facts),)
        case _:
            raise TypeError(f"the logbook does not know {command!r}")


def _noted(command: RecordDecision, facts: LogbookFacts) -> AgreementNoted:
    """A decision made elsewhere. Raises Unknown, NotAllowed, Invalid or RecordedAlready."""
    circle, by = _kept_by(command.circle, facts)
    policy, zone = facts.circles.policy_of(circle), facts.circles.zone_of(circle)
    expiry = command.expiry or str(policy.expiry or "")
    noted = AgreementNoted(
        circle=circle,
        recorded_by=by,
        at=facts.now,
        review_at=future_instant("review", command.review or str(policy.review), facts.now, zone, policy.day_starts),
        expires_at=future_instant("expiry", expiry, facts.now, zone, policy.day_starts) if expiry else None,
        title=checked_words("title", command.title, "Say in a few words what it is about."),
        text=checked_words("text", command.text, "Say what exactly was decided."),
        source=checked_words("source", command.source, "Say where it was decided: meeting of 3 March, or a link."),
        driver=kept_words("driver", command.driver),
    )
    if facts.twin is not None:
        raise RecordedAlready(ref=facts.twin)
    return noted


def _kept_by(wanted: CircleId, facts: LogbookFacts) -> tuple[CircleId, PersonId]:
    """The circle and its secretary or lead, who acts. Raises Unknown, or NotAllowed naming who can."""
    circle, by = facts.circles.open(wanted), facts.by.person
    if circle is None or not facts.circles.may_see(by, wanted):
        raise Unknown(field="circle", what=f"circle {wanted}", hint=" /circle list shows those you can see.")
    keepers = facts.circles.record_keepers(circle.id)
    if by is None or by not in keepers:
        how = "Ask them to" if keepers else "Ask an admin to name a secretary or a lead in the config"
        who = people(keepers, "or") if keepers else f"the secretary or the lead of {circle.name}"
        why = f"{how}; or put it to the circle with /proposal create."
        raise NotAllowed(who=who, do=f"record a decision of {circle.name}", next=why)
    return circle.id, by


def _recorded(command: RecordAgreement, facts: LogbookFacts) -> AgreementRecorded:
    record = command.record
    adopted = record.adopted_at or facts.now
    expires = instant_of(command.expiry, adopted, command.zone, command.day_starts) if command.expiry else None
    return AgreementRecorded(
        circle=record.circle,
        proposal=command.proposal,
        proposer=record.proposer,
        text_version=record.text_version,
        adopted_at=adopted,
        review_at=instant_of(command.review, adopted, command.zone, command.day_starts),
        expires_at=expires,
        practice=record.practice,
        unlinked=record.unlinked,
        criteria=record.criteria,
        deferred=record.deferred,
        delegated=record.delegated,
        answers={person: given.answer for person, given in record.answers.items()},
        title=record.title,
        driver=record.driver,
        text=record.text,
    )


def _reservations(record: Agreement) -> list[Event]:
    return [ReservationNoted(person=who, words=given.words) for who, given in record.answers.items() if given.words]


def _objections(record: Agreement) -> list[Event]:
    return [
        ObjectionNoted(
            person=one.person,
            version=one.version,
            settled=one.settled,
            settled_in=one.settled_in,
            harm=one.harm,
            safe=one.safe,
        )
        for one in record.objections
    ]


def evolve(state: Agreement, event: Any) -> Agreement:
    """The agreement after an event."""
    match event:
        case AgreementRecorded():
            return Agreement(
                circle=event.circle,
                proposal=event.proposal,
                proposer=event.proposer,
                title=event.title,
                driver=event.driver,
                text=event.text,
                text_version=event.text_version,
                adopted_at=event.adopted_at,
                review_at=event.review_at,
                expires_at=event.expires_at,
                answers={person: GivenAnswer(answer) for person, answer in event.answers.items()},
                practice=event.practice,
                unlinked=event.unlinked,
                criteria=event.criteria,
                deferred=event.deferred,
                delegated=event.delegated,
                version=1,
            )
        case AgreementNoted():
            return Agreement(
                circle=event.circle,
                title=event.title,
                driver=event.driver,
                text=event.text,
                review_at=event.review_at,
                expires_at=event.expires_at,
                version=1,
                recorded_by=event.recorded_by,
                recorded_at=event.at,
                source=event.source,
            )
        case ReservationNoted(person=person, words=words):
            noted = GivenAnswer(state.answers[person].answer, words)
            return replace(state, answers={**state.answers, person: noted})
        case ObjectionNoted():
            settled = SettledObjection(
                event.person, event.version, event.harm, event.safe, event.settled, event.settled_in
            )
            return replace(state, objections=(*state.objections, settled))
        case _:
            raise TypeError(f"the logbook does not know {event!r}")
