"""What people see of circles: lists, who sits where, and the rules in force."""

from collections.abc import Iterator
from datetime import datetime

from governance_core.cards.card import (
    Block,
    Button,
    Buttons,
    Card,
    Entry,
    Facts,
    Heading,
    Listing,
    Note,
    Paragraph,
    Press,
)
from governance_core.cards.text import Mention, Text, When, count, people, text
from governance_core.circles.model import DELEGATE, LEAD, Circle, Circles
from governance_core.circles.policy import READERS, canonical
from governance_core.kernel.ids import PersonId
from governance_core.people.model import People


def list_card(circles: list[Circle], founded: bool) -> Card:
    """The circles somebody can see; `founded` where there are any at all."""
    entries = tuple(
        Entry(
            text(f"{one.name} ({one.id})", f": {one.aim}" if one.aim else ""),
            one.id,
            Button("Open", Press(one.id, 0, "circle")),
        )
        for one in circles
    )
    empty = "No circles you can see; an admin adds them to the config."
    if not founded:
        empty = "No circles yet. Somebody who may manage this server founds the first with /governance setup."
    blocks = (Heading(("Circles",)), Listing(entries, empty=empty))
    return Card("circles", blocks, ("Circles.",), private=True)


def circle_card(circle: Circle, state: Circles) -> Card:
    """One circle whole."""
    blocks: list[Block] = [Heading((circle.name,), "private circle" if circle.private else "circle")]
    blocks.append(Facts(tuple(_facts(circle, state))))
    if circle.parent and not {LEAD, DELEGATE} <= set(circle.roles):
        blocks.append(Note(("Not fully linked to its parent: name both a lead and a delegate.",)))
    rules = Button("Rules", Press(circle.id, 0, "policy"))
    blocks.append(Buttons((rules, Button("New proposal", Press(circle.id, 0, "propose")))))
    return Card(circle.id, tuple(blocks), (f"Circle {circle.name}.",), zone=state.zone_of(circle.id), private=True)


def _facts(circle: Circle, state: Circles) -> Iterator[tuple[str, Text]]:
    if circle.aim:
        yield "Aim", (circle.aim,)
    if circle.domain:
        yield "Domain", (circle.domain,)
    if circle.parent:
        yield "Part of", (state.circles[circle.parent].name,)
    for role, person in circle.roles.items():
        yield role.capitalize(), (Mention(person),)
    yield "Members", people(circle.members)
    linked = [person for person in state.seats(circle.id) if person not in circle.members]
    if linked:
        yield "Seated by a double link", people(linked)
    homes = ", ".join(f"{place} on {platform}" for platform, place in circle.homes.items())
    yield "Home", (homes or "nowhere yet",)


def members_card(circle: Circle, state: Circles, everybody: People, now: datetime, viewer: PersonId | None) -> Card:
    """Who sits in the circle, with their roles, and who is away; private circles are named to their seats only."""
    seats = state.seats(circle.id)
    entries = tuple(Entry(_seat(person, circle, state, everybody, now, viewer), person) for person in seats)
    title = f"{circle.name}: {count(len(seats), 'seat')}"
    return Card(circle.id, (Heading((title,)), Listing(entries)), (f"{title}.",), private=True)


def _seat(
    person: PersonId, circle: Circle, state: Circles, everybody: People, now: datetime, viewer: PersonId | None
) -> Text:
    roles = [role for role, holder in circle.roles.items() if holder == person]
    for child in state.children(circle.id):
        if person in child.links() and state.may_see(viewer, child.id):
            role = LEAD if child.roles.get(LEAD) == person else DELEGATE
            roles.append(f"{role} of {child.name}")
    away = [absence for absence in everybody.absences(person) if absence.covers(now, now)]
    until = text(", away until ", When(max(absence.until for absence in away))) if away else ()
    return text(Mention(person), f" ({', '.join(roles)})" if roles else "", until)


def policy_card(circle: Circle, state: Circles) -> Card:
    """Every rule in force, and where it comes from."""
    rows = tuple((key, (_rule(key, circle, state),)) for key in READERS)
    note = Note(("An open round keeps the rules it opened with.",))
    return Card(
        circle.id,
        (Heading((f"Rules of {circle.name}",)), Facts(rows), note),
        (f"Rules of {circle.name}.",),
        private=True,
    )


def _rule(key: str, circle: Circle, state: Circles) -> str:
    for one in reversed(state.ancestry(circle.id)):
        if key in one.policy:
            return f"{one.policy[key]} ({'set here' if one.id == circle.id else f'from {one.name}'})"
    if key in state.policy:
        return f"{state.policy[key]} (from the organisation)"
    return f"{canonical(key, READERS[key][0])} (default)"


def away_card(everybody: People, persons: list[PersonId], now: datetime) -> Card:
    """Who is away now or soon, of the people one shares a circle with."""
    entries = tuple(
        Entry(text(Mention(person), ": ", When(absence.start), " until ", When(absence.until)), person)
        for person in persons
        for absence in everybody.absences(person)
        if absence.until > now
    )
    listing = Listing(entries, empty="Nobody has declared an absence. /me away declares yours.")
    return Card("away", (Heading(("Away now or soon",)), listing), ("Away now or soon.",), private=True)


def receipt_card(words: Text) -> Card:
    """What the one who pressed is told."""
    return Card("circles", (Paragraph(words),), words, private=True, tone="done")
