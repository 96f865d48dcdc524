"""Time that a director moves, and chance that gives the same codes on every run."""

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import count

UNSET = datetime(1970, 1, 1, tzinfo=UTC)
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class BackInTime(ValueError):
    """A clock was told to go backwards."""


class MovableClock:
    """Stands still until it is moved; with a `flow` (any steady source of time) it also goes on by itself."""

    def __init__(self, start: datetime = UNSET, flow: Callable[[], datetime] | None = None) -> None:
        self._instant = start
        self._flow = flow
        self._mark = flow() if flow else UNSET

    def now(self) -> datetime:
        """This instant (UTC)."""
        return self._instant + self._flowed()

    def move_to(self, instant: datetime) -> None:
        """Go forward to an instant. Raises BackInTime."""
        now = self.now()
        if instant < now:
            raise BackInTime(f"the clock stands at {now:%Y-%m-%d %H:%M} UTC already and cannot go back")
        self._instant = instant
        self._mark = self._flow() if self._flow else UNSET

    def _flowed(self) -> timedelta:
        return max(self._flow() - self._mark, timedelta(0)) if self._flow else timedelta(0)


def real_time() -> datetime:
    """The time outside, to the second: seconds are the finest that anybody reads."""
    return datetime.now(UTC).replace(microsecond=0)


class RepeatableChance:
    """Codes follow a seed, so that a script can name them; keys are never the same twice, as stores outlive scripts."""

    def __init__(self, seed: str = "circlet") -> None:
        self._seed = seed
        self._drawn = count(1)

    def code(self) -> str:
        """Eight characters a person can read out and type."""
        digest = sha256(f"{self._seed}:{next(self._drawn)}".encode()).digest()
        return "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:8])

    def key(self) -> str:
        """A key of 22 characters."""
        return secrets.token_urlsafe(16)
