"""Proving the ledger from the journal alone: every entry whole, every account followed, every unit balanced.

It reads what was recorded and uses none of the rules that decided it, so that it would also find what they got wrong.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import msgspec

from adapters.sql.dialect import Connection
from governance_core.budgets.model import EXCHANGE, OUTSIDE
from governance_core.kernel.money import Unit, amount_said

_ENTRIES = """SELECT version, at, actor, payload FROM journal
    WHERE org = ? AND stream = 'books' AND kind = 'ledger.entered' ORDER BY version"""
_ROWS = """SELECT number, minor, unit, exponent, from_circle, from_part, to_circle, to_part FROM ledger
    WHERE org = ? ORDER BY number"""
_LAST_RESORT = """SELECT json_extract(payload, '$.number') FROM journal WHERE org = ? AND stream = 'books'
    AND kind = 'ledger.entered' AND json_extract(payload, '$.last_resort') <> '' ORDER BY version"""
_REQUEST = "SELECT 1 FROM journal WHERE org = ? AND stream = ? LIMIT 1"
MOST_NOTED = 20
_ID = re.compile(r"B-[0-9]+")
Entry = dict[str, Any]
Sides = tuple[str, str]
"""What is in an account is filed by its place (`garden/available`) and its unit."""


def ledger_findings(connection: Connection, org: str) -> list[str]:
    """What does not add up, entry by entry and account by account, in words."""
    check = LedgerCheck(connection, org)
    return [*check.entries(), *check.sums(), *check.register()]


def ledger_notes(connection: Connection, org: str) -> list[str]:
    """Which payments were recorded by a payer of last resort, who keeps no purse or decided it too."""
    found = [str(number) for (number,) in connection.execute(_LAST_RESORT, (org,))]
    shown = ", ".join([*found[:MOST_NOTED], *([f"{len(found) - MOST_NOTED} more"] if len(found) > MOST_NOTED else [])])
    return [f"Recorded by a payer of last resort: ledger entries {shown}."] if found else []


class LedgerCheck:
    """The entries of an organisation as the journal has them, held against each other and against the register."""

    def __init__(self, connection: Connection, org: str) -> None:
        self._connection = connection
        self._org = org
        self._balances: defaultdict[Sides, int] = defaultdict(int)
        self._units: dict[str, int] = {}
        self._seen: dict[int, Entry] = {}
        self._keys: dict[tuple[object, ...], int] = {}
        self._corrected: dict[int, int] = {}

    def entries(self) -> Iterator[str]:
        """What is wrong with each entry, in order; the balances are known afterwards."""
        for version, at, actor, payload in self._connection.execute(_ENTRIES, (self._org,)):
            try:
                entry = msgspec.json.decode(payload)
                yield from self._entry(entry, at, actor)
            except (ValueError, KeyError, TypeError, AttributeError):
                yield f"books event {version}: is no entry of a ledger"

    def _entry(self, entry: Entry, at: str, actor: str) -> Iterator[str]:
        number, name = entry["number"], f"ledger entry {entry['number']}"
        if number != len(self._seen) + 1:
            yield f"{name}: entry {len(self._seen) + 1} should stand here"
        self._seen[number] = entry
        if type(entry["minor"]) is not int or entry["minor"] <= 0:
            yield f"{name}: is of {entry['minor']}, and an amount is a whole number and more than nothing"
        decimals = self._units.setdefault(entry["unit"], entry["exponent"])
        if decimals != entry["exponent"]:
            yield f"{name}: has {entry['exponent']} decimals, and {entry['unit']} had {decimals} before"
        yield from self._origin(entry, name, at, actor)
        yield from self._once(entry, name)
        yield from self._mirror(entry, name)
        yield from self._exchange(entry, name)
        yield from self._moved(entry, name)

    def _origin(self, entry: Entry, name: str, at: str, actor: str) -> Iterator[str]:
        """Who decided it, by what, and when."""
        because = entry.get("because") or ""
        if not entry.get("by") and not because:
            yield f"{name}: names neither a person nor a decision"
        if _ID.fullmatch(because) and not self._connection.execute(_REQUEST, (self._org, because)).fetchone():
            yield f"{name}: stands for {because}, which the journal does not have"
        if not actor or not entry.get("at"):
            yield f"{name}: does not say by whom and when it was entered"
        elif str(entry["at"])[:19].replace("T", " ") != at[:19]:
            yield f"{name}: says it is of {str(entry['at'])[:19]}, and was recorded at {at[:19]}"

    def _once(self, entry: Entry, name: str) -> Iterator[str]:
        """The allocation of a rule is made once for a period."""
        if entry.get("rule") and entry["entry"] == "allocation":
            key = (entry["rule"], entry.get("period"))
            before = self._keys.setdefault(key, entry["number"])
            if before != entry["number"]:
                yield f"{name}: rule {key[0]} for {key[1]} was allocated by entry {before} already"

    def _mirror(self, entry: Entry, name: str) -> Iterator[str]:
        """A correction is the entry it takes back the other way round, and no entry is taken back twice."""
        number = entry.get("corrects")
        if not number:
            return
        if before := self._corrected.get(number):
            yield f"{name}: entry {number} was taken back by entry {before} already"
        self._corrected[number] = entry["number"]
        other = self._seen.get(number)
        if other is None or _sides(other) != _sides(entry)[::-1] or _amount(other) != _amount(entry):
            yield f"{name}: is not entry {number} the other way round"

    def _exchange(self, entry: Entry, name: str) -> Iterator[str]:
        """What comes out of an exchange follows what went into it."""
        if entry["from_part"] == EXCHANGE:
            before = self._seen.get(entry["number"] - 1)
            if before is None or before["to_part"] != EXCHANGE or before.get("because") != entry.get("because"):
                yield f"{name}: is one half of an exchange, and the other half does not stand before it"

    def _moved(self, entry: Entry, name: str) -> Iterator[str]:
        """Less on one side, as much more on the other; only the world outside may have less than nothing."""
        (source, target), minor = _sides(entry), entry["minor"]
        self._balances[source] -= minor
        self._balances[target] += minor
        if entry["from_circle"] != OUTSIDE and self._balances[source] < 0:
            had = self._said(self._balances[source] + minor, entry["unit"])
            yield f"{name}: takes {self._said(minor, entry['unit'])} from {source[0]}, where there was {had}"

    def sums(self) -> Iterator[str]:
        """Debits equal credits, unit by unit."""
        for unit in self._units:
            total = sum(minor for (_, of), minor in self._balances.items() if of == unit)
            if total:
                yield f"ledger: all accounts in {unit} add up to {self._said(total, unit)} instead of nothing"

    def register(self) -> Iterator[str]:
        """The register's rows give the same entries, and so the same balances."""
        rows = {row[0]: tuple(row[1:]) for row in self._connection.execute(_ROWS, (self._org,))}
        for number in sorted(self._seen.keys() | rows.keys()):
            made = _row(self._seen[number]) if number in self._seen else None
            if rows.get(number) != made:
                yield f"ledger entry {number}: the register {_says(rows.get(number))}, and the journal {_says(made)}"
        for account, minor in sorted(_balances(rows).items() | self._balances.items()):
            if minor != self._balances.get(account, 0):
                there, here = self._said(minor, account[1]), self._said(self._balances.get(account, 0), account[1])
                yield f"ledger: {account[0]} has {there} by the register, and {here} by the journal"

    def _said(self, minor: int, unit: str) -> str:
        return amount_said(minor, Unit(unit, self._units.get(unit, 0)))


