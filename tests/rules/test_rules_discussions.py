"""When a proposal is discussed beside its card, and who hears of what: its home, its discussion, or both."""

import pytest

from governance_core.cards.plain import plain_card
from governance_core.feature import Discussion, Home
from governance_core.kernel.errors import Closed, NotAllowed
from governance_core.kernel.ids import CLOCK, Actor
from governance_core.kernel.message import Event
from governance_core.proposals import messages as ask
from governance_core.proposals.events import (
    DiscussionOpened,
    ElectorsReminded,
    ProposalAdopted,
    ProposalAmended,
    ProposalEnded,
    ProposalForwarded,
    ProposalOrphaned,
    ProposalSponsored,
    RoundExtended,
    RoundOpened,
    RoundResumed,
)
from governance_core.proposals.feature import PROPOSALS
from governance_core.proposals.hearing import notices
from governance_core.proposals.model import Stage
from governance_core.proposals.objections_events import (
    ObjectionBecameConcern,
    ObjectionOrphaned,
    ObjectionRaised,
    ObjectionReworded,
    ObjectionTakenOver,
    ObjectionWithdrawn,
    OfferDeclined,
    OfferMade,
)
from governance_core.proposals.shaping_events import QuestionAnswered, QuestionAsked, StageOpened
from governance_core.proposals.tellings import telling
from tests.rules.given import (
    DEADLINE,
    DISCUSS,
    END_STAGE,
    HAND_OVER,
    NOBODY_TOOK_IT_OVER,
    OPEN_ROUND,
    P1,
    REMINDER,
    SPONSOR,
    Given,
    Like,
    Names,
    a_round,
    amend,
    consent,
    decline,
    forward,
    lift,
    objection,
    offer,
    question,
    reply,
    shaped,
    take_over,
    withdraw,
)
from tests.rules.organisation import ANA, BEN, DEE, FAY, GARDEN, GIL, MONDAY, REPAIR, harbour, hours


def discussed() -> Given:
    """Ben opened the discussion; nobody objected yet."""
    return a_round().having(BEN, DISCUSS)


def objected() -> Given:
    """Fay's objection opened the discussion."""
    return a_round().having(FAY, objection("The pump is booked", "Another day"))


# Opening it


def test_whoever_takes_part_opens_the_discussion_and_pressed_again_it_is_open_already() -> None:
    opened = a_round().when(BEN, DISCUSS).then(DiscussionOpened(person=BEN, circle=GARDEN, objection=0))
    assert opened.state.is_discussed
    opened.when(BEN, DISCUSS).nothing()
    opened.when(FAY, DISCUSS).nothing()


def test_who_joined_since_may_open_it_though_they_may_not_answer_yet() -> None:
    a_round().but(lambda org: org.joined(GARDEN, GIL)).when(GIL, DISCUSS).then(DiscussionOpened)


def test_others_are_told_who_can() -> None:
    a_round().when(GIL, DISCUSS).refused(NotAllowed, "Only members of Garden can open the discussion of P-1")


def test_what_has_ended_is_not_opened_for_discussion() -> None:
    a_round().having(ANA, withdraw()).when(BEN, DISCUSS).refused(Closed, "withdrawn")


def test_the_first_objection_opens_it_and_later_ones_find_it_open() -> None:
    first = a_round().when(FAY, objection()).then(ObjectionRaised, Like(DiscussionOpened, person=FAY, objection=1))
    first.when(BEN, objection("Too early")).then(Like(ObjectionRaised, number=2))
    first.when(BEN, DISCUSS).nothing()
    discussed().when(FAY, objection()).then(ObjectionRaised)


def test_an_objection_to_a_later_version_finds_it_open_too() -> None:
    again = objected().having(FAY, lift()).having(ANA, amend(text="Tue"))
    again.when(BEN, objection("Too early")).then(Like(ObjectionRaised, number=2))


def test_in_another_circle_it_is_discussed_anew() -> None:
    moved = discussed().having(DEE, forward(REPAIR))
    assert not moved.state.is_discussed
    moved.when(BEN, DISCUSS).then(DiscussionOpened(person=BEN, circle=REPAIR, objection=0))


def test_a_proposal_of_before_discussions_were_recorded_gets_one_when_it_is_needed() -> None:
    journal = tuple(event for event in objected().history if not isinstance(event, DiscussionOpened))
    old = Given(harbour()).happened(*journal)
    assert not old.state.is_discussed
    old.when(BEN, objection("Too early")).then(ObjectionRaised, Like(DiscussionOpened, objection=2))
    old.when(BEN, DISCUSS).then(DiscussionOpened)
    assert heard(old.when(FAY, lift()).then(ObjectionWithdrawn, RoundResumed)) == [
        (ObjectionWithdrawn, ["home"]),
        (RoundResumed, ["home"]),
    ]


