"""Budget requests that the circle decides by consent: process.md, 4, the last sentence of the route."""

from typing import Any

import pytest

from governance_core.budgets.asking import OverEnvelope
from governance_core.budgets.circle_events import BudgetNotAdopted
from governance_core.budgets.circle_messages import AdoptRequest
from governance_core.budgets.messages import Allocate
from governance_core.budgets.model import BOOKS, OUTSIDE, Books, Envelope
from governance_core.budgets.reminding_messages import ApproversReminded
from governance_core.budgets.request_guards import CircleDecides, NoApprover, NobodyApproves, PaidByIt, ShownAbove
from governance_core.budgets.request_messages import (
    AmendRequest,
    ApproveRequest,
    DeclineRequest,
    EscalateRequest,
    RequestAgain,
    RequestMoney,
    WithdrawRequest,
)
from governance_core.budgets.request_model import Request, Route, Standing
from governance_core.cards.plain import plain_card
from governance_core.circles.messages import CloseCircle, FillRole, RemoveMember, SetPolicy
from governance_core.feature import Home
from governance_core.kernel.errors import Closed, NotAllowed, Refusal, Stale
from governance_core.kernel.ids import CONFIG, Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.kernel.money import Unit
from governance_core.people.messages import LeaveOrganisation
from governance_core.proposals import messages as ask
from governance_core.proposals.carrying import CarriesWhatIsHere
from governance_core.proposals.events import ProposalOrphaned
from governance_core.proposals.model import Proposal, Stage
from governance_core.proposals.refusals import AsksForIt, SaidByItem
from tests.rules.given import Names, helpful, words_of
from tests.rules.organisation import ANA, BEN, CARE, CEM, COMMONS, DEE, ELI, FAY, GARDEN, MONDAY, REPAIR, days, hours
from tests.rules.world import FEATURES, World

EUR = Unit("EUR", 2)
B1, P1, P2 = StreamId("B-1"), StreamId("P-1"), StreamId("P-2")


@pytest.fixture
def world() -> World:
    """Garden has 500 euros, and nothing is said of who may approve: the circle decides everything."""
    world = World.founded()
    world.does(FAY, Allocate(circle=COMMONS, amount="1000 EUR"))
    world.does(FAY, Allocate(circle=GARDEN, amount="500"))
    return world


def asked(world: World, by: PersonId = BEN, amount: str = "200", circle: CircleId = GARDEN, **fields: Any) -> None:
    usual = {"purpose": "A used pump", "payee": "Pump shop"}
    world.does(by, RequestMoney(circle=circle, amount=amount, **{**usual, **fields}))


def ruled(world: World, circle: CircleId, **rules: str) -> None:
    for key, value in rules.items():
        world.does(CONFIG, SetPolicy(circle=circle, key=key, value=value))


def request(world: World, stream: StreamId = B1) -> Request:
    found: Request = world.memory.state(stream)
    return found


def proposal(world: World, stream: StreamId = P1) -> Proposal:
    return world.proposal(stream)


def envelope(world: World, circle: CircleId = GARDEN) -> Envelope:
    books: Books = world.memory.state(BOOKS)
    assert sum(minor for _, minor in books.accounts()) == 0
    assert all(minor >= 0 for account, minor in books.accounts() if account.circle != OUTSIDE)
    return books.envelope(circle, EUR)


def consents(world: World, *persons: PersonId, stream: StreamId = P1, version: int | None = None) -> None:
    for person in persons:
        world.does(person, ask.AnswerRound(id=stream, answer="consent", version=version))


def refused(world: World, by: PersonId, command: Command, why: type[Refusal], *words: str) -> None:
    refusal = world.refuses(by, command)
    assert type(refusal) is why, repr(refusal)
    read = words_of(refusal, world.people)
    helpful(read)
    assert all(part in read for part in words), read


def shown(world: World, stream: StreamId) -> str:
    feature = FEATURES.of_stream(stream)
    assert feature is not None
    assert feature.card is not None
    return plain_card(feature.card(stream, world.memory.state(stream), world.memory, None), Names(world.people))


