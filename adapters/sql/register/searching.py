"""The register for searching: each item with every word that was written in it, and what it is looked for by."""
# ruff: noqa: S608  every statement is put together from constants and `?` marks

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from adapters.sql.codec import ERASED
from adapters.sql.dialect import Connection, instant, stored
from adapters.sql.register import Projection, Reading
from adapters.sql.register.proposal_reading import marks
from adapters.sql.tables import ROW
from adapters.sql.word_index import INDEX, beginning, exactly, tag
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.message import Event, personal_fields
from governance_core.proposals.events import AnswerGiven
from governance_core.searching.model import Found, Said, Wanted, is_searched, wider
from governance_core.searching.reading import SearchesRegister
from governance_core.searching.words import words_of


class SearchedItemRow(SQLModel, table=True):
    """An item as it is found. `id` is the place in the journal of its first event, so that a higher one is newer.

    `holder` and `offered` are the other circles that know of it: who looks after it, and who is asked to.
    """

    __tablename__ = "searched_items"
    __table_args__ = (
        UniqueConstraint("org", "item", name="searched_items_item"),
        Index("searched_items_at", "org", "at"),
    )

    id: int = Field(primary_key=True, sa_type=ROW)
    org: str
    item: str
    circle: str
    state: str
    title: str = Field(sa_type=Text)
    at: datetime
    practice: bool
    tags: str = Field(sa_type=Text)
    words: str = Field(sa_type=Text)
    holder: str = Field(default="", sa_column_kwargs={"server_default": ""})
    offered: str = Field(default="", sa_column_kwargs={"server_default": ""})


_ITEMS = {
    "P": "SELECT circle, '', '', stage, title, created_at, practice FROM proposals WHERE org = ? AND proposal = ?",
    "D": "SELECT circle, '', '', CASE WHEN state <> 'in force' THEN state WHEN recorded_by = '' THEN 'in force'"
    " ELSE 'decided elsewhere' END, title, adopted_at, practice FROM agreements WHERE org = ? AND agreement = ?",
    "B": "SELECT circle, '', '', standing, purpose, at, 0 FROM budget_requests WHERE org = ? AND request = ?",
    "T": "SELECT circle, '', '', CASE WHEN retired THEN 'retired' ELSE 'shared' END, name, at, 0 FROM shared_things"
    " WHERE org = ? AND thing = ?",
    "C": "SELECT c.circle, '', '', c.standing, c.title, j.at, 0 FROM checkins c JOIN journal j ON j.org = c.org"
    " AND j.stream = c.checkin AND j.version = 1 WHERE c.org = ? AND c.checkin = ?",
    "X": "SELECT circle, holder, offered, standing, words, at, 0 FROM blockers WHERE org = ? AND blocker = ?",
    "A": "SELECT circle, '', '', standing, words, at, 0 FROM actions WHERE org = ? AND action = ?",
    "M": "SELECT circle, '', '', standing, name, at, 0 FROM metrics WHERE org = ? AND metric = ?",
}
"""What an item is, from the row its own feature keeps, by the letter of its id: its circles, and the rest."""
_TITLED = frozenset({"C"})
"""Found by what they are called, which is nobody's personal text."""
_CHANGES_NOTHING = frozenset(
    {"checkin.run_opened", "checkin.run_closed", "checkin.prompted", "checkin.reminded", "checkin.answered",
     "checkin.skipped", "checkin.answers_told", "metric.recorded", "action.reminded", "action.put_off"}
)  # fmt: skip
"""What happens often, and makes an item neither another thing nor found by other words."""
_COLUMNS = "circle, holder, offered, state, title, at, practice"
_KEPT = f"SELECT id, {_COLUMNS}, tags, words FROM searched_items WHERE org = ? AND item = ?"
_PLACE = "SELECT position FROM journal WHERE org = ? AND stream = ? AND version = 1"
_ADD = (
    f"INSERT INTO searched_items (id, org, item, {_COLUMNS}, tags, words) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_CHANGE = (
    "UPDATE searched_items SET circle = ?, holder = ?, offered = ?, state = ?, title = ?, at = ?, practice = ?,"
    " tags = ?, words = ? WHERE id = ?"
)
_RETITLE = "UPDATE searched_items SET title = ?, at = ?, practice = ? WHERE id = ?"


