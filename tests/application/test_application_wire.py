"""Every button on every card at every stage: its id is read back and leads to a command, a query, a form or words."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import product

import pytest
from application_world import FEATURES, TEXTS, World, settle_in

from governance_core.actions.messages import AddAction, FinishAction, ListActions
from governance_core.application import ask, outbox
from governance_core.application.calendar import CircleCalendar, MyCalendar
from governance_core.application.groups import note_groups
from governance_core.application.helping import Help
from governance_core.application.queries import Inbox
from governance_core.application.receipt import Receipt
from governance_core.blockers.handing_messages import HandBlocker
from governance_core.blockers.messages import ListBlockers, RaiseBlocker, ResolveBlocker
from governance_core.budgets.messages import Allocate, AskAllocation
from governance_core.budgets.moving_messages import Transfer
from governance_core.budgets.parts_messages import HandInReport
from governance_core.budgets.paying_messages import AddReceipt, RecordPayment
from governance_core.budgets.receipts_messages import MissingReceipts
from governance_core.budgets.recurring_messages import ListRecurring, ShowRecurring
from governance_core.budgets.request_messages import (
    AmendRequest,
    ApproveRequest,
    ListRequests,
    MoreRequests,
    MyRequests,
    RequestMoney,
    WithdrawRequest,
)
from governance_core.budgets.statement_messages import MoreLedger, RequestsForMe, ShowBalance, ShowLedger
from governance_core.cards.card import Button, Card, Press, Quote
from governance_core.cards.form import Ask, Asked, Choice, Lookup, Moment, Toggle
from governance_core.cards.wire import LIMIT, decode, encode
from governance_core.checkins.answering_messages import AnswerCheckIn
from governance_core.checkins.messages import CreateCheckIn, PauseCheckIn
from governance_core.circles.messages import (
    AddMember,
    FillRole,
    ListCircles,
    RemoveMember,
    SetHome,
    SetPolicy,
    SetSource,
    ShowCircle,
    ShowMembers,
)
from governance_core.digests.messages import ShowDigest
from governance_core.feeds.messages import ChangeFeed
from governance_core.kernel.errors import Refusal, Unknown
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.message import Command, Query
from governance_core.logbook.messages import RecentAgreements
from governance_core.logbook.reviewing import AskReview
from governance_core.metrics.messages import AddMetric, ListMetrics, RecordMetric, RetireMetric
from governance_core.outgoing import Posting
from governance_core.people.messages import LeaveOrganisation, LinkAccount, ShowMe
from governance_core.proposals.messages import (
    AcceptOffer,
    AmendProposal,
    AnswerRound,
    AppealFinding,
    AskForTest,
    AskQuestion,
    CorrectSpelling,
    CreateProposal,
    DiscardProposal,
    EndStage,
    EscalateProposal,
    FindReasons,
    ForwardProposal,
    HandOver,
    KeepDraft,
    ListProposals,
    MyDrafts,
    OfferAmendment,
    ProposeMember,
    RaiseObjection,
    React,
    RoundStatus,
    SpeakInTest,
    WithdrawProposal,
)
from governance_core.things.loan_messages import AcceptLoan, ExtendLoan, LendThing, RequestLoan, ReturnThing, ShowLoan
from governance_core.things.messages import (
    AddThing,
    ListKept,
    ListThings,
    MyLoans,
    ReportDamage,
    RetireThing,
    ShowHistory,
)
from governance_core.upkeep.messages import SeeDoctor

P1 = StreamId("P-1")
VIEWERS = ("ana", "ben", "dee", "cem", "fay", "zed@slack")
Stage = Callable[[World], None]


def opened(world: World) -> None:
    world.proposal()


def allocated(world: World) -> None:
    world.config(FillRole(circle=CircleId("commons"), role="treasurer", person=PersonId("ana")))
    world.do(Allocate(circle=CircleId("commons"), amount="450 EUR", reason="A grant"), "ana")
    world.do(Allocate(circle=CircleId("garden"), amount="20"), "ana")


def asked_for(world: World) -> None:
    for key, value in (("announce_up_to", "50 EUR"), ("approve_up_to", "250 EUR")):
        world.config(SetPolicy(circle=CircleId("commons"), key=key, value=value))
    world.config(FillRole(circle=CircleId("commons"), role="treasurer", person=PersonId("ana")))
    world.do(Allocate(circle=CircleId("commons"), amount="450 EUR"), "ana")
    world.do(Allocate(circle=CircleId("garden"), amount="300"), "ana")
    for amount in ("200", "20"):
        request = RequestMoney(circle=CircleId("garden"), amount=amount, purpose="Microphones", payee="A shop")
        world.do(request, "ben")
    world.do(AskAllocation(circle=CircleId("garden"), amount="10 EUR"), "dee")


def asked_without_a_name(world: World) -> None:
    world.config(FillRole(circle=CircleId("commons"), role="treasurer", person=PersonId("ana")))
    world.do(Allocate(circle=CircleId("commons"), amount="450 EUR"), "ana")
    world.do(AskAllocation(circle=CircleId("care"), amount="10 EUR", reason="A talk", shown=True), "ben")


def put_to_circle(world: World) -> None:
    world.config(FillRole(circle=CircleId("commons"), role="treasurer", person=PersonId("ana")))
    world.do(Allocate(circle=CircleId("commons"), amount="450 EUR"), "ana")
    world.do(Allocate(circle=CircleId("garden"), amount="300"), "ana")
    world.do(RequestMoney(circle=CircleId("garden"), amount="200", purpose="A pump", payee="A shop"), "ben")
    world.do(RaiseObjection(id=P1, harm="Too much"), "dee")


def taken_back(world: World) -> None:
    asked_for(world)
    world.do(WithdrawRequest(id=StreamId("B-1")), "ben")


def asked_without_a_seat(world: World) -> None:
    asked_for(world)
    world.config(
        FillRole(circle=CircleId("garden"), role="delegate", person=None),
        RemoveMember(circle=CircleId("garden"), person=PersonId("ben")),
    )


def promised(world: World) -> None:
    asked_for(world)
    world.do(ApproveRequest(id=StreamId("B-1")), "ana")


def paid_for(world: World) -> None:
    promised(world)
    world.config(FillRole(circle=CircleId("commons"), role="treasurer", person=PersonId("cem")))
    world.do(RecordPayment(id=StreamId("B-1"), ref="SEPA 1", amount="50"), "cem")
    world.do(AddReceipt(id=StreamId("B-1"), receipt="https://files.example/117.pdf"), "ben")


def blocked(world: World) -> None:
    for what in ("The pump has no fuse", "No seeds"):
        world.do(RaiseBlocker(circle=CircleId("garden"), what=what, owner=PersonId("ben")), "dee")
        world.do(AddAction(circle=CircleId("garden"), what=what, owner=PersonId("ben"), due="9d"), "dee")
    world.do(FinishAction(id=StreamId("A-2")), "ben")
    world.do(RaiseBlocker(circle=CircleId("garden"), what="No saw", owner=PersonId("ben")), "dee")
    world.do(HandBlocker(id=StreamId("X-3"), to=CircleId("repair"), reason="You have one"), "ben")
    world.do(ResolveBlocker(id=StreamId("X-2"), how="The swap had some"), "ben")


def followed(world: World) -> None:
    for name in ("Plots in use", "Water used"):
        world.do(AddMetric(circle=CircleId("garden"), name=name, unit="plots", target="45"), "dee")
    world.do(RecordMetric(id=StreamId("M-1"), value="41"), "ana")
    world.do(RetireMetric(id=StreamId("M-2")), "ana")


def in_parts(world: World) -> None:
    asked_for(world)
    world.config(SetPolicy(circle=CircleId("garden"), key="receipts", value="true"))
    world.config(FillRole(circle=CircleId("commons"), role="treasurer", person=PersonId("cem")))
    parts = AmendRequest(id=StreamId("B-1"), parts="half on signing; 20% after the report; rest after the last report")
    world.do(parts, "ben")
    world.do(ApproveRequest(id=StreamId("B-1")), "ana")
    world.do(RecordPayment(id=StreamId("B-1"), ref="SEPA 1"), "cem")
    world.do(HandInReport(id=StreamId("B-1"), report="Half of it is done"), "ben")


def unproved(world: World) -> None:
    in_parts(world)
    for _ in range(8):
        world.clock.turn(days=1)
        world.sweep()


def offered_money(world: World) -> None:
    allocated(world)
    world.config(FillRole(circle=CircleId("garden"), role="treasurer", person=PersonId("dee")))
    world.do(Transfer(circle=CircleId("commons"), to=CircleId("garden"), amount="5"), "ana")


def recurs(world: World) -> None:
    allocated(world)
    world.do(Allocate(circle=CircleId("garden"), amount="400", every="monthly", leftover="return"), "ana")
    world.do(Allocate(circle=CircleId("garden"), amount="300", every="quarterly"), "ana")


def shared(world: World) -> None:
    """Of four drills one is lent, one booked, one asked for and one broken; a room is booked, another thing retired."""
    garden, drills, room = CircleId("garden"), StreamId("T-1"), StreamId("T-2")
    world.do(AddThing(circle=garden, name="Drill", quantity="4", longest="off"), "ana")
    world.do(AddThing(circle=garden, name="Greenhouse", kind="room", lent="freely"), "ana")
    world.do(AddThing(circle=garden, name="Ladder"), "ana")
    world.do(RetireThing(id=StreamId("T-3")), "ana")
    for loan in ("1", "2", "3"):
        world.do(RequestLoan(id=drills, start="2026-06-01", until="2026-06-03", purpose="Shelves"), "ben")
        if loan != "3":
            world.do(AcceptLoan(id=drills, loan=loan), "ana")
    world.do(LendThing(id=drills, loan="1"), "ana")
    world.do(RequestLoan(id=drills, start="2026-06-01", until="2h"), "dee")
    world.do(AcceptLoan(id=drills, loan="4"), "ana")
    world.do(LendThing(id=drills, loan="4"), "ana")
    world.do(ReturnThing(id=drills, loan="4"), "dee")
    world.do(ReportDamage(id=drills, what="The chuck is stuck"), "ben")
    for hour in range(8, 17):
        world.do(RequestLoan(id=room, start=f"2026-06-02 {hour:02}:00", until="1h"), "dee")
    world.do(ExtendLoan(id=drills, loan="1", until="1d"), "ben")


def objected(world: World) -> None:
    opened(world)
    world.do(RaiseObjection(id=P1, harm="The pump is booked", safe="Another day"), "dee")


def offered(world: World) -> None:
    objected(world)
    world.do(OfferAmendment(id=P1, kind="text", text="Mon and Fri"), "ben")
    world.do(OfferAmendment(id=P1, kind="text", text="Mon and Sat"), "dee")


def amended(world: World) -> None:
    objected(world)
    world.do(AmendProposal(id=P1, text="Mon and Fri"), "ana")


def agreed(world: World) -> None:
    offered(world)
    world.do(AcceptOffer(id=P1, offer="2"), "ana")


def on_trial(world: World) -> None:
    objected(world)
    world.do(AskForTest(id=P1), "ben")
    world.do(SpeakInTest(id=P1, says="differs", reason="It is free on Thursdays"), "ana")


def examined(world: World) -> None:
    world.config(SetPolicy(circle=CircleId("garden"), key="test", value="facilitator"))
    opened(world)
    world.do(RaiseObjection(id=P1, harm="H", limits="L", caused="C", certain="C"), "ben")
    world.do(AskForTest(id=P1), "ana")


def not_found(world: World) -> None:
    examined(world)
    world.do(FindReasons(id=P1, finding="caused", reason="It was so before"), "dee")


def appealed(world: World) -> None:
    not_found(world)
    world.do(AppealFinding(id=P1, reason="It is new"), "ben")


def silent(world: World) -> None:
    objected(world)
    for _ in range(6):
        world.clock.turn(hours=12)
        world.sweep()


def objector_left(world: World) -> None:
    objected(world)
    world.do(RemoveMember(circle=CircleId("garden"), person=PersonId("dee")), "dee")


def not_shown(world: World) -> None:
    opened(world)
    world.rows("UPDATE outbox SET gave_up = 1, last_error = 'the channel is deleted' WHERE org = ?", world.org)


def handed_over(world: World) -> None:
    objected(world)
    world.do(HandOver(id=P1), "ana")


def extended(world: World) -> None:
    opened(world)
    world.do(AnswerRound(id=P1, answer="consent"), "ben")
    world.clock.turn(days=3)
    world.sweep()


def asking(world: World) -> None:
    world.config(SetPolicy(circle=CircleId("garden"), key="react", value="1d"))
    world.proposal(process="full")
    world.do(AskQuestion(id=P1, question="Who holds the key?"), "ben")


def reacting(world: World) -> None:
    asking(world)
    world.do(EndStage(id=P1), "dee")


def being_amended(world: World) -> None:
    reacting(world)
    world.do(React(id=P1, reaction="I like it"), "ben")
    world.do(EndStage(id=P1), "dee")


def adopted(world: World) -> None:
    opened(world)
    for who in ("ana", "ben", "dee"):
        world.do(AnswerRound(id=P1, answer="consent"), who)


def withdrawn(world: World) -> None:
    objected(world)
    world.do(WithdrawProposal(id=P1, reason="A simpler way"), "ana")


def discarded(world: World) -> None:
    opened(world)
    world.do(DiscardProposal(id=P1, reason="No driver"), "dee")


def lapsed(world: World) -> None:
    opened(world)
    world.clock.turn(days=3)
    world.sweep()


def tried_often(world: World) -> None:
    objected(world)
    for text in ("Mon and Fri", "Mon and Sat"):
        world.do(AmendProposal(id=P1, text=text), "ana")


def escalated(world: World) -> None:
    objected(world)
    world.do(EscalateProposal(id=P1, reason="We go round in circles"), "ben")


def tried_in_private(world: World) -> None:
    world.config(SetPolicy(circle=CircleId("care"), key="rounds", value="1"))
    world.config(AddMember(circle=CircleId("care"), person=PersonId("ana")))
    world.proposal("ana", "care")
    world.do(RaiseObjection(id=P1, harm="They asked for silence"), "ana")


def spelled_right(world: World) -> None:
    opened(world)
    world.do(CorrectSpelling(id=P1, driver=f"{TEXTS['driver']}."), "dee")


def carrying(world: World) -> None:
    change = ProposeMember(circle=CircleId("garden"), person=PersonId("cem"), change="join", driver="D")
    world.do(change.meant(), "ana")


def carried_in_vain(world: World) -> None:
    carrying(world)
    world.config(LeaveOrganisation(person=PersonId("cem")))
    for who in ("ana", "ben", "dee"):
        world.do(AnswerRound(id=P1, answer="consent"), who)


def standing_aside(world: World) -> None:
    world.proposal("cem", "repair")


def drafted(world: World) -> None:
    world.do(KeepDraft(circle=CircleId("garden"), title="Later", **TEXTS), "ana")


def linking(world: World) -> None:
    code = world.do(LinkAccount(), "dee").facts.fresh_code
    world.do(LinkAccount(code=code), "zed@slack")


def came_by_a_role(world: World) -> None:
    garden = CircleId("garden")
    world.config(*(SetHome(circle=garden, platform=one, place=f"C-{one}") for one in ("discord", "slack")))
    world.config(SetSource(circle=garden, platform="discord", group="role"))
    world.transact(lambda work: note_groups("discord", {"role": {"zoe": "Zoe"}}, work, FEATURES))


def under_review(world: World) -> None:
    opened(world)
    world.do(AnswerRound(id=P1, answer="concern", concern="The hose is old"), "ben")
    for who in ("ana", "dee"):
        world.do(AnswerRound(id=P1, answer="consent"), who)
    world.do(AskReview(id=StreamId("D-1")), "ana")


def changed(world: World) -> None:
    adopted(world)
    change = {"changes": "D-1", "circle": CircleId("garden"), "driver": "It is hot", "text": "Mon and Fri"}
    world.do(CreateProposal(title="Water the beds", **change), "ana")
    for who in ("ana", "ben", "dee"):
        world.do(AnswerRound(id=StreamId("P-2"), answer="consent"), who)


def checked_in(world: World) -> None:
    """A check-in before it opens, one that is open, and one that is paused and was answered."""
    opened(world)
    for title in ("Weekly", "Later"):
        world.do(CreateCheckIn(circle=CircleId("garden"), title=title, every="daily 00:00", open_for="23h"), "ana")
    world.do(CreateCheckIn(circle=CircleId("garden"), title="Daily", every="monthly on day 28 09:00"), "ana")
    world.clock.turn(days=1)
    world.sweep()
    world.do(AnswerCheckIn(id=StreamId("C-1"), first="Watered", third="The pump"), "ben")
    world.do(PauseCheckIn(id=StreamId("C-2")), "ana")


def busy(world: World) -> None:
    adopted(world)
    world.proposal(title="Another")
    drafted(world)


def follows_a_calendar(world: World) -> None:
    world.do(ChangeFeed(address="new"), "ana")


def acting(world: World) -> None:
    ends = FillRole(circle=CircleId("garden"), role="facilitator", person=PersonId("dee"), until="2026-03-12")
    world.config(ends)
    world.clock.turn(days=11)
    world.sweep()


STAGES: list[Stage] = [
    opened,
    allocated,
    asked_for,
    asked_without_a_name,
    put_to_circle,
    taken_back,
    asked_without_a_seat,
    promised,
    paid_for,
    blocked,
    followed,
    in_parts,
    recurs,
    shared,
    offered_money,
    checked_in,
    objected,
    offered,
    amended,
    agreed,
    on_trial,
    examined,
    not_found,
    appealed,
    silent,
    objector_left,
    handed_over,
    extended,
    asking,
    reacting,
    being_amended,
    adopted,
    withdrawn,
    discarded,
    lapsed,
    tried_often,
    escalated,
    tried_in_private,
    spelled_right,
    carrying,
    carried_in_vain,
    standing_aside,
    drafted,
    linking,
    came_by_a_role,
    under_review,
    changed,
    busy,
    not_shown,
    unproved,
    follows_a_calendar,
    acting,
]


def cards(world: World) -> Iterator[Card]:
    """Everything that can be seen now: items, what was posted, lists, hubs, and the forms' own receipts."""
    for ref in (
        *("P-1", "P-2", "D-1", "draft-1", "B-1", "B-2", "T-1", "T-2", "T-3", "C-1", "C-2", "C-3"),
        *("X-1", "X-2", "X-3", "A-1", "A-2", "M-1", "M-2"),
    ):
        if len(world.recorded(ref)):
            yield world.show(ref, "ana")
    queries: list[Query] = [Help(), *(Help(topic=one) for one in ("decide", "all")), Inbox(), ListCircles(), ShowMe()]
    queries += [ListProposals(), MyDrafts(), RecentAgreements(), ShowCircle(circle=CircleId("garden"))]
    queries += [ShowMembers(circle=CircleId("garden")), SeeDoctor(), ShowBalance(), ListRequests(), MyRequests()]
    queries += [ListBlockers(), ListActions(), ListMetrics()]
    queries += [MissingReceipts(), ShowDigest(circle=CircleId("garden"))]
    queries += [one(circle=CircleId("commons")) for one in (ShowBalance, ShowLedger)]
    queries += [ShowLedger(circle=CircleId("commons"), period="this year"), RequestsForMe()]
    queries += [ListRecurring(circle=CircleId("garden"))]
    queries += [ShowRecurring(circle=CircleId("garden"), rule="2")] if len(world.state("books").recurring) else []
    queries += [MoreRequests(page="9;asked;garden")]
    queries += [MoreLedger(circle=CircleId("commons"), page="2;this year")]
    if len(world.recorded("P-1")) and "P-1" in [b.press.ref for b in world.answer(ListProposals(), "ana").buttons()]:
        queries += [RoundStatus(id=P1)] if "ana" in world.state("P-1").electors else []
    queries += [ListThings(), MyLoans(), ListKept(), MyCalendar(), CircleCalendar(circle=CircleId("garden"))]
    if len(world.recorded("T-1")):
        queries += [ShowLoan(id=StreamId("T-1"), loan=loan) for loan in ("1", "2", "3")]
        queries += [ShowLoan(id=StreamId("T-2"), loan="1"), ShowHistory(id=StreamId("T-1"))]
    yield from (world.answer(query, "ana") for query in queries)
    yield from (card for _, card in posted(world))


