"""Somebody who looks, for tests that draw a card by itself: everybody's name, Ana's account, and where P-1 stands."""

from typing import Final

from adapters.slack.text import Sight
from governance_core.kernel.ids import PersonId

ANA: Final = "U0ANA"
CARD: Final = "https://harbour.slack.com/archives/C1/p1700000000000100"


class Names:
    zone = "Europe/Lisbon"

    def name(self, person: PersonId) -> str:
        return person.title()


SIGHT: Final = Sight(Names(), {PersonId("ana"): ANA}.get, {"P-1": CARD}.get)
