"""The face every feature shows the rest of the core: its messages, its decider, its alarms, and who hears of it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from governance_core.answered import Answer, Answered
from governance_core.cards.card import Card, Entry
from governance_core.cards.form import Option, Question
from governance_core.cards.text import Text
from governance_core.dated import Ahead, Dated
from governance_core.feature_defaults import (
    always,
    asks_all,
    asks_as_written,
    never,
    no_answers,
    no_name,
    none_withheld,
    nothing,
)
from governance_core.kernel.decider import Decider
from governance_core.kernel.errors import Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Command, Event, Message, Query
from governance_core.outgoing import Posting
from governance_core.ports import Alarm, Reader
from governance_core.reports import Report, Window

S = TypeVar("S")
F = TypeVar("F")


@dataclass(frozen=True, slots=True)
class Home:
    """Everybody in a circle: its place on every platform."""

    circle: CircleId


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a platform where no circle need live."""

    platform: str
    place: str


@dataclass(frozen=True, slots=True)
class Discussion:
    """Those who follow an item's discussion: its thread, where a platform has such a thing and one can be had.

    Elsewhere it is said in the circle's home; with `else_home` False nowhere, as the home hears of it anyway or need
    not. `in_any_thread` when the home does not hear of it: then it is said below the card wherever that can be done.
    """

    circle: CircleId
    else_home: bool = True
    in_any_thread: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """Somebody hears of an event once. `note` is how: announce (what happened, to a place), reminder, whisper.

    `platform` keeps a whisper to one platform; empty means wherever the person is. What is said under a `topic` of its
    item can be told anew: with `again` nothing is said, but what was said there under this topic is drawn once more
    from the event it told of, as things are now.
    """

    to: Home | Discussion | PersonId
    note: str
    platform: str = ""
    topic: str = ""
    again: bool = False


@dataclass(frozen=True, slots=True)
class Brought:
    """Commands carried out as the config file's, all of them or none, and the file they come from, kept as applied."""

    commands: tuple[Command, ...] = ()
    document: str = ""
    file: str = ""


def brings_nothing(*_: Any) -> Brought:
    """A command that stands for itself alone."""
    return Brought()


@dataclass(frozen=True, kw_only=True)
class Feature(Generic[S, F]):
    """One process. Everything platforms, store and application know of it, as data and pure functions.

    prefix      of its stream ids: `P` for `P-42`, or the name of its only stream (`people`) when `single`
    target      the stream a command is for; None for a new one
    facts       what `decide` needs to know beyond the state, read in the same transaction
    alarms      what is due when, from the state alone; `rings` makes the command an alarm presses
    tied        the items that decide this one: what is due there rings before anything is done here
    tells_all   whether its alarms ring once nothing else is due, as it tells what became of the rest
    boards      the circles in whose homes its card is shown, and places outside them; `card` draws it
    record      the whole of an item for those who read it without this program; `card` where there is none
    notices     who hears of an event, given the state after it; `telling` is what they hear (None: nothing any more)
    receipt     what the one who pressed is told, given their events (none: it was so already) and the facts they were
                decided with (None when it is told again)
    sees        whether a person may know that the item exists
    admits      raises the Refusal for somebody who need not even begin: asked before a form opens
    choices     what can be picked, by the `of` of a Lookup
    by_name     which items somebody means by a name, by the `of` of a Lookup: none, one, or all that are called so
    waiting     what waits for a person, one entry an item
    answered    what a person answered so far: at most so many, the newest first, older than a place if one is given
    reports     its parts of a circle's digest
    called      what an item is called, in the words of whoever made it, for what was recorded without them
    dates       what lies ahead of it, for the calendar of a circle or of somebody
    of_circle   what the card of a circle says of its items, each with what it is called
    prefill     what a form for a command (by its kind) is filled in with, from the state
    withholds   options that a form about the item does not offer, by question: what its rules do not allow
    unasked     the questions of a command (by its kind) that a form does not ask about this item: its rules have no use
                for the answers
    asks        questions of a command (by its kind) that an item asks in words and kinds of its own; None for one that
                it does not ask at all
    brings      what a command that is carried out brings with it, given its facts (the config file is a list of them)
    calls       what an event asks to be shown once more, though it was given up
    """

    name: str
    prefix: str
    single: bool = False
    decider: Decider[S, F]
    commands: tuple[type[Command], ...]
    queries: Mapping[type[Query], Callable[[Any, Actor, Reader], Card]] = field(default_factory=dict)
    target: Callable[[Any], StreamId | None]
    facts: Callable[[Any, S, Actor, Reader], F]
    alarms: Callable[[S], tuple[Alarm, ...]] = nothing
    rings: Mapping[str, Callable[[StreamId], Command]] = field(default_factory=dict)
    tied: Callable[[S], tuple[StreamId, ...]] = nothing
    tells_all: bool = False
    closed: Callable[[S], bool] = never
    boards: Callable[[S], tuple[CircleId | Spot, ...]] = nothing
    card: Callable[[StreamId, S, Reader, PersonId | None], Card] | None = None
    record: Callable[[StreamId, S, Reader], Card] | None = None
    notices: Callable[[Event, S], tuple[Notice, ...]] = nothing
    telling: Callable[[StreamId, Event, S, Reader, PersonId | None], Card | None] | None = None
    receipt: Callable[[StreamId, tuple[Event, ...], S, Actor, F | None], Card] | None = None
    sees: Callable[[S, PersonId | None, Reader], bool] = always
    admits: Callable[[type[Command], Actor, Reader], object] = nothing
    choices: Mapping[str, Callable[[str, PersonId | None, Reader], Sequence[Option]]] = field(default_factory=dict)
    by_name: Mapping[str, Callable[[str, PersonId | None, Reader], Sequence[Option]]] = field(default_factory=dict)
    waiting: Callable[[PersonId, Reader], Sequence[Entry]] = nothing
    answered: Callable[[PersonId, int, Answered | None, Reader], Sequence[Answer]] = nothing
    reports: Callable[[Window, Reader], Sequence[Report]] = nothing
    called: Callable[[S], str] = no_name
    dates: Callable[[Ahead, Reader], Sequence[Dated]] = nothing
    of_circle: Callable[[CircleId, Reader], Sequence[tuple[str, Text]]] = nothing
    prefill: Callable[[str, S, PersonId | None], Mapping[str, str]] = no_answers
    withholds: Callable[[str, S], Mapping[str, frozenset[str]]] = none_withheld
    unasked: Callable[[str, S], frozenset[str]] = asks_all
    asks: Callable[[str, S], Mapping[str, Question | None]] = asks_as_written
    brings: Callable[[Any, F], Brought] = brings_nothing
    calls: Callable[[Event, Reader], tuple[Posting, ...]] = nothing

    def require_seen(self, stream: StreamId, state: S, person: PersonId | None, reader: Reader) -> None:
        """Raise Unknown when the person may not know that the item exists: to outsiders private things do not."""
        if not self.sees(state, person, reader):
            raise not_there(stream)