def posted(world: World) -> Iterator[tuple[Posting, Card]]:
    """What waits to be posted, as it would be now."""
    columns = "platform, place, key, kind, ref, version, note, personal"
    for *row, personal in world.rows(f"SELECT {columns} FROM outbox"):
        posting = Posting(*row[:7], bool(personal))
        drawn = world.read(lambda reader, posting=posting: outbox.draw(posting, reader, FEATURES))
        if drawn is not None:
            yield posting, drawn


def buttons(world: World) -> list[Button]:
    found = [button for card in cards(world) for button in card.buttons()]
    quotes = [block.whole for card in cards(world) for block in card.blocks if isinstance(block, Quote) and block.whole]
    return list({button.press: button for button in (*found, *(Button("Read", press) for press in quotes))}.values())


def filled(world: World, form: Ask, who: str) -> dict[str, str]:
    """What a patient person would fill in."""
    raw = dict(form.given)
    for asked in form.questions:
        raw[asked.name] = asked.value if asked.value and not asked.complaint else plausible(world, form, asked, who)
    return {name: value for name, value in raw.items() if value}


def plausible(world: World, form: Ask, asked: Asked, who: str) -> str:
    match asked.question.kind:
        case Choice(options):
            return options[0].value
        case Moment():
            return "30d"
        case Toggle():
            return "no"
        case Lookup():
            found = world.choices(form.kind, asked.name, "", who)
            return found[0].value if found else ""
        case _:
            return "Europe/Lisbon" if asked.name == "zone" else "Because of the pump"


