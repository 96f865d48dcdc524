"""Where somebody is told what is for them alone: on one platform, where they are."""

from collections.abc import Collection, Iterator

from governance_core.kernel.ids import PersonId
from governance_core.people.model import CONSOLE, PEOPLE, People, Person
from governance_core.people.reading import ReadsPeople
from governance_core.ports import Reader


def whereabouts(person: PersonId, wanted: str, reader: Reader, spoken: Collection[str]) -> tuple[str, str] | None:
    """The platform and the account there on which a person is told something; None where nobody could tell them.

    `spoken` are the platforms on which the program reaches people (none named: all). It is the one that is `wanted`,
    else where the person asked for direct messages, else where they did something last, else where they have an
    account. In the terminal people are known by their id, so it is there for whoever has no account.
    """
    everybody: People = reader.state(PEOPLE)
    known = everybody.present(everybody.now(person))
    if known is None:
        return None
    accounts = {**known.accounts, CONSOLE: known.handle}
    here = {platform: account for platform, account in accounts.items() if not spoken or platform in spoken}
    return next(((one, here[one]) for one in _by_preference(known, wanted, reader) if one in here), None)


def _by_preference(known: Person, wanted: str, reader: Reader) -> Iterator[str]:
    yield wanted
    yield known.reminded_on()
    yield reader.half(ReadsPeople).acted_last(known.id)
    yield from known.accounts
    yield CONSOLE
