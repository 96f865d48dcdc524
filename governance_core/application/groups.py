"""What a platform tells of who is there: who has a role that makes members, and who is on the server at all."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from governance_core.application.transaction import Transaction
from governance_core.circles.messages import NoteGroup
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Features
from governance_core.kernel.ids import Actor, CircleId
from governance_core.people.messages import MeetAccount, SeeServer
from governance_core.people.model import PEOPLE, People
from governance_core.ports import Reader, Work


@dataclass(frozen=True, slots=True)
class Watched:
    """A role or user group that makes members of a circle; `seen` once the platform told who has it."""

    circle: CircleId
    group: str
    seen: bool


def watched(platform: str, reader: Reader) -> tuple[Watched, ...]:
    """What a platform is to tell of, circle by circle."""
    circles: Circles = reader.state(CIRCLES)
    found = ((circle.id, circle.sources.get(platform)) for circle in circles.alive())
    return tuple(Watched(circle, source.group, source.seen) for circle, source in found if source)


def note_groups(platform: str, told: Mapping[str, Mapping[str, str]], work: Work, features: Features) -> bool:
    """Take in who has which role now: for each group the names by account. Whether anything is recorded.

    It is the whole truth of each group, so that telling it again changes nothing.
    """
    transaction, by = Transaction(work, features), Actor.of_platform(platform)
    recorded = False
    for one in watched(platform, work):
        if one.group not in told:
            continue
        holders = told[one.group]
        for account, name in holders.items():
            met = transaction.carry_out(MeetAccount(platform=platform, account=account, name=name), by)
            recorded = recorded or bool(met.events)
        everybody: People = transaction.state(PEOPLE)
        owners = (everybody.owner(platform, account) for account in holders)
        persons = tuple(owner for owner in owners if owner)
        noted = NoteGroup(circle=one.circle, platform=platform, group=one.group, persons=persons)
        recorded = bool(transaction.carry_out(noted, by).events) or recorded
    transaction.save(work)
    return recorded


def note_server(platform: str, accounts: Collection[str], work: Work, features: Features) -> bool:
    """Take in which accounts are on the organisation's server now. Whether anything is recorded."""
    transaction = Transaction(work, features)
    command = SeeServer(platform=platform, accounts=frozenset(accounts))
    noted = transaction.carry_out(command, Actor.of_platform(platform))
    transaction.save(work)
    return bool(noted.events)
