"""Charts: figures over time as plain data; platforms that can show pictures have one drawn, all others read them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

_LEVELS: Final = "▁▂▃▄▅▆▇█"
SPARKS: Final = 24
"""Signs of a line of figures in a text."""


@dataclass(frozen=True, slots=True)
class Band:
    """One of several amounts that stand on each other: what it is called, and how much it was at each instant."""

    label: str
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Amounts in minor units of a unit between two instants; what they were at each of `at` held until the next one.

    The bands add up to the whole, the first at the bottom. `begin`, `end` and `at` are UTC, and `at` may end before
    `end`: what comes is not known. `days` are the first and the last day in words.
    """

    unit: str
    exponent: int
    begin: datetime
    end: datetime
    at: tuple[datetime, ...]
    bands: tuple[Band, ...]
    days: tuple[str, str]


Draw = Callable[[Chart], bytes]
"""Makes a picture (PNG) of a chart."""


def sparks(chart: Chart) -> str:
    """The uppermost band as a line of signs as high as it was: what is left, for those who read."""
    values, most = chart.bands[-1].values, max(map(sum, zip(*(band.values for band in chart.bands), strict=True)))
    shown = [values[number * (len(values) - 1) // (SPARKS - 1)] for number in range(SPARKS)]
    last = len(_LEVELS) - 1
    return "".join(_LEVELS[min(last, max(0, value) * last // most) if most else 0] for value in shown)
