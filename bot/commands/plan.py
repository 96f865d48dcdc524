"""`circlet plan` and `circlet apply`: what a config file would change, and changing it."""

import sys
from argparse import Namespace
from datetime import date
from pathlib import Path

from adapters.clock.system import SystemClock
from adapters.sql.errors import StoreError
from adapters.sql.work import Reader
from bot.applying import ApplyRefused, apply_file, changes_of, rehearse
from bot.caretaking import Caretaking
from bot.commands.check import checked
from bot.compose import Composed, composed, org_of, spoken_by, store_path
from bot.config import Change, ConfigFile, difference
from bot.drift import drift_of
from bot.failure import Failure
from bot.since import drift_lines
from bot.wording import change_words


def main(given: Namespace) -> int:
    """Show the changes and the drift; carry them out when that is the command."""
    file = checked(given.file)
    written = Path(given.file).read_text(encoding="utf-8")
    path = store_path(given.store)
    if given.command == "plan" and not path.exists():
        return _plan_anew(file, path)
    try:
        made = composed(org_of(file), path, caretaker=Caretaking({}, spoken=spoken_by([file])))
    except StoreError as error:
        raise Failure(str(error)) from None
    try:
        return _plan(made, file) if given.command == "plan" else _apply(made, file, written)
    except ApplyRefused as refused:
        raise failure_of(given.file, refused) from None
    finally:
        made.close()


def _plan_anew(file: ConfigFile, path: Path) -> int:
    _print_changes(difference(None, file), SystemClock().now().date())
    print(f"There is no store {path} yet; `circlet apply` makes it.")
    return 0


def _plan(made: Composed, file: ConfigFile) -> int:
    def look(reader: Reader) -> tuple[list[Change], list[str]]:
        return changes_of(file, reader), drift_lines(drift_of(file, reader), reader)

    changes, drift = made.store.read_now(made.org, look)
    made.store.transact_now(made.org, lambda work: rehearse(file, work, made.features))
    _print_changes(changes, made.clock.now().date())
    if drift:
        print("\nChanged in the chat since; it stays as it is:")
    for line in drift:
        print(f"  ~ {line}")
    if drift:
        print("`circlet config pull` writes that into the file.")
    return 0


def _apply(made: Composed, file: ConfigFile, written: str) -> int:
    changes = made.store.transact_now(made.org, lambda work: apply_file(file, written, work, made.features))
    _print_changes(changes, made.clock.now().date())
    print(f"Applied: {len(changes)} change{'' if len(changes) == 1 else 's'}." if changes else "Nothing to apply.")
    return 0


def _print_changes(changes: list[Change], today: date) -> None:
    if not changes:
        print("The file changes nothing.")
    for change in changes:
        print(f"  {change_words(change, today)}")


def failure_of(name: str, refused: ApplyRefused) -> Failure:
    """Print each refusal at its line, and give what ends the command."""
    for one in refused.refused:
        print(f"{name}:{one.where}: {one.reason}", file=sys.stderr)
    count = len(refused.refused)
    return Failure(f"{count} change{' was' if count == 1 else 's were'} refused, so none was carried out.")
