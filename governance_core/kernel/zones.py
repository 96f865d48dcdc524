"""Time zones by the names people know: those that exist, and the one that was meant by the name of a city."""

import re
from difflib import get_close_matches
from functools import lru_cache

from whenever import available_timezones

_NOT_PLACES = re.compile(r"(posix|right)/.*|localtime|posixrules|Factory")


@lru_cache(maxsize=1)
def zone_names() -> tuple[str, ...]:
    """Every time zone there is, in the order of their names."""
    return tuple(sorted(name for name in available_timezones() if not _NOT_PLACES.fullmatch(name)))


def zone_meant(typed: str) -> str | None:
    """The zone somebody means who types its name in any case, or a city that is in one zone only; None for none."""
    wanted = _plain(typed)
    exact = [name for name in zone_names() if _plain(name) == wanted]
    found = exact or [name for name in zone_names() if "/" in name and _plain(city(name)) == wanted]
    return found[0] if len(found) == 1 else None


def zones_like(typed: str) -> tuple[str, ...]:
    """Zones whose name holds what was typed, those of a city that begins with it first."""
    wanted = _plain(typed)
    fitting = [name for name in zone_names() if wanted and wanted in _plain(name)]
    return tuple(sorted(fitting, key=lambda name: (not _plain(city(name)).startswith(wanted), "/" not in name, name)))


def nearest_zone(typed: str) -> str | None:
    """What may have been meant by a name that is no zone; None where nothing is near."""
    wanted = _plain(re.split(r"[/,]", typed)[-1])
    cities = {_plain(city(name)): name for name in sorted(zone_names(), key=len)}
    if wanted in cities:
        return cities[wanted]
    whole = {_plain(name): name for name in zone_names()}
    close = get_close_matches(_plain(typed), whole, 1, 0.75) or get_close_matches(wanted, cities, 1, 0.75)
    return (whole.get(close[0]) or cities.get(close[0])) if close else None


def city(name: str) -> str:
    """The last part of a zone's name: `Lisbon` of `Europe/Lisbon`."""
    return name.rpartition("/")[2]


def _plain(typed: str) -> str:
    return typed.replace("_", " ").strip().lower()
