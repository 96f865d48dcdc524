"""Puts the pieces of a card into Discord's components: airy where there is room, else dense, and at last packed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from enum import IntEnum
from typing import Final, assert_never

from adapters.discord.components import BLURPLE, GREY, Structure, button, gallery, row, section, text_display
from adapters.discord.limits import COMPONENTS, ROW_BUTTONS
from adapters.discord.pieces import Line, Piece, Row, Shot, Words
from adapters.discord.presses import custom_id
from governance_core.cards.card import Button
from governance_core.cards.text import count

_BESIDES: Final = 3
"""Components of a packed message that are no buttons: the frame, the text and a file."""
MOST_PACKED: Final = ROW_BUTTONS * ((COMPONENTS - _BESIDES) // (ROW_BUTTONS + 1))


class Frame(IntEnum):
    """How close things stand: each text apart; neighbouring texts as one; one text, and then all the buttons."""

    AIRY = 0
    DENSE = 1
    PACKED = 2


def framed(pieces: Sequence[Piece], frame: Frame) -> list[Structure]:
    """The pieces as components, each button once."""
    unique = list(_once(pieces))
    if frame is Frame.PACKED:
        unique = list(_packed(unique))
    elif frame is Frame.DENSE:
        unique = list(_merged(unique))
    return [component for piece in unique for component in _components(piece)]


def _once(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Discord takes an id once in a message: the first button that carries it stays."""
    seen: set[str] = set()
    for piece in pieces:
        match piece:
            case Words() | Shot():
                yield piece
            case Line(content, pressed):
                yield piece if _new(pressed, seen) else Words(content)
            case Row(buttons):
                if left := tuple(one for one in buttons if _new(one, seen)):
                    yield replace(piece, buttons=left)
            case _:
                assert_never(piece)


def _new(pressed: Button, seen: set[str]) -> bool:
    wire = custom_id(pressed)
    known = wire in seen
    seen.add(wire)
    return not known


def _merged(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Neighbouring texts as one."""
    waiting: list[str] = []
    for piece in pieces:
        if isinstance(piece, Words):
            waiting.append(piece.content)
            continue
        if waiting:
            yield Words("\n".join(waiting))
            waiting = []
        yield piece
    if waiting:
        yield Words("\n".join(waiting))


def _packed(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """One text, then as many buttons as fit; those of lists last."""
    rows = sorted((piece for piece in pieces if isinstance(piece, Row)), key=lambda one: one.listed)
    buttons = [one for piece in rows for one in piece.buttons]
    texts = [piece.content for piece in pieces if isinstance(piece, Words | Line)]
    if left_out := len(buttons) - MOST_PACKED:
        texts += [f"-# There is no room for {count(left_out, 'more button')}; each is a command too."] * (left_out > 0)
    yield from [Words("\n".join(texts))] if texts else []
    yield Row(tuple(buttons[:MOST_PACKED]))


def _components(piece: Piece) -> Iterator[Structure]:
    match piece:
        case Words(content):
            yield text_display(content)
        case Line(content, pressed):
            yield section(content, button(pressed.label, custom_id(pressed)))
        case Shot(name, said):
            yield gallery(name, said)
        case Row(buttons, primary):
            style = BLURPLE if primary else GREY
            drawn = [button(one.label, custom_id(one), style) for one in buttons]
            for start in range(0, len(drawn), ROW_BUTTONS):
                yield row(drawn[start : start + ROW_BUTTONS])
        case _:
            assert_never(piece)
