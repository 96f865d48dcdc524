"""The last line of a proposal's card: what comes next, who may bring it about, and what the deadline brings."""

from collections.abc import Sequence

from governance_core.cards.text import Text, When, people, say, text
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.proposals.carrying_model import Carried
from governance_core.proposals.escalating_cards import may_escalate
from governance_core.proposals.guards import OUTCOMES
from governance_core.proposals.model import SHAPING_STAGES, Proposal, Stage
from governance_core.proposals.shaping_cards import stage_next
from governance_core.proposals.testing_cards import trial_next

NEXT_WORDS = {
    "silence": "At the deadline silence counts as consent if at least {quorum} answered. One open objection stops it.",
    "explicit": "It is adopted as soon as everybody has answered and no objection is open.",
    "last": " With answers missing at the end, it lapses.",
    "extended": " Missing answers extend it once, by {extension}; then, or with none at all, it lapses.",
    "spelling": " Not before {until}, when the spelling stands.",
}


def next_step(stream: StreamId, state: Proposal, facilitators: Sequence[PersonId] = ()) -> Text:
    """What comes next, and who may bring it about."""
    if not state.is_open:
        return _ended_words(stream, state)
    if state.orphaned_until:
        return say(
            "Nobody speaks for it as its proposer now. Any elector may sponsor it until {until}; else it is withdrawn.",
            until=When(state.orphaned_until),
        )
    if state.stage in SHAPING_STAGES:
        return stage_next(state)
    if state.stage is Stage.OBJECTED:
        objectors = dict.fromkeys(one.person for one in state.open_objections() if not one.orphaned_until)
        if not objectors:
            return text("Next: ", _left_behind(state), trial_next(state))
        do = " withdraws the objection" if len(objectors) == 1 else " withdraw their objections"
        meets = text(f"{do}, or an amendment meets it. ", _asked_for_one(state))
        if state.item is not None:
            meets = (f"{do}, or {state.item.key} is changed so that it meets it.",)
        further = may_escalate(state, facilitators)
        left = text(" And ", _left_behind(state)) if any(one.orphaned_until for one in state.open_objections()) else ()
        return text("Next: ", people(objectors), meets, left, trial_next(state), further)
    if state.rules and state.rules.silence == "consents":
        return text(say(NEXT_WORDS["silence"], quorum=state.quorum), _spelled(state), trial_next(state))
    return text(NEXT_WORDS["explicit"], _spelled(state), _at_the_end(state), trial_next(state))


def _left_behind(state: Proposal) -> Text:
    """What becomes of the objections of people who left."""
    told = [
        say(
            "any elector may take over objection {number} until {until}; else it becomes a concern.",
            number=str(one.number),
            until=When(one.orphaned_until),
        )
        for one in state.open_objections()
        if one.orphaned_until
    ]
    return text(told[0], *(part for one in told[1:] for part in (" And ", one)))


def _asked_for_one(state: Proposal) -> Text:
    """Who is asked for an amendment: the objector first, where they have not said what would do, then anyone."""
    gone = {one.person for one in state.open_objections() if one.orphaned_until}
    first = [one for one in state.asked_first() if one not in gone]
    if not first:
        return text("Anybody may offer one.")
    return text(people(first), " is" if len(first) == 1 else " are", " asked for one first, then anybody.")


def _spelled(state: Proposal) -> Text:
    """That a fix of the spelling can still be challenged, which the round waits for."""
    return say(NEXT_WORDS["spelling"], until=When(state.correction.until)) if state.correction else ()


def _at_the_end(state: Proposal) -> Text:
    """What the deadline brings where somebody's answer is still missing."""
    if state.rules is None or state.deadline is None or not state.awaited(state.deadline):
        return ()
    extension = None if state.extended else state.rules.extension
    return say(NEXT_WORDS["extended"], extension=extension.in_words()) if extension else (NEXT_WORDS["last"],)


def _ended_words(stream: StreamId, state: Proposal) -> Text:
    ended = When(state.ended, "date") if state.ended else ""
    if state.stage is Stage.ADOPTED:
        kept = f"{state.item.key} says" if state.item else f"/decisions show {state.agreement or stream} has"
        return text("Adopted on ", ended, f". {kept} {'what became of it' if state.item else 'the whole record'}.")
    what = OUTCOMES[state.stage] if not state.escalated_to else "escalated"
    again = _asked_anew(state.item) if state.item else "Anyone may propose it again."
    after = "It goes on there." if state.escalated_to else again
    return text(f"{what.capitalize()} on ", ended, f". {after}")


def _asked_anew(carried: Carried) -> str:
    if carried.stays:
        return f"Nothing changes for {carried.key}."
    item = carried.called or carried.key
    return f"{item[0].upper()}{item[1:]} ended with it, and may be asked for anew."
