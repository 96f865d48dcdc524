"""The face of circles: founding and changing them, who sits where, and what people may look up about both."""

from collections.abc import Callable, Sequence
from typing import Any

from governance_core.cards.card import Card, Entry
from governance_core.cards.form import ANY_CIRCLE, Option
from governance_core.cards.text import Mention, listed, text
from governance_core.circles import cards
from governance_core.circles.events import MemberAdded, MemberConfirmed, MemberRemoved
from governance_core.circles.evolve import evolve
from governance_core.circles.messages import (
    AddMember,
    ChangeCircle,
    CloseCircle,
    ConfirmOwnPerson,
    DescribeOrganisation,
    FillRole,
    FoundCircle,
    HandSeat,
    ListCircles,
    NoteGroup,
    RemoveMember,
    RenameCircle,
    SetCommonPolicy,
    SetHome,
    SetPolicy,
    SetSource,
    ShowCircle,
    ShowMembers,
    ShowPolicy,
    ShowRoles,
)
from governance_core.circles.model import CIRCLES, Circle, Circles
from governance_core.circles.policy import READERS
from governance_core.circles.reading import ReadsCircles
from governance_core.circles.rules import CircleFacts, decide
from governance_core.circles.term_feature import notices, telling
from governance_core.circles.term_messages import LookAtTerms
from governance_core.circles.terms import ALARM, alarms
from governance_core.feature import Feature
from governance_core.kernel.decider import Decider
from governance_core.kernel.errors import Unknown, Unlinked
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.people.cards import person_card
from governance_core.people.messages import ShowMe, WhoIsAway
from governance_core.people.model import PEOPLE, People
from governance_core.ports import Reader

ELECTOR_NEXT = "and an elector from the next version on"


def facts(command: Any, state: Circles, by: Actor, reader: Reader) -> CircleFacts:
    """The actor, the people, the instant, to close a circle what is open in it, and for other units those in use."""
    half = reader.half(ReadsCircles)
    still_open = tuple(half.still_open(command.circle)) if isinstance(command, CloseCircle) else ()
    of_units = isinstance(command, DescribeOrganisation) and command.units is not None
    in_use = tuple(half.units_in_use()) if of_units else ()
    return CircleFacts(by, reader.state(PEOPLE), reader.now, still_open, in_use)


def _visible(circle: CircleId, by: Actor, reader: Reader) -> tuple[Circle, Circles]:
    state: Circles = reader.state(CIRCLES)
    found = state.open(circle)
    if found is None or not state.may_see(by.person, circle):
        raise Unknown(field="circle", what=f"circle {circle}", hint=" /circle list shows those you can see.")
    return found, state


def list_circles(query: ListCircles, by: Actor, reader: Reader) -> Card:
    """The circles the viewer may know of."""
    state: Circles = reader.state(CIRCLES)
    return cards.list_card(state.visible(by.person), founded=bool(state.circles))


def show_circle(query: ShowCircle, by: Actor, reader: Reader) -> Card:
    """One circle."""
    return cards.circle_card(*_visible(query.circle, by, reader), reader.state(PEOPLE), reader.now)


def show_members(query: ShowMembers, by: Actor, reader: Reader) -> Card:
    """Who sits in it."""
    circle, state = _visible(query.circle, by, reader)
    return cards.members_card(circle, state, reader.state(PEOPLE), reader.now, by.person)


def show_roles(query: ShowRoles, by: Actor, reader: Reader) -> Card:
    """The seats of a person, in the circles the viewer may know of."""
    everybody: People = reader.state(PEOPLE)
    person = everybody.present(query.person)
    if person is None:
        raise Unknown(field="person", what=f"member {query.person}", hint=" /circle members shows who sits where.")
    return cards.roles_card(person, reader.state(CIRCLES), reader.now, by.person)


def show_policy(query: ShowPolicy, by: Actor, reader: Reader) -> Card:
    """Its rules."""
    return cards.policy_card(*_visible(query.circle, by, reader))


def show_person(query: ShowMe, by: Actor, reader: Reader) -> Card:
    """The viewer's own page: nobody else's accounts or zone are shown to anybody."""
    everybody: People = reader.state(PEOPLE)
    person = everybody.present(by.person)
    if person is None:
        raise Unlinked(platform=by.via.platform.capitalize() if by.via else "", admins="an admin")
    state: Circles = reader.state(CIRCLES)
    seats = [text(one.name) for one in state.alive() if state.sits_in(person.id, one.id)]
    return person_card(person, reader.now, listed(seats) or ("none yet",), by.via)


