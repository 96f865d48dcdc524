"""Says why an account that is nobody's does not count, where the platform knows: a guest's, a stranger's, a bot's."""

from collections.abc import Mapping
from typing import Final, Literal

from governance_core.cards.text import say
from governance_core.kernel.errors import Outsider, Refusal, Unlinked

Standing = Literal["", "guest", "elsewhere", "bot"]
"""What a platform says of an account besides whose it is; empty for one like any other."""
_WHOSE: Final[Mapping[Standing, str]] = {
    "guest": "is a guest's, and guests are no members by themselves",
    "elsewhere": "belongs to another workspace, and its people are no members here by themselves",
    "bot": "is a bot's, and bots never count",
}
_BY_NAME: Final = "To take part, ask {admins} to add you by name."
_OF_ONES_OWN: Final = "Answer with an account of your own."


def explained(refusal: Refusal, standing: Standing) -> Refusal:
    """The refusal; where an account is nobody's, in the words that fit its standing."""
    if not isinstance(refusal, Unlinked) or not standing:
        return refusal
    step = say(_OF_ONES_OWN if standing == "bot" else _BY_NAME, admins=refusal.fields["admins"])
    return Outsider(platform=refusal.fields["platform"], whose=_WHOSE[standing], next=step)
