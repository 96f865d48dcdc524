"""What people see of an objection that is tested, set aside or appealed, and what can be done about it."""

from collections.abc import Iterator

from governance_core.cards.card import Block, Button, Note, Press, Quote
from governance_core.cards.text import Mention, Text, When, count, people, say, text
from governance_core.kernel.ids import PersonId, StreamId
from governance_core.proposals.finding import CRITERIA
from governance_core.proposals.model import Proposal
from governance_core.proposals.objections_model import AnswerKind, Objection, ObjectionState
from governance_core.proposals.rewording import MOST_REWORDED
from governance_core.proposals.shaping_cards import PressOf
from governance_core.proposals.silence import silent_at
from governance_core.proposals.testing import under_test
from governance_core.proposals.testing_model import Criterion, Finding, Found, Trial

SHOWN = 3
"""So many tests have their buttons on the card; the others are reached by typing."""
OPEN_WORDS = {
    Found.QUALIFIED: ", qualified",
    Found.CONTESTED: ", qualified but contested",
    Found.VIOLATION: ", breaks a rule",
    Found.REOPENED: ", reopened on appeal",
}
ASIDE_WORDS = {
    Found.UNQUALIFIED: "does not qualify, kept as a concern",
    Found.NOTHING_REMAINS: "nothing remains, kept as a concern",
    Found.ABANDONED: "abandoned, kept as a concern",
}


def fate_added(objection: Objection) -> str:
    """What is said of an open objection beside that it is open."""
    if objection.appeal_until is not None:
        return ", appealed"
    if objection.test is not None:
        return ", being tested"
    return OPEN_WORDS.get(objection.found.found, "") if objection.found else ""


def fate_aside(objection: Objection) -> str:
    """What is said of one that was set aside; empty for a concern of another origin."""
    return ASIDE_WORDS.get(objection.found.found, "") if objection.found else ""


def grounds_said(objection: Objection, whole: Press | None = None) -> Iterator[Block]:
    """The reasons for the criteria besides the harm, as far as they are given."""
    grounds = objection.grounds
    labels = {"Limits their role": grounds.limits, "New, by the proposal": grounds.caused, "Certain": grounds.certain}
    for label, words in labels.items():
        if words:
            yield Quote(label, words, whole)


def trial_said(stream: StreamId, objection: Objection, state: Proposal, *, full: bool = False) -> Iterator[Block]:
    """The grounds, the test with what was said in it, the finding and the appeal."""
    whole = None if full else Press(stream, state.version, "read")
    if objection.state is ObjectionState.OPEN or full:
        yield from grounds_said(objection, whole)
    if objection.found is not None and objection.found.reason:
        yield Quote(_finding_label(objection.found), objection.found.reason, whole, _by(objection.found.by))
    if objection.state is not ObjectionState.OPEN:
        return
    if objection.test is not None:
        yield from _voices(objection.test, whole, full)
        yield Note(_test_words(objection, objection.test, state))
    if objection.appeal_until is not None:
        words = "Appealed: {able} decides until {until}; else it is reopened and blocks."
        able = people(objection.appeal_to[:SHOWN], "or")
        yield Note(say(words, able=able, until=When(objection.appeal_until)))


def _finding_label(finding: Finding) -> str:
    if finding.missing:
        return f"Found: no reason given that {CRITERIA[Criterion(finding.missing)]}"
    labels = {Found.VIOLATION: "Breaks a rule", Found.ABANDONED: "Why it was marked abandoned"}
    return labels.get(finding.found, "Decided on appeal")


def _by(person: PersonId | None) -> Text:
    return (Mention(person),) if person else ()


def _voices(trial: Trial, whole: Press | None, full: bool) -> Iterator[Block]:
    differing = [(person, voice) for person, voice in trial.voices.items() if not voice.qualifies]
    for person, voice in differing if full else differing[-SHOWN:]:
        yield Quote("Sees it differently", voice.reason, whole, (Mention(person),))


