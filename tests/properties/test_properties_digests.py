"""Every figure of every digest that is sent, against a count of the journal by hand, in made-up organisations."""

import re
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from application_world import HandClock, World, settle_in
from hypothesis import Phase, given, settings
from hypothesis import strategies as some

from governance_core.application.viewer import eyes
from governance_core.budgets.messages import Allocate, AmountMoved, GiveBack
from governance_core.cards.kept import read
from governance_core.cards.plain import plain_text
from governance_core.checkins.answering_messages import AnswerCheckIn, SkipCheckIn
from governance_core.checkins.events import CheckInAnswered, CheckInSkipped, RunClosed, RunOpened
from governance_core.checkins.messages import CreateCheckIn
from governance_core.circles.messages import AddMember, FillRole, SetPolicy
from governance_core.digests.messages import DigestSent
from governance_core.digests.model import DIGESTS, Section
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.people.messages import ChooseSettings
from governance_core.ports import Recorded
from governance_core.proposals.events import AnswerGiven, ProposalAdopted, ProposalAmended, ProposalEnded, RoundOpened
from governance_core.proposals.messages import (
    AmendProposal,
    AnswerRound,
    CreateProposal,
    RaiseObjection,
    WithdrawObjection,
    WithdrawProposal,
)
from governance_core.proposals.objections_events import ObjectionRaised, ObjectionWithdrawn
from governance_core.reports import Part

GARDEN, COMMONS = CircleId("garden"), CircleId("commons")
SEATS = ("ana", "ben", "dee", "eli", "fay")
PERIOD = timedelta(days=90)
QUICKLY = settings(max_examples=8 if settings().max_examples < 100 else 200, phases=[Phase.generate])
who = some.sampled_from(SEATS)
item = some.integers(1, 6).map(lambda number: StreamId(f"P-{number}"))
cents = some.integers(1, 900).map(lambda minor: f"{minor} EUR")
Act = int | Sequence[tuple[str, Command]]
kinds = some.sampled_from(["consent", "consent", "consent", "concern"])
agreed = some.tuples(item, some.lists(kinds, min_size=5, max_size=5)).map(
    lambda drawn: [(one, AnswerRound(id=drawn[0], answer=how, concern="Costs"))
                   for one, how in zip(SEATS, drawn[1], strict=True)]
)  # fmt: skip
moods = some.lists(some.integers(1, 5), min_size=3, max_size=5).map(
    lambda drawn: [(one, AnswerCheckIn(id=StreamId("C-1"), first=str(mood)))
                   for one, mood in zip(SEATS, drawn, strict=False)]
)  # fmt: skip
single = some.one_of(
    some.tuples(who, some.builds(CreateProposal, circle=some.just(GARDEN), title=some.just("Beds"),
                                 driver=some.just("Dry"), text=some.just("Water"))),
    some.tuples(who, some.builds(AnswerRound, id=item, answer=some.sampled_from(["consent", "consent", "concern"]),
                                 concern=some.just("Costs"))),
    some.tuples(who, some.builds(AnswerRound, id=item, answer=some.just("consent"))),
    some.tuples(who, some.builds(RaiseObjection, id=item, harm=some.just("It harms"))),
    some.tuples(who, some.builds(WithdrawObjection, id=item, into=some.just("consent"))),
    some.tuples(who, some.builds(AmendProposal, id=item, text=some.sampled_from(["Twice", "Thrice"]))),
    some.tuples(who, some.builds(WithdrawProposal, id=item)),
    some.tuples(who, some.builds(AnswerCheckIn, id=some.just(StreamId("C-1")), first=some.integers(1, 5).map(str))),
    some.tuples(who, some.builds(SkipCheckIn, id=some.just(StreamId("C-1")))),
    some.tuples(some.just("cem"), some.builds(Allocate, circle=some.just(GARDEN), amount=cents)),
    some.tuples(some.just("ana"), some.builds(GiveBack, circle=some.just(GARDEN), amount=cents)),
)  # fmt: skip
acts: some.SearchStrategy[Act] = some.one_of(single.map(lambda one: [one]), agreed, moods, some.integers(1, 60))


@dataclass
class Round:
    """A proposal of the garden as the journal tells it."""

    created: datetime
    electors: tuple[PersonId, ...] = ()
    answers: dict[PersonId, str] = field(default_factory=dict)
    objections: int = 0
    open: set[int] = field(default_factory=set)
    ended: datetime | None = None
    adopted: bool = False
    stage: str = ""


def rounds(journal: Mapping[str, Sequence[Recorded]]) -> list[Round]:
    return [_round(events) for stream, events in journal.items() if stream.startswith("P-")]


