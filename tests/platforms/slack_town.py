"""A workspace with user groups, guests and people of other workspaces, and what is done about them there."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from slack_play import CONFIG, MEMBER, ORG, Play, on_stage
from slack_rig import BOT_TOKEN, Rig

from adapters.slack import crowd
from adapters.slack.manifest import OF_PEOPLE
from bot.applying import apply_file
from bot.config import ConfigFile, check
from bot.slack import people_of
from governance_core.circles.model import CIRCLES, Circles
from governance_core.kernel.ids import CircleId
from governance_core.people.model import PEOPLE
from governance_core.people.model import People as Persons

GROUP, WORKSPACE = "S0GARDEN01", "T000000001"
BY_NAME = "members: [ana, ben, cem]"
BY_GROUP = f"members: {{people: [ana, ben], slack_group: {GROUP}}}"
Change = Callable[[str], str]
FAR = "U0FARAWAY1"
KNOWN = ("ana", "ben", "cem")


class TownRig(Rig):
    """Answers what the emulated Web API does not know: user groups, and who is a guest, a stranger or a bot."""

    granted = (*Rig.granted, *OF_PEOPLE)

    def __init__(self) -> None:
        super().__init__()
        self.groups: dict[str, set[str]] = {GROUP: set()}
        self.disabled: set[str] = set()
        self.marks: dict[str, dict[str, Any]] = {}
        self.extra: list[dict[str, Any]] = []

    async def _ask(self, method: str, body: dict[str, Any], token: str = BOT_TOKEN) -> Any:
        if method.startswith("usergroups.") and "usergroups:read" not in self.granted:
            return {"ok": False, "error": "missing_scope", "needed": "usergroups:read", "provided": ""}
        if method == "usergroups.list":
            everything = str(body.get("include_disabled", "0")) in ("1", "true", "True")
            there = self.groups if everything else self.groups.keys() - self.disabled
            known = [{"id": one, "handle": one.lower(), "name": one} for one in there]
            return {"ok": True, "usergroups": known}
        if method == "usergroups.users.list":
            if body["usergroup"] not in self.groups.keys() - self.disabled:
                return {"ok": False, "error": "no_such_subteam"}
            return {"ok": True, "users": sorted(self.groups[body["usergroup"]])}
        answer = await super()._ask(method, body, token)
        if method == "users.list" and answer["ok"] and token == BOT_TOKEN:
            marked = [{**one, **self.marks.get(one["id"], {})} for one in answer["members"]]
            last = not answer["response_metadata"]["next_cursor"]
            answer["members"] = [*marked, *(self.extra if last else ())]
        if method == "users.info" and answer["ok"]:
            answer["user"] |= self.marks.get(body["user"], {})
        return answer


class Town(Play):
    """A circle whose members come from a user group. `members` is its line in the config, `more` changes the rest."""

    rig: TownRig

    def __init__(self, path: Path, rig: TownRig, mode: str, members: str, more: Change) -> None:
        super().__init__(path, rig, mode)
        self._members, self._more = members, more
        self.file: ConfigFile

    async def open(self) -> None:
        self.file = self._read(self._written())
        self.people = people_of(self.file)
        await super().open()

    def _written(self) -> str:
        users = self.rig.users
        members = "".join(MEMBER.format(name=one, title=one.capitalize(), account=users[one]) for one in KNOWN)
        written = CONFIG.format(members=members + "  dee: {name: Dee}\n", garden=self.garden)
        return self._more(written.replace(BY_NAME, self._members))

    def _read(self, written: str) -> ConfigFile:
        path = self._path / "config.yaml"
        path.write_text(written, encoding="utf-8")
        found, problems = check(str(path))
        assert found is not None, problems
        return found

    def furnish(self) -> None:
        self.apply(self._written())

    def apply(self, written: str) -> None:
        """Carry another config file out."""
        found = self._read(written)
        self.made.store.transact_now(ORG, lambda work: apply_file(found, written, work, self.made.features))

    def members(self) -> list[str]:
        """Who is in the garden, by name."""

        def names(reader: Any) -> list[str]:
            persons: Persons = reader.state(PEOPLE)
            circles: Circles = reader.state(CIRCLES)
            return sorted(persons.persons[one].name for one in circles.circles[CircleId("garden")].members)

        return self.made.store.read_now(ORG, names)

    def recorded(self) -> list[str]:
        """What happened to people and circles."""

        def kinds(reader: Any) -> list[str]:
            return [one.event.kind for name in (PEOPLE, CIRCLES) for one in reader.recorded(name)]

        return self.made.store.read_now(ORG, kinds)

    async def until(self, *members: str) -> None:
        """Until these are in the garden, and everybody was told."""
        await until(lambda: self.members() == sorted(members), lambda: str(self.members()))
        await self.settle()

    async def asked_again(self, times: int = 1) -> None:
        """Until Slack was asked so many times more who is in a group."""
        before = self._askings()
        await until(lambda: self._askings() >= before + times, lambda: str(self._askings()))
        await self.settle()

    def _askings(self) -> int:
        return sum(method == "usergroups.users.list" for method, _ in self.rig.calls)

    async def join(self, *names: str, group: str = GROUP) -> None:
        """Somebody is put into a user group."""
        await self._changed(group, self.rig.groups[group] | {self.account(one) for one in names})

    async def quit(self, *names: str, group: str = GROUP) -> None:
        await self._changed(group, self.rig.groups[group] - {self.account(one) for one in names})

    async def _changed(self, group: str, users: set[str]) -> None:
        before, self.rig.groups[group] = self.rig.groups[group], users
        event: dict[str, Any] = {"type": "subteam_members_changed", "subteam_id": group, "team_id": WORKSPACE}
        event |= {"added_users": sorted(users - before), "removed_users": sorted(before - users)}
        await self.say({**event, "date_previous_update": 1, "date_update": 2, "event_ts": "1.1"})

    async def disable(self, group: str) -> None:
        self.rig.disabled.add(group)
        subteam: dict[str, Any] = {"id": group, "is_usergroup": True, "is_subteam": True, "name": "g", "handle": "g"}
        subteam |= {"is_external": False, "date_create": 1, "date_delete": 2, "auto_provision": False}
        subteam |= {"created_by": "U1", "users": [], "user_count": 0}
        await self.say({"type": "subteam_updated", "subteam": subteam, "event_ts": "1.1"})

    async def mark(self, name: str, **marks: bool) -> None:
        """Somebody becomes a guest, or is deactivated."""
        account = self.account(name)
        self.rig.marks[account] = marks
        user = person(account, name, **marks)
        await self.say({"type": "user_change", "user": user, "cache_ts": 1, "event_ts": "1.1"})

    async def say(self, event: dict[str, Any]) -> None:
        """Slack tells of something, as it does."""
        await self.event(event)

    def account(self, name: str) -> str:
        return FAR if name == "far" else str(self.rig.users[name])


def person(account: str, name: str, team: str = WORKSPACE, **marks: bool) -> dict[str, Any]:
    """Somebody as Slack describes them."""
    texts = ("title", "phone", "skype", "real_name_normalized", "display_name_normalized", "status_text")
    texts += ("status_text_canonical", "status_emoji", "avatar_hash", "first_name", "last_name")
    images = tuple(f"image_{size}" for size in (24, 32, 48, 72, 192, 512))
    profile: dict[str, Any] = dict.fromkeys((*texts, *images), "")
    profile |= {"real_name": name.capitalize(), "display_name": name, "status_emoji_display_info": []}
    profile |= {"status_expiration": 0, "team": team, "fields": []}
    plain = dict.fromkeys(("color", "tz", "tz_label", "locale", "who_can_share_contact_card"), "x")
    flags = ("is_admin", "is_owner", "is_primary_owner", "is_restricted", "is_ultra_restricted", "is_bot", "deleted")
    known = dict.fromkeys((*flags, "is_email_confirmed", "is_app_user"), False)
    who = {"id": account, "team_id": team, "name": name, "real_name": name.capitalize(), "profile": profile}
    return {**who, **plain, **known, "tz_offset": 0, "updated": 1, **marks}


async def until(condition: Callable[[], bool], found: Callable[[], str] = lambda: "", seconds: int = 10) -> None:
    """Wait for what goes on beside."""
    for _ in range(100 * seconds):
        if condition():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"it did not come about: {found()}")


@asynccontextmanager
async def town(path: Path, mode: str = "socket", members: str = BY_GROUP, more: Change = str) -> AsyncIterator[Town]:
    """Played in a workspace; `more` changes the config."""
    before, crowd.CALM = crowd.CALM, 0.0  # type: ignore[misc]
    try:
        async with on_stage(Town(path, TownRig(), mode, members, more)) as play:
            if play.people.heard:
                play.bot.connection.connected()
            yield play
    finally:
        crowd.CALM = before  # type: ignore[misc]
