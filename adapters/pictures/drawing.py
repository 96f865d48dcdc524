"""Draws a chart as a picture: amounts on each other as steps over time, each named with its figure beside it."""

import io
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final

from governance_core.cards.chart import Chart
from governance_core.kernel.money import number_words

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw

WIDTH, HEIGHT = 480, 270
"""Small, as most look at it on a telephone: letters must be large beside the picture."""
_SCALE: Final = 2
"""Drawn twice as large, so that letters are sharp on any screen."""
_LEFT, _RIGHT, _TOP, _BOTTOM = 14, 150, 38, 36
_PAPER, _INK, _FAINT = "#ffffff", "#1f2430", "#8a93a3"
_COLOURS: Final = ("#2f3e5c", "#5b7fb4", "#a9c3e6", "#e3edf9")
"""From dark to light, so that they differ for everybody and on paper too; the names stand beside them."""
_LETTERS, _LINE = 15, 25
Point = tuple[float, float]


def draw(chart: Chart) -> bytes:
    """A PNG of the chart. Takes some milliseconds, and the first time as many as the import of the library."""
    from PIL import Image, ImageDraw  # noqa: PLC0415  (not before the first picture)

    image = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE), _PAPER)
    _Pen(ImageDraw.Draw(image), chart).draw()
    held = io.BytesIO()
    image.convert("P", palette=Image.Palette.ADAPTIVE, colors=64).save(held, "PNG", optimize=True)
    return held.getvalue()


class _Pen:
    def __init__(self, canvas: "ImageDraw", chart: Chart) -> None:
        from PIL import ImageFont  # noqa: PLC0415

        self._canvas = canvas
        self._chart = chart
        self._letters = ImageFont.load_default(_LETTERS * _SCALE)
        self._most = max(map(sum, zip(*(band.values for band in chart.bands), strict=True)), default=0) or 1

    def draw(self) -> None:
        """Bands from the bottom up, then what is written."""
        below = [0] * len(self._chart.at)
        for band, colour in zip(self._chart.bands, _COLOURS, strict=False):
            above = [low + value for low, value in zip(below, band.values, strict=True)]
            outline = [*self._steps(above), *reversed(self._steps(below))]
            if any(band.values):
                self._canvas.polygon(outline, fill=colour, outline=_INK, width=1)
            below = above
        self._axis()
        self._names()

    def _steps(self, values: Sequence[int]) -> list[Point]:
        """The upper edge: each amount holds until the next one."""
        points: list[Point] = []
        for number, (at, value) in enumerate(zip(self._chart.at, values, strict=True)):
            if number:
                points.append((self._x(at), self._y(values[number - 1])))
            points.append((self._x(at), self._y(value)))
        return points

    def _axis(self) -> None:
        left, right, bottom = self._x(self._chart.begin), self._x(self._chart.end), self._y(0)
        self._canvas.line([(left, bottom), (right, bottom)], fill=_INK, width=_SCALE)
        first, last = self._chart.days
        self._write((left, bottom + 8 * _SCALE), first, _FAINT)
        self._write((right, bottom + 8 * _SCALE), last, _FAINT, "ra")
        whole = f"{self._chart.unit} {number_words(self._most, self._chart.exponent)}"
        self._canvas.line([(left, self._y(self._most)), (right, self._y(self._most))], fill=_FAINT, width=1)
        self._write((left, self._y(self._most) - 24 * _SCALE), whole, _FAINT)
        now = self._x(self._chart.at[-1])
        if now < right - _SCALE:
            self._canvas.line([(now, bottom), (now, self._y(self._most))], fill=_INK, width=_SCALE)

    def _names(self) -> None:
        """What each band is and how much it is now, the uppermost first as in the picture."""
        x, y = float((WIDTH - _RIGHT + 16) * _SCALE), float(_TOP * _SCALE)
        named = list(zip(self._chart.bands, _COLOURS, strict=False))
        for band, colour in reversed(named):
            box = 12 * _SCALE
            self._canvas.rectangle([x, y, x + box, y + box], fill=colour, outline=_INK)
            self._write((x + box + 8 * _SCALE, y - 2 * _SCALE), band.label, _INK)
            figure = number_words(band.values[-1], self._chart.exponent)
            self._write((x + box + 8 * _SCALE, y + (_LINE - 7) * _SCALE), figure, _INK)
            y += 2 * _LINE * _SCALE

    def _write(self, at: Point, words: str, colour: str, anchor: str = "la") -> None:
        self._canvas.text(at, words, fill=colour, font=self._letters, anchor=anchor)

    def _x(self, at: datetime) -> float:
        whole = (self._chart.end - self._chart.begin).total_seconds() or 1
        share = min(max((at - self._chart.begin).total_seconds() / whole, 0), 1)
        return (_LEFT + share * (WIDTH - _LEFT - _RIGHT)) * _SCALE

    def _y(self, value: int) -> float:
        room = HEIGHT - _TOP - _BOTTOM
        return (HEIGHT - _BOTTOM - min(value / self._most, 1) * room) * _SCALE
