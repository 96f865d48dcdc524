"""What admins ask and have done about the program itself, and what is recorded of it."""

from governance_core.cards.form import Hidden, Lookup, Question
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.kernel.message import Command, Event, Query, ask, event, message


@message(
    "upkeep.doctor",
    "What is wrong with the bot, and how to mend it",
    path="governance doctor",
    action="doctor",
    example="/governance doctor",
)
class SeeDoctor(Query):
    """Everything that was found wrong, and everything that could not be shown."""


@message("upkeep.audit", "Check that nothing recorded was changed or lost", path="governance audit")
class SeeAudit(Query):
    """Whether what is kept is what was recorded."""


@message("upkeep.export", "How to take out everything that is recorded", path="governance export")
class SeeExport(Query):
    """The command for it: what is written holds everything, so it is never sent into a chat."""


@message("upkeep.plan", "What the config file would change", path="governance plan", action="plan-config")
class SeePlan(Query):
    """The changes of the file since it was applied last, and what was changed in the chat since."""


@message("upkeep.review", "Carry the config file out, once you have seen what it changes", path="governance apply")
class ReviewConfig(Query):
    """The same, before it is carried out."""


@message("config.apply", "Carry the config file out, all of it or nothing", action="apply-config", argument="file")
class ApplyConfig(Command):
    """Carry out the file that was looked at; `file` names its text, so that no other is carried out."""

    file: str = ask(Question(Hidden()))


@message("config.reload", "The program is told to read the config file again", pressed_by=frozenset({"config"}))
class ReloadConfig(Command):
    """Carry the file out as it stands now; one that cannot be used changes nothing, and the admins hear of it."""


@message(
    "posting.again",
    "Post a proposal's card once more where it was deleted",
    path="proposal repost",
    action="post-again",
    argument="posting",
    title="Post a card again",
    example="/proposal repost P-1",
)
class PostAgain(Command):
    """Show once more what was given up: one posting (from its button), or all of an item."""

    item: StreamId | None = ask(Question(Lookup("proposal"), "Proposal"), default=None)
    posting: str = ask(Question(Hidden()), default="")


@event("posting.called_for")
class PostingCalledFor(Event):
    """Somebody asked that something be shown once more: in a place, or to a person."""

    item: StreamId
    platform: str
    key: str
    place: str = ""
    person: PersonId | None = None


@event("config.refused")
class ConfigRefused(Event):
    """A config file was read again and cannot be used: its name, how many things are wrong, and who is told of it."""

    name: str
    problems: int
    told: tuple[PersonId, ...]


@event("config.applied")
class ConfigApplied(Event):
    """A config file was carried out while the bot ran: SHA-256 of its text in hex, and how many changes it made."""

    file: str
    changes: int
