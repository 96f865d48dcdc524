"""The id of a form: what it asks for, its key, whether more follows, and what was given before, if there is room."""

from typing import Final
from urllib.parse import parse_qsl, urlencode

from adapters.discord.limits import CUSTOM_ID
from governance_core.application.paperwork import Paper

_FORMAT: Final = "f1"
_KEPT: Final = "*"
_PARTS: Final = 5


class FormId(Paper):
    """`f1|consent.object|KEY|0|id=P-42&version=3`: nothing follows, and this was given; `*` where that was too long."""

    __slots__ = ()

    def wire(self) -> str:
        """The id, without what was given where that does not fit."""
        head = f"{_FORMAT}|{self.kind}|{self.key}|{self.following}|"
        tail = _KEPT if self.given is None else urlencode(self.given)
        return head + (tail if len(head) + len(tail) <= CUSTOM_ID else _KEPT)


def form_id(wire: str) -> FormId | None:
    """What a form's id says, None when it is none of ours or of a format no longer known."""
    parts = wire.split("|")
    if len(parts) != _PARTS or parts[0] != _FORMAT or not (parts[3].isascii() and parts[3].isdigit()):
        return None
    given = None if parts[4] == _KEPT else dict(parse_qsl(parts[4], keep_blank_values=True))
    return FormId(parts[1], parts[2], int(parts[3]), given)
