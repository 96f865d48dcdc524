"""Who may do what to a budget request, and the refusals that say so."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from governance_core.budgets.model import Books
from governance_core.budgets.request_model import Content, Request, Route, Standing
from governance_core.budgets.request_view import content_difference
from governance_core.cards.card import Button, Buttons, Press
from governance_core.cards.text import When, listed, people, text
from governance_core.circles.model import Circle, Circles
from governance_core.kernel.acting import acting
from governance_core.kernel.errors import Closed, NotAllowed, Refusal, Stale, Unknown
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.people.model import People


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """The instant (UTC), who acts on which request, the circles, people and books as they are in this transaction.

    `open_now` are the requests that the person has open; `key` is one that nobody can guess; `able` are those who can
    approve it now, `payers` those who can record what was paid, as payers of last
    `resort` where that says why; `same_reference` and `same_receipt` are requests that
    have what is given already.
    """

    now: datetime
    by: Actor
    stream: StreamId
    circles: Circles
    people: People
    books: Books
    open_now: tuple[StreamId, ...] = ()
    key: str = ""
    able: tuple[PersonId, ...] = ()
    payers: tuple[PersonId, ...] = ()
    resort: str = ""
    same_reference: StreamId | None = None
    same_receipt: StreamId | None = None

    @property
    def me(self) -> PersonId:
        """The person who acts. Raises NotAllowed where there is none."""
        return acting(self.by)


class TooManyOpen(Refusal):
    """One person cannot tie up everything (process.md, 4)."""

    code = "too_many_open"
    template = (
        "You have {count} requests open ({which}), and {circle} has at most {limit} of a person at once. "
        "Wait until one is decided, or take one back with /budget withdraw."
    )


class CircleDecides(Refusal):
    """What a circle decides by consent, nobody approves or declines for it."""

    code = "circle_decides"
    template = "{ref} is decided by consent, in {proposal}, so nobody can {do} it alone. Answer {proposal} instead."


class ShownAbove(Refusal):
    """What a private circle wants is shown outside only by somebody who knows that it will be."""

    code = "shown_above"
    template = (
        "{circle} is private, and nobody but you could decide this there, so {parent} would: it is shown how much it "
        "is, what for and for whom. If that is right, add shown:yes."
    )


class NoApprover(Refusal):
    """Nobody approves their own request."""

    code = "no_approver"
    template = (
        "Nobody but you has a seat in {circle} or in a circle above, so nobody could decide this. "
        "Ask an admin to add members in the config."
    )


class OwnRequest(Refusal):
    """Never the requester (process.md, 4)."""

    code = "own_request"
    template = "You cannot {do}: it is your own request. Ask {who} to, or take it back with /budget withdraw."


class PaidByIt(Refusal):
    """Where a circle keeps such things apart, nobody approves what they are paid (process.md, 4)."""

    code = "paid_by_it"
    template = "You cannot {do}: you are the one who would be paid. Ask {who} to."


class NobodyApproves(Refusal):
    """Those who could hold no role any more."""

    code = "nobody_approves"
    template = (
        "Nobody could approve {ref} now: nobody else holds such a role, here or in a circle above. "
        "You can take it to the circle with /budget escalate."
    )


class OnlyAnnounced(Refusal):
    """Nobody approves what is announced."""

    code = "only_announced"
    template = (
        "{ref} is announced and needs no approval: it is approved {until} unless somebody escalates it. "
        "If it should be looked at, you can do that with /budget escalate."
    )


class NotApproved(Refusal):
    """Nothing is paid before it is promised."""

    code = "not_approved"
    template = (
        "{ref} is not approved yet, so nothing is recorded of it. Wait until it is; /budget show {ref} says by whom."
    )


class PartlyPaid(Refusal):
    """What was paid is not asked for anew."""

    code = "partly_paid"
    template = (
        "A part of {ref} is paid, so it cannot be changed or withdrawn any more. Whoever records its payments can "
        "close it with /budget close; you can ask for more with /budget request."
    )


OUTCOMES = {
    Standing.APPROVED: "approved",
    Standing.DECLINED: "declined",
    Standing.WITHDRAWN: "withdrawn",
    Standing.LAPSED: "lapsed",
    Standing.PAID: "paid",
    Standing.CLOSED: "paid and closed",
}


def require_member(wanted: CircleId, facts: RequestFacts, do: str = "") -> Circle:
    """The open circle, in which whoever acts has a seat, as they must to `do` it. Raises Unknown or NotAllowed."""
    circle = facts.circles.open(wanted)
    me = facts.me
    if circle is None or not facts.circles.may_see(me, wanted):
        raise Unknown(field="circle", what=f"circle {wanted}", hint=" /circle list shows those you can see.")
    if not facts.circles.sits_in(me, circle.id):
        how = f"/circle show {circle.handle} shows who sits there; ask one of them."
        raise NotAllowed(who=f"members of {circle.name}", do=do or f"ask {circle.name} for money", next=how)
    if me in facts.circles.unconfirmed(circle.id, facts.people):
        how = "Link your other account with /me link, or ask the secretary to confirm you."
        raise NotAllowed(who="members known to be a person of their own", do=do or "ask for money", next=how)
    return circle


def require_few_open(circle: Circle, facts: RequestFacts) -> None:
    """Raise TooManyOpen where one more would wait to be decided than a person may have at once."""
    limit, which = facts.circles.policy_of(circle.id).open_requests, facts.open_now
    if len(which) >= limit:
        raise TooManyOpen(count=len(which), which=listed(which), circle=circle.name, limit=limit)


def require_open(state: Request, facts: RequestFacts, *others: Standing) -> None:
    """Raise Closed with the outcome unless it waits to be decided (or stands in one of `others`)."""
    if not state.is_open and state.standing not in others:
        see = f"/budget show {facts.stream} shows the outcome."
        unpaid = state.standing is Standing.CLOSED and not state.paid
        outcome = "given up, with nothing paid" if unpaid else OUTCOMES[state.standing]
        raise Closed(ref=facts.stream, outcome=outcome, next=see)


def require_standing(state: Request, facts: RequestFacts, *wanted: Standing) -> None:
    """Raise NotApproved while it waits, Closed with the outcome where it stands otherwise."""
    if state.is_open:
        raise NotApproved(ref=facts.stream)
    require_open(state, facts, *wanted)


def require_unpaid(state: Request, facts: RequestFacts) -> None:
    """Raise PartlyPaid once something was paid: that is settled otherwise."""
    if state.paid:
        raise PartlyPaid(ref=facts.stream)


def require_version(state: Request, facts: RequestFacts, seen: int | None) -> None:
    """Raise Stale, with what changed, when somebody acts on a version that is no longer in force."""
    if seen is None or seen == state.version:
        return
    known: Content = state.versions[seen - 1] if 1 <= seen <= state.version else state.versions[0]
    shows = content_difference(known, state.content, seen, state.version)
    raise Stale(ref=facts.stream, seen=seen, current=state.version, shows=shows)


def require_requester(state: Request, facts: RequestFacts, do: str, others: Sequence[PersonId] = ()) -> PersonId:
    """Raise NotAllowed unless whoever acts is the one who asked, by whatever account; it names `others` who could."""
    if facts.me not in (state.requester, facts.people.now(state.requester)):
        gone = facts.people.present(facts.people.now(state.requester)) is None
        how = "They left. /budget close frees what is promised and not paid." if gone else "Ask them to."
        raise NotAllowed(who=people(dict.fromkeys((state.requester, *others)), "or"), do=do, next=how)
    return facts.me


def circle_decides(what: str, proposal: StreamId, do: str) -> CircleDecides:
    """The refusal to decide alone on what a circle decides, with the way to where it does."""
    shows = (Buttons((Button(f"Answer {proposal}", Press(proposal, 0, "show")),)),)
    return CircleDecides(ref=what, proposal=proposal, do=do, shows=shows)


def require_approver(state: Request, facts: RequestFacts, do: str) -> PersonId:
    """Raise OwnRequest, OnlyAnnounced or NotAllowed, which name who can."""
    me, who = facts.me, people(facts.able, "or")
    if state.terms is not None and state.terms.route is Route.CONSENT:
        raise circle_decides(facts.stream, state.proposal, do.split(maxsplit=1)[0])
    if state.terms is not None and state.terms.route is Route.ANNOUNCE:
        raise OnlyAnnounced(ref=facts.stream, until=text(When(state.terms.until)) if state.terms.until else "then")
    if me == state.requester:
        raise OwnRequest(do=do, who=who)
    if not facts.able:
        further = Button("Take to the circle", Press(facts.stream, state.version, "escalate-to-circle"))
        raise NobodyApproves(ref=facts.stream, shows=(Buttons((further,)),))
    if me not in facts.able:
        if state.content.payee_person in facts.people.same_as(me):
            raise PaidByIt(do=do, who=who)
        raise NotAllowed(who=who, do=do, next="Ask them to.")
    return me
