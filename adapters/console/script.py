"""The language of scripts: one act a line (`ana: /proposal create …`), or a line of the director (`wait 3d`)."""

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches

from adapters.console.acts import (
    CONSOLE,
    PLATFORMS,
    Act,
    CannotDo,
    Deed,
    DeliverTwice,
    Down,
    Leave,
    Line,
    Open,
    PressButton,
    Restart,
    Say,
    ScriptError,
    SetClock,
    Slash,
    UseConfig,
    Wait,
    WaitUntil,
)
from adapters.console.typed import CannotRead, Word, words_of
from governance_core.kernel.time import Duration, wall_instant, zone_exists

_ACT = re.compile(r"([^\s:@/#\"]+)(?:@([^\s:@/\"]*))?\s*:\s*(.*)", re.DOTALL)
_SEEN = re.compile(r"v?([0-9]{1,9})", re.IGNORECASE)
_WALL = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?: \d{1,2}:\d{2})?")


def parse_script(text: str) -> list[Line]:
    """Every line of a script. Raises ScriptError at the first that cannot be read."""
    lines = (parse_line(number, line) for number, line in enumerate(text.split("\n"), 1))
    return [line for line in lines if line is not None]


def parse_line(number: int, line: str) -> Line | None:
    """One line; None when it is blank or a comment. Raises ScriptError."""
    stripped = line.lstrip("\ufeff").strip()
    if not stripped or stripped.startswith("#"):
        return None
    try:
        return _line(number, stripped)
    except (CannotRead, CannotDo) as wrong:
        raise ScriptError(number, str(wrong)) from None


def _line(number: int, line: str) -> Line:
    first, *rest = line.split(maxsplit=1)
    if first in DIRECTIONS:
        return DIRECTIONS[first](number, [word.value for word in words_of("".join(rest))])
    act = parse_act(number, line)
    if act is None:
        raise CannotDo(_unknown(first, line))
    return act


def parse_act(number: int, line: str) -> Act | None:
    """`ana@slack: open P-1`; None when nobody is named. Raises CannotDo, or CannotRead where a text does not end."""
    found = named(line)
    return None if found is None else Act(number, found[0], found[1], parse_deed(found[2]))


def named(line: str) -> tuple[str, str, str] | None:
    """Who is named at the beginning of a line, on which platform, and what follows. Raises CannotDo."""
    found = _ACT.fullmatch(line.strip())
    return None if found is None else (found[1], _platform(found[2]), found[3])


def _unknown(first: str, line: str) -> str:
    if line.startswith("/"):
        return f"who does this? Write a member first, as in ana: {line}"
    close = get_close_matches(first.casefold(), DIRECTIONS, 1)
    if close:
        return f"there is no line {first}. Did you mean {close[0]}?"
    return f"{first} begins no line; expected an act such as ana: /help, or one of {', '.join(DIRECTIONS)}"


def _platform(typed: str | None) -> str:
    if typed is None:
        return CONSOLE
    if typed not in PLATFORMS:
        close = get_close_matches(typed.casefold(), PLATFORMS, 1)
        meant = f" Did you mean {close[0]}?" if close else f" There are {', '.join(PLATFORMS)}."
        raise CannotDo(f"there is no platform {typed}.{meant}")
    return typed


def parse_deed(typed: str) -> Deed:
    """What somebody does. Raises CannotDo, or CannotRead where a text does not end."""
    if typed.startswith("/"):
        return _slash(words_of(typed[1:]))
    first, *rest = words_of(typed) or (Word("", "", 0, 0),)
    if first.value in _DEEDS and not first.quoted and not first.key:
        return _DEEDS[first.value](rest)
    raise CannotDo(_no_deed(first.value or first.key))


def _no_deed(typed: str) -> str:
    close = get_close_matches(typed.casefold(), _DEEDS, 1)
    if close:
        return f"nobody can {typed}. Did you mean {close[0]}?"
    what = f"{typed} is nothing to do" if typed else "nothing is done here"
    return f'{what}; expected /command …, press "Label" on REF, open REF or say "…" in HOME'


def _slash(words: Sequence[Word]) -> Slash:
    bare = tuple(word.value for word in words if not word.key)
    return Slash(bare, _values([word for word in words if word.key]))


def _values(words: Sequence[Word]) -> tuple[tuple[str, str], ...]:
    seen: set[str] = set()
    for word in words:
        if not word.key:
            raise CannotDo(f'{word.value} has no name; expected name:value, or name:"a value with spaces"')
        if word.key in seen:
            raise CannotDo(f"{word.key} is given twice")
        seen.add(word.key)
    return tuple((word.key, word.value) for word in words)


