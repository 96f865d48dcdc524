"""What the loops that ring alarms and send postings ask of the store, and how they say what became of it."""

import json
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol, TypeVar

from adapters.sql.dialect import Connection, instant, stored
from adapters.sql.housekeeping import keep_house
from adapters.sql.posted import Posted, card_at, item_at, posted_of, said_as
from adapters.sql.postings import AFRESH, AGAIN
from governance_core.kernel.ids import StreamId
from governance_core.outgoing import Posting
from governance_core.ports import Alarm, Clock, Due

_DUE = """SELECT org, stream, name, due FROM alarms
    WHERE due <= ? AND stream NOT IN (SELECT value FROM json_each(?)) ORDER BY due, org, stream, name LIMIT ?"""
_NEXT_DUE = "SELECT MIN(due) FROM alarms"
_COLUMNS = """id, sequence, org, platform, place, key, kind, ref, version, note, personal, discussion, since, attempts,
    not_before, last_error"""
_HEADS = f"""SELECT {_COLUMNS} FROM outbox
    WHERE id IN (SELECT MIN(id) FROM outbox WHERE NOT gave_up GROUP BY org, platform, place)
    AND (not_before IS NULL OR not_before <= ?) ORDER BY id"""  # noqa: S608  nothing but our own column names
_NEXT_SENDING = """SELECT MIN(COALESCE(not_before, since)) FROM outbox
    WHERE id IN (SELECT MIN(id) FROM outbox WHERE NOT gave_up GROUP BY org, platform, place)"""
GIVEN_UP = f"SELECT {_COLUMNS} FROM outbox WHERE org = ? AND gave_up ORDER BY id"  # noqa: S608
EVERY_GIVEN_UP = f"SELECT {_COLUMNS} FROM outbox WHERE gave_up ORDER BY id"  # noqa: S608
_REMOVE = "DELETE FROM outbox WHERE id = ? AND sequence = ? AND key = ?"
_STILL_DUE = (
    "UPDATE outbox SET attempts = 0, not_before = NULL, last_error = NULL, gave_up = ? WHERE id = ? AND key = ?"
)
_POSTED = """INSERT INTO postings (org, platform, place, key, kind, ref, version, message, at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (org, platform, place, key) DO UPDATE
    SET version = excluded.version, message = excluded.message, at = excluded.at"""
_PUT_OFF = """UPDATE outbox SET attempts = attempts + 1, not_before = ?, last_error = ? WHERE id = ? AND key = ?"""
_GIVE_UP = """UPDATE outbox SET attempts = attempts + 1, gave_up = ?, last_error = ?
    WHERE id = ? AND key = ? AND sequence = ?"""
_FORGET = "DELETE FROM postings WHERE org = ? AND platform = ? AND place = ? AND key = ?"

T = TypeVar("T")


class Run(Protocol):
    """Runs a function of a connection inside a transaction of the store."""

    def __call__(self, job: Callable[[Connection], T]) -> Awaitable[T]:
        """The awaitable ends with what the function gave."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A posting that waits to be sent. `sequence` tells a redraw asked for while it was being sent from this one."""

    id: int
    sequence: int
    org: str
    posting: Posting
    since: datetime
    attempts: int
    not_before: datetime | None
    last_error: str


