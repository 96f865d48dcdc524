"""What happens to objections: raised, reworded, withdrawn, left behind, met by an amendment. Rows 9, 10 and 12."""

from governance_core.cards.text import people
from governance_core.kernel.checked import checked_words, kept_words
from governance_core.kernel.errors import Invalid, NotAllowed
from governance_core.kernel.message import Event
from governance_core.proposals.discussing import opened
from governance_core.proposals.guards import (
    ProposalFacts,
    objecting,
    proposing,
    require_elector,
    require_round,
    require_version,
)
from governance_core.proposals.integrating import offered
from governance_core.proposals.messages import (
    AcceptOffer,
    DeclineOffer,
    ExpireObjections,
    OfferAmendment,
    RaiseObjection,
    TakeOverObjection,
    WithdrawObjection,
)
from governance_core.proposals.model import Proposal
from governance_core.proposals.objections_events import (
    ObjectionBecameConcern,
    ObjectionRaised,
    ObjectionResolved,
    ObjectionReworded,
    ObjectionTakenOver,
    OfferAccepted,
    OfferDeclined,
    OfferMade,
)
from governance_core.proposals.objections_model import Answer, Objection
from governance_core.proposals.opening import next_version
from governance_core.proposals.refusals import NoOpenObjection, WhichOne
from governance_core.proposals.rewording import grounds_given, restarted, said_already, still_stands
from governance_core.proposals.rounds import answer_of, withdrawn
from governance_core.proposals.wording_model import Offer


