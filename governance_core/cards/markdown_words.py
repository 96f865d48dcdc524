"""Words of members as Markdown that shows exactly those words, with no link, list, heading or HTML of their making."""

import re

from governance_core.cards.plain import visible

_ANYWHERE = re.compile(r"[\\`*_\[\]<>&|~#]")
_FIRST = re.compile(r"^(\d{1,9})([.)])|^([-+=:])")
_INDENT = re.compile(r"^[ \t]+")
_NO_BREAK = "\u00a0"


def escaped(words: str) -> str:
    """One line of words, wherever in a line it stands."""
    return _ANYWHERE.sub(lambda found: f"\\{found[0]}", " ".join(visible(words).split()))


def lines(words: str) -> list[str]:
    """Words line by line; spaces in front of a line are kept, as ones that Markdown leaves alone."""
    return [_line(line) for line in visible(words).split("\n")]


def _line(line: str) -> str:
    kept = _ANYWHERE.sub(lambda found: f"\\{found[0]}", line.rstrip())
    kept = _INDENT.sub(lambda found: _NO_BREAK * len(found[0].expandtabs(4)), kept)
    return _FIRST.sub(lambda found: f"{found[1]}\\{found[2]}" if found[1] else f"\\{found[3]}", kept)


def quoted(words: str) -> str:
    """Words as a quotation that keeps its lines and its empty lines."""
    made = lines(words)
    shown = []
    for number, line in enumerate(made):
        goes_on = bool(line) and number + 1 < len(made) and bool(made[number + 1])
        shown.append(f"> {line}\\" if goes_on else f"> {line}".rstrip())
    return "\n".join(shown)
