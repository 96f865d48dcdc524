"""What ends a command: one clear sentence for the admin, and an exit code."""


class Failure(Exception):
    """The command cannot be carried out; the words say why and what to do."""

    def __init__(self, words: str, code: int = 1) -> None:
        super().__init__(words)
        self.code = code


def store_trouble(error: BaseException) -> str:
    """What is wrong with the store, in a sentence for an admin; empty when the store is not to blame."""
    from adapters.sql.errors import StoreError
    from governance_core.kernel.errors import Busy

    meant = error.__cause__ if isinstance(error, Busy) and error.__cause__ else error
    return str(meant) if isinstance(meant, StoreError | Busy) else ""
