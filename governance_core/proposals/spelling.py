"""How spelling is put right while a proposal is open, and how that is challenged (process.md, edge cases)."""

import re
from datetime import timedelta

from governance_core.cards.text import people
from governance_core.kernel.checked import checked_words
from governance_core.kernel.errors import Invalid, Refusal
from governance_core.kernel.likeness import alike
from governance_core.kernel.message import Event
from governance_core.proposals.facilitating import require_facilitator
from governance_core.proposals.guards import (
    ProposalFacts,
    proposing,
    require_elector,
    require_open,
    require_own_words,
    require_version,
)
from governance_core.proposals.messages import ChallengeCorrection, CorrectSpelling, SettleCorrection
from governance_core.proposals.model import Proposal
from governance_core.proposals.opening import DRIVER_FIX, TEXT_FIX, TITLE_FIX, reopened
from governance_core.proposals.spelling_events import CorrectionChallenged, CorrectionSettled, ProposalCorrected

TO_CHALLENGE = timedelta(hours=24)
TO_CHALLENGE_PRACTICE = timedelta(minutes=5)
STILL_ALIKE = 0.6
"""How much of a text must stay for a fix of its spelling, from 0 to 1."""
_FIGURES = re.compile(r"\d+")


class MoreThanSpelling(Refusal):
    """Numbers, or most of the words, are no matter of spelling."""

    code = "more_than_spelling"
    template = (
        "This changes {what}, which is more than the spelling of {ref}, and answers would stand for what nobody read. "
        "Ask {proposer} to change it with /proposal amend; or put only the spelling right."
    )


def correct(command: CorrectSpelling, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """The facilitator puts the spelling right: answers stay, and the round stays open while it may be challenged."""
    require_open(state, facts)
    me = require_facilitator(state, facts, f"put the spelling of {facts.stream} right")
    require_version(state, facts, command.version)
    require_own_words(state, facts, command.title, command.driver, command.text)
    old = state.wording
    title = old.title if command.title is None else checked_words("title", command.title, TITLE_FIX)
    driver = old.driver if command.driver is None else checked_words("driver", command.driver, DRIVER_FIX)
    text = old.text if command.text is None else checked_words("text", command.text, TEXT_FIX)
    if (title, driver, text) == (old.title, old.driver, old.text):
        return ()
    before = state.correction.before if state.correction else old
    _require_spelling("title", before.title, title, state, facts)
    _require_spelling("driver", before.driver, driver, state, facts)
    _require_spelling("text", before.text, text, state, facts)
    until = facts.now + (TO_CHALLENGE_PRACTICE if state.practice else TO_CHALLENGE)
    moved = until if state.in_round and state.deadline is not None and state.deadline < until else None
    fixed = ProposalCorrected(
        by=me,
        proposer=state.proposer,
        at=facts.now,
        until=until,
        deadline=moved,
        title=title,
        driver=driver,
        text=text,
    )
    return (fixed,)


def _require_spelling(field: str, was: str, now: str, state: Proposal, facts: ProposalFacts) -> None:
    """Raise MoreThanSpelling where that is plain to see. Everything else is for the electors to challenge."""
    what = ""
    if _FIGURES.findall(was) != _FIGURES.findall(now):
        what = "a number"
    elif was != now and alike(was, now) < STILL_ALIKE:
        what = "most of the words"
    if what:
        speaks = proposing(state)
        proposer = people([speaks]) if speaks else "a sponsor"
        raise MoreThanSpelling(field=field, what=what, ref=facts.stream, proposer=proposer)


def challenge(command: ChallengeCorrection, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Any elector, or the proposer: what was fixed becomes a version, with a fresh window."""
    require_open(state, facts)
    me = facts.me if facts.me == proposing(state) else require_elector(state, facts)
    if state.correction is None:
        problem = f"There is no fix of the spelling of {facts.stream} that can be challenged."
        raise Invalid(problem=problem, fix="Raise an objection if the text does harm.")
    return (CorrectionChallenged(by=me), reopened(state, facts))


def settle(command: SettleCorrection, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Nobody challenged it: a round in which everybody has answered may end now."""
    waiting = state.is_open and state.correction is not None and state.correction.until <= facts.now
    return (CorrectionSettled(),) if waiting else ()
