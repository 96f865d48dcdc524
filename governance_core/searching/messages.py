"""What can be asked of the register."""

from governance_core.cards.form import Choice, Hidden, Lookup, Option, Question, Words
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.message import Query, ask, message

KINDS = (
    Option("D", "Agreements"),
    Option("P", "Proposals"),
    Option("B", "Budget requests"),
    Option("T", "Shared things"),
    Option("C", "Check-ins"),
    Option("X", "Blockers"),
    Option("A", "Actions"),
    Option("M", "Metrics"),
)


@message(
    "decisions.search",
    "Find anything that has an id by its words: agreements, requests, blockers and more",
    path="decisions search",
    action="find-decision",
    title="Search the register",
    submit="Search",
    free_text="text",
    example='/decisions search water circle:garden when:"last year"',
)
class SearchRegister(Query):
    """Words of title, driver, text (of any version), objection or concern, in any order; all of them must occur.

    Of a budget request: its purpose, payee, parts, receipts and reasons; of a shared thing: name, place and damage;
    of a check-in its title; of a blocker what is blocked and how it was resolved; of an action what is to be done, the
    note and the reason; of a metric its name.

    Case and accents make no difference, and the beginning of a word is enough.
    """

    text: str = ask(Question(Words(), "Words", "In any order; the beginning of a word is enough; * for everything"))
    circle: CircleId | None = ask(Question(Lookup("circle"), "Circle", form=False), default=None)
    person: PersonId | None = ask(
        Question(Lookup("person"), "Person", "Who proposed it, recorded it, objected or had a concern", form=False),
        default=None,
    )
    state: str | None = ask(
        Question(Lookup("register state"), "State", "open, adopted, in force, lapsed, …", form=False), default=None
    )
    when: str | None = ask(
        Question(Lookup("period"), "When", "2026, March 2026, last week, 30d, since 2026-03-01", form=False),
        default=None,
    )
    only: str | None = ask(Question(Choice(KINDS), "Only", "One kind of item", form=False), default=None)
    before: StreamId | None = ask(
        Question(Lookup("item"), "Before", "Only what is older than this", form=False), default=None
    )


@message("decisions.found_more", "More of what a search found", action="found-more", argument="page", path=None)
class MoreFound(Query):
    """The page after the one that was seen, as the button on that one carries it."""

    page: str = ask(Question(Hidden()), default="")
