"""`circlet check`: everything that is wrong with a config file, at once, and nothing applied."""

import sys
from argparse import Namespace

from bot.config import ConfigFile, check
from bot.failure import Failure
from governance_core.cards.text import count


def main(given: Namespace) -> int:
    """Print every problem with its place, or that there is none."""
    file = checked(given.file)
    if file.in_chat and not file.circles:
        print(f"{given.file} is good: {file.organisation.name}, to be set up in the chat.")
        return 0
    members, circles = count(len(file.members), "member"), count(len(file.circles), "circle")
    print(f"{given.file} is good: {file.organisation.name}, {members}, {circles}.")
    return 0


def checked(path: str) -> ConfigFile:
    """The file, when nothing is wrong with it. Raises Failure after printing every problem."""
    file, problems = check(path)
    if file is None:
        for problem in problems:
            print(problem, file=sys.stderr)
        count = len(problems)
        raise Failure(f"{path} has {count} problem{'' if count == 1 else 's'}. Nothing was changed.")
    return file
