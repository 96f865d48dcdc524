"""What people see of circles: lists, who sits where, and the rules in force."""

from collections.abc import Iterable, Iterator
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
from governance_core.cards.text import Mention, Text, When, count, listed, people, say, text
from governance_core.circles.model import DELEGATE, LEAD, Circle, Circles
from governance_core.circles.policy import READERS, canonical
from governance_core.circles.term_cards import beside, role_words, until_words
from governance_core.circles.terms import held_terms
from governance_core.kernel.ids import PersonId
from governance_core.people.model import GROUPS, Absence, People, Person, by_what


def list_card(circles: list[Circle], founded: bool) -> Card:
    """The circles somebody can see; `founded` where there are any at all."""
    entries = tuple(
        Entry(
            text(f"{one.name} ({one.handle})", f": {one.aim}" if one.aim else ""),
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


def circle_card(circle: Circle, state: Circles, everybody: People, now: datetime) -> Card:
    """One circle whole."""
    blocks: list[Block] = [Heading((circle.name,), "private circle" if circle.private else "circle")]
    blocks.append(Facts(tuple(_facts(circle, state, now))))
    if circle.parent and not {LEAD, DELEGATE} <= set(circle.roles):
        vacant = listed([f"no {role}" for role in (LEAD, DELEGATE) if role not in circle.roles])
        blocks.append(Note(text("Not fully linked to its parent: ", vacant, ". Name both in the config.")))
    if unlinked := [one for one in state.children(circle.id) if one.id in state.unlinked(circle.id)]:
        names = ", ".join(one.name for one in unlinked)
        blocks.append(Note((f"Subcircle not fully linked: {names}. It can still decide; the record says so.",)))
    if unconfirmed := state.unconfirmed(circle.id, everybody):
        blocks.append(Note(text("Not electors yet: ", people(unconfirmed), ". ", _why(circle))))
    rules = Button("Rules", Press(circle.id, 0, "policy"))
    blocked = Button("Blockers", Press(circle.id, 0, "blockers"))
    actions = Button("Actions", Press(circle.id, 0, "actions"))
    metrics = Button("Metrics", Press(circle.id, 0, "metrics"))
    blocks.append(Buttons((rules, blocked, actions, metrics, Button("New proposal", Press(circle.id, 0, "propose")))))
    return Card(circle.id, tuple(blocks), (f"Circle {circle.name}.",), zone=state.zone_of(circle.id), private=True)


def _facts(circle: Circle, state: Circles, now: datetime) -> Iterator[tuple[str, Text]]:
    if circle.aim:
        yield "Aim", (circle.aim,)
    if circle.domain:
        yield "Domain", (circle.domain,)
    if circle.parent:
        yield "Part of", (state.circles[circle.parent].name,)
    terms = {one.role: one for one in held_terms(circle, state)}
    for role, person in circle.roles.items():
        yield role.capitalize(), text(Mention(person), until_words(terms.get(role), now))
    yield "Members", people(circle.members)
    if circle.sources:
        yield f"Members by {by_what(circle.sources)}", text(f"whoever {' or '.join(_groups(circle))}")
    linked = [person for person in state.seats(circle.id) if person not in circle.members]
    if linked:
        yield "Seated by a double link", people(linked)
    homes = ", ".join(f"{place} on {platform}" for platform, place in circle.homes.items())
    yield "Home", (homes or "nowhere yet",)


MOST_UNCONFIRMED = 10
"""How many of those who are no electors yet are shown at once: each has a button."""


_HOLDS = {"discord": "has"}


def _groups(circle: Circle) -> Iterator[str]:
    for platform, source in circle.sources.items():
        holds = _HOLDS.get(platform, "is in")
        yield f"{holds} the {platform.capitalize()} {GROUPS.get(platform, 'group')} {source.group}"


def _why(circle: Circle) -> Text:
    """Why somebody who came by a role is no elector yet, and what makes them one."""
    platforms = " and ".join(sorted(platform.capitalize() for platform in circle.chats()))
    able = circle.confirmers()
    who = people(able, "or") if able else "an admin"
    words = (
        f"{circle.name} lives on {platforms}, and whoever came by {by_what(circle.sources)} could be there twice. "
        "They take part once they link their other account with /me link, or once {who} says that they are a person of "
        "their own."
    )
    return say(words, who=who)


def asked_first(circle: Circle, everybody: People, now: datetime) -> PersonId | None:
    """Whom to ask whether somebody is a person of their own: the secretary, or the lead in their absence."""
    away = [one for one in circle.confirmers() if any(a.covers(now, now) for a in everybody.absences(one))]
    there = [one for one in circle.confirmers() if one not in away]
    return next(iter((*there, *away)), None)


def confirm_entry(person: PersonId, circle: Circle) -> Entry:
    """What waits for the secretary: somebody came by a role."""
    words = text(
        Mention(person),
        f" came to {circle.name} by {by_what(circle.sources)}.",
        " Are they a person of their own, with no other account there?",
    )
    return Entry(words, str(person), confirm_button(person, circle))


def confirm_button(person: PersonId, circle: Circle) -> Button:
    """One press says it."""
    return Button("A person of their own", Press(circle.id, 0, "own-person", person))


def members_card(circle: Circle, state: Circles, everybody: People, now: datetime, viewer: PersonId | None) -> Card:
    """Who sits in the circle, with their roles, and who is away; private circles are named to their seats only."""
    seats, unconfirmed = state.seats(circle.id), state.unconfirmed(circle.id, everybody)
    may_say = viewer in circle.confirmers()

    def entry(person: PersonId) -> Entry:
        offered = may_say and person in unconfirmed and person != viewer
        line = _seat(person, circle, state, everybody, now, viewer)
        return Entry(line, person, confirm_button(person, circle) if offered else None)

    first = tuple(entry(person) for person in unconfirmed[:MOST_UNCONFIRMED])
    waiting = Listing(first, "Not electors yet", more=len(unconfirmed) - len(first))
    title = f"{circle.name}: {count(len(seats), 'seat')}"
    electors = Listing(tuple(entry(person) for person in seats if person not in unconfirmed))
    blocks = (waiting, Note(_why(circle)), electors) if unconfirmed else (electors,)
    return Card(circle.id, (Heading((title,)), *blocks), (f"{title}.",), private=True)


def _seat(
    person: PersonId, circle: Circle, state: Circles, everybody: People, now: datetime, viewer: PersonId | None
) -> Text:
    others = (*_by_group(person, circle), *_linking_roles(person, circle, state, viewer))
    roles = [*_own_roles(person, circle, state, now), *((one,) for one in others)]
    away = _away_until(everybody.absences(person), now)
    until = text(", away until ", When(away)) if away else ()
    return text(Mention(person), text(" (", beside(roles), ")") if roles else "", until)


def _own_roles(person: PersonId, circle: Circle, state: Circles, now: datetime) -> list[Text]:
    terms = {one.role: one for one in held_terms(circle, state)}
    return [role_words(role, terms.get(role), now) for role, holder in circle.roles.items() if holder == person]


def _by_group(person: PersonId, circle: Circle) -> Iterator[str]:
    """The platforms by whose role or group alone somebody is a member."""
    if person in circle.members and person not in circle.named:
        yield from (f"by a {GROUPS.get(platform, 'group')}" for platform in _platforms_of(person, circle))


def _linking_roles(person: PersonId, circle: Circle, state: Circles, viewer: PersonId | None) -> Iterator[str]:
    """The double links that give a person a seat here; private circles are named to their seats only."""
    for child in state.children(circle.id):
        if person in child.links() and state.may_see(viewer, child.id):
            role = LEAD if child.roles.get(LEAD) == person else DELEGATE
            yield f"{role} of {child.name}"


def _away_until(absences: Iterable[Absence], now: datetime) -> datetime | None:
    return max((absence.until for absence in absences if absence.covers(now, now)), default=None)


def roles_card(person: Person, state: Circles, now: datetime, viewer: PersonId | None) -> Card:
    """Where somebody sits and with which roles, as far as the viewer may know, and whether they are away."""
    circles = [one for one in state.visible(viewer) if state.sits_in(person.id, one.id)]
    entries = tuple(_seat_in(one, person.id, state, now, viewer) for one in circles)
    away = _away_until(person.absences, now)
    blocks: list[Block] = [Heading((person.name,), count(len(circles), "seat"))]
    if away:
        blocks.append(Paragraph(text("Away until ", When(away), ".")))
    blocks.append(Listing(entries, empty="No seat in any circle you can see."))
    summary = text(Mention(person.id), f": {count(len(circles), 'seat')}.")
    return Card("roles", tuple(blocks), summary, private=True)


def _seat_in(circle: Circle, person: PersonId, state: Circles, now: datetime, viewer: PersonId | None) -> Entry:
    seat = "member" if person in circle.members else "by a double link"
    links = ((one,) for one in _linking_roles(person, circle, state, viewer))
    parts: list[Text] = [(seat,), *_own_roles(person, circle, state, now), *links]
    return Entry(text(f"{circle.name}: ", beside(parts)), circle.id, Button("Open", Press(circle.id, 0, "circle")))


def _platforms_of(person: PersonId, circle: Circle) -> Iterator[str]:
    return (platform for platform, group in circle.groups.items() if person in group)


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