# Who hears of what


def ears(event: Event, given: Given) -> list[str]:
    """Where an event is told: at home; in the discussion, `or home` where there is none; or only there."""
    found = []
    for one in notices(event, given.state):
        assert isinstance(one.to, Home | Discussion)
        assert one.to.circle == given.state.circle
        if isinstance(one.to, Home):
            found.append("home")
        else:
            found.append("discussion or home" if one.to.else_home else "discussion")
    return found


def heard(given: Given, last: int = 2) -> list[tuple[type[Event], list[str]]]:
    return [(type(event), ears(event, given)) for event in given.history[-last:]]


HOME, BOTH, DETAIL, ASIDE = ["home"], ["home", "discussion"], ["discussion or home"], ["discussion"]
HEARD = {
    "opened by a wish": (discussed, DiscussionOpened, DETAIL),
    "opened by an objection": (objected, DiscussionOpened, ASIDE),
    "the objection that opened it": (objected, ObjectionRaised, HOME),
    "the first objection to what is discussed": (lambda: discussed().having(FAY, objection()), ObjectionRaised, BOTH),
    "a further objection": (lambda: objected().having(BEN, objection("Too early")), ObjectionRaised, DETAIL),
    "other words for one": (lambda: objected().having(FAY, objection("It is lent")), ObjectionReworded, ASIDE),
    "one withdrawn": (
        lambda: objected().having(BEN, objection("Too early")).having(FAY, lift()),
        ObjectionWithdrawn,
        DETAIL,
    ),
    "the last one withdrawn": (lambda: objected().having(FAY, lift()), RoundResumed, BOTH),
    "a new version": (lambda: objected().having(ANA, amend(text="Tue")), ProposalAmended, BOTH),
    "an amendment offered": (lambda: objected().having(BEN, offer()), OfferMade, DETAIL),
    "one declined": (lambda: objected().having(BEN, offer()).having(ANA, decline()), OfferDeclined, DETAIL),
    "an objector left": (lambda: objected().told(lambda org: org.left(GARDEN, FAY)), ObjectionOrphaned, BOTH),
    "taken over": (
        lambda: objected().told(lambda org: org.left(GARDEN, FAY)).having(BEN, take_over()),
        ObjectionTakenOver,
        DETAIL,
    ),
    "not taken over": (
        lambda: objected().told(lambda org: org.left(GARDEN, FAY)).wait(days=9).having(CLOCK, NOBODY_TOOK_IT_OVER),
        ObjectionBecameConcern,
        DETAIL,
    ),
    "the proposer stepped back": (lambda: discussed().having(ANA, HAND_OVER), ProposalOrphaned, BOTH),
    "sponsored": (lambda: discussed().having(ANA, HAND_OVER).having(BEN, SPONSOR), ProposalSponsored, BOTH),
    "forwarded": (lambda: discussed().having(DEE, forward(REPAIR)), ProposalForwarded, HOME),
    "withdrawn": (lambda: discussed().having(ANA, withdraw()), ProposalEnded, BOTH),
    "reminded": (lambda: discussed().at(MONDAY + hours(48)).having(CLOCK, REMINDER), ElectorsReminded, HOME),
    "extended": (
        lambda: discussed().having(BEN, consent()).at(MONDAY + hours(72)).having(CLOCK, DEADLINE),
        RoundExtended,
        BOTH,
    ),
    "a question": (lambda: shaped().having(BEN, question()), QuestionAsked, HOME),
    "a question where it is discussed": (
        lambda: shaped().having(FAY, DISCUSS).having(BEN, question()),
        QuestionAsked,
        DETAIL,
    ),
    "an answer": (
        lambda: shaped().having(FAY, DISCUSS).having(BEN, question()).having(ANA, reply()),
        QuestionAnswered,
        DETAIL,
    ),
    "the next stage": (lambda: shaped().having(DEE, END_STAGE), StageOpened, HOME),
    "the next stage of what is discussed": (
        lambda: shaped().having(FAY, DISCUSS).having(DEE, END_STAGE),
        StageOpened,
        BOTH,
    ),
    "the round after the stages": (
        lambda: shaped().having(DEE, END_STAGE).having(DEE, END_STAGE).having(ANA, OPEN_ROUND),
        RoundOpened,
        HOME,
    ),
}


