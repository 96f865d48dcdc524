"""What is said of tests, appeals and silent objectors: in the circle's home, its discussion, and to who pressed."""

from collections.abc import Callable, Mapping
from typing import Any

from governance_core.cards.card import Button, Buttons, Press
from governance_core.cards.plain import labelled, one_line
from governance_core.cards.text import Link, Mention, Text, When, people, say, text
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.kernel.message import Event
from governance_core.proposals.finding import CRITERIA
from governance_core.proposals.model import Proposal
from governance_core.proposals.silence import silent_at
from governance_core.proposals.testing_events import (
    AppealDecided,
    ObjectionAppealed,
    ObjectionFound,
    ObjectionSetAside,
    ObjectionStands,
    ObjectionTestAsked,
    ObjectionTestRestarted,
    ObjectionVoiced,
    ObjectorsReminded,
)
from governance_core.proposals.testing_model import Criterion, Found

FOUND = {
    Found.QUALIFIED: "qualifies: nobody sees it differently. It blocks until an amendment meets it",
    Found.CONTESTED: "is contested: somebody still sees it differently. It blocks, and may be taken further",
    Found.UNDECIDED: "was not found on in time. It blocks as before, and a test can be asked for again",
    Found.VIOLATION: "counts, for the proposal would break a rule",
}


def _named(stream: StreamId, state: Proposal) -> Text:
    return (Link(f"{stream} {labelled(state.wording.title, state.practice, 80)}", stream),)


def _asked(stream: StreamId, e: ObjectionTestAsked, state: Proposal) -> Text:
    who = Mention(e.by)
    group = state.rules is None or state.rules.test == "group"
    how = "Electors say so on the card" if group else "The facilitator checks whether reasons are given"
    words = ": {who} asks whether objection {number} qualifies. {how}, until {until}."
    return text(_named(stream, state), say(words, who=who, number=e.number, how=how, until=When(e.until)))


def _voiced(stream: StreamId, e: ObjectionVoiced, state: Proposal) -> Text:
    who = text(": ", Mention(e.person))
    if e.qualifies:
        return text(_named(stream, state), who, f" says that objection {e.number} qualifies.")
    return text(_named(stream, state), who, f" sees objection {e.number} differently: “{one_line(e.reason, 200)}”.")


def _restarted(stream: StreamId, e: ObjectionTestRestarted, state: Proposal) -> Text:
    words = ": the test of objection {number} begins anew with the words of now, until {until}. Please say so again."
    return text(_named(stream, state), say(words, number=e.number, until=When(e.until)))


def _found(stream: StreamId, e: ObjectionFound, state: Proposal) -> Text:
    if e.found is Found.QUALIFIED and e.by is not None:
        words = " finds that reasons are given. It blocks until an amendment meets it."
        return text(_named(stream, state), f": objection {e.number} qualifies. ", Mention(e.by), words)
    by = text(", as ", Mention(e.by), f" rules: “{one_line(e.reason, 200)}”") if e.by else ()
    return text(_named(stream, state), f": objection {e.number} {FOUND[e.found]}", by, ".")


def _set_aside(stream: StreamId, e: ObjectionSetAside, state: Proposal) -> Text:
    number, who = e.number, Mention(e.person, ping=e.found is Found.ABANDONED)
    kept = " It is kept as a concern and blocks no more."
    if e.found is Found.NOTHING_REMAINS:
        return text(_named(stream, state), ": ", who, f" says that nothing remains of objection {number}.", kept)
    why = "marks it abandoned" if e.found is Found.ABANDONED else f"finds no reason given that {_criterion(e.missing)}"
    appeal = " You can appeal once, on the card."
    said = f" {why}: “{one_line(e.reason, 200)}”."
    return text(_named(stream, state), ", objection ", f"{number} of ", who, ": ", Mention(e.by), said, kept, appeal)


def _criterion(missing: str) -> str:
    return CRITERIA[Criterion(missing)] if missing else "it qualifies"


def _appealed(stream: StreamId, e: ObjectionAppealed, state: Proposal) -> Text:
    words = ": {who} appeals about objection {number}: “{reason}”. It blocks until {able} decides, by {until}."
    who, able, reason = Mention(e.person), people(e.to, "or"), one_line(e.reason, 200)
    return text(
        _named(stream, state), say(words, who=who, number=e.number, reason=reason, able=able, until=When(e.until))
    )


