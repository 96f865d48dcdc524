"""The table of who may do what (process.md), cell by cell and through the door: what is pressed, what is looked up, and
which forms open at all."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from application_world import FEATURES, HandClock, World, settle_in

from governance_core.application.exporting import ExportCircle
from governance_core.application.groups import note_groups
from governance_core.cards.card import Card
from governance_core.cards.form import Ask
from governance_core.circles.messages import (
    AddMember,
    ConfirmOwnPerson,
    FillRole,
    FoundCircle,
    ListCircles,
    RemoveMember,
    SetHome,
    SetPolicy,
    SetSource,
    ShowCircle,
    ShowMembers,
)
from governance_core.kernel.errors import Refusal, Unknown, Unlinked
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.message import Command, Query
from governance_core.logbook.messages import ReadAgreement, RecentAgreements, RecordDecision, ShowAgreement
from governance_core.logbook.reviewing import AskReview, NoteOutcome
from governance_core.people.messages import DeclareAbsence, JoinOrganisation
from governance_core.proposals.messages import (
    AbandonObjection,
    AmendProposal,
    AnswerRound,
    AskForTest,
    AskQuestion,
    CorrectSpelling,
    CreateProposal,
    DiscardProposal,
    EndStage,
    EscalateProposal,
    ForwardProposal,
    ListProposals,
    NothingRemains,
    OfferAmendment,
    OpenRound,
    RaiseObjection,
    React,
    ReadProposal,
    ShowProposal,
    TakeToMeeting,
    WithdrawObjection,
    WithdrawProposal,
)
from governance_core.searching.messages import SearchRegister

PLOT, VAULT, COMMONS = CircleId("plot"), CircleId("vault"), CircleId("commons")
P = StreamId
WHO_CAME = PersonId("who came")
"""Stands for the person that came by a group, whose id is made by chance."""
COLUMNS = {
    "outsider": "out",
    "outsider with no account": "nobody@slack",
    "member": "mia",
    "elector": "gus",
    "proposer": "pia",
    "objector": "obi",
    "facilitator": "flo",
    "facilitator who is no elector": "fin",
    "secretary": "sia",
    "secretary who is no elector": "sam",
    "lead": "lou",
    "lead who is no elector": "lea",
    "admin": "adm",
}
"""Each column of the table, and who stands in it. Those who are no electors took the role after the round opened."""
SEATED = tuple(column for column in COLUMNS if column not in ("outsider", "outsider with no account", "admin"))
ELECTED = ("elector", "proposer", "objector", "facilitator", "secretary", "lead")
KEEPERS = ("secretary", "lead")
TAKE_ROLES = {"facilitator": "fin", "secretary": "sam", "lead": "lea"}


class Plot:
    """The worlds the cells are looked at in, each made once: `of` says at which stage, and who is missing or new."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._settled = folder / "settled.db"
        world = World(self._settled, HandClock())
        settle_in(world)
        self._settle(world)
        world.close()
        self._made: dict[str, World] = {}

    def of(self, stage: Callable[[World], None], column: str) -> World:
        """The world at a stage, as somebody of this column meets it."""
        late = column.partition(" who is no elector")[0] if "no elector" in column else ""
        name = f"{stage.__name__}-{late}"
        if name not in self._made:
            shutil.copy(self._settled, self._folder / f"{name}.db")
            world = self._made[name] = World(self._folder / f"{name}.db", HandClock())
            stage(world)
            if late:
                world.config(*(_seated(circle, TAKE_ROLES[late]) for circle in (PLOT, VAULT)))
                world.config(*(_appointed(circle, late, TAKE_ROLES[late]) for circle in (PLOT, VAULT)))
        return self._made[name]

    def _settle(self, world: World) -> None:
        everybody = [who for who in COLUMNS.values() if "@" not in who] + ["kin", "tom"]
        world.config(*(JoinOrganisation(person=PersonId(who), name=who.capitalize()) for who in everybody))
        for circle, private in ((PLOT, False), (VAULT, True)):
            world.config(FoundCircle(circle=circle, name=circle.capitalize(), parent=COMMONS, private=private))
            world.config(*(_seated(circle, who) for who in ("gus", "pia", "obi", "flo", "sia", "lou", "tom")))
            for role, who in (("facilitator", "flo"), ("secretary", "sia"), ("lead", "lou")):
                world.config(_appointed(circle, role, who))
            world.config(SetHome(circle=circle, platform="console", place=circle))

    def close(self) -> None:
        for world in self._made.values():
            world.close()


def _seated(circle: CircleId, who: str) -> Command:
    return AddMember(circle=circle, person=PersonId(who))


def _appointed(circle: CircleId, role: str, who: str) -> Command:
    return FillRole(circle=circle, role=role, person=PersonId(who))


# ---------------------------------------------------------------------------------------------------------- the stages


