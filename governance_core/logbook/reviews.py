"""Rows 18 to 20: an agreement is looked at again, and it stands until the circle decides otherwise or it expires."""

from collections.abc import Iterator
from datetime import datetime

from governance_core.kernel.checked import checked_words, future_instant, kept_words
from governance_core.kernel.errors import Invalid, NotAllowed
from governance_core.kernel.ids import PersonId
from governance_core.kernel.message import Event
from governance_core.kernel.time import instant_of
from governance_core.logbook.dates import dates_of, due, week_from
from governance_core.logbook.ending import is_over
from governance_core.logbook.guards import (
    LogbookFacts,
    NotAsked,
    NotInReview,
    require_keeper,
    require_review,
    require_stands,
    require_version,
)
from governance_core.logbook.model import Agreement, Looked, Review, ReviewAnswer, Verdict, Why
from governance_core.logbook.review_events import (
    AgreementExpired,
    AgreementRenewed,
    LateObjectionWithdrawn,
    LookedBack,
    OutcomeNoted,
    ReviewAnswered,
    ReviewEnded,
    ReviewerAway,
    ReviewerLeft,
    ReviewObjected,
    ReviewOpened,
    ReviewOverdue,
)
from governance_core.logbook.reviewing import (
    AnswerReview,
    AskReview,
    CheckReview,
    CloseReview,
    LookBack,
    NoteOutcome,
    ObjectLater,
    OpenReview,
)

Events = tuple[Event, ...]


def open_by_date(command: OpenReview, state: Agreement, facts: LogbookFacts) -> Events:
    """Row 19: a week before the review date, or as soon as the program is up again."""
    opens = state.dates.opens_at
    if not state.stands or state.review is not None or opens is None or opens > facts.now:
        return ()
    if is_over(state, facts):
        return (AgreementExpired(at=facts.now),)
    until = due(state.dates, facts.now, facts.circles.zone_of(state.circle))
    return (_opened(Why.DATE, until, state, facts),)


def _opened(why: Why, until: datetime, state: Agreement, facts: LogbookFacts, wanted: str = "") -> ReviewOpened:
    policy, zone = facts.circles.policy_of(state.circle), facts.circles.zone_of(state.circle)
    electors = facts.circles.electors(state.circle, facts.people)
    known = {person: facts.people.absences(person) for person in electors}
    term = wanted or state.term or str(policy.review)
    return ReviewOpened(
        number=state.reviews + 1,
        why=why,
        by=None if why is Why.DATE else facts.me,
        at=facts.now,
        due=until,
        next_at=instant_of(term, until, zone, policy.day_starts),
        electors=electors,
        reminders=policy.reminders,
        quiet_hours=policy.quiet_hours,
        zone=zone,
        away={who: kept for who, all_ in known.items() if (kept := tuple(a for a in all_ if a.until > facts.now))},
        silence=policy.silence,
        quorum=policy.quorum,
        carried=tuple(state.review.against()) if state.review else (),
    )


def ask_review(command: AskReview, state: Agreement, facts: LogbookFacts) -> Events:
    """A member asks for the review now; one that is going on and not overdue is the one they mean."""
    require_stands(command.id, state)
    circle = facts.circles.circles[state.circle].name
    if not facts.circles.sits_in(facts.me, state.circle):
        how = f"If {command.id} does harm, say so with /decisions object."
        raise NotAllowed(who=f"members of {circle}", do=f"ask for the review of {command.id}", next=how)
    if state.review is not None and not state.review.overdue:
        return ()
    until = week_from(facts.now, facts.circles.zone_of(state.circle))
    _require_later(command.review, until, state, facts)
    return (_opened(Why.ASKED, until, state, facts, " ".join((command.review or "").split())),)


def _require_later(wanted: str | None, until: datetime, state: Agreement, facts: LogbookFacts) -> None:
    if not wanted:
        return
    policy, zone = facts.circles.policy_of(state.circle), facts.circles.zone_of(state.circle)
    future_instant("review", wanted, facts.now, zone, policy.day_starts)
    if instant_of(wanted, until, zone, policy.day_starts) <= until:
        problem = "The next review would come before this one ends, in a week."
        raise Invalid(field="review", problem=problem, fix="Give a later date.")


def answer(command: AnswerReview, state: Agreement, facts: LogbookFacts) -> Events:
    """Row 19: keep, change or drop. Keeping takes back what one said against it."""
    review = require_review(command.id, state)
    require_version(command.id, state, command.version or 0)
    said = _answer_of(command)
    if facts.me not in review.electors:
        if said.verdict is Verdict.KEEP and facts.me in review.answers:
            return (LateObjectionWithdrawn(person=facts.me),)
        raise NotAsked(ref=command.id, circle=facts.circles.circles[state.circle].name)
    if review.answers.get(facts.me) == said:
        return ()
    return (ReviewAnswered(person=facts.me, verdict=said.verdict, words=said.words),)


def _answer_of(command: AnswerReview) -> ReviewAnswer:
    match command.answer:
        case Verdict.KEEP:
            return ReviewAnswer(Verdict.KEEP)
        case Verdict.CHANGE | Verdict.DROP as verdict:
            return ReviewAnswer(
                Verdict(verdict), checked_words("reason", command.reason, "Say why it should not stay.")
            )
        case other:
            problem = f"{other or 'Nothing'} is no answer to a review."
            raise Invalid(field="answer", problem=problem, fix="Say keep, change or drop.")


