"""An objector's own words: reasons for the criteria, other words while they are tested, and that they still stand."""

from collections.abc import Mapping

from governance_core.cards.text import When
from governance_core.kernel.checked import kept_words
from governance_core.kernel.errors import Refusal
from governance_core.kernel.message import Event
from governance_core.proposals.guards import ProposalFacts
from governance_core.proposals.messages import RaiseObjection
from governance_core.proposals.model import Proposal
from governance_core.proposals.objections_events import ObjectionReworded
from governance_core.proposals.objections_model import Objection
from governance_core.proposals.testing import rules_in
from governance_core.proposals.testing_events import ObjectionStands, ObjectionTestRestarted

MOST_REWORDED = 2


class RewordedEnough(Refusal):
    """The window of a test begins anew twice at most."""

    code = "reworded_enough"
    template = (
        "You have said objection {number} to {ref} in other words twice while it is tested, and that is as often as "
        "the test begins anew. It ends {until}; wait for it, withdraw the objection with /consent withdraw, "
        "or say with /consent nothing that nothing remains of it."
    )


def grounds_given(command: RaiseObjection) -> dict[str, str]:
    """The reasons for the criteria besides the harm, as they are kept."""
    said = {"limits": command.limits, "caused": command.caused, "certain": command.certain}
    return {name: kept_words(name, words or "") for name, words in said.items()}


def said_already(said: ObjectionReworded, own: Objection) -> bool:
    """Whether it is what the objector says anyway."""
    grounds = own.grounds
    before = (own.harm, own.safe, grounds.limits, grounds.caused, grounds.certain)
    return (said.harm, said.safe, said.limits, said.caused, said.certain) == before


def restarted(own: Objection, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """Other words for an objection being tested begin its window anew, at most twice. Raises RewordedEnough."""
    if own.test is None:
        return ()
    if own.test.reworded >= MOST_REWORDED:
        raise RewordedEnough(number=own.number, ref=facts.stream, until=When(own.test.until))
    until = rules_in(state).test_window.after(facts.now, rules_in(state).zone)
    return (ObjectionTestRestarted(number=own.number, times=own.test.reworded + 1, until=until),)


def still_stands(own: Objection, state: Proposal, facts: ProposalFacts) -> tuple[Event, ...]:
    """The same words again say that it stands, which counts where the objector was reminded."""
    if not own.reminded:
        return ()
    return (ObjectionStands(number=own.number, person=own.person, version=state.version, at=facts.now),)


def said_so_far(own: Objection) -> Mapping[str, str]:
    """What the objector's form is filled in with."""
    grounds = own.grounds
    reasons = {"limits": grounds.limits, "caused": grounds.caused, "certain": grounds.certain}
    return {"harm": own.harm, "safe": own.safe, **reasons}


def unasked(kind: str, state: Proposal) -> frozenset[str]:
    """Row 9: reasons for the other three criteria are asked for only where the facilitator tests objections."""
    tested = state.rules is not None and state.rules.test == "facilitator"
    return frozenset({"limits", "caused", "certain"}) if kind == "consent.object" and not tested else frozenset()
