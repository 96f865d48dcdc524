"""Before the round: questions, reactions and amending of the full process. Rows 3, 4 and 5 of process.md."""

import pytest

from governance_core.kernel.errors import Closed, Invalid, NotAllowed, Stale
from governance_core.kernel.ids import CLOCK, PersonId
from governance_core.kernel.message import Command
from governance_core.proposals.events import (
    ElectorLeft,
    ProposalAdopted,
    ProposalAmended,
    ProposalCreated,
    ProposalEnded,
    ProposalForwarded,
    ProposalOrphaned,
    ProposalSponsored,
    RoundOpened,
    RoundResumed,
)
from governance_core.proposals.messages import CreateProposal, EndStage, OpenRound
from governance_core.proposals.model import Stage
from governance_core.proposals.objections_model import AnswerKind
from governance_core.proposals.refusals import JoinedLater, NothingToDecide, WrongStage
from governance_core.proposals.shaping import stage_awaits
from governance_core.proposals.shaping_events import (
    NothingToAsk,
    QuestionAnswered,
    QuestionAsked,
    ReactionGiven,
    StageOpened,
)
from tests.rules.given import (
    CLEAR,
    DEADLINE,
    END_STAGE,
    HAND_OVER,
    NOBODY_SPONSORED,
    OPEN_ROUND,
    P1,
    POLICY,
    SEATS_CHANGED,
    SPONSOR,
    Given,
    Like,
    amend,
    concern,
    consent,
    discard,
    forward,
    given,
    lift,
    objection,
    offer,
    proposal,
    question,
    react,
    reply,
    shaped,
    take_over,
    withdraw,
)
from tests.rules.organisation import ANA, BEN, CEM, DEE, FAY, GARDEN, MONDAY, REPAIR, days, harbour, hours


def reacting() -> Given:
    """Dee, the facilitator, ended the questions."""
    return shaped().having(DEE, END_STAGE)


def amending() -> Given:
    """And the reactions."""
    return reacting().having(DEE, END_STAGE)


# Row 3: questions


def test_row_3_questions_are_open_as_long_as_the_circle_says_and_the_electorate_is_frozen() -> None:
    opened = shaped(harbour().ruled(GARDEN, clarify="36h"))
    event = opened.history[1]
    assert isinstance(event, StageOpened)
    assert (event.stage, event.until) == (Stage.CLARIFY, MONDAY + hours(36))
    assert set(event.electors) == {ANA, BEN, DEE, FAY}
    assert opened.ringing() == {"deadline": MONDAY + hours(36)}
    opened.but(lambda org: org.joined(GARDEN, CEM)).when(CEM, question()).refused(JoinedLater)


def test_row_3_any_elector_asks_and_the_proposer_answers() -> None:
    asked = shaped().having(BEN, question("Who holds the key?"))
    answered = asked.when(ANA, reply("I do")).then(QuestionAnswered(number=1, by=ANA, answer="I do"))
    assert answered.state.questions[1].answer == "I do"
    answered.when(ANA, reply("I do", "1")).nothing()
    answered.when(ANA, reply("Ben does", "1")).then(QuestionAnswered(number=1, by=ANA, answer="Ben does"))
    assert answered.state.version == 1, "the text is unchanged"


def test_row_3_the_same_question_twice_is_one() -> None:
    asked = shaped().when(BEN, question()).then(QuestionAsked(number=1, person=BEN, question="Who holds the key?"))
    asked.when(BEN, question()).nothing()
    asked.when(FAY, question()).then(Like(QuestionAsked, number=2, person=FAY))


def test_row_3_only_electors_ask_and_only_the_proposer_answers() -> None:
    asked = shaped().having(BEN, question())
    asked.when(CEM, question("May I?")).refused(NotAllowed, "electors of Garden")
    asked.when(BEN, reply()).refused(NotAllowed, "Ana")
    asked.when(ANA, question()).refused(Invalid, "your own proposal")
    asked.when(ANA, CLEAR).refused(Invalid, "your own proposal")


def test_row_3_with_several_questions_it_must_say_which_one_is_answered() -> None:
    two = shaped().having(BEN, question("A?")).having(FAY, question("B?"))
    two.when(ANA, reply("Both")).refused(Invalid, "question:1, question:2")
    two.when(ANA, reply("This", "2")).then(QuestionAnswered(number=2, by=ANA, answer="This"))
    two.having(ANA, reply("This", "2")).when(ANA, reply("That")).then(Like(QuestionAnswered, number=1))
    two.when(ANA, reply("None", "7")).refused(Invalid, "question:1")
    shaped().when(ANA, reply()).refused(Invalid, "Nobody has asked")