def at_rest(world: World) -> None:
    """An agreement, D-1, in each circle, and a member who came later."""
    for circle in (PLOT, VAULT):
        record = RecordDecision(circle=circle, title="Paint", text="Green", source="meeting of 3 March")
        world.do(record, "sia")
    world.config(*(_seated(circle, "mia") for circle in (PLOT, VAULT)))


def in_round(world: World) -> None:
    """Pia's proposal, P-1, is asked about; Mia joins."""
    world.proposal("pia", "plot")
    world.proposal("pia", "vault")
    world.config(_seated(PLOT, "mia"), _seated(VAULT, "mia"))


def objected(world: World) -> None:
    in_round(world)
    world.do(RaiseObjection(id=P("P-1"), harm="The pump is booked"), "obi")


def on_trial(world: World) -> None:
    objected(world)
    world.do(AskForTest(id=P("P-1"), objection="1"), "gus")


def silent(world: World) -> None:
    """The objector was reminded twice and says nothing."""
    world.config(SetPolicy(circle=PLOT, key="quiet_hours", value="off"))
    objected(world)
    for _ in range(3):
        world.clock.turn(hours=25)
        world.sweep()


def facilitator_away(world: World) -> None:
    objected(world)
    world.do(DeclareAbsence(start="2026-03-02", until="2026-05-02"), "flo")


def silent_and_facilitator_away(world: World) -> None:
    silent(world)
    world.do(DeclareAbsence(start="2026-03-05", until="2026-05-02"), "flo")


def asking(world: World) -> None:
    world.config(SetPolicy(circle=PLOT, key="process", value="full"), SetPolicy(circle=PLOT, key="react", value="24h"))
    in_round(world)


def reacting(world: World) -> None:
    asking(world)
    world.do(EndStage(id=P("P-1")), "flo")


def amending(world: World) -> None:
    reacting(world)
    world.do(EndStage(id=P("P-1")), "flo")


def reviewed(world: World) -> None:
    at_rest(world)
    world.do(AskReview(id=P("D-1")), "gus")


def unconfirmed(world: World) -> None:
    """Kin came by a group on one platform, in a circle that lives on two: nobody knows yet who that is."""
    in_round(world)
    world.config(
        SetHome(circle=PLOT, platform="slack", place="C0PLOT"),
        SetHome(circle=PLOT, platform="discord", place="55"),
        SetSource(circle=PLOT, platform="slack", group="S0PLOT"),
    )
    world.transact(lambda work: note_groups("slack", {"S0PLOT": {"U0KIN": "Kim"}}, work, FEATURES))


# ------------------------------------------------------------------------------------------------------------ the table

ROWS: list[tuple[str, Callable[[World], None], Command | Query, tuple[str, ...]]] = []


def row(name: str, stage: Callable[[World], None], allowed: tuple[str, ...], *asked: Command | Query) -> None:
    ROWS.extend((f"{name}: {one.spec.kind}", stage, one, allowed) for one in asked)


