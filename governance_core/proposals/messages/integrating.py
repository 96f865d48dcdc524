"""The command that offers a way to meet an objection, in its five forms (rows 12 and 13)."""

from typing import Final

from governance_core.cards.form import Choice, Lookup, Moment, Option, Question, Words
from governance_core.kernel.ids import StreamId
from governance_core.kernel.message import Command, ask, message
from governance_core.proposals.messages.shared import ID, SEEN_VERSION

TEXT: Final = "text"
TERM: Final = "term"
MEASURE: Final = "measure"
DEFER: Final = "defer"
DELEGATE: Final = "delegate"
FORMS: Final = (
    Option(TEXT, "Amended text"),
    Option(TERM, "Shorter term: look at it again sooner"),
    Option(MEASURE, "Added measure: see whether harm comes about"),
    Option(DEFER, "Deferred: a part of it is put off"),
    Option(DELEGATE, "Delegated: a circle or a role decides a part of it"),
)


@message(
    "consent.integrate",
    "Offer a change that would meet an objection: text, term, measure, put off, or delegate",
    path="consent integrate",
    action="offer",
    argument="objection",
    title="Offer an amendment",
    submit="Offer it",
    example='/consent integrate P-1 text:"Mon and Fri"',
)
class OfferAmendment(Command):
    """Rows 12 and 13: any elector; the objector is asked whether it resolves, the proposer whether it meets the driver.

    What kind of change comes first, then what is changed.
    """

    id: StreamId = ask(ID)
    kind: str = ask(Question(Choice(FORMS), "Kind of change", "How it would meet the objection", usual=TEXT))
    objection: str = ask(Question(Lookup("objection"), "Objection", "Which one it meets", form=False), default="")
    title: str | None = ask(Question(Words(), "Title", "", form=False), default=None)
    text: str = ask(
        Question(Words(long=True), "Amended proposal", "The whole text as it should read", only_if=("kind", (TEXT,))),
        default="",
    )
    review: str | None = ask(Question(Moment(), "Review", "90d or a date", form=False), default=None)
    term: str = ask(
        Question(Moment(), "Look at it again", "Sooner than it says now: 30d or a date", only_if=("kind", (TERM,))),
        default="",
    )
    measure: str = ask(
        Question(Words(long=True), "What is measured", "What would show the harm?", only_if=("kind", (MEASURE,))),
        default="",
    )
    looked_at: str = ask(
        Question(
            Words(), "What is looked at", "Who looks where, and when is it too much?", only_if=("kind", (MEASURE,))
        ),
        default="",
    )
    part: str = ask(
        Question(
            Words(long=True), "Which part", "What is not decided here and now?", only_if=("kind", (DEFER, DELEGATE))
        ),
        default="",
    )
    until: str = ask(
        Question(Moment(), "Put off until", "30d (after adoption) or a date", only_if=("kind", (DEFER,))), default=""
    )
    to: str = ask(
        Question(Lookup("decider"), "Who decides it", "A circle, or a role of one", only_if=("kind", (DELEGATE,))),
        default="",
    )
    version: int | None = ask(SEEN_VERSION, default=None)
