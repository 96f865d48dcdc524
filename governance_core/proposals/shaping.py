"""How a proposal is understood and put right before its round: rows 3, 4 and 5 of process.md."""

from datetime import datetime

from governance_core.kernel.checked import checked_words
from governance_core.kernel.errors import Invalid
from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.message import Event
from governance_core.kernel.time import Duration
from governance_core.proposals.carrying_model import Carried
from governance_core.proposals.electorate import absences_of, electorate, ended, round_opened, rules_of
from governance_core.proposals.events import RoundResumed
from governance_core.proposals.facilitating import require_facilitator
from governance_core.proposals.guards import (
    AT,
    NEXT,
    ProposalFacts,
    proposing,
    require_elector,
    require_open,
    require_proposer,
    require_version,
)
from governance_core.proposals.messages import AnswerQuestion, AskQuestion, EndStage, HaveNoQuestions, OpenRound, React
from governance_core.proposals.model import Proposal, Rules, Stage
from governance_core.proposals.refusals import WrongStage
from governance_core.proposals.shaping_events import (
    NothingToAsk,
    QuestionAnswered,
    QuestionAsked,
    ReactionGiven,
    StageOpened,
)

ALONE = "nobody besides the proposer is left to consent"


def begin(
    circle: CircleId,
    proposer: PersonId,
    facts: ProposalFacts,
    *,
    process: str,
    window: str,
    version: int = 1,
    practice: bool = False,
    carries: tuple[Carried, ...] = (),
) -> Event:
    """Rows 1 and 2: where it starts in a circle: at questions in the full process, at the round in the quick one.

    A practice is over in minutes, so it starts at the round.
    """
    electors, rules = electorate(circle, proposer, facts, carries), rules_of(circle, facts, practice)
    if practice or process == "quick":
        return round_opened(version, electors, rules, facts, window)
    return _stage(Stage.CLARIFY, version, electors, rules, facts, _until(Stage.CLARIFY, rules, facts.now))


def amended_stage(state: Proposal, facts: ProposalFacts) -> StageOpened:
    """Row 5: the text changed before the round; the stage goes on until it would have ended, with the seats of now."""
    electors = electorate(state.circle, state.proposer, facts, state.carries)
    rules = rules_of(state.circle, facts)
    until = state.deadline or _until(state.stage, rules, facts.now)
    return _stage(state.stage, state.version + 1, electors, rules, facts, until, again=True)


def _stage(
    stage: Stage,
    version: int,
    electors: tuple[PersonId, ...],
    rules: Rules,
    facts: ProposalFacts,
    until: datetime,
    *,
    again: bool = False,
) -> StageOpened:
    return StageOpened(
        stage=stage,
        version=version,
        electors=electors,
        away=absences_of(electors, facts),
        quorum=rules.quorum.of(len(electors)),
        rules=rules,
        at=facts.now,
        until=until,
        again=again,
    )


def _until(stage: Stage, rules: Rules, now: datetime) -> datetime:
    length = {Stage.CLARIFY: rules.clarify, Stage.REACT: rules.react, Stage.AMEND: rules.amend}[stage]
    return (length or Duration(24, "h")).after(now, rules.zone)


