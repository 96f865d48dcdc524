"""The face of upkeep: what admins look up and have done, over all features."""

from collections.abc import Callable, Sequence
from typing import Any

from governance_core.cards.card import Block, Card
from governance_core.cards.text import people
from governance_core.caretaker import Caretaker
from governance_core.circles.model import CIRCLES, Circle, Circles, stand_in
from governance_core.feature import Brought, Feature, Features, Notice, Spot, not_there
from governance_core.kernel.errors import Unlinked
from governance_core.kernel.ids import Actor, PersonId, StreamId
from governance_core.kernel.message import Event, Query
from governance_core.outgoing import Posting
from governance_core.people.model import CONSOLE, PEOPLE, People
from governance_core.ports import Reader
from governance_core.upkeep import cards
from governance_core.upkeep.messages import (
    ApplyConfig,
    ConfigRefused,
    PostAgain,
    PostingCalledFor,
    ReloadConfig,
    ReviewConfig,
    SeeAudit,
    SeeDoctor,
    SeeExport,
    SeePlan,
)
from governance_core.upkeep.model import UPKEEP, GivenUp, Unshown, Upkeep
from governance_core.upkeep.reading import ReadsPostings
from governance_core.upkeep.rules import RULES, NoFile, UpkeepFacts, file_wrong, require_admin, wanted


def upkeep(features: Sequence[Feature[Any, Any]], caretaker: Caretaker) -> Feature[Upkeep, UpkeepFacts]:
    """The feature, over those whose items are shown."""
    known = Features(features)

    def facts(command: Any, state: Upkeep, by: Actor, reader: Reader) -> UpkeepFacts:
        admins = admins_of(reader)
        if isinstance(command, ApplyConfig):
            may = by.person in admins
            return UpkeepFacts(by, admins, planned=caretaker.planned(reader) if may else None)
        if isinstance(command, ReloadConfig):
            return UpkeepFacts(by, admins, planned=caretaker.planned(reader))
        item = _item(command, by, known, reader)
        found = wanted(command, tuple(unshown(known, reader)))
        if item is None:
            return UpkeepFacts(by, admins, found)
        return UpkeepFacts(by, admins, found, tuple(_cards(item, known, reader)), able(item, known, reader))

    return Feature(
        name="upkeep",
        prefix=UPKEEP,
        single=True,
        decider=RULES,
        commands=(PostAgain, ApplyConfig, ReloadConfig),
        queries=_queries(known, caretaker),
        target=lambda _: UPKEEP,
        facts=facts,
        receipt=lambda stream, events, state, by, told: cards.receipt_card(events, told.planned if told else None),
        notices=_notices,
        telling=lambda stream, event, state, reader, viewer: (
            cards.refused_card(event) if isinstance(event, ConfigRefused) else None
        ),
        brings=_brings,
        calls=_calls,
    )


def admins_of(reader: Reader) -> tuple[PersonId, ...]:
    """Who looks after the config file."""
    circles: Circles = reader.state(CIRCLES)
    return circles.organisation.admins


def unshown(known: Features, reader: Reader) -> list[Unshown]:
    """What could not be shown and still belongs somewhere, the oldest first."""
    found = (_unshown(one, known, reader) for one in reader.half(ReadsPostings).given_up())
    return [one for one in found if one is not None]


def _unshown(one: GivenUp, known: Features, reader: Reader) -> Unshown | None:
    posting, may = one.posting, able(one.posting.ref, known, reader)
    everybody: People = reader.state(PEOPLE)
    if posting.personal:
        person = everybody.owner(posting.platform, posting.place)
        return None if person is None else Unshown(posting, one.why, person=person, able=may)
    home = _living_in(posting, reader)
    return None if home is None else Unshown(posting, one.why, home.name, able=may)


def _living_in(posting: Posting, reader: Reader) -> Circle | None:
    circles: Circles = reader.state(CIRCLES)
    return next((one for one in circles.alive() if one.homes.get(posting.platform) == posting.place), None)


def able(item: StreamId, known: Features, reader: Reader) -> tuple[PersonId, ...]:
    """Who has the facilitator's acts where an item is shown."""
    feature = known.of_stream(item)
    if feature is None or feature.single or not reader.version(item):
        return ()
    circles: Circles = reader.state(CIRCLES)
    everybody: People = reader.state(PEOPLE)
    shown = (one for one in feature.boards(reader.state(item)) if not isinstance(one, Spot))
    boards = [circles.circles[one] for one in shown if one in circles.circles]
    return tuple(
        person for one in boards for person in stand_in(one.roles, _missing(one, everybody, reader), one.members)
    )