def object_later(command: ObjectLater, state: Agreement, facts: LogbookFacts) -> Events:
    """Row 18: the objection opens a review at once, or joins the one that is going on. The agreement stands.

    One that is overdue opens anew, with those who sit in the circle now.
    """
    require_stands(command.id, state)
    harm = checked_words("harm", command.harm, "Say what harm it does to the circle's aim.")
    safe = kept_words("safe", command.safe or "")
    if state.review is not None and state.review.answers.get(facts.me) == ReviewAnswer(Verdict.OBJECT, harm, safe):
        return ()
    objected = ReviewObjected(person=facts.me, harm=harm, safe=safe)
    if state.review is not None and (not state.review.overdue or facts.me in state.review.answers):
        return (objected,)
    until = week_from(facts.now, facts.circles.zone_of(state.circle))
    why = Why.OBJECTION if state.review is None else Why.ASKED  # what was due stays due, whatever becomes of this
    return (_opened(why, until, state, facts), objected)


def look_back(command: LookBack, state: Agreement, facts: LogbookFacts) -> Events:
    """Row 19: did a concern of the round come true?"""
    review, me, concerns = require_review(command.id, state), facts.me, state.concerns()
    typed = command.concern.strip()
    number = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
    if not 1 <= number <= len(concerns):
        fix = f"Give a number from 1 to {len(concerns)}." if concerns else "Say keep, change or drop instead."
        raise Invalid(field="concern", problem=f"{command.id} has no concern {typed}.", fix=fix)
    if me not in review.electors and me != concerns[number - 1][0]:
        raise NotAsked(ref=command.id, circle=facts.circles.circles[state.circle].name)
    seen = Looked(me, number, command.happened == "yes", kept_words("words", command.words))
    if seen in state.looked:
        return ()
    return (LookedBack(person=me, concern=number, happened=seen.happened, words=seen.words),)


def note_outcome(command: NoteOutcome, state: Agreement, facts: LogbookFacts) -> Events:
    """The secretary's or the lead's words beside the latest review."""
    me = require_keeper(state.circle, "note what reviews came to in", "", facts)
    if not state.reviews:
        raise NotInReview(ref=command.id, next="It has had none so far. Ask for one with /decisions renew.")
    note = checked_words("note", command.note, "Say what was found.")
    if state.reviewed and (state.reviewed[-1].number, state.reviewed[-1].note) == (state.reviews, note):
        return ()
    return (OutcomeNoted(by=me, at=facts.now, note=note),)


def check(command: CheckReview, state: Agreement, facts: LogbookFacts) -> Events:
    """Whoever lost their seat, or left, is not asked any more; absences are known anew."""
    if state.review is None or not state.stands:
        return ()
    gone = tuple(_gone(state.review, state, facts))
    return (*(ReviewerLeft(person=person) for person in gone), *_away(state.review, gone, facts))


def _gone(review: Review, state: Agreement, facts: LogbookFacts) -> Iterator[PersonId]:
    seats = facts.circles.seats(state.circle)
    yield from (person for person in review.electors if person not in seats)
    for person in review.answers:
        there = facts.people.present(person) is not None and facts.circles.may_see(person, state.circle)
        if person not in review.electors and not there:
            yield person


def _away(review: Review, gone: tuple[PersonId, ...], facts: LogbookFacts) -> Iterator[ReviewerAway]:
    for person in review.electors:
        absences = tuple(one for one in facts.people.absences(person) if one.until > facts.now)
        if person not in gone and absences != review.away.get(person, ()):
            yield ReviewerAway(person=person, absences=absences)


def close(command: CloseReview, state: Agreement, facts: LogbookFacts) -> Events:
    """The review date: what the silence rule gives follows by itself; else it is overdue, and stands."""
    review = state.review
    if not state.stands or review is None or review.overdue or review.due > facts.now:
        return ()
    if is_over(state, facts):
        return (AgreementExpired(at=facts.now),)
    return (_renewed(review, state, facts),) if _is_kept(review, state, facts) else (ReviewOverdue(at=facts.now),)


def consequence(state: Agreement, facts: LogbookFacts) -> Events:
    """What follows by itself from what people said: it is kept, or the objection that opened the review is gone."""
    review = state.review
    if not state.stands or review is None or is_over(state, facts):
        return ()
    if _is_kept(review, state, facts):
        return (_renewed(review, state, facts),)
    if review.why is Why.OBJECTION and not review.against():
        return (ReviewEnded(at=facts.now),)
    return ()


def _is_kept(review: Review, state: Agreement, facts: LogbookFacts) -> bool:
    """Consent on a fast track: nobody is against it, and all answered, or silence counts by now and enough answered."""
    kept = len(review.keeping())
    if review.against() or not kept:
        return False
    enough = review.silence != "consents" or kept >= review.needed
    if not review.awaited(facts.now):
        return enough
    return review.silence == "consents" and enough and review.due <= facts.now and not state.changing


def _renewed(review: Review, state: Agreement, facts: LogbookFacts) -> AgreementRenewed:
    policy, zone = facts.circles.policy_of(state.circle), facts.circles.zone_of(state.circle)
    following = review.next_at
    if following <= week_from(facts.now, zone):  # it was overdue for so long
        following = instant_of(state.term or str(policy.review), facts.now, zone, policy.day_starts)
    opens = dates_of(facts.now, following, None, zone, policy.day_starts).opens_at
    assert opens is not None, "there is a review date"
    silent = review.awaited(facts.now)
    return AgreementRenewed(at=facts.now, review_at=following, opens_at=opens, kept=review.keeping(), silent=silent)
