"""Reads Discord's Markdown the way its clients do, written apart from what it checks: a text becomes a tree of nodes.

The rules are those of the open parsers that follow Discord's own (simple-markdown, and Discord's rules on top of it).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Node:
    """`kind` is `text` for what is shown as it is; `inside` holds what stands within."""

    kind: str
    words: str = ""
    inside: tuple["Node", ...] = ()

    def flat(self) -> str:
        """All that can be read in it."""
        return self.words + "".join(node.flat() for node in self.inside)

    def walk(self) -> Iterator["Node"]:
        yield self
        for node in self.inside:
            yield from node.walk()


_AT_LINE_START = {
    "heading": re.compile(r" *(#{1,3})\s+([^\n]+)(?:\n|$)"),
    "subtext": re.compile(r" *(-#) +([^\n]+)(?:\n|$)"),
    "list": re.compile(r"( *(?:[*+-]|\d+[.)])) +([^\n]*)(?:\n|$)"),
}
_QUOTE = re.compile(r" *>>> ([\s\S]*)|( *> [^\n]*(?:\n *> [^\n]*)*)\n?")
_QUOTE_MARK = re.compile(r"^ *> ?", re.MULTILINE)
_OPAQUE = {
    "code block": re.compile(r"```[\s\S]+?```"),
    "autolink": re.compile(r"<(?:https?|steam|discord)://[^\s>]+>"),
    "url": re.compile(r"(?:https?|steam|discord)://[^\s<]+[^<.,:;\"'\]\s]"),
    "everyone": re.compile(r"@(?:everyone|here)"),
    "user": re.compile(r"<@!?[0-9]+>"),
    "role": re.compile(r"<@&[0-9]+>"),
    "channel": re.compile(r"<#[0-9]+>"),
    "command": re.compile(r"</[^:\n]+:[0-9]+>"),
    "guide": re.compile(r"<(?:id|[0-9]+):[a-z-]+(?::[0-9]+)?>"),
    "custom emoji": re.compile(r"<a?:\w+:[0-9]+>"),
    "timestamp": re.compile(r"<t:-?[0-9]+(?::[tTdDfFsSR])?>"),
    "emoji": re.compile(r":[^\s:]+:"),
    "code": re.compile(r"(`+)[\s\S]*?[^`]\1(?!`)"),
}
_AROUND = {
    "strong": re.compile(r"\*\*((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)"),
    "underline": re.compile(r"__((?:\\[\s\S]|[^\\])+?)__(?!_)"),
    "em": re.compile(
        r"\b_((?:__|\\[\s\S]|[^\\_])+?)_\b|\*(?=\S)((?:\*\*|\\[\s\S]|\s+(?:\\[\s\S]|[^\s*\\]|\*\*)|[^\s*\\])+?)\*(?!\*)"
    ),
    "strike": re.compile(r"~~([\s\S]+?)~~(?!_)"),
    "spoiler": re.compile(r"\|\|([\s\S]+?)\|\|"),
}
_MASKED = re.compile(
    r"\[((?:\[[^\]]*\]|[^\[\]]|\](?=[^\[]*\]))*)\]\(\s*<?((?:\([^)]*\)|[^\s\\]|\\.)*?)>?(?:\s+['\"][\s\S]*?['\"])?\s*\)"
)
_ORDINARY = re.compile(r"(?:(?!(?:https?|steam|discord)://)[^\\`<@:*_~|\[\n])+")
"""A run in which no rule below can begin."""
_ESCAPE = re.compile(r"\\([^0-9A-Za-z\s])")


def read(source: str, quoted: bool = False) -> tuple[Node, ...]:
    """The nodes of a text."""
    nodes: list[Node] = []
    at = 0
    while at < len(source):
        node, at = _block(source, at, quoted) or _inline(source, at)
        if node.kind == "text" and nodes and nodes[-1].kind == "text":
            node = Node("text", nodes.pop().words + node.words)
        nodes.append(node)
    return tuple(nodes)


def _block(source: str, at: int, quoted: bool) -> tuple[Node, int] | None:
    if at and source[at - 1] != "\n":
        return None
    if not quoted and (found := _QUOTE.match(source, at)):
        inside = found[1] if found[1] is not None else _QUOTE_MARK.sub("", found[2])
        return Node("quote", inside=read(inside, quoted=True)), found.end()
    for kind, pattern in _AT_LINE_START.items():
        if found := pattern.match(source, at):
            return Node(kind, inside=read(found[2], quoted=True)), found.end()
    return None


def _inline(source: str, at: int) -> tuple[Node, int]:
    if found := _ORDINARY.match(source, at):
        return Node("text", found[0]), found.end()
    if found := _ESCAPE.match(source, at):
        return Node("text", found[1]), found.end()
    for kind, pattern in _OPAQUE.items():
        if found := pattern.match(source, at):
            return Node(kind, _balanced(found[0]) if kind == "url" else found[0]), at + len(
                _balanced(found[0]) if kind == "url" else found[0]
            )
    if found := _MASKED.match(source, at):
        return Node("masked", found[2], (Node("text", found[1]),)), found.end()
    for kind, pattern in _AROUND.items():
        if found := pattern.match(source, at):
            return Node(kind, inside=read(next(filter(None, found.groups())), quoted=True)), found.end()
    return Node("text", source[at]), at + 1


def _balanced(address: str) -> str:
    """A bracket at the end belongs to the address only where it was opened in it."""
    return address[:-1] if address.endswith(")") and "(" not in address else address


def kinds(nodes: tuple[Node, ...]) -> set[str]:
    """Every kind of node there is, however deep."""
    return {one.kind for node in nodes for one in node.walk()}


def flat(nodes: tuple[Node, ...]) -> str:
    return "".join(node.flat() for node in nodes)
