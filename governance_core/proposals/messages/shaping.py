"""Commands of the stages before a round: asking, answering questions, reacting, and going on."""

from governance_core.cards.form import Lookup, Question, Words
from governance_core.kernel.ids import StreamId
from governance_core.kernel.message import Command, ask, message
from governance_core.proposals.messages.shared import ID, SEEN_VERSION


@message(
    "consent.ask",
    "Ask a question about a proposal, to understand it",
    path="consent ask",
    action="ask",
    title="Your question",
    submit="Ask",
    example='/consent ask P-1 question:"Who holds the key?"',
)
class AskQuestion(Command):
    """Row 3: any elector but the proposer, while questions are open."""

    id: StreamId = ask(ID)
    question: str = ask(Question(Words(long=True), "Question", "What do you need to understand?"))


@message(
    "consent.reply",
    "Answer a question about your proposal",
    path="consent reply",
    action="reply",
    argument="question",
    title="Your answer",
    submit="Answer",
    always_asks=True,
    example='/consent reply P-1 answer:"Ana does"',
)
class AnswerQuestion(Command):
    """Row 3: the proposer, as long as the proposal is open."""

    id: StreamId = ask(ID)
    answer: str = ask(Question(Words(long=True), "Answer", "Everybody in the circle reads it"))
    question: str = ask(Question(Lookup("question"), "Question", "Its number", form=False), default="")


@message(
    "consent.clear",
    "You have no questions (any more)",
    path="consent clear",
    action="clear",
    example="/consent clear P-1",
)
class HaveNoQuestions(Command):
    """Row 3: when nobody has questions, the stage ends before its time."""

    id: StreamId = ask(ID)


@message(
    "consent.react",
    "React to a proposal: one reaction each, no replies",
    path="consent react",
    action="react",
    title="Your reaction",
    submit="React",
    example='/consent react P-1 reaction:"I like it, and wonder about the winter"',
)
class React(Command):
    """Row 4: any elector but the proposer. Reactions never block."""

    id: StreamId = ask(ID)
    reaction: str = ask(Question(Words(long=True), "Reaction", "What do you think and feel about it?"))


@message(
    "stage.end",
    "End the questions or the reactions before their time (facilitator)",
    path="proposal continue",
    action="go-on",
    example="/proposal continue P-1",
)
class EndStage(Command):
    """Rows 3 and 4: the facilitator; a round is ended by nobody."""

    id: StreamId = ask(ID)


@message(
    "round.open",
    "Open the consent round on your proposal as it stands",
    path="proposal open",
    action="open-round",
    example="/proposal open P-1",
)
class OpenRound(Command):
    """Row 5: the proposer, once questions and reactions are over."""

    id: StreamId = ask(ID)
    version: int | None = ask(SEEN_VERSION, default=None)