def follow(connection: Connection, org: str, recorded: Any) -> None:
    """Whatever happened to an item: it may be another thing now, and may have words it had not."""
    event, letter = recorded.event, recorded.stream.partition("-")[0]
    if letter not in _ITEMS or event.kind in _CHANGES_NOTHING or (isinstance(event, AnswerGiven) and not event.words):
        return
    name = (org, recorded.stream)
    found = connection.execute(_ITEMS[letter], name).fetchone()
    if found is not None:
        before = connection.execute(_KEPT, name).fetchone()
        said = list(_said(recorded.stream, event, recorded.actor))
        _keep(connection, name, found, before, said)


def _said(item: str, event: Event, actor: str) -> Iterator[tuple[str, str]]:
    """Who wrote what in an event; nobody, where it was said in private: that is found by its words alone."""
    kind: Any = type(event)
    private = getattr(event, "private", False)
    for field, owner in personal_fields(kind).items():
        words = getattr(event, field)
        if isinstance(words, str) and words and words != ERASED and is_searched(item, field):
            yield "" if private else getattr(event, owner) if owner else _person(actor), words


def _person(actor: str) -> str:
    return actor.partition("(")[0].partition(":")[2].rpartition("@")[0] or actor.partition(":")[2]


def _keep(
    connection: Connection,
    name: tuple[str, str],
    found: tuple[Any, ...],
    before: tuple[Any, ...] | None,
    said: Sequence[tuple[str, str]],
) -> None:
    org, item = name
    circles, state, title = found[:3], found[3], found[4]
    words = set(before[9].split() if before else ()).union(*(words_of(text) for _, text in said))
    words = words_of(title) if item.partition("-")[0] in _TITLED else words
    persons = {tag("p", person) for person, _ in said if person}
    persons |= {one for one in (before[8].split() if before else ()) if one.startswith("_p_")}
    tags = " ".join(tags_of(org, item, circles, state, persons))
    kept = (*found, tags, " ".join(sorted(words)))
    if before is None:
        for (place,) in connection.execute(_PLACE, name).fetchall():
            connection.execute(_ADD, (place, org, item, *kept))
    elif kept[7:] != before[8:] or circles != before[1:4]:
        connection.execute(_CHANGE, (*kept, before[0]))
    elif kept != before[1:]:
        connection.execute(_RETITLE, (*kept[4:7], before[0]))


def tags_of(org: str, item: str, circles: Sequence[str], state: str, persons: set[str]) -> list[str]:
    """What an item can be looked for by, beside its words."""
    states = dict.fromkeys((state, wider(state)))
    letter = item.partition("-")[0].lower()
    of = (tag("c", one) for one in dict.fromkeys(circles) if one)
    return [tag("o", org), tag("k", letter), *of, *(tag("s", one) for one in states), *sorted(persons)]


@dataclass(frozen=True, slots=True)
class _Condition:
    sql: str
    values: tuple[object, ...]


