"""Carries a config file out: its differences from the last file applied become commands, all of them or none."""

import json
from dataclasses import dataclass

from bot.config import Change, ConfigFile, difference, to_document
from bot.keys import Keys
from bot.meaning import commands_of
from governance_core.application.queries import refusal_words
from governance_core.application.transaction import Transaction
from governance_core.application.viewer import eyes
from governance_core.cards.plain import plain_text
from governance_core.feature import Features
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import CONFIG
from governance_core.ports import Reader, Work


@dataclass(frozen=True, slots=True)
class Refused:
    """A change that the rules refuse, with its reason."""

    change: Change
    reason: str

    @property
    def where(self) -> str:
        """Line, column and key in the file."""
        return f"{self.change.line}:{self.change.column} {'.'.join(self.change.path)}"


class ApplyRefused(Exception):
    """At least one change was refused, so none was carried out."""

    def __init__(self, refused: list[Refused]) -> None:
        super().__init__(f"{len(refused)} refused")
        self.refused = refused


def changes_of(file: ConfigFile, reader: Reader) -> list[Change]:
    """What the file changes since the last one applied."""
    applied = reader.applied()
    return difference(json.loads(applied.document) if applied else None, file)


def apply_file(file: ConfigFile, written: str, work: Work, features: Features) -> list[Change]:
    """Carry every change out in `work`. Raises ApplyRefused with each refusal; then nothing is kept."""
    changes, transaction = _tried(file, work, features)
    transaction.save(work)
    if changes or work.applied() is None:
        work.keep_applied(json.dumps(to_document(file), ensure_ascii=False, sort_keys=True), written)
    return changes


def rehearse(file: ConfigFile, reader: Reader, features: Features) -> None:
    """Try every change without keeping any. Raises ApplyRefused with every refusal."""
    _tried(file, reader, features)


def _tried(file: ConfigFile, reader: Reader, features: Features) -> tuple[list[Change], Transaction]:
    changes = changes_of(file, reader)
    transaction = Transaction(reader, features)
    refused: list[Refused] = []
    keys = Keys(reader)
    for change in changes:
        kept = transaction.mark()
        try:
            for command in commands_of(change, file, keys):
                transaction.carry_out(command, CONFIG)
        except Refusal as refusal:
            transaction.rewind(kept)
            refused.append(Refused(change, plain_text(refusal_words(refusal), eyes(None, "UTC", transaction))))
    if refused:
        raise ApplyRefused(refused)
    return changes, transaction
