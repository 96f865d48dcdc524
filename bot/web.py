"""What the running bot serves over HTTP, put together: calendars, and whoever else comes through the same place."""

import asyncio
from collections.abc import Sequence
from typing import Final

from adapters.http.calendars import PLACE, REACHED, Calendars, finder
from adapters.http.site import HEALTH, CannotListen, Door, Site, health
from bot.compose import Composed, org_of
from bot.config import ConfigFile
from bot.failure import Failure
from bot.listening import LISTEN_VARIABLE, listening, place_of
from bot.watching import Watch


class Web:
    """The server of one program; others hang their `doors` in beside its own. `watch` looks at it from outside."""

    def __init__(self, made: Composed, files: Sequence[ConfigFile], watch: Watch) -> None:
        self._watch = watch
        self._watching: asyncio.Task[None] | None = None
        orgs = [org_of(file) for file in files if file.http]
        calendars = Calendars(finder(made.store, orgs, made.features))
        self.doors: dict[str, Door] = {PLACE: calendars, REACHED: health, HEALTH: health}
        self.host, self.port = listening(usual=place_of(files))
        self._site = Site(self.doors)

    async def start(self) -> None:
        """Listen. Raises Failure."""
        try:
            self.port = await self._site.start(self.host, self.port)
        except CannotListen as why:
            raise Failure(_NOT_SERVED.format(where=f"{self.host}:{self.port}", why=why)) from None
        self._watching = asyncio.create_task(self._watch.run(), name="watch http")

    async def stop(self) -> None:
        """Finish what is being answered, and close."""
        if self._watching is not None:
            self._watching.cancel()
        await self._site.stop()


_NOT_SERVED: Final = (
    f"Nothing can be served at {{where}} ({{why}}). Say in the config file (http, listen) or in {LISTEN_VARIABLE} "
    "where to listen, or stop what listens there."
)