FREE = Envelope(EUR, available=50_000)
ASKED = Envelope(EUR, available=30_000, reserved=20_000)
PROMISED = Envelope(EUR, available=30_000, committed=20_000)


def test_above_the_limits_the_circle_decides_by_its_ordinary_process_without_the_requester(world: World) -> None:
    asked(world)
    assert envelope(world) == ASKED
    assert (request(world).standing, request(world).terms.route) == (Standing.ASKED, Route.CONSENT)  # type: ignore[union-attr]
    assert (request(world).proposal, proposal(world).item.key) == (P1, B1)  # type: ignore[union-attr]
    assert (proposal(world).stage, proposal(world).electors) == (Stage.CONSENT, (ANA, DEE, FAY))
    refused(world, BEN, ask.AnswerRound(id=P1, answer="consent"), AsksForIt, "for the others to answer")
    ruled(world, GARDEN, process="full")
    asked(world, DEE)
    assert (proposal(world, P2).stage, proposal(world, P2).electors) == (Stage.CLARIFY, (ANA, BEN, FAY))


def test_the_circle_decides_what_is_adopted_is_promised(world: World) -> None:
    asked(world)
    consents(world, ANA, DEE)
    assert request(world).standing is Standing.ASKED
    consents(world, FAY)
    assert (proposal(world).stage, request(world).standing, envelope(world)) == (
        Stage.ADOPTED, Standing.APPROVED, PROMISED,
    )  # fmt: skip
    assert not proposal(world).undone
    assert not [stream for stream in world.memory.journal if stream.startswith("D-")], (
        "nothing in it is looked at again"
    )


def test_the_circle_decides_and_nobody_approves_or_declines_for_it(world: World) -> None:
    asked(world)
    for command in (ApproveRequest(id=B1), DeclineRequest(id=B1, reason="No")):
        refused(world, ANA, command, CircleDecides, "in P-1", "Answer P-1")


def test_both_cards_lead_to_each_other(world: World) -> None:
    asked(world)
    assert "Decided by: the circle, by consent in P-1" in shown(world, B1)
    assert "When adopted: B-1 is approved: EUR 200.00 out of Garden's envelope" in shown(world, P1)
    consents(world, ANA, DEE, FAY)
    assert "Decided in: P-1" in shown(world, B1)
    assert "Done with it: B-1 is approved" in shown(world, P1)


def test_a_change_is_a_version_of_both_and_set_aside_anew(world: World) -> None:
    asked(world)
    consents(world, ANA, DEE)
    world.does(BEN, AmendRequest(id=B1, amount="250"))
    assert (request(world).version, proposal(world).version, envelope(world).reserved) == (2, 2, 25_000)
    assert proposal(world).item.digest == request(world).content.digest  # type: ignore[union-attr]
    assert "EUR 250.00" in proposal(world).wording.title
    stale = world.refuses(FAY, ask.AnswerRound(id=P1, answer="consent", version=1))
    assert type(stale) is Stale
    consents(world, FAY, version=2)
    assert request(world).standing is Standing.ASKED
    consents(world, ANA, DEE)
    assert envelope(world).committed == 25_000


def test_another_date_leaves_the_round_as_it_is(world: World) -> None:
    asked(world)
    consents(world, ANA)
    world.does(BEN, AmendRequest(id=B1, needed_by="2026-06-01"))
    assert (proposal(world).version, set(proposal(world).answers)) == (1, {ANA})
    consents(world, DEE, FAY)
    assert envelope(world) == PROMISED


