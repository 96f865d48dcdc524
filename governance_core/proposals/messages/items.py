"""Commands of policies about a proposal that decides an item of another feature, such as a request for money."""

from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.message import Command, message
from governance_core.proposals.carrying_model import Carried


@message("proposal.put", "An item waits for a circle's decision", pressed_by=frozenset({"policy"}))
class PutToCircle(Command):
    """It is a proposal like any other, by whoever asked for the item, who has no answer in its round.

    By the circle's usual process where none is named.
    """

    circle: CircleId
    proposer: PersonId
    title: str
    driver: str
    text: str
    item: Carried
    process: str = ""


@message("proposal.follow", "The item that a proposal decides was changed", pressed_by=frozenset({"policy"}))
class FollowItem(Command):
    """The proposal says what the item says now: a new version, to which everybody answers anew."""

    id: StreamId
    title: str
    driver: str
    text: str
    item: Carried


@message("proposal.end_with", "The item that a proposal decides ended", pressed_by=frozenset({"policy"}))
class EndWithItem(Command):
    """There is nothing to decide any more. `by` took the item back, with the words `reason`; nobody where it ended."""

    id: StreamId
    because: str
    by: PersonId | None = None
    reason: str = ""
