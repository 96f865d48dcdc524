"""The rules of a consent round, whole: each command to the function that decides it, and what follows by itself."""

from collections.abc import Callable, Mapping
from typing import Any

from governance_core.kernel.decider import Decider
from governance_core.kernel.message import Command, Event
from governance_core.proposals import (
    appealing,
    carrying,
    discussing,
    escalating,
    finding,
    items,
    leaving,
    nudging,
    objections,
    opening,
    outages,
    rounds,
    shaping,
    silence,
    spelling,
    sponsoring,
    testing,
    testing_outcome,
)
from governance_core.proposals.evolve import evolve
from governance_core.proposals.guards import ProposalFacts
from governance_core.proposals.messages import (
    AbandonObjection,
    AcceptOffer,
    AmendProposal,
    AnswerQuestion,
    AnswerRound,
    AppealFinding,
    AskForTest,
    AskQuestion,
    ChallengeCorrection,
    CheckElectors,
    CheckRound,
    CloseRound,
    CorrectSpelling,
    CreateProposal,
    DecideAppeal,
    DeclineOffer,
    DiscardProposal,
    DiscussProposal,
    EndAppeals,
    EndStage,
    EndTests,
    EscalateProposal,
    ExpireObjections,
    ExpireOrphan,
    FindReasons,
    ForwardProposal,
    HandOver,
    HaveNoQuestions,
    NoteAbsences,
    NoteAgreement,
    NoteEscalation,
    NoteUndone,
    NothingRemains,
    OfferAmendment,
    OpenEscalated,
    OpenRound,
    RaiseObjection,
    React,
    RemindElectors,
    RemindObjectors,
    RemindSilent,
    RuleViolation,
    SettleCorrection,
    SpeakInTest,
    SponsorProposal,
    TakeOverObjection,
    TakeToMeeting,
    WithdrawObjection,
    WithdrawProposal,
)
from governance_core.proposals.messages.items import EndWithItem, FollowItem, PutToCircle
from governance_core.proposals.messages.outages import NoteOutage
from governance_core.proposals.model import Proposal

Decide = Callable[[Any, Proposal, ProposalFacts], tuple[Event, ...]]

DECIDE: Mapping[type[Command], Decide] = {
    CreateProposal: opening.create,
    NoteOutage: outages.note_outage,
    AmendProposal: opening.amend,
    WithdrawProposal: opening.withdraw,
    TakeToMeeting: opening.take_to_meeting,
    DiscardProposal: opening.discard,
    ForwardProposal: opening.forward,
    EscalateProposal: escalating.escalate,
    OpenEscalated: escalating.open_escalated,
    NoteEscalation: escalating.note_escalation,
    PutToCircle: items.put,
    FollowItem: items.follow,
    EndWithItem: items.end_with_item,
    NoteUndone: carrying.note_undone,
    CorrectSpelling: spelling.correct,
    ChallengeCorrection: spelling.challenge,
    SettleCorrection: spelling.settle,
    HandOver: sponsoring.hand_over,
    SponsorProposal: sponsoring.sponsor,
    AnswerRound: rounds.answer,
    RaiseObjection: objections.raise_objection,
    DiscussProposal: discussing.discuss,
    WithdrawObjection: objections.withdraw_objection,
    TakeOverObjection: objections.take_over,
    OfferAmendment: objections.offer,
    AcceptOffer: objections.accept,
    DeclineOffer: objections.decline,
    AskForTest: testing.ask_for_test,
    SpeakInTest: testing.speak,
    NothingRemains: testing_outcome.nothing_remains,
    EndTests: testing_outcome.end_tests,
    FindReasons: finding.find_reasons,
    RuleViolation: finding.rule_violation,
    AppealFinding: appealing.appeal,
    DecideAppeal: appealing.decide_appeal,
    EndAppeals: appealing.end_appeals,
    AbandonObjection: silence.abandon,
    RemindObjectors: silence.remind_objectors,
    AskQuestion: shaping.ask_question,
    AnswerQuestion: shaping.reply,
    HaveNoQuestions: shaping.have_none,
    React: shaping.react,
    EndStage: shaping.end_stage,
    OpenRound: shaping.open_now,
    CloseRound: rounds.close,
    CheckRound: rounds.check,
    RemindElectors: rounds.remind,
    RemindSilent: nudging.remind,
    ExpireObjections: objections.expire,
    ExpireOrphan: leaving.expire_orphan,
    CheckElectors: leaving.check_electors,
    NoteAbsences: rounds.note_absences,
    NoteAgreement: leaving.note_agreement,
}


def decide(command: Command, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """The events a command leads to at once. Raises a Refusal."""
    return DECIDE[type(command)](command, state, facts)


RULES: Decider[Proposal, ProposalFacts] = Decider(Proposal(), decide, evolve, rounds.consequence)
