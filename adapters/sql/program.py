"""What the store knows of the program it serves: its features, their register, the time and chance."""

from dataclasses import dataclass
from typing import Any

from adapters.sql.codec import StateCodec, state_codec_of
from adapters.sql.register import Register
from governance_core.feature import Feature, Features
from governance_core.kernel.ids import StreamId
from governance_core.ports import Chance, Clock


@dataclass(frozen=True, slots=True)
class Program:
    """Constant while the store is open."""

    features: Features
    register: Register
    clock: Clock
    chance: Chance

    def feature(self, stream: StreamId) -> Feature[Any, Any]:
        """The feature a stream belongs to. Raises LookupError when no feature has such ids."""
        found = self.features.of_stream(stream)
        if found is None:
            raise LookupError(f"no feature has streams like {stream}")
        return found

    def codec(self, feature: Feature[Any, Any]) -> StateCodec[Any]:
        """The codec of a feature's states, made when first needed."""
        return state_codec_of(feature)
