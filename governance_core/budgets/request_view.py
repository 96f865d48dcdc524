"""What two versions of a request differ in, line by line."""

from governance_core.budgets.request_model import Content
from governance_core.cards.card import Diff
from governance_core.cards.difference import difference
from governance_core.kernel.money import number_words
from governance_core.kernel.time import iso


def content_difference(old: Content, new: Content, seen: int, current: int) -> tuple[Diff, ...]:
    """The lines that are another now; none where nothing is."""
    alike = old.payee == new.payee and old.payee_person != new.payee_person
    found = difference(f"What changed from version {seen} to {current}", _lines(old, alike), _lines(new, alike))
    return (found,) if found else ()


def _lines(content: Content, alike: bool) -> str:
    """Line by line; payees who are called alike with the id of the member."""
    who = f" ({content.payee_person or 'no member'})" if alike else ""
    lines = [
        f"Amount: {content.unit} {number_words(content.minor, content.exponent)}",
        f"What for: {' '.join(content.purpose.split())}",
        f"Payee: {content.payee}{who}",
        f"Receipts: {'needed' if content.receipts else 'not needed'}",
    ]
    dates = [f"Needed by: {iso(content.needed_by)[:10]}"] if content.needed_by else []
    parts = [f"Part {number}: {line}" for number, line in enumerate(content.part_words.splitlines(), 1)]
    return "\n".join([*lines, *dates, *parts])
