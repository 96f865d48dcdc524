"""What was agreed changes by a proposal: the next version of the same agreement, or its end; history both ways."""

import pytest

from governance_core.cards.card import Diff
from governance_core.cards.plain import plain_card, plain_text
from governance_core.circles.messages import CloseCircle, RemoveMember
from governance_core.kernel.errors import Closed, Invalid, NotAllowed, Refusal, Stale, Unknown
from governance_core.kernel.ids import CONFIG, Actor, StreamId
from governance_core.logbook.cards import agreement_card, full_card
from governance_core.logbook.changes import NotTheirs
from governance_core.logbook.feature import difference, prefill
from governance_core.logbook.guards import ChangedAlready
from governance_core.logbook.messages import ShowDifference
from governance_core.logbook.model import Standing
from governance_core.proposals.feature import card as proposal_card
from governance_core.proposals.messages import (
    AmendProposal,
    AnswerRound,
    CreateProposal,
    DiscardProposal,
    ForwardProposal,
    ProposeAgain,
    ProposeChange,
    WithdrawProposal,
)
from governance_core.proposals.prefilled import prefill as proposal_prefill
from governance_core.proposals.tellings import telling
from tests.rules.given import Names, helpful, words_of
from tests.rules.living import (
    D1,
    D2,
    KEEP,
    P1,
    P2,
    P3,
    RENEW,
    adopt,
    agreed,
    agreement,
    due_again,
    end_it,
    everybody,
    kinds,
    late,
    new_text,
    noted,
)
from tests.rules.organisation import ANA, BEN, CEM, COMMONS, DEE, ELI, FAY, GARDEN, GIL, REPAIR, days
from tests.rules.world import World

KEEP_P2 = AnswerRound(id=P2, answer="consent")


def changed(**more: object) -> World:
    """Agreed, and then changed."""
    world = agreed()
    world.wait(days(10))
    world.does(DEE, new_text(**more))
    adopt(world)
    return world


def refused(refusal: Refusal, why: type[Refusal], *words: str, world: World) -> None:
    assert type(refusal) is why, repr(refusal)
    read = words_of(refusal, world.people)
    helpful(read)
    assert not [part for part in words if part not in read], read


def test_an_adopted_change_is_the_next_version_of_the_same_agreement() -> None:
    world = changed(review="30d")
    made = agreement(world)
    assert (made.version, made.text, made.driver, made.proposal) == (2, "Mon and Fri", "It is hot", P2)
    assert [(one.text, one.proposal) for one in made.past] == [("Mon and Thu", P1)]
    assert world.memory.version(D2) == 0
    assert (world.proposal(P2).agreement, world.proposal(P2).agreement_version) == (D1, 2)
    assert made.review_at is not None
    assert (made.review_at - world.now).days == 29  # the clocks go forward meanwhile
    assert made.answers.keys() == {ANA, BEN, DEE, FAY}
    assert made.concerns() == ()


def test_its_card_says_which_version_it_is_and_leads_both_ways() -> None:
    world = changed()
    shown = agreement_card(D1, agreement(world), "Garden", "UTC")
    words = plain_card(shown, Names(world.people))
    assert "Version: 2" in words
    assert "• Version 1, superseded: Water the beds, since Mon 2 Mar 2026, as P-1 [Open P-1]" in words
    leads = {(button.press.ref, button.press.action) for button in shown.buttons()}
    assert {("P-1", "show"), ("P-2", "show"), ("D-1", "diff")} <= leads
    back = proposal_card(P2, world.proposal(P2), world.memory, ANA)  # type: ignore[arg-type]
    assert "It is version 2 of D-1 Water the beds." in plain_card(back, Names(world.people))
    told = telling(P2, world.memory.journal[P2][-2].event, world.proposal(P2))
    assert told is not None
    assert "is adopted, and D-1 is version 2 now (4 of 4 consented)" in plain_text(told.summary, Names(world.people))
    assert "superseded" in plain_card(full_card(D1, agreement(world), "UTC"), Names(world.people))


def test_while_it_is_proposed_both_cards_say_so_and_show_what_would_be_different() -> None:
    world = agreed()
    world.does(DEE, new_text())
    shown = plain_card(agreement_card(D1, agreement(world), "Garden", "UTC"), Names(world.people))
    assert "P-2 proposes to change it. It is in force until then." in shown
    assert "[Open P-2]" in shown
    assert "Propose a change" not in shown
    card = proposal_card(P2, world.proposal(P2), world.memory, ANA)  # type: ignore[arg-type]
    words = plain_card(card, Names(world.people))
    assert "It would change D-1 Water the beds, which stays in force until this is adopted." in words
    assert any(isinstance(block, Diff) for block in card.blocks)
    assert "- Mon and Thu\n+ Mon and Fri" in words


