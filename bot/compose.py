"""The composition root: puts core, store, clock and chance together for every command."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from adapters.clock.system import SystemChance, SystemClock
from adapters.sql.engine import Store
from adapters.sql.register.whole import whole_register
from bot.config import ConfigFile
from bot.failure import Failure
from governance_core.application.catalogue import catalogue
from governance_core.caretaker import Caretaker
from governance_core.feature import Features
from governance_core.people.model import CONSOLE
from governance_core.ports import Chance, Clock

STORE_VARIABLE = "CIRCLET_STORE"
SLACK_PREFIX_VARIABLE = "SLACK_COMMAND_PREFIX"
USUAL_STORE = "circlet.db"
TEMPORARY = ":memory:"
"""As a store's path: one that is gone when the program ends."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A running program: an organisation's id, the features, the open store, the time and chance."""

    org: str
    features: Features
    store: Store
    clock: Clock
    chance: Chance

    def close(self) -> None:
        """Let the store go."""
        self.store.close()


def store_path(flag: str | None) -> Path:
    """Where the store is: the flag over `CIRCLET_STORE` over `circlet.db` in this folder."""
    return Path(flag or os.environ.get(STORE_VARIABLE) or USUAL_STORE)


def composed(
    org: str,
    path: Path,
    *,
    clock: Clock | None = None,
    chance: Chance | None = None,
    create: bool = True,
    caretaker: Caretaker | None = None,
) -> Composed:
    """Open a store for an organisation. Raises StoreError."""
    features, clock, chance = catalogue(caretaker), clock or SystemClock(), chance or SystemChance()
    store = Store.open(path, features, whole_register(), clock, chance, create=create)
    return Composed(org, features, store, clock, chance)


def only_org(store: Store, wanted: str | None) -> str:
    """The organisation meant: the one named, else the only one in the store. Raises Failure."""
    known = store.orgs()
    if wanted is not None and wanted in known:
        return wanted
    if wanted is None and len(known) == 1:
        return known[0]
    if not known:
        raise Failure(f"The store {store.path} is still empty. `circlet apply CONFIG` fills it from a config file.")
    names = ", ".join(known)
    if wanted is None:
        raise Failure(f"The store {store.path} holds several organisations: {names}. Say which with --org.")
    raise Failure(f"There is no organisation {wanted} in the store {store.path}. There are: {names}.")


def served_by(files: Iterable[ConfigFile]) -> dict[str, str]:
    """Under which public address each organisation's calendars are served, by its id."""
    return {org_of(file): file.http.address for file in files if file.http}


def spoken_by(files: Iterable[ConfigFile]) -> dict[str, frozenset[str]]:
    """The platforms each organisation lives on, by its id; the console where it lives on no other."""
    return {org_of(file): frozenset(file.platforms) or frozenset({CONSOLE}) for file in files}


def org_of(file: ConfigFile) -> str:
    """The id under which everything of this organisation is kept."""
    return file.organisation.id