class SearchInRegister:
    """`SearchesRegister` on the register's rows and their index of words."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def find(self, wanted: Wanted, limit: int) -> Sequence[Found]:
        """The newest first: the index gives them in that order, and no more than are shown."""
        conditions = list(self._conditions(wanted))
        statement = (
            f"SELECT {_FOUND}"
            f" FROM {INDEX} CROSS JOIN searched_items d ON d.id = {INDEX}.rowid"
            f" WHERE {INDEX} MATCH ? AND {' AND '.join(one.sql for one in conditions)}"
            f" ORDER BY {INDEX}.rowid DESC LIMIT ?"
        )
        values = [value for one in conditions for value in one.values]
        rows = self._reading.rows(statement, (_expression(self._reading.org, wanted), *values, limit))
        return [_found(row) for row in rows]

    def _conditions(self, wanted: Wanted) -> Iterator[_Condition]:
        org = self._reading.org
        yield _Condition("d.org = ?", (org,))
        yield _in_circles(wanted.circles)
        if wanted.before is not None:
            older = f"{INDEX}.rowid < (SELECT id FROM searched_items WHERE org = ? AND item = ?)"
            yield _Condition(older, (org, wanted.before))
        if wanted.since is not None:
            yield _bounded("d.at >= ?", ">=", "ASC", org, stored(wanted.since))
        if wanted.until is not None:
            yield _bounded("d.at < ?", "<=", "DESC", org, stored(wanted.until))

    def knows(self, circles: Sequence[CircleId], item: StreamId) -> bool:
        """Whether there is such an item in these circles."""
        return bool(self.named(circles, (item,)))

    def named(self, circles: Sequence[CircleId], items: Sequence[StreamId]) -> Sequence[Found]:
        """By their ids."""
        seen = _in_circles(circles)
        where = f"d.org = ? AND d.item IN ({marks(items)}) AND {seen.sql}"
        statement = f"SELECT {_FOUND} FROM searched_items d WHERE {where} ORDER BY d.id DESC"
        return [_found(row) for row in self._reading.rows(statement, (self._reading.org, *items, *seen.values))]

    def texts(self, items: Sequence[StreamId]) -> Mapping[StreamId, Sequence[Said]]:
        """From the texts beside the journal: every version's, and nothing that was erased."""
        statement = (
            "SELECT t.stream, j.kind, t.version, t.slot, t.person, t.text FROM personal_texts t"
            " JOIN journal j ON j.org = t.org AND j.stream = t.stream AND j.version = t.version"
            f" WHERE t.org = ? AND t.stream IN ({marks(items)}) AND t.text IS NOT NULL ORDER BY t.version DESC, t.slot"
        )
        found: dict[StreamId, list[Said]] = {}
        for stream, *said in self._reading.rows(statement, (self._reading.org, *items)):
            kind, version, field, person, words = said
            if is_searched(stream, field):
                found.setdefault(StreamId(stream), []).append(Said(kind, version, field, PersonId(person or ""), words))
        return found


def _in_circles(circles: Sequence[CircleId]) -> _Condition:
    """One of the circles that know of the item is among these."""
    of = marks(circles)
    return _Condition(f"(d.circle IN ({of}) OR d.holder IN ({of}) OR d.offered IN ({of}))", tuple(circles) * 3)


def _bounded(exact: str, sign: str, order: str, org: str, at: str) -> _Condition:
    """The date, and from where in the index on there are such dates: nothing is recorded before what is there."""
    where = exact.removeprefix("d.")
    edge = f"(SELECT id FROM searched_items WHERE org = ? AND {where} ORDER BY at {order}, id {order} LIMIT 1)"
    return _Condition(f"{exact} AND {INDEX}.rowid {sign} {edge}", (at, org, at))


def _expression(org: str, wanted: Wanted) -> str:
    tags = [tag("o", org)]
    for kind, of in (("c", wanted.circle), ("s", wanted.state), ("p", wanted.person)):
        tags += [tag(kind, of)] if of else []
    words = [exactly(term.word) if term.whole else beginning(term.word) for term in wanted.terms]
    kinds = " OR ".join(exactly(tag("k", letter.lower())) for letter in wanted.kinds)
    return " AND ".join([*words, *map(exactly, tags), *([f"({kinds})"] if kinds else [])])


_FOUND = "d.item, d.circle, d.holder, d.offered, d.state, d.title, d.at, d.practice"


def _found(row: tuple[Any, ...]) -> Found:
    item, circle, holder, offered, state, title, at, practice = row
    also = tuple(dict.fromkeys(CircleId(one) for one in (holder, offered) if one and one != circle))
    return Found(StreamId(item), CircleId(circle), state, title, instant(at), bool(practice), also)


TABLES = (SearchedItemRow,)
PROJECTIONS: Mapping[type[Event], Projection] = {}
HALVES: Mapping[type, Callable[[Any], Any]] = {SearchesRegister: SearchInRegister}
