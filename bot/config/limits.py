"""Checks that the limits in a config file are in units that there are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.config.model import ConfigFile
from bot.config.places import KeyPath
from bot.config.policy_keys import PolicyValue
from bot.config.problems import Problems, shown
from governance_core.circles.policy import LIMITS
from governance_core.kernel.units import require_known, units_of


def check_limits(file: ConfigFile, problems: Problems) -> None:
    """Note limits in units that are neither currencies nor among the organisation's own."""
    units = units_of(file.organisation.units)
    for path, limit in _limits(file):
        try:
            require_known(limit, units)
        except ValueError as reason:
            fix = f"{reason}. Units besides currencies stand under organisation: as units, such as 0.1 hours."
            problems.note(path, file.located.at(path), f"{shown(limit)} is not a limit.", fix)


def _limits(file: ConfigFile) -> Iterator[tuple[KeyPath, str]]:
    policies: dict[KeyPath, Mapping[str, PolicyValue]] = {("policy",): file.policy}
    policies |= {("circles", name, "policy"): circle.policy for name, circle in file.circles.items()}
    for section, policy in policies.items():
        for key in LIMITS:
            yield from (((*section, key), limit) for limit in _listed(policy.get(key, ())))


def _listed(value: PolicyValue) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else ()