def _test_words(objection: Objection, trial: Trial, state: Proposal) -> Text:
    rules = state.rules
    ends = say(
        "TESTING whether objection {number} qualifies, until {until}. ",
        number=objection.number,
        until=When(trial.until),
    )
    left = MOST_REWORDED - trial.reworded
    own = f" may say it in other words ({count(left, 'more time')}) or that nothing remains."
    reword = text(" ", Mention(objection.person), own if left else " may say that nothing remains.")
    if rules and rules.test == "facilitator":
        check = "The facilitator checks whether reasons are given for all four criteria, not whether they are true;"
        return text(ends, check, " the secretary may rule that a rule is broken, which always counts.", reword)
    yes = sum(1 for voice in trial.voices.values() if voice.qualifies)
    said = f"{yes} say it qualifies, {len(trial.voices) - yes} see it differently. "
    return text(ends, said, Mention(state.proposer), " may question it, and should leave it to the others.", reword)


def trial_buttons(state: Proposal, press: PressOf) -> Iterator[Button]:
    """What can be done about tests, appeals and silence at this moment, for whom it is to do."""
    for one in state.open_objections()[:SHOWN]:
        yield from _buttons_of(one, state, press)
    for one in state.objections.values():
        if one in state.may_appeal(one.person):
            yield press(f"Appeal about objection {one.number}", "appeal", str(one.number))


def _buttons_of(one: Objection, state: Proposal, press: PressOf) -> Iterator[Button]:
    number, policy = str(one.number), state.rules.test if state.rules else ""
    if one.test is not None:
        as_worded = f"{number}.{one.test.reworded}"
        if policy == "group":
            yield press(f"Objection {number} qualifies", "qualifies", as_worded)
            yield press(f"I see objection {number} differently", "differs", as_worded)
        else:
            yield press(f"Are reasons given for objection {number}?", "find", number)
            yield press(f"Objection {number}: it breaks a rule", "violation", number)
        yield press(f"Nothing remains of objection {number}", "nothing", number)
    elif one.appeal_until is not None:
        yield press(f"Uphold the finding on objection {number}", "uphold", number)
        yield press(f"Reopen objection {number}", "reopen", number)
    elif one.orphaned_until is None:
        if policy != "objector" and one.found is None:
            yield press(f"Test objection {number}", "test", number)
        if silent_at(one, state) is not None:
            yield press(f"Mark objection {number} abandoned", "abandon", number)


def trial_status(state: Proposal) -> str:
    """`testing objection 1, ` in front of how many are open."""
    numbers = [str(one.number) for one in under_test(state)]
    return f"testing {'objection' if len(numbers) == 1 else 'objections'} {', '.join(numbers)}, " if numbers else ""


def trial_next(state: Proposal) -> Text:
    """What comes next of a test, an appeal or a wait for an objector, and who may bring it about."""
    parts = [_next_of(one, state) for one in state.open_objections()]
    if state.waits_for_appeals:
        kept = (person for person, answer in state.answers.items() if answer.kind is AnswerKind.KEPT)
        mine = people([person for person in kept if state.may_appeal(person)])
        may = " may appeal once until the round closes; it is not adopted before that, unless they answer anew."
        parts.append(text(" ", mine, may))
    return text(*parts)


def _next_of(one: Objection, state: Proposal) -> Text:
    silent = silent_at(one, state)
    if one.test is not None:
        return _test_ends(one, state)
    if one.contested:
        return (f" Objection {one.number} is contested.",)
    if silent is not None:
        silence = " says nothing, the facilitator may mark the objection abandoned from "
        return text(" If ", Mention(one.person), silence, When(silent), " on.")
    if one.found is None and one.orphaned_until is None and one.appeal_until is None:
        return _who_tests(one, state)
    return ()


def _test_ends(one: Objection, state: Proposal) -> Text:
    if state.rules and state.rules.test == "group":
        end = f" When its test ends, objection {one.number} qualifies; where somebody still sees it differently, it is"
        return (end + " contested and blocks as well.",)
    aside = f" Where a reason is missing, objection {one.number} is kept as a concern, and "
    return text(aside, Mention(one.person), " may appeal once.")


def _who_tests(one: Objection, state: Proposal) -> Text:
    if state.rules is None or state.rules.test == "objector":
        return (f" Whether objection {one.number} is paramount, its objector decides.",)
    return (f" Any elector may ask for a test of objection {one.number}.",)
