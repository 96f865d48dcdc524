"""The register as pages that are read without this program: an index, a page for each circle, and one for each item."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from governance_core.application.viewer import eyes
from governance_core.cards.markdown import Address, Page
from governance_core.cards.text import Text, When, count, text
from governance_core.circles.model import CIRCLES, Circle, Circles
from governance_core.feature import Feature, Features
from governance_core.kernel.ids import CircleId, StreamId
from governance_core.ports import Reader
from governance_core.searching.model import Found, Wanted
from governance_core.searching.reading import SearchesRegister

INDEX = "index.md"
EVERYTHING = 10**9
_FOLDERS = {"P": "proposals", "D": "agreements"}


@dataclass(frozen=True, slots=True)
class Copy:
    """What is copied: the circles, and the items in them from the newest to the oldest."""

    org: str
    circles: Circles
    shown: Sequence[Circle]
    items: Sequence[Found]


def whole_copy(reader: Reader, private: bool) -> Copy:
    """Everything; of private circles only where they are wanted."""
    circles: Circles = reader.state(CIRCLES)
    shown = [one for one in circles.circles.values() if private or not one.private]
    return _copied(reader, shown, EVERYTHING)


def copy_of(circle: CircleId, reader: Reader, most: int) -> Copy:
    """The newest items of one circle, and one more than `most` where there are more."""
    circles: Circles = reader.state(CIRCLES)
    return _copied(reader, [circles.circles[circle]], most + 1)


def _copied(reader: Reader, shown: Sequence[Circle], most: int) -> Copy:
    wanted = Wanted(circles=tuple(one.id for one in shown), kinds=tuple(_FOLDERS))
    items = reader.half(SearchesRegister).find(wanted, most) if shown else ()
    return Copy(reader.org, reader.state(CIRCLES), sorted(shown, key=lambda one: one.id), items)


def by_circle(copy: Copy) -> Mapping[CircleId, Sequence[Found]]:
    """The items of each circle."""
    found: dict[CircleId, list[Found]] = {}
    for one in copy.items:
        found.setdefault(one.circle, []).append(one)
    return found


def path_of(item: StreamId) -> str:
    """Where the page of an item goes."""
    letter = item.partition("-")[0]
    return f"{_FOLDERS.get(letter, letter.lower())}/{item}.md"


def path_of_circle(circle: CircleId) -> str:
    """Where the page of a circle goes."""
    return f"circles/{circle}.md"


def _page(reader: Reader, zone: str, address: Address) -> Page:
    return Page(eyes(None, zone, reader), address)


def index_page(copy: Copy, reader: Reader) -> str:
    """The page to begin with."""
    page = _page(reader, copy.circles.organisation.zone, lambda to: to)
    name = copy.circles.organisation.name or copy.org
    newest = max((one.at for one in copy.items), default=None)
    until: Text = text("The newest item is of ", When(newest), ".") if newest else ("Nothing is recorded yet.",)
    lines = [f"# {page.text((name,))}: proposals and agreements", page.text(until), "## Circles"]
    found = by_circle(copy)
    for circle in copy.shown:
        has = found.get(circle.id, ())
        decided = count(sum(one.id.startswith("D-") for one in has), "agreement")
        proposed = count(sum(one.id.startswith("P-") for one in has), "proposal")
        note = _notes(circle)
        lines.append(f"- {page.link(circle.name, path_of_circle(circle.id))}{note}: {decided}, {proposed}")
    return _joined(lines)


def _notes(circle: Circle) -> str:
    notes = [word for word, is_so in (("private", circle.private), ("closed", circle.closed)) if is_so]
    return f" ({', '.join(notes)})" if notes else ""


def circle_page(copy: Copy, circle: Circle, found: Sequence[Found], reader: Reader) -> str:
    """A circle with links to its items."""
    page = _page(reader, copy.circles.zone_of(circle.id), lambda to: to)
    shown = {one.id for one in copy.shown}
    lines = [f"# {page.text((circle.name,))}{_notes(circle)}", "[All circles](../index.md)"]
    about = (("Aim", circle.aim), ("Domain", circle.domain))
    lines += [f"- **{label}:** {page.text((words,))}" for label, words in about if words]
    if circle.parent in shown:
        above = copy.circles.circles[CircleId(str(circle.parent))]
        lines.append(f"- **Part of:** {page.link(above.name, f'{above.id}.md')}")
    for below in sorted(copy.circles.children(circle.id), key=lambda one: one.id):
        if below.id in shown:
            lines.append(f"- **Sub-circle:** {page.link(below.name, f'{below.id}.md')}")
    for letter, title in (("D", "Agreements"), ("P", "Proposals")):
        lines.append(f"## {title}")
        some = [one for one in found if one.id.startswith(f"{letter}-")]
        lines += [_line(page, one) for one in some] or ["None."]
    return _joined(lines)


def _line(page: Page, one: Found) -> str:
    title = f"PRACTICE: {one.title}" if one.practice else one.title
    state = page.text((f" · {one.state} · ", When(one.at, "date")))
    return f"- {page.link(f'{one.id} · {title}', f'../{path_of(one.id)}')}{state}"


def item_page(one: Found, known: frozenset[str], reader: Reader, features: Features) -> str:
    """The whole of an item; it leads on to those that are `known` to have a page too."""
    circles: Circles = reader.state(CIRCLES)
    feature = features.of_stream(one.id)
    assert feature is not None, "every item in the register is some feature's"
    page = _page(reader, circles.zone_of(one.circle), lambda to: f"../{path_of(StreamId(to))}" if to in known else "")
    circle = circles.circles[one.circle]
    back = f"[{page.text((circle.name,))}](../{path_of_circle(circle.id)}) · [All circles](../index.md)"
    return f"{_drawn(reader, feature, one.id, page)}\n\n{back}\n"


def _drawn(reader: Reader, feature: Feature[object, object], item: StreamId, page: Page) -> str:
    state = reader.state(item)
    if feature.record is not None:
        return page.card(feature.record(item, state, reader))
    assert feature.card is not None, "an item is shown by a card"
    return page.card(feature.card(item, state, reader, None))


def _joined(lines: Sequence[str]) -> str:
    """Lines of a list stand close, everything else apart."""
    shown = ""
    for before, line in zip(("", *lines), lines, strict=False):
        close = before.startswith("- ") and line.startswith("- ")
        shown += line if not shown else f"\n{line}" if close else f"\n\n{line}"
    return f"{shown}\n"
