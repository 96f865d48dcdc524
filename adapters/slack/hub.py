"""What can be done behind a noun, as a modal to choose from; and what may have been meant by a verb there is not."""

from adapters.slack import blocks
from adapters.slack.blocks import Structure, words
from adapters.slack.commands import Grammar, Meant
from adapters.slack.escape import mrkdwn
from adapters.slack.limits import BUTTON_TEXT, BUTTON_VALUE, SECTION_TEXT, VIEW_BLOCKS
from adapters.slack.render import Message
from adapters.slack.views import modal
from governance_core.cards.plain import one_line

SAY = "say|"
"""Begins the id of a button that stands for a typed command, which it carries as its value."""


def hub(noun: str, grammar: Grammar) -> Structure:
    """Everything behind a noun, a line each with its button."""
    rows = [
        blocks.section(
            blocks.paragraph(found.spec.summary, SECTION_TEXT),
            say(found.spec.title or _said(path), command(noun, path, grammar)),
        )
        for path, found in grammar.paths(noun).items()
    ]
    typed = f"/{grammar.prefix}{noun} and a verb do the same: {', '.join(grammar.paths(noun))}."
    note = blocks.context(blocks.paragraph(typed, SECTION_TEXT))
    return modal(noun.capitalize(), [*rows[: VIEW_BLOCKS - 1], note])


def command(noun: str, path: str, grammar: Grammar) -> str:
    """A command as a button carries it: its noun first, whatever slash it hides behind."""
    return f"{noun} {path}".strip()


def say(label: str, typed: str) -> Structure:
    """A button that stands for a typed command."""
    shown = blocks.text(label, BUTTON_TEXT)
    return {"type": "button", "text": shown, "action_id": f"{SAY}{typed}"[:255], "value": typed[:BUTTON_VALUE]}


def did_you_mean(meant: Meant, noun: str, prefix: str) -> Message:
    """What may have been meant, as buttons; without a noun, where none was typed."""
    behind = f" behind /{prefix}{noun}" if noun else " to be done"
    told = f"There is no {one_line(meant.typed, 60)}{behind}, so nothing was done. Did you mean:"
    buttons = [say(f"/{prefix}{one}", one) for one in dict.fromkeys(meant.commands)]
    body = (blocks.rich(blocks.section_of([words(told)])), blocks.actions(buttons))
    return Message(body, mrkdwn(told))


def _said(path: str) -> str:
    return path.split()[-1].replace("-", " ").capitalize() if path else path
