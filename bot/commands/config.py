"""`circlet config pull`: what the chat changed since goes into the config file, after showing every line of it."""

import json
import sys
import time
from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path

from adapters.sql.errors import StoreError
from bot.applying import changes_of
from bot.commands.check import checked
from bot.compose import Composed, composed, org_of, store_path
from bot.config import Change, ConfigFile, Document, check_text, difference, to_document
from bot.config.writing import NotWritten, replace_file
from bot.drift import drift_of, in_force
from bot.failure import Failure
from bot.pulling import as_kept, pulled
from bot.wording import change_words, drift_words
from governance_core.cards.text import count
from governance_core.ports import Reader, Work

FIRST = """{file} has {changes} that {are} not applied yet:
{lines}
Apply them with `circlet apply {file}`, or take them out of the file; then pull."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What the file changes, what the chat changed, and what is in force."""

    changes: list[Change]
    drift: list[Change]
    in_force: Document


def main(given: Namespace) -> int:
    """Show the difference; unless it is a rehearsal, write it, with the old file kept beside the new one."""
    file = checked(given.file)
    path = store_path(given.store)
    if not path.exists():
        raise Failure(f"There is no store {path}. Give its path with --store.")
    try:
        made = composed(org_of(file), path, create=False)
    except StoreError as error:
        raise Failure(str(error)) from None
    try:
        return _pull(given, made, file)
    finally:
        made.close()


def _pull(given: Namespace, made: Composed, file: ConfigFile) -> int:
    looked = made.store.read_now(made.org, lambda reader: _look(file, reader))
    if looked.changes:
        lines = "\n".join(f"  {change_words(change)}" for change in looked.changes)
        one = len(looked.changes) == 1
        words = FIRST.format(
            file=given.file, changes=count(len(looked.changes), "change"), are="is" if one else "are", lines=lines
        )
        raise Failure(words)
    if not looked.drift:
        print(f"{given.file} says what is in force already.")
        return 0
    before = Path(given.file).read_bytes().decode("utf-8-sig")
    try:
        after = pulled(before, file, looked.drift, looked.in_force)
        sys.stdout.writelines(_difference(before, after, given.file))
        if given.dry_run:
            print(f"\n{given.file} was not changed. Without --dry-run, it is.")
            return 0
        kept = _write(Path(given.file), before, after)
    except NotWritten as why:
        raise Failure(_not_written(given.file, why, looked.drift)) from None
    made.store.transact_now(made.org, lambda work: _applied(after, work))
    print(f"\n{given.file} says what is in force. As it was before: {kept}")
    return 0


def _look(file: ConfigFile, reader: Reader) -> Looked:
    applied = reader.applied()
    if applied is None:
        raise Failure("No config file was applied yet, so there is nothing to pull. `circlet apply` applies one.")
    return Looked(changes_of(file, reader), drift_of(file, reader), in_force(json.loads(applied.document), reader))


def _difference(before: str, after: str, name: str) -> Iterator[str]:
    lines = unified_diff(before.splitlines(), after.splitlines(), f"{name} (now)", f"{name} (in force)", lineterm="")
    return (f"{line}\n" for line in lines)


def _write(path: Path, before: str, after: str) -> str:
    """The old file goes beside, under its own name with the date; then the new one takes its place, at once."""
    backup = path.with_name(f"{path.name}.{time.strftime('%Y%m%d-%H%M%S')}.bak")
    try:
        with backup.open("x", encoding="utf-8", newline="") as file:
            file.write(before)
        backup.chmod(path.stat().st_mode & 0o777)
    except OSError as error:
        raise NotWritten(f"no copy of it can be kept as {backup.name} ({error.strerror})") from None
    try:
        replace_file(path, before, after)
    except NotWritten:
        backup.unlink(missing_ok=True)
        raise
    return backup.name


def _applied(text: str, work: Work) -> None:
    """The file says what is in force, so nothing in it is left to apply, unless the chat went on meanwhile."""
    found, _ = check_text(text, "")
    assert found is not None, "it was read before it was written"
    document = to_document(found)
    if not difference(in_force(document, work), found):
        work.keep_applied(as_kept(document), text)


def _not_written(name: str, why: NotWritten, drift: list[Change]) -> str:
    lines = "\n".join(f"  {drift_words(change)}" for change in drift)
    return f"{name} was left as it is, because {why}. To be changed by hand:\n{lines}"