def test_the_proposal_says_what_the_request_says(world: World) -> None:
    """Its words are the request's; what else belongs to a proposal is the proposer's as ever."""
    asked(world)
    title = proposal(world).wording.title
    refused(world, BEN, ask.AmendProposal(id=P1, text="Garden pays EUR 1.00"), SaidByItem, "B-1")
    refused(world, DEE, ask.CorrectSpelling(id=P1, title=f"{title}!"), SaidByItem, "B-1")
    world.does(DEE, ask.RaiseObjection(id=P1, harm="Too much"))
    for offer in ({"kind": "text", "text": "Half of it"}, {"kind": "term", "term": "30d"}):
        refused(world, DEE, ask.OfferAmendment(id=P1, **offer), SaidByItem, "Ask Ben to", "B-1")
    world.does(DEE, ask.OfferAmendment(id=P1, kind="measure", measure="Hours it runs", looked_at="Fay, in May"))
    world.does(BEN, ask.AcceptOffer(id=P1))
    assert (proposal(world).version, request(world).version, proposal(world).wording.title) == (2, 1, title)
    consents(world, ANA, DEE, FAY)
    assert envelope(world) == PROMISED


def test_what_the_circle_decides_stays_there_however_small_it_becomes(world: World) -> None:
    """Otherwise an objection could be got around."""
    ruled(world, GARDEN, announce_up_to="50 EUR", approve_up_to="100 EUR")
    asked(world)
    world.does(DEE, ask.RaiseObjection(id=P1, harm="Too much"))
    world.does(BEN, AmendRequest(id=B1, amount="20"))
    assert request(world).terms.route is Route.CONSENT  # type: ignore[union-attr]
    assert (proposal(world).stage, proposal(world).version) == (Stage.OBJECTED, 2)
    world.wait(days(3))
    assert envelope(world).reserved == 2_000


def test_a_change_above_the_limit_of_roles_is_put_to_the_circle(world: World) -> None:
    ruled(world, GARDEN, approve_up_to="250 EUR")
    asked(world)
    assert not request(world).proposal
    world.does(ANA, ApproveRequest(id=B1))
    world.does(BEN, AmendRequest(id=B1, amount="300"))
    assert (request(world).proposal, envelope(world).reserved) == (P1, 30_000)
    consents(world, ANA, DEE, FAY)
    assert envelope(world).committed == 30_000


def test_what_was_adopted_and_is_changed_is_decided_anew(world: World) -> None:
    asked(world)
    consents(world, ANA, DEE, FAY)
    world.does(BEN, AmendRequest(id=B1, payee="Another shop"))
    assert (request(world).proposal, proposal(world, P2).stage, envelope(world)) == (P2, Stage.CONSENT, ASKED)
    assert proposal(world).stage is Stage.ADOPTED
    consents(world, ANA, DEE, FAY, stream=P2)
    assert envelope(world) == PROMISED


def test_a_change_that_is_refused_leaves_both_as_they_were(world: World) -> None:
    asked(world)
    consents(world, ANA)
    assert type(world.refuses(BEN, AmendRequest(id=B1, amount="500.01"))) is OverEnvelope
    assert (request(world).version, proposal(world).version, set(proposal(world).answers)) == (1, 1, {ANA})
    assert envelope(world) == ASKED


def test_a_request_that_is_refused_opens_nothing(world: World) -> None:
    assert type(world.refuses(BEN, RequestMoney(circle=GARDEN, amount="501", purpose="x", payee="me"))) is OverEnvelope
    assert P1 not in world.memory.journal
    assert B1 not in world.memory.journal


@pytest.mark.parametrize(
    "by, command, standing",
    [
        (BEN, ask.WithdrawProposal(id=P1), Standing.WITHDRAWN),
        (DEE, ask.DiscardProposal(id=P1, reason="There is no driver"), Standing.DECLINED),
        (ANA, ask.TakeToMeeting(id=P1, reason="Let us talk"), Standing.WITHDRAWN),
        (BEN, WithdrawRequest(id=B1), Standing.WITHDRAWN),
        (CONFIG, LeaveOrganisation(person=BEN), Standing.WITHDRAWN),
    ],
)
def test_whatever_ends_one_ends_the_other_and_sets_it_free(
    world: World, by: Any, command: Command, standing: Standing
) -> None:
    asked(world)
    consents(world, ANA)
    world.does(by, command)
    assert not proposal(world).is_open
    assert not any(isinstance(one.event, ProposalOrphaned) for one in world.memory.journal[P1])
    assert (request(world).standing, envelope(world)) == (standing, FREE)
    if standing is Standing.DECLINED:
        assert request(world).reason == "There is no driver"


