"""What was sent stays what it was: drawn later, after a restart, from a register made anew, and after an erasure."""

from datetime import UTC, datetime, timedelta

import pytest
from application_world import FEATURES, World, settle_in
from hypothesis import given
from hypothesis import strategies as some
from older_store import make_older

from governance_core.actions.messages import AddAction
from governance_core.blockers.messages import AcknowledgeBlocker, RaiseBlocker, ResolveBlocker
from governance_core.budgets.messages import Allocate, AskAllocation
from governance_core.budgets.request_messages import ApproveRequest, RequestMoney
from governance_core.cards.card import Card
from governance_core.cards.kept import kept, read
from governance_core.cards.text import Bold, Link, Mention, Money, Text, When, text
from governance_core.checkins.answering_messages import AnswerCheckIn
from governance_core.checkins.messages import CreateCheckIn
from governance_core.circles.messages import AddMember, FillRole, SetPolicy
from governance_core.digests.messages import DigestSent, SendDigestNow, ShowDigest
from governance_core.digests.model import DIGESTS, stretch
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.metrics.messages import AddMetric, RecordMetric
from governance_core.people.messages import ChooseSettings
from governance_core.proposals.messages import AmendProposal, AnswerRound, RaiseObjection, WithdrawObjection

GARDEN, COMMONS, CARE = CircleId("garden"), CircleId("commons"), CircleId("care")
P1, P2, P3 = StreamId("P-1"), StreamId("P-2"), StreamId("P-3")


@pytest.fixture
def sent(world: World) -> DigestSent:
    """A week in the garden, told on Monday 9 March: to everybody, and to Ana alone."""
    settle_in(world)
    world.config(
        SetPolicy(circle=GARDEN, key="digest", value="every mon 09:00"),
        SetPolicy(circle=GARDEN, key="window", value="12d"),
    )
    world.do(ChooseSettings(reminders="direct"), "ana@slack")
    world.do(CreateCheckIn(circle=GARDEN, title="Round", every="every fri 08:00", questions="text: Done?"), "ana")
    for proposer, title in (("ana", "Water the beds"), ("ben", "Paint the shed"), ("dee", "Buy a fuse")):
        world.proposal(proposer, title=title)
    for person in ("ana", "ben", "dee"):
        world.do(AnswerRound(id=P1, answer="consent"), person)
    world.do(RaiseObjection(id=P2, harm="White gets dirty", safe="Green"), "dee")
    world.do(RaiseBlocker(circle=GARDEN, what="The pump leaks", owner=PersonId("dee")), "ben")
    world.do(AddAction(circle=GARDEN, what="Call the plumber", owner=PersonId("ana"), due="2026-03-11"), "ben")
    world.do(AddMetric(circle=GARDEN, name="Plots in use", unit="plots", target="45"), "ana")
    world.do(RecordMetric(id=StreamId("M-1"), value="38"), "ana")
    until(world, datetime(2026, 3, 6, 12, tzinfo=UTC))
    world.do(AnswerCheckIn(id=StreamId("C-1"), first="The beds"), "ben")
    until(world, datetime(2026, 3, 9, 9, tzinfo=UTC))
    [one] = [one.event for one in world.recorded(DIGESTS) if isinstance(one.event, DigestSent)]
    return one


def until(world: World, end: datetime) -> None:
    """Time passes, alarm by alarm."""
    while True:
        rows = world.rows("SELECT min(due) FROM alarms WHERE org = ?", world.org)
        first = datetime.fromisoformat(rows[0][0]).replace(tzinfo=UTC) if rows[0][0] else end
        world.clock.at = max(world.clock.at, min(first, end))
        world.sweep()
        if first > end or world.clock.at >= end:
            world.clock.at = end
            world.sweep()
            return


def drawn(world: World, event: DigestSent, viewer: str | None = None) -> Card:
    telling = FEATURES.of_stream(DIGESTS).telling  # type: ignore[union-attr]
    assert telling is not None
    person = PersonId(viewer) if viewer else None
    card: Card | None = world.read(lambda r: telling(DIGESTS, event, r.state(DIGESTS), r, person))
    assert card is not None
    return card


def both(world: World, event: DigestSent) -> tuple[str, str]:
    return world.words(drawn(world, event)), world.words(drawn(world, event, "ana"))


def move_on(world: World) -> None:
    """All that the digest spoke of is different now."""
    world.do(WithdrawObjection(id=P2, into="consent"), "dee")
    for person in ("ana", "ben"):
        world.do(AnswerRound(id=P2, answer="consent"), person)
    for person in ("ana", "ben", "dee"):
        world.do(AnswerRound(id=P3, answer="consent"), person)
    world.do(AcknowledgeBlocker(id=StreamId("X-1")), "dee")
    world.do(ResolveBlocker(id=StreamId("X-1"), how="A new seal"), "dee")
    world.do(RecordMetric(id=StreamId("M-1"), value="44"), "ana")
    world.do(AnswerCheckIn(id=StreamId("C-1"), first="Late, the shed"), "ana")
    until(world, world.clock.at + timedelta(days=20))