def test_what_changed_is_shown_line_by_line_since_any_version() -> None:
    world = changed()
    world.does(DEE, new_text("Mon, Wed and Fri"))
    adopt(world, P3)

    def diff(since: str = "") -> str:
        by = Actor.of_person(CEM)
        return plain_card(
            difference(ShowDifference(id=D1, since=since), by, world.memory),  # type: ignore[arg-type]
            Names(world.people),
        )

    assert "- Mon and Fri\n+ Mon, Wed and Fri" in diff()
    assert "version 2 → 3" in diff()
    assert "- Mon and Thu\n+ Mon, Wed and Fri" in diff("v1")
    assert "[Open P-1] [Open P-3]" in diff("1")
    for wrong in ("0", "3", "x", "²", "9" * 9):
        with pytest.raises(Invalid) as caught:
            diff(wrong)
        refused(caught.value, Invalid, "D-1 has no earlier version", "from 1 to 2", world=world)


def test_an_agreement_with_one_version_has_no_difference_to_show() -> None:
    world = agreed()
    with pytest.raises(Invalid) as caught:
        difference(ShowDifference(id=D1), Actor.of_person(ANA), world.memory)  # type: ignore[arg-type]
    refused(caught.value, Invalid, "one version only", "/decisions change D-1", world=world)


def test_an_adopted_proposal_to_drop_it_ends_it_and_says_so() -> None:
    world = agreed()
    world.does(DEE, end_it())
    assert world.proposal(P2).wording.title == "Drop D-1: Water the beds"
    adopt(world)
    made = agreement(world)
    assert (made.standing, made.ended, made.ended_by) == (Standing.DROPPED, world.now, P2)
    told = telling(P2, world.memory.journal[P2][-2].event, world.proposal(P2))
    assert told is not None
    assert "is adopted, and D-1 is dropped" in plain_text(told.summary, Names(world.people))
    shown = plain_card(agreement_card(D1, made, "Garden", "UTC"), Names(world.people))
    assert "D-1 · Water the beds [dropped]" in shown
    assert "Dropped: Mon 2 Mar 2026 09:00, by P-2" in shown
    for label in ("Object", "Propose a change", "Review it now"):
        assert f"[{label}]" not in shown
    refused(world.refuses(ANA, new_text()), Closed, "D-1 is closed: dropped", world=world)


def test_one_proposal_at_a_time_changes_an_agreement() -> None:
    world = agreed()
    world.does(DEE, new_text())
    for another in (new_text("Tue"), end_it()):
        refused(world.refuses(BEN, another), ChangedAlready, "P-2 proposes to change D-1 already", world=world)
    assert world.memory.version(P3) == 0
    world.does(DEE, WithdrawProposal(id=P2))
    world.does(BEN, end_it())
    assert (agreement(world).changing, agreement(world).dropping) == (P3, True)


@pytest.mark.parametrize("how", ["withdrawn", "discarded", "lapsed"])
def test_a_change_that_is_not_adopted_leaves_the_agreement_as_it_is(how: str) -> None:
    world = agreed()
    world.does(DEE, new_text())
    if how == "withdrawn":
        world.does(DEE, WithdrawProposal(id=P2))
    elif how == "discarded":
        world.does(FAY, DiscardProposal(id=P2, reason="No driver"))
    else:
        world.wait(days(4))
    made = agreement(world)
    assert (made.changing, made.version, made.stands) == ("", 1, True)
    assert kinds(world)[-2:] == ["change.proposed", "change.forgotten"]


def test_somebody_who_looked_at_an_older_version_is_shown_what_changed_meanwhile() -> None:
    world = changed()
    refusal = world.refuses(BEN, new_text("Tue", version=1))
    refused(refusal, Stale, "D-1 is now version 2 (you saw version 1)", world=world)
    assert any(isinstance(block, Diff) for block in refusal.shows)
    assert world.does(BEN, new_text("Tue", version=2)).events


def test_an_agreement_that_expired_while_its_change_was_open_becomes_a_new_one() -> None:
    world = agreed(expiry="2026-03-04")
    world.does(DEE, new_text())
    world.wait(days(2.5))
    assert agreement(world).standing is Standing.EXPIRED
    adopt(world)
    assert agreement(world, D2).text == "Mon and Fri"
    assert world.proposal(P2).agreement == D2
    assert agreement(world).version == 1


def test_an_agreement_that_expires_at_the_same_instant_has_ended_first() -> None:
    world = agreed(expiry="2026-03-04")
    world.does(DEE, new_text())
    for person in (ANA, BEN, DEE):
        world.does(person, KEEP_P2)
    world.sleep(days(2.5))
    world.does(FAY, KEEP_P2)
    assert agreement(world).standing is Standing.EXPIRED
    assert agreement(world, D2).text == "Mon and Fri"


def test_dropping_what_expired_meanwhile_changes_nothing_and_its_proposal_says_so() -> None:
    world = agreed(expiry="2026-03-04")
    world.does(DEE, end_it())
    world.wait(days(2.5))
    adopt(world)
    assert world.proposal(P2).agreement == D1
    assert agreement(world).standing is Standing.EXPIRED


def test_only_members_of_its_circle_propose_to_change_it() -> None:
    world = agreed()
    refused(world.refuses(CEM, new_text()), NotAllowed, "Only members of Garden", world=world)
    refused(world.refuses(GIL, end_it()), NotAllowed, "Only members of Garden", world=world)


