"""`circlet run`: the bot in real time, for as long as it is left running."""

import asyncio
import logging
from argparse import Namespace
from collections.abc import Awaitable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.console.lines import ConsoleLines
from adapters.sql.errors import StoreError
from bot.applying import ApplyRefused, apply_file
from bot.caretaking import Caretaking
from bot.commands.check import checked
from bot.commands.plan import failure_of
from bot.compose import Composed, composed, org_of, served_by, spoken_by, store_path
from bot.config import ConfigFile
from bot.failure import Failure
from bot.heartbeat import Heartbeat
from bot.lifecycle import Loops, Messenger, stopped_by_signals
from bot.listening import listening, place_of
from bot.reloading import Reloading
from governance_core.circles.model import CIRCLES, Circles

TO_BE_SET_UP = (
    "{name} is set up in the chat: let the bot into your server (circlet discord invite), and press Set up there."
)

if TYPE_CHECKING:
    from adapters.http.site import Door
    from bot.slack import Keys
    from bot.web import Web


def main(given: Namespace) -> int:
    """Apply each config file, then keep its rounds going until told to stop."""
    logging.basicConfig(level=logging.WARNING, format="%(asctime)s %(levelname)s %(message)s")
    logging.getLogger("circlet").setLevel(logging.INFO)
    files = {name: checked(name) for name in given.config}
    _require_distinct(files)
    token = _discord_token(list(files.values()))
    names = {org_of(file): name for name, file in files.items()}
    caretaking = Caretaking(names, served_by(files.values()), spoken_by(files.values()))
    place_of(files.values())
    keys = _slack_keys(list(files.values()))
    made = _opened(given, caretaking)
    try:
        for name, file in files.items():
            _apply(made, name, file)
        asyncio.run(_run(made, files, token, keys, caretaking))
    finally:
        made.close()
    print("Stopped. Everything that was acknowledged is in the store.")
    return 0


def _require_distinct(files: dict[str, ConfigFile]) -> None:
    orgs = [org_of(file) for file in files.values()]
    twice = {org for org in orgs if orgs.count(org) > 1}
    if twice:
        raise Failure(f"Two config files are the organisation {', '.join(sorted(twice))}. Each needs an id of its own.")


def _opened(given: Namespace, caretaking: Caretaking) -> Composed:
    try:
        made = composed("", store_path(given.store), caretaker=caretaking)
    except StoreError as error:
        raise Failure(str(error)) from None
    caretaking.take_charge(made)
    try:
        made.store.hold()
    except StoreError as error:
        made.close()
        raise Failure(str(error)) from None
    return made


def _apply(made: Composed, name: str, file: ConfigFile) -> None:
    written = Path(name).read_text(encoding="utf-8")
    job = partial(apply_file, file, written, features=made.features)
    try:
        changes = made.store.transact_now(org_of(file), job)
    except ApplyRefused as refused:
        raise failure_of(name, refused) from None
    print(f"{file.organisation.name}: {len(changes)} changes applied from {name}.")
    circles: Circles = made.store.read_now(org_of(file), lambda reader: reader.state(CIRCLES))
    if file.in_chat and not circles.circles:
        print(TO_BE_SET_UP.format(name=file.organisation.name))


async def _run(
    made: Composed, files: dict[str, ConfigFile], token: str, keys: "Keys | None", caretaking: Caretaking
) -> None:
    messengers: dict[str, Messenger] = {"console": ConsoleLines(made.store, made.features)}
    heartbeat = Heartbeat(made.store, made.features, made.clock)
    await asyncio.to_thread(heartbeat.begin)  # before a press could meet a deadline that passed meanwhile
    loops = Loops(
        made.store, made.features, made.clock, messengers, troubled=caretaking.look_again, beat=heartbeat.beat
    )
    orgs = ", ".join(map(org_of, files.values()))
    web = await _served(made, list(files.values()), caretaking)
    reloading = Reloading(made, {org_of(file): name for name, file in files.items()}, loops.soon)
    reloading.listen()
    stop = stopped_by_signals()  # told politely to stop from now on, and only then said to run
    going: Awaitable[None] = loops.run(stop)
    print(f"Running for {orgs} on {made.store.path}. Ctrl-C stops.", flush=True)
    again = asyncio.create_task(reloading.run(), name="reload")
    doors = web.doors if web else None
    going = _on_slack(made, list(files.values()), keys, loops, messengers, going, caretaking, doors) if keys else going
    try:
        await (_on_discord(made, files, token, loops, messengers, going, caretaking) if token else going)
    finally:
        again.cancel()
        if web is not None:
            await web.stop()


async def _served(made: Composed, files: list[ConfigFile], caretaking: Caretaking) -> "Web | None":
    """What is served over HTTP, None where no config file asks for that. Raises Failure."""
    if not any(file.http for file in files):
        return None
    from bot.web import Web
    from bot.web_checkup import watch_of

    web = Web(made, files, watch_of(made, caretaking, files))
    await web.start()
    print(f"Calendars are served at {web.host}:{web.port}.", flush=True)
    return web


async def _on_discord(
    made: Composed,
    files: dict[str, ConfigFile],
    token: str,
    loops: Loops,
    messengers: dict[str, Messenger],
    going: Awaitable[None],
    caretaking: Caretaking,
) -> None:
    from bot.discord import connected, on_discord
    from bot.discord_checkup import watch_of
    from bot.setup import living_there

    living = living_there(list(files.values()), made)
    paths = {org_of(file): Path(name) for name, file in files.items()}
    there = on_discord(made, living, loops.soon, paths)
    messengers["discord"] = there.messenger
    watching = asyncio.create_task(watch_of(there, made, caretaking, [one.id for one in living]).run(), name="watch")
    try:
        await connected(there.client, token, going)
    finally:
        watching.cancel()


async def _on_slack(
    made: Composed,
    files: list[ConfigFile],
    keys: "Keys",
    loops: Loops,
    messengers: dict[str, Messenger],
    going: Awaitable[None],
    caretaking: Caretaking,
    doors: "dict[str, Door] | None",
) -> None:
    from bot.slack import connected, living_there, on_slack, people_of
    from bot.slack_checkup import watch_of

    file = next(file for file in files if "slack" in file.platforms)
    found = living_there(files)
    assert found is not None, "there are keys where an organisation lives"
    there = on_slack(made, *found, keys, loops.soon, people_of(file))
    there.connection.doors = doors
    messengers["slack"] = there.messenger
    watching = asyncio.create_task(watch_of(there, made, caretaking, file, keys).run(), name="watch slack")
    try:
        await connected(there, going, alone=not any("discord" in one.platforms for one in files))
    finally:
        watching.cancel()


def _slack_keys(files: list[ConfigFile]) -> "Keys | None":
    """What lets the bot into Slack, None where no organisation lives there. Raises Failure where it is missing."""
    if not any("slack" in file.platforms for file in files):
        return None
    from bot.slack import keys_for, living_there

    living_there(files)
    listening()
    return keys_for(files)


def _discord_token(files: list[ConfigFile]) -> str:
    """The token for Discord, empty where no organisation lives there. Raises Failure where it is missing."""
    if not any("discord" in file.platforms for file in files):
        return ""
    from bot.discord import token_for

    return token_for(files)
