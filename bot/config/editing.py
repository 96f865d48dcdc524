"""Changes single values, lines and list items in the text of a config file; every other letter of it stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.config.places import KeyPath
from bot.config.writing import Entry, NotWritten, Plain, lines_of

CANNOT = "it is written in a way that cannot be changed by itself"


def with_value(text: str, path: KeyPath, value: Plain) -> str:
    """The text with this value at a key, new or instead of the one there. Raises NotWritten."""
    above, key = _mapping(text, path[:-1]), path[-1]
    if above is None:
        return with_value(text, path[:-1], {key: value})
    found = next((one for name, one in above.value if name.value == key), None)
    if found is None:
        return _with_key(text, above, key, value)
    if isinstance(found, ScalarNode) and isinstance(value, str):
        return _replaced(text, found, _scalar(value))
    if isinstance(found, MappingNode) and not isinstance(value, str):
        raise NotWritten(CANNOT)
    return _with_key(without_key(text, path), _required(_mapping(without_key(text, path), path[:-1])), key, value)


def with_row(text: str, path: KeyPath, value: str | Mapping[str, str]) -> str:
    """The text with `ana`, or `{person: ana, until: …}`, at a key, where that stands now. Raises NotWritten."""
    found = _node(text, path)
    if isinstance(found, MappingNode) and isinstance(value, Mapping):
        for key, one in value.items():
            text = with_value(text, (*path, key), one)
        return text
    if isinstance(found, ScalarNode) and isinstance(value, Mapping):
        return _replaced(text, found, _row(value))
    if isinstance(found, MappingNode) and found.flow_style:
        return f"{text[: found.start_mark.index]}{_scalar(str(value))}{text[found.end_mark.index :]}"
    return with_value(text, path, value)


def _row(value: Mapping[str, str]) -> str:
    return f"{{{', '.join(f'{key}: {_scalar(one)}' for key, one in value.items())}}}"


def without_key(text: str, path: KeyPath) -> str:
    """The text without a key and what stands under it; a section that is empty then goes too. Raises NotWritten."""
    above = _required(_mapping(text, path[:-1]))
    if len(above.value) == 1 and len(path) > 1:
        return without_key(text, path[:-1])
    number = next((place for place, (name, _) in enumerate(above.value) if name.value == path[-1]), None)
    if number is None:
        return text
    parts = [(name.start_mark.index, _end(value)) for name, value in above.value]
    return _without(text, above, parts, number)


def with_item(text: str, path: KeyPath, item: str) -> str:
    """The text with one more item in a list, which is made where there is none. Raises NotWritten."""
    listing = _node(text, path)
    if listing is None:
        return with_value(text, path, [item])
    if not isinstance(listing, SequenceNode):
        raise NotWritten(CANNOT)
    if listing.flow_style or not listing.value:
        after = _end(listing.value[-1]) if listing.value else listing.start_mark.index + 1
        return text[:after] + (", " if listing.value else "") + _scalar(item) + text[after:]
    first = listing.value[0].start_mark
    beginning = text[first.index - first.column : first.index]
    return _inserted(text, _end(listing), f"{beginning}{_scalar(item)}\n")


def without_item(text: str, path: KeyPath, item: str) -> str:
    """The text without an item of a list; a list that is empty then goes with its key. Raises NotWritten."""
    listing = _node(text, path)
    if not isinstance(listing, SequenceNode):
        raise NotWritten(CANNOT)
    number = next((place for place, one in enumerate(listing.value) if one.value == item), None)
    if number is None:
        return text
    if len(listing.value) == 1:
        return without_key(text, path)
    return _without(text, listing, [(one.start_mark.index, _end(one)) for one in listing.value], number)


def _node(text: str, path: KeyPath) -> Node | None:
    try:
        node: Any = YAML().compose(text)
    except YAMLError:  # a mark that other lines refer to is gone
        raise NotWritten(CANNOT) from None
    for key in path:
        if not isinstance(node, MappingNode):
            return None
        node = next((value for name, value in node.value if name.value == key), None)
    found: Node | None = node
    return found


def _mapping(text: str, path: KeyPath) -> MappingNode | None:
    node = _node(text, path)
    if node is not None and not isinstance(node, MappingNode):
        raise NotWritten(CANNOT)
    return node


def _required(node: MappingNode | None) -> MappingNode:
    if node is None:
        raise NotWritten(CANNOT)
    return node


def _end(node: Node) -> int:
    """Where the last letter of a value stands: a block ends where its last value does, before what is below it."""
    if isinstance(node, ScalarNode) or _in_a_row(node) or not node.value:
        return int(node.end_mark.index)
    return max(_end(one) for one in _inside(node))


def _in_a_row(node: Node) -> bool:
    """Whether it is written `[a, b]` or `{a: b}`."""
    return isinstance(node, SequenceNode | MappingNode) and bool(node.flow_style)


def _inside(node: Node) -> Iterator[Node]:
    for one in node.value:
        yield from one if isinstance(one, tuple) else (one,)


def _without(text: str, node: Node, parts: Sequence[tuple[int, int]], number: int) -> str:
    """The text without one part of a mapping or list: its lines, or in a row (`[a, b]`) the words and a comma."""
    start, end = parts[number]
    if _in_a_row(node):
        if number:
            return text[: parts[number - 1][1]] + text[end:]
        return text[:start] + text[parts[1][0] :]
    begin = text.rfind("\n", 0, start) + 1
    if text[begin:start].strip(" -"):
        raise NotWritten(CANNOT)
    return text[:begin] + text[_next_line(text, end) :]


def _with_key(text: str, above: MappingNode, key: str, value: Plain) -> str:
    lines = lines_of([Entry((key,), value)])
    if above.flow_style:
        after = _end(above.value[-1][1])
        return f"{text[:after]}, {lines.rstrip()}{text[after:]}"
    indent = " " * above.value[0][0].start_mark.column
    written = "".join(f"{indent}{line}\n" for line in lines.splitlines())
    return _inserted(text, _end(above), written)


def _inserted(text: str, after: int, lines: str) -> str:
    """The lines below the one in which `after` stands."""
    at = _next_line(text, after)
    missing = "" if text[:at].endswith("\n") else "\n"
    return f"{text[:at]}{missing}{lines}{text[at:]}"


def _next_line(text: str, after: int) -> int:
    if after and text[after - 1] == "\n":  # a text of several lines takes its line's end in
        return after
    found = text.find("\n", after)
    return len(text) if found < 0 else found + 1


def _replaced(text: str, node: ScalarNode, by: str) -> str:
    start, end = node.start_mark.index, node.end_mark.index
    return text[:start] + by + ("\n" if node.style in ("|", ">") else "") + text[end:]


def _scalar(value: str) -> str:
    return lines_of([Entry(("key",), value)]).removeprefix("key:").strip()
