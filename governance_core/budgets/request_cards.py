"""What people see of a budget request: its card, what is said of it, and lists."""

from collections.abc import Iterator, Sequence

from governance_core.budgets import parts_cards, paying_cards
from governance_core.budgets.cards import amount
from governance_core.budgets.circle_cards import by_circle, circle_buttons, decided_in
from governance_core.budgets.model import Envelope
from governance_core.budgets.reading import RequestRow
from governance_core.budgets.request_around import Around
from governance_core.budgets.request_model import ENDED, Content, Request, Route, Standing
from governance_core.budgets.request_next import notes
from governance_core.cards.card import (
    Block,
    Button,
    Buttons,
    Card,
    Entry,
    Facts,
    Heading,
    Listing,
    Press,
    Quote,
)
from governance_core.cards.plain import money_words, one_line
from governance_core.cards.text import Link, Mention, Money, Text, When, count, listed, people, say, text
from governance_core.circles.model import Circle
from governance_core.kernel.ids import PersonId, StreamId

NAME_LIMIT = 60
STATUS = {
    Standing.APPROVED: "approved",
    Standing.DECLINED: "declined",
    Standing.WITHDRAWN: "withdrawn",
    Standing.LAPSED: "lapsed",
    Standing.PAID: "paid",
    Standing.CLOSED: "closed",
}
_ENVELOPE = (
    "{allocated} allocated, {reserved} asked for, {committed} promised, {spent} spent: {available} still available, "
    "when this last changed"
)


def request_card(
    stream: StreamId,
    state: Request,
    circle: Circle,
    envelope: Envelope,
    zone: str,
    now: Around,
) -> Card:
    """The one card of a request, as everybody in the circle sees it."""
    blocks: tuple[Block, ...] = (
        Heading((f"Budget request {stream} · {circle.name}",), status(state)),
        Quote(f"{money(state)} for", state.content.purpose),
        Facts(tuple(_facts(state, envelope, now))),
        *parts_cards.parts_listed(stream, state),
        *_said(state),
        *paying_cards.paid_so_far(stream, state),
        *_buttons(stream, state, now),
        *notes(state, circle.name, now),
    )
    return Card(stream, blocks, _in_short(stream, state), state.version, zone)


def money(state: Request) -> str:
    """`EUR 450.00`."""
    return money_words(said_amount(state))


def said_amount(state: Request) -> Money:
    """The amount as it is said."""
    return amount(state.content.minor, state.content.of)


def status(state: Request) -> str:
    """How it stands, in words; how many have approved where several must."""
    if state.standing is Standing.APPROVED and state.paid:
        return "partly paid"
    if not state.is_open or state.terms is None:
        return STATUS.get(state.standing, "")
    if state.terms.route is Route.ANNOUNCE:
        return "announced"
    if by_circle(state):
        return "decided by consent"
    needed = state.terms.needed
    return "waits for approval" if needed == 1 else f"{len(state.approvals)} of {needed} approved"


def _facts(state: Request, envelope: Envelope, now: Around) -> Iterator[tuple[str, Text]]:
    content, terms = state.content, state.terms
    yield "Asked by", (Mention(state.requester),)
    yield "Payee", _payee(content, now.payee_left)
    if content.needed_by:
        yield "Needed by", (When(content.needed_by, "date"),)
    if state.holds:
        yield "Envelope", _envelope(envelope)
    if state.is_open and terms is not None:
        yield "Decided by", _route(state, now.able)
    if state.approvals:
        yield "Approved by", people(state.approvals)
    if now.lost:
        yield "Counts no more", text("the approval of ", people(now.lost), ", who could not give it now")
    yield from paying_cards.figures(state)
    if state.is_open and terms is not None and not by_circle(state):
        yield "Set aside until", (When(terms.lapses_at, "date"),)
    if state.proposal and not state.is_open:
        yield "Decided in", (Link(state.proposal, state.proposal),)


def _payee(content: Content, left: bool) -> Text:
    gone = ", who left the organisation" if left else ""
    return text(Mention(content.payee_person), gone) if content.payee_person else (one_line(content.payee),)


def _envelope(envelope: Envelope) -> Text:
    parts = ("allocated", "reserved", "committed", "spent", "available")
    return say(_ENVELOPE, **{part: amount(getattr(envelope, part), envelope.unit) for part in parts})


