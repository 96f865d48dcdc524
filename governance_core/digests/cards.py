"""What a digest looks like: a dozen lines, what needs somebody first."""

from collections.abc import Iterator, Sequence
from typing import Final

from governance_core.cards.card import Block, Button, Buttons, Card, Entry, Heading, Listing, Note, Paragraph, Press
from governance_core.cards.text import Mention, Text, When, count, text
from governance_core.circles.model import Circle
from governance_core.digests.messages import DigestPutOff, DigestSent, DigestSkipped
from governance_core.digests.overview import Row, total
from governance_core.kernel.ids import CircleId
from governance_core.reports import TITLES, Part, Report, Window

PAGE: Final = 15
NEEDS_YOU: Final = "Needs you"
NOTHING: Final = "Nothing happened since, and nothing waits."
NOTHING_HERE: Final = "Nothing happened in {circle} since, and nothing waits there."
FOR_ALL: Final = "This is what everybody reads. What waits for you alone is in your inbox."
NOT_THEN: Final = "You did not answer for this circle then, so this is what everybody read."
NOTHING_LEFT: Final = "Nothing of what was told then waits any more."
YOUR_INBOX: Final = Button("Your inbox", Press("", 0, "inbox"))
ALL_ACTIONS: Final = ("All actions", "actions")
ALL_PROPOSALS: Final = ("All proposals", "proposals")
_LISTS: Final = {
    Part.CLOSING: ALL_PROPOSALS,
    Part.DECIDED: ALL_PROPOSALS,
    Part.MONEY: ("All requests", "requests"),
    Part.PEOPLE: ("All check-ins", "checkins"),
    Part.METRICS: ("All metrics", "metrics"),
    Part.BLOCKERS: ("All blockers", "blockers"),
}
"""Where all of a part is listed, for what does not fit."""


def digest_card(
    circle: Circle,
    window: Window,
    reports: Sequence[Report],
    zone: str,
    missed: int = 0,
    buttons: Sequence[Button] = (),
    empty: str = NOTHING,
    note: str = "",
    private: bool = False,
) -> Card:
    """The digest of a circle; for its lead what needs them comes first. `missed` could not be sent before it.

    `private` where somebody looks at it alone, and `note` says what they look at.
    """
    needs = next((one for one in reports if one.part is Part.NEEDS), Report(Part.NEEDS, ()))
    waits = len(needs.lines) + needs.more
    whom = "you" if window.lead is not None else "the circle"
    status = f"{count(waits, 'thing')} {'needs' if waits == 1 else 'need'} {whom}" if waits else ""
    blocks: list[Block] = [Heading((f"{circle.name} · digest",), status), Note(_stretch(circle, window, missed))]
    blocks += [Note((note,))] if note else []
    blocks += [] if any(one.news and one.lines for one in reports) else [Paragraph((_nothing(circle, reports, empty),))]
    blocks += [_listing(report, window, circle) for report in reports]
    rest = (*_ways(circle.id, reports, window.lead is not None), *buttons)
    summary = text(f"Digest of {circle.name}", f": {status}." if status else ".")
    alone = private or window.lead is not None
    return Card("digests", (*blocks, Buttons(rest)), summary, zone=zone, private=alone, quiet=True)


def _stretch(circle: Circle, window: Window, missed: int) -> Text:
    """What it tells of, and whom; and where it stands for others, that it does."""
    held = [role for role, person in circle.roles.items() if person == window.lead]
    whom = text("For ", Mention(window.lead), f", {held[0]}. " if held else ". ") if window.lead else ()
    told = text("From ", When(window.since), " to ", When(window.until), ".")
    late = f" It stands for {count(missed, 'digest')} before it, too: the bot was not running then." if missed else ""
    return text(whom, told, late)


def _nothing(circle: Circle, reports: Sequence[Report], empty: str) -> str:
    """Nothing at all, or nothing in this circle where others are told of."""
    others = any(one.elsewhere or one.part is Part.BELOW for one in reports)
    return NOTHING_HERE.format(circle=circle.name) if others and empty == NOTHING else empty


