"""Turns the text of a config file into a small tree in which every key, value and item knows its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.config.places import START, KeyPath, Place
from bot.config.problems import Problems, Unreadable, shown
from bot.config.yaml_errors import in_plain_words

Kind = Literal["text", "number", "boolean", "date", "nothing", "blank"]
KINDS: dict[str, Kind] = {"str": "text", "int": "number", "float": "number", "bool": "boolean", "timestamp": "date"}
STANDARD = "tag:yaml.org,2002:"
MERGE = STANDARD + "merge"
NULL = STANDARD + "null"
PLAIN_SHAPES = {STANDARD + "map", STANDARD + "seq", NULL, *(STANDARD + name for name in KINDS)}
COMMENTED_OUT = re.compile(r"\s*:\s*(#\S+)")
DEEPEST = 20
MOST_VALUES = 200_000


@dataclass(frozen=True, slots=True)
class Leaf:
    """A single value as it was typed; a blank one keeps what a # straight behind the key swallowed."""

    path: KeyPath
    place: Place
    text: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of values."""

    path: KeyPath
    place: Place
    items: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """Keys and their values."""

    path: KeyPath
    place: Place
    entries: dict[str, Value]


Value = Leaf | Listing | Branch
Pair = tuple[Any, Any]


def parse(text: str, problems: Problems) -> tuple[Value | None, dict[KeyPath, Place]]:
    """The tree of the text and the place of each key; raises Unreadable where the YAML itself is broken."""
    root = _compose(text)
    planter = _Planter(text, problems)
    tree = planter.value(root, (), START) if root is not None else None
    return tree, planter.places


def _compose(text: str) -> Any:
    yaml = YAML(typ="safe", pure=True)
    yaml.composer.warn_double_anchors = False
    try:
        return yaml.compose(text)
    except YAMLError as error:
        raise in_plain_words(error, text) from None
    except RecursionError:
        raise _too_deep(START) from None


class _Planter:
    """Grows the tree out of the parser's nodes, following anchors and merges."""

    def __init__(self, text: str, problems: Problems) -> None:
        self.places: dict[KeyPath, Place] = {}
        self._problems = problems
        self._lines = text.splitlines()
        self._flattened: dict[int, dict[str, Pair]] = {}
        self._planted = 0

    def value(self, node: Node, path: KeyPath, place: Place) -> Value:
        self._count(path, place)
        self._refuse_tag(node, path, place)
        if isinstance(node, MappingNode):
            return Branch(path, place, dict(self._entries(node, path)))
        if isinstance(node, SequenceNode):
            return Listing(path, place, tuple(self._item(item, path) for item in node.value))
        return Leaf(path, place, node.value, _kind(node))

    def _count(self, path: KeyPath, place: Place) -> None:
        self._planted += 1
        if len(path) > DEEPEST:
            raise _too_deep(place)
        if self._planted > MOST_VALUES:
            raise Unreadable("The anchors (&) of this file unfold to far too many values.", "Use fewer.", place)

    def _refuse_tag(self, node: Node, path: KeyPath, place: Place) -> None:
        tag = str(node.tag)
        if tag not in PLAIN_SHAPES:
            brief = "!" + tag.removeprefix(STANDARD).removeprefix("!")
            self._problems.note(path, place, f"The tag {shown(brief)} has no meaning here.", "Remove it.")

    def _item(self, node: Node, path: KeyPath) -> Value:
        place = _start(node)
        if isinstance(node, ScalarNode):
            self.places.setdefault((*path, node.value), place)
            return self.value(node, path, place)
        return self.value(node, (*path, "-"), place)

    def _entries(self, node: MappingNode, path: KeyPath) -> Iterator[tuple[str, Value]]:
        for name, (key, child) in self._flat(node, path).items():
            inner = (*path, name)
            self.places[inner] = _start(key)
            value = self.value(child, inner, _start(key))
            yield name, self._swallowed(value, key) if isinstance(value, Leaf) else value

    def _swallowed(self, leaf: Leaf, key: ScalarNode) -> Leaf:
        if leaf.kind != "blank" or key.end_mark.line >= len(self._lines):
            return leaf
        behind = COMMENTED_OUT.match(self._lines[key.end_mark.line], key.end_mark.column)
        return Leaf(leaf.path, leaf.place, behind[1], "blank") if behind else leaf

    def _flat(self, node: MappingNode, path: KeyPath) -> dict[str, Pair]:
        """The node's own keys, then those it merges; computed once, so that merges of merges stay cheap."""
        if id(node) not in self._flattened:
            self._flattened[id(node)] = {}
            self._flattened[id(node)] = self._merged(node, self._own(node, path), path)
        return self._flattened[id(node)]

    def _own(self, node: MappingNode, path: KeyPath) -> dict[str, Pair]:
        own: dict[str, Pair] = {}
        for key, child in node.value:
            if key.tag != MERGE and self._fresh(key, own, path):
                own[key.value] = (key, child)
        return own

    def _fresh(self, key: Node, own: dict[str, Pair], path: KeyPath) -> bool:
        if not isinstance(key, ScalarNode):
            self._problems.note(path, _start(key), "A key must be a single word.", "Write it as key: value.")
            return False
        if key.value in own:
            first = _start(own[key.value][0]).line
            message = f"{shown(key.value)} is written twice; it stands in line {first} already."
            self._problems.note((*path, key.value), _start(key), message, "Keep one of them.")
            return False
        return True

    def _merged(self, node: MappingNode, own: dict[str, Pair], path: KeyPath) -> dict[str, Pair]:
        for key, child in node.value:
            if key.tag == MERGE:
                for source in child.value if isinstance(child, SequenceNode) else [child]:
                    own = self._from(source, key, path) | own
        return own

    def _from(self, source: Node, key: Node, path: KeyPath) -> dict[str, Pair]:
        if isinstance(source, MappingNode):
            return self._flat(source, path)
        self._problems.note(path, _start(key), "<< takes in keys, and this has none.", "Write << : *name of a section.")
        return {}


def _kind(node: Node) -> Kind:
    if node.tag == NULL:
        return "nothing" if node.value else "blank"
    return KINDS.get(str(node.tag).removeprefix(STANDARD), "text")


def _start(node: Node) -> Place:
    return Place(node.start_mark.line + 1, node.start_mark.column + 1)


def _too_deep(place: Place) -> Unreadable:
    return Unreadable("Values are nested far too deeply.", "Check the brackets and the anchors.", place)
