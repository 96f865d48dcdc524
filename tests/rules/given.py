"""`given(...).when(who, command).then(events)` or `.refused(why, words)`: how rules are said in tests."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from governance_core.cards.plain import plain_text
from governance_core.cards.text import say
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Command, Event
from governance_core.people.model import People
from governance_core.proposals import messages as ask
from governance_core.proposals.due import alarms
from governance_core.proposals.guards import ProposalFacts
from governance_core.proposals.model import Proposal
from governance_core.proposals.rules import RULES
from tests.rules.organisation import ANA, GARDEN, MONDAY, Organisation, harbour

P1 = StreamId("P-1")
POLICY = Actor.policy("member.removed")
NOTHING = Proposal()
Change = Callable[[Organisation], Organisation]


class Like:
    """An event of this kind with these fields, whatever its other fields are."""

    def __init__(self, kind: type[Event], **fields: Any) -> None:
        self.kind, self.fields = kind, fields

    def fits(self, event: Event) -> bool:
        return type(event) is self.kind and all(getattr(event, name) == value for name, value in self.fields.items())

    def __repr__(self) -> str:
        return f"{self.kind.__name__}(…{', '.join(f'{name}={value!r}' for name, value in self.fields.items())}…)"


def fits(expected: Event | type[Event] | Like, event: Event) -> bool:
    """Whether this is the event that was expected: itself, its kind, or its kind with some fields."""
    if isinstance(expected, Like):
        return expected.fits(event)
    return type(event) is expected if isinstance(expected, type) else event == expected


@dataclass(frozen=True)
class Names:
    """Who reads a refusal: somebody who knows everybody."""

    people: People
    zone: str = "UTC"

    def name(self, person: PersonId) -> str:
        return self.people.name(person)


def words_of(refusal: Refusal, people: People) -> str:
    """What a member reads."""
    return plain_text(say(refusal.template, **refusal.fields), Names(people))


_ACTS = "add|answer|ask|change|check|choose|consent|give|link|name|offer|press|put|raise|say|take|try|type|wait|write"
_ACTIONABLE = re.compile(
    rf"(?i)(^|[,;:] )({_ACTS})\b|\byou (can|may)\b|(^| )/[a-z]+ [a-z]+|\bcan withdraw\b|\bthey can\b|\bthere are:"
)


def helpful(words: str) -> None:
    """Assert that a refusal has no gap left, is whole sentences, and that its last one is something to act on."""
    assert not re.search(r"[{}]|  |\(\)|None|Mention", words), words
    assert words.endswith("."), words
    sentences = re.split(r"(?<=[.:!?]) (?=[A-Z/“])", words)
    assert _ACTIONABLE.search(sentences[-1]), f"nothing to do next in: {sentences[-1]!r} of {words!r}"


@dataclass(frozen=True)
class Outcome:
    """What a command led to: events, or a refusal."""

    before: "Given"
    events: tuple[Event, ...] = ()
    refusal: Refusal | None = None

    def then(self, *expected: Event | type[Event] | Like) -> "Given":
        """These events, in this order, and nothing else."""
        events = self.whatever()
        fitting = len(expected) == len(events) and all(map(fits, expected, events))
        assert fitting, f"expected {list(expected)}\n but got {list(events)}"
        return self.before.happened(*events)

    def refused(self, why: type[Refusal], *words: str) -> "Given":
        """Refused for this reason, in helpful words that hold all of these."""
        assert self.refusal is not None, f"expected a refusal, got {self.events}"
        assert type(self.refusal) is why, repr(self.refusal)
        read = words_of(self.refusal, self.before.org.people)
        helpful(read)
        missing = [part for part in words if part not in read]
        assert not missing, f"{missing} not in {read!r}"
        return self.before

    def nothing(self) -> "Given":
        """It was so already: no event."""
        return self.then()

    def whatever(self) -> tuple[Event, ...]:
        """The events, whichever they are; a refusal comes out."""
        if self.refusal is not None:
            raise self.refusal
        return self.events


@dataclass(frozen=True)
class Given:
    """A proposal after some events, in an organisation, at an instant."""

    org: Organisation
    now: datetime = MONDAY
    state: Proposal = NOTHING
    history: tuple[Event, ...] = ()

    def happened(self, *events: Event) -> "Given":
        """These happened too."""
        state = RULES.fold(events, self.state)
        return replace(self, state=state, history=(*self.history, *events))

    def but(self, change: Change) -> "Given":
        """The organisation changed meanwhile; the round has not been told."""
        return replace(self, org=change(self.org))

    def at(self, instant: datetime) -> "Given":
        """It is that instant now."""
        return replace(self, now=instant)

    def wait(self, hours: float = 0, days: float = 0) -> "Given":
        """Time passes; nothing is pressed."""
        return replace(self, now=self.now + timedelta(hours=hours, days=days))

    def when(self, by: PersonId | Actor, command: Command) -> Outcome:
        """Somebody (the clock, a policy) presses this."""
        actor = by if isinstance(by, Actor) else Actor.of_person(by)
        facts = ProposalFacts(self.now, actor, P1, self.org.circles, self.org.people, command)
        try:
            events, state = RULES.outcome(command, self.state, facts)
        except Refusal as refusal:
            return Outcome(self, refusal=refusal)
        again = RULES.outcome(command, self.state, facts)
        assert again == (events, state), "a decision depends on nothing but what it is given"
        assert state == RULES.fold(events, self.state), "the state handed on is what the journal folds to"
        return Outcome(self, events)

    def having(self, by: PersonId | Actor, command: Command) -> "Given":
        """Somebody pressed this and it was carried out."""
        events = self.when(by, command).whatever()
        assert events, f"{command} had no effect"
        return self.happened(*events)

    def told(self, change: Change) -> "Given":
        """The organisation changed, and the round was told of seats and absences."""
        after = self.but(change)
        for command in (ask.CheckElectors(id=P1), ask.NoteAbsences(id=P1)):
            after = after.happened(*after.when(POLICY, command).whatever())
        return after

    def ringing(self) -> dict[str, datetime]:
        """The alarms that are set, by name."""
        return {alarm.name: alarm.due for alarm in alarms(self.state)}


def given(*events: Event, org: Organisation | None = None, at: datetime = MONDAY) -> Given:
    """After these events; none is an organisation in which nothing was proposed yet."""
    return Given(org or harbour(), at).happened(*events)


def a_round(org: Organisation | None = None, circle: CircleId = GARDEN, by: PersonId = ANA, **fields: Any) -> Given:
    """A round that opened on Monday morning, with the events that opening it leads to."""
    return given(org=org).having(by, proposal(circle, **fields))


def proposal(circle: CircleId = GARDEN, **fields: Any) -> ask.CreateProposal:
    """A proposal like any other, but for these fields."""
    usual = {"title": "Water the beds", "driver": "They dry out", "text": "Mon and Thu", "review": "90d"}
    return ask.CreateProposal(circle=circle, **{**usual, **fields})


def consent(version: int | None = None) -> ask.AnswerRound:
    return ask.AnswerRound(id=P1, answer="consent", version=version)


def concern(words: str = "The hose is old", version: int | None = None) -> ask.AnswerRound:
    return ask.AnswerRound(id=P1, answer="concern", concern=words, version=version)


def aside(reason: str = "I know nothing of plants", version: int | None = None) -> ask.AnswerRound:
    return ask.AnswerRound(id=P1, answer="stand_aside", reason=reason, version=version)


def objection(harm: str = "The pump is booked", safe: str | None = None, version: int | None = None) -> Command:
    return ask.RaiseObjection(id=P1, harm=harm, safe=safe, version=version)


def lift(into: str = "consent", words: str | None = None, version: int | None = None) -> ask.WithdrawObjection:
    return ask.WithdrawObjection(id=P1, into=into, concern=words, version=version)


def offer(text: str = "Mon and Fri", **fields: Any) -> ask.OfferAmendment:
    return ask.OfferAmendment(id=P1, kind="text", text=text, **fields)


def accept(number: str = "") -> ask.AcceptOffer:
    return ask.AcceptOffer(id=P1, offer=number)


def decline(reason: str = "Fridays are dry too", number: str = "") -> ask.DeclineOffer:
    return ask.DeclineOffer(id=P1, reason=reason, offer=number)


def amend(**changes: Any) -> ask.AmendProposal:
    return ask.AmendProposal(id=P1, **changes)


def withdraw(reason: str | None = None) -> ask.WithdrawProposal:
    return ask.WithdrawProposal(id=P1, reason=reason)


def meet(reason: str = "We talk past each other") -> ask.TakeToMeeting:
    return ask.TakeToMeeting(id=P1, reason=reason)


def discard(reason: str = "There is no driver") -> ask.DiscardProposal:
    return ask.DiscardProposal(id=P1, reason=reason)


def forward(circle: CircleId, reason: str | None = None) -> ask.ForwardProposal:
    return ask.ForwardProposal(id=P1, circle=circle, reason=reason)


def escalate(reason: str | None = "We go round in circles", shown: bool = False) -> ask.EscalateProposal:
    return ask.EscalateProposal(id=P1, reason=reason, shown=shown)


def correct(text: str | None = "Mon and Thurs", **fields: Any) -> ask.CorrectSpelling:
    return ask.CorrectSpelling(id=P1, text=text, **fields)


def take_over(number: int = 1) -> ask.TakeOverObjection:
    return ask.TakeOverObjection(id=P1, objection=str(number))


def question(words: str = "Who holds the key?") -> ask.AskQuestion:
    return ask.AskQuestion(id=P1, question=words)


def reply(words: str = "Ana does", number: str = "") -> ask.AnswerQuestion:
    return ask.AnswerQuestion(id=P1, answer=words, question=number)


def react(words: str = "I like it") -> ask.React:
    return ask.React(id=P1, reaction=words)


def shaped(org: Organisation | None = None, by: PersonId = ANA, **fields: Any) -> Given:
    """A proposal of the full process that is open for questions since Monday morning; reactions are on."""
    ruled = (org or harbour()).ruled(GARDEN, process="full", react="24h")
    return a_round(ruled, by=by, **fields)


def ask_test(number: str = "") -> ask.AskForTest:
    return ask.AskForTest(id=P1, objection=number)


def qualifies(number: str = "") -> ask.SpeakInTest:
    return ask.SpeakInTest(id=P1, says="qualifies", objection=number)


def differs(reason: str = "The pump is free on Thursdays", number: str = "") -> ask.SpeakInTest:
    return ask.SpeakInTest(id=P1, says="differs", reason=reason, objection=number)


def nothing_remains(number: str = "") -> ask.NothingRemains:
    return ask.NothingRemains(id=P1, objection=number)


def found(finding: str = "given", reason: str = "", number: str = "") -> ask.FindReasons:
    return ask.FindReasons(id=P1, finding=finding, reason=reason, objection=number)


def violation(rule: str = "D-3: no machines on Sundays", number: str = "") -> ask.RuleViolation:
    return ask.RuleViolation(id=P1, rule=rule, objection=number)


def appeal(reason: str = "I named it: the well runs dry", number: str = "") -> ask.AppealFinding:
    return ask.AppealFinding(id=P1, reason=reason, objection=number)


def decided(decision: str = "reopen", reason: str = "A reason is given", number: str = "") -> ask.DecideAppeal:
    return ask.DecideAppeal(id=P1, decision=decision, reason=reason, objection=number)


def abandon(because: str = "silent", reason: str = "Asked twice", number: str = "") -> ask.AbandonObjection:
    return ask.AbandonObjection(id=P1, because=because, reason=reason, objection=number)


CLEAR = ask.HaveNoQuestions(id=P1)
END_STAGE = ask.EndStage(id=P1)
OPEN_ROUND = ask.OpenRound(id=P1)
CHALLENGE = ask.ChallengeCorrection(id=P1)
NOBODY_CHALLENGED = ask.SettleCorrection(id=P1)
DISCUSS = ask.DiscussProposal(id=P1)
HAND_OVER = ask.HandOver(id=P1)
TEST = ask.AskForTest(id=P1)
TEST_ENDS = ask.EndTests(id=P1)
APPEAL_ENDS = ask.EndAppeals(id=P1)
OBJECTOR_SILENT = ask.RemindObjectors(id=P1)
SPONSOR = ask.SponsorProposal(id=P1)
DEADLINE = ask.CloseRound(id=P1)
REMINDER = ask.RemindElectors(id=P1)
ABSENCE_BEGINS = ask.CheckRound(id=P1)
NOBODY_TOOK_IT_OVER = ask.ExpireObjections(id=P1)
NOBODY_SPONSORED = ask.ExpireOrphan(id=P1)
SEATS_CHANGED = ask.CheckElectors(id=P1)
ABSENCES_CHANGED = ask.NoteAbsences(id=P1)
