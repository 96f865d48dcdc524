"""Members read names and dates as people write them, not the ids of the config and not dates as programs do."""

from application_world import World

from governance_core.cards.card import Card
from governance_core.kernel.ids import CircleId, StreamId
from governance_core.proposals.events import ProposalForwarded
from governance_core.proposals.feature import PROPOSALS
from governance_core.proposals.messages import ForwardProposal, KeepDraft, MyDrafts

P1, REPAIR = StreamId("P-1"), CircleId("repair")


def test_a_forwarded_proposal_is_announced_with_both_circles_and_the_reason(world: World) -> None:
    world.proposal()
    moved = world.do(ForwardProposal(id=P1, circle=REPAIR, reason="Tools are theirs"), "dee")
    (event,) = (one for one in moved.events if isinstance(one, ProposalForwarded))
    told: Card | None = world.read(lambda reader: PROPOSALS.telling(P1, event, moved.state, reader, None))
    here = world.read(lambda reader: reader.state(StreamId("circles"))).names()
    said = f"was forwarded from {here[CircleId('garden')]} to {here[REPAIR]} and starts anew there."
    assert f"{said} The reason: “Tools are theirs”." in world.words(told)
    assert here[CircleId("garden")] == "Garden"


def test_a_draft_says_by_name_which_circle_it_goes_to(world: World) -> None:
    draft = KeepDraft(circle=CircleId("garden"), title="Later", driver="It rains", text="Dig a ditch")
    kept = world.do(draft, "ana")
    assert "Later · Garden" in world.words(world.answer(MyDrafts(), "ana"))
    assert "It goes to Garden when you submit it." in world.words(world.show(str(kept.stream), "ana"))


def test_dates_of_a_proposal_are_shown_as_on_every_other_card(world: World) -> None:
    world.proposal(review="2026-10-26", expiry="2027-01-01")
    shown = world.words(world.show("P-1", "ana"))
    assert "Review: Mon 26 Oct 2026" in shown
    assert "Ends by itself: Fri 1 Jan 2027" in shown
    assert "2026-10-26" not in shown
