"""`circlet discord invite`: the address that lets the bot into a server, with the least permissions it needs."""

import base64
import binascii
import os
from argparse import Namespace
from typing import Final
from urllib.parse import urlencode

from adapters.discord.permissions import NEEDED
from bot.commands.check import checked
from bot.config import ConfigFile, hears_members
from bot.discord import TOKEN_VARIABLE, token_for
from bot.failure import Failure

AUTHORIZE: Final = "https://discord.com/oauth2/authorize"
PERMISSIONS: Final = NEEDED
"""What the address asks for is what doctor looks for."""


MEMBERS: Final = (
    "The config needs the members intent as well. Allow it: developer portal, your application, Bot, "
    "Server Members Intent."
)


def main(given: Namespace) -> int:
    """Print the address."""
    file = checked(given.config) if given.config else None
    print(invite(given.application or application_of(_token(file)), _server(file)))
    print(f"It asks for: {', '.join(PERMISSIONS)}. {MEMBERS if _hears(file) else 'No privileged intent is needed.'}")
    return 0


def invite(application: str, server: str = "") -> str:
    """The address for an application, with the server chosen already where one is known."""
    asked = {
        "client_id": application,
        "scope": "bot applications.commands",
        "permissions": str(sum(PERMISSIONS.values())),
        **({"guild_id": server, "disable_guild_select": "true"} if server else {}),
    }
    return f"{AUTHORIZE}?{urlencode(asked)}"


def application_of(token: str) -> str:
    """The id of the application a token belongs to: its first part says it. Raises Failure."""
    first = token.partition(".")[0]
    try:
        application = base64.b64decode(first + "=" * (-len(first) % 4), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        application = ""
    if not (application.isascii() and application.isdigit()):
        raise Failure(
            "The application's id cannot be read from the token. Say it with --application: developer portal, "
            "your application, General Information, Application ID."
        )
    return application


def _token(file: ConfigFile | None) -> str:
    if file is not None and "discord" in file.platforms:
        return token_for([file])
    return os.environ.get(TOKEN_VARIABLE, "")


def _hears(file: ConfigFile | None) -> bool:
    return file is not None and hears_members(file)


def _server(file: ConfigFile | None) -> str:
    return file.platforms["discord"].settings.get("server", "") if file and "discord" in file.platforms else ""