def test_what_lapses_is_free_again_and_whoever_asked_is_told(world: World) -> None:
    asked(world)
    world.wait(hours(71))
    assert envelope(world) == ASKED
    world.wait(hours(1))
    assert (proposal(world).stage, request(world).standing, envelope(world)) == (Stage.LAPSED, Standing.LAPSED, FREE)
    (ended,) = [one.event for one in world.memory.journal[B1] if isinstance(one.event, BudgetNotAdopted)]
    feature = FEATURES.of_stream(B1)
    assert feature is not None
    assert [(one.to, one.note) for one in feature.notices(ended, request(world))] == [(BEN, "whisper")]


def test_what_the_circle_decides_is_set_aside_as_long_as_the_round_takes(world: World) -> None:
    asked(world)
    world.does(DEE, ask.RaiseObjection(id=P1, harm="Too much"))
    world.wait(days(40))
    assert envelope(world) == ASKED


def test_adopted_at_the_instant_of_a_change_the_order_decides(world: World) -> None:
    """What is due in the round happens before the change: it is adopted, and what it is changed to is decided anew."""
    ruled(world, GARDEN, silence="consents", quorum="1")
    asked(world)
    consents(world, ANA)
    world.sleep(hours(72))
    world.does(BEN, AmendRequest(id=B1, amount="210"))
    assert (proposal(world).stage, proposal(world).undone) == (Stage.ADOPTED, {})
    assert (request(world).proposal, request(world).standing, envelope(world).reserved) == (P2, Standing.ASKED, 21_000)


def test_withdrawn_at_the_instant_of_the_adoption_it_was_adopted_first(world: World) -> None:
    ruled(world, GARDEN, silence="consents", quorum="1")
    asked(world)
    consents(world, ANA)
    world.sleep(hours(72))
    world.does(BEN, WithdrawRequest(id=B1))
    assert (proposal(world).stage, request(world).standing, envelope(world)) == (
        Stage.ADOPTED, Standing.WITHDRAWN, FREE,
    )  # fmt: skip


def test_a_payee_who_left_is_promised_nothing_by_the_circle_either(world: World) -> None:
    asked(world, payee="cem")
    world.does(CONFIG, LeaveOrganisation(person=CEM))
    consents(world, ANA, DEE, FAY)
    assert (request(world).standing, envelope(world)) == (Standing.LAPSED, FREE)
    assert proposal(world).undone == {1: "B-1: its payee left the organisation."}


def alone(world: World, circle: CircleId, person: PersonId) -> None:
    for role, holder in world.circles.circles[circle].roles.items():
        if holder != person:
            world.does(CONFIG, FillRole(circle=circle, role=role, person=None))
    for member in world.circles.circles[circle].members:
        if member != person:
            world.does(CONFIG, RemoveMember(circle=circle, person=member))


def test_whoever_sits_alone_asks_the_circle_above(world: World) -> None:
    ruled(world, GARDEN, announce_up_to="500 EUR", approve_up_to="500 EUR")
    ruled(world, COMMONS, approvers="treasurer")
    alone(world, GARDEN, ANA)
    asked(world, ANA, "60")
    assert request(world).terms.route is Route.ROLES  # type: ignore[union-attr]
    ruled(world, GARDEN, announce_up_to="off", approve_up_to="off")
    asked(world, ANA)
    assert (proposal(world).circle, ANA in proposal(world).electors) == (COMMONS, False)
    assert "the circle above, by consent in P-1" in shown(world, StreamId("B-2"))
    consents(world, *proposal(world).electors)
    assert envelope(world).committed == 20_000