def _round(events: Sequence[Recorded]) -> Round:
    one = Round(events[0].at)
    for recorded in events:
        match recorded.event:
            case RoundOpened(electors=electors):
                one.electors = electors
            case ProposalAmended():
                one.answers.clear()
            case AnswerGiven(person=person, answer=answer):
                one.answers[person] = str(answer)
            case ObjectionRaised(number=number, person=person):
                one.objections += 1
                one.open.add(number)
                one.answers[person] = "objection"
            case ObjectionWithdrawn(number=number, person=person, into=into):
                one.open.discard(number)
                one.answers[person] = str(into)
            case ProposalAdopted():
                one.ended, one.adopted, one.stage = recorded.at, True, "adopted"
            case ProposalEnded(stage=stage):
                one.ended, one.stage = recorded.at, str(stage)
            case _:
                pass
    return one


@dataclass
class Asked:
    """A run of the check-in as the journal tells it."""

    expected: int
    said: dict[PersonId, int] = field(default_factory=dict)
    moods: Sequence[int] = ()
    """Those of the close: how one that comes or is changed later changes the average would say whose it is."""
    closed: datetime | None = None


def runs(events: Sequence[Recorded]) -> list[Asked]:
    found: dict[int, Asked] = {}
    early: dict[PersonId, int] = {}
    for recorded in events:
        match recorded.event:
            case RunOpened(run=run, roster=roster, away=away, early=before):
                found[run] = Asked(len(roster) - len(away), {person: early[person] for person in before})
                early.clear()
            case CheckInAnswered(early=True, person=person, words=words):
                early[person] = int(re.findall(r"\d+", words)[0])
            case CheckInAnswered(run=run, person=person, words=words) if run in found:
                found[run].said[person] = int(re.findall(r"\d+", words)[0])
            case CheckInSkipped(run=run, person=person) if run in found:
                found[run].said.pop(person, None)
            case RunClosed(run=run, at=at):
                found[run].closed, found[run].moods = at, tuple(found[run].said.values())
            case _:
                pass
    return list(found.values())


def envelope(events: Sequence[Recorded], until: datetime) -> int:
    moved = [one.event for one in events if isinstance(one.event, AmountMoved) and one.at <= until]
    into = sum(one.minor for one in moved if one.to_circle == GARDEN and one.from_circle != GARDEN)
    return into - sum(one.minor for one in moved if one.from_circle == GARDEN and one.to_circle != GARDEN)


def expected(event: DigestSent, journal: Mapping[str, Sequence[Recorded]]) -> Iterator[tuple[Part, str]]:
    """What must stand in the lead's digest, counted by hand."""
    known = rounds(journal)
    over = [one for one in known if one.ended and event.until - PERIOD < one.ended <= event.until]
    told = [one for one in over if one.ended and one.ended > event.since]
    yield from _decided(told)
    if over:
        adopted = [one for one in over if one.adopted]
        lapsed = sum(one.stage == "lapsed" for one in over)
        yield Part.HEALTH, f"{len(adopted)} of {len(over)} round{'s' if len(over) > 1 else ''} adopted"
        yield Part.HEALTH, f"{lapsed} of {len(over)} lapsed"
        answered, asked = sum(len(one.answers) for one in over), sum(len(one.electors) for one in over)
        yield Part.HEALTH, f"{answered} of {asked} answers given ({round(100 * answered / asked)}%"
        objected = sum(one.objections for one in over)
        yield Part.HEALTH, f"{objected} objection{'' if objected == 1 else 's'} in {len(over)} round"
        took = [(one.ended - one.created).total_seconds() for one in adopted if one.ended]
        if took and median(took):
            hours = median(took) / 3600
            yield Part.HEALTH, f"Median {f'{hours / 24:.1f} days' if hours >= 24 else f'{hours:.0f} hours'} from"
    yield from _checked_in(event, runs(journal.get("C-1", ())))
    there = envelope(journal.get("ledger", journal.get("books", ())), event.until)
    if there:
        yield Part.MONEY, f"EUR {there // 100}.{there % 100:02} available of EUR {there // 100}.{there % 100:02}"


def _decided(told: Sequence[Round]) -> Iterator[tuple[Part, str]]:
    """The first five, in words; `shown` looks after how many there are."""
    for one in sorted(told, key=lambda one: one.ended or one.created)[:5]:
        if not one.adopted:
            yield Part.DECIDED, one.stage
            continue
        said = Counter(one.answers.values())
        consents, concerns = said["consent"], said["concern"]
        parts = [f"{consents} consent{'s' if consents > 1 else ''}"] if consents else []
        parts += [f"{concerns} concern{'s' if concerns > 1 else ''}"] if concerns else []
        yield Part.DECIDED, f"adopted ({' and '.join(parts)})"


