"""Which organisation a server is the home of: the one whose config names it, or the only one there is."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

_log = logging.getLogger("circlet.discord")


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation on Discord; `server` is empty where its config names none.

    An `unsettled` one has still to be set up; without a server it belongs to whichever server does that first.
    `hears_members` where something in its config needs to know who is on the server and who has which role;
    `leaving_ends` where leaving the server ends somebody's seats.
    """

    id: str
    server: str = ""
    unsettled: bool = False
    hears_members: bool = False
    leaving_ends: bool = False


class Organisations:
    """The organisations behind one bot. One that names no server lives wherever the bot is asked first."""

    def __init__(self, known: Sequence[Organisation]) -> None:
        self._by_server = {one.server: one.id for one in known if one.server}
        self._homeless = [one.id for one in known if not one.server and not one.unsettled]
        self._unsettled = {one.id: one.server for one in known if one.unsettled}
        self._only = known[0].id if len(known) == 1 else None

    def of_server(self, server: str | None) -> str | None:
        """The organisation of a server, None when it has none here; without a server (direct messages) the only one."""
        if server is None:
            return self._only
        if server not in self._by_server and len(self._homeless) == 1:
            self._by_server[server] = org = self._homeless.pop()
            _log.warning("%s names no server in its config; it lives on server %s now", org, server)
        return self._by_server.get(server)

    def to_set_up(self, server: str) -> str | None:
        """The organisation that can be set up on a server: its own, or the first that has no server yet."""
        own = self.of_server(server)
        free = own or next((org for org, claimed in self._unsettled.items() if not claimed), None)
        return free if free in self._unsettled else None

    def meant_on(self, server: str | None) -> str | None:
        """The organisation somebody on a server speaks to: its own, else the one that can be set up there."""
        return self.of_server(server) or (self.to_set_up(server) if server else None)

    def settle(self, org: str, server: str) -> None:
        """An organisation was set up, and lives on a server from now on."""
        if self._unsettled.pop(org, None) is not None:
            self._by_server[server] = org
            _log.info("%s was set up and lives on server %s", org, server)

    def server_of(self, org: str) -> str:
        """The server of an organisation, empty while nobody knows."""
        return next((server for server, known in self._by_server.items() if known == org), "")
