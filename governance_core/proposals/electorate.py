"""Who may take part in a version and by which rules: both are fixed when it opens (process.md, Settled)."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from governance_core.kernel.ids import CircleId, PersonId
from governance_core.kernel.time import instant_of
from governance_core.people.model import Absence
from governance_core.proposals.carrying_model import Carried, Carries
from governance_core.proposals.events import ProposalEnded, RoundOpened
from governance_core.proposals.guards import ProposalFacts, nothing_to_decide
from governance_core.proposals.model import Rules, Stage


def electorate(
    circle: CircleId, proposer: PersonId, facts: ProposalFacts, carries: Iterable[Carried] = ()
) -> tuple[PersonId, ...]:
    """Those who may answer now: not whoever asks for the item it decides (process.md, 4).

    Raises NothingToDecide for an electorate of nobody or of the proposer alone.
    """
    asking = {one.person for one in carries if one.what is Carries.ITEM}
    electors = tuple(one for one in facts.circles.electors(circle, facts.people) if one not in asking)
    if not set(electors) - {proposer}:
        raise nothing_to_decide(circle, bool(electors), facts)
    return electors


def absences_of(electors: Iterable[PersonId], facts: ProposalFacts) -> Mapping[PersonId, tuple[Absence, ...]]:
    """The absences of these people that are not over."""
    known = {person: facts.people.absences(person) for person in electors}
    return {person: still for person, all_ in known.items() if (still := tuple(a for a in all_ if a.until > facts.now))}


def rules_of(circle: CircleId, facts: ProposalFacts, practice: bool = False) -> Rules:
    """What of a circle's policy of now a proposal runs by; a practice is over in minutes and not extended by days."""
    policy = facts.circles.policy_of(circle)
    return Rules(
        silence=policy.silence,
        quorum=policy.quorum,
        window=policy.window,
        extension=None if practice else policy.extension,
        after_objection=policy.after_objection,
        adopt_objection=policy.adopt_objection,
        sponsor=policy.sponsor,
        stand_aside=policy.stand_aside,
        reminders=policy.reminders,
        zone=facts.circles.zone_of(circle),
        day_starts=policy.day_starts,
        quiet_hours=policy.quiet_hours,
        clarify=policy.clarify,
        react=policy.react,
        amend=policy.amend,
        rounds=policy.rounds,
        test=policy.test,
        test_window=policy.test_window,
        objection_reply=policy.objection_reply,
        outage_grace=policy.outage_grace,
    )


def round_opened(
    version: int,
    electors: tuple[PersonId, ...],
    rules: Rules,
    facts: ProposalFacts,
    window: str = "",
    *,
    shaped: bool = False,
) -> RoundOpened:
    """A version may be answered from now on, by these electors and under these rules."""
    return RoundOpened(
        version=version,
        electors=electors,
        away=absences_of(electors, facts),
        quorum=rules.quorum.of(len(electors)),
        rules=rules,
        at=facts.now,
        deadline=_deadline(window, rules, version == 1 or shaped, facts.now),
        shaped=shaped,
    )


def _deadline(window: str, rules: Rules, first: bool, now: datetime) -> datetime:
    """A length the proposer chose holds for every version, a date for the first round; else the circle's window."""
    if window and (first or window[-1:].isalpha()):
        chosen = instant_of(window, now, rules.zone, rules.day_starts)
        if chosen > now:
            return chosen
    return rules.window.after(now, rules.zone)


def ended(
    stage: Stage, facts: ProposalFacts, because: str, by: PersonId | None = None, reason: str = ""
) -> ProposalEnded:
    """It is over without having been adopted."""
    return ProposalEnded(stage=stage, at=facts.now, because=because, by=by, reason=reason)
