"""What somebody saw: one record a showing, which scripts print as JSON and the terminal draws."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from adapters.console.structure import Structure
from governance_core.cards.card import Card
from governance_core.cards.form import Ask
from governance_core.cards.plain import Viewer
from governance_core.kernel.time import iso

Kind = Literal["card", "edit", "whisper", "refusal", "announce", "reminder", "form", "list", "error"]


@dataclass(frozen=True, slots=True)
class Record:
    """`n` is the line that led to it; `slot` names the one place on a screen where it and its later forms stand."""

    n: int
    at: datetime
    kind: Kind
    to: str
    ref: str
    text: str
    structure: Structure
    shown: Card | Ask | None = None
    viewer: Viewer | None = None
    slot: str = ""

    def as_json(self) -> dict[str, Any]:
        """The seven keys a talk prints."""
        return {
            "n": self.n,
            "at": iso(self.at),
            "kind": self.kind,
            "to": self.to,
            "ref": self.ref,
            "text": self.text,
            "card": self.structure,
        }
