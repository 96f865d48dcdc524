"""Membership by roles, played by chance: whatever is said in whatever order, one person has one seat and one answer."""

from functools import cache

from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from governance_core.circles import messages as circle
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import CONFIG, Actor, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.people import messages as person
from governance_core.proposals import messages as ask
from tests.rules.given import helpful, proposal, words_of
from tests.rules.organisation import ANA, BEN, DEE, ELI, FAY, GARDEN
from tests.rules.world import World

HUMANS = ("h1", "h2", "h3", "h4")
"""Each has an account of that name on Discord and on Slack; who of them is somebody known, nobody knows at first."""
KNOWN = (BEN, DEE, ELI)
humans = some.sets(some.sampled_from(HUMANS))
human = some.sampled_from(HUMANS)
known = some.sampled_from(KNOWN)
platforms = some.sampled_from(["discord", "slack"])
groups = some.sampled_from(["role-1", "role-2", None])


@cache
def founded() -> World:
    return World.founded()


class Membership(RuleBasedStateMachine):
    """The config, the lead, the secretary, both platforms and people themselves say who belongs."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()

    @initialize(two=some.booleans())
    def found(self, two: bool) -> None:
        self.world.memory = founded().memory.copy()
        for platform in ("discord", "slack")[: 2 if two else 1]:
            self.does(CONFIG, circle.SetHome(circle=GARDEN, platform=platform, place=f"C-{platform}"))
            self.does(CONFIG, circle.SetSource(circle=GARDEN, platform=platform, group="role-1"))
        self.does(ANA, proposal())

    def does(self, by: PersonId | Actor, command: Command) -> None:
        try:
            self.world.does(by, command)
        except Refusal as refusal:
            helpful(words_of(refusal, self.world.people))

    def source(self, platform: str) -> str | None:
        found = self.world.circles.circles[GARDEN].sources.get(platform)
        return found.group if found else None

    @rule(who=humans, platform=platforms, group=groups)
    def the_platform_tells(self, who: set[str], platform: str, group: str | None) -> None:
        told = group or self.source(platform) or "role-1"
        self.world.told(told, *who, platform=platform)
        assert not self.world.told(told, *who, platform=platform), "telling it again changes nothing"
        if told == self.source(platform):
            here = self.world.circles.circles[GARDEN]
            owners = {self.world.whose(one, platform) for one in who}
            assert set(here.groups.get(platform, ())) == owners

    @rule(who=humans, platform=platforms)
    def the_platform_tells_who_is_there(self, who: set[str], platform: str) -> None:
        self.world.there(*who, platform=platform)
        assert not self.world.there(*who, platform=platform)

    @rule(platform=platforms, group=groups)
    def the_config_says_another_role(self, platform: str, group: str | None) -> None:
        self.does(CONFIG, circle.SetSource(circle=GARDEN, platform=platform, group=group))

    @rule(who=known, there=some.booleans())
    def the_config_names(self, who: PersonId, there: bool) -> None:
        change = circle.AddMember if there else circle.RemoveMember
        self.does(CONFIG, change(circle=GARDEN, person=who))

    @rule(who=known, account=human, platform=platforms)
    def the_config_gives_an_account(self, who: PersonId, account: str, platform: str) -> None:
        self.does(CONFIG, person.AddAccount(person=who, platform=platform, account=account))

    @rule(account=human, platform=platforms, out=some.booleans())
    def the_lead_changes_a_seat(self, account: str, platform: str, out: bool) -> None:
        who = self.world.people.owner(platform, account) or BEN
        self.does(ANA, (circle.RemoveMember if out else circle.AddMember)(circle=GARDEN, person=who))

    @rule(account=human, platform=platforms)
    def the_secretary_confirms(self, account: str, platform: str) -> None:
        who = self.world.people.owner(platform, account) or ELI
        self.does(FAY, circle.ConfirmOwnPerson(circle=GARDEN, person=who))

    @rule(account=human, platform=platforms, other=some.one_of(known, human))
    def somebody_links(self, account: str, platform: str, other: str) -> None:
        elsewhere = "slack" if platform == "discord" else "discord"
        shows = Actor.of_person(other) if other in KNOWN else Actor.of_account(elsewhere, other)
        try:
            code = self.world.does(shows, person.LinkAccount()).facts.fresh_code
        except Refusal:
            return
        self.does(Actor.of_account(platform, account), person.LinkAccount(code=code))
        for digest, one in self.world.people.codes.items():
            if one.claimed_by:
                self.does(shows, person.ConfirmLink(code=digest))

    @rule(account=human, platform=platforms)
    def somebody_answers(self, account: str, platform: str) -> None:
        self.does(Actor.of_account(platform, account), ask.AnswerRound(id=StreamId("P-1"), answer="consent"))

    @rule(words=some.text("ab", min_size=1, max_size=3))
    def a_new_version(self, words: str) -> None:
        self.does(ANA, ask.AmendProposal(id=StreamId("P-1"), text=words))

    @invariant()
    def one_account_is_one_persons(self) -> None:
        persons = [one for one in self.world.people.persons.values() if one.present]
        accounts = [(platform, account) for one in persons for platform, account in one.accounts.items()]
        assert len(accounts) == len(set(accounts))
        assert self.world.people.owners == {
            f"{platform}:{account}": one.id for one in persons for platform, account in one.accounts.items()
        }

    @invariant()
    def every_seat_has_a_reason_and_nobody_has_two(self) -> None:
        for here in self.world.circles.alive():
            reasons = set(here.named).union(*here.groups.values())
            waiting = any(not source.seen for source in here.sources.values())
            assert len(here.members) == len(set(here.members))
            assert waiting or set(here.members) <= reasons
            assert set(here.named) <= set(here.members)
            assert set(here.roles.values()) <= set(here.members)
            assert all(self.world.people.present(one) for one in here.members)

    @invariant()
    def answers_are_those_of_electors_who_have_a_seat(self) -> None:
        for state in self.world.memory.proposals().values():
            if state.is_open:
                assert set(state.answers) <= set(state.electors)
                assert set(state.electors) <= set(self.world.circles.seats(state.circle))

    @invariant()
    def on_two_platforms_nobody_unknown_is_an_elector_unconfirmed(self) -> None:
        here = self.world.circles.circles.get(GARDEN)
        if here is None or len(here.chats()) < 2:
            return
        for elector in self.world.circles.electors(GARDEN, self.world.people):
            one = self.world.people.persons[elector]
            assert not one.came_by or len(one.accounts) == 2 or elector in here.confirmed


def test_whatever_is_said_one_person_has_one_seat_and_one_answer() -> None:
    run_state_machine_as_test(Membership, settings=settings())
