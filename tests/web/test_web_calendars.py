"""Calendars at secret addresses: a real server on loopback, a real client, and a real calendar library."""

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import aiohttp
import pytest
from icalendar import Calendar, Event
from multidict import CIMultiDictProxy

from adapters.http.calendars import BURST, EVERY, PLACE, READING_AT_ONCE, WAITING, Calendars, Find, Pace, finder
from adapters.http.site import HEALTH, CannotListen, Site, health
from governance_core.actions.messages import AddAction, ChangeAction, FinishAction
from governance_core.application.execute import execute
from governance_core.cards.file import File
from governance_core.checkins.messages import CreateCheckIn, EditCheckIn, PauseCheckIn
from governance_core.circles.messages import AddMember, FillRole, RemoveMember
from governance_core.feeds.messages import ChangeFeed
from governance_core.kernel.errors import Busy
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.logbook.messages import RecordDecision
from governance_core.things.loan_messages import RequestLoan
from governance_core.things.messages import AddThing
from tests.application.application_world import FEATURES, SERVED_AT, HandClock, World, actor, settle_in

GARDEN, C1, A1 = CircleId("garden"), StreamId("C-1"), StreamId("A-1")
NEVER = f"{PLACE}{'a' * 32}.ics"
HOSTILE = 'Tools; "back",\r\nEND:VCALENDAR\\n by\u2028dusk 🛠️\x1b[31m'


@dataclass(frozen=True)
class Answered:
    status: int
    headers: CIMultiDictProxy[str]
    body: bytes

    @property
    def events(self) -> dict[str, Event]:
        calendar = Calendar.from_ical(self.body)
        assert calendar.errors == []
        found = {str(one["UID"]).partition("@")[0]: one for one in calendar.walk("VEVENT")}
        assert len(found) == len(calendar.walk("VEVENT"))
        assert all(one.errors == [] for one in found.values())
        return found


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("settled") / "circlet.db"
    world = World(path, HandClock())
    settle_in(world)
    world.close()
    return path


@pytest.fixture
def world(settled: Path, tmp_path: Path) -> Iterator[World]:
    made = World(shutil.copy(settled, tmp_path / "circlet.db"), HandClock())
    yield made
    made.close()


class Served:
    """A server with a client beside it."""

    def __init__(self, session: aiohttp.ClientSession, port: int) -> None:
        self.session = session
        self.port = port

    async def ask(self, path: str, method: str = "GET", **headers: str) -> Answered:
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        async with self.session.request(method, f"http://127.0.0.1:{self.port}{path}", headers=given) as answer:
            return Answered(answer.status, answer.headers, await answer.read())


@asynccontextmanager
async def served(find: Find, **bounds: float) -> AsyncIterator[Served]:
    site = Site({PLACE: Calendars(find, bounds.get("sending", 30)), HEALTH: health}, int(bounds.get("at_once", 200)))
    port = await site.start("127.0.0.1", 0)
    try:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
            yield Served(session, port)
    finally:
        await site.stop()


def serving(world: World) -> "asynccontextmanager[Served]":
    return served(finder(world.store, ["elsewhere", world.org], FEATURES))


def path_for(world: World, who: str, circle: CircleId | None = None) -> str:
    words = world.words(world.do(ChangeFeed(address="new", circle=circle), who).card())
    [found] = [one for one in words.split() if one.startswith(SERVED_AT)]
    return found.removeprefix(SERVED_AT)


def weekly(world: World, zone: str = "Europe/Berlin") -> None:
    world.do(CreateCheckIn(circle=GARDEN, title="Weekly", every="every mon 09:00", zone=zone), "ana")


def full(world: World) -> None:
    """One of everything."""
    world.proposal()
    world.config(FillRole(circle=GARDEN, role="secretary", person=PersonId("ben")))
    told = {"title": HOSTILE.replace("\r\n", " "), "text": "By dusk", "source": "the meeting"}
    world.do(RecordDecision(circle=GARDEN, review="2026-09-01", expiry="2027-01-01", **told), "ben")
    weekly(world)
    world.do(AddThing(circle=GARDEN, name="Ladder"), "ana")
    world.do(RequestLoan(id=StreamId("T-1"), start="2026-03-20", until="2026-03-22"), "dee")
    world.do(AddAction(circle=GARDEN, what="Order a pump", owner=PersonId("dee"), due="2026-03-09"), "ana")


