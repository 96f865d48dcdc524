"""The whole record of a proposal, for those who read it without this program; and its texts as they were."""

from collections.abc import Iterator

from governance_core.cards.card import Block, Button, Buttons, Card, Facts, Heading, Note, Press, Quote
from governance_core.cards.plain import one_line
from governance_core.cards.source import source_text
from governance_core.cards.text import Link, Mention, Text, When, people, text
from governance_core.circles.model import CIRCLES, Circles
from governance_core.kernel.errors import Unknown
from governance_core.kernel.ids import StreamId
from governance_core.ports import Reader
from governance_core.proposals import cards, standing
from governance_core.proposals.integrating_cards import terms
from governance_core.proposals.model import Proposal


def record(stream: StreamId, state: Proposal, reader: Reader) -> Card:
    """Every version, everything said, and what became of it; who answered stands in an agreement it led to."""
    circles: Circles = reader.state(CIRCLES)
    blocks: list[Block] = [Heading((f"{stream} · {one_line(state.wording.title)}",), standing.status(state))]
    blocks.append(Facts(tuple(_facts(stream, state, circles.circles[state.circle].name, reader))))
    blocks += _texts(state)
    shown = (block for block in cards.full_card(stream, state).blocks if isinstance(block, Quote))
    blocks += [block for block in shown if block.label not in ("Title", "Driver", "Proposal")]
    return Card(stream, tuple(blocks), standing.summary(stream, state), state.version, circles.zone_of(state.circle))


def _facts(stream: StreamId, state: Proposal, circle: str, reader: Reader) -> Iterator[tuple[str, Text]]:
    yield "Circle", (circle,)
    yield "Proposed by", (Mention(state.proposer),)
    first = reader.recorded(stream, 1, 1)
    if first:
        yield "Made", (When(first[0].at),)
    if state.deadline and state.is_open:
        yield "Closes", (When(state.deadline),)
    if state.electors:
        yield "Electors", people(state.electors)
        yield "Answers", (standing.tally(state),)
    if state.item is not None:
        yield from cards.who_answered(state)
    if state.ended:
        yield "Ended", (When(state.ended),)
    if state.agreement:
        yield "Agreement", (Link(state.agreement, state.agreement),)
    if state.source:
        yield "Source", (Link(state.source, state.source),) if "://" not in state.source else source_text(state.source)


def _texts(state: Proposal) -> Iterator[Block]:
    for number, wording in reversed(list(enumerate(state.wordings, 1))):
        which = "" if len(state.wordings) == 1 else f", version {number}"
        yield Quote(f"Title{which}", wording.title)
        yield Quote(f"Driver{which}", wording.driver)
        yield Quote(f"Proposal{which}", wording.text)


def old_version(stream: StreamId, state: Proposal, typed: str) -> Card:
    """The text of one version as it was, and the way to the one in force. Raises Unknown for one there never was."""
    bare = typed.strip().lower().removeprefix("v").removeprefix("ersion").strip()
    number = int(bare) if bare.isascii() and bare.isdigit() and len(bare) < 6 else 0
    if not 0 < number <= state.version:
        there = f" There are versions 1 to {state.version}." if state.version > 1 else " There is one version only."
        raise Unknown(field="old_version", what=f"version {one_line(typed, 30)} of {stream}", hint=there)
    wording = state.wordings[number - 1]
    in_force = number == state.version
    status = "the version in force" if in_force else f"not in force; version {state.version} is"
    blocks = (
        Heading((f"{stream} as it was in version {number}",), status),
        Quote("Title", wording.title),
        Quote("Driver", wording.driver),
        Quote("Proposal", wording.text),
        *terms(wording),
        Buttons((Button(f"Show version {state.version}", Press(stream, state.version, "show")),)),
        Note(text("Nothing can be answered here: answers belong to the version in force.")),
    )
    return Card(stream, blocks, (f"{stream} version {number}.",), number, private=True)