def test_what_is_not_there_cannot_be_changed() -> None:
    world = agreed()
    unknown = ProposeChange(id=StreamId("D-9"), title="A", driver="B", text="C").meant()
    refused(world.refuses(ANA, unknown), Unknown, "There is no D-9 here", world=world)
    none = CreateProposal(circle=GARDEN, title="A", driver="B", text="C", changes="P-1")
    refused(world.refuses(ANA, none), Unknown, "There is no P-1 here", world=world)


def test_its_circle_decides_whether_it_changes_or_one_above_it() -> None:
    world = agreed()
    world.does(DEE, new_text())
    away = world.refuses(FAY, ForwardProposal(id=P2, circle=REPAIR))
    assert type(away) is Unknown or type(away) is NotTheirs, repr(away)
    world.does(FAY, ForwardProposal(id=P2, circle=COMMONS))
    adopt(world)
    assert agreement(world).version == 2
    assert agreement(world).circle == GARDEN


def test_proposing_a_change_again_is_linked_with_the_agreement_again() -> None:
    world = agreed()
    world.does(DEE, new_text())
    world.does(DEE, WithdrawProposal(id=P2))
    filled = proposal_prefill("proposal.again", world.proposal(P2), DEE)
    assert (filled["changes"], filled["drops"]) == ("D-1", "")
    again = ProposeAgain(id=P2, circle=GARDEN, title="A", driver="B", text="C", changes="D-1").meant()
    world.does(DEE, again)
    assert agreement(world).changing == P3
    assert world.proposal(P3).source == P2


def test_a_form_begins_with_the_text_and_the_dates_in_force() -> None:
    world = agreed(expiry="2027-01-01")
    filled = prefill("decisions.change", agreement(world), ANA)
    assert filled == {
        "title": "Water the beds",
        "text": "Mon and Thu",
        "review": "90d",
        "expiry": "2027-01-01",
        "version": "1",
    }
    assert prefill("decisions.drop", agreement(world), ANA) == {"version": "1"}
    world.does(ANA, late("It floods", safe="A drain"))
    assert prefill("review.object", agreement(world), ANA) == {"harm": "It floods", "safe": "A drain"}
    assert prefill("review.object", agreement(world), BEN) == {}


def test_an_amended_change_goes_on_being_the_change_of_the_agreement() -> None:
    world = agreed()
    world.does(DEE, new_text())
    world.does(DEE, AmendProposal(id=P2, text="Tue"))
    adopt(world)
    assert (agreement(world).version, agreement(world).text) == (2, "Tue")


def test_a_review_opens_while_a_change_is_open_and_silence_does_not_decide_over_it() -> None:
    world = agreed({"silence": "consents", "window": "20d"})
    world.wait(days(80))
    world.does(DEE, new_text())
    world.wait(days(4))
    everybody(world, KEEP, (ANA, BEN))
    world.wait(days(7))
    made = agreement(world)
    assert made.review is not None
    assert made.review.overdue
    world.does(DEE, WithdrawProposal(id=P2))
    assert agreement(world).reviewed[-1].outcome == "kept"


def test_a_decision_made_elsewhere_is_changed_by_a_round_and_then_was_adopted_here() -> None:
    world = noted()
    world.does(ANA, new_text("By dawn"))
    adopt(world, P1)
    made = agreement(world)
    assert (made.version, made.decided_elsewhere, made.adopted_at) == (2, False, world.now)
    shown = plain_card(agreement_card(D1, made, "Garden", "UTC"), Names(world.people))
    assert "• Version 1, superseded: Tools go back, since Mon 2 Mar 2026, decided elsewhere" in shown


def test_what_was_dropped_does_not_keep_a_circle_open() -> None:
    world = World.founded()
    create = CreateProposal(circle=REPAIR, title="A", driver="B", text="C")
    world.does(BEN, create)
    adopt(world, P1)
    world.does(BEN, end_it())
    adopt(world)
    for person in world.circles.circles[REPAIR].members:
        world.does(CONFIG, RemoveMember(circle=REPAIR, person=person))
    world.does(CONFIG, CloseCircle(circle=REPAIR))
    assert world.circles.open(REPAIR) is None


def test_in_a_private_circle_a_change_is_unknown_to_others() -> None:
    world = World.founded()
    world.does(ELI, CreateProposal(circle=world.circles.circles["care"].id, title="A", driver="B", text="C"))  # type: ignore[index]
    adopt(world, P1)
    refused(world.refuses(BEN, new_text()), Unknown, "There is no D-1 here", world=world)


def test_after_a_change_it_is_reviewed_by_the_new_date_and_warned_of_anew() -> None:
    world = due_again(expiry="2026-06-10")
    world.wait(days(5))
    assert agreement(world).warned
    world.does(DEE, new_text(expiry="2027-06-10"))
    adopt(world)
    made = agreement(world)
    assert (made.warned, made.review) == (False, None)
    world.wait(days(200))
    assert agreement(world).stands
    assert RENEW.id == D1