def outcome(world: World, query: Query, who: str) -> Card | Refusal:
    try:
        return world.answer(query, who)
    except Refusal as refusal:
        return refusal


def carry_on(world: World, kind: str, raw: dict[str, str], who: str) -> Command | Query | Refusal | Ask:
    """Fill in whatever form opens, until it is a command or a query."""
    for _ in range(3):
        try:
            made = world.complete(kind, raw, who)
        except Refusal as refusal:
            return refusal
        if not isinstance(made, Ask):
            return made
        raw = filled(world, made, who)
    return made


@pytest.mark.parametrize("stage", STAGES, ids=lambda stage: stage.__name__)
def test_every_button_leads_somewhere_for_everybody(world: World, stage: Stage) -> None:
    stage(world)
    before = world.everything()
    for button in buttons(world):
        assert 0 < len(button.label) <= 80
        wire = encode(button.press)
        assert len(wire.encode()) <= LIMIT
        found = decode(wire)
        assert found == button.press
        kind, raw = ask.pressed(found, FEATURES)
        for who in VIEWERS:
            made = carry_on(world, kind, raw, who)
            assert not isinstance(made, Ask), (button.label, who, made)
            if isinstance(made, Command):
                came = world.rehearse(made, who)
                assert isinstance(came, Receipt | Refusal)
                words = world.words(came.card()) if isinstance(came, Receipt) else world.said(came)
                assert words.strip()
            elif isinstance(made, Query):
                shown = outcome(world, made, who)
                assert (world.words(shown) if isinstance(shown, Card) else world.said(shown)).strip()
    assert world.everything() == before


