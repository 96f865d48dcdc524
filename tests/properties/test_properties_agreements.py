"""The life of an agreement, played by chance: it stands until it is dropped or expires, and always has a way on."""

from dataclasses import replace
from datetime import timedelta
from functools import cache
from typing import Any

from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from governance_core.cards.plain import plain_card
from governance_core.circles import messages as circle
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import CONFIG, Actor, PersonId, StreamId
from governance_core.kernel.message import Command
from governance_core.logbook.cards import agreement_card, full_card
from governance_core.logbook.feature import LOGBOOK, alarms, telling
from governance_core.logbook.model import Agreement, Standing, Verdict
from governance_core.logbook.receipts import receipt
from governance_core.logbook.reviewing import AnswerReview, AskReview, LookBack, NoteOutcome, ObjectLater
from governance_core.logbook.rules import RULES
from governance_core.people import messages as person
from governance_core.proposals.messages import AnswerRound, ProposeChange, ProposeDrop, WithdrawProposal
from tests.rules.given import Names, helpful, proposal, words_of
from tests.rules.living import D1, P1
from tests.rules.organisation import ANA, EVERYBODY, GARDEN
from tests.rules.world import World

anybody = some.integers(0, 9)
"""Mostly somebody with a seat in the garden, sometimes whoever."""
verdicts = some.sampled_from(["keep", "keep", "keep", "keep", "change", "drop", ""])
words = some.sampled_from(["A", "The wall gets wet", "漢字\u202e", " ", "half \ud83d"])
lengths = some.sampled_from([0.01, 1, 6, 7, 13, 20, 40, 100])
reviews = some.sampled_from([None, "1h", "8d", "90d", "2026-04-01"])
POLICIES = [
    ("silence", "explicit"),
    ("silence", "consents"),
    ("quorum", "1"),
    ("quorum", "100%"),
    ("review", "10d"),
    ("expiry", "60d"),
    ("expiry", "off"),
    ("process", "full"),
    ("process", "quick"),
]


@cache
def founded() -> World:
    return World.founded()


