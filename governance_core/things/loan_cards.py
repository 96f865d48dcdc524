"""What people see of one loan, with everything that can be done with it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from governance_core.cards.card import Block, Button, Buttons, Card, Facts, Heading, Note, Press, Quote
from governance_core.cards.plain import one_line
from governance_core.cards.text import Link, Mention, Text, people, text
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.things.cards import loan_status
from governance_core.things.model import Lending, Loan, Standing, Thing
from governance_core.things.spans import end_words, span_words


def loan_card(stream: StreamId, state: Thing, loan: Loan, able: Sequence[PersonId], zone: str, now: datetime) -> Card:
    """One line of the calendar."""
    title = (f"{stream} · {one_line(state.name)} · loan {loan.number}",)
    said = text(*title, f": {loan_status(loan, now)}.")
    blocks: list[Block] = [Heading(title, loan_status(loan, now)), Facts(tuple(_facts(loan, state, able, zone)))]
    if loan.purpose:
        blocks.append(Quote("What for", loan.purpose, by=(Mention(loan.borrower),)))
    blocks.append(Buttons(tuple(buttons(stream, state, loan))))
    blocks.append(Note((f"Times are those of {zone}.",)))
    return Card(stream, tuple(blocks), said, state.edition, zone, private=True)


def _facts(loan: Loan, state: Thing, able: Sequence[PersonId], zone: str) -> Iterator[tuple[str, Text]]:
    yield "Borrower", (Mention(loan.borrower),)
    yield "When", (span_words(loan.start, loan.until, zone),)
    if state.quantity > 1:
        yield "How many", (f"{loan.quantity} of {state.quantity}",)
    if loan.wants:
        yield "Asked for", (f"to keep it until {end_words(loan.wants, zone)}",)
    if loan.standing is Standing.ASKED or loan.wants:
        yield "Decided by", people(able, "or")
    if loan.proposal:
        yield "Decided by", (Link(loan.proposal, loan.proposal),)


def buttons(stream: StreamId, state: Thing, loan: Loan) -> Iterator[Button]:
    """What can be pressed as it stands; whether somebody may is looked at when they press."""
    if loan.standing is Standing.ASKED or loan.wants:
        yield from deciding(stream, state, loan)
    if loan.standing is Standing.BOOKED and state.is_handed_out:
        yield pressed("Hand out", "lend-thing", stream, state, loan)
    if loan.standing is Standing.OUT or (loan.standing is Standing.BOOKED and not state.is_handed_out):
        yield pressed("It is back" if state.is_handed_out else "End it now", "return-thing", stream, state, loan)
    if loan.standing in (Standing.BOOKED, Standing.OUT):
        yield longer(stream, state, loan)
    if loan.standing is not Standing.OUT:
        yield pressed("Cancel it", "cancel-loan", stream, state, loan)
    yield Button("Calendar", Press(stream, state.edition, "thing"))


def deciding(stream: StreamId, state: Thing, loan: Loan) -> Iterator[Button]:
    """The two buttons of whoever decides."""
    yield pressed("Accept", "accept-loan", stream, state, loan)
    yield pressed("Decline", "decline-loan", stream, state, loan)


def longer(stream: StreamId, state: Thing, loan: Loan) -> Button:
    """Of what is lent freely it is kept for longer at once; of other things whoever keeps it is asked."""
    label = "Keep it for longer" if state.lending is Lending.FREELY else "Ask to extend"
    return pressed(label, "extend-loan", stream, state, loan)


def pressed(label: str, action: str, stream: StreamId, state: Thing, loan: Loan) -> Button:
    """A button about one loan."""
    return Button(label, Press(stream, state.edition, action, str(loan.number)))
