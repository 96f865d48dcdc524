"""Terms of roles, played by chance: whatever is named in whatever order, each prompt comes once and in waking hours."""

from datetime import timedelta
from functools import cache

from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from governance_core.circles import messages as circle
from governance_core.circles.events import CircleChanged
from governance_core.circles.feature import CIRCLES_FEATURE
from governance_core.circles.model import CIRCLES, FACILITATOR, LEAD, SECRETARY, Circles
from governance_core.circles.term_messages import TermPrompted, TermSet
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import CONFIG, Actor, PersonId
from governance_core.kernel.message import Command
from governance_core.kernel.time import moved_out_of
from governance_core.people import messages as person
from tests.rules.given import helpful, words_of
from tests.rules.organisation import ANA, BEN, DEE, FAY, GARDEN
from tests.rules.world import World

roles = some.sampled_from([LEAD, FACILITATOR, SECRETARY, "keeper"])
persons = some.sampled_from([ANA, BEN, DEE, FAY])
ahead = some.one_of(some.none(), some.integers(-20, 40))


@cache
def founded() -> World:
    return World.founded()


class Terms(RuleBasedStateMachine):
    """The config names holders and days, people come, go and sleep, and time passes."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()

    @initialize()
    def found(self) -> None:
        self.world.memory = founded().memory.copy()

    def does(self, by: PersonId | Actor, command: Command) -> None:
        try:
            self.world.does(by, command)
        except Refusal as refusal:
            helpful(words_of(refusal, self.world.people))

    @rule(role=roles, who=some.one_of(some.none(), persons), days=ahead)
    def the_config_names(self, role: str, who: PersonId | None, days: int | None) -> None:
        until = "" if days is None else (self.world.now + timedelta(days=days)).date().isoformat()
        self.does(CONFIG, circle.FillRole(circle=GARDEN, role=role, person=who, until=until))

    @rule(who=persons, there=some.booleans())
    def somebody_comes_or_goes(self, who: PersonId, there: bool) -> None:
        change = circle.AddMember if there else circle.RemoveMember
        self.does(CONFIG, change(circle=GARDEN, person=who))

    @rule(zone=some.sampled_from(["Europe/Lisbon", "Pacific/Auckland", "America/Santiago"]))
    def the_circle_moves(self, zone: str) -> None:
        self.does(CONFIG, circle.ChangeCircle(circle=GARDEN, key="zone", value=zone))

    @rule(hour=some.sampled_from(["05:00", "09:00", "22:00"]))
    def days_start_at(self, hour: str) -> None:
        self.does(CONFIG, circle.SetPolicy(circle=GARDEN, key="day_starts", value=hour))

    @rule(who=persons, days=some.integers(1, 20))
    def somebody_is_away(self, who: PersonId, days: int) -> None:
        until = self.world.now + timedelta(days=days)
        self.does(who, person.DeclareAbsence(until=f"{until:%Y-%m-%d %H:%M}"))

    @rule(hours=some.integers(1, 400), down=some.booleans())
    def time_passes(self, hours: int, down: bool) -> None:
        if down:
            self.world.memory.now += timedelta(hours=hours)
        self.world.wait(timedelta(hours=0 if down else hours))

    @invariant()
    def what_was_recorded_folds_to_what_is_there(self) -> None:
        state: Circles = CIRCLES_FEATURE.decider.initial
        for one in self.world.memory.recorded(CIRCLES):
            state = CIRCLES_FEATURE.decider.evolve(state, one.event)
        assert state == self.world.circles
        kept = [due for (stream, _), due in self.world.memory.alarms.items() if stream == CIRCLES]
        assert kept == [alarm.due for alarm in CIRCLES_FEATURE.alarms(state)]

    @invariant()
    def a_term_is_of_whoever_holds_the_role(self) -> None:
        for one in self.world.circles.circles.values():
            assert set(one.terms) <= set(one.roles)

    @invariant()
    def each_prompt_comes_once_and_in_order(self) -> None:
        told: dict[str, list[int]] = {}
        for one in self.world.memory.recorded(CIRCLES):
            match one.event:
                case TermSet(role=role):
                    told[role] = []
                case TermPrompted(role=role, days=days):
                    assert all(days < before for before in told[role])
                    told[role].append(days)

    @invariant()
    def nobody_is_woken(self) -> None:
        zone = "Europe/Lisbon"
        for one in self.world.memory.recorded(CIRCLES):
            match one.event:
                case CircleChanged(circle=where, key="zone", value=value) if where == GARDEN:
                    zone = value
                case TermPrompted(asked=asked, at=at):
                    own = self.world.people.persons[asked].zone if asked else ""
                    assert moved_out_of("20:00-08:00", at, own or zone) == at


def test_terms_played_by_chance() -> None:
    run_state_machine_as_test(Terms, settings=settings(max_examples=25, stateful_step_count=20, deadline=None))