def test_the_stages_show_every_button_there_is(opened: Callable[[], World]) -> None:
    """What no card shows can be typed only; whoever adds a button adds its stage above."""
    seen: set[str] = set()
    world = opened()
    for stage in STAGES:
        other = world.of(stage.__name__)
        settle_in(other)
        stage(other)
        seen |= {button.press.action for button in buttons(other)}
    only_typed = {"circles", "proposals", "my-answers", "drafts", "decisions", "find-decision", "item", "inbox", "me"}
    only_typed |= {"due", "note-outcome", "digest", "overview", "remind", "digest-later"}
    of_admins = {"doctor", "plan-config", "apply-config"}  # see tests/bot: somebody must look after the program
    only_typed |= {"checkins", "create-checkin", "end-checkin"}
    only_typed |= {"back", "link", "who-is-away", "discard", "forward", "again", "correct"}
    only_typed |= {"hand-shown"}  # asked of who hands something out of a private circle
    only_typed |= {
        "found-more",
        "ledger-more",
        "requests-more",
    }  # where there is more than a page has
    only_typed |= {"my-requests", "requests-for-me", "missing-receipts"}
    only_typed |= {"read-checkin"}  # shown where an answer is too long for its line
    only_typed |= {"burn"}  # shown where something was spent a while ago
    only_typed |= {"ask-allocation", "ask-missing", "ask-shown"}  # shown where more is asked for than there is
    only_typed |= {"things"}
    only_typed |= {"set-up", "practice"}  # shown before there is anything, and in the welcome (see the onboarding)
    assert set(FEATURES.by_action) - seen <= only_typed | of_admins


