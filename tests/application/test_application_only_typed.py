"""What only a typed command gives counts as much as what a form asks for, whatever command it belongs to."""

from collections.abc import Callable

import pytest
from application_world import FEATURES, World

from governance_core.application.front_desk import FrontDesk, Outcome
from governance_core.application.given import questions
from governance_core.application.paperwork import Paper, Paperwork, Refused
from governance_core.budgets.messages import Allocate
from governance_core.budgets.request_messages import RequestMoney
from governance_core.cards.form import Ask, Hidden, Toggle
from governance_core.checkins.messages import CreateCheckIn, EditCheckIn
from governance_core.circles.messages import FillRole
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.proposals.messages import EscalateProposal, RaiseObjection
from governance_core.things.messages import AddThing

GARDEN = CircleId("garden")
ANA = Actor.of_account("console", "ana")
TYPED = {
    ("proposal.amend", "expiry"): ("P-1", "90d"),
    ("proposal.amend", "criteria"): ("P-1", "The beds are green"),
    ("budget.again", "needed_by"): ("B-1", "90d"),
    ("thing.change", "kind"): ("T-1", "room"),
    ("thing.change", "longest"): ("T-1", "3d"),
    ("thing.change", "circle"): ("T-1", "commons"),
    ("checkin.edit", "zone"): ("C-1", "Europe/Berlin"),
    ("checkin.edit", "remind"): ("C-1", "2h"),
    ("checkin.edit", "optional"): ("C-1", "dee"),
    ("checkin.edit", "observers"): ("C-1", "dee"),
}
"""Everything that a command whose form always opens takes only where it is typed."""


def only_typed() -> set[tuple[str, str]]:
    """Of what exists: neither what a button carries nor an agreement, nor questions that an item asks in its way."""
    asking = [one for one in FEATURES.by_kind.values() if one.spec.always_asks]
    return {
        (one.spec.kind, name)
        for one in asking
        for name, question in questions(one).items()
        if not question.form and not isinstance(question.kind, Hidden | Toggle) and name != one.spec.argument
        if one.spec.kind not in ("checkin.answer", "checkin.answer_for", "checkin.early", "consent.reply")
    }


@pytest.fixture
def furnished(world: World) -> World:
    world.proposal()
    world.config(FillRole(circle=CircleId("commons"), role="treasurer", person=PersonId("ana")))
    world.do(Allocate(circle=CircleId("commons"), amount="450 EUR"), "ana")
    world.do(Allocate(circle=GARDEN, amount="300"), "ana")
    world.do(RequestMoney(circle=GARDEN, amount="200", purpose="A pump", payee="A shop"), "ana")
    world.do(AddThing(circle=GARDEN, name="Drill"), "ana")
    world.do(CreateCheckIn(circle=GARDEN, title="Weekly", every="every mon 09:00"), "ana")
    return world


def test_nothing_of_this_kind_is_left_out_below() -> None:
    assert only_typed() == set(TYPED)


def test_what_only_a_typed_command_gives_is_carried_out_at_once(furnished: World) -> None:
    for (kind, name), (item, value) in TYPED.items():
        made = furnished.complete(kind, {"id": item, name: value})
        assert isinstance(made, Command), (kind, name)
        assert getattr(made, name) == value, (kind, name)


def test_a_check_in_changes_its_zone_and_nothing_else(furnished: World) -> None:
    made = furnished.complete("checkin.edit", {"id": "C-1", "zone": "Europe/Berlin"})
    assert made == EditCheckIn(id=StreamId("C-1"), zone="Europe/Berlin")
    before = furnished.state("C-1").plan
    furnished.do(made, "ana")
    after = furnished.state("C-1").plan
    assert (after.zone, after.title, after.every, after.questions) == (
        "Europe/Berlin", before.title, before.every, before.questions,
    )  # fmt: skip


def test_what_a_button_carries_and_an_agreement_open_the_form_all_the_same(furnished: World) -> None:
    furnished.do(RaiseObjection(id=StreamId("P-1"), harm="It rains"), "dee")
    form = furnished.form("proposal.escalate", {"id": "P-1", "shown": "yes"}, "ben")
    assert [one.name for one in form.questions] == ["reason"]
    assert dict(form.given)["shown"] == "yes"
    whole = {**dict(form.given), "reason": "We go round in circles"}
    assert isinstance(furnished.complete("proposal.escalate", whole, "ben"), EscalateProposal)


@pytest.fixture
def papers(furnished: World) -> Paperwork:
    return Paperwork(FrontDesk(furnished.org, furnished.store, FEATURES, lambda: None))


def typed(**answers: str) -> Callable[[object], dict[str, str]]:
    return lambda _: answers


async def test_the_way_back_into_a_refused_form_asks_for_what_was_typed_beside_it(
    papers: Paperwork, furnished: World
) -> None:
    begun = {"circle": "garden", "optional": "nobody", "title": "Daily"}
    form = furnished.form("checkin.create", begun)
    assert isinstance(form, Ask)
    assert "optional" not in [one.name for one in form.questions]
    paper = Paper("checkin.create", "K1", given=begun)
    refused = await papers.hand_in(paper, typed(every="daily 09:00", questions="Done?"), ANA)
    assert isinstance(refused, Refused)
    assert refused.refusal.field == "optional"
    kept = furnished.read(lambda reader: papers.kept("K1", ANA, reader))
    assert {one.name: one.value for one in kept[0].questions}["optional"] == "nobody"
    assert "zone" not in [one.name for one in kept[0].questions]
    mended = await papers.hand_in(Paper("checkin.create", "K1"), typed(optional="dee"), ANA)
    assert isinstance(mended, Outcome)
    assert furnished.state("C-2").plan.optional == ("dee",)
