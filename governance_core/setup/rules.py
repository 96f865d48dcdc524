"""Who may set up and what comes of it: once, by somebody who may manage the server, and a practice round afterwards."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from governance_core.cards.picked import Account
from governance_core.cards.text import Mention
from governance_core.circles.model import Circles
from governance_core.kernel.errors import Invalid, NotAllowed, Refusal, Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId, Via, is_key
from governance_core.kernel.message import Event
from governance_core.kernel.words import is_blank
from governance_core.people.model import CONSOLE, People
from governance_core.setup.messages import (
    EndPractice,
    FileNoted,
    NoteFile,
    NotePractice,
    OfferSetup,
    PersonPicked,
    PracticeBegun,
    PracticeEnded,
    PracticeOpened,
    SetUp,
    SetupCompleted,
    SetupOffered,
    TryPractice,
)
from governance_core.setup.model import LONGEST_NAME, LONGEST_SENTENCE, Setup, key_of, tidy

FEWEST = 2
WITHOUT_ID = StreamId("")


@dataclass(frozen=True, slots=True)
class SetupFacts:
    """Who acts, and what there is already."""

    by: Actor
    circles: Circles
    people: People


class SetUpAlready(Refusal):
    """There is a circle: the config, the rules and the seats decide from now on."""

    code = "set_up_already"
    template = (
        "{organisation} is set up already, so nothing was changed. /circle list shows its circles; "
        "people and circles are added by {admins}, who keeps its config."
    )


class SetUpElsewhere(Refusal):
    """The bot's organisation was set up on another server."""

    code = "set_up_elsewhere"
    template = (
        "This bot was set up on another server meanwhile, so nothing was recorded. "
        "Ask whoever runs the bot to give this server an organisation and a config file of its own."
    )


class NotManaging(Refusal):
    """Only the platform knows who may manage a server, and only for setting up does it matter."""

    code = "not_managing"
    template = (
        "Setting Circlet up is for those who may manage this server, so nothing was recorded. "
        "Ask one of them to press Set up, or to type /governance setup: it takes two minutes."
    )


def decide(command: Any, state: Setup, facts: SetupFacts) -> tuple[Event, ...]:
    """The events a command leads to. Raises a Refusal."""
    match command:
        case OfferSetup(platform=platform, server=server, place=place):
            known = f"{platform}:{server}" in state.offers or state.done or facts.circles.circles
            return () if known else (SetupOffered(platform=platform, server=server, place=place),)
        case SetUp():
            return _set_up(command, state, facts)
        case NoteFile():
            return () if state.in_file or not state.done else (FileNoted(),)
        case TryPractice(circle=circle):
            return _try_practice(circle, state, facts)
        case NotePractice(circle=circle, proposal=proposal):
            waits = state.practices.get(circle) == WITHOUT_ID
            return (PracticeOpened(circle=circle, proposal=proposal),) if waits else ()
        case EndPractice(proposal=proposal, agreement=agreement):
            begun = (circle for circle, practice in state.practices.items() if practice == proposal)  # or forwarded
            return tuple(PracticeEnded(circle=circle, proposal=proposal, agreement=agreement) for circle in begun)
        case _:
            raise TypeError(f"setting up does not know {command!r}")


def require_may(state: Setup, by: Actor, circles: Circles) -> None:
    """Whether somebody may begin. Raises SetUpAlready, SetUpElsewhere or NotManaging."""
    here = by.via.server if by.via else ""
    if state.done and (here, by.via and by.via.platform) != (state.server, state.platform):
        raise SetUpElsewhere
    if state.done or circles.circles:
        admins = circles.organisation.admins
        raise SetUpAlready(
            organisation=circles.organisation.name, admins=Mention(admins[0]) if admins else "whoever runs the bot"
        )
    if by.via is None or not by.via.manages:
        raise NotManaging


def _try_practice(circle: CircleId, state: Setup, facts: SetupFacts) -> tuple[Event, ...]:
    """While one is open in the circle there is no other; those who may not know of the circle hear of neither."""
    by, circles = facts.by.person, facts.circles
    assert by is not None, "only persons may press this"
    there = circles.open(circle)
    if there is None or not circles.may_see(by, circle):
        raise Unknown(field="circle", what=f"circle {circle}", hint=" /circle list shows those you can see.")
    if not circles.sits_in(by, circle):
        who, how = f"members of {there.name}", f"/circle show {circle} shows who sits there; ask one of them."
        raise NotAllowed(who=who, do="try a practice proposal there", next=how)
    return () if circle in state.practices else (PracticeBegun(circle=circle, by=by),)