def _missing(circle: Circle, everybody: People, reader: Reader) -> set[PersonId]:
    """Those of a circle who are away or gone."""
    now, known = reader.now, {*circle.roles.values(), *circle.members}
    away = {person for person in known if any(one.covers(now, now) for one in everybody.absences(person))}
    return away | {person for person in known if everybody.present(person) is None}


def _may_know(item: StreamId, by: Actor, known: Features, reader: Reader) -> bool:
    feature = known.of_stream(item)
    return feature is not None and bool(reader.version(item)) and feature.sees(reader.state(item), by.person, reader)


def _item(command: PostAgain, by: Actor, known: Features, reader: Reader) -> StreamId | None:
    """The item a command names. Raises Unknown where there is none that the person may know of."""
    if command.item is not None and not _may_know(command.item, by, known, reader):
        raise not_there(command.item)
    return command.item


def _cards(item: StreamId, known: Features, reader: Reader) -> list[Posting]:
    """Where the card of an item belongs."""
    feature = known.of_stream(item)
    circles: Circles = reader.state(CIRCLES)
    boards = feature.boards(reader.state(item)) if feature else ()
    places = (found for board in boards for found in circles.places(board))
    return [Posting(on, place, f"card:{item}", "card", item) for on, place in places]


def _notices(event: Event, state: Upkeep) -> tuple[Notice, ...]:
    """The admins hear of a file that could not be carried out, each wherever they have an account."""
    return tuple(Notice(admin, "whisper") for admin in event.told) if isinstance(event, ConfigRefused) else ()


def _brings(command: Any, facts: UpkeepFacts) -> Brought:
    if not isinstance(command, ApplyConfig | ReloadConfig) or facts.planned is None:
        return Brought()
    return Brought(facts.planned.commands, facts.planned.document, facts.planned.text)


def _calls(event: Event, reader: Reader) -> tuple[Posting, ...]:
    if not isinstance(event, PostingCalledFor):
        return ()
    everybody: People = reader.state(PEOPLE)
    account = ""
    if event.person is not None and (person := everybody.present(event.person)) is not None:
        account = person.handle if event.platform == CONSOLE else person.accounts.get(event.platform, "")
    place, personal = event.place or account, event.person is not None
    kind = "card" if event.key.startswith("card:") else "say"
    if not place:
        return ()
    return (Posting(event.platform, place, event.key, kind, event.item, personal=personal, afresh=True),)  # type: ignore[arg-type]


def _queries(known: Features, caretaker: Caretaker) -> dict[type[Query], Callable[[Any, Actor, Reader], Card]]:
    def for_admins(answer: Callable[[Actor, Reader], Card]) -> Callable[[Any, Actor, Reader], Card]:
        def answered(_: Any, by: Actor, reader: Reader) -> Card:
            admins = admins_of(reader)
            if by.person is None:
                raise Unlinked(platform=by.via.platform.capitalize() if by.via else "", admins=people(admins, "or"))
            require_admin(by, admins)
            return answer(by, reader)

        return answered

    def doctor(by: Actor, reader: Reader) -> Card:
        named = [(one, _may_know(one.posting.ref, by, known, reader)) for one in unshown(known, reader)]
        return cards.doctor_card(caretaker.checkups(reader.org), named)

    def planned(heading: str) -> Callable[[Actor, Reader], Card]:
        def answered(by: Actor, reader: Reader) -> Card:
            found = caretaker.planned(reader)
            if found is None:
                raise NoFile(command="circlet apply config.yaml")
            if found.problems:
                raise file_wrong(found)
            return cards.plan_card(found, heading)

        return answered

    return {
        SeeDoctor: for_admins(doctor),
        SeeAudit: for_admins(lambda by, reader: cards.audit_card(caretaker.audit(reader.org))),
        SeeExport: for_admins(lambda by, reader: cards.export_card(caretaker.exporting(reader.org))),
        SeePlan: for_admins(planned("What the config file changes")),
        ReviewConfig: for_admins(planned("Apply the config file?")),
    }


def hints(item: StreamId, by: Actor, known: Features, reader: Reader) -> tuple[Block, ...]:
    """What to say below an item whose card is not to be seen where it belongs; nothing where all is well."""
    found = [one for one in unshown(known, reader) if one.posting.ref == item and one.posting.kind == "card"]
    if not found:
        return ()
    may = dict.fromkeys((*found[0].able, *admins_of(reader)))
    return cards.hint(found, by.person in may, people(may, "or"))
