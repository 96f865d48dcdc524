"""Whether an objection qualifies, as the electors see it: row 11 and section 2 of process.md, `test: group`."""

from collections.abc import Sequence
from datetime import datetime

from governance_core.cards.text import Text, When, people, text
from governance_core.kernel.checked import checked_words
from governance_core.kernel.errors import Invalid, NotAllowed, Refusal
from governance_core.kernel.message import Event
from governance_core.proposals.guards import ProposalFacts, require_elector, require_round, require_version
from governance_core.proposals.messages import AskForTest, SpeakInTest
from governance_core.proposals.model import Proposal, Rules
from governance_core.proposals.objections_model import Objection, ObjectionState
from governance_core.proposals.refusals import NoOpenObjection, WhichOne
from governance_core.proposals.testing_events import ObjectionTestAsked, ObjectionVoiced
from governance_core.proposals.testing_model import Found, Trial

FOUND_WORDS = {
    Found.QUALIFIED: "was tested, and qualifies",
    Found.CONTESTED: "was tested, and counts as qualified though somebody sees it differently",
    Found.VIOLATION: "counts, since the proposal breaks a rule",
    Found.REOPENED: "was reopened on appeal, and counts",
}


class NoTestHere(Refusal):
    """`test: objector`: whoever objects decides that it is paramount."""

    code = "no_test"
    template = (
        "In {circle} whoever objects decides whether their objection is paramount, so none is tested. Ask {who} what "
        "would make it safe enough, offer an amendment with /consent integrate, or take it to a meeting."
    )


class OtherTest(Refusal):
    """Another policy than the one this is for."""

    code = "other_test"
    template = "In {circle} {who} whether an objection qualifies. {next}"


class NotTested(Refusal):
    """There is no test of it, or none any more."""

    code = "not_tested"
    template = "Objection {number} to {ref} is not being tested{because}. {next}"


class NotTestable(Refusal):
    """As it is worded, it was tested; or nothing can be tested now."""

    code = "not_testable"
    template = "Objection {number} to {ref} {state}. {next}"


class OldWords(Refusal):
    """What was pressed spoke of words that the objector changed since."""

    code = "old_words"
    template = (
        "Objection {number} to {ref} was said in other words meanwhile, so nothing was recorded. "
        "Read it with /proposal read {ref} and say what you think of it as it is now."
    )


def rules_in(state: Proposal) -> Rules:
    """The rules of a round that is open."""
    assert state.rules is not None, "an open proposal has the rules of its round"
    return state.rules


def circle_of(state: Proposal, facts: ProposalFacts) -> str:
    """The name of its circle."""
    return facts.circles.circles[state.circle].name


def chosen(typed: str, fitting: Sequence[Objection], state: Proposal, facts: ProposalFacts) -> Objection:
    """The objection that is meant: the one named, else the only one that fits, else the only one that is open."""
    if typed.strip():
        number = typed.strip().partition(".")[0]
        found = state.objections.get(int(number)) if number.isdecimal() and len(number) < 5 else None
        if found is None:
            fix = f"/proposal show {facts.stream} shows which there are."
            raise Invalid(field="objection", problem=f"{facts.stream} has no such objection.", fix=fix)
        return found
    among = fitting or state.open_objections()
    if not among:
        next_step = f"/proposal show {facts.stream} shows what became of those there were."
        raise NoOpenObjection(ref=facts.stream, whose="", next=next_step)
    if len(among) > 1:
        choices = ", ".join(f"objection:{one.number}" for one in among)
        raise WhichOne(field="objection", ref=facts.stream, count=len(among), things="open objections", choices=choices)
    return among[0]


def require_blocking(objection: Objection, facts: ProposalFacts) -> None:
    """Raise NoOpenObjection unless it is open."""
    if objection.state is not ObjectionState.OPEN:
        next_step = f"It was settled meanwhile; /proposal show {facts.stream} shows what is open."
        raise NoOpenObjection(ref=facts.stream, whose=f" number {objection.number}", next=next_step)