def _press(words: Sequence[Word]) -> PressButton:
    expected = 'expected press "Label" on REF [seen at vN] [with name:value …]'
    label, rest = _until("on", words, expected)
    if not rest or rest[0].key:
        raise CannotDo(f"on what? {expected}")
    ref, rest = rest[0].value, rest[1:]
    seen: int | None = None
    if [word.value for word in rest[:2]] == ["seen", "at"]:
        seen, rest = _version(rest[2:]), rest[3:]
    if rest and rest[0].value == "with" and not rest[0].key:
        return PressButton(label, ref, seen, _values(rest[1:]))
    if rest:
        raise CannotDo(f"{rest[0].key or rest[0].value} was not expected here; {expected}")
    return PressButton(label, ref, seen)


def _version(words: Sequence[Word]) -> int:
    found = _SEEN.fullmatch(words[0].value) if words else None
    if found is None:
        raise CannotDo("seen at which version? Expected seen at v2")
    return int(found[1])


def _until(stop: str, words: Sequence[Word], expected: str) -> tuple[str, list[Word]]:
    """The words before `stop` as one text, and those after it."""
    for position, word in enumerate(words):
        if word.value == stop and not word.quoted and not word.key and position:
            return " ".join(one.value for one in words[:position]), list(words[position + 1 :])
    raise CannotDo(expected)


def _open(words: Sequence[Word]) -> Open:
    if not words or any(word.key for word in words):
        raise CannotDo("open what? Expected open P-1")
    return Open(" ".join(word.value for word in words))


def _say(words: Sequence[Word]) -> Say:
    expected = 'expected say "…" in HOME'
    said, rest = _until("in", words, expected)
    if len(rest) != 1:
        raise CannotDo(expected)
    return Say(said, rest[0].value)


_DEEDS: Mapping[str, Callable[[Sequence[Word]], Deed]] = {"press": _press, "open": _open, "say": _say}


def _clock(number: int, words: list[str]) -> SetClock:
    wall, zone = _wall(words, "expected clock 2026-03-02 09:00 Europe/Lisbon")
    return SetClock(number, wall, zone)


def _wait(number: int, words: list[str], verb: str = "wait") -> Wait | WaitUntil:
    expected = f"expected {verb} 3d, {verb} 36h or {verb} until 2026-03-05 17:00"
    if words[:1] == ["until"]:
        wall, zone = _wall(words[1:], expected)
        return WaitUntil(number, wall, zone)
    if len(words) != 1:
        raise CannotDo(expected)
    try:
        return Wait(number, Duration.parse(words[0]))
    except ValueError as wrong:
        raise CannotDo(str(wrong)) from None


def _down(number: int, words: list[str]) -> Down:
    return Down(number, _wait(number, words, "down"))


def _wall(words: list[str], expected: str) -> tuple[str, str]:
    """A time on the wall clock, and the zone if one is named. Raises CannotDo."""
    zone = words.pop() if words and not words[-1][0].isdigit() else ""
    if zone and not zone_exists(zone):
        raise CannotDo(f"there is no time zone {zone}; zones are called after places, such as Europe/Lisbon")
    typed = " ".join(words).replace("T", " ")
    if not _WALL.fullmatch(typed):
        raise CannotDo(expected)
    try:
        wall_instant(typed, zone or "UTC", "00:00")
    except ValueError as wrong:
        raise CannotDo(str(wrong)) from None
    return typed, zone


def _alone(name: str, made: Callable[[int], Line]) -> Callable[[int, list[str]], Line]:
    def read(number: int, words: list[str]) -> Line:
        if words:
            raise CannotDo(f"nothing more was expected after {name}")
        return made(number)

    return read


def _one(expected: str, made: Callable[[int, str], Line]) -> Callable[[int, list[str]], Line]:
    def read(number: int, words: list[str]) -> Line:
        if len(words) != 1:
            raise CannotDo(f"expected {expected}")
        return made(number, words[0])

    return read


def _deliver(number: int, words: list[str]) -> DeliverTwice:
    if words != ["twice"]:
        raise CannotDo("expected deliver twice")
    return DeliverTwice(number)


DIRECTIONS: Mapping[str, Callable[[int, list[str]], Line]] = {
    "clock": _clock,
    "wait": _wait,
    "restart": _alone("restart", Restart),
    "down": _down,
    "config": _one("config FILE", UseConfig),
    "leave": _one("leave ana", Leave),
    "deliver": _deliver,
}