async def test_everything_that_lies_ahead_comes_over_http(world: World) -> None:
    full(world)
    async with serving(world) as there:
        of_garden, of_dee = [await there.ask(path_for(world, *whose)) for whose in (("ana", GARDEN), ("dee",))]
    assert of_garden.status == of_dee.status == 200
    assert of_garden.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert of_garden.headers["Content-Disposition"] == 'inline; filename="garden-calendar.ics"'
    for answer in (of_garden, of_dee):
        found = answer.events
        assert found["P-1.deadline"].start == datetime(2026, 3, 5, 9, tzinfo=UTC)
        assert found["D-1.review"].start == date(2026, 9, 1)
        assert found["D-1.expiry"].start == date(2027, 1, 1)
        assert found["T-1.loan-1"].end == date(2026, 3, 23)
        assert found["A-1.due"].start == date(2026, 3, 9)
        assert found["C-1.checkin-1"].start == datetime(2026, 3, 9, 8, tzinfo=UTC)
        assert "END:VCALENDAR" in str(found["D-1.review"]["SUMMARY"])


async def test_nobody_else_is_told_and_nothing_is_kept_on_the_way(world: World) -> None:
    world.proposal()
    async with serving(world) as there:
        answer = await there.ask(path_for(world, "ben"))
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Server"] == "circlet"
    assert not {"Ana", "Ben", "Dee"} & set(answer.body.decode().replace(":", " ").split())


async def test_what_did_not_change_is_not_sent_again(world: World) -> None:
    world.proposal()
    async with serving(world) as there:
        path = path_for(world, "ben")
        first = await there.ask(path)
        tag = first.headers["ETag"]
        for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
            again = await there.ask(path, If_None_Match=known)
            assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
        world.clock.turn(hours=1)
        assert (await there.ask(path, If_None_Match=tag)).status == 304
        world.do(AddAction(circle=GARDEN, what="Order a pump", owner=PersonId("ben"), due="2026-03-09"), "ana")
        changed = await there.ask(path, If_None_Match=tag)
        assert changed.status == 200
        assert changed.headers["ETag"] != tag
        assert first.events.keys() < changed.events.keys()