def test_what_was_sent_reads_the_same_when_all_of_it_moved_on_since(world: World, sent: DigestSent) -> None:
    first = both(world, sent)
    assert "P-2 · Paint the shed · objection open since" in first[0]
    assert "P-3 · Buy a fuse · closes Sat 14 Mar 2026 09:00, 0 of 3 answered" in first[0]
    assert "D-1 · Water the beds · adopted (3 consents)" in first[0]
    assert "C-1 · Round · closed" in first[0]
    assert "C-1 · Round · 1 of 3 answered · no answer from Ana and Dee" in first[1]
    assert "X-1 · The pump leaks · not acknowledged, 7 days · Dee" in first[0]
    assert "M-1 · Plots in use, in plots · 38 (target 45)" in first[0]
    assert "A-1 · Call the plumber" in first[1]
    move_on(world)
    assert both(world, sent) == first
    world.restart()
    assert both(world, sent) == first
    world.store.rebuild(world.org)
    assert both(world, sent) == first
    assert world.clean()


def test_a_renamed_item_is_called_by_its_new_name_and_nothing_else_changes(world: World, sent: DigestSent) -> None:
    first = world.words(drawn(world, sent))
    world.do(AmendProposal(id=P3, title="Buy two fuses", version=1), "dee")
    assert world.words(drawn(world, sent)) == first.replace("Buy a fuse", "Buy two fuses")


def test_no_words_of_a_person_are_recorded_so_that_an_erasure_takes_them_out_of_old_digests(
    world: World, sent: DigestSent
) -> None:
    recorded = "".join(row[0] for row in world.rows("SELECT payload FROM journal WHERE stream = 'digests'"))
    words = ("Water", "shed", "fuse", "pump", "plumber", "Plots", "plots", "Round", "White", "Ana", "Dee")
    assert "P-3" in recorded
    assert not [one for one in words if one in recorded]
    world.config(FillRole(circle=GARDEN, role="facilitator", person=None))
    world.store.erase(world.org, PersonId("dee"))
    after = world.words(drawn(world, sent))
    assert "P-3 · [erased] · closes Sat 14 Mar 2026 09:00, 0 of 3 answered" in after
    assert "Dee" not in after


def test_a_digest_of_before_anything_was_recorded_is_drawn_from_what_can_be_found(
    world: World, sent: DigestSent
) -> None:
    old = DigestSent(circle=GARDEN, since=sent.since, until=sent.until, due=sent.due, direct={})
    assert "D-1 · Water the beds · adopted (3 consents)" in world.words(drawn(world, old))


def for_me(world: World, event: DigestSent, who: str, circle: CircleId = GARDEN) -> str:
    """What somebody reads who presses *For me* below what the circle was told."""
    return world.words(world.answer(ShowDigest(circle=circle, stretch=stretch(event.since, event.until)), who))


def test_for_me_is_what_came_directly_word_by_word_whatever_moved_since_on_every_platform(
    world: World, sent: DigestSent
) -> None:
    came = world.words(drawn(world, sent, "ana"))
    assert "Needs you" in came
    assert for_me(world, sent, "ana@slack") == came
    move_on(world)
    assert for_me(world, sent, "ana@discord") == came
    world.restart()
    world.store.rebuild(world.org)
    assert for_me(world, sent, "ana") == came
    assert world.clean()


def test_who_answers_for_the_circle_reads_their_own_though_it_never_came_to_them(
    world: World, sent: DigestSent
) -> None:
    assert list(sent.direct) == ["ana"]
    assert set(sent.leads) == {"ana", "ben", "dee"}
    first = for_me(world, sent, "dee")
    assert "For Dee, facilitator" in first
    move_on(world)
    assert for_me(world, sent, "dee") == first


def test_others_read_what_everybody_read_and_whoever_answers_for_it_since_then_only_reads_so(
    world: World, sent: DigestSent
) -> None:
    told = world.words(drawn(world, sent)).splitlines()
    lines = [one for one in told if one.startswith("•")]
    cem = PersonId("cem")
    world.config(AddMember(circle=GARDEN, person=cem), FillRole(circle=GARDEN, role="secretary", person=cem))
    move_on(world)
    for who, why in (("eli", "what everybody reads"), ("cem", "You did not answer for this circle then")):
        mine = for_me(world, sent, who)
        assert [one for one in mine.splitlines() if one.startswith("•")] == lines
        assert why in mine
        assert "Your inbox" in mine
    assert "no answer from" not in for_me(world, sent, "cem")
    world.config(FillRole(circle=GARDEN, role="lead", person=PersonId("cem")))
    assert "no answer from" not in for_me(world, sent, "ana"), "names are for those who answer for the circle now"


