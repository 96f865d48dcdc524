"""What happens to people, their accounts and absences, recorded for ever."""

from datetime import datetime

from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event, event, personal


@event("person.joined")
class PersonJoined(Event):
    """Somebody belongs to the organisation (again)."""

    person: PersonId
    name: str = personal("person")
    zone: str = ""
    language: str = ""
    came_by: str = ""
    """The platform on which somebody nobody had named came by a role; empty for those the config names."""


@event("person.merged")
class PersonMerged(Event):
    """A person who came by a role turned out to be somebody known already, whose the account is now."""

    person: PersonId
    into: PersonId


@event("server.entered")
class ServerEntered(Event):
    """The person's account was seen on the organisation's server."""

    person: PersonId
    platform: str


@event("server.left")
class ServerLeft(Event):
    """The person's account is on the organisation's server no more."""

    person: PersonId
    platform: str


@event("person.left")
class PersonLeft(Event):
    """Somebody no longer belongs to the organisation; their accounts are free."""

    person: PersonId


@event("person.erased")
class PersonErased(Event):
    """Everything personal of somebody who left was blanked; their id stays theirs."""

    person: PersonId
    at: datetime


@event("person.renamed")
class PersonRenamed(Event):
    """The config file and the chat know the person by another key; events go on naming them by their id."""

    person: PersonId
    key: str


@event("person.named")
class PersonNamed(Event):
    """A person has another name."""

    person: PersonId
    name: str = personal("person")


@event("person.set")
class PersonSet(Event):
    """A setting (see `model.Person`) was set, by the person (`own`) or by the config."""

    person: PersonId
    setting: str
    value: str
    own: bool = False


@event("account.linked")
class AccountLinked(Event):
    """An account on a platform is the person's from now on; `by_code` when they linked it themselves."""

    person: PersonId
    platform: str
    by_code: bool = False
    account: str = personal("person")


@event("account.unlinked")
class AccountUnlinked(Event):
    """The person's account on a platform is theirs no more."""

    person: PersonId
    platform: str


@event("link.offered")
class LinkOffered(Event):
    """A code was shown to a person. Only its digest is kept."""

    person: PersonId
    platform: str
    digest: str
    expires: datetime


@event("link.claimed")
class LinkClaimed(Event):
    """The code was typed by an account that belongs to nobody."""

    person: PersonId
    digest: str
    platform: str
    account: str = personal("person")


@event("link.mistyped")
class LinkMistyped(Event):
    """An account typed a code that is not known or has run out."""

    platform: str
    at: datetime
    account: str = personal()


@event("link.refused")
class LinkRefused(Event):
    """The person the code was shown to said the account is not theirs."""

    person: PersonId
    digest: str


@event("absence.declared")
class AbsenceDeclared(Event):
    """A person will be away."""

    person: PersonId
    start: datetime
    until: datetime


@event("absence.ended")
class AbsenceEnded(Event):
    """A person is back: what they declared is over or taken back."""

    person: PersonId
    at: datetime
