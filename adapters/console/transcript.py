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
        self._day: str = ""

    def line(self, typed: str) -> str:
        """A line of the script, as it stands there."""
        return f"\n{typed.strip()}\n" if typed.strip() else ""

    def record(self, record: Record, zone: str) -> str:
        """What somebody saw, indented under the line that led to it."""
        if not record.to:
            return f"  {record.text}\n"
        lines = list(self._body(record))
        title = f"  {_where(record)}{self._moment(record.at, zone)}:"
        return "\n".join([title, *(f"    {line}".rstrip() for line in lines)]) + "\n"

    def _body(self, record: Record) -> Iterator[str]:
        before = self._before.get(record.slot, "") if record.kind == "edit" else ""
        self._before[record.slot] = record.text
        old = set(before.splitlines())
        yield from (line for line in record.text.splitlines() if line not in old)

    def _moment(self, at: datetime, zone: str) -> str:
        """The time, when it is another than the one told last."""
        moment = date_words(at, zone)
        same, self._day = moment == self._day, moment
        return "" if same else f", {moment}"


def _where(record: Record) -> str:
    name, _, platform = record.to.rpartition("@")
    where = name if platform == "console" else record.to
    about = f" {record.ref}" if record.kind in ("card", "edit") and record.ref else ""
    if record.kind == "edit":
        return f"in {where}, the card{about} changes"
    if record.kind in _ONLY or not record.slot.startswith(f"{platform}:"):
        return f"{where} sees {_SAW[record.kind]}{about}"
    return f"in {where}, {_SAW[record.kind]}{about}"
