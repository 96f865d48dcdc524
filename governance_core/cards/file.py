"""Files: what a card hands out to be kept (an export, a calendar), made in the core and sent by each platform."""

import io
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

LARGEST: Final = 8 * 1024 * 1024
"""Bytes a file may have: what every platform takes. Whoever makes one says what is left out of it."""
ZIP: Final = "application/zip"
PNG: Final = "image/png"
_UNSAFE: Final = re.compile(r"[^a-z0-9]+")
_NAMED: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}")


@dataclass(frozen=True, slots=True)
class File:
    """A file: a name that is good on every system (see `file_name`), its media type (`text/csv`), and its bytes.

    `shows` says what can be seen on a picture.

    Raises ValueError for a name that is not good, or for more than `LARGEST` bytes.
    """

    name: str
    media: str
    content: bytes
    shows: str = ""

    def __post_init__(self) -> None:
        if not _NAMED.fullmatch(self.name):
            raise ValueError(f"{self.name!r} is no name for a file that is good everywhere")
        if len(self.content) > LARGEST:
            raise ValueError(f"{self.name} has {len(self.content)} bytes, more than {LARGEST}")

    @property
    def words(self) -> str | None:
        """What stands in it, where that is text."""
        return self.content.decode("utf-8", "replace") if self.media.startswith("text/") else None


def text_file(name: str, media: str, words: str) -> File:
    """A file of text, in UTF-8. Raises ValueError as `File` does."""
    return File(name, media, words.encode("utf-8", "backslashreplace"))


def archive(name: str, members: Iterable[tuple[str, str]]) -> File:
    """Texts by their paths, as one zip file; the same texts give the same bytes. Raises ValueError as `File` does."""
    held = io.BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as made:
        for path, words in members:
            one = ZipInfo(path)  # of no date of its own
            one.compress_type, one.external_attr = ZIP_DEFLATED, 0o644 << 16
            made.writestr(one, words.encode("utf-8", "backslashreplace"))
    return File(name, ZIP, held.getvalue())


def file_name(*words: str, ending: str) -> str:
    """`garden-register.zip`: words as part of a name that is good on every system."""
    plain = unicodedata.normalize("NFKD", "-".join(words).casefold())
    return f"{_UNSAFE.sub('-', plain.encode('ascii', 'ignore').decode()).strip('-')[:80] or 'file'}.{ending}"


def size_words(file: File) -> str:
    """`12 kB`."""
    size = len(file.content)
    if size < 1000:
        return f"{size} bytes"
    return f"{size / 1000:.0f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


def handed(file: File) -> str:
    """`garden-register.zip (12 kB)`: how a file is named in words."""
    return f"{file.name} ({size_words(file)})"