def _route(state: Request, able: Sequence[PersonId]) -> Text:
    terms = state.terms
    assert terms is not None, "what is open has terms"
    if by_circle(state):
        return decided_in(state)
    up_to = text("up to ", amount(terms.limit, state.content.of), ": ") if terms.limit else ()
    if terms.until is not None:
        return text(up_to, "announced, and approved ", When(terms.until), " unless somebody escalates it")
    several = f" ({count(terms.needed, 'approval')} needed)" if terms.needed > 1 else ""
    return text(up_to, people(able, "or"), f" can approve it{several}")


def _said(state: Request) -> Iterator[Quote]:
    if state.escalated_by is not None:
        yield Quote("Escalated", state.escalated_because, by=(Mention(state.escalated_by),))
    if state.reason:
        by = (Mention(state.settled_by),) if state.settled_by else ()
        yield Quote("Reason", state.reason, by=by)


def _buttons(stream: StreamId, state: Request, now: Around) -> Iterator[Buttons]:
    """What can be pressed as it stands; whether somebody may is looked at when they press."""
    found = [*parts_cards.report_buttons(stream, state), *paying_cards.buttons(stream, state, now.left)]
    if state.standing in ENDED:
        found.append(Button("Ask again", Press(stream, state.version, "request-again")))
    if not state.holds or state.paid or now.left:
        if found:
            yield Buttons((*found, Button("Balance", Press(state.circle, 0, "balance"))))
        return
    seen = state.version
    if state.is_open and state.terms is not None and state.terms.route is Route.ANNOUNCE:
        found.append(Button("Escalate", Press(stream, seen, "escalate-request")))
    elif by_circle(state):
        found += circle_buttons(state)
    elif state.is_open:
        found += deciding(stream, state)
        found.append(Button("Take to the circle", Press(stream, seen, "escalate-to-circle")))
    found.append(Button("Change", Press(stream, seen, "amend-request")))
    asked = f"Take {stream} back? What is set aside for it is free again then."
    found.append(Button("Withdraw", Press(stream, seen, "withdraw-request"), asked))
    found += [Button("Withdraw for them", Press(stream, seen, "withdraw-for"))] if now.heirs else []
    found.append(Button("Balance", Press(state.circle, 0, "balance")))
    yield Buttons(tuple(found))


def deciding(stream: StreamId, state: Request) -> list[Button]:
    """The two buttons of those who may approve it; approving says once more what of."""
    content = state.content
    payee = one_line(content.payee, NAME_LIMIT)
    asked = f"Approve {money(state)}, to be paid to {payee}? It is set aside already, so what is available stays."
    return [
        Button("Approve", Press(stream, state.version, "approve-request"), asked),
        Button("Decline", Press(stream, state.version, "decline-request")),
    ]


def _in_short(stream: StreamId, state: Request) -> Text:
    words = " for {purpose}, asked by {who}: {status}."
    said = say(words, purpose=one_line(state.content.purpose, 80), who=Mention(state.requester), status=status(state))
    return text(f"Budget request {stream}, ", said_amount(state), said)


def entry(row: RequestRow, circle: Circle) -> Entry:
    """A line of a list."""
    said = Money(row.minor, row.unit, row.exponent)
    words = text(
        f"{row.id} · ",
        said,
        f" · {one_line(row.purpose, 60)} · {circle.name} · {row.standing} · ",
        Mention(row.requester),
    )
    return Entry(words, row.id, Button("Open", Press(row.id, row.version, "request")), since=row.at)


def list_card(title: str, entries: Sequence[Entry], empty: str, older: Button | None = None) -> Card:
    """Requests, one a line, and the way to older ones."""
    rest = [Buttons((older,))] if older else []
    return Card(
        "requests", (Heading((title,)), Listing(tuple(entries), empty=empty), *rest), (f"{title}.",), private=True
    )


def named(stream: StreamId, state: Request) -> Text:
    """`B-1 (EUR 450.00 for Microphones)`."""
    return text(f"{stream} (", said_amount(state), f" for {one_line(state.content.purpose, 80)})")


def together(persons: Sequence[PersonId]) -> Text:
    """Who approved, by name."""
    return listed([Mention(person) for person in persons])
