"""What can be asked of budget requests."""

from typing import Final

from governance_core.cards.form import ANY_CIRCLE, Choice, Hidden, Lookup, Moment, Option, Question, Toggle, Words
from governance_core.kernel.ids import CircleId, StreamId
from governance_core.kernel.message import Command, Menu, Query, ask, message

ID = Question(Lookup("request"), "Request")
SEEN_VERSION = Question(Hidden())
_CIRCLE = Question(Lookup("circle"), "Circle", "Out of whose envelope")
_AMOUNT = Question(Words(), "Amount", "As you write it: 450 EUR, or 1.234,50 €")
_PURPOSE = Question(Words(), "What for", "In a sentence: microphones for the podcast")
_PAYEE = Question(Words(), "Payee", "Who gets it: a shop, a member by name, or me")
_SHOWN = Question(Toggle(), "Shown", "The circle above may see it, where nobody else could decide it", form=False)
TO_CIRCLE: Final = "circle"
_TO = (
    Option("roles", "Those who hold the roles"),
    Option(TO_CIRCLE, "The circle, by consent"),
)
_PARTS = "One a line: 50% on signing; rest after report: midterm report"
_NEEDED = Question(Moment(), "Needed by", "A date such as 2026-06-01, or a length such as 14d")


@message(
    "budget.request",
    "Ask for money out of a circle's envelope: it is set aside at once",
    path="budget request",
    action="request-money",
    title="Ask for money",
    submit="Ask",
    example='/budget request circle:garden amount:"450 EUR" purpose:Microphones payee:me',
    menus=(Menu("Request budget for this", "message", {"purpose": "text"}),),
    free_text="purpose",
)
class RequestMoney(Command):
    """Anybody with a seat in the circle, up to so many open at once."""

    circle: CircleId = ask(_CIRCLE)
    amount: str = ask(_AMOUNT)
    purpose: str = ask(_PURPOSE)
    payee: str = ask(_PAYEE)
    needed_by: str | None = ask(_NEEDED, default=None)
    parts: str | None = ask(Question(Words(long=True), "In parts", _PARTS, form=False), default=None)
    shown: bool = ask(_SHOWN, default=False)


@message(
    "budget.again",
    "Ask anew for what was not approved",
    action="request-again",
    title="Ask anew",
    submit="Ask",
    always_asks=True,
)
class RequestAgain(Command):
    """Anybody with a seat in the circle, for what was declined, taken back or lapsed: a request of its own."""

    id: StreamId = ask(ID)
    circle: CircleId = ask(_CIRCLE)
    amount: str = ask(_AMOUNT)
    purpose: str = ask(_PURPOSE)
    payee: str = ask(_PAYEE)
    needed_by: str | None = ask(Question(Moment(), "Needed by", form=False), default=None)
    parts: str | None = ask(Question(Words(long=True), "In parts", _PARTS), default=None)

    def meant(self) -> Command:
        """A new request."""
        return RequestMoney(
            circle=self.circle,
            amount=self.amount,
            purpose=self.purpose,
            payee=self.payee,
            needed_by=self.needed_by,
            parts=self.parts,
        )


@message(
    "budget.approve",
    "Approve a request, as one who may (never your own)",
    path="budget approve",
    action="approve-request",
    example="/budget approve B-1",
)
class ApproveRequest(Command):
    """An approval belongs to the version that was seen."""

    id: StreamId = ask(ID)
    version: int | None = ask(SEEN_VERSION, default=None)


@message(
    "budget.decline",
    "Decline a request, with a reason",
    path="budget decline",
    action="decline-request",
    title="Decline the request",
    submit="Decline",
    example='/budget decline B-1 reason:"The library lends them"',
)
class DeclineRequest(Command):
    """Whoever may approve it; what was set aside is free again."""

    id: StreamId = ask(ID)
    reason: str = ask(Question(Words(long=True), "Reason", "What would have to be different"))
    version: int | None = ask(SEEN_VERSION, default=None)


