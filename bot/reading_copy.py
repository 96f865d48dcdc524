"""The register as a folder of pages: an index, a page for each circle, and one for each proposal and agreement."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from adapters.markdown.render import Address, Page
from bot.compose import Composed
from governance_core.application.viewer import eyes
from governance_core.cards.text import Text, When, count, text
from governance_core.circles.model import CIRCLES, Circle, Circles
from governance_core.feature import Feature
from governance_core.kernel.ids import CircleId, StreamId
from governance_core.ports import Reader
from governance_core.searching.model import Found, Wanted
from governance_core.searching.reading import SearchesRegister

AT_ONCE = 200
"""Items read at once, so that a large register need not be kept in memory."""
FOLDERS = {"P": "proposals", "D": "agreements"}
Made = tuple[str, str, int]
"""A page: where it goes, what stands on it, and how many there will be."""


@dataclass(frozen=True, slots=True)
class _Copy:
    """What is copied: the circles, and the items in them from the oldest to the newest."""

    circles: Circles
    shown: Sequence[Circle]
    items: Sequence[Found]


def pages(made: Composed, private: bool) -> Iterator[Made]:
    """Every page, the same for the same register; of private circles only where they are wanted."""
    copy = made.store.read_now(made.org, lambda reader: _copied(reader, private))
    whole = 1 + len(copy.shown) + len(copy.items)
    yield "index.md", made.store.read_now(made.org, lambda reader: _index(reader, made.org, copy)), whole
    by_circle = _by_circle(copy)
    for circle in copy.shown:
        found = by_circle.get(circle.id, ())
        page = made.store.read_now(made.org, partial(_circle, copy, circle, found))
        yield f"circles/{circle.id}.md", page, whole
    known = frozenset(str(one.id) for one in copy.items)
    for first in range(0, len(copy.items), AT_ONCE):
        some = copy.items[first : first + AT_ONCE]
        drawn = made.store.read_now(made.org, partial(_items, made, some, known))
        for one, page in zip(some, drawn, strict=True):
            yield _path(one.id), page, whole


def _copied(reader: Reader, private: bool) -> _Copy:
    circles: Circles = reader.state(CIRCLES)
    shown = sorted((one for one in circles.circles.values() if private or not one.private), key=lambda one: one.id)
    wanted = Wanted(circles=tuple(one.id for one in shown))
    items = reader.half(SearchesRegister).find(wanted, 10**9) if shown else ()
    return _Copy(circles, shown, tuple(reversed(items)))


def _by_circle(copy: _Copy) -> Mapping[CircleId, Sequence[Found]]:
    found: dict[CircleId, list[Found]] = {}
    for one in reversed(copy.items):
        found.setdefault(one.circle, []).append(one)
    return found


def _path(item: StreamId) -> str:
    letter = item.partition("-")[0]
    return f"{FOLDERS.get(letter, letter.lower())}/{item}.md"


def _page(reader: Reader, zone: str, address: Address) -> Page:
    return Page(eyes(None, zone, reader), address)


def _index(reader: Reader, org: str, copy: _Copy) -> str:
    page = _page(reader, copy.circles.organisation.zone, lambda to: to)
    name = copy.circles.organisation.name or org
    newest = max((one.at for one in copy.items), default=None)
    until: Text = text("The newest item is of ", When(newest), ".") if newest else ("Nothing is recorded yet.",)
    lines = [f"# {page.text((name,))}: proposals and agreements", page.text(until), "## Circles"]
    found = _by_circle(copy)
    for circle in copy.shown:
        has = found.get(circle.id, ())
        decided = count(sum(one.id.startswith("D-") for one in has), "agreement")
        proposed = count(sum(one.id.startswith("P-") for one in has), "proposal")
        note = _notes(circle)
        lines.append(f"- {page.link(circle.name, f'circles/{circle.id}.md')}{note}: {decided}, {proposed}")
    return _joined(lines)


def _notes(circle: Circle) -> str:
    notes = [word for word, is_so in (("private", circle.private), ("closed", circle.closed)) if is_so]
    return f" ({', '.join(notes)})" if notes else ""


def _circle(copy: _Copy, circle: Circle, found: Sequence[Found], reader: Reader) -> str:
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
    return f"- {page.link(f'{one.id} · {title}', f'../{_path(one.id)}')}{state}"


def _items(made: Composed, some: Sequence[Found], known: frozenset[str], reader: Reader) -> list[str]:
    return [_item(reader, made, one, known) for one in some]


def _item(reader: Reader, made: Composed, one: Found, known: frozenset[str]) -> str:
    circles: Circles = reader.state(CIRCLES)
    feature = made.features.of_stream(one.id)
    assert feature is not None, "every item in the register is some feature's"
    page = _page(reader, circles.zone_of(one.circle), lambda to: f"../{_path(StreamId(to))}" if to in known else "")
    circle = circles.circles[one.circle]
    back = f"[{page.text((circle.name,))}](../circles/{circle.id}.md) · [All circles](../index.md)"
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