def test_row_3_words_that_say_nothing_are_refused() -> None:
    shaped().when(BEN, question(" ")).refused(Invalid, "question is empty")
    shaped().having(BEN, question()).when(ANA, reply("")).refused(Invalid, "answer is empty")
    reacting().when(BEN, react("\n")).refused(Invalid, "reaction is empty")


def test_row_3_it_ends_when_nobody_has_questions() -> None:
    two = shaped().having(BEN, CLEAR).having(DEE, CLEAR)
    two.when(FAY, CLEAR).then(NothingToAsk(person=FAY), Like(StageOpened, stage=Stage.REACT, until=MONDAY + hours(24)))
    two.when(BEN, CLEAR).nothing()


def test_row_3_a_question_takes_back_that_one_has_none_and_waits_for_its_answer() -> None:
    asked = shaped().having(BEN, CLEAR).having(DEE, CLEAR).having(BEN, question())
    assert asked.state.unquestioned == (DEE,)
    waiting = asked.when(FAY, CLEAR).then(NothingToAsk(person=FAY)).when(BEN, CLEAR).then(NothingToAsk(person=BEN))
    waiting.when(ANA, reply()).then(QuestionAnswered, Like(StageOpened, stage=Stage.REACT))


def test_row_3_whoever_is_away_is_not_waited_for_and_absence_alone_ends_nothing() -> None:
    gone = shaped().told(lambda org: org.away(FAY, MONDAY, MONDAY + days(3)))
    gone.having(BEN, CLEAR).when(DEE, CLEAR).then(NothingToAsk, Like(StageOpened, stage=Stage.REACT))
    everybody = shaped()
    for person in (BEN, DEE, FAY):
        everybody = everybody.told(lambda org, who=person: org.away(who, MONDAY, MONDAY + days(3)))
    assert everybody.state.stage is Stage.CLARIFY


def test_row_3_the_timer_ends_it_with_questions_open() -> None:
    asked = shaped().having(BEN, question()).at(MONDAY + hours(24))
    over = asked.when(CLOCK, DEADLINE).then(Like(StageOpened, stage=Stage.REACT, until=MONDAY + hours(48)))
    over.when(ANA, reply("Late, and still worth it")).then(QuestionAnswered)
    shaped().when(CLOCK, DEADLINE).nothing()


def test_row_3_the_facilitator_ends_it_and_nobody_else() -> None:
    shaped().when(DEE, END_STAGE).then(Like(StageOpened, stage=Stage.REACT))
    shaped().when(BEN, END_STAGE).refused(NotAllowed, "Dee")
    shaped().when(ANA, END_STAGE).refused(NotAllowed, "Dee")


def test_row_3_without_reactions_amending_follows() -> None:
    org = harbour().ruled(GARDEN, process="full")
    asked = given(org=org).having(ANA, proposal())
    asked.when(DEE, END_STAGE).then(Like(StageOpened, stage=Stage.AMEND, until=MONDAY + hours(48)))


@pytest.mark.parametrize("command", [consent(), concern(), objection(), lift(), offer(), take_over()])
@pytest.mark.parametrize("stage", [shaped, reacting, amending])
def test_row_3_to_5_nobody_answers_or_objects_before_the_round(stage: object, command: Command) -> None:
    before: Given = stage()  # type: ignore[operator]
    before.when(BEN, command).refused(WrongStage, "P-1 is ")


def test_row_3_questions_and_reactions_have_their_time() -> None:
    reacting().when(BEN, question()).refused(WrongStage, "at reactions", "/consent react")
    amending().when(BEN, CLEAR).refused(WrongStage, "/proposal open")
    shaped().when(BEN, react()).refused(WrongStage, "at questions", "/consent ask")
    amending().having(ANA, OPEN_ROUND).when(BEN, question()).refused(WrongStage, "in its consent round")


# Row 4: reactions


def test_row_4_one_reaction_each_and_the_last_counts() -> None:
    once = reacting().when(BEN, react("Good")).then(ReactionGiven(person=BEN, reaction="Good"))
    once.when(BEN, react("Good")).nothing()
    twice = once.when(BEN, react("Very good")).then(ReactionGiven(person=BEN, reaction="Very good"))
    assert twice.state.reactions == {BEN: "Very good"}


def test_row_4_not_the_proposer_and_no_outsider() -> None:
    reacting().when(ANA, react()).refused(Invalid, "your own proposal")
    reacting().when(CEM, react()).refused(NotAllowed, "electors of Garden")