class Delivery:
    """Alarms that are due, postings that wait, and where things were posted. Every answer is an awaitable.

    Each destination (organisation, platform, place) has its own order: the oldest posting there is sent first, and
    while that one is put off the others of the same destination wait behind it.
    """

    def __init__(self, write: Run, look: Run, clock: Clock) -> None:
        self._write = write
        self._look = look
        self._clock = clock

    def due(
        self, now: datetime, limit: int, but: Collection[tuple[str, Due]] = (), last: Collection[StreamId] = ()
    ) -> Awaitable[list[tuple[str, Due]]]:
        """Up to `limit` alarms that are due by `now` (UTC), with their organisation, the earliest first.

        `but` are those that failed a moment ago: one alarm that cannot be carried out holds up no other. Those of the
        streams `last` come once nothing else is due.
        """
        return self._look(partial(_due, now=now, limit=limit, but=frozenset(but), last=tuple(last)))

    def next_due(self) -> Awaitable[datetime | None]:
        """The instant (UTC) of the next alarm of all, past ones included; None when there is none."""
        return self._look(partial(_first_instant, statement=_NEXT_DUE))

    def waiting(self, now: datetime, limit: int = 100, platforms: Collection[str] = ()) -> Awaitable[list[Waiting]]:
        """The posting each destination sends next, where that may be sent by `now` (UTC); the oldest first.

        `platforms` are those there is a connection to; none given means all.
        """
        return self._look(partial(_heads, now=now, limit=limit, platforms=frozenset(platforms)))

    def next_sending(self) -> Awaitable[datetime | None]:
        """The instant (UTC) at which the next posting may be sent, past ones included; None when none waits."""
        return self._look(partial(_first_instant, statement=_NEXT_SENDING))

    def sent(self, waiting: Waiting, message: str) -> Awaitable[bool]:
        """It was sent, as the message with this id. False when it became due again meanwhile, and so still waits."""
        return self._write(partial(_sent, waiting=waiting, message=message, at=stored(self._clock.now())))

    def nothing_to_send(self, waiting: Waiting) -> Awaitable[bool]:
        """There is nothing to show any more. False when it became due again meanwhile."""
        return self._write(partial(_removed, waiting=waiting))

    def put_off(self, waiting: Waiting, until: datetime, why: str) -> Awaitable[None]:
        """Sending failed; try again at an instant (UTC). The destination's other postings wait behind it."""
        parameters = (stored(until), why, waiting.id, waiting.posting.key)
        return self._write(partial(_run, statement=_PUT_OFF, parameters=parameters))

    def give_up(self, waiting: Waiting, why: str) -> Awaitable[None]:
        """It will not be sent by itself any more, unless it became due again meanwhile; the place's others go on."""
        parameters = (True, why, waiting.id, waiting.posting.key, waiting.sequence)
        return self._write(partial(_run, statement=_GIVE_UP, parameters=parameters))

    def given_up(self, org: str) -> Awaitable[list[Waiting]]:
        """What will not be sent unless somebody asks for it."""
        return self._look(partial(_waiting, statement=GIVEN_UP, parameters=(org,)))

    def posted(self, org: str, platform: str, place: str, ref: StreamId) -> Awaitable[Posted | None]:
        """Where an item's card stands in a place, None when it was never posted there."""
        return self._look(partial(card_at, org=org, platform=platform, place=place, ref=ref))

    def said_as(self, org: str, posting: Posting) -> Awaitable[Posted | None]:
        """Where words were said before, None when this is the first time."""
        return self._look(partial(said_as, name=(org, posting.platform, posting.place, posting.key)))

    def all_posted(self, org: str, ref: StreamId) -> Awaitable[list[Posted]]:
        """Every message that shows or tells of an item, the oldest first."""
        return self._look(partial(posted_of, org=org, ref=ref))

    def item_at(self, org: str, platform: str, place: str, message: str) -> Awaitable[StreamId | None]:
        """What a message in a place shows or tells of; None where it is none of ours."""
        return self._look(partial(item_at, where=(org, platform, place, message)))

    def forget_posting(self, posted: Posted) -> Awaitable[None]:
        """The message is gone (deleted by somebody): the next time the card is due it is posted anew."""
        name = (posted.org, posted.platform, posted.place, posted.key)
        return self._write(partial(_run, statement=_FORGET, parameters=name))

    def keep_house(self) -> Awaitable[None]:
        """Drop what is past its time, and seal the journal of each organisation that is due for a checkpoint."""
        return self._write(partial(keep_house, now=self._clock.now()))


def _run(connection: Connection, statement: str, parameters: tuple[object, ...]) -> None:
    connection.execute(statement, parameters)


def _due(
    connection: Connection, now: datetime, limit: int, but: frozenset[tuple[str, Due]], last: tuple[StreamId, ...]
) -> list[tuple[str, Due]]:
    found = connection.execute(_DUE, (stored(now), json.dumps(last), limit + len(but)))
    dues = ((org, Due(StreamId(stream), Alarm(name, instant(due)))) for org, stream, name, due in found)
    first = [due for due in dues if due not in but][:limit]
    return first if first or not last else _due(connection, now, limit, but, ())


def _first_instant(connection: Connection, statement: str) -> datetime | None:
    found = connection.execute(statement).fetchone()[0]
    return instant(found) if found else None


def _heads(connection: Connection, now: datetime, limit: int, platforms: frozenset[str]) -> list[Waiting]:
    heads = _waiting(connection, _HEADS, (stored(now),))
    return [head for head in heads if not platforms or head.posting.platform in platforms][:limit]


def _waiting(connection: Connection, statement: str, parameters: tuple[object, ...]) -> list[Waiting]:
    return [as_waiting(row) for row in connection.execute(statement, parameters)]


def as_waiting(row: tuple[Any, ...]) -> Waiting:
    """A row of the outbox, its columns as `GIVEN_UP` gives them."""
    id_, sequence, org, platform, place, key, kind, ref, version, note, personal, discussion, *state = row
    since, attempts, until, error = state
    afresh, again = kind == "card" and note == AFRESH, kind == "say" and note == AGAIN
    note = "" if afresh or again else note
    about = (kind, StreamId(ref), version, note, bool(personal), discussion, afresh, again)
    posting = Posting(platform, place, key, *about)
    not_before = instant(until) if until else None
    return Waiting(id_, sequence, org, posting, instant(since), attempts, not_before, error or "")


def _removed(connection: Connection, waiting: Waiting) -> bool:
    key = waiting.posting.key
    if connection.execute(_REMOVE, (waiting.id, waiting.sequence, key)).rowcount:
        return True
    connection.execute(_STILL_DUE, (False, waiting.id, key))
    return False


def _edited_next(connection: Connection, waiting: Waiting) -> None:
    """Words that became due again while they were said stand there now: they are changed in place."""
    connection.execute("UPDATE outbox SET note = ? WHERE id = ? AND kind = 'say'", (AGAIN, waiting.id))


def _sent(connection: Connection, waiting: Waiting, message: str, at: str) -> bool:
    posting = waiting.posting
    where = (waiting.org, posting.platform, posting.place, posting.key)
    connection.execute(_POSTED, (*where, posting.kind, posting.ref, posting.version, message, at))
    if _removed(connection, waiting):
        return True
    _edited_next(connection, waiting)
    return False
