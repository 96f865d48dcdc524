"""What a feature answers where it says nothing else: no name, no alarms, nothing withheld."""

from collections.abc import Mapping
from typing import Any

from governance_core.cards.form import Question


def no_name(_: Any) -> str:
    """Its items are called by their id alone."""
    return ""


def nothing(*_: Any) -> tuple[Any, ...]:
    """No alarms, no boards, no notices."""
    return ()


def no_answers(*_: Any) -> Mapping[str, str]:
    """Nothing to fill a form in with."""
    return {}


def none_withheld(*_: Any) -> Mapping[str, frozenset[str]]:
    """Every option is offered."""
    return {}


def asks_as_written(*_: Any) -> Mapping[str, Question | None]:
    """Every question is the command's own."""
    return {}


def asks_all(*_: Any) -> frozenset[str]:
    """A form asks everything that its command can be told."""
    return frozenset()


def always(*_: Any) -> bool:
    """Everybody may know of it."""
    return True


def never(_: Any) -> bool:
    """A stream that does not end."""
    return False
