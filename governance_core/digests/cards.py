"""What a digest looks like: a dozen lines, what needs somebody first."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from governance_core.cards.card import Block, Button, Buttons, Card, Entry, Heading, Listing, Note, Paragraph, Press
from governance_core.cards.text import When, count, text
from governance_core.circles.model import Circle
from governance_core.digests.messages import DigestSent
from governance_core.reports import TITLES, Part, Report, Window

MOST_LINES: Final = 16
"""Lines of a digest; what is left out is counted (interaction.md, 6: one screen)."""
LEAST_A_PART: Final = 1
NEEDS_YOU: Final = "Needs you"


def digest_card(circle: Circle, window: Window, reports: Sequence[Report], zone: str, may_send: bool = False) -> Card:
    """The digest of a circle; for its lead what needs them comes first. `may_send` offers to send it to the circle."""
    parts = _parts(reports)
    waits = len(parts[Part.NEEDS].lines) + parts[Part.NEEDS].more if Part.NEEDS in parts else 0
    whom = "you" if window.lead is not None else "the circle"
    status = f"{count(waits, 'thing')} {'needs' if waits == 1 else 'need'} {whom}" if waits else ""
    stretch = text("From ", When(window.since), " to ", When(window.until), ".")
    blocks: list[Block] = [Heading((f"{circle.name} · digest",), status), Note(stretch)]
    if not any(one.news and one.lines for one in reports):
        blocks.append(Paragraph(("Nothing happened since, and nothing waits.",)))
    blocks += _listings(parts, window)
    buttons = [Button("What is due", Press(circle.id, 0, "due"))]
    buttons += [Button("Send it to the circle", Press(circle.id, 0, "digest-now"))] if may_send else []
    private = window.lead is not None
    summary = text(f"Digest of {circle.name}", f": {status}." if status else ".")
    return Card("digests", (*blocks, Buttons(tuple(buttons))), summary, zone=zone, private=private, quiet=True)


def _parts(reports: Iterable[Report]) -> Mapping[Part, Report]:
    """What all features say of each part, together; an item is named once, in the first part that has it."""
    found: dict[Part, list[Report]] = {}
    for report in reports:
        found.setdefault(report.part, []).append(report)
    seen: set[str] = set()
    return {part: _together(part, found[part], seen) for part in sorted(found)}


def _together(part: Part, reports: Sequence[Report], seen: set[str]) -> Report:
    lines = [line for report in reports for line in report.lines if not _is_item(line) or line.ref not in seen]
    once = {line.ref if _is_item(line) else str(number): line for number, line in enumerate(lines)}
    seen.update(line.ref for line in once.values())
    return Report(part, tuple(once.values()), more=sum(report.more for report in reports))


def _is_item(line: Entry) -> bool:
    return "-" in line.ref and line.ref[:1].isupper()


def _listings(parts: Mapping[Part, Report], window: Window) -> list[Block]:
    left = MOST_LINES - len(parts)
    made: list[Block] = []
    for part, report in parts.items():
        room = LEAST_A_PART + max(left, 0)
        shown = report.lines[:room]
        left -= max(len(shown) - LEAST_A_PART, 0)
        title = NEEDS_YOU if part is Part.NEEDS and window.lead is not None else TITLES[part]
        if shown:
            made.append(Listing(shown, title=title, more=report.more + len(report.lines) - len(shown)))
    return made


def sent_card(event: DigestSent, circle: Circle) -> Card:
    """What whoever sent it is told."""
    sent = text(f"Sent to {circle.name}: what happened since ", When(event.since), ".")
    words = text(sent, " The next digest tells what happens from now on.")
    return Card("digests", (Paragraph(words),), words, private=True)