def test_row_4_it_ends_when_all_have_reacted_by_the_timer_or_by_the_facilitator() -> None:
    two = reacting().having(BEN, react()).having(DEE, react())
    two.when(FAY, react()).then(ReactionGiven, Like(StageOpened, stage=Stage.AMEND))
    two.at(MONDAY + hours(24)).when(CLOCK, DEADLINE).then(Like(StageOpened, stage=Stage.AMEND))
    two.when(DEE, END_STAGE).then(Like(StageOpened, stage=Stage.AMEND))


def test_row_4_a_reaction_never_blocks() -> None:
    opened = reacting().having(BEN, react("I would never do this")).having(DEE, END_STAGE).having(ANA, OPEN_ROUND)
    assert opened.state.stage is Stage.CONSENT


# Row 5: amending, and opening the round


def test_row_5_the_proposer_amends_before_the_round_and_the_stage_goes_on() -> None:
    for before, stage in ((shaped(), Stage.CLARIFY), (reacting(), Stage.REACT), (amending(), Stage.AMEND)):
        until = before.state.deadline
        amended = before.at(MONDAY + hours(2)).when(ANA, amend(text="Mon and Fri"))
        after = amended.then(ProposalAmended, Like(StageOpened, stage=stage, version=2, until=until, again=True))
        assert (after.state.version, after.state.wording.text) == (2, "Mon and Fri")


def test_row_5_a_new_version_before_the_round_takes_in_who_joined_and_asks_anew_for_questions() -> None:
    cleared = shaped().having(BEN, CLEAR)
    amended = cleared.but(lambda org: org.joined(GARDEN, CEM)).having(ANA, amend(text="Mon and Fri"))
    assert CEM in amended.state.electors
    assert amended.state.unquestioned == ()
    amended.when(CEM, question()).then(QuestionAsked)


def test_row_5_the_proposer_opens_the_round_on_the_text_as_it_stands() -> None:
    opened = amending().at(MONDAY + hours(5)).when(ANA, OPEN_ROUND)
    after = opened.then(Like(RoundOpened, version=1, deadline=MONDAY + hours(77), shaped=True))
    assert after.state.stage is Stage.CONSENT
    after.when(ANA, OPEN_ROUND).nothing()


def test_row_5_only_the_proposer_opens_it_and_not_before_its_time() -> None:
    amending().when(BEN, OPEN_ROUND).refused(NotAllowed, "Ana")
    amending().when(DEE, OPEN_ROUND).refused(NotAllowed, "Ana")
    shaped().when(ANA, OPEN_ROUND).refused(WrongStage, "at questions", "/proposal continue")
    amending().when(DEE, END_STAGE).refused(WrongStage, "being amended", "/proposal open")


def test_row_5_a_version_nobody_saw_is_not_opened() -> None:
    amended = amending().having(ANA, amend(text="Mon and Fri"))
    amended.when(ANA, OpenRound(id=P1, version=1)).refused(Stale, "version 2")


def test_row_5_the_timer_opens_the_round_with_the_text_as_it_stands() -> None:
    late = amending().at(MONDAY + hours(48))
    late.when(CLOCK, DEADLINE).then(Like(RoundOpened, version=1, deadline=MONDAY + hours(120), shaped=True))


def test_row_5_the_electorate_of_the_version_is_that_of_its_stages() -> None:
    opened = amending().but(lambda org: org.joined(GARDEN, CEM)).having(ANA, OPEN_ROUND)
    assert set(opened.state.electors) == {ANA, BEN, DEE, FAY}
    opened.when(CEM, consent()).refused(JoinedLater)


def test_row_5_the_rules_are_those_in_force_when_the_version_opened() -> None:
    opened = amending().but(lambda org: org.ruled(GARDEN, window="12h")).having(ANA, OPEN_ROUND)
    assert opened.state.deadline == MONDAY + hours(72)


def test_row_5_a_date_the_proposer_chose_holds_when_it_is_still_to_come() -> None:
    chosen = shaped(deadline="2026-03-20 12:00").having(ANA, amend(text="Mon and Fri"))
    opened = chosen.having(DEE, END_STAGE).having(DEE, END_STAGE).having(ANA, OPEN_ROUND)
    assert opened.state.deadline is not None
    assert f"{opened.state.deadline:%Y-%m-%d %H:%M}" == "2026-03-20 12:00"
    passed = shaped(deadline="2026-03-03 12:00").having(DEE, END_STAGE).having(DEE, END_STAGE)
    late = passed.at(MONDAY + days(2)).having(ANA, OPEN_ROUND)
    assert late.state.deadline == MONDAY + days(5)


def test_row_5_in_the_round_amending_is_a_new_version_of_the_round() -> None:
    opened = amending().having(ANA, OPEN_ROUND).having(BEN, consent())
    amended = opened.when(ANA, amend(text="Mon and Fri")).then(ProposalAmended, Like(RoundOpened, shaped=False))
    assert amended.state.answers == {}


