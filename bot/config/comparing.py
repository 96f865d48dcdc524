"""Puts everything that changed since the file was last applied into an order in which it can be carried out."""

from __future__ import annotations

from bot.config import circle_changes, people_changes
from bot.config.changes import Change
from bot.config.document import Document
from bot.config.model import ConfigFile
from bot.config.sides import Sides

STEPS = (
    people_changes.organisation_set,
    people_changes.people_renamed,
    circle_changes.circles_renamed,
    people_changes.people_join,
    people_changes.accounts_moved,
    people_changes.admins_set,
    circle_changes.organisation_policy,
    circle_changes.roles_vacated,
    circle_changes.homes_left,
    circle_changes.circles_themselves,
    circle_changes.inside_circles,
    circle_changes.circles_close,
    people_changes.people_leave,
)


def difference(old: Document | None, new: ConfigFile) -> list[Change]:
    """Every change from the last document applied (None when there was none) to this file."""
    sides = Sides(old, new)
    return [change for step in STEPS for change in step(sides)]
