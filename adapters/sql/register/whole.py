"""The whole register of the program: the list a new feature's register file is added to."""

from typing import Any

from adapters.sql.register import (
    Register,
    actions,
    answers,
    blockers,
    budgets,
    checkins,
    circles,
    digests,
    entries,
    logbook,
    metrics,
    pace,
    parts,
    people,
    proposal_drafts,
    proposals,
    requests,
    reviews,
    searching,
    statements,
    things,
    upkeep,
)

FILES: tuple[Any, ...] = (
    people,
    circles,
    proposals,
    answers,
    proposal_drafts,
    pace,
    logbook,
    reviews,
    budgets,
    statements,
    entries,
    requests,
    parts,
    things,
    blockers,
    actions,
    metrics,
    checkins,
    digests,
    searching,
    upkeep,
)


def whole_register() -> Register:
    """Every register file."""
    return Register(FILES, (searching.follow, people.acted))