# What may happen at any stage


def test_edge_the_whole_way_to_adoption() -> None:
    asked = shaped().having(BEN, question()).having(ANA, reply())
    opened = asked.having(DEE, END_STAGE).having(FAY, react()).having(DEE, END_STAGE).having(ANA, OPEN_ROUND)
    three = opened.having(ANA, consent()).having(BEN, concern()).having(DEE, consent())
    adopted = three.having(FAY, consent())
    assert isinstance(adopted.history[-1], ProposalAdopted)
    assert adopted.state.answers[BEN].kind is AnswerKind.CONCERN
    assert adopted.state.questions[1].answer == "Ana does"
    for command in (question(), react(), reply(), CLEAR, END_STAGE, OPEN_ROUND):
        adopted.when(ANA, command).refused(Closed, "adopted")


def test_edge_withdrawn_or_discarded_before_the_round() -> None:
    shaped().when(ANA, withdraw()).then(Like(ProposalEnded, stage=Stage.WITHDRAWN))
    reacting().when(DEE, discard()).then(Like(ProposalEnded, stage=Stage.DISCARDED))


def test_edge_forwarded_it_starts_as_the_other_circle_does() -> None:
    shaped().when(DEE, forward(REPAIR)).then(ProposalForwarded, Like(RoundOpened, version=2))
    both = shaped(harbour().ruled(REPAIR, process="full"))
    both.when(DEE, forward(REPAIR)).then(ProposalForwarded, Like(StageOpened, stage=Stage.CLARIFY, version=2))


def test_edge_without_a_proposer_the_stage_waits_and_goes_on_with_the_sponsor() -> None:
    orphaned = shaped().at(MONDAY + hours(4)).when(ANA, HAND_OVER).then(ProposalOrphaned)
    assert orphaned.state.stage is Stage.CLARIFY
    assert set(orphaned.ringing()) == {"sponsor"}
    sponsored = orphaned.at(MONDAY + hours(10)).when(BEN, SPONSOR)
    after = sponsored.then(ProposalSponsored(person=BEN), Like(RoundResumed, deadline=MONDAY + hours(30)))
    assert after.state.stage is Stage.CLARIFY
    orphaned.at(MONDAY + days(4)).when(CLOCK, NOBODY_SPONSORED).then(Like(ProposalEnded, stage=Stage.WITHDRAWN))


def test_edge_a_leaver_is_not_waited_for_and_an_empty_electorate_ends_it() -> None:
    cleared = shaped().having(BEN, CLEAR).having(DEE, CLEAR)
    left = cleared.but(lambda org: org.left(GARDEN, FAY)).when(POLICY, SEATS_CHANGED)
    left.then(Like(ElectorLeft, person=FAY), Like(StageOpened, stage=Stage.REACT))


def test_edge_when_only_the_proposer_is_left_the_round_does_not_open() -> None:
    alone = amending().told(lambda org: org.left(GARDEN, FAY, DEE, BEN)).at(MONDAY + days(3))
    ended = alone.when(CLOCK, DEADLINE).then(Like(ProposalEnded, stage=Stage.LAPSED))
    assert "nobody besides the proposer" in ended.state.outcome


def test_edge_alone_in_the_circle_nobody_begins() -> None:
    org = harbour().ruled(GARDEN, process="full").left(GARDEN, BEN, DEE, FAY)
    given(org=org).when(ANA, CreateProposal(circle=GARDEN, title="T", driver="D", text="T")).refused(NothingToDecide)


def test_edge_the_facilitator_who_proposes_does_not_end_stages() -> None:
    by_dee = shaped(by=DEE)
    by_dee.when(DEE, EndStage(id=P1)).refused(NotAllowed, "Fay")
    by_dee.when(FAY, EndStage(id=P1)).then(StageOpened)
    assert isinstance(by_dee.history[0], ProposalCreated)


def test_edge_a_stage_awaits_those_who_have_said_nothing_and_the_proposer_who_owes_something() -> None:
    def awaited(at: Given) -> set[PersonId]:
        return {person for person in (ANA, BEN, CEM, DEE, FAY) if stage_awaits(person, at.state)}

    assert awaited(shaped()) == {BEN, DEE, FAY}
    assert awaited(shaped().having(BEN, CLEAR).having(DEE, question())) == {ANA, FAY}
    assert awaited(shaped().having(DEE, question()).having(ANA, reply())) == {BEN, FAY}
    assert awaited(reacting().having(BEN, react())) == {DEE, FAY}
    assert awaited(amending()) == {ANA}
    assert awaited(amending().having(ANA, OPEN_ROUND)) == set()