@pytest.mark.parametrize("case", HEARD)
def test_changes_of_state_are_told_at_home_and_detail_where_it_is_discussed(case: str) -> None:
    play, kind, where = HEARD[case]
    given = play()
    last = next(event for event in reversed(given.history) if isinstance(event, kind))
    assert ears(last, given) == where


def adds_nothing(event: Event) -> bool:
    """What a home without discussions shows already: on the card, or with what happened together with it."""
    match event:
        case DiscussionOpened():
            return bool(event.objection)
        case RoundOpened():
            return not event.shaped
        case StageOpened():
            return event.again or event.stage is Stage.CLARIFY
        case _:
            return isinstance(event, ObjectionReworded)


@pytest.mark.parametrize("case", HEARD)
def test_nothing_is_said_twice_where_there_are_no_discussions_and_all_that_was_said_before_still_is(case: str) -> None:
    """The fallback of a platform without threads: the home, once; what opened by itself adds nothing."""
    given = HEARD[case][0]()
    for event in given.history:
        at_home = [one for one in ears(event, given) if one != "discussion"]
        told = telling(P1, event, given.state) is not None and not adds_nothing(event)
        assert len(at_home) == int(told), event


def test_the_outcome_is_told_to_those_who_discussed_it() -> None:
    adopted = discussed()
    for who in (ANA, BEN, DEE, FAY):
        adopted = adopted.having(who, consent())
    assert (ProposalAdopted, BOTH) in heard(adopted, 1)


# What they read


def said(event: Event, given: Given) -> str:
    card = telling(P1, event, given.state)
    assert card is not None
    return plain_card(card, Names(given.org.people))


def test_the_discussion_an_objection_opens_begins_with_all_of_it() -> None:
    harm = "The pump is booked on Thursdays by the neighbours, who pay for it. " * 5
    given = a_round().having(FAY, objection(harm, "Another day"))
    words = said(given.history[-1], given)
    assert words.startswith("P-1 Water the beds is discussed here.")
    assert f"Objection 1 (Fay): {harm.strip()}" in words
    assert "Would be safe enough with: Another day" in words
    assert "Only the buttons on its card count as an answer." in words


def test_the_discussion_somebody_wishes_for_names_them_and_the_proposal() -> None:
    words = said(discussed().history[-1], discussed())
    assert words.startswith("Ben would like to discuss P-1 Water the beds.")
    assert "Only the buttons on its card count as an answer." in words


def test_a_further_objection_says_what_it_does() -> None:
    given = objected().having(BEN, objection("Too early"))
    assert "The clock is stopped" in said(given.history[-3], given)
    assert "“Too early”. It blocks until it is withdrawn; an amendment may meet it." in said(given.history[-1], given)


def test_whoever_presses_is_told_where_it_is_discussed_the_second_time_too() -> None:
    assert PROPOSALS.receipt is not None
    for before, since in ((a_round(), "from now on"), (discussed(), "already")):
        outcome = before.when(FAY, DISCUSS)
        after = before.happened(*outcome.events)
        facts = PROPOSALS.facts(DISCUSS, before.state, Actor.of_person(FAY), _Reading(after))
        card = PROPOSALS.receipt(P1, outcome.events, after.state, Actor.of_person(FAY), facts)
        words = plain_card(card, Names(after.org.people))
        assert words.startswith(f"P-1 Water the beds is discussed below its card {since}. Only the buttons"), words


class _Reading:
    """As much of a reader as facts need."""

    def __init__(self, given: Given) -> None:
        self.now = given.now
        self._states = {"circles": given.org.circles, "people": given.org.people}

    def state(self, stream: str) -> object:
        return self._states[stream]


def test_the_button_is_there_until_it_is_discussed() -> None:
    offered = lambda given: [b.label for b in _card(given).buttons()]  # noqa: E731
    assert "Discuss" in offered(a_round())
    assert "Discuss" not in offered(discussed())
    assert "Discuss" not in offered(objected())
    assert "Discuss" in offered(discussed().having(DEE, forward(REPAIR)))
    assert "Discuss" not in offered(a_round().having(ANA, withdraw()))


def _card(given: Given):  # type: ignore[no-untyped-def]
    from governance_core.proposals.cards import proposal_card

    return proposal_card(P1, given.state, "Garden", [])


def test_discussing_answers_nothing_and_stops_no_clock() -> None:
    before, after = a_round(), discussed()
    assert (after.state.answers, after.state.deadline) == (before.state.answers, before.state.deadline)
    assert isinstance(DISCUSS, ask.DiscussProposal)
