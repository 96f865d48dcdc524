"""`circlet demo`: a sample organisation in the terminal; without one, the tour is played and printed."""

import sys
from argparse import Namespace
from pathlib import Path

from bot.commands.init import example
from bot.talk import talk

TOUR = Path(__file__).parents[1] / "tour.talk"


def main(given: Namespace) -> int:
    """Nothing is kept: the store is gone when the demonstration ends."""
    if given.tour or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return talk(str(example()), None, str(TOUR), as_json=False)
    from bot.terminal import terminal

    return terminal(str(example()), None, None)
