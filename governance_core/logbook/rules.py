"""What may happen to agreements: they are recorded when a proposal is adopted, with their dates reckoned from then."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from governance_core.kernel.message import Event
from governance_core.kernel.time import instant_of
from governance_core.logbook.messages import AgreementRecorded, ObjectionNoted, RecordAgreement, ReservationNoted
from governance_core.logbook.model import Agreement, GivenAnswer, SettledObjection


@dataclass(frozen=True, slots=True)
class LogbookFacts:
    """The instant (UTC)."""

    now: datetime


def decide(command: Any, state: Agreement, facts: LogbookFacts) -> tuple[Event, ...]:
    """The events a command leads to."""
    match command:
        case RecordAgreement():
            return (_recorded(command, facts), *_reservations(command.record), *_objections(command.record))
        case _:
            raise TypeError(f"the logbook does not know {command!r}")


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
                version=1,
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
