"""A proposal to change or drop an agreement: which circle decides it, what it is called, and what its card shows."""

from collections.abc import Iterator
from dataclasses import replace

from governance_core.cards.card import Block, Button, Buttons, Card, Paragraph, Press
from governance_core.cards.difference import difference
from governance_core.cards.plain import one_line
from governance_core.cards.text import Link, text
from governance_core.kernel.errors import Closed, Unknown
from governance_core.kernel.ids import CircleId
from governance_core.proposals.guards import ProposalFacts, wanted_circle
from governance_core.proposals.messages import CreateProposal
from governance_core.proposals.model import Proposal
from governance_core.proposals.reading import AgreementLine


def deciding(command: CreateProposal, facts: ProposalFacts) -> CircleId:
    """The circle it is put to: that of the agreement it changes, else the one named. Raises Unknown or Closed."""
    if not command.changes:
        return wanted_circle(command.circle, facts)
    known = facts.changing
    if known is None or not facts.circles.may_see(facts.by.person, known.circle):
        raise Unknown(what=command.changes, hint=" /decisions recent shows those you can see.")
    if known.ended:
        again = "If it is needed again, put it to the circle anew with /proposal create."
        raise Closed(ref=command.changes, outcome=known.ended, next=again)
    return known.circle


def title_of(command: CreateProposal, facts: ProposalFacts) -> str:
    """A proposal to drop an agreement is called after it."""
    if command.drops and facts.changing is not None and not command.title:
        return f"Drop {command.changes}: {facts.changing.title}"
    return command.title


def with_change(card: Card, state: Proposal, known: AgreementLine | None) -> Card:
    """The card, saying what it would change: which agreement, and line by line what would be different."""
    if not state.changes or known is None:
        return card
    at = next((place for place, block in enumerate(card.blocks) if isinstance(block, Buttons)), len(card.blocks))
    return replace(card, blocks=(*card.blocks[:at], *_change(state, known), *card.blocks[at:]))


def _change(state: Proposal, known: AgreementLine) -> Iterator[Block]:
    named = Link(f"{state.changes} {one_line(known.title, 80)}", state.changes)
    if state.is_open:
        until = ", which stays in force until this is adopted."
        yield Paragraph(text("It would drop " if state.drops else "It would change ", named, until))
    else:
        yield Paragraph(text(_was(state), named, "."))
    if state.is_open and not state.drops:
        changes = difference(f"{state.changes} → this proposal", known.text, state.wording.text)
        if changes is not None:
            yield changes
    if state.is_open or not state.agreement:
        yield Buttons((Button(f"View {state.changes}", Press(state.changes, 0, "decision")),))


def _was(state: Proposal) -> str:
    if state.agreement != state.changes:
        return "It was to drop " if state.drops else "It was to change "
    return "It dropped " if state.drops else f"It is version {state.agreement_version} of "
