"""Who acts, where only a person may."""

from governance_core.kernel.errors import NotAllowed
from governance_core.kernel.ids import Actor, PersonId


def acting(by: Actor) -> PersonId:
    """The person who acts. Raises NotAllowed for the clock, the config and an account that is nobody's."""
    if by.person is None:
        raise NotAllowed(
            who="a member", do="do this", next="Link your account first: /me link on one that is linked already."
        )
    return by.person
