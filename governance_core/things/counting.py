"""How many of a thing somebody means."""

from typing import Final

from governance_core.kernel.errors import Invalid

MOST: Final = 9999


def whole(typed: str) -> int:
    """How many. Raises Invalid."""
    plain = typed.strip()
    if not (plain.isascii() and plain.isdigit() and len(plain) < 9 and 1 <= int(plain) <= MOST):
        problem = f"{plain[:20]} is not a whole number from 1 to {MOST}."
        raise Invalid(field="quantity", problem=problem, fix="Write a number such as 1 or 5.")
    return int(plain)
