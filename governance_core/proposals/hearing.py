"""Who hears of what: the circle's home of every change of state, those who discuss it of the detail as well."""

from collections.abc import Iterator

from governance_core.feature import Discussion, Home, Notice
from governance_core.kernel.message import Event
from governance_core.proposals.carrying_events import CarriedUndone
from governance_core.proposals.escalating_events import ProposalEscalated
from governance_core.proposals.events import (
    DiscussionOpened,
    ElectorsReminded,
    ProposalAdopted,
    ProposalAmended,
    ProposalEnded,
    ProposalForwarded,
    ProposalOrphaned,
    ProposalSponsored,
    RoundExtended,
    RoundOpened,
    RoundResumed,
)
from governance_core.proposals.messages.outages import RoundGraced
from governance_core.proposals.model import Proposal, Stage
from governance_core.proposals.objections_events import (
    ObjectionBecameConcern,
    ObjectionOrphaned,
    ObjectionRaised,
    ObjectionReworded,
    ObjectionTakenOver,
    ObjectionWithdrawn,
    OfferDeclined,
    OfferMade,
)
from governance_core.proposals.shaping_events import QuestionAnswered, QuestionAsked, StageOpened
from governance_core.proposals.spelling_events import CorrectionChallenged, ProposalCorrected
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

_CHANGES: frozenset[type[Event]] = frozenset(
    {
        AppealDecided,
        CorrectionChallenged,
        ObjectionFound,
        ObjectionOrphaned,
        ObjectionSetAside,
        ObjectionTestAsked,
        ProposalAdopted,
        ProposalAmended,
        ProposalCorrected,
        ProposalEnded,
        ProposalEscalated,
        ProposalForwarded,
        ProposalOrphaned,
        ProposalSponsored,
        RoundExtended,
        RoundGraced,
        RoundResumed,
    }
)
_DETAIL: frozenset[type[Event]] = frozenset(
    {
        ObjectionBecameConcern,
        ObjectionStands,
        ObjectionTakenOver,
        ObjectionTestRestarted,
        ObjectionVoiced,
        ObjectionWithdrawn,
        OfferDeclined,
        OfferMade,
        QuestionAnswered,
        QuestionAsked,
    }
)


def notices(event: Event, state: Proposal) -> tuple[Notice, ...]:
    """Who hears of an event, given the state after all that happened with it. Answers are not announced."""
    match event:
        case CarriedUndone(told=told):
            return (*_both(state), *((Notice(told, "whisper"),) if told else ()))
        case ElectorsReminded():
            return tuple(_reminded(event, state))
        case RoundOpened() | StageOpened():
            return () if _shown_by_its_card(event) else _both(state)
        case DiscussionOpened():
            return (_discussion(state, else_home=not event.objection),)
        case ObjectionRaised():
            return _raised(event, state)
        case ObjectionReworded():
            return (_discussion(state, else_home=False),) if state.is_discussed else ()
        case ObjectorsReminded():
            return (Notice(Home(state.circle), "reminder"),) if event.objections else ()
        case ObjectionAppealed(circle=circle):
            return (*_both(state), *((Notice(Home(circle), "announce"),) if circle else ()))
        case _:
            return _by_kind(type(event), state)


def _reminded(event: ElectorsReminded, state: Proposal) -> Iterator[Notice]:
    """Each in the item's own place, or by direct message where they asked for that, and never in both."""
    if any(person not in event.direct for person in event.persons):
        yield Notice(Home(state.circle), "reminder")
    for person, platform in event.direct.items():
        yield Notice(person, "reminder", platform)


def _shown_by_its_card(event: RoundOpened | StageOpened) -> bool:
    """What opens with a new proposal or a new version is on the card already, or is told of with the version."""
    if isinstance(event, RoundOpened):
        return not event.shaped
    return event.again or event.stage is Stage.CLARIFY


def _by_kind(kind: type[Event], state: Proposal) -> tuple[Notice, ...]:
    if kind in _CHANGES:
        return _both(state)
    return _detail(state) if kind in _DETAIL else ()


def _raised(event: ObjectionRaised, state: Proposal) -> tuple[Notice, ...]:
    """One that blocks alone changes the state; a further one is detail. A discussion begins with what opened it."""
    if state.is_discussed and state.discussed_since == event.number:
        return (_home(state),)
    alone = [one.number for one in state.open_objections()] == [event.number]
    return _both(state) if alone else _detail(state)


def _both(state: Proposal) -> tuple[Notice, ...]:
    return (_home(state), _discussion(state, else_home=False)) if state.is_discussed else (_home(state),)


def _detail(state: Proposal) -> tuple[Notice, ...]:
    """Whoever does not follow the discussion need not hear of it, unless there is none."""
    return (_discussion(state),) if state.is_discussed else (_home(state),)


def _home(state: Proposal) -> Notice:
    return Notice(Home(state.circle), "announce")


def _discussion(state: Proposal, else_home: bool = True) -> Notice:
    return Notice(Discussion(state.circle, else_home), "announce")
