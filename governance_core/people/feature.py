"""The face of people: joining, settings, absences, linked accounts."""

from collections.abc import Mapping, Sequence
from typing import Any

from governance_core.cards.card import Card
from governance_core.cards.form import Option
from governance_core.feature import Feature, Notice
from governance_core.kernel.decider import Decider
from governance_core.kernel.ids import Actor, PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.kernel.zones import zones_like
from governance_core.people import cards
from governance_core.people.events import AccountLinked, LinkClaimed
from governance_core.people.evolve import evolve
from governance_core.people.guards import PeopleFacts
from governance_core.people.messages import (
    AddAccount,
    ChooseSettings,
    ConfirmLink,
    DeclareAbsence,
    EndAbsence,
    EraseMember,
    JoinOrganisation,
    LeaveOrganisation,
    LinkAccount,
    MeetAccount,
    RefuseLink,
    RemoveAccount,
    RenamePerson,
    SeedSetting,
    SeeServer,
    UnlinkAccount,
)
from governance_core.people.model import PEOPLE, People
from governance_core.people.rules import decide
from governance_core.people.settings import as_typed
from governance_core.ports import Reader


def notices(event: Event, state: People) -> tuple[Notice, ...]:
    """Whoever showed a code is asked about the account that typed it; once linked by it, that account is told too."""
    match event:
        case LinkClaimed(person=person, digest=digest):
            return (Notice(person, "whisper", state.codes[digest].platform),) if digest in state.codes else ()
        case AccountLinked(person=person, platform=platform, by_code=True):
            return (Notice(person, "whisper", platform),)
        case _:
            return ()


def telling(stream: StreamId, event: Event, state: People, reader: Reader, viewer: PersonId | None) -> Card | None:
    """What a person hears of a link."""
    match event:
        case LinkClaimed():
            return cards.claim_card(event, state)
        case AccountLinked():
            return cards.linked_card(event)
        case _:
            return None


def facts(command: Any, state: People, by: Actor, reader: Reader) -> PeopleFacts:
    """The instant, the actor, and a fresh code where one is to be shown."""
    wanted = isinstance(command, LinkAccount) and command.code is None
    return PeopleFacts(reader.now, by, reader.chance.code() if wanted else "")


def prefill(kind: str, state: People, person: PersonId | None) -> Mapping[str, str]:
    """The settings as they are, for the form they are changed in."""
    known = state.present(person)
    return as_typed(known) if known and kind == ChooseSettings.spec.kind else {}


def zone_choices(typed: str, person: PersonId | None, reader: Reader) -> Sequence[Option]:
    """Time zones to pick, once something is typed."""
    return [Option(name, name) for name in zones_like(typed)]


PEOPLE_FEATURE: Feature[People, PeopleFacts] = Feature(
    name="people",
    prefix=PEOPLE,
    single=True,
    decider=Decider(People(), decide, evolve),
    commands=(
        JoinOrganisation,
        MeetAccount,
        SeeServer,
        LeaveOrganisation,
        EraseMember,
        RenamePerson,
        SeedSetting,
        AddAccount,
        RemoveAccount,
        UnlinkAccount,
        ChooseSettings,
        DeclareAbsence,
        EndAbsence,
        LinkAccount,
        ConfirmLink,
        RefuseLink,
    ),
    target=lambda command: PEOPLE,
    facts=facts,
    notices=notices,
    telling=telling,
    prefill=prefill,
    choices={"zone": zone_choices},
    receipt=lambda stream, events, state, by, facts: cards.receipt(events, state, facts.fresh_code if facts else ""),
)