def test_where_too_few_could_approve_the_circle_decides(world: World) -> None:
    ruled(world, GARDEN, approve_up_to="500 EUR", approvals="5")
    asked(world)
    assert request(world).terms.route is Route.CONSENT  # type: ignore[union-attr]


def test_a_private_circle_is_shown_above_only_by_who_says_so(world: World) -> None:
    world.does(FAY, Allocate(circle=CARE, amount="300"))
    alone(world, CARE, ELI)
    wanted = {"circle": CARE, "amount": "100", "purpose": "Rest", "payee": "me"}
    refused(world, ELI, RequestMoney(**wanted), ShownAbove, "Care is private", "Commons would", "shown:yes")
    world.does(ELI, RequestMoney(**wanted, shown=True))
    assert proposal(world).circle == COMMONS
    feature = FEATURES.of_stream(B1)
    assert feature is not None
    assert not feature.sees(request(world), BEN, world.memory)


def test_a_private_circle_decides_among_its_seats(world: World) -> None:
    world.does(FAY, Allocate(circle=CARE, amount="300"))
    asked(world, ANA, "100", CARE)
    assert (proposal(world).circle, set(proposal(world).electors)) == (CARE, {ELI, FAY})
    feature = FEATURES.of_stream(P1)
    assert feature is not None
    assert [one for one in (ANA, BEN, ELI, FAY) if feature.sees(proposal(world), one, world.memory)] == [ANA, ELI, FAY]


def test_escalated_to_the_parent_it_is_decided_there_and_the_money_stays_set_aside(world: World) -> None:
    asked(world)
    world.does(DEE, ask.RaiseObjection(id=P1, harm="Too much"))
    world.does(FAY, ask.EscalateProposal(id=P1, reason="We go round in circles"))
    assert (request(world).proposal, proposal(world, P2).circle, envelope(world)) == (P2, COMMONS, ASKED)
    assert BEN not in proposal(world, P2).electors
    world.does(BEN, AmendRequest(id=B1, amount="150"))
    assert (proposal(world, P2).version, envelope(world).reserved) == (2, 15_000)
    consents(world, *proposal(world, P2).electors, stream=P2)
    assert envelope(world).committed == 15_000


def test_escalated_and_refused_it_is_free_again(world: World) -> None:
    asked(world)
    world.does(DEE, ask.RaiseObjection(id=P1, harm="Too much"))
    world.does(FAY, ask.EscalateProposal(id=P1, reason="We go round in circles"))
    world.does(ELI, ask.DiscardProposal(id=P2, reason="Not ours"))
    assert (request(world).standing, envelope(world)) == (Standing.DECLINED, FREE)


def test_it_is_neither_forwarded_nor_handed_over(world: World) -> None:
    asked(world)
    refused(world, DEE, ask.ForwardProposal(id=P1, circle=REPAIR), CarriesWhatIsHere, "only Garden decides that")
    refused(world, BEN, ask.HandOver(id=P1), SaidByItem, "withdraw B-1")


def test_whoever_asked_carries_out_no_act_of_the_facilitator(world: World) -> None:
    asked(world, DEE)
    assert "Facilitated by: Fay" in shown(world, P1)


def test_a_circle_with_money_that_is_being_decided_is_not_closed(world: World) -> None:
    asked(world)
    read = words_of(world.refuses(CONFIG, CloseCircle(circle=GARDEN)), world.people)
    assert "P-1" in read
    assert "B-1" in read
    consents(world, ANA, DEE, FAY)
    refused(world, BEN, ApproveRequest(id=B1), Closed, "approved")


def test_nobody_anywhere_but_the_requester(world: World) -> None:
    for circle in (GARDEN, REPAIR, CARE):
        for role in world.circles.circles[circle].roles:
            world.does(CONFIG, FillRole(circle=circle, role=role, person=None))
    alone(world, COMMONS, FAY)
    refused(world, FAY, RequestMoney(circle=COMMONS, amount="5", purpose="x", payee="me"), NoApprover, "Nobody but you")


