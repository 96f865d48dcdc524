"""What a platform tells of people: accounts nobody had named, who is on the server, and whose an account was."""

from collections.abc import Iterator
from itertools import count

from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event
from governance_core.kernel.words import complaint, is_blank
from governance_core.people.events import (
    AccountLinked,
    PersonJoined,
    PersonLeft,
    PersonMerged,
    ServerEntered,
    ServerLeft,
)
from governance_core.people.messages import MeetAccount, SeeServer
from governance_core.people.model import People, account_key, made_id

LONGEST_NAME = 80


def meet(command: MeetAccount, state: People) -> tuple[Event, ...]:
    """An account that is nobody's becomes a person, whose id follows from the account."""
    platform, account = command.platform, command.account
    if account_key(platform, account) in state.owners:
        return ()
    free = (made_id(platform, account, attempt) for attempt in count())
    person = next(one for one in free if _is_free(one, state))
    joined = PersonJoined(person=person, name=_called(command.name, person), came_by=platform)
    return (joined, AccountLinked(person=person, platform=platform, account=account))


def _is_free(person: PersonId, state: People) -> bool:
    """Whether nobody has the id now, and nobody was erased under it."""
    known = state.persons.get(person)
    return known is None or not (known.present or known.erased_at)


def _called(name: str, person: PersonId) -> str:
    """A name from a chat on one line; the id where the chat shows nothing."""
    plain = " ".join(name.split())[:LONGEST_NAME]
    return str(person) if is_blank(plain) or complaint(plain) else plain


def seen(command: SeeServer, state: People) -> Iterator[Event]:
    """Who is on the server for the first time, and who was there and is not any more."""
    for person in state.persons.values():
        account = person.accounts.get(command.platform)
        here, before = account in command.accounts, command.platform in person.there
        if account and here and not before:
            yield ServerEntered(person=person.id, platform=command.platform)
        if account and before and not here:
            yield ServerLeft(person=person.id, platform=command.platform)


def merged(owner: PersonId | None, into: PersonId) -> tuple[Event, ...]:
    """Whoever was made from an account is no person of their own any more, once it is known whose it is."""
    return (PersonMerged(person=owner, into=into), PersonLeft(person=owner)) if owner else ()
