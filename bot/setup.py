"""Setting up from the chat: says hello on a server, and writes what was set up into the config file as well."""

import asyncio
import json
import logging
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from adapters.discord.desk import Addition
from adapters.discord.organisations import Organisation, Organisations
from adapters.discord.showing import PLATFORM
from adapters.sql.work import Work
from bot.compose import Composed, org_of
from bot.config import ConfigFile, check_text, hears_members, to_document
from bot.config.writing import Entry, NotWritten, Plain, lines_of, replace_file, with_entries
from governance_core.application.execute import execute, perform
from governance_core.application.receipt import Receipt
from governance_core.cards.card import Paragraph
from governance_core.cards.file import text_file
from governance_core.circles.model import CIRCLES, FOUR_ROLES, Circle, Circles
from governance_core.kernel.ids import CONFIG, Actor
from governance_core.kernel.message import Command
from governance_core.people.model import PEOPLE, People, Person
from governance_core.ports import Reader
from governance_core.setup.messages import NoteFile, OfferSetup, SetupCompleted
from governance_core.setup.model import SETUP, Setup

HERE: Final = Actor.policy("server.joined")
"""Nobody presses it: the bot came to a server."""
IN_FILE: Final = "It stands in {file} too, so circlet plan has nothing to apply."
BESIDE_FILE: Final = (
    "It is in force, but {file} does not say so yet, because {why}. The attached lines belong into it: "
    "whoever runs the bot adds them, and circlet apply has nothing left to do."
)
LINES: Final = "circlet-setup.yaml"
YAML: Final = "text/yaml"
_log = logging.getLogger("circlet")


class ChatSetup:
    """Setting up for the organisations of one program; `files` are their config files, where there are any."""

    def __init__(self, made: Composed, organisations: Organisations, files: Mapping[str, Path]) -> None:
        self._made = made
        self._organisations = organisations
        self._files = files

    async def arrived(self, org: str, server: str, place: str) -> None:
        """The bot is on a server whose organisation is to be set up: say so there, once."""
        await self._perform(org, OfferSetup(platform=PLATFORM, server=server, place=place), HERE)

    async def afterwards(self, org: str, receipt: Receipt) -> Addition:
        """What became of the config file, when something was set up."""
        done = next((event for event in receipt.events if isinstance(event, SetupCompleted)), None)
        if done is None:
            return Addition()
        self._organisations.settle(org, done.server)
        file = self._files.get(org)
        if file is None:
            return Addition()
        try:
            await asyncio.to_thread(self.write, org, file)
        except NotWritten as why:
            words = BESIDE_FILE.format(file=file.name, why=why)
            lines = await self._made.store.read(org, lambda reader: lines_of(entries_of(reader)))
            return Addition((Paragraph((words,)),), (text_file(LINES, YAML, lines),))
        return Addition((Paragraph((IN_FILE.format(file=file.name),)),))

    def write(self, org: str, file: Path) -> None:
        """Write what was set up into the config file, and keep that it says so. Raises NotWritten."""
        entries, applied = self._made.store.read_now(org, lambda reader: (entries_of(reader), reader.applied()))
        try:
            before = file.read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError):
            raise NotWritten("it cannot be read") from None
        if _says(before, org, self._made):
            self._made.store.transact_now(org, self._noted)
            return
        if applied is None or _plain(before) != _plain(applied.file):
            raise NotWritten("it was changed since the bot read it")
        after = with_entries(before, entries, gone=["setup"])
        if not _says(after, org, self._made):
            raise NotWritten("it is written in a way that nothing can be added to by itself")
        replace_file(file, before, after)
        self._made.store.transact_now(org, partial(self._applied, after))

    def catch_up(self) -> None:
        """Write what was set up before the program ended, where it did not come to it."""
        for org, file in self._files.items():
            setup: Setup = self._made.store.read_now(org, lambda reader: reader.state(SETUP))
            if not setup.done or setup.in_file:
                continue
            try:
                self.write(org, file)
                _log.info("what was set up in the chat is written into %s", file)
            except NotWritten as why:
                _log.warning("what was set up in the chat is not in %s, because %s", file, why)

    def _applied(self, text: str, work: Work) -> None:
        """The file says by now what is in force, so nothing in it is left to apply."""
        found, _ = check_text(text, "")
        assert found is not None, "it was read before"
        work.keep_applied(json.dumps(to_document(found), ensure_ascii=False, sort_keys=True), _plain(text))
        self._noted(work)

    def _noted(self, work: Work) -> None:
        execute(NoteFile(), CONFIG, None, work, self._made.features)

    async def _perform(self, org: str, command: Command, by: Actor) -> None:
        await perform(command, by, None, self._made.store, org, self._made.features)


def _plain(text: str) -> str:
    """A text as it is compared: however its lines end, and without the mark some editors put before it."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def _says(text: str, org: str, made: Composed) -> bool:
    """Whether a file says what was set up: its circle, with everybody in it."""
    found, _ = check_text(text, "")
    if found is None:
        return False

    def wanted(reader: Reader) -> bool:
        setup: Setup = reader.state(SETUP)
        circles: Circles = reader.state(CIRCLES)
        everybody: People = reader.state(PEOPLE)
        circle = circles.open(setup.circle) if setup.circle else None
        told = found.circles.get(circle.handle) if circle else None
        return (
            circle is not None and told is not None and set(told.members) == set(map(everybody.handle, circle.members))
        )

    return made.store.read_now(org, wanted)


def entries_of(reader: Reader) -> list[Entry]:
    """What the config file lacks of what was set up."""
    setup: Setup = reader.state(SETUP)
    circles: Circles = reader.state(CIRCLES)
    everybody: People = reader.state(PEOPLE)
    persons = [one for one in everybody.persons.values() if one.present]
    return [
        Entry(("organisation", "admins"), [everybody.handle(admin) for admin in circles.organisation.admins]),
        *(Entry(("members", one.handle), dict(_member(one))) for one in persons),
        *(Entry(("circles", one.handle), dict(_circle(one, everybody))) for one in circles.alive()),
        *([Entry(("platforms", setup.platform, "server"), setup.server)] if setup.server else []),
    ]


def _member(person: Person) -> Iterator[tuple[str, Plain]]:
    yield "name", person.name
    if person.accounts:
        yield "accounts", dict(person.accounts)


def _circle(circle: Circle, everybody: People) -> Iterator[tuple[str, Plain]]:
    yield from (("name", circle.name), ("aim", circle.aim), ("domain", circle.domain))
    yield "members", [everybody.handle(member) for member in circle.members]
    yield from ((role, everybody.handle(circle.roles[role])) for role in FOUR_ROLES if role in circle.roles)
    yield "homes", dict(circle.homes)
    yield "policy", dict(circle.policy)


def living_there(files: list[ConfigFile], made: Composed) -> list[Organisation]:
    """The organisations whose config says how to reach Discord, with the server they were set up on."""
    return [_living(file, made) for file in files if PLATFORM in file.platforms]


def _living(file: ConfigFile, made: Composed) -> Organisation:
    def looked(reader: Reader) -> tuple[str, bool]:
        setup: Setup = reader.state(SETUP)
        circles: Circles = reader.state(CIRCLES)
        return (setup.server if setup.platform == PLATFORM else "", not circles.circles)

    claimed, empty = made.store.read_now(org_of(file), looked)
    how = file.platforms[PLATFORM]
    return Organisation(
        org_of(file),
        how.settings.get("server", "") or claimed,
        unsettled=file.in_chat and empty,
        hears_members=hears_members(file),
        leaving_ends=how.leaving_ends,
    )
