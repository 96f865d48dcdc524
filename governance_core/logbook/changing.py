"""Messages of a changing agreement: a proposal to change or drop it opens, ends, or is adopted."""

from collections.abc import Mapping
from datetime import datetime

from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.message import Command, Event, event, message, personal
from governance_core.logbook.model import Agreement

_POLICY = frozenset({"policy"})


@message("change.note", "Somebody proposes to change an agreement", pressed_by=_POLICY)
class NoteChange(Command):
    """Refused where the agreement is not there, has ended, or is being changed already: then nothing is proposed."""

    id: StreamId
    proposal: StreamId
    circle: CircleId
    person: PersonId
    seen: int = 0
    drops: bool = False


@message("change.forget", "A proposal to change an agreement ended without being adopted", pressed_by=_POLICY)
class ForgetChange(Command):
    """The agreement stays as it is."""

    id: StreamId
    proposal: StreamId


@message("agreement.change", "A proposal to change or drop an agreement was adopted", pressed_by=_POLICY)
class ChangeAgreement(Command):
    """The next version of the agreement, with all that was said in the round; or its end."""

    id: StreamId
    proposal: StreamId
    record: Agreement
    review: str
    expiry: str
    zone: str
    day_starts: str
    drops: bool = False


@event("change.proposed")
class ChangeProposed(Event):
    """A proposal that changes or drops the agreement is open."""

    proposal: StreamId
    person: PersonId
    drops: bool = False


@event("change.forgotten")
class ChangeForgotten(Event):
    """That proposal ended without being adopted."""

    proposal: StreamId


@event("agreement.changed")
class AgreementChanged(Event):
    """The agreement has a new version; the one before is superseded. Fields as in `agreement.recorded`."""

    version: int
    proposal: StreamId
    proposer: PersonId
    text_version: int
    adopted_at: datetime
    review_at: datetime
    opens_at: datetime
    expires_at: datetime | None
    warns_at: datetime | None
    answers: Mapping[PersonId, str]
    term: str = ""
    expiry: str = ""
    unlinked: tuple[str, ...] = ()
    title: str = personal("proposer")
    driver: str = personal("proposer")
    text: str = personal("proposer")
    criteria: str = personal("proposer", default="")
    deferred: str = personal("proposer", default="")
    delegated: str = personal("proposer", default="")


@event("agreement.dropped")
class AgreementDropped(Event):
    """It is not in force any more, because a proposal to drop it was adopted."""

    proposal: StreamId
    at: datetime
