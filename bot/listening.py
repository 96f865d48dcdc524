"""Where the bot listens for HTTP: the environment over the config file over what is usual."""

import os
from collections.abc import Iterable, Mapping
from typing import Final

from bot.config import ConfigFile, host_and_port, listen
from bot.config.problems import Unfit
from bot.failure import Failure

LISTEN_VARIABLE: Final = "CIRCLET_HTTP_LISTEN"
USUAL_LISTEN: Final = "127.0.0.1:3000"
"""For Slack's signed requests, where the config file has no section http."""


def listening(environment: Mapping[str, str] = os.environ, usual: str = USUAL_LISTEN) -> tuple[str, int]:
    """Host and port. Raises Failure."""
    try:
        return host_and_port(listen(environment.get(LISTEN_VARIABLE) or usual))
    except Unfit:
        raise Failure(f"{LISTEN_VARIABLE} says where to listen, as in {USUAL_LISTEN}.") from None


def place_of(files: Iterable[ConfigFile]) -> str:
    """Where the config files want the bot to listen; empty where none has a section http. Raises Failure."""
    wanted = {file.http.listen for file in files if file.http}
    if len(wanted) > 1:
        raise Failure(
            f"Two config files say where to listen ({', '.join(sorted(wanted))}). One program listens at one."
        )
    return next(iter(wanted), "")
