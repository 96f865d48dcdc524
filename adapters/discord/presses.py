"""The ids buttons carry: the core's own, and the same marked where a question comes first."""

from dataclasses import replace

from governance_core.cards.card import Button, Buttons, Card, Note, Paragraph, Press
from governance_core.cards.wire import decode, encode

_OURS, _ASKING = "c", "?"
"""How ids begin: `c1|P-42|3|object` is carried out, `?1|P-42|3|withdraw` asks first."""


def custom_id(button: Button) -> str:
    """What a button carries. Raises ValueError for a press no button can carry."""
    wire = encode(button.press)
    return _ASKING + wire.removeprefix(_OURS) if button.confirm else wire


def asks_first(custom_id: str) -> bool:
    """Whether the one who pressed is to be asked before anything happens."""
    return custom_id.startswith(_ASKING)


def pressed(custom_id: str) -> Press | None:
    """What was pressed, None when it is no button of ours."""
    return decode(_OURS + custom_id.removeprefix(_ASKING) if asks_first(custom_id) else custom_id)


def question(button: Button) -> Card:
    """Asks before something that cannot be undone; pressing the same label again does it."""
    asked = (button.confirm,)
    note = Note(("Nothing happens unless you press it.",))
    sure = Buttons((replace(button, confirm=""),))
    return Card(button.press.ref, (Paragraph(asked), sure, note), asked, button.press.version, private=True)


def button_of(press: Press, card: Card) -> Button | None:
    """The button of a card that carries this press, None when the card has no such button any more."""
    return next((button for button in card.buttons() if button.press == press), None)
