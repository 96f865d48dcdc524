"""What features whose items belong to circles share: whom an item is for, how it is found, listed and answered."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, TypeVar

from governance_core.cards.card import Button, Buttons, Card, Paragraph, Press
from governance_core.cards.form import Option
from governance_core.cards.plain import one_line, shortened
from governance_core.cards.text import Text
from governance_core.circles.acting import Acting
from governance_core.circles.model import CIRCLES, Circles
from governance_core.feature import Notice
from governance_core.kernel.errors import Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.people.model import PEOPLE
from governance_core.ports import Reader

S = TypeVar("S")
MOST_LISTED: Final = 20
MOST_CHOICES: Final = 25


def target_but_for(new: type[Command]) -> Callable[[Any], StreamId | None]:
    """The item a command is about; None for the command that makes a new one."""
    return lambda command: None if isinstance(command, new) else command.id


def facts_about(target: Callable[[Any], StreamId | None], what: str) -> Callable[[Any, Any, Actor, Reader], Acting]:
    """What rules are given; `what` a new item is called that has no id yet."""

    def facts(command: Any, state: Any, by: Actor, reader: Reader) -> Acting:
        stream = target(command) or StreamId(what)
        return Acting(reader.now, by, stream, reader.state(CIRCLES), reader.state(PEOPLE))

    return facts


def found(
    stream: StreamId,
    kind: type[S],
    sees: Callable[[S, PersonId | None, Reader], bool],
    person: PersonId | None,
    reader: Reader,
    lists: str,
) -> S:
    """The item as it stands. Raises Unknown where it is not there for them; `lists` is the command that lists them."""
    state = reader.state(stream) if reader.version(stream) else None
    if not isinstance(state, kind) or not sees(state, person, reader):
        raise Unknown(what=str(stream), hint=f" {lists} shows those you can see.")
    return state


def circles_meant(circle: CircleId | None, person: PersonId | None, reader: Reader) -> list[CircleId]:
    """The circle a list is of, or all that the person may know of."""
    circles: Circles = reader.state(CIRCLES)
    return [one.id for one in circles.visible(person) if circle in (None, one.id)]


def list_title(what: str, circle: CircleId | None, reader: Reader) -> str:
    """`Blockers of Garden`."""
    circles: Circles = reader.state(CIRCLES)
    return f"{what} of {circles.circles[circle].name}" if circle else what


def standing_meant(typed: str | None, standings: Iterable[str]) -> str:
    """A state to list by, empty where none was typed. Raises Unknown."""
    known, wanted = [str(one) for one in standings if one], (typed or "").strip().casefold()
    if wanted and wanted not in known:
        raise Unknown(field="state", what=f"state {one_line(wanted, 60)}", hint=f" There are: {', '.join(known)}.")
    return wanted


def options(lines: Iterable[tuple[StreamId, str, str]], typed: str) -> Sequence[Option]:
    """Ids to pick, by a part of their words: each with its words and how it stands."""
    fitting = [line for line in lines if typed.casefold() in f"{line[0]} {line[1]}".casefold()][:MOST_CHOICES]
    return [
        Option(item, shortened(f"{item} · {one_line(words, 60)} · {standing}", 100))
        for item, words, standing in fitting
    ]


def whispers(to: PersonId, without: PersonId | None = None) -> tuple[Notice, ...]:
    """One hears of it alone, unless it was they who did it."""
    return () if to == without else (Notice(to, "whisper"),)


def receipt_card(stream: StreamId, words: Text, action: str) -> Card:
    """What the one who pressed is told, with the button that opens the item."""
    way = Buttons((Button("Open", Press(stream, 0, action)),))
    return Card(stream, (Paragraph(words), way), words, private=True, tone="done")