def _sides(entry: Entry) -> tuple[Sides, Sides]:
    source, target = (f"{entry[f'{side}_circle'] or 'outside'}/{entry[f'{side}_part']}" for side in ("from", "to"))
    return (source, entry["unit"]), (target, entry["unit"])


def _amount(entry: Entry) -> tuple[int, str]:
    return entry["minor"], entry["unit"]


def _row(entry: Entry) -> tuple[Any, ...]:
    names = ("minor", "unit", "exponent", "from_circle", "from_part", "to_circle", "to_part")
    return tuple(entry[name] for name in names)


def _balances(rows: dict[int, tuple[Any, ...]]) -> dict[Sides, int]:
    held: defaultdict[Sides, int] = defaultdict(int)
    for minor, unit, _exponent, from_circle, from_part, to_circle, to_part in rows.values():
        held[f"{from_circle or 'outside'}/{from_part}", unit] -= minor
        held[f"{to_circle or 'outside'}/{to_part}", unit] += minor
    return held


def _says(row: tuple[Any, ...] | None) -> str:
    if row is None:
        return "does not have it"
    minor, unit, exponent, from_circle, from_part, to_circle, to_part = row
    sides = f"{from_circle or 'outside'}/{from_part} to {to_circle or 'outside'}/{to_part}"
    return f"says {amount_said(minor, Unit(unit, exponent))} from {sides}"
