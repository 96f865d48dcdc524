"""What can be pressed on a proposal's card, at every stage and once it ended."""

from collections.abc import Iterator

from governance_core.cards.card import Block, Button, Buttons, Press
from governance_core.kernel.ids import StreamId
from governance_core.proposals.escalating_cards import Surroundings, escalation
from governance_core.proposals.guards import view
from governance_core.proposals.model import Proposal
from governance_core.proposals.shaping_cards import PressOf, guiding, taking_part
from governance_core.proposals.spelling_cards import challenging
from governance_core.proposals.testing_cards import trial_buttons


def card_buttons(stream: StreamId, state: Proposal, reading: list[Button], around: Surroundings) -> Iterator[Block]:
    """Rows of buttons; `reading` is the way to the whole, where the card is shortened."""
    if not state.is_open:
        yield Buttons((_after(stream, state), *reading))
        return

    def press(label: str, action: str, argument: str = "", confirm: str = "") -> Button:
        return Button(label, Press(stream, state.version, action, argument), confirm)

    answering = _answers if state.in_round else taking_part
    if first := tuple(answering(state, press)):
        yield Buttons(first)
    if tests := tuple(trial_buttons(state, press)):
        yield Buttons(tests)
    yield Buttons((*guiding(state, press), *_integration(state, press, around), *reading))


def _after(stream: StreamId, state: Proposal) -> Button:
    """What is left to press once it ended."""
    if state.agreement:
        return Button("View decision", Press(state.agreement, 0, "decision"))
    if state.item is not None and not state.went_on:
        return view(state.item)
    if state.went_on and not state.went_on_hidden:
        return Button(f"See {state.went_on}", Press(state.went_on, 0, "show"))
    return Button("Propose again", Press(stream, state.version, "again"))


def _answers(state: Proposal, press: PressOf) -> Iterator[Button]:
    yield press("Consent", "consent")
    yield press("Consent with concern", "concern")
    yield press("Object", "object")
    if state.rules and state.rules.stand_aside:
        yield press("Stand aside", "stand-aside")
    if not state.is_discussed:
        yield press("Discuss", "discuss")
    if state.open_objections():
        yield press("Withdraw objection", "lift")


def _integration(state: Proposal, press: PressOf, around: Surroundings) -> Iterator[Button]:
    for offer in state.offers_in_order():
        yield press(f"Accept amendment {offer.number}", "accept", str(offer.number))
        yield press(f"Decline amendment {offer.number}", "decline", str(offer.number))
    for objection in state.open_objections():
        if objection.orphaned_until:
            yield press(f"Take over objection {objection.number}", "take-over", str(objection.number))
    if state.open_objections():
        yield press("Offer amendment", "offer")
        yield press("Take to a meeting", "meeting")
        yield from escalation(state, press, around)
    if state.orphaned_until:
        yield press("Sponsor", "sponsor")
    yield from challenging(state, press)
    if state.in_round:
        yield press("Who is awaited", "status")
    if state.item is not None:
        yield view(state.item)
    else:
        yield press("Amend", "amend")
        yield press("Hand over", "hand-over", confirm="Step back as the proposer? Somebody else must take it up.")
    yield press("Withdraw", "withdraw", confirm="Withdraw this proposal? The record is kept.")