row(
    "read a public circle, search, list",
    at_rest,
    tuple(COLUMNS),
    ShowCircle(circle=PLOT),
    ShowMembers(circle=PLOT),
    ListCircles(),
    ListProposals(circle=PLOT),
    RecentAgreements(circle=PLOT),
    ShowAgreement(id=P("D-1")),
    ReadAgreement(id=P("D-1")),
    SearchRegister(text="paint", circle=PLOT),
)
row(
    "read a public circle, search, list", in_round, tuple(COLUMNS), ShowProposal(id=P("P-1")), ReadProposal(id=P("P-1"))
)
row(
    "read a private circle",
    at_rest,
    SEATED,
    ShowCircle(circle=VAULT),
    ShowMembers(circle=VAULT),
    ListProposals(circle=VAULT),
    RecentAgreements(circle=VAULT),
    ShowAgreement(id=P("D-2")),
    ReadAgreement(id=P("D-2")),
    SearchRegister(text="paint", circle=VAULT),
)
row("read a private circle", in_round, SEATED, ShowProposal(id=P("P-2")), ReadProposal(id=P("P-2")))
row("propose", at_rest, SEATED, CreateProposal(circle=PLOT, title="Water", driver="Dry", text="Mon", review="90d"))
row("question", asking, tuple(c for c in ELECTED if c != "proposer"), AskQuestion(id=P("P-1"), question="Why?"))
row("react", reacting, tuple(c for c in ELECTED if c != "proposer"), React(id=P("P-1"), reaction="Good"))
row("answer", in_round, ELECTED, AnswerRound(id=P("P-1"), answer="consent"))
row("object", in_round, ELECTED, RaiseObjection(id=P("P-1"), harm="It rains"))
row("amend", in_round, ("proposer",), AmendProposal(id=P("P-1"), text="Tue"))
row("withdraw", in_round, ("proposer",), WithdrawProposal(id=P("P-1"), reason="Later"))
row("open the round", amending, ("proposer",), OpenRound(id=P("P-1")))
row("withdraw an objection", objected, ("objector",), WithdrawObjection(id=P("P-1"), into="consent"))
row("reword an objection", on_trial, ("objector",), NothingRemains(id=P("P-1")))
row("offer an amendment", objected, ELECTED, OfferAmendment(id=P("P-1"), kind="text", text="Sun"))
row("ask for a test", objected, ELECTED, AskForTest(id=P("P-1"), objection="1"))
row("take to a meeting", objected, ELECTED, TakeToMeeting(id=P("P-1"), reason="Let us talk"))
ABANDON = AbandonObjection(id=P("P-1"), because="silent", reason="No answer")
FACILITATES = (
    DiscardProposal(id=P("P-1"), reason="No driver"),
    ForwardProposal(id=P("P-1"), circle=COMMONS),
    CorrectSpelling(id=P("P-1"), text="Mon and Thurs"),
    EscalateProposal(id=P("P-1"), reason="We are stuck"),
)
row("the facilitator's acts", objected, ("facilitator", "facilitator who is no elector"), *FACILITATES)
row("the facilitator's acts", silent, ("facilitator", "facilitator who is no elector"), ABANDON)
DEPUTIES = ("secretary", "secretary who is no elector", "facilitator who is no elector")
row("the facilitator's acts, by the secretary as deputy", facilitator_away, DEPUTIES, *FACILITATES)
row(
    "the facilitator's acts, by the secretary as deputy",
    silent_and_facilitator_away,
    DEPUTIES,
    ABANDON,
)
KEEP = (*KEEPERS, "secretary who is no elector", "lead who is no elector")
row("record review outcome texts", reviewed, KEEP, NoteOutcome(id=P("D-1"), note="We look again"))
row("confirm a person of their own", unconfirmed, KEEP, ConfirmOwnPerson(circle=PLOT, person=WHO_CAME))
row("export the circle", at_rest, KEEP, ExportCircle(circle=PLOT))
LEADS = ("lead", "lead who is no elector")
row(
    "change members of a circle",
    at_rest,
    LEADS,
    AddMember(circle=PLOT, person=PersonId("kin")),
    RemoveMember(circle=PLOT, person=PersonId("tom")),
)
row(
    "change roles, homes, policy of a circle",
    at_rest,
    (),
    FillRole(circle=PLOT, role="secretary", person=PersonId("gus")),
    SetHome(circle=PLOT, platform="console", place="shed"),
    SetPolicy(circle=PLOT, key="window", value="48h"),
)
REPLACED = {("secretary who is no elector", "secretary"), ("lead who is no elector", "lead")}
"""Somebody new in a role takes it from whoever had it."""
CELLS = [
    pytest.param(stage, asked, column, column in allowed, id=f"{name}, {column}")
    for name, stage, asked, allowed in ROWS
    for column in COLUMNS
]


@pytest.fixture(scope="module")
def plot(tmp_path_factory: pytest.TempPathFactory) -> Any:
    made = Plot(tmp_path_factory.mktemp("permissions"))
    yield made
    made.close()


def outcome(world: World, asked: Command | Query, who: str) -> Any:
    if isinstance(asked, Command):
        return world.rehearse(asked, who)
    try:
        return world.answer(asked, who)
    except Refusal as refusal:
        return refusal


@pytest.mark.parametrize("stage, asked, column, allowed", CELLS)
def test_cell(plot: Plot, stage: Callable[[World], None], asked: Command | Query, column: str, allowed: bool) -> None:
    world, who = plot.of(stage, column), COLUMNS[column]
    if getattr(asked, "person", None) is WHO_CAME:
        asked = replace(asked, person=next(one for one in world.state("people").persons if one.startswith("slack-")))
    came = outcome(world, asked, who)
    if allowed:
        assert not isinstance(came, Refusal), world.said(came)
        assert isinstance(came, Card) or came.events
        return
    assert isinstance(came, Refusal), "this is nobody's but others'"
    said = world.said(came)
    if column == "outsider with no account":
        assert isinstance(came, Unlinked | Unknown)
    assert len(said.split()) > 5, said
    if came.whatever_is_typed and not isinstance(asked, RemoveMember):  # anybody may take themselves out
        no_form_for(world, asked, who)


def no_form_for(world: World, asked: Command | Query, who: str) -> None:
    """Nor does the form open that would ask for it, where the rules can know that without its answers."""
    if not isinstance(asked, Command) or not asked.spec.path or asked.spec.strangers:
        return
    given = {name: str(getattr(asked, name)) for name in ("id", "circle", "objection") if hasattr(asked, name)}
    try:
        made = world.complete(asked.spec.kind, given, who)
    except Refusal:
        return
    assert not isinstance(made, Ask), f"{asked.spec.kind} opens a form for {who}"
