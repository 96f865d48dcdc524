"""How a digest reads where there is much of everything, or nothing here and something elsewhere: in one screen."""

from datetime import timedelta

from application_world import World, settle_in

from governance_core.actions.messages import AddAction
from governance_core.blockers.messages import RaiseBlocker
from governance_core.circles.messages import AddMember, FillRole, SetPolicy
from governance_core.digests.gathering import MOST_LINES, MOST_NEEDED
from governance_core.digests.messages import SendDigestNow, ShowDigest
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.proposals.messages import AnswerRound

GARDEN, COMMONS = CircleId("garden"), CircleId("commons")


def read(world: World, who: str, circle: CircleId = GARDEN) -> tuple[dict[str, list[str]], list[str]]:
    """The lines of a digest by the title above them, and the labels of its buttons."""
    card = world.answer(ShowDigest(circle=circle), who)
    parts: dict[str, list[str]] = {}
    title = ""
    for line in world.words(card).splitlines():
        if line.startswith("•"):
            parts.setdefault(title, []).append(line)
        elif not line.startswith(("…", "[")):
            title = line
    return parts, [one.label for one in card.buttons()]


def busy(world: World) -> World:
    """Nine rounds, nine blockers and nine overdue actions in the garden, and as much that waits for Ana elsewhere."""
    settle_in(world)
    world.config(
        SetPolicy(circle=GARDEN, key="window", value="12d"), SetPolicy(circle=COMMONS, key="window", value="12d")
    )
    for number in range(9):
        world.proposal("ben", title=f"Idea {number}")
        world.proposal("ben", circle="commons", title=f"Other {number}")
        world.do(RaiseBlocker(circle=GARDEN, what=f"In the way {number}", owner=PersonId("dee")), "ben")
        world.do(AddAction(circle=GARDEN, what=f"Do {number}", owner=PersonId("dee"), due="2026-03-04 12:00"), "dee")
    world.clock.turn(days=6)
    world.sweep()
    return world


def test_a_screen_is_shared_by_all_parts_and_what_needs_somebody_has_the_first_half(world: World) -> None:
    parts, _ = read(busy(world), "ana")
    assert sum(len(lines) for title, lines in parts.items() if title != "How deciding goes") <= MOST_LINES + 1
    assert len(parts["Needs you"]) == MOST_NEEDED + 1, "and that things wait elsewhere"
    assert len(parts["Closing soon"]) == len(parts["Blockers and actions"]) == 3


def test_of_each_kind_of_item_the_first_is_told_before_more_of_another(world: World) -> None:
    parts, buttons = read(busy(world), "ana")
    kinds = [line.removeprefix("• ")[0] for line in parts["Blockers and actions"]]
    assert kinds == ["X", "X", "A"]
    assert {"All blockers", "All actions"} <= set(buttons)


def test_one_button_leads_to_the_inbox_and_only_whose_digest_it_is(world: World) -> None:
    _, mine = read(busy(world), "ana")
    assert mine.count("Your inbox") == 1
    _, everybodys = read(world, "cem")
    assert "Your inbox" not in everybodys
    assert "All proposals" in everybodys


def test_what_closes_within_a_day_is_told_first(world: World) -> None:
    settle_in(world)
    world.config(SetPolicy(circle=GARDEN, key="window", value="12d"))
    for number in range(7):
        world.proposal("ben", title=f"Idea {number}")
    world.clock.turn(hours=1)
    world.proposal("ben", title="At once", deadline="20h")
    parts, _ = read(world, "ana")
    assert "P-8 · At once" in parts["Needs you"][0]
    assert "P-1 · Idea 0" in parts["Needs you"][1]


def test_where_nothing_happened_in_the_circle_that_is_said_of_it_alone(world: World) -> None:
    settle_in(world)
    world.config(FillRole(circle=COMMONS, role="lead", person=PersonId("cem")))
    world.do(RaiseBlocker(circle=GARDEN, what="Stuck", owner=PersonId("dee")), "ben")
    words = world.words(world.answer(ShowDigest(circle=COMMONS), "cem"))
    assert "Nothing happened in Commons since, and nothing waits there." in words
    assert "Garden · 1 blocker" in words
    assert "Nothing happened since, and nothing waits." in world.words(world.answer(ShowDigest(circle=COMMONS), "dee"))


def test_figures_that_are_as_they_were_say_so_once(world: World) -> None:
    settle_in(world)
    world.config(AddMember(circle=GARDEN, person=PersonId("eli")))
    stream = StreamId(world.proposal("ana"))
    for person in ("ana", "ben", "dee", "eli"):
        world.do(AnswerRound(id=stream, answer="consent"), person)
    world.clock.turn(hours=1)
    world.do(SendDigestNow(circle=GARDEN), "ana")
    world.clock.at += timedelta(hours=2)
    parts, _ = read(world, "ana")
    told = "\n".join(parts["How deciding goes"])
    assert "90 days, all as before: 1 of 1 round adopted; 0 of 1 lapsed" in told
    assert told.count("as before") == 1