def test_for_me_of_one_that_was_sent_by_hand_is_kept_too(world: World, sent: DigestSent) -> None:
    world.clock.turn(hours=1)
    world.do(RaiseBlocker(circle=GARDEN, what="No water", owner=PersonId("ben")), "dee")
    world.do(SendDigestNow(circle=GARDEN), "ana")
    by_hand = [one.event for one in world.recorded(DIGESTS) if isinstance(one.event, DigestSent)][-1]
    first = for_me(world, by_hand, "ben")
    assert "X-2 · No water · not acknowledged" in first
    world.do(ResolveBlocker(id=StreamId("X-2"), how="It rained"), "ben")
    assert for_me(world, by_hand, "ben") == first


def test_those_of_an_older_store_are_read_again_too(world: World, sent: DigestSent) -> None:
    first = for_me(world, sent, "ana")
    before = world.rows("SELECT * FROM digests_sent")
    make_older(world.path, "0024")
    world.restart()
    assert world.rows("SELECT * FROM digests_sent") == before
    assert for_me(world, sent, "ana") == first
    assert world.clean()


SPANS = some.one_of(
    some.text(min_size=1),
    some.builds(Bold, some.text()),
    some.builds(Mention, some.text().map(PersonId)),
    some.builds(When, some.datetimes(timezones=some.just(UTC)), some.sampled_from(["full", "date", "relative"])),
    some.builds(Link, some.text(), some.text()),
    some.builds(Money, some.integers(), some.text(), some.integers(0, 9)),
)


@given(some.lists(SPANS).map(tuple))
def test_a_recorded_text_is_read_as_it_was(words: Text) -> None:
    again = read(kept(words))
    assert [one for one in again if not isinstance(one, str)] == [one for one in words if not isinstance(one, str)]
    assert "".join(one for one in again if isinstance(one, str)) == "".join(
        one for one in words if isinstance(one, str)
    )
    assert kept(again) == kept(words)


@pytest.mark.parametrize("strange", ["{when soon full}", "{what 1}", "{money x EUR 2}", "{person a b}", "{{}", "{"])
def test_what_this_program_does_not_know_stays_as_it_is_recorded(strange: str) -> None:
    assert "".join(str(one) for one in read(strange))
    assert read("a {{b}} {person ana}.") == text("a {b} ", Mention(PersonId("ana")), ".")


def test_of_money_that_waits_neither_who_is_paid_nor_why_is_recorded(world: World) -> None:
    settle_in(world)
    cem, kilda = PersonId("cem"), "Kilda's nursery"
    world.config(
        FillRole(circle=COMMONS, role="lead", person=cem),
        FillRole(circle=COMMONS, role="treasurer", person=cem),
        SetPolicy(circle=COMMONS, key="approve_up_to", value="250 EUR"),
        SetPolicy(circle=COMMONS, key="separation", value="false"),
        SetPolicy(circle=COMMONS, key="digest", value="every mon 09:00"),
    )
    world.do(Allocate(circle=COMMONS, amount="3000 EUR"), "cem")
    world.do(Allocate(circle=GARDEN, amount="900 EUR"), "cem")
    world.do(AskAllocation(circle=CARE, amount="80 EUR", reason="A quiet weekend", shown=True), "eli")
    for circle, who in ((GARDEN, "ben"), (COMMONS, "ana")):
        world.do(RequestMoney(circle=circle, amount="20", purpose="Apple trees", payee=kilda), who)
    world.do(ApproveRequest(id=StreamId("B-1")), "ana")
    world.do(ApproveRequest(id=StreamId("B-2")), "cem")
    until(world, datetime(2026, 3, 9, 9, tzinfo=UTC))
    recorded = "".join(row[0] for row in world.rows("SELECT payload FROM journal WHERE stream = 'digests'"))
    assert "B-1" in recorded
    assert not [one for one in ("Kilda", "Apple", "weekend") if one in recorded]
    events = {one.event.circle: one.event for one in world.recorded(DIGESTS) if isinstance(one.event, DigestSent)}
    assert "B-1 · Apple trees · EUR 20.00 · approved since Mon 2 Mar 2026" in for_me(world, events[GARDEN], "ana")
    above = for_me(world, events[COMMONS], "cem", COMMONS)
    assert "Wish 1 · a private circle of Commons asks for EUR 80.00 [Allocate" in above