def test_what_waits_for_roles_anybody_takes_to_the_circle(world: World) -> None:
    ruled(world, GARDEN, approve_up_to="500 EUR", approvals="2")
    asked(world, payee="me")
    world.does(ANA, ApproveRequest(id=B1))
    refused(world, CEM, EscalateRequest(id=B1, reason="Hm", to="circle"), NotAllowed, "members of Garden")
    world.does(DEE, EscalateRequest(id=B1, reason="Let all of us look at it", to="circle"))
    assert (request(world).proposal, proposal(world).stage, envelope(world)) == (P1, Stage.CONSENT, ASKED)
    assert world.does(FAY, EscalateRequest(id=B1, reason="Me too")).events == ()
    refused(world, FAY, ApproveRequest(id=B1), CircleDecides)
    world.wait(days(1))
    consents(world, ANA, DEE, FAY)
    assert envelope(world) == PROMISED


def test_what_is_announced_goes_to_roles_first_and_by_a_second_step_to_the_circle(world: World) -> None:
    ruled(world, GARDEN, announce_up_to="200 EUR")
    asked(world)
    steps = [Route.ANNOUNCE]
    for somebody in (DEE, FAY):
        world.does(somebody, EscalateRequest(id=B1, reason="Hm"))
        steps.append(request(world).terms.route)  # type: ignore[union-attr]
    assert steps == [Route.ANNOUNCE, Route.ROLES, Route.CONSENT]
    world.wait(hours(48))
    assert request(world).standing is Standing.ASKED


def test_two_who_escalate_at_the_same_instant_lead_one_step_further(world: World) -> None:
    ruled(world, GARDEN, announce_up_to="200 EUR")
    asked(world)
    world.does(DEE, EscalateRequest(id=B1, reason="Hm", to="roles"))
    assert world.does(FAY, EscalateRequest(id=B1, reason="Hm", to="roles")).events == ()
    assert request(world).terms.route is Route.ROLES  # type: ignore[union-attr]


def test_whoever_would_be_paid_does_not_approve_unless_the_circle_says_so(world: World) -> None:
    ruled(world, GARDEN, approve_up_to="500 EUR")
    asked(world, payee="ana")
    refused(world, ANA, ApproveRequest(id=B1), PaidByIt, "would be paid", "Ask Fay")
    ruled(world, GARDEN, separation="false")
    world.does(ANA, ApproveRequest(id=B1))
    assert envelope(world) == PROMISED


def test_a_role_that_changes_hands_is_whose_it_is_when_they_press(world: World) -> None:
    ruled(world, GARDEN, approve_up_to="500 EUR")
    asked(world)
    world.does(CONFIG, FillRole(circle=GARDEN, role="lead", person=DEE))
    refused(world, ANA, ApproveRequest(id=B1), NotAllowed, "Only Dee")
    for circle, role in ((GARDEN, "lead"), (COMMONS, "treasurer")):
        world.does(CONFIG, FillRole(circle=circle, role=role, person=None))
    assert "Too few could approve it now" in shown(world, B1)
    refused(world, DEE, ApproveRequest(id=B1), NobodyApproves, "/budget escalate")
    world.does(ANA, EscalateRequest(id=B1, reason="Nobody could", to="circle"))
    consents(world, ANA, DEE, FAY)
    assert envelope(world) == PROMISED


def test_at_the_root_whoever_can_bring_money_is_named(world: World) -> None:
    ruled(world, COMMONS, approve_up_to="5000 EUR")
    refused(
        world, ANA, RequestMoney(circle=COMMONS, amount="600", purpose="x", payee="me"), OverEnvelope,
        "ask Fay to bring EUR 100.00 in from outside",
    )  # fmt: skip


def test_what_was_not_approved_is_asked_for_again_in_one_press(world: World) -> None:
    asked(world, parts="50% on signing; rest after report: what it pumps")
    world.does(BEN, WithdrawRequest(id=B1))
    feature = FEATURES.of_stream(B1)
    assert feature is not None
    filled = feature.prefill("budget.again", request(world), DEE)
    assert shown(world, B1).count("Ask again") == 1
    world.does(DEE, RequestAgain(id=B1, **filled).meant())  # type: ignore[arg-type]
    again, before = request(world, StreamId("B-2")), request(world)
    assert (again.requester, again.content.minor, again.content.part_words) == (DEE, 20_000, before.content.part_words)
    assert envelope(world) == ASKED


