"""What can be wrong with a store, each in a sentence an admin can act on.

StoreError
├── StoreUnreachable   the folder or file cannot be opened
├── NotAStore          the file is something else
├── StoreTooNew        a newer program made it
├── StoreReadOnly      it may be read but not written
├── StoreHeld          another running bot has it
├── StoreLocked        another process is writing and did not finish in time
├── StoreFull          its disk is full
├── StoreFailing       its disk answers with errors
├── StoreDamaged       its file is broken
├── StoreClosed        it was closed
├── Conflict           others recorded the same version of a stream first (the job is run again)
└── Unreadable         it holds something this program does not know
"""

import sqlite3
from pathlib import Path
from typing import ClassVar

from governance_core.kernel.errors import Busy


class StoreError(Exception):
    """Something about the store itself. `sentence` says what and what to do; `short` is what members are told."""

    sentence: ClassVar[str] = "The store {store} cannot be used."
    short: ClassVar[str] = ""

    def __init__(self, store: Path | str = "", **fields: object) -> None:
        super().__init__(self.sentence.format(store=store, **fields))


class StoreUnreachable(StoreError):
    """No such folder, or no right to open the file."""

    sentence = "The store {store} cannot be opened. Does its folder exist, and may this user write there?"
    short = "Its file cannot be opened."


class NotAStore(StoreError):
    """A file of another kind."""

    sentence = "{store} is not a Circlet store; it was left as it is. Give the path of another file."


class StoreTooNew(StoreError):
    """Made, or brought up to date, by a newer program."""

    sentence = (
        "The store {store} was written by a newer Circlet (its schema is {found}, this program knows up to {known}). "
        "Install that version again; the store was left as it is."
    )


class StoreReadOnly(StoreError):
    """Readable, not writable."""

    sentence = "The store {store} cannot be written: the file or its folder is read-only for this user."
    short = "Its file is read-only."


class StoreHeld(StoreError):
    """A running bot holds it."""

    sentence = "The store {store} is in use by another running Circlet (process {pid}). Stop that one first."


class StoreLocked(StoreError):
    """Somebody else's transaction did not end in time."""

    sentence = "The store {store} is locked by another process that is writing. Try again when it is done."
    short = "Another process is writing to it."


class StoreFull(StoreError):
    """No room left."""

    sentence = (
        "The disk of the store {store} is full, so nothing can be recorded. Free some space; no restart is needed."
    )
    short = "Its disk is full."


class StoreFailing(StoreError):
    """The disk reports errors."""

    sentence = "The disk of the store {store} answers with an error ({detail}). Check the disk before going on."
    short = "Its disk answers with errors."


class StoreDamaged(StoreError):
    """The file's structure is broken."""

    sentence = "The store {store} is damaged ({detail}). Restore it from a backup, then run `circlet audit`."


class StoreClosed(StoreError):
    """Asked after close()."""

    sentence = "The store {store} is closed."


class Unreadable(StoreError):
    """An event or state this program cannot understand."""

    sentence = "{what} cannot be read: {why}. Was it written by a newer Circlet?"


class Conflict(StoreError):
    """Somebody else recorded this version of a stream first; the job runs again on what is there now."""

    sentence = "Another process keeps recording to the same stream of {store}."
    short = "Somebody else was recording at the same moment."


_MEANINGS: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_BUSY: StoreLocked,
    sqlite3.SQLITE_LOCKED: StoreLocked,
    sqlite3.SQLITE_FULL: StoreFull,
    sqlite3.SQLITE_IOERR: StoreFailing,
    sqlite3.SQLITE_READONLY: StoreReadOnly,
    sqlite3.SQLITE_CANTOPEN: StoreUnreachable,
    sqlite3.SQLITE_PERM: StoreUnreachable,
    sqlite3.SQLITE_AUTH: StoreUnreachable,
    sqlite3.SQLITE_NOTADB: NotAStore,
    sqlite3.SQLITE_CORRUPT: StoreDamaged,
}


def trouble(error: BaseException, store: Path | str) -> StoreError | None:
    """What a database error means for the store; None when it is a mistake in a statement of ours."""
    meaning = _MEANINGS.get((getattr(error, "sqlite_errorcode", None) or 0) & 0xFF)
    if meaning is None:
        return None
    made = meaning(store, detail=str(error))
    made.__cause__ = error
    return made


def for_callers(error: BaseException, store: Path | str) -> BaseException:
    """What the caller of a job gets: `Busy` (caused by the StoreError) where waiting or an admin's help can mend it."""
    wrong = error if isinstance(error, StoreError) else trouble(error, store)
    if wrong is None or not wrong.short:
        return wrong or error
    busy = Busy(what="store", detail=wrong.short)
    busy.__cause__ = wrong
    return busy


def is_passing(error: BaseException) -> bool:
    """Whether the same job may succeed when it is tried again in a moment."""
    return isinstance(error, StoreLocked | Conflict) or isinstance(trouble(error, ""), StoreLocked)
