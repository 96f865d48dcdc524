"""Which organisation a server is the home of: the one whose config names it, or the only one there is."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

_log = logging.getLogger("circlet.discord")


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation on Discord; `server` is empty where its config names none.

    `hears_members` where something in its config needs to know who is on the server and who has which role;
    `leaving_ends` where leaving the server ends somebody's seats.
    """

    id: str
    server: str = ""
    hears_members: bool = False
    leaving_ends: bool = False


class Organisations:
    """The organisations behind one bot. One that names no server lives wherever the bot is asked first."""

    def __init__(self, known: Sequence[Organisation]) -> None:
        self._by_server = {one.server: one.id for one in known if one.server}
        self._homeless = [one.id for one in known if not one.server]
        self._only = known[0].id if len(known) == 1 else None

    def of_server(self, server: str | None) -> str | None:
        """The organisation of a server, None when it has none here; without a server (direct messages) the only one."""
        if server is None:
            return self._only
        if server not in self._by_server and len(self._homeless) == 1:
            self._by_server[server] = org = self._homeless.pop()
            _log.warning("%s names no server in its config; it lives on server %s now", org, server)
        return self._by_server.get(server)

    def server_of(self, org: str) -> str:
        """The server of an organisation, empty while nobody knows."""
        return next((server for server, known in self._by_server.items() if known == org), "")
