"""`circlet init`: a commented config file to start from, or with `--chat` a short one to be set up in the chat."""

import json
import os
from argparse import Namespace
from pathlib import Path

from bot.failure import Failure
from governance_core.kernel.time import zone_exists
from governance_core.setup.model import LONGEST_NAME, key_of, tidy

_PLACES = (Path(__file__).parents[1] / "config.example.yaml", Path(__file__).parents[2] / "config.example.yaml")


def example() -> Path:
    """The commented example: inside the installed program, or at the top of the project."""
    return next(place for place in _PLACES if place.exists())


CHAT = """\
# An organisation that is set up in the chat: who is in, its first circle and its channel are picked there.
#   circlet run --config {file}                  keeps the bot running
#   circlet discord invite --config {file}       prints the address that lets it into your server
# Then press "Set up" on the server. What you pick is written into this file, and it is yours to change from then on;
# `circlet init` without --chat shows everything a file can say.

organisation:
  id: {id}                  # never changes
  name: {name}
  zone: {zone}                # of everybody who has no time zone of their own

setup: chat                           # goes when it is done

platforms:
  discord:
    token: ${{DISCORD_TOKEN}}            # the environment variable that holds the bot's token
"""


def main(given: Namespace) -> int:
    """Write it, never over another file."""
    target = Path(given.file)
    if target.exists():
        raise Failure(f"{target} exists already; it was left as it is. Give another name, or edit that one.")
    try:
        target.write_text(_text(given), encoding="utf-8")
    except OSError as error:
        raise Failure(f"{target} cannot be written: {error.strerror}.") from None
    if given.chat:
        print(f"Wrote {target}. Put the bot's token into DISCORD_TOKEN, then `circlet run --config {target}`.")
        return 0
    print(f"Wrote {target}. It holds a sample organisation: make it yours, then `circlet check {target}`.")
    return 0


def _text(given: Namespace) -> str:
    if not given.chat:
        return example().read_text(encoding="utf-8")
    name = tidy(given.name, LONGEST_NAME) or "Our organisation"
    return CHAT.format(
        file=given.file,
        id=key_of(name, (), "our-organisation"),
        name=json.dumps(name, ensure_ascii=False),
        zone=zone_here(),
    )


def zone_here(link: Path = Path("/etc/localtime")) -> str:
    """The time zone of this machine by its place; UTC where it does not say."""
    named = os.environ.get("TZ", "").lstrip(":") or os.path.realpath(link).partition("zoneinfo/")[2]
    return named if named and zone_exists(named) else "UTC"
