"""Words for what went wrong, and for buttons that are not there."""

import logging
import secrets
import traceback
from collections.abc import Sequence

from adapters.console.acts import CannotDo
from adapters.console.screen import called
from governance_core.cards.card import Button

_log = logging.getLogger("circlet.console")
_CODE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def failure_words(wrong: Exception, outcome: str) -> str:
    """A defect: the member gets a code to name, the log what happened, and neither any words that somebody typed."""
    code = "".join(secrets.choice(_CODE) for _ in range(4))
    frames = traceback.extract_tb(wrong.__traceback__)
    where = " > ".join(f"{frame.name} ({frame.filename.rpartition('/')[2]}:{frame.lineno})" for frame in frames)
    _log.error("ref %s: %s in %s", code, type(wrong).__name__, where)
    return f"Something went wrong here that should not have. {outcome} Tell an admin this code: {code}."


def several(label: str, ref: str, found: Sequence[Button]) -> str:
    """More than one button is called so."""
    labels = list(dict.fromkeys(button.label for button in found))
    if len(labels) > 1:
        return f'"{label}" on {ref} could be {" or ".join(labels)}; write more of it'
    wheres = ", ".join(dict.fromkeys(button.press.ref for button in found))
    return f"there are {len(found)} buttons {labels[0]} on {ref}; use the command instead, or name the item ({wheres})"


def no_button(label: str, ref: str, there: Sequence[Button]) -> str:
    """No button is called so; these are there."""
    labels = ", ".join(dict.fromkeys(button.label for button in there))
    return f'there is no button "{label}" on {ref}; ' + (f"there are {labels}" if labels else "there are none")


def by_number(number: int, buttons: Sequence[Button]) -> Button:
    """The button with a number. Raises CannotDo."""
    if not 1 <= number <= len(buttons):
        raise CannotDo(f"no button has the number {number} now" + ("; open an item first" if not buttons else ""))
    return buttons[number - 1]


def unclear(typed: str, buttons: Sequence[Button]) -> str:
    """Something typed means nothing, or several of these buttons."""
    found = called(typed, buttons)
    if found:
        return f"{typed} could be {' or '.join(button.label for button in found)}; write more of it"
    return f"nothing is called {typed}. Type / for commands, a number or label for a button, or /help"
