"""Is the store well? Looked at without writing to it and without getting in the way of the bot that uses it."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from adapters.sql import schema
from adapters.sql.delivery import EVERY_GIVEN_UP, Waiting, as_waiting
from adapters.sql.dialect import connect_to_read
from adapters.sql.errors import StoreError, trouble
from adapters.sql.lock import holder
from governance_core.caretaker import Finding

LITTLE_ROOM: Final = 200_000_000


@dataclass(frozen=True, slots=True)
class StoreFacts:
    """What is to be seen of a store; `trouble` says why nothing more is. `free` is in bytes, `holder` a pid."""

    path: Path
    exists: bool = True
    trouble: str = ""
    revision: str = ""
    known: str = ""
    free: int = 0
    writable: bool = True
    holder: int | None = None
    given_up: tuple[Waiting, ...] = ()


def store_facts(path: Path) -> StoreFacts:
    """Look at a store."""
    if not path.is_file():
        folder = "" if path.parent.is_dir() else f"there is no folder {path.parent}"
        return StoreFacts(path, exists=False, trouble=folder)
    known, free = schema.revisions()[-1], shutil.disk_usage(path.parent).free
    writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
    try:
        revision, given_up = _read(path)
    except (sqlite3.Error, StoreError) as error:
        why = error if isinstance(error, StoreError) else trouble(error, path) or error
        return StoreFacts(path, trouble=str(why), known=known, free=free, writable=writable)
    return StoreFacts(path, True, "", revision, known, free, writable, holder(path), tuple(given_up))


def _read(path: Path) -> tuple[str, list[Waiting]]:
    connection = connect_to_read(path)
    try:
        found = schema.revision(connection, path)
        given_up = [as_waiting(row) for row in connection.execute(EVERY_GIVEN_UP)] if found else []
    finally:
        connection.close()
    return found or "", given_up


def store_findings(facts: StoreFacts) -> tuple[Finding, ...]:
    """What they mean."""
    return tuple(_findings(facts))


def _findings(facts: StoreFacts) -> Iterator[Finding]:
    if not facts.exists:
        yield _not_made(facts)
        return
    yield _opened(facts)
    if not facts.trouble:
        yield from _rights(facts)
    yield _room(facts)


def _not_made(facts: StoreFacts) -> Finding:
    if facts.trouble:
        return Finding("store", facts.trouble, "Make the folder, or give the store's path with --store.")
    return Finding("store", seen=f"{facts.path} is not there yet; circlet run makes it")


def _opened(facts: StoreFacts) -> Finding:
    if facts.trouble:
        return Finding("store", facts.trouble.rstrip("."), "Nothing can be recorded until that is mended.")
    if facts.revision > facts.known:
        problem = f"a newer Circlet wrote it (schema {facts.revision}, this one knows up to {facts.known})"
        return Finding("store", problem, "Install that version again.")
    used = f", used by process {facts.holder}" if facts.holder else ", no bot is running on it"
    old = f", brought up to {facts.known} at the next start" if facts.revision != facts.known else ""
    return Finding("store", seen=f"{facts.path.name}, schema {facts.revision or 'none yet'}{old}{used}")


def _rights(facts: StoreFacts) -> Iterator[Finding]:
    if not facts.writable:
        fix = "Let the user who runs the bot write the file and its folder."
        yield Finding("store rights", f"{facts.path} or its folder is read-only for this user", fix)


def _room(facts: StoreFacts) -> Finding:
    if facts.free < LITTLE_ROOM:
        fix = "Free some space; a full disk records nothing."
        return Finding("disk", f"only {_megabytes(facts.free)} are free where the store is", fix)
    return Finding("disk", seen=f"{_megabytes(facts.free)} free")


def _megabytes(size: int) -> str:
    return f"{size / 1e9:.0f} GB" if size >= 10e9 else f"{size / 1e6:.0f} MB"
