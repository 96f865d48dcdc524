"""What a proposal would be with an objection met: another text, a shorter term, a measure, a part left for later."""

from dataclasses import replace
from datetime import date, datetime

from governance_core.circles.model import FOUR_ROLES
from governance_core.kernel.checked import checked_words
from governance_core.kernel.errors import Invalid
from governance_core.kernel.ids import CircleId
from governance_core.kernel.time import Duration, instant_of
from governance_core.proposals.guards import ProposalFacts, checked_future, said_by
from governance_core.proposals.messages import OfferAmendment
from governance_core.proposals.messages.integrating import DEFER, DELEGATE, MEASURE, TERM
from governance_core.proposals.model import Proposal
from governance_core.proposals.opening import TEXT_FIX, TITLE_FIX
from governance_core.proposals.wording_model import Wording

ITS_OWN = (MEASURE, DELEGATE)
"""What can be added to a proposal that decides an item: all else is said by the item."""
BETWEEN = ":"
"""What stands between a circle and a role where a role is meant: `garden:secretary`."""


def offered(command: OfferAmendment, state: Proposal, facts: ProposalFacts) -> Wording:
    """The next version, if it is agreed. Raises Invalid for what would change nothing or cannot be."""
    if state.item is not None and command.kind not in ITS_OWN:
        raise said_by(state.item, facts)
    match command.kind:
        case "term":
            return _sooner(command, state, facts)
        case "measure":
            return _measured(command, state.wording)
        case "defer":
            return _put_off(command, state, facts)
        case "delegate":
            return _left_to_others(command, state, facts)
        case _:
            return _amended(command, state, facts)


def _amended(command: OfferAmendment, state: Proposal, facts: ProposalFacts) -> Wording:
    """Row 12."""
    old = state.wording
    if command.review:
        _instant("review", command.review, state, facts)
    wording = replace(
        old,
        title=old.title if command.title is None else checked_words("title", command.title, TITLE_FIX),
        text=checked_words("text", command.text, TEXT_FIX),
        review=_kept(command.review or old.review),
    )
    if wording == old:
        raise Invalid(field="text", problem="This is the text as it stands.", fix="Change what the objection is about.")
    return wording


def _sooner(command: OfferAmendment, state: Proposal, facts: ProposalFacts) -> Wording:
    """Row 13: it is tried for a shorter time, and looked at again then."""
    wanted = _instant("term", command.term, state, facts)
    if wanted >= _review(state, facts):
        problem = f"It is looked at again {term_shown(state.wording.review)} already."
        raise Invalid(field="term", problem=problem, fix="Give a time that comes sooner.")
    return replace(state.wording, review=_kept(command.term))


def _measured(command: OfferAmendment, old: Wording) -> Wording:
    """Row 13: what would show the harm is measured, and it is known what is looked at."""
    measure = checked_words("measure", command.measure, "Say what is measured.").strip()
    looked_at = checked_words("looked_at", command.looked_at, "Say what is looked at, and by whom.").strip()
    return replace(old, criteria=_and("measure", old.criteria, f"{measure} (looked at: {looked_at})"))


def _put_off(command: OfferAmendment, state: Proposal, facts: ProposalFacts) -> Wording:
    """Row 13: a part of it is not decided now; it comes back at the review, which is no later than that."""
    part = checked_words("part", command.part, "Say what is put off.").strip()
    until = _instant("until", command.until, state, facts)
    old = state.wording
    review = _kept(command.until) if until < _review(state, facts) else old.review
    deferred = _and("part", old.deferred, f"{part} (until {term_words(_kept(command.until))})")
    return replace(old, deferred=deferred, review=review)


def _left_to_others(command: OfferAmendment, state: Proposal, facts: ProposalFacts) -> Wording:
    """Row 13: a part of it is decided by another circle, or by whoever holds a role."""
    part = checked_words("part", command.part, "Say what is decided elsewhere.").strip()
    return replace(
        state.wording, delegated=_and("part", state.wording.delegated, f"{part} ({_decider(command.to, state, facts)})")
    )


def _decider(typed: str, state: Proposal, facts: ProposalFacts) -> str:
    """Who decides, in words. Raises Unknown for a circle that everybody in the round may not know of."""
    wanted, _, role = typed.strip().casefold().partition(BETWEEN)
    circle = facts.circles.open(CircleId(wanted))
    if circle is None or (circle.private and circle.id != state.circle):
        problem, fix = (
            "There is no such circle or role.",
            "Choose one from the list, such as repair or garden:secretary.",
        )
        raise Invalid(field="to", problem=problem, fix=fix)
    if not role:
        return f"{circle.name} decides"
    if role not in (*FOUR_ROLES, *circle.roles):
        raise Invalid(field="to", problem=f"{circle.name} has no such role.", fix="Choose one from the list.")
    return f"the {role} of {circle.name} decides"


def _instant(field: str, typed: str, state: Proposal, facts: ProposalFacts) -> datetime:
    assert state.rules is not None, "an open round has rules"
    fix = "Give a length such as 30d, or a date."
    return checked_future(field, checked_words(field, typed, fix), facts, state.rules.zone, state.rules.day_starts)


def _review(state: Proposal, facts: ProposalFacts) -> datetime:
    assert state.rules is not None, "an open round has rules"
    return instant_of(state.wording.review, facts.now, state.rules.zone, state.rules.day_starts)


def _kept(typed: str) -> str:
    return " ".join(typed.split())


def _and(field: str, before: str, line: str) -> str:
    """One line more. Raises Invalid for one that stands there: said twice it would meet nothing more."""
    if line in before.split("\n"):
        fix = "Say what else would meet the objection."
        raise Invalid(field=field, problem="This version says so already.", fix=fix)
    return f"{before}\n{line}" if before else line


def term_words(term: str) -> str:
    """`90 days after adoption`, or the date itself."""
    return f"{Duration.parse(term).in_words()} after adoption" if term[-1:].isalpha() else term


def term_shown(term: str) -> str:
    """The same for reading: a date as cards have it, `Mon 26 Oct 2026`."""
    try:
        day = date.fromisoformat(term[:10])
    except ValueError:
        return term_words(term)
    return f"{day:%a} {day.day} {day:%b} {day.year}{term[10:].replace('T', ' ')}"


KINDS = (TERM, MEASURE, DEFER, DELEGATE)
"""The forms besides another text (row 13)."""
