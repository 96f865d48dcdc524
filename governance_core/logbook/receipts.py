"""What the one who pressed is told of an agreement: what was recorded, and what comes of it."""

from governance_core.cards.card import Button, Buttons, Card, Paragraph, Press
from governance_core.cards.text import Text, When, say, text
from governance_core.kernel.ids import StreamId
from governance_core.kernel.message import Event
from governance_core.logbook.messages import AgreementNoted
from governance_core.logbook.model import Agreement, Verdict
from governance_core.logbook.moving import AgreementMoved
from governance_core.logbook.review_events import (
    AgreementRenewed,
    LateObjectionWithdrawn,
    LookedBack,
    OutcomeNoted,
    ReviewAnswered,
    ReviewEnded,
    ReviewObjected,
    ReviewOpened,
)

STANDS = "It stays in force until the circle decides otherwise."


def receipt(stream: StreamId, events: tuple[Event, ...], state: Agreement) -> Card:
    """What was recorded, how to change it, and what followed."""
    words = _words(stream, events, state)
    buttons = [Button("View decision", Press(stream, state.version, "decision"))]
    if _is_against(events) and state.stands and not state.changing:
        buttons.insert(0, Button("Propose a change", Press(stream, state.version, "change-decision")))
        buttons.insert(1, Button("Propose to drop it", Press(stream, state.version, "drop-decision")))
    return Card(stream, (Paragraph(words), Buttons(tuple(buttons))), words, state.version, private=True, tone="done")


def _is_against(events: tuple[Event, ...]) -> bool:
    against = (one for one in events if isinstance(one, ReviewAnswered) and one.verdict is not Verdict.KEEP)
    return next(against, None) is not None or any(isinstance(one, ReviewObjected) for one in events)


def _words(stream: StreamId, events: tuple[Event, ...], state: Agreement) -> Text:
    if not events:
        return text(f"{stream} had this already; nothing changed.", _going_on(state))
    said = next((one for one in events if isinstance(one, ReviewObjected)), events[0])
    followed = _followed(events, state)
    kept = isinstance(said, ReviewAnswered) and said.verdict is Verdict.KEEP and not followed
    change = " You can change it until the review ends." if kept else ""
    return text(_said(stream, said, state), change, followed)


def _going_on(state: Agreement) -> Text:
    if state.review is None:
        return ()
    words = " Its review was due on {due}, and goes on." if state.review.overdue else " It is under review until {due}."
    return say(words, due=When(state.review.due, "date"))


def _said(stream: StreamId, event: Event, state: Agreement) -> Text:
    match event:
        case AgreementNoted():
            words = f"{stream} is in the logbook, as decided elsewhere and recorded by you. It is looked at again on "
            return text(words, When(event.review_at, "date"), ".")
        case ReviewOpened():
            return text(f"{stream} is under review until ", When(event.due, "date"), ". ", STANDS)
        case ReviewAnswered(verdict=Verdict.KEEP):
            return text(f"Recorded: you would keep {stream}.")
        case ReviewAnswered(verdict=verdict):
            return text(f"Recorded: you would {verdict} {stream}, and why. {STANDS} You may propose what to do.")
        case ReviewObjected():
            return text(f"Recorded: your objection to {stream}. {STANDS} You may propose what to do.")
        case LateObjectionWithdrawn():
            return text(f"Your objection to {stream} is withdrawn.")
        case LookedBack(concern=number, happened=happened):
            return text(f"Recorded: concern {number} about {stream} {'came' if happened else 'did not come'} true.")
        case AgreementMoved():
            return text(f"{stream} is kept by the other circle from now on. It stays in force as it is.")
        case OutcomeNoted():
            return text(f"Your note stands beside the review of {stream}.")
        case _:
            return text("Recorded.")


def _followed(events: tuple[Event, ...], state: Agreement) -> Text:
    last = events[-1]
    if isinstance(last, AgreementRenewed):
        return say(" With that it is kept, until its next review on {date}.", date=When(last.review_at, "date"))
    return text(" With that its review is over.") if isinstance(last, ReviewEnded) else ()
