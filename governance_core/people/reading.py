"""The port of the reading half: where people are, by what they did."""

from typing import Protocol

from governance_core.kernel.ids import PersonId


class ReadsPeople(Protocol):
    """What the journal says of where somebody acts."""

    def acted_last(self, person: PersonId) -> str:
        """The platform on which the person did something last; empty when they never did."""
