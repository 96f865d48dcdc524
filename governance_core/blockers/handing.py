"""A blocker between circles: handed on, accepted, declined, decided by consent, kept after all."""

from typing import Any, Final

from governance_core.blockers.guards import (
    escalates,
    helper_of,
    require_open,
    told,
)
from governance_core.blockers.handing_events import (
    BlockerAccepted,
    BlockerDeclined,
    BlockerHanded,
    BlockerNotAdopted,
    BlockerProposalNoted,
    BlockerPut,
    BlockerTakenBack,
)
from governance_core.blockers.handing_messages import (
    AcceptAdopted,
    AcceptBlocker,
    DecideBlocker,
    DeclineBlocker,
    HandBlocker,
    NoteBlockerProposal,
    RefuseEnded,
    ReturnBlocker,
    TakeBackBlocker,
)
from governance_core.blockers.model import Blocker, Offer
from governance_core.cards.card import Button, Buttons, Press
from governance_core.cards.text import people
from governance_core.circles.acting import Acting, require_owner
from governance_core.circles.model import FOUR_ROLES, Circles
from governance_core.kernel.checked import kept_words
from governance_core.kernel.errors import Invalid, NotAllowed, Refusal, Unknown
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Event
from governance_core.people.model import People


class ShownElsewhere(Refusal):
    """What is said in a private circle is shown outside only by somebody who knows that it will be."""

    code = "shown_elsewhere"
    template = (
        "{ref} belongs to a private circle. Handing it on shows {circle} what is blocked, who asks and who looks after "
        "it; nothing else. If that is right, press the button below, or add shown:yes."
    )


def speakers(circle: CircleId, circles: Circles, everybody: People) -> tuple[PersonId, ...]:
    """Who says for a circle whether it takes something over: holders of the four roles, else everybody in it."""
    held = (circles.role(circle, role) for role in FOUR_ROLES)
    there = tuple(dict.fromkeys(one for one in held if one and everybody.present(one)))
    return there or circles.seats(circle)


def _hand(command: HandBlocker, state: Blocker, facts: Acting) -> tuple[Event, ...]:
    require_open(state, facts)
    me = _require_holder(state, facts, "hand it to another circle")
    to = facts.circles.open(command.to)
    if to is None or not facts.circles.may_see(me, command.to):
        raise Unknown(field="to", what=f"circle {command.to}", hint=" /circle list shows those you can see.")
    if state.offer is not None and state.offer.to == to.id:
        return ()
    _require_free(state, facts)
    if to.id == state.holder:
        raise Invalid(field="to", problem=f"{facts.stream} is with {to.name} already.", fix="Name another circle.")
    private = any(facts.circles.circles[one].private for one in state.circles)
    if private and not command.shown:
        go_on = Button(f"Show {facts.stream} and ask them", Press(facts.stream, 0, "hand-shown", to.id))
        raise ShownElsewhere(ref=facts.stream, circle=to.name, shows=(Buttons((go_on,)),))
    reason = kept_words("reason", command.reason)
    handed = BlockerHanded(by=me, to=to.id, at=facts.now, escalates_at=escalates(to.id, facts), reason=reason)
    return (handed,)


def _require_holder(state: Blocker, facts: Acting, do: str, asker: bool = False) -> PersonId:
    me = facts.me
    if facts.circles.sits_in(me, state.holder) or me == state.owner or (asker and me == state.asker):
        return me
    name = facts.circles.circles[state.holder].name if facts.circles.may_see(me, state.holder) else "its circle"
    raise NotAllowed(who=f"members of {name}", do=do, next="Ask one of them to.")


def _require_free(state: Blocker, facts: Acting) -> None:
    if state.offer is not None:
        back = f"Take it back first with /blocker take-back {facts.stream}, or wait for their answer."
        raise Invalid(field="to", problem=f"Another circle is asked to take {facts.stream} over already.", fix=back)


def _require_offer(state: Blocker, facts: Acting) -> Offer:
    require_open(state, facts)
    if state.offer is None:
        problem = f"No other circle is asked to take {facts.stream} over now."
        raise Invalid(problem=problem, fix=f"Look how it stands with /blocker show {facts.stream}.")
    return state.offer


