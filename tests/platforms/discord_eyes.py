"""Somebody who looks, for tests that draw a card by itself: everybody's name, Ana's account, and where P-1 stands."""

from typing import Final

from adapters.discord.text import Sight
from governance_core.kernel.ids import PersonId

ANA: Final = "204255221017214977"
CARD: Final = "https://discord.com/channels/1/2/3"


class Names:
    zone = "Europe/Lisbon"

    def name(self, person: PersonId) -> str:
        return person.title()


SIGHT: Final = Sight(Names(), {PersonId("ana"): ANA}.get, {"P-1": CARD}.get)