GUESSES = ["P-1", "P-9", "D-1", "draft-1", "garden", "care", "me", "link", "people", "hub", "", "x" * 60, "\u202e"]


CARRIED = [*((ref, "") for ref in GUESSES), *(("P-1", one) for one in ("1", "x", "9" * 12)), ("link", "x")]


@pytest.mark.parametrize("token", sorted(FEATURES.by_action))
def test_a_guessed_button_does_no_harm(world: World, token: str) -> None:
    guess(world, token, CARRIED[len(token) % 2 :: 2])  # every second of them; the others for other buttons


@pytest.mark.torture
@pytest.mark.parametrize("token", sorted(FEATURES.by_action))
def test_no_guessed_button_does_harm(world: World, token: str) -> None:
    guess(world, token, CARRIED)


def guess(world: World, token: str, some: list[tuple[str, str]]) -> None:
    """Anybody may send any id: it is read or not, and leads to what the person may do or to words."""
    world.proposal()
    before = world.everything()
    for (ref, argument), who in product(some, ("ana", "fay", "zed@slack")):
        press = decode(encode(Press(ref, 1, token, argument)))
        assert press is not None
        made = carry_on(world, *ask.pressed(press, FEATURES), who)
        if isinstance(made, Command):
            assert isinstance(world.rehearse(made, who), Receipt | Refusal)
        elif isinstance(made, Query):
            assert isinstance(outcome(world, made, who), Card | Refusal)
    assert world.everything() == before


