"""Opening the store that a command names, for the time of the command."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from bot.compose import Composed, composed, only_org, store_path
from bot.failure import Failure


@contextmanager
def opened(given: Namespace) -> Iterator[Composed]:
    """The store of `--store` and the organisation of `--org`. Raises Failure, or StoreError."""
    path = store_path(given.store)
    if not path.exists():
        raise Failure(f"There is no store {path}. Give its path with --store; `circlet apply CONFIG` makes one.")
    made = composed("", path, create=False)
    try:
        yield replace(made, org=only_org(made.store, given.org))
    finally:
        made.close()
