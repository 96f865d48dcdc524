"""What the core needs to know of the program it runs in: is it well, what its config file says, how to take all out."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from governance_core.kernel.message import Command
from governance_core.ports import Reader


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. Without a `problem` it is well, and `seen` says what was seen.

    `fix` is one line: what to do about the problem.
    """

    subject: str
    problem: str = ""
    fix: str = ""
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Checkup:
    """What was found when one part of the program was looked at, and when (UTC)."""

    of: str
    at: datetime
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Audited:
    """Whether what is kept is what was recorded: in a sentence, what is wrong, and the last checkpoint's hash."""

    summary: str
    wrong: tuple[str, ...]
    sealed: str


@dataclass(frozen=True, slots=True)
class Planned:
    """What the config file of this moment would change.

    `key` is the SHA-256 of its text, in hex. `problems`, each with its line, keep it from being carried out. `drift` is
    what was changed in the chat and stays. `commands` are the changes, `document` and `text` the file itself.
    """

    name: str
    key: str = ""
    changes: tuple[str, ...] = ()
    drift: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    commands: tuple[Command, ...] = ()
    document: str = ""
    text: str = ""


class Caretaker(Protocol):
    """Looks after the running program. Asked in reading threads; what takes long was looked at before."""

    def checkups(self, org: str) -> Sequence[Checkup]:
        """What was found last of everything an organisation depends on."""

    def audit(self, org: str) -> Audited | None:
        """Check all that is kept of an organisation."""

    def planned(self, reader: Reader) -> Planned | None:
        """What the organisation's config file would change, tried out on what the reader sees; None without a file."""

    def exporting(self, org: str) -> str:
        """The command line that writes everything recorded into a file."""

    def speaks_on(self, org: str) -> Collection[str]:
        """The platforms on which it reaches the people of an organisation; none named where all are shown."""

    def served_at(self, org: str) -> str:
        """The public address below which calendars are served (`https://circlet.example.org`); empty where nowhere."""


class NoCaretaker:
    """Where nobody looks after the program (a store opened to look something up)."""

    def checkups(self, org: str) -> Sequence[Checkup]:
        """Nothing is known."""
        return ()

    def audit(self, org: str) -> Audited | None:
        """Nobody can check it from here."""
        return None

    def planned(self, reader: Reader) -> Planned | None:
        """There is no config file here."""
        return None

    def exporting(self, org: str) -> str:
        """As anywhere."""
        return f"circlet export --org {org} --out {org}.json"

    def speaks_on(self, org: str) -> Collection[str]:
        """Whoever shows what waits one day shows all of it."""
        return ()

    def served_at(self, org: str) -> str:
        """Nothing is served from here."""
        return ""
