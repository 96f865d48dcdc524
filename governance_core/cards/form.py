"""Asks: what a form asks for, in nine kinds of question every platform has an input for."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from governance_core.cards.text import Text


@dataclass(frozen=True, slots=True)
class Recurring:
    """A schedule as it stands: how it is kept, the zone it is in, and the instant (UTC) it does not happen before.

    Without a zone it is in the organisation's.
    """

    every: str
    zone: str = ""
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """A text. `long` gets a large input; `needed` says that blank will not do; any length and script is kept.

    One that `recurs` says when something happens again and again, and is read back where it is written in other words
    than those it is kept in; `stands` is what it takes the place of.
    """

    long: bool = False
    recurs: bool = False
    stands: Recurring | None = None


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to choose."""

    value: str
    label: str
    help: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of a few fixed options."""

    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Several:
    """Any of a few fixed options, none of which has a comma in it: `watered, swept`; blank for none of them."""

    options: tuple[Option, ...]


ANY_CIRCLE: Final = "any circle"
"""What a Lookup is of where a circle that is closed may be meant too: its records are read, and nothing is done."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """Something known to the organisation, found while typing: an item, a circle or a person.

    `none` says why there is nothing to pick, and what to do then: a form that could not be filled in never opens.
    `searched` says that there are too many to list: they are found by typing only.
    """

    of: str
    none: str = ""
    searched: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """A date (`2026-06-01`), an instant (`2026-06-01 17:00`) or a length of time from now (`90d`).

    Of what is `past` already, words mean the last such day: `friday` is the one before today.
    """

    past: bool = False


@dataclass(frozen=True, slots=True)
class Toggle:
    """Yes or no."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """Nothing a person types: carried by the button or form itself (the version that was seen)."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place of the platform (a channel), whether anything lives there or not (see `cards.picked`)."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """People of the platform, at most so many, members or not yet (see `cards.picked`)."""

    most: int = 25


Kind = Words | Choice | Several | Lookup | Moment | Toggle | Hidden | Place | Accounts


@dataclass(frozen=True, slots=True)
class Question:
    """How a field of a command is asked for. `label` ≤ 45 characters and `help` ≤ 100 (Discord's limits)."""

    kind: Kind
    label: str = ""
    help: str = ""
    form: bool = True
    """Whether a form asks for it; False for what only a typed command gives (a deadline other than the usual)."""
    only_if: tuple[str, tuple[str, ...]] | None = None
    """Asked, and then required, only where another question has one of these answers."""
    usual: str = ""
    """The answer a form is filled in with where there is no other."""
    clears: bool = False
    """Whether it takes away what was answered before when it is handed in blank; where it is not asked, that stays."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question in a form, with what is filled in already and what is wrong with it."""

    name: str
    question: Question
    required: bool
    value: str = ""
    complaint: str = ""
    read_as: str = ""
    """Where the complaint only says how a date was read (`friday`), as which: handed in as it stands now, it counts."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A form: what is still missing, or wrong, of a command. `key` makes submitting it twice one act."""

    kind: str
    title: str
    questions: tuple[Asked, ...]
    given: tuple[tuple[str, str], ...]
    submit: str
    key: str
    intro: Text = ()

    @property
    def complaints(self) -> tuple[Asked, ...]:
        """The questions whose answers cannot be used."""
        return tuple(asked for asked in self.questions if asked.complaint)
