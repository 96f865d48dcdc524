"""What people see of an agreement: the whole record, readable years later."""

from collections.abc import Iterator

from governance_core.cards.card import Block, Button, Buttons, Card, Entry, Facts, Heading, Listing, Press, Quote
from governance_core.cards.plain import READ_IN_FULL, TITLE_LIMIT, is_long, labelled, one_line
from governance_core.cards.text import Link, Mention, Text, When, people, text
from governance_core.kernel.ids import StreamId
from governance_core.logbook.model import Agreement, SettledObjection

ANSWERS = {
    "consent": "Consent",
    "concern": "Consent with concern",
    "stand_aside": "Stood aside",
    "silent": "Silent (no answer)",
    "away": "Away",
}
SETTLED = {"withdrawn": "withdrawn by the objector", "concern": "kept as a concern"}


def agreement_card(stream: StreamId, state: Agreement, circle: str, zone: str) -> Card:
    """The record: text, who answered what, objections with how they were resolved, concerns, dates."""
    whole = Press(stream, state.version, "read-decision")
    blocks: list[Block] = [Heading((f"{stream} · {one_line(state.title)}",), _status(state))]
    blocks.append(Facts(tuple(_facts(state, circle))))
    blocks += [Quote("Driver", state.driver, whole), Quote("Agreement", state.text, whole)]
    blocks.append(Facts(tuple(_answers(state))))
    blocks.extend(_reservations(state, whole))
    how = Button("How it came about", Press(state.proposal, 0, "show"))
    cut = len(state.title) > TITLE_LIMIT or any(isinstance(one, Quote) and is_long(one.words) for one in blocks)
    blocks.append(Buttons((how, Button(READ_IN_FULL, whole)) if cut else (how,)))
    summary = text(
        f"Agreement {stream}, {labelled(state.title, state.practice, 80)}, in force; review ", _date(state), "."
    )
    return Card(stream, tuple(blocks), summary, state.version, zone)


def _status(state: Agreement) -> str:
    return "PRACTICE, agreement in force" if state.practice else "agreement in force"


def _date(state: Agreement) -> Text:
    return (When(state.review_at, "date"),) if state.review_at else ()


def _facts(state: Agreement, circle: str) -> Iterator[tuple[str, Text]]:
    yield "Circle", (circle,)
    if state.adopted_at:
        yield "Adopted", (When(state.adopted_at),)
    yield "Review", _date(state)
    if state.expires_at:
        yield "Ends by itself", (When(state.expires_at, "date"),)
    proposed = text(
        Mention(state.proposer), ", as ", Link(state.proposal, state.proposal), f" version {state.text_version}"
    )
    yield "Proposed by", proposed


def _answers(state: Agreement) -> Iterator[tuple[str, Text]]:
    for answer, label in ANSWERS.items():
        persons = [person for person, given in state.answers.items() if given.answer == answer]
        if persons:
            yield f"{label} ({len(persons)})", people(persons)


def _reservations(state: Agreement, whole: Press | None) -> Iterator[Block]:
    for person, given in state.answers.items():
        if given.words:
            label = "Concern" if given.answer == "concern" else "Reason for standing aside"
            yield Quote(label, given.words, whole, (Mention(person),))
    for number, objection in enumerate(state.objections, 1):
        yield Quote(f"Objection {number}, {_settled(objection)}", objection.harm, whole, (Mention(objection.person),))


def _settled(objection: SettledObjection) -> str:
    resolved = f"raised to version {objection.version}, resolved in version {objection.settled_in}"
    return resolved if objection.settled == "resolved" else SETTLED.get(objection.settled, objection.settled)


def full_card(stream: StreamId, state: Agreement, zone: str) -> Card:
    """Everything in full."""
    blocks: list[Block] = [Heading((f"{stream} in full",), _status(state)), Quote("Title", state.title)]
    blocks += [Quote("Driver", state.driver), Quote("Agreement", state.text), *_reservations(state, None)]
    return Card(stream, tuple(blocks), (f"{stream} in full.",), state.version, zone, private=True)


def list_card(entries: tuple[Entry, ...], title: str, empty: str, more: int = 0) -> Card:
    """Some agreements, a line each."""
    return Card(
        "decisions", (Heading((title,)), Listing(entries, empty=empty, more=more)), (f"{title}.",), private=True
    )
