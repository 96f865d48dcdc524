"""Who is in a workspace and who counts there: kept up to date from what Slack says, without keeping its records."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from governance_core.application.outsiders import Standing


class Present(NamedTuple):
    """Somebody with a live account in the workspace: what they are called, and whether a user group seats them."""

    name: str
    counts: bool


class Roster:
    """The people of one workspace, bots left out. `whole` once Slack has told of everybody.

    What changes while the whole is being fetched is kept aside and laid over it.
    """

    def __init__(self) -> None:
        self.whole = False
        self._people: dict[str, Present] = {}
        self._meanwhile: dict[str, Present | None] = {}

    def begin(self) -> None:
        """The whole is about to be fetched."""
        self._meanwhile = {}

    def complete(self, users: Iterable[Mapping[str, Any]], workspace: str) -> None:
        """Everybody, as fetched."""
        fetched = {str(user["id"]): present(user, workspace) for user in users}
        everybody = {**fetched, **self._meanwhile}
        self._people = {account: one for account, one in everybody.items() if one}
        self._meanwhile = {}
        self.whole = True

    def put(self, user: Mapping[str, Any], workspace: str) -> bool:
        """Somebody came or changed. Whether it makes a difference: another name makes none."""
        account, now = str(user["id"]), present(user, workspace)
        before = self._people.get(account)
        self._meanwhile[account] = now
        if now is None:
            self._people.pop(account, None)
        else:
            self._people[account] = now
        return _standing(before) != _standing(now)

    def named(self, accounts: Iterable[str]) -> dict[str, str]:
        """Those of some accounts who count: the names by account."""
        known = ((account, self._people.get(account)) for account in accounts)
        return {account: one.name for account, one in known if one is not None and one.counts}

    def accounts(self) -> frozenset[str]:
        """Everybody who is there, guests too."""
        return frozenset(self._people)


def _standing(one: Present | None) -> bool | None:
    return None if one is None else one.counts


def present(user: Mapping[str, Any], workspace: str) -> Present | None:
    """Somebody from Slack's own record; None for bots, for the deactivated, and for people of other workspaces."""
    kind = standing(user, workspace)
    if user.get("deleted") or kind in ("bot", "elsewhere"):
        return None
    profile = user.get("profile") or {}
    name = profile.get("display_name") or user.get("real_name") or profile.get("real_name") or user.get("name") or ""
    return Present(str(name), kind != "guest")


def standing(user: Mapping[str, Any], workspace: str) -> Standing:
    """What kind of account somebody's is, from Slack's own record."""
    if user.get("is_bot") or user.get("is_workflow_bot") or user["id"] == "USLACKBOT":
        return "bot"
    if user.get("is_stranger") or not _is_of(user, workspace):
        return "elsewhere"
    return "guest" if user.get("is_restricted") or user.get("is_ultra_restricted") else ""


def _is_of(user: Mapping[str, Any], workspace: str) -> bool:
    """Whether the workspace is somebody's own; in an Enterprise organisation it may be one of several."""
    teams = (user.get("enterprise_user") or {}).get("teams") or ()
    return user.get("team_id", workspace) == workspace or workspace in teams
