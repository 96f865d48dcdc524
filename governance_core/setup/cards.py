"""What people see of setting up: the offer, the receipt, the welcome in the circle's place, and what comes next."""

from governance_core.cards.card import Button, Buttons, Card, Entry, Facts, Heading, Listing, Note, Paragraph, Press
from governance_core.cards.text import Link, Mention, Text, count, people, say, text
from governance_core.circles.model import FACILITATOR, Circle
from governance_core.circles.policy import Policy
from governance_core.setup.messages import PracticeEnded, SetupCompleted
from governance_core.setup.model import SETUP, Setup

ABOUT = "Circlet helps a circle decide by consent: a proposal stands unless somebody sees harm in it."


def offer_card(state: Setup) -> Card:
    """What stands in a server's channel: the way to set up, and afterwards only that it is done."""
    if state.done:
        words = text("Circlet is set up. /help shows what you can do with it.")
        return Card(SETUP, (Heading(("Circlet",), "set up"), Paragraph(words)), words, quiet=True)
    how = text("Whoever may manage this server can set it up in two minutes: a channel, its people, how they decide.")
    small = "Nobody is messaged, and nobody is in who was not picked. /governance setup does the same."
    blocks = (
        Heading(("Circlet",), "not set up yet"),
        Paragraph((ABOUT,)),
        Paragraph(how),
        Buttons((Button("Set up", Press(SETUP, 0, "set-up")),)),
        Note((small,)),
    )
    return Card(SETUP, blocks, ("Circlet is here, and not set up yet.",), quiet=True)


def receipt_card(words: Text, *more: Text) -> Card:
    """What the one who pressed is told."""
    return Card(SETUP, (Paragraph(words), *(Paragraph(one) for one in more)), words, private=True, tone="done")


def completed_words(event: SetupCompleted) -> tuple[Text, ...]:
    """What the one who set up is told: what there is now, and what they are in it."""
    words = say(
        "{circle} is set up: {people}, guided by {facilitator}. A welcome stands in its channel, with a practice "
        "proposal to try.",
        circle=event.name,
        people=count(len(event.members), "person", "people"),
        facilitator=Mention(event.facilitator),
    )
    seat = "" if event.by in event.members else " You are not in the circle yourself, so you have no say in it."
    return words, text("You keep its config from now on, as its admin.", seat)


def welcome_card(circle: Circle, policy: Policy, zone: str) -> Card:
    """Said once where the circle decides."""
    rows: list[tuple[str, Text]] = [
        ("Aim", (circle.aim,)),
        ("In it", people(circle.members)),
        ("Facilitated by", people([circle.roles[FACILITATOR]] if FACILITATOR in circle.roles else [])),
        ("A proposal", (_BEGINS[policy.process],)),
        ("A round", (f"lasts {policy.window.in_words()}, and ends as soon as everybody has answered",)),
        ("Whoever is silent", (_silence(policy),)),
    ]
    practice = "The practice proposal takes ten minutes at most, is marked PRACTICE and counts nowhere."
    blocks = (
        Heading((f"Welcome to {circle.name}",), "ready to decide"),
        Paragraph((ABOUT,)),
        Facts(tuple(rows)),
        Buttons((Button("Try a practice proposal", Press(circle.id, 0, "practice")), Button("Help", _HELP))),
        Note((practice,)),
    )
    summary = text(f"{circle.name} is set up: it can decide here from now on.")
    return Card(circle.id, blocks, summary, zone=zone)


_BEGINS = {
    "quick": "goes straight to its round",
    "full": "is asked about and put right first, and goes to its round then",
}


def _silence(policy: Policy) -> str:
    if policy.silence == "consents":
        return f"consents at the end, if {policy.quorum} of you answered"
    longer = f" {policy.extension.in_words()} longer, once" if policy.extension else ""
    return f"is waited for{longer}; where answers are still missing then, the proposal lapses"


_HELP = Press("help", 0, "help")


def next_card(circle: Circle, event: PracticeEnded, zone: str) -> Card:
    """Said once where the circle decides: how the practice went, and three things to do next."""
    if event.agreement is None:
        return _again_card(circle, event, zone)
    words = say(
        "That was a decision: {proposal} stands as {agreement}, and will be looked at again in a month.",
        proposal=Link(event.proposal, event.proposal),
        agreement=Link(event.agreement, event.agreement),
    )
    steps = (
        Entry(("Decide something real together",), circle.id, Button("New proposal", Press(circle.id, 0, "propose"))),
        Entry(("Look at the rules you decide by",), circle.id, Button("Rules", Press(circle.id, 0, "policy"))),
        Entry(("Say in which time zone you are",), circle.id, Button("My settings", Press("me", 0, "settings"))),
    )
    blocks = (Heading(("Your first decision",), "PRACTICE"), Paragraph(words), Listing(steps, title="What comes next"))
    return Card(circle.id, blocks, words, zone=zone)


def _again_card(circle: Circle, event: PracticeEnded, zone: str) -> Card:
    words = say(
        "{proposal} ended without a decision: that is what happens when answers are missing or it is taken back. "
        "Try another, or begin with something real.",
        proposal=Link(event.proposal, event.proposal),
    )
    again = Button("Try a practice proposal", Press(circle.id, 0, "practice"))
    real = Button("New proposal", Press(circle.id, 0, "propose"))
    blocks = (Heading(("The practice is over",), "PRACTICE"), Paragraph(words), Buttons((again, real)))
    return Card(circle.id, blocks, words, zone=zone)


def practice_words(begun: bool) -> Text:
    """What the one who tried it is told."""
    if not begun:
        return text("A practice proposal is open in this circle already: answer that one. /me inbox shows it.")
    return text(
        "The practice proposal is open for ten minutes; its card stands in the circle's place. "
        "Proposing is not answering: answer it like anyone."
    )
