"""Reminding by hand: who may, whom it reaches, and that nobody is reminded again and again."""

import pytest

from governance_core.kernel.errors import Closed, NotAllowed
from governance_core.kernel.ids import CLOCK, PersonId
from governance_core.proposals.events import ElectorsReminded
from governance_core.proposals.messages import RemindSilent
from governance_core.proposals.nudging import NobodyToRemind, RemindedAlready
from tests.rules.given import P1, REMINDER, Like, a_round, consent, objection
from tests.rules.organisation import ANA, BEN, CEM, DEE, FAY

REMIND = RemindSilent(id=P1)


def test_those_whose_answer_is_missing_are_reminded_and_nobody_else() -> None:
    given = a_round().having(BEN, consent()).wait(hours=7)
    reminded = Like(ElectorsReminded, persons=(ANA, DEE, FAY), later={}, by=DEE)
    given.when(DEE, REMIND).then(reminded)


@pytest.mark.parametrize("person", [ANA, BEN, DEE, FAY])
def test_the_proposer_and_who_answers_for_the_circle_may(person: PersonId) -> None:
    a_round().wait(hours=7).when(person, REMIND).then(ElectorsReminded)


def test_nobody_else_may_and_reads_who_can() -> None:
    a_round().wait(hours=7).when(CEM, REMIND).refused(NotAllowed, "Only Ana", "Dee", "remind the others")


def test_whoever_is_asleep_is_reminded_when_they_are_awake() -> None:
    given = a_round().wait(hours=13)  # ten in the evening in Lisbon, eleven in Stockholm
    outcome = given.when(ANA, REMIND)
    [event] = outcome.whatever()
    assert isinstance(event, ElectorsReminded)
    assert event.persons == ()
    assert set(event.later) == {ANA, BEN, DEE, FAY}
    assert all(at.hour in (7, 8) for at in event.later.values()), "at eight in the morning of each"


def test_not_right_after_it_was_opened_or_after_another_reminder() -> None:
    a_round().wait(hours=1).when(ANA, REMIND).refused(RemindedAlready, "can be reminded again from")
    given = a_round().wait(hours=7).when(ANA, REMIND).then(ElectorsReminded)
    given.wait(hours=1).when(DEE, REMIND).refused(RemindedAlready)
    scheduled = a_round().wait(hours=36).having(CLOCK, REMINDER).wait(hours=2)
    scheduled.when(ANA, REMIND).refused(RemindedAlready)


def test_it_takes_no_reminder_of_the_clock_away() -> None:
    given = a_round().wait(hours=7).when(ANA, REMIND).then(ElectorsReminded)
    given.wait(hours=29).when(CLOCK, REMINDER).then(Like(ElectorsReminded, by=None))


def test_what_moved_on_since_the_digest_says_so() -> None:
    objected = a_round().having(FAY, objection()).wait(hours=7)
    objected.when(ANA, REMIND).refused(NobodyToRemind, "its clock is stopped")
    ended = a_round()
    for person in (ANA, BEN, DEE, FAY):
        ended = ended.having(person, consent())
    ended.wait(hours=7).when(ANA, REMIND).refused(Closed, "adopted")
