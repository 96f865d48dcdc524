"""Whenever somebody is picked or has filled in the set-up, then this: part of where features meet."""

from typing import Final

from governance_core.circles.messages import AddMember, DescribeOrganisation, FillRole, FoundCircle, SetHome, SetPolicy
from governance_core.circles.model import CIRCLES, FACILITATOR, Circles
from governance_core.following import FollowUps, Policies
from governance_core.kernel.ids import Actor, StreamId
from governance_core.people.messages import AddAccount, JoinOrganisation
from governance_core.people.model import CONSOLE
from governance_core.ports import Reader
from governance_core.proposals.messages import CreateProposal
from governance_core.setup.messages import PersonPicked, PracticeBegun, SetupCompleted


def _picked(stream: StreamId, event: PersonPicked, reader: Reader) -> FollowUps:
    """Whoever was picked while setting up belongs to the organisation, by the account they were picked by."""
    by = Actor.policy(event.kind)
    if event.new:
        yield JoinOrganisation(person=event.person, name=event.name), by
    if event.platform != CONSOLE:
        yield AddAccount(person=event.person, platform=event.platform, account=event.account), by


def _set_up(stream: StreamId, event: SetupCompleted, reader: Reader) -> FollowUps:
    """What was filled in becomes the first circle, and whoever did it keeps the config."""
    by, circle = Actor.policy(event.kind), event.circle
    circles: Circles = reader.state(CIRCLES)
    told = circles.organisation
    admins = tuple(dict.fromkeys((*told.admins, event.by)))
    yield DescribeOrganisation(name=told.name, zone=told.zone, language=told.language, admins=admins), by
    yield FoundCircle(circle=circle, name=event.name, aim=event.aim, domain=event.domain), by
    for person in event.members:
        yield AddMember(circle=circle, person=person), by
    yield FillRole(circle=circle, role=FACILITATOR, person=event.facilitator), by
    yield SetHome(circle=circle, platform=event.platform, place=event.place), by
    for key, value in event.policy:
        yield SetPolicy(circle=circle, key=key, value=value), by


PRACTICE_TITLE = "Use Circlet for consent decisions for one month"


def _practice_begun(stream: StreamId, event: PracticeBegun, reader: Reader) -> FollowUps:
    """The practice proposal, put to the circle by whoever wanted to try."""
    practice = CreateProposal(
        circle=event.circle,
        title=PRACTICE_TITLE,
        driver="We want to decide together, and nobody here has tried this yet.",
        text="For one month we put our decisions to each other here. Then we look at whether it helped.",
        review="30d",
        process="quick",
        deadline="10m",
        practice=True,
    )
    yield practice, Actor("person", event.by)


OF_SETUP: Final[Policies] = {
    PersonPicked: _picked,
    SetupCompleted: _set_up,
    PracticeBegun: _practice_begun,
}
"""What follows from each event of the set-up."""
