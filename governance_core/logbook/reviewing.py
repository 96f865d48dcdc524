"""Commands of a review: what can be said in it, and what the clock presses (rows 18 to 20)."""

from governance_core.cards.form import Choice, Hidden, Lookup, Moment, Option, Question, Words
from governance_core.kernel.ids import StreamId
from governance_core.kernel.message import Command, ask, message

ID = Question(Lookup("agreement"), "Agreement")
_SEEN = Question(Hidden())
_CLOCK = frozenset({"clock"})
VERDICTS = (Option("keep", "Keep it"), Option("change", "Change it"), Option("drop", "Drop it"))
HAPPENED = (Option("yes", "Yes, it happened"), Option("no", "No, it did not"))


@message(
    "review.answer",
    "Say whether an agreement under review is kept, changed or dropped",
    path="decisions review",
    title="Keep, change or drop?",
    presets={"keep": {"answer": "keep"}, "change": {"answer": "change"}, "drop": {"answer": "drop"}},
    example="/decisions review D-1 answer:keep",
)
class AnswerReview(Command):
    """Row 19: an elector of the review; changeable until it ends. A reason to change or drop stops the renewal."""

    id: StreamId = ask(ID)
    answer: str = ask(Question(Choice(VERDICTS), "Answer"))
    reason: str = ask(
        Question(
            Words(long=True),
            "Why it should not stay as it is",
            "What harm does it do, or what has changed?",
            only_if=("answer", ("change", "drop")),
        ),
        default="",
    )
    version: int | None = ask(_SEEN, default=None)


@message(
    "review.object",
    "Object to an agreement: it stays in force, and a review of it opens at once",
    path="decisions object",
    action="object-later",
    title="Object to an agreement",
    submit="Object",
    example='/decisions object D-1 harm:"The beds by the wall drown"',
)
class ObjectLater(Command):
    """Row 18: whoever may see the agreement. Pressed again by the objector, it rewords their objection."""

    id: StreamId = ask(ID)
    harm: str = ask(Question(Words(long=True), "Harm", "What harm does it do to the circle's aim?"))
    safe: str | None = ask(Question(Words(long=True), "Safe", "What would make it safe enough?"), default=None)


@message(
    "review.ask",
    "Ask for the review of an agreement now",
    path="decisions renew",
    action="renew",
    example="/decisions renew D-1 review:90d",
)
class AskReview(Command):
    """Any member of its circle. An overdue review opens anew, with those who sit in the circle now."""

    id: StreamId = ask(ID)
    review: str | None = ask(
        Question(Moment(), "Next review", "If it is kept: 90d or a date", form=False), default=None
    )


@message(
    "review.look",
    "Say whether a concern about an agreement came true",
    path="decisions concern",
    action="look-back",
    argument="concern",
    title="Did it happen?",
    example="/decisions concern D-1 concern:1 happened:no",
)
class LookBack(Command):
    """Row 19: every concern of the round is asked back."""

    id: StreamId = ask(ID)
    happened: str = ask(Question(Choice(HAPPENED), "Did it happen?"))
    words: str = ask(Question(Words(long=True), "In words", "What happened, or what helped"), default="")
    concern: str = ask(Question(Words(), "Concern", "Its number on the card", form=False), default="1")


@message(
    "review.note",
    "Note what a review came to, for the record (secretary or lead)",
    path="decisions outcome",
    action="note-outcome",
    title="What the review came to",
    submit="Put it into the record",
    example='/decisions outcome D-1 note:"We water less from May on and look again in autumn"',
)
class NoteOutcome(Command):
    """Words beside the latest review. They decide nothing: a review ends by its answers alone."""

    id: StreamId = ask(ID)
    note: str = ask(Question(Words(long=True), "Outcome", "What was said and found, for those who read it later"))


@message("review.open", "The review of an agreement begins", pressed_by=_CLOCK)
class OpenReview(Command):
    """Row 19: a week before the review date."""

    id: StreamId


@message("review.close", "The review date of an agreement has come", pressed_by=_CLOCK)
class CloseReview(Command):
    """Rows 19 and 20: the silence rule gives the renewal, or the review is overdue."""

    id: StreamId


@message("review.remind", "Those who are silent in a review are reminded", pressed_by=_CLOCK)
class RemindReviewers(Command):
    """Whoever has not said yet whether the agreement is kept, at a decent hour, and nobody twice for one reminder."""

    id: StreamId


@message("review.check", "Seats or absences changed", pressed_by=frozenset({"policy"}))
class CheckReview(Command):
    """Whoever lost their seat is not asked any more; whoever is away is not waited for."""

    id: StreamId


@message("agreement.warn", "An agreement ends soon", pressed_by=_CLOCK)
class WarnOfExpiry(Command):
    """Its circle hears of it while there is time to renew it."""

    id: StreamId


@message("agreement.expire", "The expiry date of an agreement has come", pressed_by=_CLOCK)
class ExpireAgreement(Command):
    """Row 20: only this ends an agreement by itself."""

    id: StreamId
