"""What ends a command: one clear sentence for the admin, and an exit code."""


class Failure(Exception):
    """The command cannot be carried out; the words say why and what to do."""

    def __init__(self, words: str, code: int = 1) -> None:
        super().__init__(words)
        self.code = code
