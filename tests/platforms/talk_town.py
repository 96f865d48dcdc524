"""The organisation of a config file moved to a platform: accounts and channels for what a script's config has."""

import io
import re
from collections.abc import Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from random import Random
from typing import Any

from ruamel.yaml import YAML

from adapters.console.acts import SetClock
from adapters.console.script import parse_script
from governance_core.kernel.time import wall_instant

DISCORD, SLACK, CONSOLE = "discord", "slack", "console"
Document = dict[str, Any]
_ACTOR = re.compile(r"([a-z][a-z0-9-]*)(?:@\w+)?: ")
_SAMPLE = {DISCORD: "40{number:017}", SLACK: "U04{name}"}
"""An account on a platform that is not connected."""


@dataclass(frozen=True)
class Cast:
    """Where what a script does on one platform is done in the play."""

    where: Mapping[str, str]

    @classmethod
    def as_written(cls) -> "Cast":
        """Everybody stays where the script has them: those on a platform meet those in the terminal."""
        return cls({CONSOLE: CONSOLE, DISCORD: DISCORD, SLACK: SLACK})

    @property
    def leaves_the_terminal(self) -> bool:
        return self.where[CONSOLE] != CONSOLE

    @classmethod
    def all_on(cls, here: str, lines: Iterable[str]) -> "Cast":
        """Whoever is in the terminal is here instead; whoever was here already makes room and goes to the other."""
        other = DISCORD if here == SLACK else SLACK
        crowded = any(re.match(rf"[a-z][a-z0-9-]*@{here}: ", line) for line in lines)
        return cls({CONSOLE: here, here: other if crowded else here, other: other})


def people_in(document: Document, lines: Iterable[str]) -> list[str]:
    """Everybody a config or a script names."""
    acting = [found[1] for line in lines if (found := _ACTOR.match(line))]
    return list(dict.fromkeys([*document["members"], *acting]))


def document_of(config: str) -> Document:
    """What a config says, for whoever changes it."""
    return deepcopy(_loaded(config))


@lru_cache
def _loaded(config: str) -> Document:
    found: Document = YAML(typ="safe").load(config)
    return found


class Resettled:
    """What a town on any platform has: everybody a script names has an account, each circle's home is a channel.

    A platform says what its channels and accounts are (`settle_down` to `connection`), and its play applies a config.
    """

    here: str
    document: Document
    lines: list[str]
    cast: Cast
    written: str
    begins: datetime | None
    """When the script begins, and the program with it: what the config schedules is due from then on, if it says so."""
    seed: Random | None
    """Where it is set, the program ends and starts again at places it picks."""
    restless: bool
    _path: Path

    def resettle(self, config: str, lines: Iterable[str], cast: Cast) -> None:
        """Take the organisation in."""
        self.document = document_of(config)
        self.lines, self.cast = list(lines), cast
        clocks = (line for line in parse_script("\n".join(self.lines)) if isinstance(line, SetClock))
        first = next(clocks, None)
        self.begins = wall_instant(first.wall, first.zone or "UTC", "00:00") if first else None
        self.written, self.seed = "", None

    def is_restless(self) -> bool:
        return self.restless or (self.seed is not None and self.seed.random() < 0.4)

    def settle_down(self, people: list[str], circles: Document) -> None:
        """Give those an account and a channel who have none yet."""
        raise NotImplementedError

    def place_of(self, circle: str) -> str:
        """The id of a circle's channel here, empty where it has none."""
        raise NotImplementedError

    def account_of(self, person: str) -> str:
        """Somebody's account here."""
        raise NotImplementedError

    def accounts(self) -> dict[str, str]:
        """Who has which account here."""
        raise NotImplementedError

    def connection(self) -> Document:
        """What the config says of the platform."""
        raise NotImplementedError

    def use(self, file: str, number: int) -> None:
        """Another config file is applied; it is kept as it is here, under the number of the line that says so."""
        self.document = document_of(Path(file).read_text("utf-8"))
        written = self.moved_in()
        (self._path / f"config-{number}.yaml").write_text(written, "utf-8")
        self.apply(written)

    def moved_in(self) -> str:
        """The config with the accounts and channels people and circles have here; who has none yet gets one."""
        circles = self.document["circles"]
        living = {name: one for name, one in circles.items() if {CONSOLE, self.here} & set(one.get("homes", {}))}
        self.settle_down(people_in(self.document, self.lines), living)
        return self.moved(self.document)

    def moved(self, document: Document) -> str:
        made = deepcopy(document)
        for number, (name, member) in enumerate(made["members"].items()):
            self._give_accounts(name, member, number)
        for name, circle in made["circles"].items():
            if "homes" in circle:
                circle["homes"] = self._homes(name, circle["homes"])
        made["platforms"] = {self.here: self.connection()}
        out = io.StringIO()
        YAML(typ="safe").dump(made, out)
        return out.getvalue()

    def _give_accounts(self, name: str, member: Document, number: int) -> None:
        had, where, here = member.pop("accounts", {}), self.cast.where, self.here
        other = DISCORD if here == SLACK else SLACK
        has: dict[str, str] = {}
        if where[here] == other and here in had:
            has[other] = _SAMPLE[other].format(name=name.upper(), number=number)
        elif where[here] == here and other in had:
            has[other] = had[other]
        if self.cast.leaves_the_terminal or here in had:
            has[here] = self.account_of(name)
        if has:
            member["accounts"] = has

    def _homes(self, name: str, had: Mapping[str, str]) -> dict[str, str]:
        has = {platform: home for platform, home in had.items() if platform not in (CONSOLE, self.here)}
        if self.place_of(name) and (self.cast.leaves_the_terminal or self.here in had):
            has[self.here] = self.place_of(name)
        if CONSOLE in had and not self.cast.leaves_the_terminal:
            has[CONSOLE] = had[CONSOLE]
        return has

    def names_of(self, place: str) -> frozenset[str]:
        """What a script calls a channel: as the circle's home in the terminal, and by its sample id."""
        circles: Document = self.document["circles"]
        found = (circle.get("homes", {}) for name, circle in circles.items() if self.place_of(name) == place)
        written = self.cast.leaves_the_terminal
        return frozenset(
            f"{home}@{platform}"
            for homes in found
            for platform, home in homes.items()
            if platform == self.here or (written and platform == CONSOLE)
        )

    def name_of(self, account: str) -> str:
        """Who has an account here, by id."""
        return self.accounts().get(account, account)

    def called(self, account: str) -> str:
        """What somebody with an account here is called on cards."""
        person = self.name_of(account)
        member = self.document["members"].get(person)
        return str(member["name"]) if member else person

    def home_of(self, home: str) -> str:
        """The id of the channel a script calls so."""
        places = map(self.place_of, self.document["circles"])
        return next(place for place in places if place and f"{home}@{CONSOLE}" in self.names_of(place))

    def is_open_to(self, circle: str, person: str) -> bool:
        """Whether somebody sees a circle's channel."""
        found = self.document["circles"][circle]
        return not found.get("private") or person in found["members"]
