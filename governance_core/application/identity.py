"""Whose act it is: platform accounts become persons here, and nowhere else."""

from dataclasses import replace

from governance_core.cards.text import Text, people
from governance_core.circles.model import CIRCLES, Circles
from governance_core.kernel.errors import NobodysAccount, NotAllowed, NotSetUp, Unlinked
from governance_core.kernel.ids import Actor, ActorKind, PersonId
from governance_core.kernel.message import Command
from governance_core.people.model import PEOPLE, People
from governance_core.ports import Reader


def identified(by: Actor, reader: Reader) -> Actor:
    """The actor with the person behind the account, if the account is anybody's; others as they are."""
    if by.kind != "account" or by.via is None:
        return by
    everybody: People = reader.state(PEOPLE)
    owner = everybody.owner(by.via.platform, by.via.account)
    return by if owner is None else replace(by, kind="person", person=owner)


def owner_of_drafts(by: Actor, reader: Reader) -> PersonId | None:
    """Under whose name what somebody types is kept: the person, or the account where it is nobody's (yet)."""
    by = identified(by, reader)
    if by.person is None and by.via is not None:
        return PersonId(f"{by.via.platform}:{by.via.account}")
    return by.person


def person_of(platform: str, account: str, reader: Reader) -> PersonId:
    """The person somebody pointed at by their account. Raises NobodysAccount, in words for the one who pointed."""
    found = identified(Actor.of_account(platform, account), reader).person
    if found is None:
        raise NobodysAccount(platform=platform.capitalize(), admins=_admins(reader))
    return found


def permitted(command: Command | type[Command], by: Actor, reader: Reader) -> None:
    """Raise Unlinked for an account that is nobody's, NotAllowed for a command this kind of actor cannot press."""
    spec = command.spec
    if by.kind in spec.pressed_by or (by.kind == "account" and spec.strangers):
        return
    if by.kind == "account":
        require_set_up(reader)
        platform = by.via.platform.capitalize() if by.via else ""
        raise Unlinked(platform=platform, admins=_admins(reader))
    next_step = "Nothing was changed; /help shows what you can do."
    raise NotAllowed(who=_whose(spec.pressed_by), do="bring this about", next=next_step)


def require_set_up(reader: Reader) -> None:
    """Raise NotSetUp while there is no circle at all: nobody is a member of anything then."""
    circles: Circles = reader.state(CIRCLES)
    if not circles.circles:
        raise NotSetUp


def _admins(reader: Reader) -> Text:
    circles: Circles = reader.state(CIRCLES)
    return people(circles.organisation.admins, "or")


_WHO = {
    "person": "a member",
    "config": "the config file",
    "clock": "time",
    "policy": "what happened before",
    "platform": "the chat platform",
    "treasury": "the treasury",
}


def _whose(kinds: frozenset[ActorKind]) -> str:
    return " or ".join(_WHO.get(kind, kind) for kind in sorted(kinds))
