"""Whenever a request for money and the proposal that decides it change, then the other: part of where features meet."""

from typing import Final

from governance_core import report_policies, thing_policies, work_policies
from governance_core.budgets.circle_events import BudgetNotAdopted
from governance_core.budgets.circle_messages import AdoptRequest, EndWithProposal, NoteProposal
from governance_core.budgets.request_events import BudgetAmended, BudgetEscalated, BudgetRequested, BudgetWithdrawn
from governance_core.budgets.request_model import Request, Route, Standing
from governance_core.cards.plain import money_words, one_line
from governance_core.cards.text import Money
from governance_core.circles.model import CIRCLES, Circles
from governance_core.following import FollowUps
from governance_core.kernel.ids import Actor, StreamId
from governance_core.kernel.message import Command
from governance_core.ports import Reader
from governance_core.proposals.carrying_model import Carried, Carries
from governance_core.proposals.events import ProposalCreated, ProposalEnded
from governance_core.proposals.messages import NoteUndone
from governance_core.proposals.messages.items import EndWithItem, FollowItem, PutToCircle
from governance_core.proposals.model import Proposal, Stage

ITEM_SHOWN_BY: Final = "request"
TITLE_LIMIT: Final = 80
_BECOMES: Final = {
    Stage.WITHDRAWN: Standing.WITHDRAWN,
    Stage.ESCALATED: Standing.WITHDRAWN,
    Stage.DISCARDED: Standing.DECLINED,
    Stage.LAPSED: Standing.LAPSED,
}
"""What a request is when its proposal ended so; one that was taken to a meeting counts as withdrawn (row 16)."""


def put_or_follow(
    stream: StreamId, event: BudgetRequested | BudgetAmended | BudgetEscalated, reader: Reader
) -> FollowUps:
    """What a circle decides is put to it as a proposal, or the open one says what the request says now."""
    state: Request = reader.state(stream)
    if state.terms is None or state.terms.route is not Route.CONSENT:
        return
    by, item, words = Actor.policy(event.kind), _item(stream, state, reader), _words(stream, state, reader)
    if state.proposal and reader.state(state.proposal).is_open:
        yield FollowItem(id=state.proposal, item=item, **words), by
    else:
        yield PutToCircle(circle=state.terms.circle, proposer=state.requester, item=item, **words), by


def _item(stream: StreamId, state: Request, reader: Reader) -> Carried:
    """What adoption does: it stands in the journal beside no personal text, so it names no payee."""
    return Carried(
        Carries.ITEM,
        state.circle,
        key=stream,
        value=f"is approved: {_money(state)} out of {_circle(state, reader)}'s envelope",
        person=state.requester,
        digest=state.content.digest,
        shown_by=ITEM_SHOWN_BY,
    )


def _words(stream: StreamId, state: Request, reader: Reader) -> dict[str, str]:
    """Title, driver and text of the proposal: what is asked for, in the requester's own words."""
    content, circle = state.content, _circle(state, reader)
    receipt = " A receipt is needed." if content.receipts else ""
    paid = f"{circle} pays {_money(state)} to {one_line(content.payee)}, out of its envelope."
    return {
        "title": f"{_money(state)} for {one_line(content.purpose, TITLE_LIMIT)}",
        "driver": content.purpose,
        "text": f"{paid} It is set aside as {stream} until this is decided.{receipt}{_in_parts(state)}",
    }


def _in_parts(state: Request) -> str:
    lines = "".join(f"\n{number}. {line}" for number, line in enumerate(state.content.part_words.splitlines(), 1))
    return f"\nIn parts:{lines}" if lines else ""


def _money(state: Request) -> str:
    return money_words(Money(state.content.minor, state.content.unit, state.content.exponent))


def _circle(state: Request, reader: Reader) -> str:
    circles: Circles = reader.state(CIRCLES)
    return circles.circles[state.circle].name


def taken_along(stream: StreamId, event: BudgetWithdrawn, reader: Reader) -> FollowUps:
    """A request that is taken back takes its proposal along."""
    state: Request = reader.state(stream)
    if state.proposal:
        because = f"{stream} ended, as its requester left" if event.left else f"{stream} was withdrawn"
        yield (
            EndWithItem(id=state.proposal, because=because, by=event.person, reason=event.reason),
            Actor.policy(event.kind),
        )


def undone(stream: StreamId, event: BudgetNotAdopted, reader: Reader) -> FollowUps:
    """An adoption that promised nothing says why, and whoever facilitates is told."""
    if event.undone:
        yield NoteUndone(id=event.proposal, number=1, why=f"{stream}: {event.because}."), Actor.policy(event.kind)


def noted(stream: StreamId, event: ProposalCreated, reader: Reader) -> FollowUps:
    """A request knows which proposal decides it: the first one, or that of the circle above it was escalated to."""
    for item in event.carries:
        if item.what is Carries.ITEM and thing_policies.is_loan(item):
            yield thing_policies.noted(stream, item), Actor.policy(event.kind)
        elif item.what is Carries.ITEM and work_policies.is_blocker(item):
            yield work_policies.noted(stream, item), Actor.policy(event.kind)
        elif item.what is Carries.ITEM and item.part:
            yield report_policies.noted(stream, item), Actor.policy(event.kind)
        elif item.what is Carries.ITEM:
            note = NoteProposal(id=StreamId(item.key), proposal=stream, circle=event.circle)
            yield note, Actor.policy(event.kind)


def adopted(proposal: StreamId, item: Carried) -> Command:
    """What an adoption does to the request, to a report for a part of it, or to a loan."""
    if thing_policies.is_loan(item):
        return thing_policies.adopted(proposal, item)
    if work_policies.is_blocker(item):
        return work_policies.adopted(proposal, item)
    if item.part:
        return report_policies.adopted(proposal, item)
    return AdoptRequest(id=StreamId(item.key), proposal=proposal, digest=item.digest)


def ended(stream: StreamId, event: ProposalEnded, reader: Reader) -> FollowUps:
    """A proposal that ended without being adopted ends its request, or its loan."""
    state: Proposal = reader.state(stream)
    if state.item is not None and thing_policies.is_loan(state.item):
        yield thing_policies.ended(stream, state.item, _why(stream, event)), Actor.policy(event.kind)
        return
    if state.item is not None and work_policies.is_blocker(state.item):
        yield work_policies.ended(stream, state.item, _why(stream, event)), Actor.policy(event.kind)
        return
    if state.item is not None and state.item.part:
        yield report_policies.ended(stream, state.item, event, _why(stream, event)), Actor.policy(event.kind)
    elif state.item is not None:
        over = EndWithProposal(
            id=StreamId(state.item.key),
            proposal=stream,
            standing=_BECOMES[event.stage],
            because=_why(stream, event),
            by=event.by,
            reason=event.reason,
        )
        yield over, Actor.policy(event.kind)


def _why(stream: StreamId, event: ProposalEnded) -> str:
    return f"{stream} was {event.because}" if event.because in _HANDS else f"{stream} ended, as {event.because}"


_HANDS: Final = ("withdrawn by its proposer", "taken to a meeting", "discarded")
