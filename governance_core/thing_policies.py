"""Whenever somebody leaves, or is known as somebody else, then this with their loans: part of where features meet."""

from collections.abc import Iterable

from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.ports import Reader
from governance_core.things.loan_messages import EndLoansOf, HandLoans
from governance_core.things.reading import ReadsThings

FollowUps = Iterable[tuple[Command, Actor]]


def loans_end(person: PersonId, by: Actor, reader: Reader) -> FollowUps:
    """What somebody who left had booked is free, and what they have is to be fetched."""
    return [(EndLoansOf(id=thing, person=person), by) for thing in _with_loans_of(person, reader)]


def loans_handed(person: PersonId, to: PersonId, by: Actor, reader: Reader) -> FollowUps:
    """The loans of somebody who turned out to be somebody known are that person's."""
    return [(HandLoans(id=thing, person=person, to=to), by) for thing in _with_loans_of(person, reader)]


def _with_loans_of(person: PersonId, reader: Reader) -> list[StreamId]:
    return list(dict.fromkeys(row.id for row in reader.half(ReadsThings).loans_of(person)))


def kept_things(circles: Iterable[CircleId], reader: Reader) -> Iterable[tuple[StreamId, CircleId]]:
    """The things of these circles: their cards say who keeps them."""
    half = reader.half(ReadsThings)
    return [(thing, one) for one in sorted(circles) for thing in half.things_in(one)]