def not_there(stream: StreamId) -> Unknown:
    """The same words for what never was and for what the person may not know of."""
    return Unknown(what=str(stream), hint=" Check the number; lists show what you can see.")


def not_among(stream: StreamId, feature: Feature[Any, Any]) -> Unknown:
    """An id of another kind: `D-1` where a proposal is meant."""
    return Unknown(what=f"{stream} among the {feature.name}", hint=" Check the letter and the number.")


class Features:
    """All features of the program, found by stream, by message and by what a person typed or pressed.

    `speaks_on` says on which platforms the program reaches the people of an organisation; none named means on all.
    """

    def __init__(
        self, features: Iterable[Feature[Any, Any]], speaks_on: Callable[[str], Collection[str]] = nothing
    ) -> None:
        self.all = tuple(features)
        self.speaks_on = speaks_on
        self._by_prefix = _unique((f.prefix, f) for f in self.all)
        self._by_command = _unique((command, f) for f in self.all for command in f.commands)
        self._by_query = _unique((query, f) for f in self.all for query in f.queries)
        self.messages: tuple[type[Message], ...] = (*self._by_command, *self._by_query)
        self.by_kind = _unique((m.spec.kind, m) for m in self.messages)
        self.by_action = _unique(
            (token, (m, preset)) for m in self.messages for token, preset in m.spec.actions().items()
        )
        self.menus = _unique(((one.on, one.title), (m, one)) for m in self.messages for one in m.spec.menus)
        self.by_path = _unique((m.spec.path, m) for m in self.messages if m.spec.path)
        self.choices = _unique((of, choose) for f in self.all for of, choose in f.choices.items())
        self.telling_all = tuple(StreamId(f.prefix) for f in self.all if f.single and f.tells_all)
        self.by_name = _unique((of, named) for f in self.all for of, named in f.by_name.items())

    def of_stream(self, stream: StreamId) -> Feature[Any, Any] | None:
        """The feature a stream belongs to, None when no feature has such ids."""
        found = self._by_prefix.get(stream)
        if found is not None and found.single:
            return found
        prefix, dash, _number = stream.rpartition("-")
        found = self._by_prefix.get(prefix) if dash else None
        return None if found is None or found.single else found

    def of_message(self, message: type[Message]) -> Feature[Any, Any]:
        """The feature that a command or a query belongs to."""
        return self._by_command[message] if message in self._by_command else self._by_query[message]  # type: ignore[index]

    def of_command(self, command: type[Command]) -> Feature[Any, Any]:
        """The feature that decides a command."""
        return self._by_command[command]

    def of_query(self, query: type[Query]) -> Feature[Any, Any]:
        """The feature that answers a query."""
        return self._by_query[query]


K = TypeVar("K")
V = TypeVar("V")


def _unique(pairs: Iterable[tuple[K, V]]) -> dict[K, V]:
    made: dict[K, V] = {}
    for key, value in pairs:
        if key in made:
            raise ValueError(f"two things are called {key}")
        made[key] = value
    return made
