"""Each event of a shared thing as a sentence, for what is said of it and for its history."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from governance_core.cards.plain import one_line
from governance_core.cards.text import Link, Mention, Text, text
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.things.events import ThingAdded, ThingChanged, ThingDamaged, ThingRepaired, ThingRetired
from governance_core.things.loan_events import (
    LoanAsked,
    LoanBooked,
    LoanCancelled,
    LoanDeclined,
    LoanEnded,
    LoanExtended,
    LoanHandedOver,
    LoanLent,
    LoanLongerAsked,
    LoanLongerRefused,
    LoanNotThere,
    LoanOrphaned,
    LoanProposed,
    LoanReminded,
    LoanReturned,
)
from governance_core.things.model import Lending, Standing, Step, Thing
from governance_core.things.spans import end_words, span_words

REASON_LIMIT: Final = 200


@dataclass(frozen=True, slots=True)
class Told:
    """Of which thing it is told, in whose zone, to whom (None: to everybody); `brief` in a list of what happened."""

    which: str
    state: Thing
    zone: str
    viewer: PersonId | None
    brief: bool = False

    def who(self, person: PersonId) -> Text:
        """`You`, or the name."""
        return ("You",) if person == self.viewer else (Mention(person),)

    def whom(self, person: PersonId) -> Text:
        """`you`, or the name, within a sentence."""
        return ("you",) if person == self.viewer else (Mention(person),)

    def has(self, person: PersonId) -> str:
        """`have` of you, `has` of others."""
        return "have" if person == self.viewer else "has"

    def span(self, event: Any) -> str:
        """From when until when."""
        return span_words(event.start, event.until, self.zone)

    def end(self, event: Any) -> str:
        """Until when."""
        return end_words(event.until, self.zone)


def sentence(stream: StreamId, event: Any, state: Thing, zone: str, viewer: PersonId | None) -> Text:
    """What happened, in a sentence."""
    told = Told(f"{stream} ({one_line(state.name, 60)})", state, zone, viewer)
    return _SAID[type(event)](event, told)


def in_history(stream: StreamId, event: Any, state: Thing, zone: str) -> Text:
    """The same below a heading that names the thing."""
    return _SAID[type(event)](event, Told(stream, state, zone, None, brief=True))


def why(reason: str) -> str:
    """The end of a sentence, with a reason where one was given."""
    return f": “{one_line(reason, REASON_LIMIT)}”." if reason else "."


def _asked(e: LoanAsked, told: Told) -> Text:
    many = f" × {e.quantity}" if e.quantity > 1 else ""
    for_what = f": {one_line(e.purpose, 120)}" if e.purpose else ""
    verb = "ask for" if e.borrower == told.viewer else "asks for"
    return text(told.who(e.borrower), f" {verb} {told.which}{many}, {told.span(e)}{for_what}.")


def _booked(e: LoanBooked, told: Told) -> Text:
    by = (
        text(": ", told.whom(e.person), " accepted it") if e.person else text(", as the circle consented" * e.by_circle)
    )
    return text(told.who(e.borrower), f" {told.has(e.borrower)} {told.which} booked, {told.span(e)}", by, ".")


def _declined(e: LoanDeclined, told: Told) -> Text:
    who = text(" by ", Mention(e.person)) if e.person else text(f": {e.outcome}" if e.outcome else "")
    return text(f"Not lent: {told.which}, {told.span(e)}; declined", who, why(e.reason))


def _lent(e: LoanLent, told: Told) -> Text:
    return text(told.who(e.borrower), f" {told.has(e.borrower)} {told.which} now, until {told.end(e)}.")


def _not_there(e: LoanNotThere, told: Told) -> Text:
    if told.viewer in e.late:
        return text(Mention(e.borrower), f" has {told.which} from now on, and you have it still. Please bring it back.")
    reason = "it is damaged" if not told.state.usable else "it is not back yet"
    return text(f"{told.which} should be with ", Mention(e.borrower), f" now, and {reason}. Press Hand out on its ",
                "calendar once it is there.")  # fmt: skip


def _longer_asked(e: LoanLongerAsked, told: Told) -> Text:
    verb = "ask" if e.borrower == told.viewer else "asks"
    until = end_words(e.wants, told.zone)
    return text(told.who(e.borrower), f" {verb} to keep {told.which} until {until}, not {told.end(e)}.")


def _longer_refused(e: LoanLongerRefused, told: Told) -> Text:
    said = text(told.which, f" is to be back by {told.end(e)}: ", told.whom(e.person), " cannot extend it")
    return text(said, why(e.reason))


def _returned(e: LoanReturned, told: Told) -> Text:
    early = ", early: the rest of its time is free" if e.at < e.until else ""
    late = ", late" if e.until < e.at else ""
    return text(f"{told.which} is back from ", Mention(e.borrower), f"{early}{late}.")


def _cancelled(e: LoanCancelled, told: Told) -> Text:
    gone = " ended, as they left the organisation." if e.left else text(" was cancelled by ", told.whom(e.person))
    end = () if e.left else (why(e.reason),)
    return text("The loan of ", told.which, " to ", Mention(e.borrower), f", {told.span(e)},", gone, end)


def _ended(e: LoanEnded, told: Told) -> Text:
    how = "is over" if e.how is Standing.OVER else "did not take place: nobody handed it out in time"
    return text("The loan of ", told.which, " to ", Mention(e.borrower), f", {told.span(e)}, {how}.")


def _reminded(e: LoanReminded, told: Told) -> Text:
    if told.viewer == e.borrower or (told.viewer is None and e.persons == (e.borrower,)):
        when = f"was due back by {told.end(e)}" if e.step is not Step.SOON else f"is due back by {told.end(e)}"
        return text(f"{told.which} {when}. Bring it back, or ", _for_longer(told), ".")
    return text(f"{told.which} was due back by {told.end(e)}, and ", Mention(e.borrower), " has it still.")


def _for_longer(told: Told) -> str:
    if told.state.lending is Lending.FREELY:
        return "see whether you can keep it for longer"
    return "ask to keep it for longer"


def _orphaned(e: LoanOrphaned, told: Told) -> Text:
    return text(Mention(e.borrower), f" left the organisation and has {told.which} still, until {told.end(e)}. ",
                "Ask for it back.")  # fmt: skip


def _damaged(e: ThingDamaged, told: Told) -> Text:
    many = "" if told.state.quantity == 1 else f" ({e.quantity} of {told.state.quantity})"
    then = "" if told.brief else " It is not lent until somebody who keeps it says that it can be used again."
    return text(f"{told.which} is damaged{many}, says ", Mention(e.person), why(e.what), then)


def _how_to_borrow(told: Told) -> str:
    return "" if told.brief else ". People borrow it with /share request, or by its card"


def _retired(e: ThingRetired, told: Told) -> Text:
    off = " What was booked is cancelled." if e.cancelled else ""
    return text(f"{told.which} is retired", why(e.reason), off)


_SAID: Mapping[type[Event], Callable[[Any, Told], Text]] = {
    ThingAdded: lambda e, told: text(told.who(e.person), f" added {told.which}", _how_to_borrow(told), "."),
    ThingChanged: lambda e, told: text(told.who(e.person), f" changed what is said of {told.which}."),
    ThingDamaged: _damaged,
    ThingRepaired: lambda e, told: text(f"{told.which} can be used again, says ", Mention(e.person), why(e.what)),
    ThingRetired: _retired,
    LoanAsked: _asked,
    LoanProposed: lambda e, told: text(f"{told.which}: ", Link(e.proposal, e.proposal), " decides about it."),
    LoanBooked: _booked,
    LoanDeclined: _declined,
    LoanLent: _lent,
    LoanNotThere: _not_there,
    LoanReturned: _returned,
    LoanExtended: lambda e, told: text(told.who(e.borrower), f" can keep {told.which} until {told.end(e)}."),
    LoanLongerAsked: _longer_asked,
    LoanLongerRefused: _longer_refused,
    LoanCancelled: _cancelled,
    LoanEnded: _ended,
    LoanReminded: _reminded,
    LoanOrphaned: _orphaned,
    LoanHandedOver: lambda e, told: text(f"{told.which}: ", Mention(e.to), " is the borrower."),
}
SHOWN_IN_HISTORY: Final = tuple(kind for kind in _SAID if kind not in (LoanHandedOver, LoanProposed, LoanReminded))
