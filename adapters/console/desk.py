"""Where somebody sits and types: what a conversation needs of it."""

from typing import Protocol


class Desk(Protocol):
    """Where somebody sits and types."""

    async def read(self, prompt: str, filled_in: str = "", long: bool = False) -> str | None:
        """The next line typed; None when the question is cancelled."""

    @property
    def is_typing(self) -> bool:
        """Whether a line has been begun."""

    def refresh(self) -> None:
        """Something new is to be seen."""
