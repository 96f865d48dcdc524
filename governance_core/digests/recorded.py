"""Digests as they were told: figures and states as of the end of the window, the words of people left out."""

from collections.abc import Callable, Iterable
from typing import Final

from governance_core.cards.card import Button
from governance_core.cards.kept import kept, read
from governance_core.cards.wire import decode, encode
from governance_core.digests.model import Section, Told
from governance_core.reports import Line, Part, Report

Called = Callable[[str], str]
_PARTS: Final = {int(part) for part in Part}


def sections(reports: Iterable[Report]) -> tuple[Section, ...]:
    """What is recorded of a digest."""
    return tuple(
        Section(int(one.part), tuple(_told(line) for line in one.lines), one.more, one.elsewhere) for one in reports
    )


def _told(line: Line) -> Told:
    if line.button is None:
        return Told(line.ref, kept(line.said), since=line.since)
    button = line.button
    return Told(line.ref, kept(line.said), button.label, encode(button.press), button.confirm, line.since)


def reports(told: Iterable[Section], called: Called) -> tuple[Report, ...]:
    """The same to be read again, its items by the names they have now."""
    return tuple(
        Report(Part(one.part), tuple(_line(line, called) for line in one.lines), more=one.more, elsewhere=one.elsewhere)
        for one in told
        if one.part in _PARTS
    )


def _line(told: Told, called: Called) -> Line:
    press = decode(told.press) if told.press else None
    button = Button(told.label, press, told.confirm) if press else None
    return Line(told.ref, read(told.said), called(told.ref), button, told.since)
