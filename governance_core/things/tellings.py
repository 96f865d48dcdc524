"""What is said once when something happens to a shared thing, to whom, and what the one who pressed is told."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from governance_core.cards.card import Block, Button, Buttons, Card, Note, Paragraph, Press
from governance_core.cards.plain import one_line
from governance_core.cards.text import Text, people, text
from governance_core.feature import Home, Notice
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.things.events import ThingDamaged, ThingRepaired, ThingRetired
from governance_core.things.loan_cards import deciding, longer, pressed
from governance_core.things.loan_events import (
    LoanAsked,
    LoanBooked,
    LoanCancelled,
    LoanDeclined,
    LoanEnded,
    LoanExtended,
    LoanLent,
    LoanLongerAsked,
    LoanLongerRefused,
    LoanNotThere,
    LoanOrphaned,
    LoanReminded,
    LoanReturned,
)
from governance_core.things.model import Loan, Standing, Thing
from governance_core.things.sentences import sentence


def notices(event: Event, state: Thing) -> tuple[Notice, ...]:
    """The circle hears of damage, repair and retirement; keepers of what waits for them; borrowers of what others did.

    What is new stands on the card, which is drawn anew each time.
    """
    found = _NOTICES.get(type(event))
    return tuple(found(event, state)) if found else ()


def _home(state: Thing) -> Notice:
    return Notice(Home(state.circle), "announce")


def _whispers(persons: Sequence[PersonId]) -> list[Notice]:
    return [Notice(person, "whisper") for person in dict.fromkeys(persons)]


def _unless(person: PersonId | None, borrower: PersonId) -> list[Notice]:
    """Whoever did it themselves is told by the receipt."""
    return [] if person == borrower else _whispers([borrower])


def _of_reminder(e: LoanReminded, state: Thing) -> list[Notice]:
    here = [Notice(Home(state.circle), "reminder")] if any(one not in e.direct for one in e.persons) else []
    return [*here, *(Notice(person, "reminder", platform) for person, platform in e.direct.items())]


_NOTICES: Mapping[type[Event], Callable[[Any, Thing], Sequence[Notice]]] = {
    ThingDamaged: lambda e, state: [_home(state), *_whispers((*e.keepers, *e.booked))],
    ThingRepaired: lambda e, state: [_home(state)],
    ThingRetired: lambda e, state: [_home(state), *_whispers([one for one in e.cancelled if one != e.person])],
    LoanAsked: lambda e, state: _whispers(e.keepers),
    LoanBooked: lambda e, state: _whispers([e.borrower]) if e.person or e.by_circle else [],
    LoanDeclined: lambda e, state: _whispers([e.borrower]),
    LoanLent: lambda e, state: _unless(e.person, e.borrower),
    LoanNotThere: lambda e, state: _whispers((e.borrower, *e.keepers, *e.late)),
    LoanReturned: lambda e, state: [*_unless(e.person, e.borrower), *_whispers(e.waiting)],
    LoanExtended: lambda e, state: _unless(e.person, e.borrower),
    LoanLongerAsked: lambda e, state: _whispers(e.keepers),
    LoanLongerRefused: lambda e, state: _unless(e.person, e.borrower),
    LoanCancelled: lambda e, state: [] if e.left else _unless(e.person, e.borrower),
    LoanEnded: lambda e, state: _whispers([e.borrower]) if e.how is Standing.LAPSED else [],
    LoanReminded: _of_reminder,
    LoanOrphaned: lambda e, state: _whispers(e.keepers),
}


def telling(stream: StreamId, event: Any, state: Thing, zone: str, viewer: PersonId | None) -> Card | None:
    """What they hear, with what there is to press; None when there is nothing to say any more."""
    said = _reminder(stream, event, state, zone, viewer) if isinstance(event, LoanReminded) else None
    if isinstance(event, LoanReminded) and said is None:
        return None
    words = said or sentence(stream, event, state, zone, viewer)
    blocks: list[Block] = [
        Paragraph(words),
        Buttons((*_pressed_on(stream, event, state, viewer), _open(stream, state))),
    ]
    if isinstance(event, LoanReminded) and viewer is not None and event.direct.get(viewer):
        blocks.append(Note(("You asked for reminders as direct messages; /me settings changes that.",)))
    return Card(stream, tuple(blocks), words, state.edition, zone)


def _open(stream: StreamId, state: Thing) -> Button:
    return Button("Open", Press(stream, state.edition, "thing"))


def _pressed_on(stream: StreamId, event: Any, state: Thing, viewer: PersonId | None) -> Sequence[Button]:
    if isinstance(event, ThingDamaged) and viewer in event.keepers and state.broken:
        return [Button("It is repaired", Press(stream, state.edition, "repair-thing"))]
    loan = state.loans.get(getattr(event, "loan", 0))
    if loan is None:
        return ()
    if isinstance(event, LoanAsked) and loan.standing is Standing.ASKED and viewer != loan.borrower:
        return list(deciding(stream, state, loan))
    if isinstance(event, LoanLongerAsked) and loan.wants == event.wants:
        return list(deciding(stream, state, loan))
    if isinstance(event, LoanReminded | LoanLent | LoanOrphaned) and loan.standing is Standing.OUT:
        return [pressed("It is back", "return-thing", stream, state, loan), longer(stream, state, loan)]
    if isinstance(event, LoanNotThere) and viewer in event.late:
        return [pressed("It is back", "return-thing", stream, state, one) for one in _had_by(viewer, state)]
    return ()


def _had_by(viewer: PersonId | None, state: Thing) -> list[Loan]:
    return [one for one in state.loans.values() if one.borrower == viewer and one.standing is Standing.OUT][:3]


def _reminder(stream: StreamId, e: LoanReminded, state: Thing, zone: str, viewer: PersonId | None) -> Text | None:
    """In the place for those who are not told alone; nothing once it is back."""
    if e.loan not in state.loans or state.loans[e.loan].until != e.until:
        return None
    words = sentence(stream, e, state, zone, viewer)
    if viewer is not None:
        return words
    here = [person for person in e.persons if person not in e.direct]
    return text(people(here, ping=True), ": ", words)


def receipt(stream: StreamId, events: Sequence[Any], state: Thing, zone: str, by: PersonId | None) -> Card:
    """What the one who pressed is told: what was recorded, and what comes next."""
    words = _receipt_words(stream, events, state, zone, by)
    blocks: tuple[Block, ...] = (Paragraph(words), Buttons(tuple(_after(stream, events, state))))
    return Card(stream, blocks, words, state.edition, private=True, tone="done")


def _receipt_words(stream: StreamId, events: Sequence[Any], state: Thing, zone: str, by: PersonId | None) -> Text:
    if not events:
        return text(f"It was so already with {stream} ({one_line(state.name, 60)}); nothing changed.")
    last = events[-1]
    words = sentence(stream, last, state, zone, by)
    match last:
        case LoanAsked(proposed=True):
            return text(
                "Held for you until it is decided. ", words, " It is put to the circle, which decides by consent."
            )
        case LoanLongerAsked(keepers=keepers):
            return text("Held for you until somebody answers. ", words, " It waits for ", people(keepers, "or"), ".")
        case LoanAsked(keepers=keepers) if keepers:
            return text("Held for you until it is decided. ", words, " It waits for ", people(keepers, "or"), ".")
        case _:
            return text("Recorded. ", words)


def _after(stream: StreamId, events: Sequence[Any], state: Thing) -> Sequence[Button]:
    loan = state.loans.get(getattr(events[-1], "loan", 0)) if events else None
    found = [_open(stream, state)]
    if loan is not None:
        found.insert(0, Button(f"Loan {loan.number}", Press(stream, state.edition, "loan", str(loan.number))))
    return found
