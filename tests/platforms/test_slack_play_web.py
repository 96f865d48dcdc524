"""Slack's signed requests and calendars on one HTTP server, and what people see of a secret address on Slack."""

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from slack_play import ORG, Play, on_stage
from slack_rig import Rig

from adapters.clock.system import SystemChance
from adapters.http.calendars import PLACE, Calendars, finder
from adapters.http.site import HEALTH, Site, health
from bot.caretaking import Caretaking
from bot.compose import composed

pytestmark = pytest.mark.contract


class Sharing(Play):
    """A bot whose config file has a section http."""

    async def open(self) -> None:
        self.doors = {HEALTH: health}
        self.site = Site(self.doors)
        self.port = await self.site.start("127.0.0.1", 0)
        care = Caretaking({}, {ORG: f"http://127.0.0.1:{self.port}"})
        made = composed(ORG, self._path / "circlet.db", clock=self.clock, chance=SystemChance(), caretaker=care)
        self.doors[PLACE] = Calendars(finder(made.store, [ORG], made.features))
        await self.connect(made)

    async def close(self) -> None:
        await self.site.stop()
        await super().close()


@asynccontextmanager
async def sharing(path: Path) -> AsyncIterator[tuple[Sharing, aiohttp.ClientSession]]:
    async with on_stage(Sharing(path, Rig(), "signed")) as play, aiohttp.ClientSession() as session:
        yield play, session


async def status(session: aiohttp.ClientSession, address: str, method: str = "GET") -> tuple[int, str]:
    async with session.request(method, address) as answer:
        return answer.status, await answer.text()


async def test_slack_and_calendars_share_one_server(tmp_path: Path) -> None:
    async with sharing(tmp_path) as (play, session):
        await play.propose()
        base = f"http://127.0.0.1:{play.port}"
        shown = await play.slash("ben", "/gov me feed new")
        [address] = set(re.findall(rf"{base}/calendar/[a-z2-7]{{32}}\.ics", shown.told))
        code, text = await status(session, address)
        assert (code, "Water the beds (P-1)" in text) == (200, True)
        assert await status(session, f"{base}/healthz") == (200, "ok")
        assert (await status(session, f"{base}/slack/events", "POST"))[0] == 401
        assert (await status(session, f"{base}/slack/events"))[0] == 405
        await play.disconnect()
        assert (await status(session, f"{base}/slack/events", "POST"))[0] == 404
        assert (await status(session, address))[0] == 200


async def test_an_address_is_for_one_person_only(tmp_path: Path) -> None:
    async with sharing(tmp_path) as (play, _):
        shown = await play.slash("ben", "/circle calendar garden")
        made = await play.click("ben", shown.messages[-1], "Get an address")
        [told] = made.messages
        assert "/calendar/" in made.told
        assert told.get("response_type") == "ephemeral"
        assert not [method for method, body in play.rig.calls if "/calendar/" in str(body)]
        assert not [who for who in ("ana", "cem") if "/calendar/" in str(play.rig.told[play.rig.users[who]])]
