"""The organisation in one screen: every circle a line, figures that add up, and private circles nowhere."""

import re
from collections import Counter

import pytest
from application_world import World, settle_in

from governance_core.blockers.handing_messages import HandBlocker
from governance_core.blockers.messages import RaiseBlocker
from governance_core.circles.messages import AddMember, FillRole, FoundCircle, SetPolicy
from governance_core.digests.messages import SendDigestNow, ShowDigest, ShowOverview
from governance_core.kernel.errors import Unknown
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.people.messages import ChooseSettings
from governance_core.proposals.messages import AnswerRound, RaiseObjection

COMMONS = CircleId("commons")


@pytest.fixture
def whole(world: World) -> World:
    settle_in(world)
    world.config(FillRole(circle=COMMONS, role="lead", person=PersonId("cem")))
    return world


def work_in(world: World, circle: str, proposer: str, objector: str | None = None) -> StreamId:
    stream = StreamId(world.proposal(proposer, circle=circle))
    if objector:
        world.do(RaiseObjection(id=stream, harm="It harms", safe="Less of it"), objector)
    return stream


def lines(world: World, who: str) -> list[str]:
    words = world.words(world.answer(ShowDigest(circle=COMMONS), who))
    return [one for one in words.splitlines() if (" · " in one and "[Digest of" in one) or "Together" in one]


def figures(line: str) -> Counter[str]:
    """`2 blockers` as blockers: 2."""
    found = re.findall(r"(\d+) (blockers?|needs? somebody|decided or ended|closing soon)", line)
    kinds = {"blocker": "blockers", "needs somebody": "need somebody"}
    return Counter({kinds.get(what, what): int(number) for number, what in found})


def test_its_lead_reads_a_line_for_each_circle_and_the_total_is_their_sum(whole: World) -> None:
    work_in(whole, "garden", "ana", "dee")
    stream = work_in(whole, "repair", "cem")
    for person in ("cem", "dee"):
        whole.do(AnswerRound(id=stream, answer="consent"), person)
    for circle, asker, owner in (("garden", "ben", "dee"), ("garden", "dee", "ben"), ("repair", "cem", "dee")):
        whole.do(RaiseBlocker(circle=CircleId(circle), what="Stuck", owner=PersonId(owner)), asker)
    together, *each = lines(whole, "cem")
    assert "Together, 2 circles · 1 needs somebody · 1 decided or ended · 3 blockers" in together
    assert [one.split(" · ")[0].strip("• ") for one in each] == ["Garden", "Repair Café"], "who is needed most first"
    assert sum((figures(one) for one in each), Counter()) == figures(together)


def test_a_private_circle_is_neither_named_nor_counted_for_whoever_does_not_sit_there(whole: World) -> None:
    work_in(whole, "care", "eli", "ben")
    work_in(whole, "garden", "ana", "dee")
    work_in(whole, "repair", "cem", "dee")
    words = "\n".join(lines(whole, "cem"))
    assert "Care" not in words
    assert "2 need somebody" in words
    whole.config(
        AddMember(circle=COMMONS, person=PersonId("eli")), FillRole(circle=COMMONS, role="lead", person=PersonId("eli"))
    )
    words = "\n".join(lines(whole, "eli"))
    assert "Care · 1 needs somebody" in words
    assert "Together, 3 circles · 3 need somebody" in words
    assert "Care" not in whole.words(whole.answer(ShowOverview(), "ana"))


def test_an_overview_has_the_circle_it_begins_with_and_of_a_private_one_says_nothing_to_others(whole: World) -> None:
    work_in(whole, "commons", "cem", "ben")
    work_in(whole, "garden", "ana", "dee")
    words = whole.words(whole.answer(ShowOverview(), "cem"))
    assert "Together, 2 circles" in words
    assert words.count("[Digest of") == 2
    with pytest.raises(Unknown):
        whole.answer(ShowOverview(circle=CircleId("care")), "ana")
    assert "Below Care" in whole.words(whole.answer(ShowOverview(circle=CircleId("care")), "eli"))


def test_a_blocker_that_two_circles_see_is_counted_once_where_it_is_looked_after(whole: World) -> None:
    whole.do(RaiseBlocker(circle=CircleId("garden"), what="No fuse", owner=PersonId("ana")), "ana")
    whole.do(HandBlocker(id=StreamId("X-1"), to=CircleId("repair")), "ana")
    words = whole.words(whole.answer(ShowOverview(), "cem"))
    assert "Garden · 1 blocker" in words
    assert words.count("blocker") == 1 or "Together, 2 circles · 1 needs somebody · 1 blocker" in words


def test_sixty_circles_are_bounded_and_the_rest_is_one_press_away(whole: World) -> None:
    names = [CircleId(f"c{number:02}") for number in range(60)]
    whole.config(*(FoundCircle(circle=one, name=one.upper(), aim="Work", parent=COMMONS) for one in names))
    whole.config(*(AddMember(circle=one, person=PersonId(who)) for one in names for who in ("ana", "ben")))
    for one in names:
        whole.do(RaiseBlocker(circle=one, what="Stuck", owner=PersonId("ben")), "ana")
    card = whole.answer(ShowDigest(circle=COMMONS), "cem")
    words = whole.words(card)
    assert "Together, 60 circles · 60 blockers" in words
    assert "50 more" in words
    assert words.count("[Digest of") == 10
    seen: set[str] = set()
    page = whole.press(whole.button(card, "All circles").press, "cem")
    while True:
        shown = re.findall(r"(C\d\d) · 1 blocker", whole.words(page))
        assert not seen & set(shown)
        seen |= set(shown)
        more = [one for one in page.buttons() if one.label.startswith("More circles")]
        if not more:
            break
        page = whole.press(more[0].press, "cem")
    assert len(seen) == 60


def test_where_only_circles_below_have_news_their_lead_hears_of_it_and_the_place_does_not(whole: World) -> None:
    whole.config(
        SetPolicy(circle=COMMONS, key="digest", value="every mon 10:00"),
        SetPolicy(circle=CircleId("garden"), key="digest", value="off"),
    )
    whole.do(ChooseSettings(reminders="direct"), "ana@slack")
    whole.config(FillRole(circle=COMMONS, role="secretary", person=PersonId("ana")))
    whole.do(RaiseBlocker(circle=CircleId("garden"), what="Stuck", owner=PersonId("dee")), "ben")
    whole.clock.turn(days=7, hours=2)
    whole.sweep()
    rows = whole.rows("SELECT platform, personal FROM outbox WHERE key LIKE 'say:digests:%'")
    assert rows == [("slack", 1)]
    assert "Nothing happened in Commons" in whole.said(whole.refusal(SendDigestNow(circle=COMMONS), "cem"))
