"""`circlet audit` and `circlet rebuild`: is what is kept what was recorded, and making the derived part anew."""

from argparse import Namespace

from bot.commands.opened import opened
from bot.compose import Composed
from bot.failure import Failure


def main(given: Namespace) -> int:
    """Print what was found; exit 1 when something is wrong."""
    with opened(given) as made:
        return _rebuild(made) if given.command == "rebuild" else _audit(made, given.against)


def _audit(made: Composed, against: str) -> int:
    found = made.store.audit(made.org, against)
    erased = f", {found.erased} texts erased on request" if found.erased else ""
    print(f"{made.org}: {found.events} events in {found.streams} streams, {found.checkpoints} checkpoints{erased}.")
    for finding in found.findings:
        print(f"  ! {finding}")
    if found.findings:
        count = len(found.findings)
        raise Failure(f"{count} finding{'' if count == 1 else 's'}. What is recorded is not what it was.")
    print("Clean: every event, text, row and alarm is as it was recorded.")
    if found.sealed:
        print(f"Last checkpoint: {found.sealed}\nWrite it down elsewhere; `circlet audit --against` it later.")
    return 0


def _rebuild(made: Composed) -> int:
    done = made.store.rebuild(made.org)
    print(f"{made.org}: made again from the journal: {done}.")
    return 0
