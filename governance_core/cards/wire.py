"""A button's id: `c1|P-42|3|object`, at most 100 characters (Discord's limit for a custom id), readable and guessable.

Nothing is gained by guessing one: rights are checked at every press.
"""

from governance_core.cards.card import Press

LIMIT = 100
_FORMAT = "c1"


def encode(press: Press) -> str:
    """The id of a button. Raises ValueError when it would not fit or could not be read back."""
    parts = [_FORMAT, press.ref, str(press.version), press.action]
    if press.argument:
        parts.append(press.argument)
    wire = "|".join(parts)
    if any("|" in part for part in parts) or len(wire.encode()) > LIMIT or not press.action:
        raise ValueError(f"no button id can carry {press}")
    return wire


def decode(wire: str) -> Press | None:
    """What a button's id says, or None when it is not one of ours (or from a format we no longer know)."""
    parts = wire.split("|")
    if (
        len(parts) not in (4, 5)
        or parts[0] != _FORMAT
        or not parts[3]
        or not parts[2].isascii()
        or not parts[2].isdigit()
    ):
        return None
    if len(parts[2]) > 9 or len(wire.encode()) > LIMIT or parts[4:] == [""]:
        return None
    return Press(parts[1], int(parts[2]), parts[3], parts[4] if len(parts) == 5 else "")