def reminded(world: World) -> list[tuple[int, tuple[PersonId, ...]]]:
    """On which day after Monday who was reminded."""
    found = [one for one in world.memory.journal[B1] if isinstance(one.event, ApproversReminded)]
    return [(round((one.at - MONDAY) / days(1)), one.event.persons) for one in found if one.event.persons]


def test_those_who_can_approve_are_reminded_once_and_before_it_lapses(world: World) -> None:
    ruled(world, GARDEN, approve_up_to="500 EUR", approvers="lead, treasurer", approvals="2")
    world.does(CONFIG, FillRole(circle=GARDEN, role="treasurer", person=DEE))
    asked(world)
    world.wait(days(4))
    assert reminded(world) == [(3, (ANA, DEE))]
    world.does(ANA, ApproveRequest(id=B1))
    world.wait(days(30))
    assert reminded(world) == [(3, (ANA, DEE)), (27, (DEE,))]
    assert request(world).standing is Standing.LAPSED


def test_nobody_is_reminded_at_night_nor_of_what_is_decided(world: World) -> None:
    ruled(world, GARDEN, approve_up_to="500 EUR", approvals="1", quiet_hours="08:00-11:00")
    asked(world)
    world.wait(days(3))
    assert reminded(world) == []
    world.wait(hours(2))
    assert reminded(world) == [(3, (ANA,))]
    asked(world, DEE, "100")
    world.does(ANA, ApproveRequest(id=StreamId("B-2")))
    world.wait(days(5))
    assert not any(isinstance(one.event, ApproversReminded) for one in world.memory.journal[StreamId("B-2")])


def test_a_circle_that_wants_no_reminders_gets_none(world: World) -> None:
    ruled(world, GARDEN, approve_up_to="500 EUR", reminders="off")
    asked(world)
    world.wait(days(29))
    assert reminded(world) == []


def test_a_reminder_reaches_those_without_a_seat_alone_and_others_in_the_place(world: World) -> None:
    ruled(world, GARDEN, approve_up_to="500 EUR", approvers="lead", approvals="2")
    world.does(CONFIG, FillRole(circle=COMMONS, role="lead", person=CEM))
    asked(world)
    feature = FEATURES.of_stream(B1)
    assert feature is not None
    assert feature.telling is not None
    world.wait(days(3))
    event = next(one.event for one in world.memory.journal[B1] if isinstance(one.event, ApproversReminded))
    notices = feature.notices(event, request(world))
    assert [(one.to, one.note) for one in notices] == [(Home(GARDEN), "reminder"), (CEM, "reminder")]
    in_place, alone_ = (feature.telling(B1, event, request(world), world.memory, one) for one in (None, CEM))
    assert in_place is not None
    assert alone_ is not None
    assert plain_card(in_place, Names(world.people)).startswith("Ana: this waits for your approval, and lapses")
    assert plain_card(alone_, Names(world.people)).startswith("It waits for your approval, and lapses")
    world.does(CEM, ApproveRequest(id=B1))
    assert feature.telling(B1, event, request(world), world.memory, CEM) is None


def test_an_adoption_of_something_else_promises_nothing(world: World) -> None:
    asked(world)
    by = Actor.policy("agreement.recorded")
    assert world.does(by, AdoptRequest(id=B1, proposal=P2, digest=request(world).content.digest)).events == ()
    world.does(by, AdoptRequest(id=B1, proposal=P1, digest="another"))
    assert (request(world).standing, envelope(world)) == (Standing.LAPSED, FREE)
    assert world.does(by, AdoptRequest(id=B1, proposal=P1, digest=request(world).content.digest)).events == ()
