"""What people see of what a proposal carries: exactly what its adoption will do, has done, or could not do."""

from collections.abc import Iterator
from typing import assert_never

from governance_core.cards.text import Link, Mention, Text, text
from governance_core.kernel.ids import CircleId
from governance_core.proposals.carrying_model import Carried, Carries
from governance_core.proposals.model import Proposal, Stage


def adoption_does(state: Proposal, circle: str) -> Iterator[tuple[str, Text]]:
    """A row for each change."""
    for number, one in enumerate(state.carries, 1):
        words = carried_words(one, _called(one.circle, state, circle))
        if why := state.undone.get(number, ""):
            yield "Could not be done", text(words, f". Why: {why}")
        elif state.stage is Stage.ADOPTED:
            yield "Done with it", words
        else:
            yield "When adopted", words


def _called(circle: CircleId, state: Proposal, name: str) -> str:
    return name if circle == state.circle else circle


def carried_words(carried: Carried, circle: str) -> Text:
    """What it does, in a sentence without its full stop."""
    match carried.what:
        case Carries.ROLE if carried.person is None:
            return (f"the role of {carried.key} of {circle} becomes vacant",)
        case Carries.RULE:
            return (f"the rule {carried.key} of {circle} becomes {carried.value}",)
        case Carries.ROLE:
            return text(_who(carried), f" becomes the {carried.key} of {circle}{carried.until_said}")
        case Carries.JOIN:
            return text(_who(carried), f" becomes a member of {circle}")
        case Carries.LEAVE:
            return text(_who(carried), f" leaves {circle}")
        case Carries.ITEM:
            return text(Link(carried.key, carried.key), f" {carried.value}")
        case _:
            assert_never(carried.what)


def _who(carried: Carried) -> Mention | str:
    return Mention(carried.person) if carried.person else "nobody"
