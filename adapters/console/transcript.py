"""A talk as a page to read: what each member did, and under it what people saw."""

from collections.abc import Iterator
from datetime import datetime

from adapters.console.record import Record
from governance_core.cards.plain import date_words

_ONLY = {"whisper", "refusal", "form", "list", "error"}
_SAW = {
    "card": "a card",
    "edit": "the card changes",
    "announce": "an announcement",
    "reminder": "a reminder",
    "whisper": "a whisper",
    "refusal": "a refusal",
    "form": "a form",
    "list": "a list",
    "error": "an error",
}


class Transcript:
    """Turns lines and records into text; of a card that changes only what is new is shown."""

    def __init__(self) -> None:
        self._before: dict[str, str] = {}
        self._moment = ""
        self._apart = ""
        self._begun = False

    def line(self, typed: str) -> str:
        """A line of the script, as it stands there, apart from what was before; a comment stands by what follows it."""
        if not typed.strip():
            self._apart = self._apart or ("\n" if self._begun else "")
            return ""
        self._begun = True
        apart, self._apart = self._apart, "" if typed.lstrip().startswith("#") else "\n"
        return f"{apart}{typed.strip()}\n"

    def time(self, at: datetime, zone: str) -> str:
        """What time it is after a line that moved the clock."""
        self._moment = date_words(at, zone)
        return f"  It is {self._moment} ({zone}).\n"

    def record(self, record: Record, zone: str) -> str:
        """What somebody saw, indented under the line that led to it."""
        if not record.to:
            return f"  {record.text}\n"
        lines = list(self._body(record))
        title = f"  {_where(record)}{self._when(record.at, zone)}:"
        return "\n".join([title, *(f"    {line}".rstrip() for line in lines)]) + "\n"

    def _body(self, record: Record) -> Iterator[str]:
        before = self._before.get(record.slot, "") if record.kind == "edit" else ""
        self._before[record.slot] = record.text
        old = set(before.splitlines())
        yield from (line for line in record.text.splitlines() if line not in old)

    def _when(self, at: datetime, zone: str) -> str:
        """The time, when it is another than the one told last."""
        moment = date_words(at, zone)
        same, self._moment = moment == self._moment, moment
        return "" if same else f", {moment}"


def _where(record: Record) -> str:
    name, _, platform = record.to.rpartition("@")
    where = name if platform == "console" else record.to
    about = f" {record.ref}" if record.kind in ("card", "edit") and record.ref else ""
    if record.kind == "edit" and ":card:" in record.slot:
        return f"in {where}, the card{about} changes"
    if record.kind == "edit":
        return f"{where}: what was said of{about} changes"
    if record.kind in _ONLY or not record.slot.startswith(f"{platform}:"):
        return f"{where} sees {_SAW[record.kind]}{about}"
    return f"in {where}, {_SAW[record.kind]}{about}"
