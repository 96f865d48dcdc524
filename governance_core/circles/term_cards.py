"""What is said of terms: who holds a role until when, who acts since it ended, and what to do about it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from governance_core.cards.card import Block, Button, Buttons, Card, Entry, Note, Paragraph, Press
from governance_core.cards.text import Mention, Text, When, say, text
from governance_core.circles.model import LEAD
from governance_core.circles.terms import Held
from governance_core.kernel.ids import PersonId

_ASKED_FOR_IT: Final = "You asked for reminders as direct messages; /me settings changes that."


def until_words(held: Held | None, now: datetime) -> Text:
    """`, until 1 March 2027`, or `, acting since 1 March 2027`, behind whoever holds a role; nothing without a term."""
    if held is None:
        return ()
    return text(", acting since " if held.acting(now) else ", until ", When(held.ends, "date"))


def role_words(role: str, held: Held | None, now: datetime) -> Text:
    """`lead until 1 March 2027`, `acting lead since 1 March 2027`, `lead`."""
    if held is None:
        return (role,)
    if held.acting(now):
        return text(f"acting {role} since ", When(held.ends, "date"))
    return text(f"{role} until ", When(held.ends, "date"))


def beside(parts: Iterable[Text]) -> Text:
    """`lead, by a role, delegate of Plot`: parts with commas between them."""
    return text(*(piece for number, part in enumerate(parts) for piece in ((", ", *part) if number else part)))


def over_words(held: Held) -> Text:
    """What waits for somebody: `Ana: acting lead since 1 March 2027, as the term is over`."""
    return text(Mention(held.person), f": acting {held.role} since ", When(held.ends, "date"), ", as the term is over")


def ahead_words(held: Held) -> Text:
    """What lies ahead: `Ana's term as lead ends on 1 March 2027`."""
    return text(Mention(held.person), f"'s term as {held.role} ends on ", When(held.ends, "date"))


def way(held: Held) -> Button:
    """The button behind which somebody is named anew: what the circle decides is put to it; else it is looked at."""
    circle = held.circle
    if needs_both(held):
        return Button("Open", Press(circle.id, 0, "circle"))
    return Button("Propose who holds it", Press(circle.id, 0, "propose-role", held.role))


def needs_both(held: Held) -> bool:
    """Whether the role links the circle to the one above: then both name its holder (process.md, 3)."""
    return held.role == LEAD and held.circle.parent is not None


def entry(held: Held) -> Entry:
    """What waits for whoever facilitates a circle in which a term is over."""
    both = "Once both circles agree on the next one, an admin names somebody in the config."
    then = both if needs_both(held) else "Who holds it from now on?"
    words = text(f"{held.circle.name} · ", over_words(held), f". {then}")
    return Entry(words, held.circle.id, way(held), held.ends)


def prompt_card(asked: PersonId | None, held: Held, now: datetime, alone: bool) -> Card:
    """Whoever facilitates hears that a term ends soon, or ended; in the circle's home by name, if there is anybody."""
    own = asked == held.person
    whose = text("Your" if alone else "your") if own else text(Mention(held.person), "'s")
    term = text(whose, f" term as {held.role} of {held.circle.name}")
    said = _over(held, own) if held.acting(now) else _near(held, own)
    words = text(_addressed(asked, alone), term, said, " ", _next(held))
    show = Button("Open circle", Press(held.circle.id, 0, "circle"))
    ways = (show,) if needs_both(held) else (way(held), show)
    blocks: tuple[Block, ...] = (Paragraph(words), Buttons(ways))
    more: tuple[Block, ...] = (Note((_ASKED_FOR_IT,)),) if alone else ()
    return Card(held.circle.id, (*blocks, *more), words, zone=held.zone, private=alone)


def _addressed(asked: PersonId | None, alone: bool) -> Text:
    return () if alone or asked is None else text(Mention(asked, ping=True), ": ")


def _near(held: Held, own: bool) -> Text:
    who = ("you go",) if own else text(Mention(held.person), " goes")
    words = " ends on {day}. Agree in time who is {role} then; until somebody is named, {who} on as acting {role}."
    return say(words, day=When(held.ends, "date"), role=held.role, who=who)


def _over(held: Held, own: bool) -> Text:
    who = ("You go",) if own else text(Mention(held.person), " goes")
    words = " ended on {day}. {who} on as acting {role}, with every right of the role, until somebody is named."
    return say(words, day=When(held.ends, "date"), role=held.role, who=who)


def _next(held: Held) -> Text:
    if needs_both(held):
        return text("It links two circles: once both agree, an admin names somebody in the config.")
    return text("Put it to the circle, or ask an admin to name somebody in the config.")
