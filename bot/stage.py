"""The program as the console needs it: one organisation, its store, what waits, and the director's levers."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from adapters.console.acts import CannotDo
from adapters.sql.engine import Store
from bot.applying import ApplyRefused, apply_file
from bot.caretaking import Caretaking
from bot.compose import Composed, composed, org_of, served_by
from bot.config import ConfigFile, check
from governance_core.application.execute import execute
from governance_core.application.viewer import Eyes, account_of, eyes
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Features
from governance_core.kernel.ids import CONFIG, PersonId
from governance_core.outgoing import Posting
from governance_core.people.messages import LeaveOrganisation
from governance_core.people.model import PEOPLE, People
from governance_core.ports import Chance, Clock, Due, Reader, Work

T = TypeVar("T")
MOST_AT_ONCE = 100


class OrganisationStage:
    """One organisation for the console (see `adapters.console.stage.Stage`)."""

    def __init__(self, made: Composed, folder: TemporaryDirectory[str] | None, caretaking: Caretaking) -> None:
        self._made = made
        self._folder = folder
        self._caretaking = caretaking

    @classmethod
    def open(
        cls, file: ConfigFile, written: str, path: Path | None, clock: Clock, chance: Chance
    ) -> "OrganisationStage":
        """Open a store, hold it against a second bot, and apply the config file; without a path the store is temporary.

        Raises StoreError or ApplyRefused.
        """
        folder = None if path else TemporaryDirectory(prefix="circlet-")
        where = path or Path(folder.name if folder else "") / "circlet.db"
        caretaking = Caretaking({org_of(file): file.located.file}, served_by([file]))
        made = composed(org_of(file), where, clock=clock, chance=chance, caretaker=caretaking)
        caretaking.take_charge(made)
        try:
            made.store.hold()
            made.store.transact_now(made.org, lambda work: apply_file(file, written, work, made.features))
        except BaseException:
            made.store.close()
            raise
        return cls(made, folder, caretaking)

    @property
    def org(self) -> str:
        """The organisation's id."""
        return self._made.org

    @property
    def features(self) -> Features:
        """All features."""
        return self._made.features

    @property
    def store(self) -> Store:
        """Where everything is kept."""
        return self._made.store

    def read(self, job: Callable[[Reader], T]) -> Awaitable[T]:
        """Run a job that only reads."""
        return self.store.read(self.org, job)

    def transact(self, job: Callable[[Work], T]) -> Awaitable[T]:
        """Run a job that may write."""
        return self.store.transact(self.org, job)

    def viewer(self, person: PersonId | None, zone: str, reader: Reader) -> Eyes:
        """Somebody's eyes: their own zone, else `zone`."""
        return eyes(person, zone, reader)

    def account(self, person: str, platform: str, reader: Reader) -> str | None:
        """A person's account on a platform."""
        return account_of(person, platform, reader)

    def homes(self, platform: str, reader: Reader) -> Sequence[str]:
        """The places on a platform where circles live."""
        circles: Circles = reader.state(CIRCLES)
        return [circle.homes[platform] for circle in circles.alive() if platform in circle.homes]

    async def due(self, now: datetime) -> Sequence[Due]:
        """The alarms due by an instant, the earliest first."""
        dues = await self.store.delivery.due(now, MOST_AT_ONCE, last=self.features.telling_all)
        return [due for org, due in dues if org == self.org]

    async def next_due(self) -> datetime | None:
        """The instant of the next alarm."""
        return await self.store.delivery.next_due()

    async def hand_out(self, show: Callable[[Posting], Awaitable[str | None]]) -> bool:
        """Give each posting that waits to `show`, destination by destination in order; False when none waited."""
        delivery = self.store.delivery
        any_waited = False
        while waiting := [one for one in await delivery.waiting(self._made.clock.now()) if one.org == self.org]:
            any_waited = True
            for one in waiting:
                message = await show(one.posting)
                await (delivery.nothing_to_send(one) if message is None else delivery.sent(one, message))
        return any_waited

    async def apply_config(self, file: str) -> None:
        """Apply a config file. Raises CannotDo with everything that is wrong with it."""
        found, written = await asyncio.to_thread(_read, file)
        try:
            await self.store.transact(self.org, lambda work: apply_file(found, written, work, self.features))
        except ApplyRefused as refused:
            raise CannotDo("\n".join(f"line {one.change.line}: {one.reason}" for one in refused.refused)) from None

    async def leave(self, person: str) -> None:
        """Take a person out of the organisation. Raises CannotDo when there is no such person."""

        def job(work: Work) -> None:
            everybody: People = work.state(PEOPLE)
            known = everybody.present(everybody.known_as(person))
            if known is None:
                raise CannotDo(f"there is no member {person}")
            execute(LeaveOrganisation(person=known.id), CONFIG, None, work, self.features)

        await self.transact(job)

    async def reopen(self) -> None:
        """Close the store and everything in memory, and open it again."""
        before = self._made
        before.close()
        self._made = composed(
            before.org, before.store.path, clock=before.clock, chance=before.chance, caretaker=self._caretaking
        )
        self._caretaking.take_charge(self._made)
        self.store.hold()

    async def close(self) -> None:
        """Let the store go, and a temporary one vanish."""
        self._made.close()
        if self._folder is not None:
            self._folder.cleanup()


def _read(file: str) -> tuple[ConfigFile, str]:
    found, problems = check(file)
    if found is None:
        raise CannotDo("\n".join(map(str, problems)))
    return found, Path(file).read_text(encoding="utf-8")
