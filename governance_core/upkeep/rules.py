"""What becomes of upkeep: who may ask for what, and when nothing is to be done."""

from dataclasses import dataclass
from typing import Any

from governance_core.cards.card import Button, Buttons, Entry, Listing, Press
from governance_core.cards.text import people
from governance_core.caretaker import Planned
from governance_core.kernel.decider import Decider
from governance_core.kernel.errors import Invalid, NotAllowed, Refusal
from governance_core.kernel.ids import Actor, PersonId
from governance_core.kernel.message import Event
from governance_core.outgoing import Posting
from governance_core.upkeep.messages import (
    ApplyConfig,
    ConfigApplied,
    ConfigRefused,
    PostAgain,
    PostingCalledFor,
    ReloadConfig,
)
from governance_core.upkeep.model import Unshown, Upkeep

MOST_REFUSALS = 20


@dataclass(frozen=True, slots=True)
class UpkeepFacts:
    """Who acts, who the admins are, and what the command is about: what could not be shown, or the config file.

    `cards` are where the item's card belongs, and `able` who may have it posted once more besides admins.
    """

    by: Actor
    admins: tuple[PersonId, ...] = ()
    unshown: tuple[Unshown, ...] = ()
    cards: tuple[Posting, ...] = ()
    able: tuple[PersonId, ...] = ()
    planned: Planned | None = None


class FileChanged(Refusal):
    """It is not what was looked at."""

    code = "file_changed"
    template = (
        "{name} was changed since you looked at it, so nothing was carried out. "
        "Look at what it changes now, and apply it there."
    )


class FileWrong(Refusal):
    """The file cannot be used, or the rules refuse one of its changes."""

    code = "file_wrong"
    template = (
        "{name} was not carried out: {count} to be mended first. What was applied before stays in force. "
        "Change the file, then look at it again."
    )


class NoFile(Refusal):
    """The program was started without one."""

    code = "no_file"
    template = "The program was started without a config file of this organisation. Apply one from the shell: {command}"


def require_admin(by: Actor, admins: tuple[PersonId, ...], do: str = "look after the bot") -> None:
    """Raise NotAllowed, naming the admins, for everybody else: a server's manager without the task has no say."""
    if by.person is None or by.person not in admins:
        who = (*people(admins, "or"), " (admin)" if len(admins) == 1 else " (admins)")
        raise NotAllowed(who=who, do=do, next="The config file says who the admins are. Nothing was changed.")


def decide(command: Any, state: Upkeep, facts: UpkeepFacts) -> tuple[Event, ...]:
    """The events a command leads to. Raises a Refusal."""
    match command:
        case PostAgain():
            return _post_again(command, facts)
        case ApplyConfig(file=seen):
            return _apply(seen, facts)
        case ReloadConfig():
            return _reload(facts)
        case _:
            raise TypeError(f"upkeep does not know {command!r}")


def evolve(state: Upkeep, event: Event) -> Upkeep:
    """The state after an event."""
    return Upkeep(event.file) if isinstance(event, ConfigApplied) else state


RULES: Decider[Upkeep, UpkeepFacts] = Decider(Upkeep(), decide, evolve)


def _post_again(command: PostAgain, facts: UpkeepFacts) -> tuple[Event, ...]:
    if command.item is None and not command.posting:
        raise Invalid(field="item", problem="No proposal is named.", fix="Add its id: /proposal repost P-1")
    if not command.posting:
        _require_able(facts, facts.able)
        events = [_called_for(one.posting, one.person) for one in facts.unshown]
        given_up = {(one.posting.platform, one.posting.place, one.posting.key) for one in facts.unshown}
        standing = [one for one in facts.cards if (one.platform, one.place, one.key) not in given_up]
        return (*events, *(_called_for(one, None) for one in standing))
    for one in facts.unshown:
        _require_able(facts, one.able)
    return tuple(_called_for(one.posting, one.person) for one in facts.unshown)


def _require_able(facts: UpkeepFacts, able: tuple[PersonId, ...]) -> None:
    if facts.by.person not in (*able, *facts.admins):
        who = people(dict.fromkeys((*able, *facts.admins)), "or")
        raise NotAllowed(who=who, do="have this posted again", next="Ask one of them.")


def _called_for(posting: Posting, person: PersonId | None) -> PostingCalledFor:
    place = "" if person else posting.place
    return PostingCalledFor(item=posting.ref, platform=posting.platform, key=posting.key, place=place, person=person)


def _apply(seen: str, facts: UpkeepFacts) -> tuple[Event, ...]:
    require_admin(facts.by, facts.admins, "apply the config file")
    planned = facts.planned
    if planned is None:
        raise NoFile(command="circlet apply config.yaml")
    if planned.problems:
        raise file_wrong(planned)
    if planned.key != seen:
        raise FileChanged(name=planned.name, shows=(look_again(),))
    return (ConfigApplied(file=planned.key, changes=len(planned.changes)),) if planned.changes else ()


def _reload(facts: UpkeepFacts) -> tuple[Event, ...]:
    planned = facts.planned
    if planned is None:
        raise NoFile(command="circlet apply config.yaml")
    if planned.problems:
        return (ConfigRefused(name=planned.name, problems=len(planned.problems), told=facts.admins),)
    return (ConfigApplied(file=planned.key, changes=len(planned.changes)),) if planned.changes else ()


def file_wrong(planned: Planned) -> FileWrong:
    """The refusal of a file, with everything that is wrong with it, each at its line."""
    count = f"{len(planned.problems)} thing{'' if len(planned.problems) == 1 else 's'}"
    shown, more = planned.problems[:MOST_REFUSALS], max(0, len(planned.problems) - MOST_REFUSALS)
    listing = Listing(tuple(Entry((problem,)) for problem in shown), more=more)
    return FileWrong(name=planned.name, count=count, shows=(listing, look_again()))


def look_again() -> Buttons:
    """The way to what the file changes now."""
    return Buttons((Button("Look at the file again", Press("", 0, "plan-config")),))


def wanted(command: PostAgain, unshown: tuple[Unshown, ...]) -> tuple[Unshown, ...]:
    """Those of what could not be shown that a command speaks of."""
    if command.posting:
        return tuple(one for one in unshown if one.mark == command.posting)
    return tuple(one for one in unshown if one.posting.ref == command.item)