def test_what_goes_on_in_a_private_circle_is_no_longer_shown_where_it_came_from(world: World) -> None:
    world.config(AddMember(circle=CircleId("care"), person=PersonId("dee")))
    world.proposal(title="Hush")
    world.do(ForwardProposal(id=P1, circle=CircleId("care"), reason="It is about people"), "dee")
    shown = {
        (posting.platform, posting.place): world.words(card)
        for posting, card in posted(world)
        if posting.kind == "card"
    }
    gone = "P-1 goes on in another circle."
    assert shown.pop(("console", "garden")) == shown.pop(("slack", "C0GARDEN")) == gone
    assert list(shown) == [("console", "care")]
    assert "Circle: Care" in shown["console", "care"]
    assert {posting.place for posting, card in posted(world) if "Care" in world.words(card)} == {"care"}


def test_a_button_of_the_past_says_so(world: World) -> None:
    with pytest.raises(Unknown, match="There is no such button any more here") as refused:
        ask.pressed(Press("P-1", 1, "applaud"), FEATURES)
    assert "The program was updated meanwhile; open the item again." in world.said(refused.value)


def test_a_preset_fills_the_answer_in(world: World) -> None:
    assert ask.pressed(Press("P-1", 3, "concern"), FEATURES) == (
        "consent.answer",
        {"id": "P-1", "version": "3", "answer": "concern"},
    )
    assert ask.pressed(Press("garden", 0, "propose"), FEATURES) == ("proposal.create", {"circle": "garden"})
    assert ask.pressed(Press("P-1", 2, "accept", "4"), FEATURES) == (
        "consent.accept_offer",
        {"id": "P-1", "offer": "4"},
    )
    assert ask.pressed(Press("help", 0, "help", "find"), FEATURES) == ("help", {"topic": "find"})