def ask_for_test(command: AskForTest, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Row 11: any elector; the test lasts `test_window`, whatever else is open."""
    require_round(state, facts)
    me = require_elector(state, facts)
    require_version(state, facts, command.version)
    untested = [one for one in state.open_objections() if not (one.test or one.found)]
    objection = chosen(command.objection, untested, state, facts)
    require_blocking(objection, facts)
    rules = rules_in(state)
    if rules.test == "objector":
        raise NoTestHere(circle=circle_of(state, facts), who=people([objection.person]))
    if objection.test is not None and objection.test.asked_by == me:
        return ()
    _require_testable(objection, facts)
    until = rules.test_window.after(facts.now, rules.zone)
    return (ObjectionTestAsked(number=objection.number, by=me, at=facts.now, until=until),)


def _require_testable(one: Objection, facts: ProposalFacts) -> None:
    """Raise NotTestable, with what can be done instead."""
    state, instead = _untestable(one, facts)
    if one.test is not None:
        state = text("is being tested until ", When(one.test.until))
        instead = f"You can take part with /consent judge {facts.stream}."
    if state:
        raise NotTestable(number=one.number, ref=facts.stream, state=state, next=instead)


def _untestable(one: Objection, facts: ProposalFacts) -> tuple[Text, str]:
    """Why no test of an open objection can be asked for, empty where one can be; and what can be done instead."""
    if one.orphaned_until is not None:
        state = text("has nobody who speaks for it, and becomes a concern ", When(one.orphaned_until))
        return state, f"You can take it over with /consent adopt {facts.stream}, and it can be tested then."
    if one.appeal_until is not None:
        state = text("was found not to block, and an appeal about that is decided by ", When(one.appeal_until))
        return state, "Offer an amendment with /consent integrate, or wait for that."
    if one.found is not None:
        return (FOUND_WORDS[one.found.found],), "Offer an amendment that meets it with /consent integrate."
    return (), f"Any elector can ask for a test with /consent test {facts.stream}."


def going_on(objection: Objection, facts: ProposalFacts) -> Trial:
    """The test of an objection. Raises NotTested, with what became of it."""
    require_blocking(objection, facts)
    if objection.test is not None:
        return objection.test
    state, instead = _untestable(objection, facts)
    because = text(": it ", *state) if state else ""
    raise NotTested(number=objection.number, ref=facts.stream, because=because, next=instead)


def under_test(state: Proposal) -> list[Objection]:
    """The objections being tested now."""
    return [one for one in state.open_objections() if one.test is not None]


def speak(command: SpeakInTest, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Section 2: any elector but the objector says so, and may say otherwise until it ends."""
    require_round(state, facts)
    me = require_elector(state, facts)
    require_version(state, facts, command.version)
    objection = chosen(command.objection, under_test(state), state, facts)
    trial = going_on(objection, facts)
    require_policy("group", state, facts)
    if me == objection.person:
        instead = "You can say it in other words with /consent object, or that nothing remains with /consent nothing."
        raise NotAllowed(who="the other electors", do="say whether your own objection qualifies", next=instead)
    _require_words_of_now(command.objection, objection, trial, facts)
    qualifies = command.says == "qualifies"
    why = "Say why you see no harm to the circle's aim in what the objector says."
    reason = "" if qualifies else checked_words("reason", command.reason, why)
    before = trial.voices.get(me)
    if before is not None and (before.qualifies, before.reason) == (qualifies, reason):
        return ()
    return (ObjectionVoiced(number=objection.number, person=me, qualifies=qualifies, reason=reason),)


def _require_words_of_now(typed: str, objection: Objection, trial: Trial, facts: ProposalFacts) -> None:
    seen = typed.strip().partition(".")[2]
    if seen and seen != str(trial.reworded):
        raise OldWords(number=objection.number, ref=facts.stream)


def require_policy(policy: str, state: Proposal, facts: ProposalFacts) -> None:
    """Raise OtherTest, with the right way, where the circle tests objections in another way."""
    if rules_in(state).test == policy:
        return
    ways = {
        "group": ("the electors say", "Any of them can say so with /consent judge while it is tested."),
        "facilitator": ("the facilitator checks", "They can do that with /consent find while it is tested."),
        "objector": ("whoever objects decides", "Ask them what would make it safe enough, or offer an amendment."),
    }
    who, instead = ways[rules_in(state).test]
    raise OtherTest(circle=circle_of(state, facts), who=who, next=instead)


def next_test_end(state: Proposal) -> datetime | None:
    """When the next test ends."""
    return min((one.test.until for one in under_test(state) if one.test), default=None)