class LivingAgreements(RuleBasedStateMachine):
    """The garden looks at what it agreed, changes it and drops it; people come and go; the program is down at times."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.ended: dict[StreamId, Agreement] = {}

    @initialize(review=reviews, expiry=some.sampled_from([None, None, "30d", "200d"]), silence=some.booleans())
    def agree(self, review: str | None, expiry: str | None, silence: bool) -> None:
        self.world.memory = founded().memory.copy()
        self.does(CONFIG, circle.SetPolicy(circle=GARDEN, key="silence", value="consents" if silence else "explicit"))
        self.does(ANA, proposal(review=review, expiry=expiry))
        for elector in self.world.proposal(P1).electors:
            self.does(elector, AnswerRound(id=P1, answer="concern", concern=f"{elector} is not sure"))

    def does(self, by: PersonId | Actor, command: Command) -> None:
        """Events or a refusal in helpful words; the same at once again changes nothing."""
        for attempt in range(2):
            before = {stream: len(events) for stream, events in self.world.memory.journal.items()}
            try:
                self.world.does(by, command)
            except Refusal as refusal:
                helpful(words_of(refusal, self.world.people))
            grown = [one for one, events in self.world.memory.journal.items() if len(events) > before.get(one, 0)]
            creates = getattr(command, "changes", None) is not None or command.spec.kind == "proposal.create"
            new = [told.event.kind for one in grown for told in self.world.memory.journal[one][before.get(one, 0) :]]
            creates = creates or "review.opened" in new  # its date came when the first had ended: another is answered
            assert not (attempt and grown) or creates, f"{command} had a second effect on {grown}"

    def agreements(self) -> dict[StreamId, Agreement]:
        return self.world.memory.agreements()

    def one(self, by: int) -> PersonId:
        seats = self.world.circles.seats(GARDEN)
        return seats[by % len(seats)] if seats and by < 7 else EVERYBODY[by % len(EVERYBODY)]

    def pick(self, which: int) -> StreamId:
        known = sorted(self.agreements(), key=lambda one: not self.agreements()[one].stands)
        return known[which % len(known)] if known else D1

    @rule(by=anybody, which=some.integers(0, 1), verdict=verdicts, why=words, seen=some.sampled_from([None, 1, 2]))
    def answers(self, by: int, which: int, verdict: str, why: str, seen: int | None) -> None:
        self.does(self.one(by), AnswerReview(id=self.pick(which), answer=verdict, reason=why, version=seen))

    @rule(which=some.integers(0, 1))
    def everybody_keeps(self, which: int) -> None:
        agreed = self.agreements().get(self.pick(which))
        for elector in agreed.review.electors if agreed and agreed.review else ():
            self.does(elector, AnswerReview(id=self.pick(which), answer="keep"))

    @rule(by=anybody, harm=words)
    def objects(self, by: int, harm: str) -> None:
        self.does(self.one(by), ObjectLater(id=self.pick(0), harm=harm))

    @rule(by=anybody, wanted=reviews)
    def asks(self, by: int, wanted: str | None) -> None:
        self.does(self.one(by), AskReview(id=self.pick(0), review=wanted))

    @rule(by=anybody, number=some.sampled_from(["1", "2", "9", "x"]), happened=some.booleans(), said=words)
    def looks_back(self, by: int, number: str, happened: bool, said: str) -> None:
        answer = "yes" if happened else "no"
        self.does(self.one(by), LookBack(id=self.pick(0), concern=number, happened=answer, words=said))

    @rule(by=anybody, said=words)
    def notes(self, by: int, said: str) -> None:
        self.does(self.one(by), NoteOutcome(id=self.pick(0), note=said))

    @rule(
        by=anybody, which=some.integers(0, 1), drops=some.booleans(), said=words, seen=some.sampled_from([0, 0, 1, 2])
    )
    def proposes(self, by: int, which: int, drops: bool, said: str, seen: int) -> None:
        stream, given = self.pick(which), {"driver": "It is hot", "version": seen or None}
        change = ProposeChange(id=stream, title="A", text=said, review="20d", **given)  # type: ignore[arg-type]
        self.does(self.one(by), (ProposeDrop(id=stream, **given) if drops else change).meant())  # type: ignore[arg-type]

    @rule(by=some.integers(0, 6), drops=some.sampled_from([False, False, False, False, True]))
    def changes_it(self, by: int, drops: bool) -> None:
        """Proposed and adopted at once."""
        self.proposes(by, 0, drops, "Mon and Fri", 0)
        self.decides(adopts=True)

    @rule(adopts=some.booleans())
    def decides(self, adopts: bool) -> None:
        for stream, state in self.world.memory.proposals().items():
            if state.is_open and not adopts:
                self.does(state.proposer, WithdrawProposal(id=stream))
            elif state.in_round:
                for elector in state.electors:
                    self.does(elector, AnswerRound(id=stream, answer="consent"))

    @rule(by=anybody)
    def leaves(self, by: int) -> None:
        self.does(CONFIG, circle.RemoveMember(circle=GARDEN, person=self.one(by)))

    @rule(by=anybody)
    def leaves_everything(self, by: int) -> None:
        if by == 9:
            self.does(CONFIG, person.LeaveOrganisation(person=EVERYBODY[5]))

    @rule(by=some.integers(0, 5))
    def joins(self, by: int) -> None:
        self.does(CONFIG, circle.AddMember(circle=GARDEN, person=EVERYBODY[by]))

    @rule(by=anybody, days=some.sampled_from(["3d", "30d"]))
    def is_away(self, by: int, days: str) -> None:
        self.does(self.one(by), person.DeclareAbsence(until=days))

    @rule(policy=some.sampled_from(POLICIES))
    def changes_a_rule(self, policy: tuple[str, str]) -> None:
        self.does(CONFIG, circle.SetPolicy(circle=GARDEN, key=policy[0], value=policy[1]))

    @rule(days=lengths)
    def waits(self, days: float) -> None:
        self.world.wait(timedelta(days=days))

    @rule(days=lengths)
    def is_down(self, days: float) -> None:
        self.world.sleep(timedelta(days=days))
        self.world.sweep()

    @invariant()
    def it_stands_until_it_is_dropped_or_expires(self) -> None:
        for stream, one in self.agreements().items():
            if stream in self.ended:
                noted = replace(one, reviewed=self.ended[stream].reviewed)
                assert noted == self.ended[stream], "what ended changes no more, but for notes beside it"
            if one.stands:
                assert not (one.expires_at and one.expires_at < self.world.now), "it ended on its date"
                continue
            self.ended[stream] = one
            told = (told.event.kind for told in self.world.memory.journal[stream])
            kinds = [kind for kind in told if kind != "review.noted"]
            assert kinds[-1] == ("agreement.dropped" if one.standing is Standing.DROPPED else "agreement.expired")
            assert alarms(one) == ()
            assert (one.review, one.changing) == (None, "")

    @invariant()
    def there_is_always_a_way_on(self) -> None:
        """One that stands is under review, or will be; an overdue one can be kept, changed, dropped and asked anew."""
        for stream, one in self.agreements().items():
            if not one.stands:
                continue
            names = {alarm.name for alarm in alarms(one)}
            assert "review" in names or one.review is not None
            assert one.review is None or one.review.overdue or "overdue" in names
            labels = {button.label for button in agreement_card(stream, one, "Garden", "UTC").buttons()}
            assert "Object" in labels
            assert {"Propose a change", f"Open {one.changing}"} & labels
            assert one.review is None or {"Keep it", "Change it", "Drop it"} <= labels
            assert not one.changing or self.world.proposal(one.changing).is_open

    @invariant()
    def nothing_is_renewed_against_somebody(self) -> None:
        for stream in self.agreements():
            state = RULES.initial
            for told in self.world.memory.journal[stream]:
                if told.event.kind == "agreement.renewed":
                    assert state.review is not None
                    assert state.review.keeping()
                    assert not state.review.against()
                state = RULES.evolve(state, told.event)
            assert state == self.world.memory.state(stream), "the journal folds to the state"

    @invariant()
    def everything_can_be_shown(self) -> None:
        names = Names(self.world.people)
        for stream, one in self.agreements().items():
            for card in (agreement_card(stream, one, "Garden", "UTC"), full_card(stream, one, "UTC")):
                assert plain_card(card, names)
                assert plain_card(receipt(stream, (), one), names)
            last: Any = self.world.memory.journal[stream][-1].event
            if LOGBOOK.notices(last, one):
                told = telling(stream, last, one, self.world.memory, None)
                assert told is not None
            if one.review is not None:
                said = [answer.verdict for answer in one.review.answers.values()]
                assert all(answer.words for answer in one.review.against().values())
                assert set(said) <= set(Verdict)


def test_agreements_live_by_the_rules_whatever_happens() -> None:
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        LivingAgreements, settings=settings()
    )