def who_is_away(query: WhoIsAway, by: Actor, reader: Reader) -> Card:
    """Absences of the people the viewer shares a circle with."""
    state: Circles = reader.state(CIRCLES)
    shared = (one.id for one in state.alive() if state.sits_in(by.person, one.id))
    persons = dict.fromkeys(person for circle in shared for person in state.seats(circle))
    return cards.away_card(reader.state(PEOPLE), list(persons), reader.now)


def circle_choices(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
    """Circles to pick, those the person sits in first."""
    state: Circles = reader.state(CIRCLES)
    circles = sorted(state.visible(person), key=lambda one: not state.sits_in(person, one.id))
    fitting = [one for one in circles if typed.casefold() in f"{one.handle} {one.name}".casefold()]
    return [Option(one.handle, f"{one.handle} · {one.name}"[:100]) for one in fitting]


def any_circle_choices(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
    """Circles whose records are read: closed ones last, and said to be."""
    state: Circles = reader.state(CIRCLES)
    closed = [one for one in state.known_to(person) if one.closed]
    fitting = [one for one in closed if typed.casefold() in f"{one.handle} {one.name}".casefold()]
    gone = [Option(one.handle, f"{one.handle} · {one.name[:60]} (closed)"[:100]) for one in fitting]
    return [*circle_choices(typed, person, reader), *gone]


def person_choices(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
    """People to pick; an account that is nobody's sees none."""
    everybody: People = reader.state(PEOPLE)
    if everybody.present(person) is None:
        return ()
    present = [one for one in everybody.persons.values() if one.present]
    fitting = [one for one in present if typed.casefold() in f"{one.handle} {one.name}".casefold()]
    return [Option(one.handle, f"{one.handle} · {one.name}"[:100]) for one in fitting]


def receipt(stream: StreamId, events: tuple[Event, ...], state: Circles, by: Actor, facts: CircleFacts | None) -> Card:
    """What the one who pressed is told."""
    match next((e for e in events if isinstance(e, MemberAdded | MemberRemoved | MemberConfirmed)), None):
        case MemberConfirmed(circle=circle, person=person):
            name = state.circles[circle].name
            words = text(Mention(person), f" is a person of their own in {name}, {ELECTOR_NEXT}.")
        case MemberAdded(circle=circle, person=person):
            name = state.circles[circle].name
            waits = facts is not None and person in state.unconfirmed(circle, facts.people)
            then = "and no elector until it is known that they are a person of their own" if waits else ELECTOR_NEXT
            words = text(Mention(person), f" is a member of {name} now, {then}.")
        case MemberRemoved(circle=circle, person=person):
            words = text(Mention(person), f" is no longer a member of {state.circles[circle].name}.")
        case _:
            words = text("Recorded." if events else "It was so already; nothing changed.")
    return cards.receipt_card(words)


def waiting(person: PersonId, reader: Reader) -> Sequence[Entry]:
    """Members by a role of whom the person is the one to say whether they are a person of their own."""
    state: Circles = reader.state(CIRCLES)
    everybody: People = reader.state(PEOPLE)
    here = (one for one in state.alive() if person == cards.asked_first(one, everybody, reader.now))
    return [
        cards.confirm_entry(one, circle)
        for circle in here
        for one in state.unconfirmed(circle.id, everybody)
        if one != person
    ]


_QUERIES: dict[Any, Callable[[Any, Actor, Reader], Card]] = {
    ListCircles: list_circles,
    ShowCircle: show_circle,
    ShowMembers: show_members,
    ShowPolicy: show_policy,
    ShowRoles: show_roles,
    ShowMe: show_person,
    WhoIsAway: who_is_away,
}


def rule_choices(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
    """The rules a circle sets itself, by a word of their names."""
    wanted = typed.strip().casefold()
    return [Option(key, key) for key in READERS if any(one.startswith(wanted) for one in (key, *key.split("_")))]


CIRCLES_FEATURE: Feature[Circles, CircleFacts] = Feature(
    name="circles",
    prefix=CIRCLES,
    single=True,
    decider=Decider(Circles(), decide, evolve),
    commands=(
        DescribeOrganisation,
        SetCommonPolicy,
        FoundCircle,
        RenameCircle,
        ChangeCircle,
        CloseCircle,
        AddMember,
        RemoveMember,
        SetSource,
        NoteGroup,
        HandSeat,
        ConfirmOwnPerson,
        FillRole,
        LookAtTerms,
        SetHome,
        SetPolicy,
    ),
    queries=_QUERIES,
    target=lambda command: CIRCLES,
    facts=facts,
    alarms=alarms,
    rings={ALARM: lambda _: LookAtTerms()},
    notices=notices,
    telling=telling,
    receipt=receipt,
    waiting=waiting,
    choices={"rule": rule_choices, "circle": circle_choices, ANY_CIRCLE: any_circle_choices, "person": person_choices},
)
