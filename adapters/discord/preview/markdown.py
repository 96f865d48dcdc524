"""Discord's Markdown as HTML: what its clients would show of a text; nothing in it becomes HTML of its own."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import escape
from typing import Final

from governance_core.kernel.time import wall

_INLINE: Final = re.compile(
    r"\\(?P<literal>[^0-9A-Za-z\s])"
    r"|<t:(?P<instant>-?\d{1,13})(?::(?P<style>[tTdDfFsSR]))?>"
    r"|<@!?(?P<account>\d+)>"
    r"|\[(?P<label>[^\[\]\n]+)\]\((?P<to>https?://[^\s()<>]+)\)"
    r"|(?P<address>https?://[^\s<]+[^<.,:;\"'\]\s])"
    r"|\*\*(?P<strong>(?:\\[\s\S]|[^\\])+?)\*\*(?!\*)"
    r"|__(?P<underline>(?:\\[\s\S]|[^\\])+?)__(?!_)"
    r"|~~(?P<strike>(?:\\[\s\S]|[^\\])+?)~~"
    r"|\*(?=\S)(?P<emphasis>(?:\\[\s\S]|[^\\*])+?)\*"
    r"|`(?P<code>[^`\n]+)`"
)
_AROUND: Final = {"strong": "strong", "underline": "u", "strike": "s", "emphasis": "em"}
_QUOTE: Final = "> "
_SUBTEXT: Final = "-# "
_HEADING: Final = re.compile(r"(#{1,3}) +(.+)")
_STEPS: Final = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))
_FENCED: Final = re.compile(r"```\n([\s\S]+?)\n```")
_NOTHING: Final = "\u200b"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text leaves to its reader: how an account is called, when it is read, and in which time zone.

    `pictures` are the addresses of what travels with the message, by name.
    """

    name: Callable[[str], str]
    now: datetime
    zone: str
    pictures: Mapping[str, str] = field(default_factory=dict)


def markdown_html(content: str, reading: Reading) -> str:
    """A text as HTML, line by line: headings, quotes, small print, words, and blocks in letters of one width."""
    parts = list(enumerate(_FENCED.split(content)))
    return "".join(_part(part, number % 2 == 1, reading) for number, part in parts if part or len(parts) == 1)


def _part(part: str, fenced: bool, reading: Reading) -> str:
    if fenced:
        return f"<pre>{escape(part)}</pre>"
    return "".join(_blocks(part.strip("\n").split("\n"), reading))


def inline_html(words: str, reading: Reading) -> str:
    """Words of one line as HTML."""
    parts, end = [], 0
    for found in _INLINE.finditer(words):
        parts += [escape(words[end : found.start()]), _shown(found, reading)]
        end = found.end()
    return "".join([*parts, escape(words[end:])])


def _blocks(lines: list[str], reading: Reading) -> Iterator[str]:
    quoted: list[str] = []
    for line in lines:
        if line.startswith(_QUOTE):
            quoted.append(inline_html(line.removeprefix(_QUOTE), reading))
            continue
        yield from _quote(quoted)
        quoted = []
        yield _line(line, reading)
    yield from _quote(quoted)


def _quote(lines: list[str]) -> Iterator[str]:
    if lines:
        yield f"<blockquote>{'<br>'.join(lines)}</blockquote>"


def _line(line: str, reading: Reading) -> str:
    if heading := _HEADING.fullmatch(line):
        level = len(heading[1]) + 2
        return f"<h{level}>{inline_html(heading[2], reading)}</h{level}>"
    if line.startswith(_SUBTEXT):
        return f'<p class="subtext">{inline_html(line.removeprefix(_SUBTEXT), reading)}</p>'
    return f"<p>{inline_html(line, reading) or _NOTHING}</p>"


def _shown(found: re.Match[str], reading: Reading) -> str:
    if literal := found["literal"]:
        return escape(literal)
    if found["instant"]:
        return _moment(int(found["instant"]), found["style"] or "f", reading)
    if account := found["account"]:
        return f'<span class="mention">@{escape(reading.name(account))}</span>'
    if label := found["label"]:
        return _link(found["to"], label)
    if address := found["address"]:
        return _address(address)
    if code := found["code"]:
        return f"<code>{escape(code)}</code>"
    kind = found.lastgroup or "strong"
    return f"<{_AROUND[kind]}>{inline_html(found[kind], reading)}</{_AROUND[kind]}>"


def _address(address: str) -> str:
    """A bracket at the end belongs to an address only where it was opened in it."""
    outside = ")" if address.endswith(")") and "(" not in address else ""
    inside = address.removesuffix(outside)
    return _link(inside, inside) + outside


def _link(to: str, words: str) -> str:
    return f'<a href="{escape(to)}" rel="noreferrer nofollow">{escape(words)}</a>'


def _moment(instant: int, style: str, reading: Reading) -> str:
    try:
        at = datetime.fromtimestamp(instant, UTC)
    except (OverflowError, ValueError, OSError):
        return '<span class="moment">Invalid date</span>'
    return f'<time datetime="{at.isoformat()}">{_moment_words(at, style, reading)}</time>'


def _moment_words(at: datetime, style: str, reading: Reading) -> str:
    local = wall(at, reading.zone)
    day = f"{local.day} {local:%B} {local.year}"
    match style:
        case "R":
            return _apart(int((at - reading.now).total_seconds()))
        case "t" | "T":
            return f"{local:%H:%M}" if style == "t" else f"{local:%H:%M:%S}"
        case "d" | "s" | "S":
            return f"{local:%d/%m/%Y}" if style == "d" else f"{local:%d/%m/%Y %H:%M}"
        case "D":
            return day
        case "F":
            return f"{local:%A}, {day} at {local:%H:%M}"
        case _:
            return f"{day} at {local:%H:%M}"


def _apart(seconds: int) -> str:
    """How far an instant is from now: `in 3 days`, `an hour ago` in figures."""
    length, unit = next((step for step in _STEPS if abs(seconds) >= step[0]), _STEPS[-1])
    number = round(abs(seconds) / length)
    words = f"{number} {unit}{'' if number == 1 else 's'}"
    return f"in {words}" if seconds >= 0 else f"{words} ago"