def test_a_press_answers_the_version_that_was_seen(world: World) -> None:
    world.proposal()
    press = world.button(world.show("P-1", "ben"), "Consent").press
    assert press.version == 1
    world.do(AmendProposal(id=P1, text="Mon and Fri"), "ana")
    made = world.complete(*ask.pressed(press, FEATURES), "ben")
    assert isinstance(made, Command)
    assert world.refusal(made, "ben").code == "stale"
    now = replace(press, version=2)
    receipt = world.press(now, "ben")
    assert isinstance(receipt, Receipt)
    assert receipt.events


def test_a_private_circles_buttons_are_refused_to_outsiders_like_those_of_nothing(world: World) -> None:
    world.proposal("ben", "care")
    card = world.show("P-1", "ben")
    for button in card.buttons():
        kind, raw = ask.pressed(button.press, FEATURES)
        gone = carry_on(world, kind, raw | {"id": "P-77"}, "ana")
        private = carry_on(world, kind, raw, "ana")
        if isinstance(private, Command):
            private, gone = world.refusal(private, "ana"), world.refusal(gone, "ana")  # type: ignore[arg-type]
        elif isinstance(private, Query):
            private, gone = outcome(world, private, "ana"), outcome(world, gone, "ana")  # type: ignore[arg-type]
        assert isinstance(private, Unknown)
        assert world.said(private).replace("P-1", "P-77") == world.said(gone)  # type: ignore[arg-type]
    world.config(AddMember(circle=CircleId("care"), person=PersonId("ana")))
    assert world.show("P-1", "ana").ref == "P-1"
