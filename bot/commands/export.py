"""`circlet export`: what is recorded, in forms that can be read, or verified, without this program."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterable
from contextlib import ExitStack, nullcontext
from pathlib import Path
from typing import Any, TextIO

from bot.books_copy import written
from bot.commands.opened import opened
from bot.compose import Composed
from bot.failure import Failure
from bot.new_folder import new_folder
from bot.output import for_json
from bot.progress import progress
from bot.reading_copy import pages
from governance_core.cards.text import count

WARNING = "This holds everything, private circles too: keep it as safe as the store."
JOURNAL = "journal.json"
BOOKS = ("csv", "hledger", "beancount")
"""Forms in which only the books are written."""


def main(given: Namespace) -> int:
    """Write one JSON document record by record, a folder of pages, or the books."""
    _check(given)
    with opened(given) as made:
        try:
            if given.format in BOOKS:
                return _books(made, given)
            return _pages(made, given) if given.format == "markdown" else _journal(made, given)
        except OSError as error:
            where = given.folder or given.out or "the output"
            raise Failure(f"{where} cannot be written: {error.strerror}.") from None


def _check(given: Namespace) -> None:
    if given.format == "markdown" and not given.folder:
        raise Failure("Name the folder the pages go into: circlet export --format markdown DIR.")
    if given.format in BOOKS and given.folder:
        raise Failure(f"The books are one file: circlet export --format {given.format} --out {given.folder}.")
    if given.format not in BOOKS and (given.circle or given.period):
        raise Failure(f"--circle and --period choose among the books: --format {', '.join(BOOKS)}.")
    if given.folder and given.out:
        raise Failure("Give a folder or --out, not both.")
    if given.folder and given.format == "json" and not given.private:
        what = "What can be verified is the whole journal, private circles too."
        raise Failure(f"{what} Add --private if that may stand in {given.folder}.")


def _pages(made: Composed, given: Namespace) -> int:
    with new_folder(Path(given.folder), given.private) as folder, progress("Pages") as advance:
        number = 0
        for path, words, whole in pages(made, given.private):
            file = folder / path
            file.parent.mkdir(exist_ok=True)
            file.write_text(words, encoding="utf-8", errors="backslashreplace", newline="\n")
            number += 1
            advance(number, whole)
    kept = "private circles too: keep them as safe as the store" if given.private else "private circles are left out"
    print(f"{count(number, 'page')} in {given.folder}, {kept}. Begin with index.md.", file=sys.stderr)
    return 0


def _books(made: Composed, given: Namespace) -> int:
    for_json(sys.stdout)  # the same encoding, wherever it goes
    chosen = (given.circle or "", given.period or "", given.private)
    with ExitStack() as stack:
        out = stack.enter_context(Path(given.out).open("w", encoding="utf-8", newline="")) if given.out else sys.stdout
        number = written(made, given.format, *chosen, out, stack.enter_context(progress("Entries")))
    private = "private circles too: keep it as safe as the store"
    kept = private if given.private else "private circles have no name in it"
    print(f"{count(number, 'entry', 'entries')}; {kept}.", file=sys.stderr)
    return 0


def _journal(made: Composed, given: Namespace) -> int:
    for_json(sys.stdout)
    with new_folder(Path(given.folder), True) if given.folder else nullcontext() as folder:
        file = folder / JOURNAL if folder else given.out
        with Path(file).open("w", encoding="utf-8") if file else nullcontext(sys.stdout) as out:
            number = _write(made.org, made.store.export(made.org), out)
    print(f"{number} records. {WARNING}", file=sys.stderr)
    return 0


def _write(org: str, records: Iterable[dict[str, Any]], out: TextIO) -> int:
    out.write(f'{{"format": "circlet-export-1", "organisation": {json.dumps(org)}, "records": [\n')
    number = 0
    for record in records:
        out.write((",\n" if number else "") + json.dumps(record, ensure_ascii=False))
        number += 1
    out.write("\n]}\n")
    return number
