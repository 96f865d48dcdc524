"""Who is on a server and with which roles: kept up to date from what Discord says, without keeping its objects."""

import sys
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class Present(NamedTuple):
    """Somebody on the server: what they are called there, and the ids of their roles."""

    name: str
    roles: tuple[str, ...]


class Roster:
    """The people of one server, bots left out. `whole` once Discord has told of everybody.

    What changes while the whole is being fetched is kept aside and laid over it.
    """

    def __init__(self) -> None:
        self.whole = False
        self._people: dict[str, Present] = {}
        self._meanwhile: dict[str, Present | None] = {}
        self._turn = 0

    def begin(self) -> int:
        """The whole is about to be fetched; the number of this turn, which a later one outdates."""
        self._meanwhile = {}
        self._turn += 1
        return self._turn

    def is_outdated(self, turn: int) -> bool:
        """Whether the whole was asked for again since."""
        return turn != self._turn

    def complete(self, members: Iterable[Mapping[str, Any]]) -> None:
        """Everybody, as fetched."""
        fetched: dict[str, Present | None] = {_account(member): _present(member) for member in members}
        everybody = {**fetched, **self._meanwhile}
        self._people = {account: present for account, present in everybody.items() if present}
        self._meanwhile = {}
        self.whole = True

    def put(self, member: Mapping[str, Any]) -> bool:
        """Somebody came or changed. Whether it makes a difference: another name makes none."""
        account, present = _account(member), _present(member)
        before = self._people.get(account)
        self._meanwhile[account] = present
        if present is None:
            return False
        self._people[account] = present
        return before is None or set(before.roles) != set(present.roles)

    def take_out(self, member: Mapping[str, Any]) -> bool:
        """Somebody left. Whether they were there."""
        account = _account(member)
        self._meanwhile[account] = None
        return self._people.pop(account, None) is not None

    def holders(self, role: str) -> dict[str, str]:
        """Who has a role: the names by account."""
        return {account: one.name for account, one in self._people.items() if role in one.roles}

    def accounts(self) -> frozenset[str]:
        """Everybody who is there."""
        return frozenset(self._people)


def _account(member: Mapping[str, Any]) -> str:
    return str(member["user"]["id"])


def _present(member: Mapping[str, Any]) -> Present | None:
    """Somebody from Discord's own record; None for a bot."""
    user = member["user"]
    if user.get("bot"):
        return None
    name = member.get("nick") or user.get("global_name") or user.get("username") or ""
    return Present(name, tuple(sys.intern(str(role)) for role in member.get("roles", ())))
