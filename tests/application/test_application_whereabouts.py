"""What is for somebody alone: on one platform, where they are, and on none where nobody would ever say it."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import pytest
from application_world import ACCOUNTS, FEATURES, World
from older_store import make_older

from governance_core.application.queries import Inbox
from governance_core.blockers.messages import RaiseBlocker
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.people.messages import ChooseSettings, UnlinkAccount
from governance_core.proposals.messages import DiscussProposal

GARDEN = CircleId("garden")


@pytest.fixture
def speaking(monkeypatch: pytest.MonkeyPatch) -> "Speaking":
    """The program reaches people on these platforms; on all, until it says so."""
    found = Speaking()
    monkeypatch.setattr(FEATURES, "speaks_on", found)
    return found


@dataclass
class Speaking:
    on: Collection[str] = ()

    def __call__(self, org: str) -> Collection[str]:
        return self.on


def told(world: World, helper: str, circle: CircleId = GARDEN, *, what: str = "No water") -> list[tuple[str, str]]:
    """Where somebody hears that Ben asks for their help."""
    raised = world.do(RaiseBlocker(circle=circle, what=what, owner=PersonId(helper)), "ben")
    statement = "SELECT platform, place FROM outbox WHERE org = ? AND ref = ? AND personal"
    return world.rows(statement, world.org, raised.stream)  # type: ignore[return-value]


def test_who_never_did_anything_is_told_where_they_have_an_account(world: World) -> None:
    assert told(world, "dee") == [("discord", ACCOUNTS["dee@discord"])]


def test_who_has_two_accounts_is_told_once_where_they_did_something_last(world: World) -> None:
    for place, account in (("discord", ACCOUNTS["ana@discord"]), ("slack", ACCOUNTS["ana@slack"]), ("console", "ana")):
        world.proposal(f"ana@{place}" if place != "console" else "ana")
        assert told(world, "ana", what=f"No water, said on {place}") == [(place, account)]
    assert world.clean()


def test_what_somebody_chose_counts_before_where_they_were_last(world: World) -> None:
    world.do(ChooseSettings(reminders="direct"), "ana@discord")
    world.proposal("ana@slack")
    assert told(world, "ana") == [("discord", ACCOUNTS["ana@discord"])]
    world.do(UnlinkAccount(platform="discord"), "ana@slack")
    assert told(world, "ana", what="Still no water") == [("slack", ACCOUNTS["ana@slack"])]


def test_nothing_waits_for_a_platform_on_which_nobody_says_it(world: World, speaking: Speaking) -> None:
    speaking.on = {"slack"}
    world.proposal("ana")
    world.proposal("ana@discord")
    assert told(world, "ana") == [("slack", ACCOUNTS["ana@slack"])]
    assert told(world, "dee", what="Still no water") == [], "an account elsewhere is of no use here"
    assert world.rows("SELECT 1 FROM outbox WHERE personal AND platform <> 'slack'") == []


def test_news_of_a_circle_wait_for_no_platform_that_is_not_connected_but_its_card_does(
    world: World, speaking: Speaking
) -> None:
    speaking.on = {"discord"}
    world.do(DiscussProposal(id=StreamId(world.proposal("ana"))), "ana")
    waiting = world.rows("SELECT platform, kind FROM outbox WHERE org = ? ORDER BY platform, kind", world.org)
    assert {*waiting} == {("console", "card"), ("console", "say"), ("slack", "card")}


def test_who_has_no_account_finds_it_when_they_come(world: World, speaking: Speaking) -> None:
    speaking.on = {"discord"}
    assert told(world, "eli", CircleId("care")) == []
    assert "No water" in world.words(world.answer(Inbox(), "eli"))


def test_an_older_store_knows_where_its_people_were_last(world: World) -> None:
    world.proposal("ana@discord")
    world.proposal("ben")
    world.proposal("ana@slack")
    world.close()
    make_older(Path(world.path), "0024")
    world.restart()
    assert sorted(world.rows("SELECT person, platform FROM acted_last")) == [("ana", "slack"), ("ben", "console")]
    assert world.clean()
