"""What people see of the addresses at which calendars are followed; an address itself is shown this once."""

from collections.abc import Iterable, Iterator

from governance_core.cards.card import Block, Button, Buttons, Card, Entry, Heading, Listing, Note, Paragraph, Press
from governance_core.cards.plain import one_line
from governance_core.cards.text import Text, When, people, say, text
from governance_core.circles.model import Circle, Circles
from governance_core.feeds.messages import FeedClosed, FeedOpened
from governance_core.feeds.model import FEEDS, Address, address_of
from governance_core.kernel.ids import CircleId
from governance_core.kernel.message import Event

_KEEP_IT = (
    "Whoever has it reads this calendar without any account, so give it to nobody. It is shown this once: keep it in "
    "your calendar program, under Subscribe or From URL. Whoever loses theirs makes a new one."
)
_ENDS = "The address you have ends at once, and what follows it stops being kept up to date."


def following(held: Address | None, circle: CircleId | None, base: str, circles: Circles) -> tuple[Block, ...]:
    """Below a calendar: how a program can follow it by itself, and what can be done with one's address."""
    if not base and held is None:
        words = (
            "A calendar program could follow it by itself. {admins} can turn that on: section http in the config file."
        )
        return (Note(say(words, admins=people(circles.organisation.admins, "or"))),)
    return (Paragraph(_how_it_is(held, base)), Buttons(tuple(_buttons(held, circle, base))))


def of_circles(held: Iterable[Address], circles: Circles) -> tuple[Block, ...]:
    """The addresses somebody has for circles' calendars, so that none is forgotten."""
    known = ((one, circles.open(one.circle)) for one in held if one.circle)
    entries = tuple(_entry(one, circle) for one, circle in known if circle)
    return (Listing(entries, title="Your addresses for calendars of circles"),) if entries else ()


def _entry(one: Address, circle: Circle) -> Entry:
    off = Button(f"Turn off for {one_line(circle.name, 40)}", Press(circle.id, 0, "feed-off"), confirm=_ENDS)
    return Entry(text(circle.name, " · since ", When(one.since, "date")), circle.id, off)


def _how_it_is(held: Address | None, base: str) -> Text:
    if held is None:
        return text("Your calendar program can also follow it by itself, at a secret address of your own.")
    stands = text("Your calendar program can follow it at the address you got on ", When(held.since, "date"), ".")
    return stands if base else text(stands, " Nothing is served there just now: the bot has no section http.")


def _buttons(held: Address | None, circle: CircleId | None, base: str) -> Iterator[Button]:
    of = str(circle or "")
    if held is None:
        yield Button("Get an address", Press(of, 0, "feed-new"))
        return
    if base:
        yield Button("Get a new address", Press(of, 0, "feed-new"), confirm=_ENDS)
    yield Button("Turn the address off", Press(of, 0, "feed-off"), confirm=_ENDS)


def receipt(events: tuple[Event, ...], base: str, token: str, circles: Circles | None) -> Card:
    """What the one who pressed is told; the second time only that it was shown."""
    opened = next((one for one in events if isinstance(one, FeedOpened)), None)
    if opened is not None:
        return _opened(opened, any(isinstance(one, FeedClosed) for one in events), base, token, circles)
    words = "The address is off: nobody reads your calendar there any more." if events else _NONE
    return Card(FEEDS, (Paragraph((words,)),), (words,), private=True, tone="done")


_NONE = "You have no address for this calendar, so nothing changed."
_SHOWN = "The address was shown already. If you do not have it any more, get a new one."


def _opened(event: FeedOpened, replaced: bool, base: str, token: str, circles: Circles | None) -> Card:
    of = str(event.circle or "")
    off = Button("Turn the address off", Press(of, 0, "feed-off"), confirm=_ENDS)
    if not token or circles is None:
        new = Button("Get a new address", Press(of, 0, "feed-new"), confirm=_ENDS)
        return Card(FEEDS, (Paragraph((_SHOWN,)), Buttons((new, off))), (_SHOWN,), private=True)
    name = f"the calendar of {circles.circles[event.circle].name}" if event.circle else "your calendar"
    title = f"Address of {name}"
    blocks: list[Block] = [Heading((title,)), Paragraph((address_of(base, token),)), Paragraph((_KEEP_IT,))]
    if replaced:
        blocks.append(Paragraph(("The address you had before leads nowhere any more.",)))
    return Card(FEEDS, (*blocks, Buttons((off,))), (f"{title}.",), private=True, tone="done")
