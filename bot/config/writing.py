"""Writes into a config file what was decided elsewhere, and leaves everything else in it as it stands, comments too."""

from __future__ import annotations

import io
import os
import re
import stat
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import CommentMark, YAMLError
from ruamel.yaml.scalarstring import DoubleQuotedScalarString
from ruamel.yaml.tokens import CommentToken
from ruamel.yaml.util import load_yaml_guess_indent

from bot.config.places import KeyPath

Plain = str | Sequence[str] | Mapping[str, "Plain"]
_WIDE: Final = 4096
_NUMBER_LIKE: Final = re.compile(r"[-+.0-9].*|~|null|true|false|yes|no|on|off|y|n", re.IGNORECASE)
_LENGTH: Final = re.compile(r"[1-9][0-9]*[mhdw]")


@dataclass(frozen=True, slots=True)
class Entry:
    """What a key of the file shall say; a mapping takes what is there already in."""

    path: KeyPath
    value: Plain


class NotWritten(Exception):
    """The file was left as it is; the text says why, as a part of a sentence (`because …`)."""


def with_entries(text: str, entries: Sequence[Entry], gone: Iterable[str] = ()) -> str:
    """The text with these entries in it, and without these lines of its first level. Raises NotWritten."""
    try:
        return _with_entries(text.replace("\r\n", "\n"), entries, gone, "\r\n" if "\r\n" in text else "\n")
    except (YAMLError, AttributeError, TypeError, ValueError):
        raise NotWritten("it is written in a way that nothing can be added to by itself") from None


def lines_of(entries: Iterable[Entry]) -> str:
    """The entries alone, as lines to paste."""
    made = CommentedMap()
    for entry in entries:
        _put(made, entry.path, entry.value)
    return _dumped(made, _as_it_stands())


def replace_file(path: Path, before: str, after: str) -> None:
    """Put another text in the place of a file that still says `before`, all of it or nothing. Raises NotWritten.

    A file that nobody may write (no `w` in its mode) is left alone, whoever runs this.
    """
    real = path.resolve()
    try:
        there = real.stat()
        mode = there.st_mode
        if not mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH) or not os.access(real, os.W_OK):
            raise NotWritten("it is read-only")
        kept = _beside(real, after.encode(), there)
    except OSError as error:
        raise NotWritten(f"it cannot be written ({error.strerror})") from None
    try:
        if real.read_bytes().decode("utf-8-sig") != before:
            raise NotWritten("it was changed meanwhile")
        kept.replace(real)
        _settled(real.parent)
    except OSError as error:
        raise NotWritten(f"it cannot be written ({error.strerror})") from None
    finally:
        with suppress(OSError):
            kept.unlink(missing_ok=True)


def _beside(real: Path, content: bytes, like: os.stat_result) -> Path:
    """The content in a file of its own in the same folder, with the mode and owner of another, safely on the disk."""
    number, name = tempfile.mkstemp(dir=real.parent, prefix=f".{real.name}.")
    with os.fdopen(number, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    with suppress(PermissionError):
        os.chown(name, like.st_uid, like.st_gid)
    Path(name).chmod(stat.S_IMODE(like.st_mode))
    return Path(name)


def _settled(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _with_entries(text: str, entries: Sequence[Entry], gone: Iterable[str], line_end: str) -> str:
    for key in gone:
        text = _without_line(text, key)
    _, indent, offset = load_yaml_guess_indent(text)
    yaml = _as_it_stands()
    yaml.indent(mapping=2, sequence=indent or 4, offset=offset or 0)
    data = yaml.load(text)
    new = {entry.path[0] for entry in entries} - set(data)
    for entry in entries:
        _put(data, entry.path, entry.value)
    for section in sorted(new):
        data.yaml_set_comment_before_after_key(section, before="\n")
    return _dumped(data, yaml).replace("\n", line_end)


def _as_it_stands() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = _WIDE
    return yaml


def _without_line(text: str, key: str) -> str:
    """The text without a line `key: word`, whatever comment stands behind it."""
    return re.sub(rf"^{re.escape(key)}:[ \t]*[\w-]+[ \t]*(#.*)?\n?", "", text, count=1, flags=re.MULTILINE)


def _dumped(data: CommentedMap, yaml: YAML) -> str:
    out = io.StringIO()
    yaml.dump(data, out)
    return out.getvalue()


def _put(data: CommentedMap, path: KeyPath, value: Plain) -> None:
    key, *rest = path
    if rest:
        if data.get(key) is not None and not isinstance(data[key], CommentedMap):
            raise TypeError(f"{key} is no section")
        if data.get(key) is None:
            _append(data, key, CommentedMap())
        _put(data[key], tuple(rest), value)
    elif isinstance(value, Mapping):
        for inner, one in value.items():
            _put(data, (key, inner), one)
    elif key in data:
        data[key] = _drawn(value)
    else:
        _append(data, key, _drawn(value))


def _append(data: CommentedMap, key: str, value: Any) -> None:
    """A key behind all others; what stands below the last one until now comes below this one."""
    last = next(reversed(data), None)
    data[key] = value
    token = (data.ca.items.get(last) or [None] * 3)[2] if last is not None else None
    if isinstance(token, CommentToken) and not isinstance(value, CommentedMap):
        first, line_end, below = token.value.partition("\n")
        if below:
            token.value = first + line_end
            data.ca.items[key] = [None, None, CommentToken(line_end + below, CommentMark(0)), None]


def _drawn(value: Plain) -> Any:
    if isinstance(value, str):
        plain = _LENGTH.fullmatch(value) or not _NUMBER_LIKE.fullmatch(value)
        return value if plain else DoubleQuotedScalarString(value)
    if isinstance(value, Mapping):
        return CommentedMap((key, _drawn(one)) for key, one in value.items())
    listed = CommentedSeq(map(_drawn, value))
    listed.fa.set_flow_style()
    return listed
