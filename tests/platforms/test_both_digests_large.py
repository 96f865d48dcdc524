"""Five hundred people in forty circles, and three hundred open items in one: each digest, on both platforms, whole."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import discord_eyes
import discord_spec
import pytest
import slack_eyes
import slack_spec
from application_world import FEATURES, HandClock, World

from adapters.discord.render import render as on_discord
from adapters.slack.render import render as on_slack
from governance_core.actions.messages import AddAction
from governance_core.blockers.messages import RaiseBlocker
from governance_core.cards.card import Card, Listing
from governance_core.circles.messages import (
    AddMember,
    DescribeOrganisation,
    FillRole,
    FoundCircle,
    SetCommonPolicy,
    SetHome,
)
from governance_core.digests.cards import PAGE
from governance_core.digests.gathering import MOST_LINES
from governance_core.digests.messages import DigestSent, ShowDigest, ShowOverview
from governance_core.digests.model import DIGESTS, stretch
from governance_core.digests.overview import MOST_CIRCLES
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.people.messages import JoinOrganisation
from governance_core.proposals.messages import AnswerRound, RaiseObjection
from governance_core.reports import TITLES, Part

pytestmark = [pytest.mark.torture, pytest.mark.contract, pytest.mark.timeout(120)]
PEOPLE = [PersonId(f"p{number:03}") for number in range(500)]
CIRCLES = [CircleId(f"c{number:02}") for number in range(40)]
NAMES = (
    "Gardens & Grounds",
    "Küche",
    "Community outreach, education and the newsletter",
    "お金と契約と保険",
    "مقهى الإصلاح",
)
ROOT, BUSY, ROLES = CircleId("coop"), CIRCLES[0], ("lead", "facilitator", "secretary", "delegate")
EACH = 100
MONDAY = datetime(2026, 3, 9, 9, tzinfo=UTC)
LARGEST_EVENT = 30_000


def seated(circle: CircleId) -> list[PersonId]:
    """Twelve or thirteen people a circle, the first four of them with a role."""
    return PEOPLE[CIRCLES.index(circle) :: len(CIRCLES)]


def founding() -> Iterator[Command]:
    yield DescribeOrganisation(name="Harbour", zone="Europe/Lisbon", admins=(PEOPLE[0],))
    yield from (SetCommonPolicy(key=key, value=value) for key, value in (("process", "quick"), ("window", "9d")))
    yield SetCommonPolicy(key="digest", value="every mon 09:00")
    yield from (JoinOrganisation(person=one, name=f"Jørgen van der Meer-{one}") for one in PEOPLE)
    yield FoundCircle(circle=ROOT, name="Harbour Co-op", aim="All", domain="Everything")
    for number, circle in enumerate(CIRCLES):
        yield FoundCircle(circle=circle, name=f"{NAMES[number % 5]} {number}", aim="Work", parent=ROOT)
        yield SetHome(circle=circle, platform="console", place=circle)
    yield SetHome(circle=ROOT, platform="console", place="root")
    yield from (AddMember(circle=ROOT, person=one) for one in PEOPLE[:10])
    yield from (FillRole(circle=ROOT, role=role, person=PEOPLE[place]) for place, role in enumerate(ROLES))
    for circle in CIRCLES:
        yield from (AddMember(circle=circle, person=one) for one in seated(circle))
        yield from (FillRole(circle=circle, role=role, person=seated(circle)[n]) for n, role in enumerate(ROLES))


def work(world: World) -> None:
    """A round and a blocker in each circle, some objected to, some adopted; and a hundred of each kind in one."""
    for number, circle in enumerate(CIRCLES):
        here = seated(circle)
        stream = StreamId(world.proposal(here[0], circle=circle, title=f"Plan {number} for the year to come"))
        if number % 3 == 0:
            world.do(RaiseObjection(id=stream, harm="It harms", safe="Less of it"), here[5])
        if number % 3 == 1:
            for person in here:
                world.do(AnswerRound(id=stream, answer="consent"), person)
        world.do(RaiseBlocker(circle=circle, what="The pump leaks", owner=here[1]), here[2])
    here = seated(BUSY)
    for number in range(EACH):
        one, other = here[number % 12], here[(number + 1) % 12]
        world.proposal(one, circle=BUSY, title=f"Plant {number} apples in the third bed by the wall")
        world.do(RaiseBlocker(circle=BUSY, what=f"{number} The pump by the third bed leaks again", owner=one), other)
        world.do(AddAction(circle=BUSY, what=f"{number} Call the plumber", owner=one, due="2026-03-05 12:00"), other)


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    clock = HandClock()
    world = World(tmp_path_factory.mktemp("large") / "circlet.db", clock)
    world.config(*founding())
    work(world)
    clock.at = MONDAY
    world.sweep()
    yield world
    world.close()


def sent(world: World) -> list[DigestSent]:
    return [one.event for one in world.recorded(DIGESTS) if isinstance(one.event, DigestSent)]


def told(world: World, event: DigestSent, viewer: PersonId | None) -> Card:
    telling = FEATURES.of_stream(DIGESTS).telling  # type: ignore[union-attr]
    assert telling is not None
    card: Card | None = world.read(lambda reader: telling(DIGESTS, event, reader.state(DIGESTS), reader, viewer))
    assert card is not None
    return card


def whole(card: Card) -> None:
    """Within every limit of both platforms, with all that can be pressed, and no longer than a screen and a list."""
    wanted = {f"{one.press.ref}|{one.press.version}|{one.press.action}" for one in card.buttons()}
    message = on_discord(card, discord_eyes.SIGHT)
    there = message.body(silent=message.quiet)
    assert discord_spec.complaints(discord_spec.POST, there) == []
    here = {"channel": "C1", **on_slack(card, slack_eyes.SIGHT).body()}
    assert slack_spec.complaints(slack_spec.POST, here) == []
    assert not [one for one in wanted if one not in str(there) or one not in str(here)]
    lists: Sequence[Listing] = [one for one in card.blocks if isinstance(one, Listing)]
    below = [one for one in lists if one.title in ("All circles", "Sub-circles")]
    assert sum(len(one.entries) for one in lists if one not in below) <= MOST_LINES + 1
    assert sum(len(one.entries) for one in below) <= MOST_CIRCLES + 1


def test_what_every_place_and_each_who_answers_for_it_is_told_is_whole_on_both_platforms(large: World) -> None:
    events = sent(large)
    assert len(events) == len(CIRCLES)
    for event in events:
        whole(told(large, event, None))
        assert len(event.leads) == len(ROLES)
        for person in event.leads:
            mine = told(large, event, person)
            whole(mine)
            again = ShowDigest(circle=event.circle, stretch=stretch(event.since, event.until))
            assert large.words(large.answer(again, str(person))) == large.words(mine)


def test_the_event_that_keeps_what_was_told_stays_small(large: World) -> None:
    found = large.rows("SELECT max(length(payload)) FROM journal WHERE kind = 'digest.sent'")
    assert found[0][0] < LARGEST_EVENT


def test_a_digest_of_three_hundred_open_items_says_how_many_and_has_some_of_every_part(large: World) -> None:
    card = large.answer(ShowDigest(circle=BUSY), str(seated(BUSY)[0]))
    whole(card)
    shown = {one.title: one for one in card.blocks if isinstance(one, Listing)}
    for title, number in ((TITLES[Part.CLOSING], EACH), (TITLES[Part.BLOCKERS], 2 * EACH + 1)):
        assert len(shown[title].entries) >= 2
        assert len(shown[title].entries) + shown[title].more == number
    assert {"All proposals", "All blockers", "All actions", "Your inbox"} <= {one.label for one in card.buttons()}


def test_the_lead_of_the_whole_reads_all_circles_in_a_screen_and_the_rest_by_the_page(large: World) -> None:
    lead = str(PEOPLE[0])
    card = large.answer(ShowDigest(circle=ROOT), lead)
    whole(card)
    assert "Together, 40 circles" in large.words(card)
    page, pages, seen = large.answer(ShowOverview(), lead), 0, set[str]()
    while True:
        pages += 1
        message = on_discord(page, discord_eyes.SIGHT)
        assert discord_spec.complaints(discord_spec.POST, message.body(silent=True)) == []
        body = {"channel": "C1", **on_slack(page, slack_eyes.SIGHT).body()}
        assert slack_spec.complaints(slack_spec.POST, body) == []
        seen |= {one.press.ref for one in page.buttons() if one.press.action == "digest"}
        more = [one for one in page.buttons() if one.label.startswith("More circles")]
        if not more:
            break
        made = large.press(more[0].press, lead)
        assert isinstance(made, Card)
        page = made
    assert len(seen) >= len(CIRCLES)
    assert pages == -(-len(seen) // PAGE)