@message(
    "budget.escalate",
    "Have an announced request approved by somebody, or one that waits decided by the circle",
    path="budget escalate",
    presets={"escalate-request": {"to": "roles"}, "escalate-to-circle": {"to": TO_CIRCLE}},
    title="Escalate the request",
    submit="Escalate",
    example='/budget escalate B-1 reason:"We have two of them already"',
)
class EscalateRequest(Command):
    """Anybody with a seat, as long as it is not decided: to the roles what is announced, else to the circle."""

    id: StreamId = ask(ID)
    reason: str = ask(Question(Words(long=True), "Reason", "Why somebody, or everybody, should look at it"))
    to: str | None = ask(Question(Choice(_TO), "To whom", form=False), default=None)
    shown: bool = ask(_SHOWN, default=False)
    version: int | None = ask(SEEN_VERSION, default=None)


@message(
    "budget.amend",
    "Change your request: earlier approvals do not count for it",
    path="budget amend",
    action="amend-request",
    title="Change the request",
    submit="Publish the change",
    always_asks=True,
    example='/budget amend B-1 amount:"400 EUR"',
)
class AmendRequest(Command):
    """The requester, as long as nothing is settled; the new amount is set aside in place of the old."""

    id: StreamId = ask(ID)
    amount: str | None = ask(_AMOUNT, default=None)
    purpose: str | None = ask(_PURPOSE, default=None)
    payee: str | None = ask(_PAYEE, default=None)
    needed_by: str | None = ask(_NEEDED, default=None)
    parts: str | None = ask(Question(Words(long=True), "In parts", _PARTS), default=None)
    shown: bool = ask(_SHOWN, default=False)
    version: int | None = ask(SEEN_VERSION, default=None)


@message(
    "budget.withdraw",
    "Take your request back: what was set aside is free again",
    path="budget withdraw",
    action="withdraw-request",
    example="/budget withdraw B-1",
)
class WithdrawRequest(Command):
    """The requester, also after it was approved; lead and purse once the requester has no seat there any more."""

    id: StreamId = ask(ID)
    reason: str = ask(Question(Words(), "Reason", form=False), default="")


@message(
    "budget.withdraw_for",
    "Take a request back for somebody who has no seat there any more",
    action="withdraw-for",
    title="Withdraw the request",
    submit="Withdraw",
)
class WithdrawFor(Command):
    """Whoever leads the circle or keeps its purse, with a reason."""

    id: StreamId = ask(ID)
    reason: str = ask(Question(Words(long=True), "Reason", "Whoever asked for it reads this"))

    def meant(self) -> Command:
        """The same as what who asked would do."""
        return WithdrawRequest(id=self.id, reason=self.reason)


@message("budget.stand", "The waiting time of an announced request is over", pressed_by=frozenset({"clock"}))
class ApproveAnnounced(Command):
    """Nobody escalated it."""

    id: StreamId


@message("budget.lapse", "A request was not decided in time", pressed_by=frozenset({"clock"}))
class LapseRequest(Command):
    """What was set aside for it is free again."""

    id: StreamId


@message("budget.leave", "Whoever asked belongs to the organisation no more", pressed_by=frozenset({"policy"}))
class EndOfLeaver(Command):
    """A request of somebody who left ends, unless it is approved already."""

    id: StreamId


@message(
    "budget.show",
    "A request with its figures, and who can approve it",
    path="budget show",
    action="request",
    example="/budget show B-1",
)
class ShowRequest(Query):
    """The card as it stands."""

    id: StreamId = ask(ID)


@message(
    "budget.list",
    "Requests, the newest first",
    path="budget list",
    action="requests",
    example="/budget list circle:garden state:asked",
)
class ListRequests(Query):
    """Of one circle, closed or not, or of all you can see."""

    circle: CircleId | None = ask(Question(Lookup(ANY_CIRCLE), "Circle"), default=None)
    state: str | None = ask(
        Question(
            Lookup("request state"), "State", "asked, approved, paid, closed, declined, withdrawn or lapsed", form=False
        ),
        default=None,
    )


@message("budget.list_more", "More requests", action="requests-more", argument="page", path=None)
class MoreRequests(Query):
    """The page after the one that was seen, as the button on that one carries it."""

    page: str = ask(Question(Hidden()), default="")


@message("budget.mine", "Your own requests", path="budget mine", action="my-requests", example="/budget mine")
class MyRequests(Query):
    """What you asked for, and what became of it."""
