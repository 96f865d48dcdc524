"""The peer: the same unit of work as a competent developer plainly writes it, with SQLModel and aiosqlite."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine, async_sessionmaker, create_async_engine
from sqlalchemy.orm import registry
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Field, SQLModel, create_engine, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bench.floor import PRAGMAS
from bench.sizes import CIRCLES, Size, Tables, fill
from bench.subject import Answer

STORED_AT = "2026-01-01 00:00:00.000000"
CLOSES_AT = "2099-01-01 00:00:00.000000"


class Peer(SQLModel, registry=registry()):
    """Keeps these tables apart from any other SQLModel tables of the process."""


class Poll(Peer, table=True):
    id: int | None = Field(default=None, primary_key=True)
    circle_id: int = Field(index=True)
    title: str
    state: str = "open"
    closes_at: datetime


class Member(Peer, table=True):
    circle_id: int = Field(primary_key=True)
    person_id: int = Field(primary_key=True)
    role: str = "member"


class PollAnswer(Peer, table=True):
    poll_id: int = Field(primary_key=True)
    person_id: int = Field(primary_key=True)
    answer: str
    at: datetime


class PollEvent(Peer, table=True):
    id: int | None = Field(default=None, primary_key=True)
    poll_id: int = Field(index=True)
    kind: str
    person_id: int
    payload: str
    at: datetime


class Outgoing(Peer, table=True):
    id: int | None = Field(default=None, primary_key=True)
    poll_id: int
    kind: str
    sent_at: datetime | None = None


async def cast(session: AsyncSession, poll_id: int, person_id: int) -> None:
    now = datetime.now(UTC)
    poll = (await session.exec(select(Poll).where(Poll.id == poll_id))).one()
    if poll.state != "open" or poll.closes_at < now:
        raise LookupError(poll_id)
    await _require_member(session, poll.circle_id, person_id)
    await _save_answer(session, PollAnswer(poll_id=poll_id, person_id=person_id, answer="consent", at=now))
    payload = '{"answer": "consent"}'
    session.add(PollEvent(poll_id=poll_id, kind="answer.given", person_id=person_id, payload=payload, at=now))
    session.add(Outgoing(poll_id=poll_id, kind="redraw"))
    await session.commit()


async def vote(session: AsyncSession, poll_id: int, person_id: int) -> None:
    """As little as a typical bot keeps of an answer: its row."""
    now = datetime.now(UTC)
    poll = (await session.exec(select(Poll).where(Poll.id == poll_id))).one()
    if poll.state != "open" or poll.closes_at < now:
        raise LookupError(poll_id)
    await _require_member(session, poll.circle_id, person_id)
    await _save_answer(session, PollAnswer(poll_id=poll_id, person_id=person_id, answer="consent", at=now))
    await session.commit()


async def _require_member(session: AsyncSession, circle_id: int, person_id: int) -> None:
    query = select(Member).where(Member.circle_id == circle_id, Member.person_id == person_id)
    if (await session.exec(query)).first() is None:
        raise PermissionError(person_id)


async def _save_answer(session: AsyncSession, given: PollAnswer) -> None:
    earlier = await session.get(PollAnswer, (given.poll_id, given.person_id))
    if earlier is None:
        session.add(given)
    else:
        earlier.answer, earlier.at = given.answer, given.at


def connect(path: Path, pool_size: int = 1) -> AsyncEngine:
    """One pooled connection by default: more writers only fight over SQLite's lock, with a p99 of seconds."""
    url = f"sqlite+aiosqlite:///{path}"
    engine = create_async_engine(url, pool_size=pool_size, max_overflow=0, pool_timeout=60)

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


# Only to fill the tables fast; what is measured goes through the models.
ADD_POLL = "INSERT INTO poll (id, circle_id, title, state, closes_at) VALUES (?, ?, ?, 'open', ?)"
ADD_MEMBER = "INSERT INTO member (circle_id, person_id, role) VALUES (?, ?, 'member')"
ADD_ANSWER = "INSERT INTO pollanswer (poll_id, person_id, answer, at) VALUES (?, ?, 'consent', ?)"
ADD_EVENT = "INSERT INTO pollevent (poll_id, kind, person_id, payload, at) VALUES (?, 'answer.given', ?, '{}', ?)"
ADD_SENT = "INSERT INTO outgoing (poll_id, kind, sent_at) VALUES (?, 'redraw', ?)"


@asynccontextmanager
async def opened(size: Size, folder: Path) -> AsyncIterator[Answer]:
    path = folder / "peer.db"
    prefill(size, path)
    engine = connect(path)
    sessions = async_sessionmaker(engine, class_=AsyncSession, expire_on_commit=False)

    async def answer(poll: int, person: int) -> None:
        async with sessions() as session:
            await cast(session, poll, person)

    yield answer
    await engine.dispose()


def prefill(size: Size, path: Path) -> None:
    engine = create_engine(f"sqlite:///{path}")
    Peer.metadata.create_all(engine)
    engine.dispose()
    polls, answers = range(size.proposals), size.answers
    tables: Tables = {
        ADD_POLL: ((poll, poll % CIRCLES, f"Proposal {poll}", CLOSES_AT) for poll in polls),
        ADD_MEMBER: ((circle, person) for circle in range(CIRCLES) for person in range(size.electors)),
        ADD_ANSWER: ((poll, person, STORED_AT) for poll, person in answers()),
        ADD_EVENT: ((poll, person, STORED_AT) for poll, person in answers()),
        ADD_SENT: ((poll, STORED_AT) for poll, _ in answers()),
    }
    fill(path, "", tables)