def _checked_in(event: DigestSent, asked: Sequence[Asked]) -> Iterator[tuple[Part, str]]:
    closed = [one for one in asked if one.closed and event.since < one.closed <= event.until]
    if not closed:
        return
    several = f"{len(closed)} times, " if len(closed) > 1 else ""
    yield (
        Part.PEOPLE,
        f"{several}{sum(len(one.said) for one in closed)} of {sum(one.expected for one in closed)} answered",
    )
    enough = [one for one in closed if len(one.moods) >= 4]
    if enough:
        moods = enough[-1].moods
        yield Part.PEOPLE, f"mood {sum(moods) / len(moods):.1f} of 5, from {len(moods)} answers"
    else:
        yield Part.PEOPLE, "no mood"


def lines(told: Sequence[Section], world: World) -> dict[Part, str]:
    def words(said: str) -> str:
        return str(world.read(lambda reader: plain_text(read(said), eyes(None, "UTC", reader))))

    return {Part(one.part): "\n".join(words(line.said) for line in one.lines) for one in told}


def until(world: World, end: datetime) -> None:
    while (rows := world.rows("SELECT min(due) FROM alarms WHERE org = ?", world.org)) and rows[0][0]:
        first = datetime.fromisoformat(rows[0][0]).replace(tzinfo=UTC)
        if first > end:
            break
        world.clock.at = max(world.clock.at, first)
        world.sweep()
    world.clock.at = end + timedelta(seconds=1)  # nobody acts in the very instant in which something was due


def check(world: World, streams: Sequence[str]) -> int:
    """Every digest that was sent; how many there were."""
    whole = {stream: world.recorded(stream) for stream in streams}
    sent = [one for one in world.recorded(DIGESTS) if isinstance(one.event, DigestSent)]
    for recorded in sent:
        event = recorded.event
        assert isinstance(event, DigestSent)
        journal = {name: [one for one in events if one.at <= event.until] for name, events in whole.items()}
        journal = {name: events for name, events in journal.items() if events}
        said = lines(event.leads[PersonId("ana")], world)
        for part, words in expected(event, journal):
            if words == "no mood":
                assert "mood" not in said.get(part, "")
            elif part in said:
                assert words in said[part] or _cut(event, part), f"{words!r} of {part!r} is not in {said[part]!r}"
            else:
                raise AssertionError(f"{part!r} is missing for {words!r}: {said}")
        assert "mood" not in said.get(Part.PEOPLE, "") or any(p is Part.PEOPLE for p, _ in expected(event, journal))
    return len(sent)


def _cut(event: DigestSent, part: Part) -> bool:
    """Whether lines of a part did not fit."""
    return any(one.more for one in event.leads[PersonId("ana")] if one.part == part)


@QUICKLY
@given(some.lists(acts, min_size=30, max_size=90))
def test_every_figure_is_what_a_count_of_the_journal_by_hand_gives(
    played: Sequence[Act],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder) / "made.db", HandClock())
        try:
            settle_in(world)
            world.config(
                *(AddMember(circle=GARDEN, person=PersonId(one)) for one in ("eli", "fay")),
                FillRole(circle=COMMONS, role="treasurer", person=PersonId("cem")),
                SetPolicy(circle=GARDEN, key="digest", value="every mon, thu 09:00"),
            )
            world.do(ChooseSettings(reminders="direct"), "ana@slack")
            world.do(
                CreateCheckIn(circle=GARDEN, title="Round", every="every tue, fri 08:00", questions="mood: How?"), "ana"
            )
            world.do(Allocate(circle=COMMONS, amount="100000 EUR"), "cem")
            for act in played:
                play(world, act)
            until(world, world.clock.at + timedelta(days=8))
            streams = {row[0] for row in world.rows("SELECT DISTINCT stream FROM journal WHERE org = ?", world.org)}
            assert check(world, sorted(streams)) > 0
            before = world.rows("SELECT payload FROM journal WHERE stream = 'digests' ORDER BY version")
            world.store.rebuild(world.org)
            assert world.rows("SELECT payload FROM journal WHERE stream = 'digests' ORDER BY version") == before
        finally:
            world.close()


def play(world: World, act: Act) -> None:
    if isinstance(act, int):
        until(world, world.clock.at + timedelta(hours=act))
        return
    for who, command in act:
        with suppress(Refusal):
            world.attempt(command, who)
