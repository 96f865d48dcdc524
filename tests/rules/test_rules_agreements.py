"""Adoption makes an agreement in the logbook: the text, who answered what, objections and how they ended, dates."""

from datetime import UTC, datetime

from governance_core.cards.plain import plain_card
from governance_core.circles.messages import RemoveMember, SetPolicy
from governance_core.kernel.ids import CONFIG, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.logbook.cards import agreement_card
from governance_core.logbook.model import Agreement, GivenAnswer, SettledObjection
from governance_core.people.messages import DeclareAbsence
from governance_core.proposals.events import ProposalAdopted, ProposalRecorded
from governance_core.proposals.messages import AnswerRound, SubmitDraft
from tests.rules.given import (
    Names,
    accept,
    amend,
    aside,
    concern,
    consent,
    discard,
    lift,
    objection,
    offer,
    proposal,
    take_over,
    withdraw,
)
from tests.rules.organisation import ANA, BEN, DEE, FAY, GARDEN, MONDAY, days, hours
from tests.rules.world import World

P1, D1 = StreamId("P-1"), StreamId("D-1")


def played(*acts: tuple[PersonId, Command] | float, rules: dict[str, str] | None = None, **fields: object) -> World:
    """A round in the garden: acts one after the other, a number is hours that pass."""
    world = World.founded()
    for key, value in (rules or {}).items():
        world.does(CONFIG, SetPolicy(circle=GARDEN, key=key, value=value))
    world.does(ANA, proposal(**fields))
    for act in acts:
        if isinstance(act, tuple):
            world.does(*act)
        else:
            world.wait(hours(act))
    return world


def everybody_consents() -> list[tuple[PersonId, Command]]:
    return [(person, consent()) for person in (ANA, BEN, DEE, FAY)]


def agreement(world: World) -> Agreement:
    found: Agreement = world.memory.state(D1)
    return found


def test_adoption_records_the_agreement_in_the_same_transaction() -> None:
    world = played(5, *everybody_consents())
    made = agreement(world)
    assert (made.circle, made.proposal, made.proposer) == (GARDEN, P1, ANA)
    assert (made.title, made.driver, made.text, made.text_version) == (
        "Water the beds",
        "They dry out",
        "Mon and Thu",
        1,
    )
    assert made.adopted_at == MONDAY + hours(5)
    assert world.proposal(P1).agreement == D1
    kinds = [type(one.event) for one in world.memory.journal[P1][-2:]]
    assert kinds == [ProposalAdopted, ProposalRecorded]


def test_agreement_says_who_answered_what_with_their_reservations() -> None:
    acts = [(ANA, consent()), (BEN, concern("The hose is old")), (DEE, aside("No idea")), (FAY, consent())]
    made = agreement(played(*acts, rules={"stand_aside": "true"}))
    assert made.answers == {
        ANA: GivenAnswer("consent"),
        BEN: GivenAnswer("concern", "The hose is old"),
        DEE: GivenAnswer("stand_aside", "No idea"),
        FAY: GivenAnswer("consent"),
    }
    card = plain_card(agreement_card(D1, made, "Garden", "UTC"), Names(World.founded().people))
    assert "Concern (Ben): The hose is old" in card
    assert "Reason for standing aside (Dee): No idea" in card


def test_agreement_lists_the_silent_and_the_absent_as_such_and_never_as_consent() -> None:
    world = World.founded()
    world.does(CONFIG, SetPolicy(circle=GARDEN, key="silence", value="consents"))
    world.does(FAY, DeclareAbsence(until="30d"))
    world.does(ANA, proposal())
    for person in (ANA, BEN):
        world.does(person, consent())
    world.wait(days(3))
    made = agreement(world)
    assert {person: given.answer for person, given in made.answers.items()} == {
        ANA: "consent",
        BEN: "consent",
        DEE: "silent",
        FAY: "away",
    }
    card = plain_card(agreement_card(D1, made, "Garden", "UTC"), Names(world.people))
    assert "Consent (2): Ana and Ben" in card
    assert "Silent (no answer) (1): Dee" in card
    assert "Away (1): Fay" in card