def ask_question(command: AskQuestion, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Row 3: any elector; the text stays as it is."""
    me = _someone_asked(state, facts, Stage.CLARIFY, "ask yourself")
    question = checked_words("question", command.question, "Say what you need to understand.")
    if any((one.person, one.question) == (me, question) for one in state.questions.values()):
        return ()
    return (QuestionAsked(number=len(state.questions) + 1, person=me, question=question),)


def have_none(command: HaveNoQuestions, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Row 3: an elector has no questions; when nobody has, the stage is over."""
    me = _someone_asked(state, facts, Stage.CLARIFY, "say whether you have questions")
    return () if me in state.unquestioned else (NothingToAsk(person=me),)


def react(command: React, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Row 4: one reaction each, not the proposer."""
    me = _someone_asked(state, facts, Stage.REACT, "react to yourself")
    reaction = checked_words("reaction", command.reaction, "Say what you think and feel about it.")
    return () if state.reactions.get(me) == reaction else (ReactionGiven(person=me, reaction=reaction),)


def _someone_asked(state: Proposal, facts: ProposalFacts, stage: Stage, proposer_does: str) -> PersonId:
    """An elector other than the proposer, in the right stage. Raises a Refusal."""
    require_open(state, facts)
    me = require_elector(state, facts)
    require_stage(state, facts, stage)
    if me == proposing(state):
        problem = f"{facts.stream} is your own proposal, so you need not {proposer_does}."
        raise Invalid(problem=problem, fix="Change its text with /proposal amend, or answer what others ask.")
    return me


def require_stage(state: Proposal, facts: ProposalFacts, stage: Stage) -> None:
    """Raise WrongStage, with what can be done now, unless the proposal stands at this stage."""
    if state.stage is not stage:
        raise WrongStage(ref=facts.stream, at=AT[state.stage], next=NEXT[state.stage])


def reply(command: AnswerQuestion, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Row 3: the proposer answers, also when the stage is over; the newest answer counts."""
    require_open(state, facts)
    me = require_proposer(state, facts, f"answer questions about {facts.stream}")
    answer = checked_words("answer", command.answer, "Say what the asker needs to know.")
    waiting = [one for one in state.questions.values() if str(one.number) == command.question.strip()]
    chosen = waiting if command.question else state.unanswered()
    if len(chosen) != 1:
        numbers = ", ".join(f"question:{one.number}" for one in state.questions.values())
        fix = f"Say which: {numbers}." if numbers else "Nobody has asked anything; wait for questions."
        raise Invalid(field="question", problem=f"It is not clear which question of {facts.stream} you mean.", fix=fix)
    one = chosen[0]
    return () if one.answer == answer else (QuestionAnswered(number=one.number, by=me, answer=answer),)


def end_stage(command: EndStage, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Rows 3 and 4: the facilitator ends questions or reactions; amending is ended by the proposer."""
    require_open(state, facts)
    require_facilitator(state, facts, f"end a stage of {facts.stream}")
    if state.stage not in (Stage.CLARIFY, Stage.REACT):
        raise WrongStage(ref=facts.stream, at=AT[state.stage], next=NEXT[state.stage])
    return (onward(state, facts),)


def open_now(command: OpenRound, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Row 5: the proposer opens the round on the text as it stands."""
    require_open(state, facts)
    require_proposer(state, facts, f"open the round on {facts.stream}")
    require_version(state, facts, command.version)
    if state.in_round:
        return ()
    if state.stage is not Stage.AMEND:
        wait = "The round can be opened once the stage is over; the facilitator may end it with /proposal continue."
        raise WrongStage(ref=facts.stream, at=AT[state.stage], next=wait)
    return (onward(state, facts),)


def onward(state: Proposal, facts: ProposalFacts) -> Event:
    """What comes after a stage: the next one, or the round, with the electorate and rules of this version."""
    assert state.rules is not None, "an open proposal has rules"
    if not set(state.electors) - {state.proposer}:
        return ended(Stage.LAPSED, facts, ALONE)
    following = _after(state.stage, state.rules)
    if following is Stage.CONSENT:
        return round_opened(state.version, state.electors, state.rules, facts, state.window, shaped=True)
    until = _until(following, state.rules, facts.now)
    return _stage(following, state.version, state.electors, state.rules, facts, until)


def _after(stage: Stage, rules: Rules) -> Stage:
    if stage is Stage.CLARIFY and rules.react is not None:
        return Stage.REACT
    return Stage.CONSENT if stage is Stage.AMEND else Stage.AMEND


def stage_over(state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """What follows by itself before the round: nobody has questions, all have reacted, or the clock runs again."""
    if state.orphaned_until is not None:
        return ()
    if state.deadline is None:
        return (RoundResumed(at=facts.now, deadline=facts.now + state.left if state.left else facts.now),)
    others = [person for person in state.electors if person != state.proposer]
    spoken: set[PersonId] = set()
    if state.stage is Stage.CLARIFY and not state.unanswered():
        spoken = set(state.unquestioned)
    elif state.stage is Stage.REACT:
        spoken = set(state.reactions)
    done = spoken.intersection(others) and all(one in spoken or state.is_away(one, facts.now) for one in others)
    return (onward(state, facts),) if done else ()


def stage_awaits(person: PersonId, state: Proposal) -> bool:
    """Whether the stage waits for this person: for questions or none, a reaction, an answer, or the round."""
    if person == proposing(state):
        return state.stage is Stage.AMEND or bool(state.unanswered())
    asked = {one.person for one in state.questions.values()}
    match state.stage:
        case Stage.CLARIFY:
            return person in state.electors and person not in asked.union(state.unquestioned)
        case Stage.REACT:
            return person in state.electors and person not in state.reactions
        case _:
            return False
