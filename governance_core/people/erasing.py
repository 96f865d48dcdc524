"""Erasing a person: they leave, their id stays and is never anybody's again."""

from collections.abc import Iterator
from datetime import datetime

from governance_core.kernel.errors import Refusal, Unknown
from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event
from governance_core.people.events import PersonErased, PersonLeft
from governance_core.people.model import People


class WasErased(Refusal):
    """Somebody who was erased is named again: their name is not brought back by an old file."""

    code = "was_erased"
    template = (
        "{person} was erased on {day}, and an id is one person's for ever. "
        "Take {person} out of the file. If they are back, give them another id."
    )


def erased(person: PersonId, state: People, now: datetime) -> Iterator[Event]:
    """The person leaves, if they have not yet, and is known by their id only."""
    known = state.persons.get(person)
    if known is None:
        raise Unknown(field="person", what=f"member {person}", hint=" Give the id the config file has for them.")
    if known.present:
        yield PersonLeft(person=person)
    if known.erased_at is None:
        yield PersonErased(person=person, at=now)


def refuse_erased(person: PersonId, state: People) -> None:
    """Raises WasErased where the id is that of somebody erased."""
    known = state.persons.get(person)
    if known is not None and known.erased_at is not None:
        raise WasErased(person=person, day=f"{known.erased_at:%Y-%m-%d}")
