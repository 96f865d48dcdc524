"""`/books export`: a circle's books as a file, for those who keep them."""

from typing import Final

from governance_core.budgets.after_closing import heir_of
from governance_core.budgets.export_model import ReadsEntries
from governance_core.budgets.exporting import FORMS, entries, named_for, volume_of, which
from governance_core.budgets.purse import purse_keepers
from governance_core.budgets.statement_messages import ExportLedger
from governance_core.budgets.statement_reading import known_circle, meant
from governance_core.cards.card import Block, Card, Heading, Note, Paragraph
from governance_core.cards.file import file_name, text_file
from governance_core.cards.text import count, people
from governance_core.circles.model import CIRCLES, Circle, Circles
from governance_core.kernel.errors import NotAllowed, Refusal
from governance_core.kernel.ids import Actor, PersonId
from governance_core.ports import Reader

MOST: Final = 10_000
"""Entries of one file: whoever reads it in a chat waits for it."""
_FORMS_SAID: Final = {
    "csv": "Any spreadsheet opens it. Amounts stand where they came from and where they went to.",
    "hledger": "hledger reads it, and refuses it where an account does not hold at the end what it should.",
    "beancount": "Beancount reads it, and complains where an account does not hold at the end what it should.",
}


class TooManyEntries(Refusal):
    """A file is handed out whole or not at all: half of the books would not add up."""

    code = "too_many_entries"
    template = (
        "{circle} has {number} entries in that time, and a file in the chat holds {most}. Ask for a shorter period, "
        "such as period:“last month”; whoever runs the bot writes all of them with circlet export."
    )


def export(query: ExportLedger, by: Actor, reader: Reader) -> Card:
    """The card with the file. Raises NotAllowed, Invalid, TooManyEntries."""
    circles: Circles = reader.state(CIRCLES)
    circle = known_circle(query.circle, circles)
    _require_keeper(circle, by.person, circles)
    zone = circles.zone_of(circle.id)
    within = meant((query.period or "").strip(), zone, reader.now)
    wanted = which((circle,), within, reader)
    number = reader.half(ReadsEntries).entered_count(wanted)
    if number > MOST:
        raise TooManyEntries(field="period", circle=circle.name, number=number, most=MOST)
    title = f"Books of {circle.name}" + (f", {query.period.strip()}" if query.period else "")
    named = named_for(circle.id, circles, circles.visible(by.person))
    form = FORMS[query.format]
    words = "".join(form.lines(volume_of(title, (circle,), named, within, zone, reader), entries(wanted, reader)))
    file = text_file(file_name(circle.handle, "books", query.period or "", ending=form.ending), form.media, words)
    said = Paragraph((f"{count(number, 'entry', 'entries')}. {_FORMS_SAID[query.format]}",))
    return Card("books", (Heading((title,)), said, *_private(circle)), (f"{title}.",), private=True, files=(file,))


def _private(circle: Circle) -> tuple[Block, ...]:
    said = f"{circle.name} is private: keep the file where only its members can read it."
    return (Note((said,)),) if circle.private else ()


def _require_keeper(circle: Circle, person: PersonId | None, circles: Circles) -> None:
    """Whoever keeps the circle's purse or its records; of one that is closed those of the circle above.

    Raises NotAllowed naming who can.
    """
    if circle.closed:
        circle = heir_of(circle.id, circles) or circle
    keepers = tuple(dict.fromkeys((*purse_keepers(circle), *circles.record_keepers(circle.id))))
    if person is None or person not in keepers:
        who = people(keepers, "or") if keepers else f"the treasurer, the secretary or the lead of {circle.name}"
        how = "Ask them to, or read them with /budget ledger." if keepers else "Ask an admin to name one in the config."
        raise NotAllowed(who=who, do=f"export the books of {circle.name}", next=how)
