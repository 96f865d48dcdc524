"""What a rule asks of words and dates before they are recorded, with the refusal that says what is wrong with them."""

from datetime import datetime

from governance_core.kernel.errors import Invalid
from governance_core.kernel.time import instant_of
from governance_core.kernel.words import complaint, is_blank


def checked_words(field: str, words: str | None, fix: str) -> str:
    """A text that must say something. Raises Invalid naming the field."""
    if words is None or is_blank(words):
        raise Invalid(field=field, problem=f"The {field} is empty.", fix=fix)
    return kept_words(field, words)


def kept_words(field: str, words: str) -> str:
    """A text that may be empty but must be one the store can keep. Raises Invalid naming the field."""
    problem = complaint(words)
    if problem:
        raise Invalid(field=field, problem=problem, fix="Change it and send it again.")
    return "" if is_blank(words) else words


def future_instant(field: str, typed: str, now: datetime, zone: str, day_starts: str, called: str = "") -> datetime:
    """The instant a date or length means. Raises Invalid when it is none, or has passed.

    `called` is what people call it, where the field has another name.
    """
    try:
        instant = instant_of(typed, now, zone, day_starts)
    except ValueError as reason:
        raise Invalid(field=field, problem=f"{reason}.", fix="Change it and send it again.") from None
    if instant <= now:
        problem = f"The {called or field} {typed} has passed."
        raise Invalid(field=field, problem=problem, fix="Give a date that is still to come.")
    return instant