def test_agreement_says_how_each_objection_ended() -> None:
    world = played(
        (FAY, objection("The pump is booked", "Another day")),
        (DEE, objection("Too early")),
        (BEN, objection("Too late")),
        (FAY, offer("Mon and Fri", objection="1")),
        (ANA, accept()),
        (DEE, lift("concern")),
        (BEN, lift()),
        (ANA, consent()),
        (FAY, consent()),
    )
    made = agreement(world)
    assert made.text == "Mon and Fri"
    assert made.text_version == 2
    assert made.objections == (
        SettledObjection(FAY, 1, "The pump is booked", "Another day", "resolved", 2),
        SettledObjection(DEE, 1, "Too early", "", "concern", 2),
        SettledObjection(BEN, 1, "Too late", "", "withdrawn", 2),
    )
    assert made.answers[DEE] == GivenAnswer("concern", "Too early")
    card = plain_card(agreement_card(D1, made, "Garden", "UTC"), Names(world.people))
    assert "Objection 1, raised to version 1, resolved in version 2 (Fay): The pump is booked" in card
    assert "Objection 2, kept as a concern (Dee): Too early" in card


def test_agreement_keeps_the_objection_of_somebody_who_left_as_a_concern() -> None:
    world = played((FAY, objection("The pump is booked")), 1, (ANA, consent()), (BEN, consent()), (DEE, consent()))
    world.does(CONFIG, RemoveMember(circle=GARDEN, person=FAY))
    world.wait(hours(48))
    made = agreement(world)
    assert made.adopted_at == MONDAY + hours(49)
    assert [(one.person, one.settled) for one in made.objections] == [(FAY, "concern")]
    assert FAY not in made.answers


def test_agreement_names_who_took_an_objection_over() -> None:
    world = played((FAY, objection("The pump is booked")), (ANA, consent()), (DEE, consent()))
    world.does(CONFIG, RemoveMember(circle=GARDEN, person=FAY))
    world.does(BEN, take_over())
    world.does(BEN, lift("concern"))
    assert [(one.person, one.settled) for one in agreement(world).objections] == [(BEN, "concern")]
    assert agreement(world).answers[BEN] == GivenAnswer("concern", "The pump is booked")


def test_agreement_review_and_expiry_count_from_adoption_and_are_two_dates() -> None:
    made = agreement(played(5, *everybody_consents(), review="90d", expiry="2027-01-01"))
    assert made.review_at == datetime(2026, 5, 31, 13, tzinfo=UTC)  # 14:00 in Lisbon, in winter as in summer
    assert made.expires_at == datetime(2027, 1, 1, 9, tzinfo=UTC)
    assert agreement(played(*everybody_consents())).expires_at is None


def test_agreement_of_an_amended_text_has_the_last_text_and_the_last_answers_only() -> None:
    world = played((BEN, concern("Old")), (ANA, amend(text="Tue")), *everybody_consents())
    made = agreement(world)
    assert (made.text, made.text_version) == ("Tue", 2)
    assert made.answers[BEN] == GivenAnswer("consent")


def test_agreement_in_a_practice_round_says_so() -> None:
    assert agreement(played(*everybody_consents(), practice=True)).practice


def test_nothing_else_makes_an_agreement() -> None:
    for acts in ([(ANA, withdraw())], [(DEE, discard())], [72.0], [(ANA, consent()), 72.0, 48.0]):
        assert played(*acts).memory.version(D1) == 0  # type: ignore[arg-type]


def test_two_agreements_have_two_numbers() -> None:
    world = played(*everybody_consents())
    world.does(BEN, proposal(draft=True, title="Second").meant())
    world.does(BEN, SubmitDraft(id=StreamId("draft-1")))
    for person in (ANA, BEN, DEE, FAY):
        world.does(person, AnswerRound(id=StreamId("P-2"), answer="consent"))
    second: Agreement = world.memory.state(StreamId("D-2"))
    assert (second.title, second.proposal) == ("Second", "P-2")
