"""Keeps words as they were typed: nothing in them becomes Discord's Markdown, a mention, an emoji or a masked link."""

import re
import unicodedata
from typing import Final

from governance_core.cards.plain import visible

_ADDRESS: Final = r"(?P<address>https?://[^\s<]+)"
_LINE_START: Final = r"(?P<before>(?m:^)[^\S\n]*(?:[0-9]+(?=[.)])|(?=[#>+-])))(?P<sign>[#>+.)-])"
_SIGN: Final = r"(?P<always>[\\*_~|`\[\]<@])|(?P<colon>:)"
_TOKEN: Final = re.compile(f"{_ADDRESS}|{_LINE_START}|{_SIGN}")
_HARMLESS: Final = r"[\w.~:/?#@!$&'+,;=%-]"
_PLAIN_ADDRESS: Final = re.compile(rf"https?://(?:{_HARMLESS}|\({_HARMLESS}*\)){{2,}}\)*")
_AFTER_ADDRESS: Final = ".,;\"'!?"
_COLON_AFTER: Final = re.compile(r"//|[^\s:]*(?::|\Z)")
_SPACE: Final = re.compile(r"\s")
_PING: Final = re.compile("@(?:everyone|here)")
_MASKABLE: Final = frozenset(" -.,;!?'/%&+=·…–—’“”")
_KEYCAP: Final = frozenset("\ufe0f\u20e3")
_SIGNS_OF_ADDRESS: Final = re.compile(r"[\\*_~|`\[\]<@:]")


def escaped(words: str) -> str:
    """Markdown that shows exactly these words, whatever stands in them; plain web addresses stay links."""
    return _TOKEN.sub(_kept, visible(words))


def _kept(found: re.Match[str]) -> str:
    if address := found["address"]:
        cut_off = found.string.startswith("<", found.end())
        return address if _stays_link(address) and not cut_off else _SIGNS_OF_ADDRESS.sub(r"\\\g<0>", address)
    if sign := found["sign"]:
        return f"{found['before']}\\{sign}"
    return ":" if found["colon"] and _stands_alone(found) else f"\\{found[0]}"


def _stands_alone(colon: re.Match[str]) -> bool:
    """Whether it begins no address, and no `:name:` of an emoji with another colon (a timestamp after it has one)."""
    before = colon.string.rfind(":", 0, colon.start())
    return not _COLON_AFTER.match(colon.string, colon.end()) and (
        before < 0 or bool(_SPACE.search(colon.string, before, colon.start()))
    )


def _stays_link(address: str) -> bool:
    """Inside an address Discord reads no Markdown; one with odd signs is shown as text all the same."""
    inner = address.removesuffix(":").rstrip(_AFTER_ADDRESS)
    return bool(_PLAIN_ADDRESS.fullmatch(inner)) and not inner.endswith(":") and not _PING.search(address)


def is_maskable(words: str) -> bool:
    """Whether words can stand in a masked link: there Discord takes no backslash, no emoji and no address."""
    return bool(words) and all(_is_letter(c) or c in _MASKABLE for c in words)


def _is_letter(character: str) -> bool:
    return unicodedata.category(character)[0] in "LMN" and character not in _KEYCAP
