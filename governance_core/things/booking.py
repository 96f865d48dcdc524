"""Whether so many of a thing are free in a stretch of time: no more is ever promised than there is, at any instant."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from governance_core.things.model import Loan, Thing

MISSED_FOR: Final = timedelta(days=1)
"""What should be back and is not is counted as out for so long from now: nobody knows when it comes."""


def held_until(loan: Loan, now: datetime) -> datetime:
    """Up to when a loan takes its place: what is asked for takes it too, until somebody answers."""
    ends = now + MISSED_FOR if loan.is_late(now) else loan.until
    return max(ends, loan.wants) if loan.wants else ends


def most_at_once(thing: Thing, start: datetime, until: datetime, now: datetime, but: int = 0) -> int:
    """The most that others hold at any instant from `start` up to `until`; `but` is the number of a loan left out."""
    others = [(one.start, held_until(one, now), one.quantity) for one in thing.loans.values() if one.number != but]
    instants = {start, *(begins for begins, _, _ in others if start < begins < until)}
    return max(sum(many for begins, ends, many in others if begins <= at < ends) for at in instants)


def free(thing: Thing, start: datetime, until: datetime, now: datetime, but: int = 0) -> int:
    """How many can still be promised for the whole of that time."""
    return max(thing.usable - most_at_once(thing, start, until, now, but), 0)


def next_free(thing: Thing, quantity: int, start: datetime, length: timedelta, now: datetime) -> datetime | None:
    """From when on so many are free for so long; None where there never are as many."""
    ends = sorted(end for one in thing.loans.values() if (end := held_until(one, now)) > start)
    return next((at for at in (start, *ends) if free(thing, at, at + length, now) >= quantity), None)


def in_the_way(thing: Thing, start: datetime, until: datetime, now: datetime) -> Iterator[Loan]:
    """The loans that take a place in that time, the earliest first."""
    for one in sorted(thing.loans.values(), key=lambda loan: (loan.start, loan.number)):
        if one.start < until and held_until(one, now) > start:
            yield one


def most_promised(thing: Thing, now: datetime) -> int:
    """The most that is lent or booked at any one instant: no fewer can there be."""
    begins = [one.start for one in thing.loans.values()]
    return max((most_at_once(thing, at, at + timedelta(microseconds=1), now) for at in begins), default=0)
