"""How a round is answered and how it ends: rows 6, 7 and 8 of process.md, absences and reminders."""

from datetime import datetime, timedelta

from governance_core.circles.reminders import Schedule
from governance_core.kernel.checked import checked_words
from governance_core.kernel.errors import Invalid
from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event
from governance_core.kernel.time import Duration
from governance_core.proposals.electorate import ended
from governance_core.proposals.events import (
    AbsencesChecked,
    AnswerGiven,
    ElectorAway,
    ElectorsReminded,
    ProposalAdopted,
    RoundExtended,
    RoundResumed,
)
from governance_core.proposals.guards import ProposalFacts, require_elector, require_round, require_version
from governance_core.proposals.messages import AnswerRound, CheckRound, CloseRound, NoteAbsences, RemindElectors
from governance_core.proposals.model import Proposal, Rules, Stage
from governance_core.proposals.objections_events import ObjectionWithdrawn
from governance_core.proposals.objections_model import Answer, AnswerKind
from governance_core.proposals.refusals import StandAsideNotOffered
from governance_core.proposals.shaping import onward, stage_over

DOWN_TOO_LONG = timedelta(hours=1)
"""Carried out later than this, an extension counts from now: the bot was down, and people get their time."""


def answer(command: AnswerRound, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Row 6: consent, a concern or standing aside. From somebody with an open objection it is row 10."""
    require_round(state, facts)
    me = require_elector(state, facts)
    require_version(state, facts, command.version)
    given = answer_of(command.answer, command.concern, command.reason, state)
    own = [one for one in state.open_objections() if one.person == me]
    if own:
        return tuple(withdrawn(one.number, me, state, given) for one in own)
    if state.answers.get(me) == given:
        return ()
    return (AnswerGiven(person=me, version=state.version, answer=given.kind, words=given.words),)


def answer_of(kind: str, concern: str, reason: str, state: Proposal) -> Answer:
    """What somebody answers, with its words. Raises StandAsideNotOffered, or Invalid for no answer or missing words."""
    match kind:
        case AnswerKind.CONSENT:
            return Answer(AnswerKind.CONSENT)
        case AnswerKind.CONCERN:
            return Answer(AnswerKind.CONCERN, checked_words("concern", concern, "Say what you are concerned about."))
        case AnswerKind.STAND_ASIDE:
            if not (state.rules and state.rules.stand_aside):
                raise StandAsideNotOffered(field="answer")
            return Answer(AnswerKind.STAND_ASIDE, checked_words("reason", reason, "Say why you stand aside."))
        case _:
            fix = "Consent, consent with a concern, or object."
            raise Invalid(field="answer", problem=f"{kind or 'Nothing'} is no answer to a round.", fix=fix)


def withdrawn(number: int, person: PersonId, state: Proposal, into: Answer) -> ObjectionWithdrawn:
    """Row 10: an objection becomes an answer."""
    return ObjectionWithdrawn(number=number, person=person, version=state.version, into=into.kind, words=into.words)


def close(command: CloseRound, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Row 8: the deadline. Zero answers lapse under either rule; silence counts only where the policy says so."""
    if not state.is_open or state.deadline is None or state.deadline > facts.now or state.rules is None:
        return ()
    if not state.in_round:
        return (onward(state, facts),)
    if not state.answers:
        return (ended(Stage.LAPSED, facts, "nobody answered"),)
    missing = state.awaited(state.deadline)
    if state.rules.silence == "consents":
        if not _enough(state, state.rules):
            return (ended(Stage.LAPSED, facts, f"{len(state.answers)} answered, {state.quorum} were needed"),)
        return (conclusion(state, facts, state.deadline),)
    if not missing:
        return (conclusion(state, facts, state.deadline),)
    if state.extended or state.rules.extension is None:
        return (ended(Stage.LAPSED, facts, f"{len(missing)} of {len(state.electors)} did not answer"),)
    until = _extended(state.rules.extension, state.deadline, facts.now, state.rules.zone)
    return (RoundExtended(at=facts.now, deadline=until, missing=tuple(missing)),)


def _extended(extension: Duration, deadline: datetime, now: datetime, zone: str) -> datetime:
    return extension.after(now if now - deadline > DOWN_TOO_LONG else deadline, zone)


def conclusion(state: Proposal, facts: ProposalFacts, at: datetime) -> Event:
    """Adopted; or lapsed when nobody who answered consents."""
    kinds = {one.kind for one in state.answers.values()}
    if not kinds & {AnswerKind.CONSENT, AnswerKind.CONCERN}:
        aside = kinds == {AnswerKind.STAND_ASIDE}
        return ended(Stage.LAPSED, facts, "everybody who answered stood aside" if aside else "nobody consented")
    silent = tuple(state.awaited(at))
    answered = state.answers
    away = tuple(p for p in state.electors if p not in answered and p not in silent)
    unlinked = facts.circles.unlinked(state.circle)
    return ProposalAdopted(version=state.version, at=facts.now, silent=silent, away=away, unlinked=unlinked)


def consequence(state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """What follows by itself from where the round stands now: it ends, or its clock runs again."""
    if not state.is_open or state.rules is None:
        return ()
    if not state.electors:
        return (ended(Stage.LAPSED, facts, "no eligible voters remain"),)
    if not state.in_round:
        return stage_over(state, facts)
    if state.orphaned_until is not None or state.open_objections():
        return ()
    if state.deadline is None:
        return (RoundResumed(at=facts.now, deadline=_resumed(state, state.rules, facts.now)),)
    if state.waits_for_appeals or state.correction is not None:
        return ()
    if state.all_answered(facts.now) and _enough(state, state.rules):
        return (conclusion(state, facts, facts.now),)
    return ()


def _enough(state: Proposal, rules: Rules) -> bool:
    """Whether enough really answered, where silence counts: absence makes up for no real answer."""
    return rules.silence != "consents" or len(state.answers) >= state.quorum


def _resumed(state: Proposal, rules: Rules, now: datetime) -> datetime:
    """The time that was left, but at least `after_objection`, and until a fix of the spelling stands."""
    least = rules.after_objection.after(now, rules.zone)
    return max(now + (state.left or timedelta(0)), least, state.correction.until if state.correction else least)


def check(command: CheckRound, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """An absence begins: whoever is away for the rest of the window is waited for no more."""
    looked_at = state.absences_checked is not None and state.absences_checked >= facts.now
    return (AbsencesChecked(at=facts.now),) if state.is_open and not looked_at else ()


def note_absences(command: NoteAbsences, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """The round learns who of its electors will be away, or is back."""
    if not state.is_open:
        return ()
    changed: list[Event] = []
    for person in state.electors:
        absences = tuple(a for a in facts.people.absences(person) if a.until > facts.now)
        if absences != state.away.get(person, ()):
            changed.append(ElectorAway(person=person, absences=absences))
    return tuple(changed)


def remind(command: RemindElectors, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Those who have not answered are reminded now, or when they are awake; nobody twice for one reminder."""
    schedule = reminders(state)
    due = schedule.due(state.awaited(facts.now), facts.people, facts.now) if schedule else None
    if due is None:
        return ()
    return (ElectorsReminded(at=facts.now, persons=due.now, later=due.later, direct=due.direct),)


def reminders(state: Proposal) -> Schedule | None:
    """When the silent of a round are reminded; None while its clock is stopped, or outside of it."""
    if state.rules is None or state.deadline is None or state.opened is None or state.reminded_until is None:
        return None
    if not state.in_round:
        return None
    rules, seen = state.rules, state.reminded_until
    return Schedule(
        rules.reminders, rules.quiet_hours, rules.zone, state.opened, state.deadline, seen, state.remind_later
    )
