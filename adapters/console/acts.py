"""What a line of a script says: somebody's act, or a direction to the clock and the stage."""

from dataclasses import dataclass

from governance_core.kernel.time import Duration

CONSOLE = "console"
PLATFORMS = (CONSOLE, "discord", "slack")


class CannotDo(Exception):
    """A line that cannot be carried out; the text says why and what was expected."""


class ScriptError(CannotDo):
    """A line of a script that cannot be carried out, with its number."""

    def __init__(self, number: int, problem: str) -> None:
        super().__init__(f"line {number}: {problem}")
        self.number = number
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Slash:
    """`/proposal show P-1`: the words after the slash, and the values given by key."""

    words: tuple[str, ...]
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class PressButton:
    """`press "Consent" on P-1 seen at v1 with concern:"…"`."""

    label: str
    ref: str
    seen: int | None = None
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Open:
    """`open P-1`: look at an item."""

    ref: str


@dataclass(frozen=True, slots=True)
class Say:
    """`say "Good morning" in garden`: ordinary chat, in a home."""

    words: str
    home: str


Deed = Slash | PressButton | Open | Say


@dataclass(frozen=True, slots=True)
class Act:
    """Somebody does something on a platform."""

    number: int
    actor: str
    platform: str
    deed: Deed

    @property
    def who(self) -> str:
        """`ana@discord`."""
        return f"{self.actor}@{self.platform}"


@dataclass(frozen=True, slots=True)
class SetClock:
    """`clock 2026-03-02 09:00 Europe/Lisbon`: the zone is the run's from then on; empty keeps it."""

    number: int
    wall: str
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Wait:
    """`wait 3d`."""

    number: int
    length: Duration


@dataclass(frozen=True, slots=True)
class WaitUntil:
    """`wait until 2026-03-05 17:00`."""

    number: int
    wall: str
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Restart:
    """`restart`: the program ends and starts again on the same store."""

    number: int


@dataclass(frozen=True, slots=True)
class Down:
    """`down 7d`, `down until 2026-03-09 10:00`: the program is gone so long, then it starts on the same store."""

    number: int
    passing: Wait | WaitUntil


@dataclass(frozen=True, slots=True)
class UseConfig:
    """`config FILE`: a config file is applied."""

    number: int
    file: str


@dataclass(frozen=True, slots=True)
class Leave:
    """`leave ana`: the person leaves the organisation."""

    number: int
    person: str


@dataclass(frozen=True, slots=True)
class DeliverTwice:
    """`deliver twice`: the next act arrives twice."""

    number: int


Line = Act | SetClock | Wait | WaitUntil | Restart | Down | UseConfig | Leave | DeliverTwice
