"""`circlet talk`: the bot in the terminal, or a script played and printed."""

from argparse import Namespace

from bot.talk import talk


def main(given: Namespace) -> int:
    """Play the script, or open the terminal where none is given."""
    if given.script is not None:
        return talk(given.config, given.store, given.script, given.json, given.files)
    from bot.terminal import terminal

    return terminal(given.config, given.store, given.person, given.files)
