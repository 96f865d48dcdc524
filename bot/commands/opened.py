"""Opening the store that a command names, for the time of the command."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from adapters.sql.errors import StoreError
from bot.compose import Composed, composed, only_org, store_path
from bot.failure import Failure


@contextmanager
def opened(given: Namespace) -> Iterator[Composed]:
    """The store of `--store` and the organisation of `--org`. Raises Failure with what is wrong with them."""
    try:
        made = composed("", store_path(given.store), create=False)
    except StoreError as error:
        raise Failure(str(error)) from None
    try:
        yield replace(made, org=only_org(made.store, given.org))
    except StoreError as error:
        raise Failure(str(error)) from None
    finally:
        made.close()
