"""`circlet export`: everything that is recorded, in a form that can be read and verified without this program."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterable
from contextlib import nullcontext
from pathlib import Path
from typing import Any, TextIO

from bot.commands.opened import opened
from bot.failure import Failure
from bot.output import for_json

WARNING = "This holds everything, private circles too: keep it as safe as the store."


def main(given: Namespace) -> int:
    """Write one JSON document, record by record."""
    for_json(sys.stdout)
    with opened(given) as made:
        try:
            with Path(given.out).open("w", encoding="utf-8") if given.out else nullcontext(sys.stdout) as out:
                count = _write(made.org, made.store.export(made.org), out)
        except OSError as error:
            raise Failure(f"{given.out or 'the output'} cannot be written: {error.strerror}.") from None
    print(f"{count} records. {WARNING}", file=sys.stderr)
    return 0


def _write(org: str, records: Iterable[dict[str, Any]], out: TextIO) -> int:
    out.write(f'{{"format": "circlet-export-1", "organisation": {json.dumps(org)}, "records": [\n')
    count = 0
    for record in records:
        out.write((",\n" if count else "") + json.dumps(record, ensure_ascii=False))
        count += 1
    out.write("\n]}\n")
    return count
