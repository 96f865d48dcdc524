"""`circlet erase`: blanks what a person wrote, with their name and accounts, after saying what goes and what stays."""

import sys
from argparse import Namespace

from bot.commands.opened import opened
from bot.compose import Composed
from bot.erasing import take_out
from bot.failure import Failure
from governance_core.cards.text import count
from governance_core.circles.model import CIRCLES, Circles
from governance_core.kernel.ids import PersonId
from governance_core.people.model import PEOPLE, People, Person

STAYS = """What stays: that {id} proposed, answered and objected, and when, under this id; what others wrote;
config files, exports and backups outside the store; messages in a chat that are not cards.
Cards are drawn anew without the words."""
AFTERWARDS = """Take {id} out of the config file, if it names them: until then plan, apply and run refuse it.
If they have a role in a chat that makes members, take it off them: else they come back as somebody new.
`circlet audit` counts the texts as erased and finds nothing wrong. Older backups still hold the words."""


def main(given: Namespace) -> int:
    """Say what goes and what stays, ask, and do it."""
    with opened(given) as made:
        person = _person(made, PersonId(given.person))
        _announce(made, person)
        if not given.yes and not _sure(person):
            print("Nothing was erased.")
            return 1
        keys = _keys(made, person)
        blanked = made.store.erase(made.org, person.id, lambda work: take_out(person.id, work, made.features), keys)
        print(f"Erased: {count(blanked, 'text')} of {person.id}.")
        print(AFTERWARDS.format(id=person.handle))
        return 0


def _person(made: Composed, wanted: PersonId) -> Person:
    everybody: People = made.store.read_now(made.org, lambda reader: reader.state(PEOPLE))
    found = everybody.persons.get(everybody.known_as(wanted))
    if found is None:
        known = ", ".join(sorted(one.handle for one in everybody.persons.values()))
        raise Failure(f"There is no member {wanted}, and there never was. There are: {known}.")
    return found


def _keys(made: Composed, person: Person) -> list[str]:
    everybody: People = made.store.read_now(made.org, lambda reader: reader.state(PEOPLE))
    return [key for key, known in everybody.keys.items() if known == person.id]


def _announce(made: Composed, person: Person) -> None:
    held = made.store.held(made.org, person.id)
    called = f"{person.name} ({person.handle})" if person.name else person.handle
    print(f"Erasing {called} from {made.org}. This cannot be undone.")
    accounts = ", ".join(sorted(person.accounts)) or "none"
    where = count(held.streams, "stream")
    print(f"What goes: {count(held.texts, 'text')} in {where}, name, accounts ({accounts}), drafts, and the name in")
    print("the config files that were applied.")
    if person.present:
        print(f"They leave the organisation first{_seats(made, person)}.")
    print(STAYS.format(id=person.id))


def _seats(made: Composed, person: Person) -> str:
    circles: Circles = made.store.read_now(made.org, lambda reader: reader.state(CIRCLES))
    seats = []
    for circle in circles.alive():
        roles = [role for role, holder in circle.roles.items() if holder == person.id]
        if person.id in circle.members or roles:
            seats.append(circle.name + (f" ({', '.join(roles)})" if roles else ""))
    return f", and so their seats: {', '.join(seats)}" if seats else ""


def _sure(person: Person) -> bool:
    if not sys.stdin.isatty():
        raise Failure(f"Nobody is there to ask. To erase {person.handle} without being asked, add --yes.")
    return input(f"Type {person.handle} to erase them: ").strip() == person.handle
