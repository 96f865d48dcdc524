"""What `circlet doctor` and `/governance doctor` look at on this machine: config file, store, time zones."""

import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Final

from adapters.sql.checkup import StoreFacts, store_facts, store_findings
from adapters.sql.checkup_time import ZONES, time_facts, time_findings
from adapters.sql.delivery import Waiting
from bot.compose import SLACK_PREFIX_VARIABLE
from bot.config import ConfigFile, Problem, check
from governance_core.cards.text import count
from governance_core.caretaker import Finding
from governance_core.kernel.time import wall_instant

DISCORD: Final = "discord"
SLACK: Final = "slack"
_SUMMER: Final = ("2026-07-01 12:00", "Europe/Lisbon")


def config_findings(path: str) -> tuple[ConfigFile | None, tuple[Finding, ...]]:
    """The file, if it is good, and what was found of it."""
    file, problems = check(path)
    if file is None:
        return None, (_wrong_file(path, problems),)
    members, circles = count(len(file.members), "member"), count(len(file.circles), "circle")
    return file, (Finding("config file", seen=f"{Path(path).name}: {file.organisation.name}, {members}, {circles}"),)


def _wrong_file(path: str, problems: list[Problem]) -> Finding:
    first, more = problems[0], len(problems) - 1
    where = f"line {first.line}, {first.key}: " if first.key else f"line {first.line}: " if first.line else ""
    others = f" (and {count(more, 'problem')} more)" if more else ""
    fix = f"{first.hint} circlet check {path} says everything.".strip() if more or not first.hint else first.hint
    return Finding("config file", f"{Path(path).name}: {where}{first.message.rstrip('.')}{others}", fix)


def zone_finding() -> Finding:
    """Does the machine know the time zones of the world?"""
    wall, zone = _SUMMER
    try:
        wall_instant(wall, zone, "00:00")
    except ValueError:
        problem = "this machine does not know the time zones, so no local time can be reckoned"
        return Finding(ZONES, problem, "Install them: the package tzdata of the system, or pip install tzdata.")
    return Finding(ZONES, seen="known")


def machine_findings(store: Path, now: datetime) -> tuple[StoreFacts, tuple[Finding, ...]]:
    """The store, the time zones and, where something is wrong with it, the clock; `now` (UTC) is what it says."""
    facts = store_facts(store)
    times = tuple(time_findings(time_facts(store), now))
    zones = () if any(one.subject == ZONES for one in times) else (zone_finding(),)
    return facts, (*store_findings(facts), *zones, *times)


def posting_findings(given_up: Iterable[Waiting], file: ConfigFile | None) -> Iterator[Finding]:
    """One finding for everything that is not tried any more by itself, where the file still has a place for it."""
    for one in given_up:
        if file is not None and not _belongs(one, file):
            continue
        what = f"the card of {one.posting.ref}" if one.posting.kind == "card" else f"news of {one.posting.ref}"
        where = _where(one, file)
        problem = f"{what} could not be shown {where}: {one.last_error}"
        yield Finding("posting", problem, f"Mend that first; then {_asked_for(one)} in the chat, Post again.")


def _asked_for(one: Waiting) -> str:
    """The command that lists it there, as it is typed."""
    if one.posting.platform == SLACK:
        return f"/{os.environ.get(SLACK_PREFIX_VARIABLE, '')}gov doctor"
    return "/governance doctor"


def _belongs(one: Waiting, file: ConfigFile) -> bool:
    homes = {circle.homes.get(one.posting.platform) for circle in file.circles.values()}
    return one.org == file.organisation.id and (one.posting.personal or one.posting.place in homes)


def _where(one: Waiting, file: ConfigFile | None) -> str:
    platform, place = one.posting.platform, one.posting.place
    if one.posting.personal:
        owners = [
            member.name for member in (file.members.values() if file else ()) if member.accounts.get(platform) == place
        ]
        return f"to {owners[0] if owners else 'somebody'} on {platform.capitalize()}"
    circles = [circle.name for circle in (file.circles.values() if file else ()) if circle.homes.get(platform) == place]
    return f"in {circles[0]}'s home on {platform.capitalize()}" if circles else f"in {place} on {platform.capitalize()}"
