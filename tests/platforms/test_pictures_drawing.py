"""Pictures of charts: drawn for any figures, and only then is the library that draws them imported."""

import io
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from adapters.pictures.drawing import HEIGHT, WIDTH, draw
from governance_core.cards.chart import SPARKS, Band, Chart, sparks

BEGIN = datetime(2026, 3, 2, tzinfo=UTC)


def chart(*bands: tuple[int, ...], days: int = 100) -> Chart:
    at = tuple(BEGIN + timedelta(days=number) for number in range(len(bands[0])))
    named = tuple(Band(label, values) for label, values in zip(("Spent", "Promised", "Left"), bands, strict=False))
    return Chart("EUR", 2, BEGIN, BEGIN + timedelta(days=days), at, named, ("Mon 2 Mar 2026", "Wed 10 Jun 2026"))


@pytest.mark.parametrize(
    "bands",
    [((0,),), ((0, 0), (0, 0)), ((5,), (10**17,)), ((1, 2, 3), (9, 8, 7), (90, 90, 90)), (tuple(range(300)),)],
)
def test_any_figures_become_a_picture(bands: tuple[tuple[int, ...], ...]) -> None:
    with Image.open(io.BytesIO(draw(chart(*bands)))) as image:
        image.load()
        assert image.format == "PNG"
        assert image.size == (2 * WIDTH, 2 * HEIGHT)


def test_what_is_spent_is_dark_and_as_high_as_its_share() -> None:
    image = Image.open(io.BytesIO(draw(chart((30,) * 50, (70,) * 50, days=50)))).convert("L")
    column = [image.getpixel((200, y)) for y in range(image.height)]
    dark, light = (sum(one < 100 for one in column), sum(200 < one < 254 or 100 < one < 200 for one in column))
    assert 0.25 < dark / (dark + light) < 0.35


def test_a_line_of_signs_is_as_high_as_what_is_left() -> None:
    assert sparks(chart((0, 100), (100, 0))) == "█" * (SPARKS - 1) + "▁"
    falling = sparks(chart(tuple(range(50)), tuple(50 - one for one in range(50))))
    assert len(falling) == SPARKS
    assert list(falling) == sorted(falling, reverse=True)
    assert set(sparks(chart((0,), (0,)))) == {"▁"}


def test_the_program_starts_without_what_draws() -> None:
    look = "import sys, bot.__main__, bot.discord, bot.slack, bot.commands.run; sys.exit('PIL' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", look], check=False, timeout=50).returncode == 0
