"""Who is to be paid, as somebody wrote it: a member by name, id or mention, or anybody else in words."""

import re
import unicodedata
from typing import Final

from governance_core.cards.text import listed
from governance_core.kernel.errors import Invalid
from governance_core.kernel.ids import PersonId
from governance_core.people.model import People, Person

_MENTION: Final = re.compile(r"<@!?([A-Za-z0-9]+)(?:\|[^>]*)?>")
"""How chats write somebody who is mentioned: by their account there."""
_MYSELF: Final = ("me", "myself")


def payee_of(words: str, by: PersonId, everybody: People) -> tuple[str, PersonId | None]:
    """The payee's name, and the member it is, if it is one. Raises Invalid for one who left, and one of several."""
    wanted = _plain(words).removeprefix("@")
    if wanted in _MYSELF:
        return everybody.name(by), by
    if mention := _MENTION.fullmatch(words.strip()):
        found = _by_account(mention[1], everybody)
        return everybody.name(found), found
    named = _called(wanted, everybody)
    there = [one for one in named if one.present]
    if named and not there:
        raise Invalid(field="payee", problem=f"{named[0].name} left the organisation.", fix="Name another payee.")
    if len(there) > 1:
        ids = listed([one.handle for one in there], "or")
        problem = f"{len(there)} members are called {there[0].name}."
        raise Invalid(field="payee", problem=problem, fix=f"Write which of them by their id: {''.join(map(str, ids))}.")
    return (there[0].name, there[0].id) if there else (words, None)


def _called(wanted: str, everybody: People) -> list[Person]:
    """Those of this id, else those of this name, however it is spaced."""
    known = [one for one in everybody.persons.values() if one.id not in everybody.merged or one.present]
    by_id = [one for one in known if wanted in (one.id.casefold(), one.handle.casefold())]
    return by_id or [one for one in known if one.name and wanted == _plain(one.name)]


def _by_account(account: str, everybody: People) -> PersonId:
    """Whose account it is, on whatever platform. Raises Invalid."""
    owner = next((person for key, person in everybody.owners.items() if key.partition(":")[2] == account), None)
    if owner is None:
        problem = "Whoever is mentioned there is not known as a member."
        raise Invalid(field="payee", problem=problem, fix="Write their name, or who it is, in words.")
    return owner


def _plain(words: str) -> str:
    """For comparing: without what nobody sees, single spaces, small letters."""
    seen = "".join(one for one in words if unicodedata.category(one) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", seen).split()).casefold()
