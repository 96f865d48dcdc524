"""Checks that the circles form one tree: a single root, known parents, and no going round."""

from __future__ import annotations

from collections.abc import Mapping

from bot.config.model import Circle, ConfigFile
from bot.config.places import KeyPath
from bot.config.problems import Problems, did_you_mean, shown


def check_tree(file: ConfigFile, problems: Problems) -> None:
    """Note unknown parents, rings of parents, second roots, and a delegate with nowhere to go."""
    _check_parents(file, problems)
    _check_rings(file, problems)
    _check_roots(file, problems)


def outwards(parents: Mapping[str, str | None]) -> list[str]:
    """The circles from the root outwards, given the parent of each; those of one depth keep their order."""
    return sorted(parents, key=lambda name: len(_way_up(name, parents)))


def _way_up(start: str, parents: Mapping[str, str | None]) -> list[str]:
    way: list[str] = []
    at: str | None = start
    while at is not None and at in parents and at not in way:
        way.append(at)
        at = parents[at]
    return way


def _check_parents(file: ConfigFile, problems: Problems) -> None:
    if problems.exactly_about(("circles",)):
        return
    for name, circle in file.circles.items():
        if circle.parent is not None and ("circles", circle.parent) not in file.located.places:
            path = _parent_path(name)
            hint = did_you_mean(circle.parent, [known for known in file.circles if known != name])
            problems.note(path, file.located.at(path), f"There is no circle {shown(circle.parent)}.", hint)


def _check_rings(file: ConfigFile, problems: Problems) -> None:
    in_a_ring: set[str] = set()
    parents = {name: circle.parent for name, circle in file.circles.items()}
    for name in parents:
        ring = _way_up(name, parents)
        if parents[ring[-1]] == name and name not in in_a_ring:
            in_a_ring |= set(ring)
            path = _parent_path(name)
            message = f"The parents go round in a ring: {' → '.join([*ring, name])}."
            problems.note(path, file.located.at(path), message, "Give one of them a parent outside the ring, or none.")


def _check_roots(file: ConfigFile, problems: Problems) -> None:
    roots = [name for name, circle in file.circles.items() if _is_root(name, circle, problems)]
    for name in roots:
        _check_no_delegate(name, file, problems)
    for name in roots[1:]:
        message = f"This circle has no parent, and {shown(roots[0])} is the root already."
        problems.note(("circles", name), file.located.at(("circles", name)), message, f"Add a line parent: {roots[0]}.")


def _check_no_delegate(root: str, file: ConfigFile, problems: Problems) -> None:
    if "delegate" in file.circles[root].roles:
        path = ("circles", root, "delegate")
        message = "This circle has no parent to which a delegate could carry anything."
        problems.note(path, file.located.at(path), message, "Remove the line, or add a parent.")


def _is_root(name: str, circle: Circle, problems: Problems) -> bool:
    return circle.parent is None and not problems.about(_parent_path(name))


def _parent_path(name: str) -> KeyPath:
    return ("circles", name, "parent")
