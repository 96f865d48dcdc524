"""Objectors who fall silent: reminded, and after that an objection may be marked abandoned. Row 14 of process.md."""

from datetime import datetime, timedelta

from governance_core.cards.text import Text, When, people, text
from governance_core.kernel.checked import checked_words
from governance_core.kernel.errors import NotAllowed, Refusal
from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event
from governance_core.kernel.time import moved_out_of
from governance_core.proposals.facilitating import require_facilitator
from governance_core.proposals.finding import examiners
from governance_core.proposals.guards import ProposalFacts, require_round
from governance_core.proposals.messages import AbandonObjection, RemindObjectors
from governance_core.proposals.model import Proposal, Rules
from governance_core.proposals.objections_model import Objection
from governance_core.proposals.testing import chosen, require_blocking, rules_in
from governance_core.proposals.testing_events import ObjectorsReminded
from governance_core.proposals.testing_model import Found
from governance_core.proposals.testing_outcome import set_aside


class NotSilent(Refusal):
    """The objector still has time, or is not the one who is awaited."""

    code = "not_silent"
    template = "Objection {number} to {ref} cannot be marked abandoned: {because}. {next}"


def awaited_since(objection: Objection, state: Proposal) -> datetime | None:
    """Since when the objector's reply is awaited: their last act, or the version; None while others must act.

    Of an objection from before reminders were kept it is not known, until its objector does something about it.
    """
    if objection.test or objection.appeal_until or objection.orphaned_until:
        return None
    return max(objection.heard, state.opened) if objection.heard and state.opened else None


def _apart(rules: Rules) -> timedelta:
    return rules.objection_reply.within.length / (rules.objection_reply.reminders + 1)


def reminder_due(objection: Objection, state: Proposal) -> datetime | None:
    """The next reminder: evenly within `objection_reply`, after an outage not all at once; None after the last."""
    rules, since = rules_in(state), awaited_since(objection, state)
    if since is None or objection.reminded >= rules.objection_reply.reminders:
        return None
    if objection.remind_at is not None:
        return objection.remind_at
    planned = since + _apart(rules) * (objection.reminded + 1)
    return max(planned, objection.reminded_at + _apart(rules) / 2) if objection.reminded_at else planned


def silent_at(objection: Objection, state: Proposal) -> datetime | None:
    """From when on it may be marked abandoned: `objection_reply` is over, and the reminders had their time."""
    rules, since = rules_in(state), awaited_since(objection, state)
    if since is None or objection.reminded < rules.objection_reply.reminders:
        return None
    over = rules.objection_reply.within.after(since, rules.zone)
    return max(over, objection.reminded_at + _apart(rules) / 2) if objection.reminded_at else over


def next_objector_reminder(state: Proposal) -> datetime | None:
    """The next instant at which an objector is to be reminded."""
    due = (reminder_due(one, state) for one in state.open_objections() if state.in_round)
    return min((instant for instant in due if instant is not None), default=None)


def remind_objectors(command: RemindObjectors, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Objectors who are due are reminded now, or once they are back and awake."""
    if not state.in_round:
        return ()
    now: dict[int, PersonId] = {}
    later: dict[int, datetime] = {}
    for one in state.open_objections():
        due = reminder_due(one, state)
        if due is None or due > facts.now:
            continue
        there = _there(one.person, rules_in(state), facts)
        if there <= facts.now:
            now[one.number] = one.person
        else:
            later[one.number] = there
    return (ObjectorsReminded(at=facts.now, objections=now, later=later),) if now or later else ()


def _there(person: PersonId, rules: Rules, facts: ProposalFacts) -> datetime:
    """When somebody is neither away nor asleep, from now on."""
    back = max((a.until for a in facts.people.absences(person) if a.covers(facts.now, facts.now)), default=facts.now)
    known = facts.people.present(person)
    quiet = (known and known.quiet_hours) or rules.quiet_hours
    return moved_out_of(quiet, back, (known and known.zone) or rules.zone)


def abandon(command: AbandonObjection, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Row 14: the facilitator, of an objector who does not reply or refuses to work on it; kept as a concern."""
    require_round(state, facts)
    me = require_facilitator(state, facts, f"mark an objection to {facts.stream} abandoned")
    objection = chosen(command.objection, state.open_objections(), state, facts)
    known = objection.found
    if objection not in state.open_objections() and known and (known.found, known.by) == (Found.ABANDONED, me):
        return ()
    require_blocking(objection, facts)
    able = examiners(objection, state, facts.circles, facts.people, facts.now)
    if me not in able:
        who = people(able, "or") if able else "somebody who does not object"
        raise NotAllowed(
            who=who, do="mark your objection abandoned", next="You can withdraw it with /consent withdraw."
        )
    _require_abandonable(command.because, objection, state, facts)
    reason = checked_words("reason", command.reason, "Say what was tried; the objector reads it.")
    return (set_aside(objection, Found.ABANDONED, me, state, facts, reason=reason),)


def _require_abandonable(because: str, objection: Objection, state: Proposal, facts: ProposalFacts) -> None:
    """Raise NotSilent unless the objector was silent for long enough, or refuses to work on it."""
    why: Text = ()
    then = "Until then, offer an amendment with /consent integrate."
    if objection.orphaned_until is not None:
        why, then = (
            ("its author left",),
            "It becomes a concern by itself, or you can wait for somebody to take it over.",
        )
    elif objection.appeal_until is not None:
        why, then = ("an appeal about it is being decided",), "Wait for what is found there."
    elif objection.test is not None:
        why, then = text("it is being tested until ", When(objection.test.until)), "Wait for what is found there."
    elif because == "refuses" and not objection.offered:
        why = ("nobody has offered an amendment that might meet it yet",)
        then = "Offer one with /consent integrate, or ask somebody to."
    elif because != "refuses":
        why = _not_silent_yet(objection, state, facts)
    if why:
        raise NotSilent(number=objection.number, ref=facts.stream, because=why, next=then)


def _not_silent_yet(objection: Objection, state: Proposal, facts: ProposalFacts) -> Text:
    """Why an objector is not silent yet; empty when they are."""
    if any(absence.covers(facts.now, facts.now) for absence in facts.people.absences(objection.person)):
        return text(people([objection.person]), " is away")
    at, rules = silent_at(objection, state), rules_in(state)
    if at is not None and at <= facts.now:
        return ()
    since = awaited_since(objection, state)
    if since is None:
        return text(people([objection.person]), " was not reminded of it yet")
    until = at or max(rules.objection_reply.within.after(since, rules.zone), facts.now)
    left = rules.objection_reply.reminders - objection.reminded
    more = f", and is reminded {'once' if left == 1 else f'{left} times'} before" if left > 0 else ""
    return text(people([objection.person]), " has until ", When(until), " at least", more)
