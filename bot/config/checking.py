"""Opens a config file and says either what is in it or everything that is wrong with it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from bot.config.circle_tree import check_tree
from bot.config.group_checks import check_groups
from bot.config.model import ConfigFile
from bot.config.places import START, Located
from bot.config.problems import Problem, Problems, Unreadable
from bot.config.reading import read_file
from bot.config.relations import check_relations
from bot.config.yaml_errors import place_of_offset
from bot.config.yaml_tree import Branch, Leaf, parse

LARGEST = 1_000_000


def check(path: str | os.PathLike[str]) -> tuple[ConfigFile | None, list[Problem]]:
    """The file, or None and everything that keeps it from being used."""
    try:
        text = _text_of(Path(path))
    except Unreadable as unreadable:
        return None, _alone(unreadable, str(path))
    return check_text(text, str(path))


def check_text(text: str, file: str) -> tuple[ConfigFile | None, list[Problem]]:
    """The same for text that is at hand; `file` is the name by which problems mean it."""
    config, found = _checked(text)
    if config is not None:
        config = replace(config, located=replace(config.located, file=file))
    return config, [replace(problem, file=file) for problem in found]


@lru_cache(maxsize=8)
def _checked(text: str) -> tuple[ConfigFile | None, Sequence[Problem]]:
    """Under no name. A running bot looks at its file for many a card, and reading a large one takes a second."""
    problems = Problems("")
    try:
        config = _read(text, problems)
    except Unreadable as unreadable:
        return None, _alone(unreadable, "")
    found = problems.in_order()
    return (None if found else config), found


def _alone(unreadable: Unreadable, file: str) -> list[Problem]:
    problems = Problems(file)
    problems.note((), unreadable.place, unreadable.message, unreadable.hint)
    return problems.in_order()


def _read(text: str, problems: Problems) -> ConfigFile:
    tree, places = parse(text, problems)
    if tree is None or (isinstance(tree, Leaf) and tree.kind in ("nothing", "blank")):
        raise Unreadable("The file is empty.", "Copy config.example.yaml and change it.", START)
    if not isinstance(tree, Branch):
        raise Unreadable(
            "The file must consist of sections.", "It begins with organisation:, members: or circles:.", START
        )
    config = read_file(tree, Located(problems.file, places), problems)
    check_relations(config, problems)
    check_tree(config, problems)
    check_groups(config, problems)
    return config


def _text_of(path: Path) -> str:
    content = _bytes_of(path)
    if len(content) > LARGEST:
        raise Unreadable("The file is larger than 1 MB.", "That is no config file; check the path.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig")
        place = place_of_offset(before, len(before))
        raise Unreadable("This letter is not UTF-8.", "Save the file as UTF-8.", place) from None


def _bytes_of(path: Path) -> bytes:
    if path.is_dir():
        raise Unreadable("This is a folder.", "Name the file inside it.")
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except FileNotFoundError:
        raise Unreadable("There is no such file.", "Check the path, or copy config.example.yaml there.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Unreadable(f"The file cannot be opened: {reason}.") from None
