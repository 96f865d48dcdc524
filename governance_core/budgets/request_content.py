"""What a request asks for, read from what somebody typed."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from governance_core.budgets.parts_model import Part
from governance_core.budgets.parts_reading import HOW, Measure, parts_of
from governance_core.budgets.payees import payee_of
from governance_core.budgets.purse import language_of, read_amount
from governance_core.budgets.request_guards import RequestFacts
from governance_core.budgets.request_messages import AmendRequest, RequestMoney
from governance_core.budgets.request_model import Content, content_digest
from governance_core.kernel.checked import checked_words, future_instant
from governance_core.kernel.errors import Invalid
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.money import Unit
from governance_core.kernel.words import is_blank

PURPOSE_LIMIT: Final = 500
PAYEE_LIMIT: Final = 120
PARTS_LIMIT: Final = 1_500
PURPOSE_FIX = "Say in a sentence what the money is for."
PAYEE_FIX = "Say who gets it: a shop, a member by name, or me."


def content_of(
    command: RequestMoney | AmendRequest,
    circle: CircleId,
    by: PersonId,
    salt: str,
    facts: RequestFacts,
    old: Content | None = None,
) -> Content:
    """What is asked for, with the old where nothing new was said. Raises Invalid."""
    minor, unit = (old.minor, old.of) if command.amount is None and old else _amount(command.amount or "", by, facts)
    purpose = old.purpose if command.purpose is None and old else _purpose(command.purpose)
    payee, person = _payee(command.payee, by, facts, old)
    receipts = facts.circles.policy_of(circle).receipts
    parts, said = _parts(command.parts, minor, unit, circle, by, facts, old)
    content = Content(
        minor=minor,
        unit=unit.code,
        exponent=unit.exponent,
        purpose=purpose,
        payee=payee,
        payee_person=person,
        needed_by=_needed_by(command.needed_by, circle, facts, old),
        receipts=receipts,
        digest=content_digest(salt, minor, unit.code, payee, purpose, receipts, parts, said, person),
        parts=parts,
        part_words=said,
    )
    same = old is not None and replace(old, needed_by=content.needed_by, digest=content.digest) == content
    return replace(content, digest=old.digest) if old is not None and same else content


def _parts(
    typed: str | None,
    minor: int,
    unit: Unit,
    circle: CircleId,
    by: PersonId,
    facts: RequestFacts,
    old: Content | None,
) -> tuple[tuple[Part, ...], str]:
    """The parts as they were where nothing else was said; of another amount they are shares of that one."""
    words = (old.part_words if old else "") if typed is None else "" if is_blank(typed) else typed
    if not words:
        return (), ""
    if old and old.parts and words == old.part_words and (minor, unit) == (old.minor, old.of):
        return old.parts, old.part_words
    kept = short_words("parts", checked_words("parts", words, HOW), PARTS_LIMIT)
    zone, day_starts = facts.circles.zone_of(circle), facts.circles.policy_of(circle).day_starts
    language = language_of(by, facts.circles, facts.people)
    return parts_of(kept, Measure(minor, unit, language, facts.now, zone, day_starts))


def _amount(typed: str, by: PersonId, facts: RequestFacts) -> Any:
    return read_amount(typed, facts.books, by, facts.circles, facts.people, others=True)


def _purpose(typed: str | None) -> str:
    return short_words("purpose", checked_words("purpose", typed, PURPOSE_FIX), PURPOSE_LIMIT)


def _payee(typed: str | None, by: PersonId, facts: RequestFacts, old: Content | None) -> tuple[str, PersonId | None]:
    """Who it was where nothing else was said: the form shows a member by name, which another may have too."""
    if old and typed is None:
        return old.payee, old.payee_person
    known = facts.people.present(old.payee_person) if old else None
    if known and old and typed == old.payee == known.name:
        return old.payee, old.payee_person
    words = short_words("payee", checked_words("payee", typed, PAYEE_FIX), PAYEE_LIMIT)
    return payee_of(words, by, facts.people)


def short_words(field: str, words: str, limit: int) -> str:
    """Words of at most so many characters. Raises Invalid."""
    if len(words) > limit:
        problem = f"The {field} has {len(words)} characters, and {limit} at most are kept."
        raise Invalid(field=field, problem=problem, fix="Write it shorter; a link may lead to the rest.")
    return words


def _needed_by(typed: str | None, circle: CircleId, facts: RequestFacts, old: Content | None) -> datetime | None:
    if typed is None or is_blank(typed):
        return old.needed_by if old else None
    zone, day_starts = facts.circles.zone_of(circle), facts.circles.policy_of(circle).day_starts
    return future_instant("needed_by", typed, facts.now, zone, day_starts, "day")
