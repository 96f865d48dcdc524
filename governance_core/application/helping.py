"""What can be done here, by task: the page of help, and the commands of a topic."""

from collections.abc import Sequence

from governance_core.cards.card import Block, Button, Buttons, Card, Entry, Heading, Listing, Note, Paragraph, Press
from governance_core.cards.form import Choice, Option, Question
from governance_core.cards.text import Bold, text
from governance_core.feature import Features
from governance_core.kernel.message import Query, ask, message

TOPICS = (
    Option("decide", "Make a decision together", "Decide"),
    Option("answer", "Answer a round, or object", "Answer"),
    Option("find", "Find what was decided", "Find"),
    Option("money", "Ask for money, and see what circles have", "Money"),
    Option("work", "Check in, say what is in your way, help others", "Work"),
    Option("share", "Borrow what circles share, and lend it", "Share"),
    Option("circles", "See circles and who sits where", "Circles"),
    Option("me", "Your inbox, answers, absences and accounts", "You"),
    Option("bot", "Look after the bot and its config file (admins)", "The bot"),
    Option("all", "Every command", "All commands"),
)
_NOUNS = {
    "decide": ("proposal",),
    "answer": ("consent",),
    "find": ("decisions",),
    "work": ("checkin", "blocker", "action", "metric"),
    "money": ("budget", "books"),
    "share": ("share",),
    "circles": ("circle",),
    "me": ("me",),
    "bot": ("governance",),
}


@message(
    "help",
    "What you can do here, by task",
    path="help",
    action="help",
    argument="topic",
    strangers=True,
    example="/help topic:decide",
)
class Help(Query):
    """What there is to do, by task, or the commands for one of them."""

    topic: str | None = ask(Question(Choice(TOPICS), "Topic"), default=None)


def help_card(topic: str | None, features: Features) -> Card:
    """The topics, or the commands of one of them."""
    if topic is None:
        rows = [Entry((option.label,), button=_topic(option)) for option in TOPICS]
        first = Paragraph(
            ("Circlet helps a circle decide by consent: a proposal stands unless somebody sees harm in it.",)
        )
        note = Note(
            ("Everything can be pressed, or typed as a command. Nothing you press is final until a round ends.",)
        )
        blocks: tuple[Block, ...] = (Heading(("What would you like to do?",)), first, Listing(tuple(rows)), note)
        return Card("help", blocks, summary=("Help, by task.",), private=True)
    label = next(option.label for option in TOPICS if option.value == topic)
    lines = _every(features) if topic == "all" else _commands(_NOUNS[topic], features)
    back = Buttons((Button("All topics", Press("help", 0, "help")),))
    return Card("help", (Heading((label,)), Listing(tuple(lines)), back), summary=(f"Help: {label}.",), private=True)


def _commands(nouns: Sequence[str], features: Features) -> list[Entry]:
    found = [(path, one) for path, one in sorted(features.by_path.items()) if path.split()[0] in nouns]
    return [
        Entry(text(Bold(f"/{path}"), f"  {one.spec.summary}", f"  e.g. {one.spec.example}" if one.spec.example else ""))
        for path, one in found
    ]


def _every(features: Features) -> list[Entry]:
    """A line for each noun with its verbs; what they do is told by the topics, as nobody reads so much at once."""
    verbs: dict[str, list[str]] = {}
    for path in sorted(features.by_path):
        noun, _, verb = path.partition(" ")
        verbs.setdefault(noun, []).append(verb)
    return [
        Entry(text(Bold(f"/{noun}"), f"  {', '.join(filter(None, those))}".rstrip())) for noun, those in verbs.items()
    ]


def _topic(option: Option) -> Button:
    return Button(option.help, Press("help", 0, "help", option.value))
