"""The folder in which files handed out in the terminal are kept, so that they can be opened."""

import tempfile
from pathlib import Path

from governance_core.cards.card import Card
from governance_core.cards.file import File


class Shelf:
    """A folder, by default a new one among the temporary ones, made when there is something to keep."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder

    def keep(self, card: Card) -> list[str]:
        """Keep the files of a card; a line about each, which says where it is or why it is nowhere."""
        return [self._kept(file) for file in card.files]

    def _kept(self, file: File) -> str:
        try:
            path = _free(self._place(), file.name)
            path.write_bytes(file.content)
        except OSError as wrong:
            return f"! {file.name} could not be kept in {self._folder}: {wrong.strerror}."
        return f"{file.name} is kept as {path}."

    def _place(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="circlet-files-"))
        self._folder.mkdir(parents=True, exist_ok=True)
        return self._folder


def _free(folder: Path, name: str) -> Path:
    """The name in the folder; behind a number where something has that name already."""
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / f"{number}-{name}"
    return path