def appeal_buttons(stream: StreamId, e: ObjectionAppealed, state: Proposal) -> Buttons:
    """What whoever decides an appeal presses: where they live the item's own card may not be."""
    number = str(e.number)
    uphold = Button("Uphold the finding", Press(stream, state.version, "uphold", number))
    reopen = Button("Reopen the objection", Press(stream, state.version, "reopen", number))
    return Buttons((Button("Open", Press(stream, state.version, "show")), uphold, reopen))


def _decided(stream: StreamId, e: AppealDecided, state: Proposal) -> Text:
    number = e.number
    if e.by is None:
        late = f": nobody decided the appeal about objection {number} in time, so it is reopened and blocks."
        return text(_named(stream, state), late)
    what = "reopens it, and it blocks" if e.reopened else "upholds what was found, and it stays a concern"
    said = f" {what}: “{one_line(e.reason, 200)}”."
    return text(_named(stream, state), f": the appeal about objection {number} is decided. ", Mention(e.by), said)


def _stands(stream: StreamId, e: ObjectionStands, state: Proposal) -> Text:
    return text(_named(stream, state), ": ", Mention(e.person), f" says that objection {e.number} still stands.")


def still_silent(e: ObjectorsReminded, state: Proposal) -> dict[int, PersonId]:
    """Whom a reminder is still for when it is said: not who answered meanwhile."""
    waiting = {one.number: one for one in state.open_objections()} if state.in_round else {}
    since = {number: one for number, one in waiting.items() if one.reminded and not one.orphaned_until}
    return {number: person for number, person in e.objections.items() if number in since}


def _reminded(stream: StreamId, e: ObjectorsReminded, state: Proposal) -> Text:
    silent = still_silent(e, state)
    one = text(people(dict.fromkeys(silent.values()), ping=True), ": your objection to ", _named(stream, state))
    do = " waits for you. Say it in other words or that it stands, withdraw it, or offer or accept an amendment"
    ends = [silent_at(state.objections[number], state) for number in silent]
    last = min((end for end in ends if end is not None), default=None)
    then = text("; else the facilitator may mark it abandoned from ", When(last), " on") if last else ()
    return text(one, do, then, ".")


TESTING_SAID: Mapping[type[Event], Callable[[StreamId, Any, Proposal], Text]] = {
    ObjectionTestAsked: _asked,
    ObjectionVoiced: _voiced,
    ObjectionTestRestarted: _restarted,
    ObjectionFound: _found,
    ObjectionSetAside: _set_aside,
    ObjectionAppealed: _appealed,
    AppealDecided: _decided,
    ObjectionStands: _stands,
    ObjectorsReminded: _reminded,
}


def trial_receipt(stream: StreamId, happened: Event, state: Proposal) -> Text:
    """What the one who pressed is told; nothing for an event of another kind."""
    ref = str(stream)
    match happened:
        case ObjectionTestAsked(number=number, until=until):
            return say(
                "Objection {number} to {ref} is tested until {until}.", number=number, ref=ref, until=When(until)
            )
        case ObjectionVoiced(number=number, person=person):
            defer = " It is your proposal: please leave it to the others." if person == state.proposer else ""
            words = (
                "Recorded: what you say of objection {number} to {ref}. You can change it while it is tested.{defer}"
            )
            return say(words, number=number, ref=ref, defer=defer)
        case ObjectionFound(number=number):
            return say("Recorded: objection {number} to {ref} counts, and blocks.", number=number, ref=ref)
        case ObjectionSetAside(number=number):
            words = "Recorded: objection {number} to {ref} is kept as a concern and blocks no more."
            return say(words, number=number, ref=ref)
        case ObjectionAppealed(number=number, to=able, until=until):
            words = "Recorded: your appeal about objection {number} to {ref}. {able} decides it by {until}."
            return say(words, number=number, ref=ref, able=people(able, "or"), until=When(until))
        case AppealDecided(number=number, reopened=reopened):
            outcome = "reopened" if reopened else "upheld as a concern"
            return say("Recorded: objection {number} to {ref} is {outcome}.", number=number, ref=ref, outcome=outcome)
        case ObjectionStands(number=number):
            return say("Recorded: objection {number} to {ref} still stands.", number=number, ref=ref)
        case _:
            return ()
