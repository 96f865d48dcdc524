"""The whole register of the program: the list a new feature's register file is added to."""

from typing import Any

from adapters.sql.register import (
    Register,
    blockers,
    budgets,
    circles,
    logbook,
    people,
    proposals,
    requests,
    searching,
    upkeep,
)

FILES: tuple[Any, ...] = (people, circles, proposals, logbook, budgets, requests, blockers, searching, upkeep)


def whole_register() -> Register:
    """Every register file."""
    return Register(FILES, (searching.follow,))