def _set_up(command: SetUp, state: Setup, facts: SetupFacts) -> tuple[Event, ...]:
    require_may(state, facts.by, facts.circles)
    via = facts.by.via
    assert via is not None, "whoever manages comes from a platform"
    leads = _account(command.facilitator[0], via)
    in_it = {one.id: one for one in (*(_account(one, via) for one in command.people), leads)}
    if len(in_it) < FEWEST:
        fix = "Pick everybody who has a say, and yourself if you do."
        raise Invalid(field="people", problem="Deciding together takes at least two people.", fix=fix)
    picked = tuple(_picked(in_it.values(), via, facts.people))
    by_account = {one.account: one.person for one in picked}
    name = _words("name", command.name, LONGEST_NAME)
    done = SetupCompleted(
        by=by_account[via.account],
        platform=via.platform,
        server=via.server,
        place=_place(command.place, via.platform),
        circle=CircleId(key_of(name, facts.circles.circles, "circle")),
        name=name,
        aim=_words("aim", command.aim, LONGEST_SENTENCE),
        domain=_words("domain", command.domain, LONGEST_SENTENCE),
        members=tuple(one.person for one in picked if one.sits),
        facilitator=by_account[leads.id],
        policy=(("process", command.process), ("silence", command.silence), ("window", command.window)),
    )
    return (*picked, done)


def _account(picked: Account, via: Via) -> Account:
    """On the console an account is the person's id, so a name that is typed there becomes one."""
    return replace(picked, id=key_of(picked.id, (), "member")) if via.platform == CONSOLE else picked


def _words(field: str, typed: str, longest: int) -> str:
    if is_blank(typed):
        raise Invalid(field=field, problem="There is nothing here that could be read.", fix="Say it in a few words.")
    if (length := len(typed.strip())) > longest:
        raise Invalid(field=field, problem=f"This is {length} letters long.", fix=f"{longest} are the most.")
    return tidy(typed, longest)


def _place(place: str, platform: str) -> str:
    if platform == CONSOLE and not is_key(place):
        fix = "Use up to 32 lower-case letters, digits and hyphens, a letter first."
        raise Invalid(field="place", problem=f"{place} cannot be the name of a place.", fix=fix)
    return place


def _picked(in_it: Iterable[Account], via: Via, people: People) -> Iterator[PersonPicked]:
    """Everybody picked as a person, and the one who sets up, who keeps the config even without a seat."""
    taken = {str(person) for person in people.persons}
    accounts = {one.id: one for one in in_it}
    sits = frozenset(accounts)
    accounts.setdefault(via.account, Account(via.account, via.name or via.account))
    for one in accounts.values():
        known = people.owner(via.platform, one.id)
        name = tidy(one.name, LONGEST_NAME) or "Member"
        person = known or PersonId(key_of(name, taken, "member"))
        taken.add(person)
        yield PersonPicked(
            person=person, platform=via.platform, new=known is None, sits=one.id in sits, name=name, account=one.id
        )


def evolve(state: Setup, event: Any) -> Setup:
    """Setting up after an event."""
    match event:
        case SetupOffered(platform=platform, server=server, place=place):
            return replace(state, offers={**state.offers, f"{platform}:{server}": place})
        case PersonPicked():
            return state
        case SetupCompleted(by=by, platform=platform, server=server, circle=circle):
            return replace(state, by=by, platform=platform, server=server, circle=circle)
        case FileNoted():
            return replace(state, in_file=True)
        case PracticeBegun(circle=circle):
            return replace(state, practices={**state.practices, circle: WITHOUT_ID})
        case PracticeOpened(circle=circle, proposal=proposal):
            return replace(state, practices={**state.practices, circle: proposal})
        case PracticeEnded(circle=ended):
            return replace(state, practices={c: open_ for c, open_ in state.practices.items() if c != ended})
        case _:
            raise TypeError(f"setting up does not know {event!r}")
