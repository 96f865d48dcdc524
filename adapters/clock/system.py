"""The time and chance of the machine the bot runs on."""

import secrets
from datetime import UTC, datetime

LETTERS = "ACDEFGHJKMNPQRTUVWXY34679"
"""Capitals and digits without those that look alike in print or by hand: B8, I1L, O0, S5, Z2."""
CODE_LENGTH = 8
KEY_BYTES = 16


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """This instant, aware, in UTC."""
        return datetime.now(UTC)


class SystemChance:
    """The operating system's source of what must not be guessed."""

    def code(self) -> str:
        """Eight characters a person can read out and type."""
        return "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH))

    def key(self) -> str:
        """A key of 22 characters that is never the same twice."""
        return secrets.token_urlsafe(KEY_BYTES)