async def test_head_says_what_get_would(world: World) -> None:
    world.proposal()
    async with serving(world) as there:
        path = path_for(world, "ben")
        whole, head = await there.ask(path), await there.ask(path, "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["ETag"] == whole.headers["ETag"]
    assert head.headers["Content-Length"] == str(len(whole.body))


async def test_what_moves_counts_on_and_what_is_over_goes(world: World) -> None:
    full(world)
    async with serving(world) as there:
        path = path_for(world, "ana", GARDEN)
        before = (await there.ask(path)).events
        world.clock.turn(minutes=1)
        world.do(ChangeAction(id=A1, due="2026-03-12"), "ana")
        world.do(EditCheckIn(id=C1, every="every tue 09:00"), "ana")
        after = (await there.ask(path)).events
        assert before.keys() == after.keys()
        for moved in ("A-1.due", "C-1.checkin-1"):
            assert after[moved].start != before[moved].start
            assert after[moved]["SEQUENCE"] > before[moved]["SEQUENCE"]
            assert after[moved]["LAST-MODIFIED"].dt > before[moved]["LAST-MODIFIED"].dt
        assert after["D-1.review"] == before["D-1.review"]
        world.do(FinishAction(id=A1), "dee")
        world.do(PauseCheckIn(id=C1), "ana")
        ended = (await there.ask(path)).events
    assert {name for name in before if name not in ended} == {"A-1.due", *(f"C-1.checkin-{n}" for n in range(1, 6))}


@pytest.mark.parametrize(
    "zone, hours",
    [("Europe/Berlin", [(8, 0), (8, 0), (7, 0)]), ("Australia/Lord_Howe", [(22, 0), (22, 0), (22, 30)])],
)
async def test_check_ins_keep_their_hour_across_a_change_of_the_clocks(
    world: World, zone: str, hours: list[tuple[int, int]]
) -> None:
    world.clock.turn(days=12)
    weekly(world, zone)
    async with serving(world) as there:
        found = (await there.ask(path_for(world, "ana", GARDEN))).events
    times = [found[f"C-1.checkin-{number}"].start for number in range(1, 6)]
    assert times == sorted(times)
    local = {one.astimezone(UTC).strftime("%H:%M") for one in times}
    assert local == {f"{hour:02}:{minute:02}" for hour, minute in hours}


async def test_everything_unknown_looks_the_same(world: World) -> None:
    gone = path_for(world, "ben")
    world.do(ChangeFeed(address="off"), "ben")
    async with serving(world) as there:
        paths = [
            NEVER,
            gone,
            gone.removesuffix(".ics"),
            gone.upper(),
            f"{PLACE}",
            "/",
            "/calendar",
            "/x/y/z",
            "//",
            "/%00",
        ]
        answers = [await there.ask(path) for path in paths]
        seen = {(one.status, one.body, tuple(k for k in one.headers.items() if k[0] != "Date")) for one in answers}
    assert len(seen) == 1
    assert answers[0].status == 404
    assert b"nothing at this address" in answers[0].body


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND"])
async def test_nothing_can_be_changed_from_there(world: World, method: str) -> None:
    path = path_for(world, "ben")
    async with serving(world) as there:
        answers = [await there.ask(one, method) for one in (path, NEVER, HEALTH)]
    assert {(one.status, one.headers["Allow"]) for one in answers} == {(405, "GET, HEAD")}


async def test_an_address_dies_with_ones_place_while_the_bot_runs(world: World) -> None:
    path = path_for(world, "dee", GARDEN)
    async with serving(world) as there:
        assert (await there.ask(path)).status == 200
        world.config(FillRole(circle=GARDEN, role="facilitator"), RemoveMember(circle=GARDEN, person=PersonId("dee")))
        assert (await there.ask(path)).status == 404
        world.config(AddMember(circle=GARDEN, person=PersonId("dee")))
        assert (await there.ask(path)).status == 404


async def test_each_request_has_a_connection_of_its_own(world: World) -> None:
    path = path_for(world, "ben")
    async with serving(world) as there:
        for asked, status in ((path, b"200"), (NEVER, b"404")):
            reader, writer = await asyncio.open_connection("127.0.0.1", there.port)
            writer.write(f"GET {asked} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
            async with asyncio.timeout(5):
                said = await reader.read()
            assert said.split()[1] == status
            assert b"Connection: close" in said
            writer.close()


async def test_many_at_once_get_the_same(world: World) -> None:
    full(world)
    path = path_for(world, "ana", GARDEN)
    async with serving(world) as there:
        answers = await asyncio.gather(*(there.ask(path) for _ in range(BURST)))
    assert {one.status for one in answers} == {200}
    assert len({one.body for one in answers}) == 1


async def test_whoever_asks_too_often_is_told_when_to_come_back(world: World) -> None:
    path, other = path_for(world, "ana"), path_for(world, "ben")
    async with serving(world) as there:
        answers = [await there.ask(path) for _ in range(BURST + 1)]
        assert [one.status for one in answers] == [200] * BURST + [429]
        assert 0 < int(answers[-1].headers["Retry-After"]) <= EVERY + 1
        assert (await there.ask(other)).status == 200


def test_a_key_may_come_again_after_a_while() -> None:
    pace = Pace(burst=2, every=10)
    assert [pace.wait("a", at) for at in (0, 0, 0, 9, 10, 10)] == [0, 0, 10, 1, 0, 10]
    assert pace.wait("a", 1000) == pace.wait("a", 1000) == 0
    assert pace.wait("a", 1000) == 10


async def test_nothing_of_it_is_logged_and_no_trace_is_shown(caplog: pytest.LogCaptureFixture) -> None:
    async def breaks(token: str) -> File | None:
        raise RuntimeError("the disk is gone")

    caplog.set_level(logging.DEBUG)
    async with served(breaks) as there:
        answer = await there.ask(NEVER)
        reader, writer = await asyncio.open_connection("127.0.0.1", there.port)
        writer.write(f"GET {NEVER} HTTP/9.9\r\nbad header\r\n\r\n".encode())
        assert (await reader.read()).startswith(b"HTTP/1.")
        writer.close()
    assert answer.status == 500
    assert answer.body == b"This could not be answered. Try again later.\n"
    assert "a request could not be answered" in caplog.text
    assert "a" * 32 not in caplog.text


@pytest.mark.parametrize(
    "raw", ["FOO\r\n\r\n", f"GET /{'x' * 20_000} HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nbad header\r\n\r\n"]
)
async def test_what_cannot_be_read_is_answered_in_our_words(raw: str) -> None:
    async def find(token: str) -> File | None:
        return None

    async with served(find) as there:
        reader, writer = await asyncio.open_connection("127.0.0.1", there.port)
        writer.write(raw.encode())
        said = (await reader.read()).decode()
        writer.close()
    assert said.startswith("HTTP/1.0 400 ")
    assert said.endswith("\r\n\r\nThis request cannot be read.\n")
    assert "aiohttp" not in said


async def test_a_slow_reader_is_cut_off_and_holds_up_nobody() -> None:
    large = File("a.ics", "text/calendar", b"x" * 8_000_000)

    async def find(token: str) -> File | None:
        return large

    async with served(find, sending=0.2) as there:
        reader, writer = await asyncio.open_connection("127.0.0.1", there.port, limit=1024)
        writer.write(f"GET {NEVER} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        assert (await reader.readline()).startswith(b"HTTP/1.1 200")
        assert (await there.ask(HEALTH)).body == b"ok"
        await asyncio.sleep(0.4)
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await reader.readexactly(8_000_000)
        writer.close()


async def test_two_are_made_at_once_and_whoever_comes_when_too_many_wait_is_told_so() -> None:
    here, most, go_on = 0, 0, asyncio.Event()

    async def find(token: str) -> File | None:
        nonlocal here, most
        here += 1
        most = max(most, here)
        await go_on.wait()
        here -= 1
        return None

    letters = [f"{PLACE}{a}{b}{'a' * 30}.ics" for a in "abcdefghijkl" for b in "abcdefghijkl"][: WAITING + 1]
    async with served(find) as there:
        asked = [asyncio.create_task(there.ask(path)) for path in letters]
        first, rest = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
        assert [(one.result().status, one.result().headers["Retry-After"]) for one in first] == [(503, "31")]
        go_on.set()
        assert {one.status for one in await asyncio.gather(*rest)} == {404}
    assert most == READING_AT_ONCE


async def test_a_store_that_is_busy_is_said(world: World) -> None:
    async def find(token: str) -> File | None:
        raise Busy

    async with served(find) as there:
        answer = await there.ask(NEVER)
    assert (answer.status, answer.headers["Retry-After"]) == (503, "31")


@pytest.mark.torture
async def test_a_flood_holds_up_no_member(world: World) -> None:
    for _ in range(20):
        world.transact(lambda work: [execute(action(), actor("ben"), None, work, FEATURES) for _ in range(50)])
    paths = [path_for(world, who, circle) for who in ("ana", "ben", "dee") for circle in (None, GARDEN)]
    async with serving(world) as there:
        fetching = [asyncio.create_task(there.ask(path)) for path in paths for _ in range(BURST)]
        took = []
        for _ in range(20):
            began = asyncio.get_running_loop().time()
            await world.store.transact(world.org, lambda work: execute(action(), actor("ben"), None, work, FEATURES))
            await world.store.read(world.org, lambda reader: reader.state(A1))
            took.append(asyncio.get_running_loop().time() - began)
        answers = await asyncio.gather(*fetching)
    assert sorted(took)[10] < 0.5, took
    assert {one.status for one in answers} <= {200, 503}


def action() -> AddAction:
    return AddAction(circle=GARDEN, what="Water the beds", owner=PersonId("ben"), due="2026-03-09")


async def test_connections_too_many_are_turned_away() -> None:
    async def find(token: str) -> File | None:
        return None

    async with served(find, at_once=2) as there:
        held = [await asyncio.open_connection("127.0.0.1", there.port) for _ in range(2)]
        await asyncio.sleep(0)
        reader, writer = await asyncio.open_connection("127.0.0.1", there.port)
        assert await reader.read() == b""
        for _, open_one in (*held, (reader, writer)):
            open_one.close()


async def test_what_is_being_answered_is_finished_before_the_program_stops(world: World) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def find(token: str) -> File | None:
        begun.set()
        await go_on.wait()
        return File("a.ics", "text/calendar", b"x")

    site = Site({PLACE: Calendars(find)})
    port = await site.start("127.0.0.1", 0)
    async with aiohttp.ClientSession() as session:
        asked = asyncio.create_task(Served(session, port).ask(NEVER))
        await begun.wait()
        stopping = asyncio.create_task(site.stop())
        await asyncio.sleep(0)
        go_on.set()
        assert (await asked).status == 200
        await stopping
        with pytest.raises(aiohttp.ClientConnectorError):
            await Served(session, port).ask(HEALTH)


async def test_a_place_that_is_taken_is_said() -> None:
    site, other = Site({}), Site({})
    port = await site.start("127.0.0.1", 0)
    with pytest.raises(CannotListen, match="in use"):
        await other.start("127.0.0.1", port)
    await other.stop()
    await site.stop()