def raise_objection(command: RaiseObjection, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Row 9: it blocks and stops the clock, and the first is discussed. From whoever has one open it rewords that."""
    require_round(state, facts)
    me = require_elector(state, facts)
    require_version(state, facts, command.version)
    harm = checked_words("harm", command.harm, "Say what harm it would do to the circle's aim.")
    safe = kept_words("safe", command.safe or "")
    grounds, own = grounds_given(command), state.objection_of(me)
    if own is None:
        left = state.deadline - facts.now if state.deadline else None
        raised = ObjectionRaised(
            number=len(state.objections) + 1,
            person=me,
            version=state.version,
            left=left,
            at=facts.now,
            harm=harm,
            safe=safe,
            **grounds,
        )
        return (raised, *opened(state, me, raised.number))
    reworded = ObjectionReworded(
        number=own.number, person=me, version=state.version, at=facts.now, harm=harm, safe=safe, **grounds
    )
    if said_already(reworded, own) and me in state.answers:
        return still_stands(own, state, facts)
    return (reworded, *restarted(own, state, facts))


def withdraw_objection(command: WithdrawObjection, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Row 10: the objector chooses what it becomes; a concern keeps its text unless they say it anew."""
    require_round(state, facts)
    me = require_elector(state, facts)
    require_version(state, facts, command.version)
    own = [one for one in state.open_objections() if one.person == me]
    if not own:
        next_step = "Only whoever raised an objection can withdraw it; /consent status shows who did."
        raise NoOpenObjection(ref=facts.stream, whose=" of yours", next=next_step)
    return tuple(withdrawn(one.number, me, state, _into(command, one, state)) for one in own)


def _into(command: WithdrawObjection, objection: Objection, state: Proposal) -> Answer:
    words = command.concern or objection.harm
    return answer_of(command.into, words, words, state)


def take_over(command: TakeOverObjection, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """A leaver's objection keeps blocking when another elector makes it theirs within `adopt_objection`."""
    require_round(state, facts)
    me = require_elector(state, facts)
    objection = _to_take_over(command.objection.strip(), state, facts)
    if objection.orphaned_until is None:
        if objection.person == me:
            return ()
        next_step = "If you see harm too, raise an objection of your own."
        raise NotAllowed(who=people([objection.person]), do="speak for this objection", next=next_step)
    return (ObjectionTakenOver(number=objection.number, person=me, version=state.version, at=facts.now),)


def _to_take_over(typed: str, state: Proposal, facts: ProposalFacts) -> Objection:
    """The open objection named, else the only one whose author left."""
    blocking = state.open_objections()
    left = [one for one in blocking if one.orphaned_until is not None]
    fitting = [one for one in blocking if str(one.number) == typed] if typed else left
    if len(fitting) > 1:
        choices = ", ".join(f"objection:{one.number}" for one in fitting)
        raise WhichOne(ref=facts.stream, count=len(fitting), things="objections whose authors left", choices=choices)
    if not fitting:
        shows = f"/proposal show {facts.stream} shows what is open."
        next_step = f"It was settled meanwhile; {shows}" if typed else f"Nobody who objected left; {shows}"
        raise NoOpenObjection(ref=facts.stream, whose=f" number {typed}" if typed else " to take over", next=next_step)
    return fitting[0]


def expire(command: ExpireObjections, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Nobody took it over in time: it is kept as a concern and blocks no more."""
    if not state.is_open:
        return ()
    return tuple(
        ObjectionBecameConcern(number=one.number, because="its author left")
        for one in state.open_objections()
        if one.orphaned_until is not None and one.orphaned_until <= facts.now
    )


def offer(command: OfferAmendment, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Rows 12 and 13: a change that would meet an objection. Whoever is both sides of it settles it at once."""
    require_round(state, facts)
    me = facts.me if facts.me == proposing(state) else require_elector(state, facts)
    require_version(state, facts, command.version)
    objection = _chosen_objection(command.objection, state, facts)
    wording = offered(command, state, facts)
    if any(
        (one.objection, one.person, one.wording) == (objection.number, me, wording) for one in state.offers.values()
    ):
        return ()
    number = state.offers_made + 1
    made = OfferMade(
        number=number,
        objection=objection.number,
        by=me,
        at=facts.now,
        review=wording.review,
        form=command.kind,
        criteria=wording.criteria,
        deferred=wording.deferred,
        delegated=wording.delegated,
        title=wording.title,
        text=wording.text,
    )
    pending = Offer(number, objection.number, me, wording)
    return (made, *_agreed(pending, objection, state, facts))


def _chosen_objection(typed: str, state: Proposal, facts: ProposalFacts) -> Objection:
    """The objection meant: the one named, else one's own, else the only one."""
    blocking = state.open_objections()
    if not blocking:
        next_step = "There is nothing to integrate; the proposer can amend the text with /proposal amend."
        raise NoOpenObjection(ref=facts.stream, whose="", next=next_step)
    own = [one for one in blocking if one.person == facts.me]
    fitting = [one for one in blocking if str(one.number) == typed.strip()] if typed else own or blocking
    if len(fitting) != 1:
        choices = ", ".join(f"objection:{one.number}" for one in blocking)
        raise WhichOne(
            field="objection", ref=facts.stream, count=len(blocking), things="open objections", choices=choices
        )
    return fitting[0]


def accept(command: AcceptOffer, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Row 12: the objector confirms that it resolves, the proposer that it still meets the driver."""
    pending, objection = _chosen_offer(command.offer, state, facts)
    _require_side(objection, state, facts)
    return _agreed(pending, objection, state, facts)


def decline(command: DeclineOffer, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Row 12: one of the two says what is still missing; the objection stays."""
    pending, objection = _chosen_offer(command.offer, state, facts)
    _require_side(objection, state, facts)
    reason = checked_words("reason", command.reason, "Say what is still missing.")
    return (OfferDeclined(number=pending.number, by=facts.me, at=facts.now, reason=reason),)


def _require_side(objection: Objection, state: Proposal, facts: ProposalFacts) -> None:
    sides = (objecting(objection), proposing(state))
    if facts.me not in sides:
        who = people(dict.fromkeys(side for side in sides if side is not None))
        next_step = "Both the objector and the proposer must agree; you can offer an amendment of your own."
        raise NotAllowed(who=who, do="confirm this amendment", next=next_step)


def _chosen_offer(typed: str, state: Proposal, facts: ProposalFacts) -> tuple[Offer, Objection]:
    require_round(state, facts)
    fitting = [one for one in state.offers.values() if not typed or str(one.number) == typed.strip()]
    if not fitting:
        problem = (
            f"{facts.stream} has no such amendment waiting: it was settled, declined, or belongs to an older version."
        )
        raise Invalid(field="offer", problem=problem, fix=f"/proposal show {facts.stream} shows what is open.")
    if len(fitting) > 1:
        choices = ", ".join(f"offer:{one.number}" for one in fitting)
        raise WhichOne(
            field="offer", ref=facts.stream, count=len(fitting), things="amendments waiting", choices=choices
        )
    return fitting[0], state.objections[fitting[0].objection]


def _agreed(pending: Offer, objection: Objection, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """The acting person agrees, as objector, as proposer or as both; when both have, it is the next version."""
    objector = pending.objector_agrees or facts.me == objecting(objection)
    proposer = pending.proposer_agrees or facts.me == proposing(state)
    events: list[Event] = []
    if objector and not pending.objector_agrees:
        events.append(OfferAccepted(number=pending.number, by=facts.me, role="objector", at=facts.now))
    if proposer and not pending.proposer_agrees:
        events.append(OfferAccepted(number=pending.number, by=facts.me, role="proposer", at=facts.now))
    if objector and proposer:
        events.append(ObjectionResolved(number=objection.number, offer=pending.number))
        events.extend(next_version(pending.wording, pending.person, state, facts, pending.number))
    return tuple(events)
