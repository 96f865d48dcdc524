"""Setting up as nouns: where it was offered, who did it and what for, and the practice round that follows."""

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from governance_core.kernel.ids import CircleId, PersonId, StreamId

SETUP = StreamId("setup")
TAKEN_WORDS = frozenset(
    ("config", "clock", "policy", "all", "me", "here", "true", "false", "yes", "no", "null", "on", "off", "y", "n")
)
"""Words that mean something else in a config file or a command, and so are nobody's id."""
LONGEST_KEY = 32
LONGEST_NAME = 80
LONGEST_SENTENCE = 1000


@dataclass(frozen=True, slots=True)
class Setup:
    """How far an organisation is.

    `offers` are the places where setting up was offered, by `platform:server`; `practices` the practice proposals that
    are open, by circle (empty while the proposal has no id yet).
    """

    offers: Mapping[str, str] = field(default_factory=dict)
    by: PersonId | None = None
    platform: str = ""
    server: str = ""
    circle: CircleId | None = None
    in_file: bool = False
    practices: Mapping[CircleId, StreamId] = field(default_factory=dict)

    @property
    def done(self) -> bool:
        """Whether somebody has set it up."""
        return self.circle is not None


def key_of(name: str, taken: Collection[str], otherwise: str) -> str:
    """An id made of a name, none of those taken: `Ana Duarte` is `ana-duarte`, and then `ana-duarte-2`."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"[^a-z0-9]+", "-", letters).strip("-").lstrip("0123456789-")[:LONGEST_KEY].rstrip("-")
    wanted = plain if plain and plain not in TAKEN_WORDS else otherwise
    number, key = 1, wanted
    while key in taken:
        number += 1
        key = f"{wanted[: LONGEST_KEY - 4].rstrip('-')}-{number}"
    return key


def tidy(words: str, longest: int) -> str:
    """Words as a config file can hold them: one line of letters that can be seen, not too long."""
    seen = "".join(letter if letter.isprintable() else " " for letter in words)
    return " ".join(seen.split())[:longest].rstrip()
