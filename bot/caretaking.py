"""Looks after the running program for the core: what is well, what its config file would change, its audit."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from bot.applying import ApplyRefused, changes_of, rehearse
from bot.compose import Composed, org_of
from bot.config import ConfigFile, Problem, check, check_text, to_document
from bot.doctor import config_findings, machine_findings
from bot.drift import drift_of
from bot.keys import Keys
from bot.meaning import commands_of
from bot.since import drift_lines
from bot.wording import change_words
from governance_core.caretaker import Audited, Checkup, Planned
from governance_core.ports import Reader


class Caretaking:
    """The core's `Caretaker`, for the organisations whose config files these are (paths by their id).

    `served` are the public addresses below which their calendars are served, `spoken` the platforms on which their
    people are reached; whoever has none there is reached on all that there are.
    """

    def __init__(
        self,
        files: Mapping[str, str],
        served: Mapping[str, str] | None = None,
        spoken: Mapping[str, Collection[str]] | None = None,
    ) -> None:
        self._files = dict(files)
        self._spoken = dict(spoken or {})
        self.served = dict(served or {})
        self._heard: dict[str, dict[str, Checkup]] = {}
        self._watchers: list[Callable[[], None]] = []
        self._made: Composed | None = None

    def take_charge(self, made: Composed) -> None:
        """The program is put together, or anew."""
        self._made = made

    def watched_by(self, soon: Callable[[], None]) -> None:
        """`soon` is called when something could not be shown: it is time to look again."""
        self._watchers.append(soon)

    def look_again(self) -> None:
        """Something could not be shown."""
        for soon in self._watchers:
            soon()

    def hear(self, org: str, checkup: Checkup) -> None:
        """What was found of a platform, in place of what was found before."""
        self._heard[org] = {**self._heard.get(org, {}), checkup.of: checkup}

    def checkups(self, org: str) -> Sequence[Checkup]:
        """This machine as it is now, and the platforms as they were last."""
        made = self._composed()
        _, config = config_findings(self._files[org]) if org in self._files else (None, ())
        _, machine = machine_findings(made.store.path, made.clock.now())
        return (Checkup("This machine", made.clock.now(), (*config, *machine)), *self._heard.get(org, {}).values())

    def audit(self, org: str) -> Audited | None:
        """Check everything that is kept, on a connection of its own."""
        found = self._composed().store.audit(org)
        return Audited(found.summary(), found.findings, found.sealed)

    def planned(self, reader: Reader) -> Planned | None:
        """What the file on disk would change, each change tried out on what the reader sees; nothing is kept."""
        path = self._files.get(reader.org)
        if path is None:
            return None
        name = Path(path).name
        text, file, problems = _read(path)
        if file is None:
            return Planned(name, problems=tuple(map(str, problems)))
        if org_of(file) != reader.org:
            return Planned(name, problems=(f"organisation.id is {org_of(file)} now, but this is {reader.org}.",))
        return self._planned(name, text, file, reader)

    def _planned(self, name: str, text: str, file: ConfigFile, reader: Reader) -> Planned:
        changes, keys = changes_of(file, reader), Keys(reader)
        try:
            rehearse(file, reader, self._composed().features)
        except ApplyRefused as refused:
            return Planned(name, problems=tuple(f"{name}:{one.where}: {one.reason}" for one in refused.refused))
        return Planned(
            name=name,
            key=sha256(text.encode()).hexdigest(),
            changes=tuple(change_words(change, reader.now.date()) for change in changes),
            drift=tuple(drift_lines(drift_of(file, reader), reader)),
            commands=tuple(command for change in changes for command in commands_of(change, file, keys)),
            document=json.dumps(to_document(file), ensure_ascii=False, sort_keys=True),
            text=text,
        )

    def exporting(self, org: str) -> str:
        """The command line that writes everything recorded into a file."""
        return f"circlet export --store {self._composed().store.path} --org {org} --out {org}.json"

    def speaks_on(self, org: str) -> Collection[str]:
        """As the config file said when the program began."""
        return self._spoken.get(org, ())

    def served_at(self, org: str) -> str:
        """As the config file said when the program began."""
        return self.served.get(org, "")

    def _composed(self) -> Composed:
        assert self._made is not None, "somebody is in charge before anybody is let in"
        return self._made


def _read(path: str) -> tuple[str, ConfigFile | None, list[Problem]]:
    """The file's text, and what it says or everything that is wrong with it."""
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return "", *check(path)
    return text, *check_text(text, Path(path).name)
