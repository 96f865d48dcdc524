"""What people see of an agreement: the whole record, readable years later, and what is said when one is recorded."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from governance_core.cards.card import (
    Block,
    Button,
    Buttons,
    Card,
    Entry,
    Facts,
    Heading,
    Listing,
    Note,
    Paragraph,
    Press,
    Quote,
)
from governance_core.cards.plain import OLDER, READ_IN_FULL, TITLE_LIMIT, is_long, labelled, one_line
from governance_core.cards.source import SOURCE_LIMIT, source_text
from governance_core.cards.text import Link, Mention, Text, When, people, text
from governance_core.kernel.ids import StreamId
from governance_core.logbook.guards import version_difference
from governance_core.logbook.model import Agreement, SettledObjection
from governance_core.logbook.review_cards import (
    against,
    asked_back,
    changing_buttons,
    history,
    looked_words,
    next_step,
    review_buttons,
    review_facts,
    status,
)

ANSWERS = {
    "consent": "Consent",
    "concern": "Consent with concern",
    "stand_aside": "Stood aside",
    "kept": "Objection kept as a concern",
    "silent": "Silent (no answer)",
    "away": "Away",
}
NO_ROUND = "No round was held for it here."
SETTLED = {"withdrawn": "withdrawn by the objector", "concern": "kept as a concern"}


def agreement_card(stream: StreamId, state: Agreement, circle: str, zone: str) -> Card:
    """The record: text, who answered what, objections with how they were resolved, concerns, dates.

    Of a decision made elsewhere: its text, where it was made, and who wrote it down.
    """
    whole = Press(stream, state.version, "read-decision")
    blocks: list[Block] = [Heading((f"{stream} · {one_line(state.title)}",), status(state))]
    blocks.append(Facts(tuple(_facts(state, circle))))
    blocks += [*_driver(state, whole), Quote("Agreement", state.text, whole), *_terms(state, whole)]
    blocks += [*against(state, whole), *_how_it_came_about(state, whole), *history(state), *next_step(state)]
    if asked := tuple(review_buttons(stream, state)):
        blocks.append(Buttons(asked))
    if buttons := tuple(_buttons(state, whole, blocks)):
        blocks.append(Buttons(buttons))
    if state.decided_elsewhere:
        blocks.append(Note(text(Mention(state.recorded_by), " wrote down what was decided elsewhere. ", NO_ROUND)))
    return Card(stream, tuple(blocks), _summary(stream, state), state.version, zone)


def _buttons(state: Agreement, whole: Press, blocks: Sequence[Block]) -> Iterator[Button]:
    stream = StreamId(whole.ref)
    yield from changing_buttons(stream, state)
    if state.stands:
        yield Button("Add an action", Press(state.circle, 0, "add-action", stream))
    if not state.decided_elsewhere:
        yield Button("How it came about", Press(state.proposal, 0, "show"))
    if state.past:
        yield Button("What changed", Press(stream, state.version, "diff"))
    cut = len(state.title) > TITLE_LIMIT or len(state.source) > SOURCE_LIMIT
    if cut or any(isinstance(one, Quote) and is_long(one.words) for one in blocks):
        yield Button(READ_IN_FULL, whole)


def _summary(stream: StreamId, state: Agreement) -> Text:
    by = text(", decided elsewhere and recorded by ", Mention(state.recorded_by)) if state.decided_elsewhere else ()
    named = f"Agreement {stream}, {labelled(state.title, state.practice, 80)}, "
    if not state.stands:
        return text(named, str(state.standing), by, ".")
    if state.review is not None:
        return text(
            named, "in force, under review" if not state.review.overdue else "in force, review overdue", by, "."
        )
    return text(named, "in force", by, "; review ", _date(state), ".")


def _driver(state: Agreement, whole: Press | None) -> list[Block]:
    return [Quote("Driver", state.driver, whole)] if state.driver or not state.decided_elsewhere else []


def _terms(state: Agreement, whole: Press | None) -> Iterator[Block]:
    """What was agreed beside the text: what is measured, what is put off, what others decide."""
    agreed = (("Measured by", state.criteria), ("Put off", state.deferred), ("Left to others", state.delegated))
    return (Quote(label, words, whole) for label, words in agreed if words)


def _how_it_came_about(state: Agreement, whole: Press) -> list[Block]:
    return [] if state.decided_elsewhere else [Facts(tuple(_answers(state))), *_reservations(state, whole)]


def _date(state: Agreement) -> Text:
    return (When(state.review_at, "date"),) if state.review_at else ()


def _facts(state: Agreement, circle: str) -> Iterator[tuple[str, Text]]:
    yield "Circle", (circle,)
    if state.ended:
        by = text(", by ", Link(state.ended_by, state.ended_by)) if state.ended_by else ()
        yield str(state.standing).capitalize(), text(When(state.ended), by)
    if state.past:
        yield "Version", (str(state.version),)
    if state.adopted_at:
        yield "Adopted", (When(state.adopted_at),)
    if state.recorded_at:
        yield "Decided elsewhere", source_text(state.source)
        yield "Recorded by", text(Mention(state.recorded_by), ", ", When(state.recorded_at))
    if state.stands and state.review is None:
        yield "Review", _date(state)
    yield from review_facts(state)
    if state.stands and state.expires_at:
        yield "Ends by itself", (When(state.expires_at, "date"),)
    if not state.decided_elsewhere:
        origin = Link(state.proposal, state.proposal)
        yield "Proposed by", text(Mention(state.proposer), ", as ", origin, f" version {state.text_version}")
    if state.unlinked:
        yield "Subcircle not fully linked", (f"{', '.join(state.unlinked)}, when it was adopted",)


def _answers(state: Agreement) -> Iterator[tuple[str, Text]]:
    for answer, label in ANSWERS.items():
        persons = [person for person, given in state.answers.items() if given.answer == answer]
        if persons:
            yield f"{label} ({len(persons)})", people(persons)


def _reservations(state: Agreement, whole: Press | None) -> Iterator[Block]:
    concerns = {said: number for number, said in enumerate(state.concerns(), 1)}
    objected = {(one.person, one.harm) for one in state.objections}
    for person, given in state.answers.items():
        if (person, given.words) in objected:
            continue  # an objection kept as a concern stands with the objections, once
        if given.words and (number := concerns.get((person, given.words))):
            yield Quote(_concern(state, number), given.words, whole, (Mention(person),))
            yield from looked_words(state, number, whole)
        elif given.words:
            yield Quote("Reason for standing aside", given.words, whole, (Mention(person),))
    for position, objection in enumerate(state.objections, 1):
        number = concerns.get((objection.person, objection.harm), 0)
        label = f"Objection {position}, {_settled(objection)}"
        label += f", concern {number}{asked_back(state, number)}" if number and _is_looked_at(state) else ""
        yield Quote(label, objection.harm, whole, (Mention(objection.person),))
        yield from looked_words(state, number, whole)


def _concern(state: Agreement, number: int) -> str:
    """Numbered as soon as it is asked back."""
    return f"Concern {number}{asked_back(state, number)}" if _is_looked_at(state) else "Concern"


def _is_looked_at(state: Agreement) -> bool:
    return state.review is not None or bool(state.looked)


def _settled(objection: SettledObjection) -> str:
    resolved = f"raised to version {objection.version}, resolved in version {objection.settled_in}"
    return resolved if objection.settled == "resolved" else SETTLED.get(objection.settled, objection.settled)


def full_card(stream: StreamId, state: Agreement, zone: str) -> Card:
    """Everything in full."""
    blocks: list[Block] = [Heading((f"{stream} in full",), status(state)), Quote("Title", state.title)]
    blocks += [*_driver(state, None), Quote("Agreement", state.text), *_terms(state, None), *against(state, None)]
    blocks += [*_reservations(state, None), *history(state)]
    if state.decided_elsewhere:
        blocks.append(Quote("Decided elsewhere", state.source))
    return Card(stream, tuple(blocks), (f"{stream} in full.",), state.version, zone, private=True)


def record_card(stream: StreamId, state: Agreement, circle: str, zone: str) -> Card:
    """The record for those who read it without this program: what the card has no room for stands below."""
    card = agreement_card(stream, state, circle, zone)
    long = (("Title", state.title, TITLE_LIMIT), ("Decided elsewhere", state.source, SOURCE_LIMIT))
    below = (Quote(label, words) for label, words, room in long if len(words) > room)
    return replace(card, blocks=(*card.blocks, *below))


def list_card(entries: tuple[Entry, ...], title: str, empty: str, older: Press | None = None, note: str = "") -> Card:
    """Some agreements, a line each, and the way to older ones or a note on what is left out."""
    rest: list[Block] = [Buttons((Button(OLDER, older),))] if older else []
    rest += [Note((note,))] if note else []
    return Card("decisions", (Heading((title,)), Listing(entries, empty=empty), *rest), (f"{title}.",), private=True)


def difference_card(stream: StreamId, state: Agreement, since: int, zone: str) -> Card:
    """What changed since a version, with the proposals that led from one to the other."""
    blocks: list[Block] = [Heading((f"{stream} · what changed, version {since} → {state.version}",), status(state))]
    blocks += [*(version_difference(state, since) or (Paragraph(("The texts are the same.",)),))]
    old = state.past[since - 1].proposal
    presses = [(one, Press(one, 0, "show")) for one in dict.fromkeys((old, state.proposal)) if one]
    ways = [*(Button(f"Open {one}", press) for one, press in presses)]
    blocks.append(Buttons((*ways, Button("View decision", Press(stream, state.version, "decision")))))
    words = (f"What changed in {stream} from version {since} to {state.version}.",)
    return Card(stream, tuple(blocks), words, state.version, zone, private=True)
