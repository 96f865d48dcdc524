"""Knows who and what a config file means by its keys: ids stay for ever, keys may be renamed."""

from dataclasses import dataclass, field

from governance_core.checkins.reading import ReadsCheckIns
from governance_core.circles.model import CIRCLES, Circles
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.people.model import PEOPLE, People
from governance_core.people.renaming import KeyTaken
from governance_core.ports import Reader


@dataclass(slots=True)
class Called:
    """Ids by every key that is or was theirs, and the key of each now."""

    ids: dict[str, str] = field(default_factory=dict)
    now: dict[str, str] = field(default_factory=dict)


class Keys:
    """The keys as a reader has them, and those a file renames meanwhile."""

    def __init__(self, reader: Reader) -> None:
        everybody: People = reader.state(PEOPLE)
        circles: Circles = reader.state(CIRCLES)
        self.everybody = Called(dict(everybody.keys), {one.id: one.handle for one in everybody.persons.values()})
        lines = reader.half(ReadsCheckIns).checkins([one.id for one in circles.alive()])
        self.checkins = {(line.circle, line.key or line.id.lower()): line.id for line in lines}
        self.circles = Called(dict(circles.keys), {one.id: one.handle for one in circles.circles.values()})

    def person(self, key: str) -> PersonId:
        """Who is meant."""
        return PersonId(self.everybody.ids.get(key, key))

    def circle(self, key: str) -> CircleId:
        """Which circle is meant."""
        return CircleId(self.circles.ids.get(key, key))

    def rename(self, old: str, new: str, called: Called) -> None:
        """From now on the file says `new`."""
        known = called.ids.get(old, old)
        called.ids[new], called.now[known] = known, new

    def require_own(self, key: str, called: Called) -> None:
        """Raise KeyTaken where the file says as if new what others were called before."""
        known = called.ids.get(key, key)
        if (now := called.now.get(known, key)) != key:
            raise KeyTaken(key=key, owner=now)
