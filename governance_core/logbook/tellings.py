"""What the circle hears once of an agreement: written down, asked about, objected to, kept, ending and ended."""

from collections.abc import Callable, Mapping
from typing import Any

from governance_core.cards.card import Block, Button, Buttons, Card, Paragraph, Press
from governance_core.cards.plain import labelled, one_line
from governance_core.cards.source import source_text
from governance_core.cards.text import Link, Mention, Text, When, say, text
from governance_core.feature import Home, Notice
from governance_core.kernel.ids import StreamId
from governance_core.kernel.message import Event
from governance_core.logbook.cards import NO_ROUND
from governance_core.logbook.messages import AgreementNoted
from governance_core.logbook.model import Agreement, Verdict, Why
from governance_core.logbook.moving import AgreementMoved
from governance_core.logbook.review_events import (
    AgreementExpired,
    AgreementRenewed,
    ExpiryAnnounced,
    ReviewAnswered,
    ReviewEnded,
    ReviewObjected,
    ReviewOpened,
)

VIEW = ("View decision", "decision")
CHANGE = ("Propose a change", "change-decision")
DROP = ("Propose to drop it", "drop-decision")
Told = tuple[Text, tuple[tuple[str, str], ...]]


def notices(event: Event, state: Agreement) -> tuple[Notice, ...]:
    """Who hears of an event. An adoption is told by its proposal; an overdue review is shown, and not told."""
    if type(event) not in _SAID or _is_quiet(event):
        return ()
    told = (state.circle, event.origin) if isinstance(event, AgreementMoved) else (state.circle,)
    return tuple(Notice(Home(circle), "announce") for circle in told)


def _is_quiet(event: Event) -> bool:
    """Keeping is no news, and a review that an objection opened is told of with the objection."""
    if isinstance(event, ReviewAnswered):
        return event.verdict is Verdict.KEEP
    return isinstance(event, ReviewOpened) and event.why is Why.OBJECTION


def telling(stream: StreamId, event: Event, state: Agreement, zone: str) -> Card | None:
    """What is said of an event; None when there is nothing to say of it."""
    told = _SAID.get(type(event))
    if told is None:
        return None
    words, offered = told(_named(stream, state), event, state)
    blocks: list[Block] = [Paragraph(words)]
    blocks.append(Buttons(tuple(Button(label, Press(stream, state.version, action)) for label, action in offered)))
    return Card(stream, tuple(blocks), words, state.version, zone)


def _named(stream: StreamId, state: Agreement) -> Text:
    return (Link(f"{stream} {labelled(state.title, state.practice, 80)}", stream),)


def _noted(named: Text, e: AgreementNoted, state: Agreement) -> Told:
    where = text(" It was decided elsewhere: ", source_text(e.source), ". ")
    return text(Mention(e.recorded_by), " put ", named, " into the logbook.", where, NO_ROUND), (VIEW,)


def _opened(named: Text, e: ReviewOpened, state: Agreement) -> Told:
    why = (
        text(Mention(e.by), " asks to look at ", named, " again")
        if e.by
        else text("It is time to look at ", named, " again")
    )
    back = " Did what people were concerned about happen?" if state.concerns() else ""
    asked = say(", until {due}: keep it, change it or drop it?", due=When(e.due, "date"))
    return text(why, asked, back, " It stays in force meanwhile."), (VIEW,)


def _answered(named: Text, e: ReviewAnswered, state: Agreement) -> Told:
    words = say(" would {verdict} {named}: “{why}”.", verdict=str(e.verdict), named=named, why=one_line(e.words, 200))
    then = " It stays in force. Anybody in the circle may propose what to do."
    return text(Mention(e.person), words, then), (CHANGE, DROP, VIEW)


def _objected(named: Text, e: ReviewObjected, state: Agreement) -> Told:
    words = say(" objects to {named}: “{harm}”.", named=named, harm=one_line(e.harm, 200))
    return text(Mention(e.person), words, _reviewed(state)), (CHANGE, DROP, VIEW)


def _reviewed(state: Agreement) -> Text:
    if state.review is None:
        return ()
    if state.review.overdue:
        return text(" It stays in force; its review is overdue, and goes on.")
    return say(" It stays in force, and is under review until {due}.", due=When(state.review.due, "date"))


def _renewed(named: Text, e: AgreementRenewed, state: Agreement) -> Told:
    silent = f" ({len(e.kept)} said so, {len(e.silent)} did not answer)" if e.silent else f" ({len(e.kept)} said so)"
    return text(named, f" is kept as it is{silent}. It is looked at again on ", When(e.review_at, "date"), "."), (VIEW,)


def _ended(named: Text, e: ReviewEnded, state: Agreement) -> Told:
    again = (
        say(" It is looked at again on {date}, as before.", date=When(state.review_at, "date"))
        if state.review_at
        else ()
    )
    return text("Nobody objects to ", named, " any more, so its review is over.", again), (VIEW,)


def _warned(named: Text, e: ExpiryAnnounced, state: Agreement) -> Told:
    assert state.expires_at is not None, "only what ends is announced to end"
    rest = ". If it is to go on, propose a change with a later date, or none."
    return text(named, " ends by itself on ", When(state.expires_at, "date"), rest), (CHANGE, VIEW)


def _expired(named: Text, e: AgreementExpired, state: Agreement) -> Told:
    return text(named, " has expired: it is not in force any more. Whoever needs it again proposes it anew."), (VIEW,)


def _moved(named: Text, e: AgreementMoved, state: Agreement) -> Told:
    words = say(" gave {named} to another circle to keep. It stays in force as it is.", named=named)
    return text(Mention(e.by), words), (VIEW,)


_SAID: Mapping[type[Event], Callable[[Text, Any, Agreement], Told]] = {
    AgreementNoted: _noted,
    ReviewOpened: _opened,
    ReviewAnswered: _answered,
    ReviewObjected: _objected,
    AgreementRenewed: _renewed,
    ReviewEnded: _ended,
    ExpiryAnnounced: _warned,
    AgreementExpired: _expired,
    AgreementMoved: _moved,
}
