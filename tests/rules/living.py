"""An agreement of the garden to look at again: how one is made, and short ways to speak of it."""

from typing import Any

from governance_core.circles.messages import SetPolicy
from governance_core.kernel.ids import CONFIG, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.logbook.messages import RecordDecision
from governance_core.logbook.model import Agreement, Review
from governance_core.logbook.reviewing import AnswerReview, AskReview, LookBack, ObjectLater
from governance_core.ports import Recorded
from governance_core.proposals.messages import AnswerRound, ProposeChange, ProposeDrop
from tests.rules.given import concern, consent, proposal
from tests.rules.organisation import ANA, BEN, DEE, FAY, GARDEN, days
from tests.rules.world import World

P1, P2, P3, D1, D2 = (StreamId(name) for name in ("P-1", "P-2", "P-3", "D-1", "D-2"))
GARDENERS = (ANA, BEN, DEE, FAY)
KEEP, HAPPENED = AnswerReview(id=D1, answer="keep"), LookBack(id=D1, happened="yes")
RENEW = AskReview(id=D1)


def change(why: str = "Thursday is too late") -> AnswerReview:
    return AnswerReview(id=D1, answer="change", reason=why)


def drop(why: str = "It rains") -> AnswerReview:
    return AnswerReview(id=D1, answer="drop", reason=why)


def late(harm: str = "The wall gets wet", **more: Any) -> ObjectLater:
    return ObjectLater(id=D1, harm=harm, **more)


def new_text(words: str = "Mon and Fri", **more: Any) -> Command:
    given = {"title": "Water the beds", "driver": "It is hot", "text": words, **more}
    return ProposeChange(id=D1, **given).meant()


def end_it(**more: Any) -> Command:
    return ProposeDrop(id=D1, driver="It rains", **more).meant()


def agreed(rules: dict[str, str] | None = None, **given: Any) -> World:
    """The garden agreed to water the beds, reviewed after 90 days; Ben has a concern."""
    world = World.founded()
    for key, value in (rules or {}).items():
        world.does(CONFIG, SetPolicy(circle=GARDEN, key=key, value=value))
    world.does(ANA, proposal(**{"review": "90d", **given}))
    for person in GARDENERS:
        world.does(person, concern("The hose is old") if person == BEN else consent())
    return world


def due_again(rules: dict[str, str] | None = None, **given: Any) -> World:
    """Its review has just opened."""
    world = agreed(rules, **given)
    world.wait(days(83.5))
    return world


def noted(**given: Any) -> World:
    """A decision made elsewhere."""
    world = World.founded()
    words = {"title": "Tools go back", "text": "By dusk", "source": "meeting of 3 March", "review": "90d", **given}
    world.does(FAY, RecordDecision(circle=GARDEN, **words))
    return world


def agreement(world: World, stream: StreamId = D1) -> Agreement:
    found: Agreement = world.memory.state(stream)
    return found


def review(world: World) -> Review:
    found = agreement(world).review
    assert found is not None
    return found


def adopt(world: World, stream: StreamId = P2) -> None:
    """Everybody consents."""
    for person in world.proposal(stream).electors:
        world.does(person, AnswerRound(id=stream, answer="consent"))


def everybody(world: World, command: Command, persons: tuple[PersonId, ...] = GARDENERS) -> None:
    for person in persons:
        world.does(person, command)


def kinds(world: World, stream: StreamId = D1) -> list[str]:
    return [one.event.kind for one in world.memory.journal[stream]]


def events(world: World, kind: str, stream: StreamId = D1) -> list[Recorded]:
    return [one for one in world.memory.journal[stream] if one.event.kind == kind]