def _require_speaker(state: Blocker, facts: Acting, do: str) -> tuple[PersonId, Offer]:
    offer = _require_offer(state, facts)
    able = speakers(offer.to, facts.circles, facts.people)
    if facts.me not in able:
        ask = "Ask them to." if len(able) == 1 else "Ask one of them to."
        raise NotAllowed(who=people(able, "or"), do=f"{do} {facts.stream}", next=ask)
    if offer.put:
        where = offer.proposal or "a proposal"
        raise Invalid(problem=f"The circle decides about {facts.stream} by consent.", fix=f"Answer in {where}.")
    return facts.me, offer


def _accept(command: AcceptBlocker, state: Blocker, facts: Acting) -> tuple[Event, ...]:
    """Pressed twice by the same person it is one."""
    if _taken_so(command, state, facts):
        return ()
    me, offer = _require_speaker(state, facts, "accept")
    owner = require_owner(command.owner or me, state.circles, facts)
    then = escalates(offer.to, facts)
    return (BlockerAccepted(circle=offer.to, owner=owner, by=me, at=facts.now, escalates_at=then),)


def _taken_so(command: AcceptBlocker, state: Blocker, facts: Acting) -> bool:
    mine = state.is_open and state.offer is None and state.taken_by == facts.me
    return mine and command.owner in (None, state.owner)


def _decline(command: DeclineBlocker, state: Blocker, facts: Acting) -> tuple[Event, ...]:
    me, offer = _require_speaker(state, facts, "decline")
    reason = told("reason", command.reason, "Say what would have to be different.")
    return (BlockerDeclined(circle=offer.to, by=me, at=facts.now, reason=reason),)


def _decide(command: DecideBlocker, state: Blocker, facts: Acting) -> tuple[Event, ...]:
    """Pressed twice it is one proposal."""
    offer = _require_offer(state, facts)
    if not facts.circles.sits_in(facts.me, offer.to):
        seen = facts.circles.may_see(facts.me, offer.to)
        name = facts.circles.circles[offer.to].name if seen else "the other circle"
        raise NotAllowed(who=f"members of {name}", do="put it to their circle", next="Ask one of them to.")
    return () if offer.put else (BlockerPut(by=facts.me, circle=offer.to, at=facts.now),)


def _take_back(command: TakeBackBlocker, state: Blocker, facts: Acting) -> tuple[Event, ...]:
    offer = _require_offer(state, facts)
    me = _require_holder(state, facts, f"take {facts.stream} back", asker=True)
    return (BlockerTakenBack(circle=offer.to, by=me, at=facts.now, proposal=offer.proposal),)


def _note(command: NoteBlockerProposal, state: Blocker, facts: Acting) -> tuple[Event, ...]:
    return (BlockerProposalNoted(proposal=command.proposal),) if state.offer else ()


def _adopted(command: AcceptAdopted, state: Blocker, facts: Acting) -> tuple[Event, ...]:
    offer = state.offer
    if offer is None or offer.proposal != command.proposal:
        return ()
    owner = helper_of(offer.to, facts, state.asker)
    then = escalates(offer.to, facts)
    proposal = command.proposal
    over = BlockerAccepted(circle=offer.to, owner=owner, by=None, at=facts.now, escalates_at=then, proposal=proposal)
    return (over,)


def _ended(command: RefuseEnded, state: Blocker, facts: Acting) -> tuple[Event, ...]:
    if state.offer is None or state.offer.proposal != command.proposal:
        return ()
    because = command.because
    return (BlockerNotAdopted(circle=state.offer.to, proposal=command.proposal, because=because, at=facts.now),)


def _returned(command: ReturnBlocker, state: Blocker, facts: Acting) -> tuple[Event, ...]:
    if state.offer is None or state.offer.to != command.circle:
        return ()
    return (BlockerTakenBack(circle=command.circle, by=None, at=facts.now, proposal=state.offer.proposal),)


DECIDE: Final[dict[type, Any]] = {
    HandBlocker: _hand,
    AcceptBlocker: _accept,
    DeclineBlocker: _decline,
    DecideBlocker: _decide,
    TakeBackBlocker: _take_back,
    NoteBlockerProposal: _note,
    AcceptAdopted: _adopted,
    RefuseEnded: _ended,
    ReturnBlocker: _returned,
}
