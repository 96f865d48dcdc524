"""How what was picked on a platform, its people and its places, is written down as a raw answer and read again."""

from collections.abc import Iterable
from dataclasses import dataclass

_BETWEEN, _BOT = "\t", "bot"


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody on a platform: the id there, what they are called there, and whether it is a program."""

    id: str
    name: str
    bot: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a platform by its id there; `trouble` says why nothing can be shown in it, empty where it can."""

    id: str
    trouble: str = ""


def accounts_written(accounts: Iterable[Account]) -> str:
    """Accounts as a raw answer: one a line, the id, the name and what it is."""
    lines = ([one.id, " ".join(one.name.split()), _BOT if one.bot else ""] for one in accounts)
    return "\n".join(_BETWEEN.join(line) for line in lines)


def accounts_read(raw: str) -> tuple[Account, ...]:
    """The accounts of a raw answer, each once. Names typed with commas between (`Ana, Ben`) are their own ids."""
    if _BETWEEN not in raw:
        names = [" ".join(part.split()) for line in raw.splitlines() for part in line.split(",")]
        return tuple(Account(name, name) for name in dict.fromkeys(filter(None, names)))
    parts = [[*line.split(_BETWEEN), "", ""] for line in raw.split("\n") if line.strip()]
    return tuple({part[0]: Account(part[0], part[1], part[2] == _BOT) for part in parts}.values())


def spot_written(spot: Spot) -> str:
    """A place as a raw answer."""
    return f"{spot.id}{_BETWEEN}{spot.trouble}" if spot.trouble else spot.id


def spot_read(raw: str) -> Spot:
    """The place of a raw answer."""
    place, _, trouble = raw.strip().partition(_BETWEEN)
    return Spot(place.strip(), trouble.strip())
