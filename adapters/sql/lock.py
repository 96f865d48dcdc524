"""One running bot a store: a lock of the operating system beside it, which a crash cannot leave behind."""

import fcntl
import os
from pathlib import Path

from adapters.sql.errors import StoreHeld, StoreUnreachable


def holder(store: Path) -> int | None:
    """The process that holds a store, as it wrote down itself, if it is still there. The lock is left alone."""
    try:
        pid = int(store.with_name(f"{store.name}.lock").read_text())
        os.kill(pid, 0)
    except PermissionError:
        return pid
    except (OSError, ValueError):
        return None
    return pid


class Lock:
    """Held from `take` to `release`, or until the process ends in whatever way. The file is never removed."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._path = store.with_name(f"{store.name}.lock")
        self._handle: int | None = None

    def take(self) -> None:
        """Hold the store. Raises StoreHeld with the pid of the one who has it, StoreUnreachable."""
        if self._handle is not None:
            return
        try:
            handle = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise StoreUnreachable(self._store) from error
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pid = os.pread(handle, 32, 0).decode(errors="replace").strip() or "unknown"
            os.close(handle)
            raise StoreHeld(self._store, pid=pid) from None
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        self._handle = handle

    def release(self) -> None:
        """Let the store go."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None
