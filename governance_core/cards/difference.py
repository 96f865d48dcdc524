"""What changed between two texts, line by line, in the blocks of a card."""

from governance_core.cards.card import Change, Diff
from governance_core.cards.plain import shortened
from governance_core.kernel.likeness import changes as compared

LONGEST_LINE, MOST_LINES = 300, 40


def difference(title: str, old: str, new: str) -> Diff | None:
    """The lines removed and added, with the unchanged lines next to them; None when nothing changed."""
    if old == new:
        return None
    before, after = old.splitlines(), new.splitlines()
    changes: list[Change] = []
    for tag, a, b, c, d in compared(before, after):
        if tag == "equal":
            changes.extend(_context(before[a:b], first=a == 0, last=b == len(before)))
        else:
            changes.extend(Change("removed", line) for line in before[a:b])
            changes.extend(Change("added", line) for line in after[c:d])
    shown = [Change(one.kind, shortened(one.words, LONGEST_LINE)) for one in changes[:MOST_LINES]]
    left_out = len(changes) - len(shown)
    more = [Change("same", f"… and {left_out} more lines")] if left_out else []
    return Diff(title, (*shown, *more))


def _context(lines: list[str], first: bool, last: bool) -> list[Change]:
    """Two unchanged lines beside each change, the rest as one `…`."""
    head = [] if first else lines[:2]
    tail = [] if last else lines[max(len(head), len(lines) - 2) :]
    left_out = len(lines) - len(head) - len(tail)
    middle = ["…"] if left_out else []
    return [Change("same", line) for line in [*head, *middle, *tail]]