def _listing(report: Report, window: Window, circle: Circle) -> Listing:
    title = NEEDS_YOU if report.part is Part.NEEDS and window.lead is not None else TITLES[report.part]
    title = title if report.part is not Part.BELOW or circle.parent else "All circles"
    return Listing((*(line.entry for line in report.lines), *_elsewhere(report)), title=title, more=report.more)


def _elsewhere(report: Report) -> Iterator[Entry]:
    if report.elsewhere:
        waits = f"{'more ' if report.lines else ''}{'thing waits' if report.elsewhere == 1 else 'things wait'}"
        yield Entry((f"{report.elsewhere} {waits} for you in other circles",), "", YOUR_INBOX)


def _ways(circle: CircleId, reports: Sequence[Report], lead: bool) -> Iterator[Button]:
    """To the whole of what does not fit, and to what lies ahead."""
    lists = _LISTS if lead else {Part.NEEDS: ALL_PROPOSALS, **_LISTS}
    cut = dict.fromkeys(lists[one.part] for one in reports if one.more and one.part in lists)
    if any(one.more and one.part is Part.BLOCKERS and _has_actions(one) for one in reports):
        cut[ALL_ACTIONS] = None
    for label, action in cut:
        yield Button(label, Press(circle, 0, action))
    if lead and any(one.more and not one.elsewhere for one in reports if one.part is Part.NEEDS):
        yield YOUR_INBOX
    if any(one.more for one in reports if one.part is Part.BELOW):
        yield Button("All circles", Press(circle, 0, "overview"))
    yield Button("What is due", Press(circle, 0, "due"))


def _has_actions(report: Report) -> bool:
    return any(line.item.startswith("A-") for line in report.lines)


def overview_card(top: Circle, window: Window, rows: Sequence[Row], page: str, zone: str) -> Card:
    """A page of all circles, and what they come to together."""
    first = int(page) if page.isascii() and page.isdigit() and len(page) < 5 else 0
    shown, rest = rows[first : first + PAGE], rows[first + PAGE :]
    title = "All circles" if top.parent is None else f"Below {top.name}"
    entries = [row.line.entry for row in shown]
    if len(rows) > 1 and not first:
        entries.insert(0, total(rows).entry)
    empty = "Nothing happened in them since, and nothing waits."
    blocks: list[Block] = [Heading((title,)), Note(_stretch(top, window, 0)), Listing(tuple(entries), empty=empty)]
    if rest:
        following = Press(top.id, 0, "overview", str(first + PAGE))
        blocks.append(Buttons((Button(f"More circles ({len(rest)})", following),)))
    return Card("digests", tuple(blocks), (f"{title}.",), zone=zone, private=True)


def sent_card(event: DigestSent, circle: Circle) -> Card:
    """What whoever sent it is told."""
    sent = text(f"Sent to {circle.name}: what happened since ", When(event.since), ".")
    words = text(sent, " The next digest tells what happens from now on.")
    return Card("digests", (Paragraph(words),), words, private=True)


def empty_card(event: DigestSkipped, circle: Circle, zone: str) -> Card:
    """One sentence where nothing happened, for circles that want to hear even that."""
    words = text(f"{circle.name}: nothing happened since ", When(event.since), ", and nothing waits.")
    return Card("digests", (Paragraph(words),), words, zone=zone, quiet=True)


def put_off_card(event: DigestPutOff, circle: Circle, zone: str) -> Card:
    """What whoever put it off is told."""
    done = "The next digest is skipped; the one after it" if event.skipped else "The next digest"
    words = text(f"{done} of {circle.name} comes ", When(event.due), ". It tells what happens until then.")
    again = Button("Put it off again", Press(circle.id, 0, "digest-later"))
    return Card("digests", (Paragraph(words), Buttons((again,))), words, zone=zone, private=True, tone="done")
