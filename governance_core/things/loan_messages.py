"""What can be asked of loans: requesting, accepting, handing out, giving back, extending and cancelling them."""

from governance_core.cards.form import Moment, Question, Words
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.kernel.message import Command, Query, ask, message
from governance_core.things.messages import ID

_LOAN = Question(Words(), "Loan", "Its number on the card; blank where there is only one", form=False)
_FROM = Question(Moment(), "From", "Friday 17:00, or a day (all of it); blank: from now on")
_TO = Question(Moment(), "Until", "A time, a day (all of it), or a length such as 3h or 2d")
_CLOCK = frozenset({"clock"})
_POLICY = frozenset({"policy"})


@message(
    "loan.request",
    "Borrow a shared thing, or book it for later",
    path="share request",
    action="request-thing",
    title="Borrow a shared thing",
    submit="Ask for it",
    example='/share request T-1 start:2026-06-05 until:2026-06-06 purpose:"Shelves"',
)
class RequestLoan(Command):
    """Whoever may borrow it. Booked, or held until it is decided, in the same instant."""

    id: StreamId = ask(ID)
    start: str | None = ask(_FROM, default=None)
    until: str = ask(_TO)
    purpose: str = ask(Question(Words(), "What for"), default="")
    quantity: str = ask(Question(Words(), "How many", "Of several", form=False), default="1")


@message(
    "loan.accept",
    "Accept a request for a shared thing, or to keep it longer",
    path="share accept",
    action="accept-loan",
    argument="loan",
)
class AcceptLoan(Command):
    """Whoever keeps it, but not for themselves: that it is lent, or that it is for longer."""

    id: StreamId = ask(ID)
    loan: str = ask(_LOAN, default="")


@message(
    "loan.decline",
    "Decline a request for a shared thing, with a reason",
    path="share decline",
    action="decline-loan",
    argument="loan",
    title="Decline the request",
    submit="Decline",
    example='/share decline T-1 loan:3 reason:"It is being cleaned then"',
)
class DeclineLoan(Command):
    """Whoever could accept it."""

    id: StreamId = ask(ID)
    reason: str = ask(Question(Words(long=True), "Reason", "And when it would work"))
    loan: str = ask(_LOAN, default="")


@message(
    "loan.lend",
    "Say that a booked thing was handed out",
    path="share lend",
    action="lend-thing",
    argument="loan",
    example="/share lend T-1 loan:3",
)
class LendThing(Command):
    """Whoever keeps it; of what is lent freely also the borrower."""

    id: StreamId = ask(ID)
    loan: str = ask(_LOAN, default="")


@message(
    "loan.return",
    "Say that a shared thing is back",
    path="share return",
    action="return-thing",
    argument="loan",
    example="/share return T-1",
)
class ReturnThing(Command):
    """The borrower, or whoever keeps it. The rest of the time is free for others."""

    id: StreamId = ask(ID)
    loan: str = ask(_LOAN, default="")


@message(
    "loan.extend",
    "Keep a shared thing for longer, or ask whoever keeps it",
    path="share extend",
    action="extend-loan",
    argument="loan",
    title="Keep it for longer",
    submit="Extend",
    example="/share extend T-1 until:2026-06-05",
)
class ExtendLoan(Command):
    """Of what is lent freely the borrower, else whoever keeps it; a borrower asks them."""

    id: StreamId = ask(ID)
    until: str = ask(Question(Moment(), "Until", "A time, a day (all of it), or how much longer: 2d"))
    loan: str = ask(_LOAN, default="")


@message(
    "loan.cancel",
    "Cancel a request or a booking before it is handed out",
    path="share cancel",
    action="cancel-loan",
    argument="loan",
    title="Cancel the booking",
    submit="Cancel it",
    always_asks=True,
    example="/share cancel T-1 loan:3",
)
class CancelLoan(Command):
    """The borrower; with a reason also whoever keeps it."""

    id: StreamId = ask(ID)
    loan: str = ask(_LOAN, default="")
    reason: str = ask(Question(Words(), "Reason", "Who keeps it gives one; the borrower need not"), default="")


@message(
    "loan.show",
    "A loan, and what can be done with it",
    path="share loan",
    action="loan",
    argument="loan",
    example="/share loan T-1 loan:3",
)
class ShowLoan(Query):
    """One line of a thing's calendar, with its buttons."""

    id: StreamId = ask(ID)
    loan: str = ask(_LOAN, default="")


@message("loan.turn", "Something is due with the loans of a thing", pressed_by=_CLOCK)
class TurnLoans(Command):
    """What begins, ends, or should be back by now, and whom to remind of it."""

    id: StreamId


@message("loan.note_proposal", "A loan was put to its circle", pressed_by=_POLICY)
class NoteLoan(Command):
    """The proposal that decides it."""

    id: StreamId
    loan: int
    proposal: StreamId


@message("loan.grant", "The circle consented to a loan", pressed_by=_POLICY)
class GrantLoan(Command):
    """It is booked."""

    id: StreamId
    loan: int
    proposal: StreamId


@message("loan.refuse", "The proposal of a loan ended without being adopted", pressed_by=_POLICY)
class RefuseLoan(Command):
    """What was held is free; `because` says how the proposal ended."""

    id: StreamId
    loan: int
    proposal: StreamId
    because: str


@message("loan.leave", "A borrower belongs to the organisation no more", pressed_by=_POLICY)
class EndLoansOf(Command):
    """What they booked is free; what they have is to be fetched."""

    id: StreamId
    person: PersonId


@message("loan.hand_over", "A borrower turned out to be somebody known", pressed_by=_POLICY)
class HandLoans(Command):
    """Their loans are that person's."""

    id: StreamId
    person: PersonId
    to: PersonId
