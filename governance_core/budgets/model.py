"""The books as nouns: accounts with what is in them, and the four parts of a circle's envelope."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from governance_core.budgets.funding_model import Wish
from governance_core.budgets.moving_model import Offer
from governance_core.budgets.recurring_model import Recurring
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.money import Unit

BOOKS = StreamId("books")
OUTSIDE: Final = ""
"""In the place of a circle: the world that money comes from and goes to."""
AVAILABLE, RESERVED, COMMITTED, SPENT = "available", "reserved", "committed", "spent"
EXCHANGE: Final = "exchange"
"""The part of the world outside through which one unit is changed into another: an account for each unit."""
PARTS: Final = (AVAILABLE, RESERVED, COMMITTED, SPENT)


@dataclass(frozen=True, slots=True)
class Account:
    """Where an amount lies: a part of a circle's envelope in one unit, or the world outside it."""

    circle: str
    part: str
    unit: str

    @property
    def key(self) -> str:
        """How it is filed: `garden/available/EUR`."""
        return f"{self.circle}/{self.part}/{self.unit}"

    @classmethod
    def filed(cls, key: str) -> "Account":
        """The account behind a key."""
        return cls(*key.split("/"))


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a circle has in one unit, in minor units. `available` is what it may still ask for."""

    unit: Unit
    available: int = 0
    reserved: int = 0
    committed: int = 0
    spent: int = 0

    @property
    def allocated(self) -> int:
        """All that was given to the circle and not taken back, whatever became of it."""
        return self.available + self.reserved + self.committed + self.spent


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to be allocated to a circle, in minor units, and who was asked for it when (UTC)."""

    minor: int
    exponent: int
    by: PersonId
    of: tuple[PersonId, ...]
    at: datetime


@dataclass(frozen=True)
class Books:
    """Every account with what is in it. What one lost another got, so all of a unit always add up to nothing.

    `units` are those an amount was ever entered in, with their decimals; `last` is the number of the last entry, of
    the instant `touched` (UTC); `wanted` is what circles ask to be allocated. Balances and wishes are by `Account.key`.
    `recurring` are the allocations that recur, by their numbers, of which `rules` is the last given out; `offers` what
    circles offer each other, likewise with `offered`. `corrected` has by the number of an entry which one took it back;
    `wishes` are what private circles ask for without their name, likewise with `wished`;
    `closed` until which day (`2026-03-31`) nothing is entered any more, by circle, or for all with none.
    """

    units: Mapping[str, int] = field(default_factory=dict)
    balances: Mapping[str, int] = field(default_factory=dict)
    last: int = 0
    wanted: Mapping[str, Wanted] = field(default_factory=dict)
    touched: datetime | None = None
    recurring: Mapping[str, Recurring] = field(default_factory=dict)
    rules: int = 0
    offers: Mapping[str, Offer] = field(default_factory=dict)
    offered: int = 0
    corrected: Mapping[str, int] = field(default_factory=dict)
    closed: Mapping[str, str] = field(default_factory=dict)
    wishes: Mapping[str, Wish] = field(default_factory=dict)
    wished: int = 0

    def accounts(self) -> Iterator[tuple[Account, int]]:
        """Every account with what is in it."""
        for key, minor in self.balances.items():
            yield Account.filed(key), minor

    def in_account(self, account: Account) -> int:
        """Minor units in an account; negative for the world outside, which gave them."""
        return self.balances.get(account.key, 0)

    def envelope(self, circle: CircleId, unit: Unit) -> Envelope:
        """What the circle has in a unit."""
        return Envelope(unit, *(self.in_account(Account(circle, part, unit.code)) for part in PARTS))

    def envelopes(self, circle: CircleId) -> Iterator[Envelope]:
        """What the circle has or had, unit by unit."""
        for code, exponent in self.units.items():
            if any(Account(circle, part, code).key in self.balances for part in PARTS):
                yield self.envelope(circle, Unit(code, exponent))
