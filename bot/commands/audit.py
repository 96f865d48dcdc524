"""`circlet audit` and `circlet rebuild`: is what is kept what was recorded, and making the derived part anew."""

from argparse import Namespace

from bot.commands.opened import opened
from bot.compose import Composed
from bot.failure import Failure
from governance_core.cards.text import count


def main(given: Namespace) -> int:
    """Print what was found; exit 1 when something is wrong."""
    with opened(given) as made:
        return _rebuild(made) if given.command == "rebuild" else _audit(made, given.against)


def _audit(made: Composed, against: str) -> int:
    found = made.store.audit(made.org, against)
    erased = f", {count(found.erased, 'text')} erased on request" if found.erased else ""
    sealed = count(found.checkpoints, "checkpoint")
    print(f"{made.org}: {count(found.events, 'event')} in {count(found.streams, 'stream')}, {sealed}{erased}.")
    for note in found.notes:
        print(f"  {note}")
    for finding in found.findings:
        print(f"  ! {finding}")
    if found.findings:
        raise Failure(f"{count(len(found.findings), 'finding')}. What is recorded is not what it was.")
    print("Clean: every event, text, row and alarm is as it was recorded.")
    if found.sealed:
        print(f"Last checkpoint: {found.sealed}\nWrite it down elsewhere; `circlet audit --against` it later.")
    return 0


def _rebuild(made: Composed) -> int:
    done = made.store.rebuild(made.org)
    kept = f"{count(done.events, 'event')} in {count(done.streams, 'stream')}"
    print(f"{made.org}: register, alarms and snapshots are made again from {kept}.")
    return 0
