"""The whole consent process, played by chance: whatever people do and whenever, the rules of a round hold."""

from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

from hypothesis import settings
from hypothesis import strategies as some
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from governance_core.cards.plain import plain_card
from governance_core.circles import messages as circle
from governance_core.circles.model import DELEGATE, FACILITATOR, LEAD, SECRETARY, Circle
from governance_core.kernel.errors import Refusal
from governance_core.kernel.ids import CLOCK, CONFIG, Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Command, Event
from governance_core.logbook.model import Agreement
from governance_core.people import messages as person
from governance_core.proposals import messages as ask
from governance_core.proposals.cards import proposal_card, status_card
from governance_core.proposals.carrying_events import CarriedUndone
from governance_core.proposals.carrying_model import Carried, Carries
from governance_core.proposals.due import alarms
from governance_core.proposals.escalating_events import EscalationNoted, ProposalEscalated
from governance_core.proposals.events import (
    AnswerGiven,
    DiscussionOpened,
    ElectorLeft,
    ProposalAdopted,
    ProposalEnded,
    ProposalForwarded,
    ProposalRecorded,
    RoundExtended,
    RoundOpened,
    RoundResumed,
)
from governance_core.proposals.facilitating import facilitators
from governance_core.proposals.feature import PROPOSALS
from governance_core.proposals.guards import objecting, proposing
from governance_core.proposals.model import OPEN_STAGES, Proposal, Stage
from governance_core.proposals.objections_events import ObjectionRaised, ObjectionWithdrawn
from governance_core.proposals.objections_model import AnswerKind, ObjectionState
from governance_core.proposals.rewording import MOST_REWORDED
from governance_core.proposals.shaping_events import StageOpened
from governance_core.proposals.silence import silent_at
from governance_core.proposals.tellings import telling
from tests.rules.given import Names, helpful, words_of
from tests.rules.organisation import CARE, COMMONS, DEE, EVERYBODY, GARDEN, REPAIR, hours
from tests.rules.world import FEATURES, World

MOST_OPEN = 2
anybody = some.integers(0, 9)
"""Mostly an elector of the round in question, sometimes whoever."""
proposals = some.sampled_from([0, 0, 0, 0, 1, 1, 2])
circles = some.sampled_from([GARDEN, GARDEN, GARDEN, REPAIR, COMMONS, CARE])
kinds = some.sampled_from(["consent", "consent", "consent", "concern", "stand_aside", "objection", ""])
words = some.sampled_from(["A", "B", "C", "The pump is booked", "漢字\u202e", " ", "half \ud83d"])
lengths = some.sampled_from([0.01, 1, 7, 12, 24, 36, 48, 72, 100])
seen = some.sampled_from([None, None, "now", "now", "before", 0, 7])
TESTS = ["group", "facilitator", "facilitator", "objector"]
POLICIES = [
    ("silence", "explicit"),
    ("silence", "consents"),
    ("quorum", "1"),
    ("quorum", "100%"),
    ("quorum", "3"),
    ("stand_aside", "true"),
    ("stand_aside", "false"),
    ("extension", "off"),
    ("extension", "1d"),
    ("window", "1h"),
    ("window", "2d"),
    ("after_objection", "1h"),
    ("adopt_objection", "1h"),
    ("sponsor", "2h"),
    ("reminders", "off"),
    ("react", "6h"),
    ("react", "off"),
    ("clarify", "1h"),
    ("reminders", "10m"),
    ("test", "group"),
    ("test", "facilitator"),
    ("test", "objector"),
    ("test_window", "2h"),
    ("objection_reply", "6h, 1 reminder"),
    ("quiet_hours", "off"),
    ("quiet_hours", "00:00-23:59"),
]


@cache
def founded() -> World:
    """Everybody has another name for it; it is founded once."""
    return World.founded()


class ConsentProcess(RuleBasedStateMachine):
    """People propose, answer, object, amend, leave, join and go away; time passes; the program is down at times."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()
        self.ended: dict[StreamId, Proposal] = {}

    @initialize(silence=some.booleans(), aside=some.booleans(), test=some.sampled_from(TESTS), by=anybody)
    def found(self, silence: bool, aside: bool, test: str, by: int) -> None:
        self.world.memory = founded().memory.copy()
        self.does(CONFIG, circle.SetCommonPolicy(key="silence", value="consents" if silence else "explicit"))
        self.does(CONFIG, circle.SetCommonPolicy(key="stand_aside", value="true" if aside else "false"))
        self.does(CONFIG, circle.SetCommonPolicy(key="test", value=test))
        self.propose(by, GARDEN, "Mon and Thu", None, None)

    # What anybody may try

    def does(self, by: PersonId | Actor, command: Command) -> tuple[Event, ...] | None:
        """Events or a refusal in helpful words, never anything else; and doing it at once again changes nothing."""
        try:
            events = self.world.does(by, command).events
        except Refusal as refusal:
            self.refused(refusal)
            return None
        if not isinstance(command, ask.CreateProposal):
            self.again(by, command)
        return events

    def refused(self, refusal: Refusal) -> None:
        helpful(words_of(refusal, self.world.people))

    def again(self, by: PersonId | Actor, command: Command) -> None:
        before = {stream: len(events) for stream, events in self.world.memory.journal.items()}
        try:
            self.world.does(by, command)
        except Refusal as refusal:
            self.refused(refusal)
        second = [e for stream, events in self.world.memory.journal.items() for e in events[before.get(stream, 0) :]]
        assert not second, f"{command} had a second effect: {second}"

    def pick(self, which: int) -> StreamId:
        """A proposal, mostly an open one."""
        known = sorted(self.world.memory.proposals(), key=lambda one: not self.world.proposal(one).is_open)
        return known[which % len(known)]

    def one(self, by: int, stream: StreamId | None = None, where: CircleId = GARDEN) -> PersonId:
        """Mostly an elector of a round, or somebody who sits in a circle; sometimes whoever."""
        able = self.world.proposal(stream).electors if stream else self.world.circles.seats(where)
        return able[by % len(able)] if able and by < 7 else EVERYBODY[by % len(EVERYBODY)]

    def version(self, stream: StreamId, wanted: Any) -> int | None:
        in_force = self.world.proposal(stream).version
        known: dict[Any, int | None] = {None: None, "now": in_force, "before": in_force - 1}
        return known.get(wanted, wanted)

    @precondition(lambda self: sum(one.is_open for one in self.world.memory.proposals().values()) < MOST_OPEN)
    @rule(
        by=anybody,
        into=circles,
        text=words,
        window=some.sampled_from([None, None, "30h", "2d", "2026-03-20", "soon"]),
        process=some.sampled_from([None, None, "full"]),
    )
    def propose(self, by: int, into: CircleId, text: str, window: str | None, process: str | None) -> None:
        command = ask.CreateProposal(circle=into, title="T", driver="D", text=text, deadline=window, process=process)
        events = self.does(self.one(by, where=into), command)
        assert events is None or isinstance(events[1], StageOpened if process else RoundOpened)
        if not self.world.memory.proposals():
            self.does(DEE, ask.CreateProposal(circle=GARDEN, title="T", driver="D", text="Mon"))

    @rule(by=anybody, which=proposals, kind=kinds, text=words, version=seen)
    def answer(self, by: int, which: int, kind: str, text: str, version: Any) -> None:
        stream = self.pick(which)
        at = self.version(stream, version)
        self.does(self.one(by, stream), ask.AnswerRound(id=stream, answer=kind, concern=text, reason=text, version=at))

    @rule(which=proposals, kind=some.sampled_from(["consent", "concern", "stand_aside"]), but=some.integers(0, 2))
    def all_answer_but_some(self, which: int, kind: str, but: int) -> None:
        stream = self.pick(which)
        for by in self.world.proposal(stream).electors[but:]:
            if self.world.proposal(stream).objection_of(by) is None:
                self.does(by, ask.AnswerRound(id=stream, answer=kind, concern="C", reason="R"))

    @rule(by=anybody, which=proposals, text=words, version=seen)
    def object(self, by: int, which: int, text: str, version: Any) -> None:
        stream = self.pick(which)
        command = ask.RaiseObjection(id=stream, harm=text, version=self.version(stream, version))
        self.does(self.one(by, stream), command)

    @rule(by=anybody, which=proposals)
    def discuss(self, by: int, which: int) -> None:
        stream = self.pick(which)
        self.does(self.one(by, stream), ask.DiscussProposal(id=stream))

    @rule(by=anybody, which=proposals, kind=kinds, own=some.booleans())
    def withdraw_objection(self, by: int, which: int, kind: str, own: bool) -> None:
        stream = self.pick(which)
        objectors = [one.person for one in self.world.proposal(stream).open_objections()] if own else []
        self.does(objectors[0] if objectors else self.one(by, stream), ask.WithdrawObjection(id=stream, into=kind))

    @rule(by=anybody, which=proposals, number=some.integers(0, 3))
    def take_over(self, by: int, which: int, number: int) -> None:
        stream = self.pick(which)
        orphans = [one.number for one in self.world.proposal(stream).open_objections() if one.orphaned_until]
        self.does(self.one(by, stream), ask.TakeOverObjection(id=stream, objection=str((orphans or [number])[0])))

    @rule(by=anybody, which=proposals, text=words, number=some.sampled_from(["", "", "1", "2", "x"]))
    def offer(self, by: int, which: int, text: str, number: str) -> None:
        stream = self.pick(which)
        if not self.world.proposal(stream).open_objections():
            self.does(self.one(by + 1, stream), ask.RaiseObjection(id=stream, harm="Harm"))
        self.does(self.one(by, stream), ask.OfferAmendment(id=stream, kind="text", text=text, objection=number))

    @rule(by=anybody, which=proposals, kind=some.sampled_from(["term", "measure", "defer", "delegate"]), text=words)
    def offer_another_form(self, by: int, which: int, kind: str, text: str) -> None:
        stream = self.pick(which)
        if not self.world.proposal(stream).open_objections():
            self.does(self.one(by + 1, stream), ask.RaiseObjection(id=stream, harm="Harm"))
        length = ["1d", "30d", "2026-03-20"][by % 3]
        command = ask.OfferAmendment(
            id=stream,
            kind=kind,
            term=length,
            until=length,
            measure=text,
            looked_at=text,
            part=text,
            to=["repair", "garden:lead", "care"][by % 3],
        )
        self.does(self.one(by, stream), command)

    @precondition(lambda self: sum(one.is_open for one in self.world.memory.proposals().values()) < MOST_OPEN)
    @rule(by=anybody, where=circles, what=some.sampled_from(["role", "vacate", "rule", "join", "leave"]))
    def propose_a_change(self, by: int, where: CircleId, what: str) -> None:
        """What is proposed could be done when it was; whether it can be when it is adopted is another matter."""
        whom = EVERYBODY[by % len(EVERYBODY)]
        made: dict[str, Command] = {
            "role": ask.ProposeRole(circle=where, role=SECRETARY, person=whom, driver="D"),
            "vacate": ask.ProposeRole(circle=where, role=FACILITATOR, driver="D"),
            "rule": ask.ProposeRule(circle=where, rule="window", value="30h", driver="D"),
            "join": ask.ProposeMember(circle=where, person=whom, change="join", driver="D"),
            "leave": ask.ProposeMember(circle=where, person=whom, change="leave", driver="D"),
        }
        command = made[what].meant()
        assert isinstance(command, ask.CreateProposal)
        self.does(self.one(by, where=where), command)

    @rule(by=anybody, which=proposals, number=some.sampled_from(["", "", "1", "2", "1.0", "x"]), raised=some.booleans())
    def ask_for_a_test(self, by: int, which: int, number: str, raised: bool) -> None:
        stream = self.pick(which)
        if raised and not self.world.proposal(stream).open_objections():
            said = {"harm": "Harm", "limits": "L", "caused": "C", "certain": "C"}
            self.does(self.one(by + 1, stream), ask.RaiseObjection(id=stream, **said))  # type: ignore[arg-type]
        self.does(self.one(by, stream), ask.AskForTest(id=stream, objection=number))

    @rule(
        by=anybody, which=proposals, says=some.sampled_from(["qualifies", "differs"]), text=words, all_=some.booleans()
    )
    def speak_in_a_test(self, by: int, which: int, says: str, text: str, all_: bool) -> None:
        stream = self.pick(which)
        tested = [one.number for one in self.world.proposal(stream).open_objections() if one.test][:1]
        for who in self.world.proposal(stream).electors if all_ else [self.one(by, stream)]:
            for number in tested or [""]:
                self.does(who, ask.SpeakInTest(id=stream, says=says, reason=text, objection=str(number)))

    @rule(by=anybody, which=proposals, text=words, own=some.booleans(), nothing=some.booleans())
    def the_objector_acts(self, by: int, which: int, text: str, own: bool, nothing: bool) -> None:
        stream = self.pick(which)
        objectors = [one.person for one in self.world.proposal(stream).open_objections() if one.test] if own else []
        who = objectors[0] if objectors else self.one(by, stream)
        self.does(who, ask.NothingRemains(id=stream) if nothing else ask.RaiseObjection(id=stream, harm=text))

    @rule(
        by=anybody,
        which=proposals,
        text=words,
        act=some.sampled_from(["given", "harm", "caused", "caused", "rule", "abandon", "abandon", "refuses"]),
    )
    def find_something_of_an_objection(self, by: int, which: int, text: str, act: str) -> None:
        stream = self.pick(which)
        if by < 8 and not self.world.proposal(stream).open_objections():
            said = {"harm": "Harm", "limits": "L", "caused": "C", "certain": "C"}
            self.does(self.one(by + 1, stream), ask.RaiseObjection(id=stream, **said))  # type: ignore[arg-type]
        because = "refuses" if act == "refuses" else "silent"
        if because == act or act == "abandon":
            self.wait(120)
        elif by < 8:
            self.does(self.one(by, stream), ask.AskForTest(id=stream))
        state = self.world.proposal(stream)
        able = facilitators(state, self.world.circles, self.world.people, self.world.now)
        who = able[0] if able and by < 8 else self.one(by, stream)
        commands: dict[str, Command] = {
            "rule": ask.RuleViolation(id=stream, rule=text),
            "abandon": ask.AbandonObjection(id=stream, because=because, reason=text),
            "refuses": ask.AbandonObjection(id=stream, because=because, reason=text),
        }
        self.does(who, commands.get(act, ask.FindReasons(id=stream, finding=act, reason=text)))
        if by % 2:
            self.appeal_and_decide(by, which, "It is new", "uphold" if by < 4 else "")

    @rule(by=anybody, which=proposals, text=words, decision=some.sampled_from(["", "uphold", "reopen"]))
    def appeal_and_decide(self, by: int, which: int, text: str, decision: str) -> None:
        stream = self.pick(which)
        state = self.world.proposal(stream)
        aside = [one for one in state.objections.values() if one in state.may_appeal(one.person)]
        who = aside[0].person if aside and by < 8 else self.one(by, stream)
        self.does(who, ask.AppealFinding(id=stream, reason=text))
        if decision:
            able = [p for one in self.world.proposal(stream).open_objections() for p in one.appeal_to]
            judge = able[0] if able else self.one(by, stream)
            self.does(judge, ask.DecideAppeal(id=stream, decision=decision, reason=text))

    @rule(by=anybody, which=proposals)
    def the_objector_leaves_amid_the_appeal(self, by: int, which: int) -> None:
        stream = self.pick(which)
        state = self.world.proposal(stream)
        for appealed in [one for one in state.open_objections() if one.appeal_until][:1]:
            self.does(CONFIG, circle.RemoveMember(circle=state.circle, person=appealed.person))
            self.take_over(by, which, appealed.number)
            self.does(self.one(by + 1, stream), ask.AskForTest(id=stream))

    @rule(by=anybody, which=proposals, side=some.sampled_from(["objector", "proposer", "both", "whoever"]))
    def accept(self, by: int, which: int, side: str) -> None:
        stream = self.pick(which)
        state = self.world.proposal(stream)
        for offered in list(state.offers.values())[:1]:
            objector = state.objections[offered.objection].person
            sides = {"objector": [objector], "proposer": [state.proposer], "both": [objector, state.proposer]}
            for who in sides.get(side, [self.one(by, stream)]):
                self.does(who, ask.AcceptOffer(id=stream, offer=str(offered.number)))

    @rule(by=anybody, which=proposals, text=words, act=some.sampled_from(["ask", "clear", "clear", "react", "reply"]))
    def take_part_before_the_round(self, by: int, which: int, text: str, act: str) -> None:
        stream = self.pick(which)
        commands: dict[str, Command] = {
            "ask": ask.AskQuestion(id=stream, question=text),
            "clear": ask.HaveNoQuestions(id=stream),
            "react": ask.React(id=stream, reaction=text),
            "reply": ask.AnswerQuestion(id=stream, answer=text),
        }
        who = self.world.proposal(stream).proposer if act == "reply" and by < 7 else self.one(by, stream)
        self.does(who, commands[act])

    @rule(by=anybody, which=proposals, own=some.booleans())
    def go_on(self, by: int, which: int, own: bool) -> None:
        stream = self.pick(which)
        state = self.world.proposal(stream)
        able = facilitators(state, self.world.circles, self.world.people, self.world.now)
        self.does(able[0] if able and by < 7 else self.one(by, stream), ask.EndStage(id=stream))
        self.does(state.proposer if own else self.one(by, stream), ask.OpenRound(id=stream))

    @rule(by=anybody, which=proposals, text=words, number=some.sampled_from(["", "1", "x"]))
    def decline(self, by: int, which: int, text: str, number: str) -> None:
        stream = self.pick(which)
        self.does(self.one(by, stream), ask.DeclineOffer(id=stream, reason=text, offer=number))

    @rule(by=anybody, which=proposals, text=words, own=some.booleans(), version=seen)
    def amend(self, by: int, which: int, text: str, own: bool, version: Any) -> None:
        stream = self.pick(which)
        who = self.world.proposal(stream).proposer if own else self.one(by, stream)
        self.does(who, ask.AmendProposal(id=stream, text=text, version=self.version(stream, version)))

    @rule(by=anybody, which=proposals, act=some.sampled_from(["hand over", "sponsor", "sponsor"]), own=some.booleans())
    def change_the_proposer(self, by: int, which: int, act: str, own: bool) -> None:
        stream = self.pick(which)
        who = self.world.proposal(stream).proposer if own else self.one(by, stream)
        self.does(who, ask.SponsorProposal(id=stream) if act == "sponsor" else ask.HandOver(id=stream))

    @rule(by=anybody, which=proposals, act=some.sampled_from(["forward"] * 4 + ["discard", "withdraw"]), into=circles)
    def take_it_away(self, by: int, which: int, act: str, into: CircleId) -> None:
        stream = self.pick(which)
        state, who = self.world.proposal(stream), self.one(by, stream)
        able = facilitators(state, self.world.circles, self.world.people, self.world.now)
        commands: dict[str, Command] = {
            "forward": ask.ForwardProposal(id=stream, circle=into),
            "discard": ask.DiscardProposal(id=stream, reason="R"),
            "withdraw": ask.WithdrawProposal(id=stream),
        }
        self.does(able[0] if able and by < 5 else who, commands[act])

    @rule(by=anybody, which=proposals, text=words, act=some.sampled_from(["correct", "correct", "challenge"]))
    def put_the_spelling_right(self, by: int, which: int, text: str, act: str) -> None:
        stream = self.pick(which)
        state = self.world.proposal(stream)
        able = facilitators(state, self.world.circles, self.world.people, self.world.now)
        if act == "correct":
            command = ask.CorrectSpelling(id=stream, text=f"{state.wording.text}{text}")
            self.does(able[0] if able and by < 7 else self.one(by, stream), command)
        else:
            self.does(self.one(by, stream), ask.ChallengeCorrection(id=stream))

    @rule(by=anybody, which=proposals, reason=some.sampled_from([None, "R"]), shown=some.booleans())
    def escalate(self, by: int, which: int, reason: str | None, shown: bool) -> None:
        stream = self.pick(which)
        if self.world.proposal(stream).in_round and not self.world.proposal(stream).open_objections():
            self.does(self.one(by + 1, stream), ask.RaiseObjection(id=stream, harm="Harm"))
        state = self.world.proposal(stream)
        able = facilitators(state, self.world.circles, self.world.people, self.world.now)
        who = able[0] if able and by < 7 else self.one(by, stream)
        if self.does(who, ask.EscalateProposal(id=stream, reason=reason, shown=shown)):
            self.it_goes_on_above(stream, state)

    def it_goes_on_above(self, stream: StreamId, before: Proposal) -> None:
        """Each knows the other, and what was tried is kept; at the root it is a meeting's."""
        after = self.world.proposal(stream)
        assert after.stage is Stage.ESCALATED
        if not after.escalated_to:
            return
        above = self.world.proposal(after.went_on)
        assert above.origin is not None
        assert (above.origin.proposal, above.origin.versions) == (stream, before.wordings)
        assert above.circle == after.escalated_to == self.world.circles.circles[before.circle].parent

    @rule(who=some.sampled_from(EVERYBODY))
    def press_what_is_not_there(self, who: PersonId) -> None:
        for command in (ask.AnswerRound, ask.WithdrawObjection):
            made = command(id=StreamId("P-99"), **{"answer" if command is ask.AnswerRound else "into": "consent"})
            assert self.does(who, made) is None

    # What happens around the round

    @rule(
        by=anybody,
        where=circles,
        act=some.sampled_from(["join", "join", "leave", "leave", "self"]),
        lead=some.booleans(),
    )
    def change_the_seats(self, by: int, where: CircleId, act: str, lead: bool) -> None:
        who = self.one(by, where=where) if act != "join" else EVERYBODY[by % len(EVERYBODY)]
        presses = self.world.circles.role(where, LEAD) if lead else None
        if act == "join":
            self.does(presses or CONFIG, circle.AddMember(circle=where, person=who))
        else:
            self.does(who if act == "self" else presses or CONFIG, circle.RemoveMember(circle=where, person=who))

    @rule(who=some.sampled_from(EVERYBODY), back=some.booleans())
    def leave_everything_or_come_back(self, who: PersonId, back: bool) -> None:
        self.does(CONFIG, person.LeaveOrganisation(person=who))
        if back:
            self.does(CONFIG, person.JoinOrganisation(person=who, name=who))

    @rule(
        by=anybody,
        where=circles,
        role=some.sampled_from([LEAD, DELEGATE, FACILITATOR, SECRETARY]),
        vacate=some.booleans(),
    )
    def appoint(self, by: int, where: CircleId, role: str, vacate: bool) -> None:
        who = None if vacate else self.one(by, where=where)
        self.does(CONFIG, circle.FillRole(circle=where, role=role, person=who))

    @rule(where=some.sampled_from([None, GARDEN]), setting=some.sampled_from(POLICIES))
    def change_a_rule(self, where: CircleId | None, setting: tuple[str, str]) -> None:
        key, value = setting
        common, own = circle.SetCommonPolicy(key=key, value=value), circle.SetPolicy
        self.does(CONFIG, own(circle=where, key=key, value=value) if where else common)

    @rule(where=some.sampled_from([REPAIR, CARE]), below=some.sampled_from(["", COMMONS, GARDEN]))
    def move_a_circle(self, where: CircleId, below: str) -> None:
        self.does(CONFIG, circle.ChangeCircle(circle=where, key="parent", value=below))

    @rule(by=anybody, start=lengths, length=lengths, back=some.integers(0, 3))
    def declare_an_absence(self, by: int, start: float, length: float, back: int) -> None:
        begins = self.world.now + hours(start if start > 1 else 0)
        command = person.DeclareAbsence(start=_typed(begins), until=_typed(begins + hours(length + 0.1)))
        self.does(self.one(by), command if back else person.EndAbsence())

    @rule(length=lengths)
    def wait(self, length: float) -> None:
        """Every alarm on the way rings at its own time, and none is left that should have rung."""
        self.world.wait(hours(length))
        self.nothing_is_overdue()

    @rule()
    def wait_for_the_next_alarm(self) -> None:
        due = self.world.due(datetime.max.replace(tzinfo=UTC))
        if due is not None:
            self.world.wait(max(due.alarm.due - self.world.now, timedelta(0)))
            self.nothing_is_overdue()

    @rule(length=lengths, sweeps=some.booleans())
    def be_down(self, length: float, sweeps: bool) -> None:
        """Nothing rings meanwhile; afterwards a sweep sees to everything, or somebody is quicker."""
        self.world.sleep(hours(length))
        if sweeps:
            self.world.sweep()
            self.nothing_is_overdue()

    def nothing_is_overdue(self) -> None:
        assert all(due > self.world.now for due in self.world.memory.alarms.values())

    @rule(which=proposals, name=some.sampled_from(sorted(PROPOSALS.rings)))
    def ring_out_of_time(self, which: int, name: str) -> None:
        """An alarm that is not due, or was seen to already, changes nothing but what was looked at."""
        stream = self.pick(which)
        state = self.world.proposal(stream)
        if any(alarm.due <= self.world.now for alarm in alarms(state)):
            return
        self.does(CLOCK, PROPOSALS.rings[name](stream))
        after = self.world.proposal(stream)
        assert (after.stage, after.answers, after.deadline) == (state.stage, state.answers, state.deadline)

    # What always holds

    @invariant()
    def what_always_holds(self) -> None:
        self.the_journal_folds_to_the_state()
        self.the_alarms_kept_are_those_of_the_state()
        self.the_electorate_is_frozen_and_only_shrinks()
        self.one_answer_a_person_and_version_and_by_electors_only()
        self.electors_have_a_seat()
        self.the_quorum_is_never_raised()
        self.an_adoption_has_real_answers_and_nothing_open()
        self.the_clock_runs_unless_something_stops_it()
        self.an_open_round_has_a_way_out()
        self.an_adoption_did_what_it_carried_or_says_why_not()
        self.no_round_ends_while_a_fix_may_be_challenged()
        self.once_extended_and_only_where_everybody_must_answer()
        self.offers_meet_open_objections_and_wait_for_somebody()
        self.tests_and_appeals_are_about_open_objections_and_end_by_themselves()
        self.what_ended_stays_as_it_ended()
        self.a_discussion_is_opened_once_and_an_objection_has_one()
        self.everything_can_be_shown()

    def rounds(self) -> list[tuple[StreamId, Proposal, list[Event]]]:
        """Every proposal with what happened to its version in force."""
        found = []
        for stream, state in self.world.memory.proposals().items():
            events = [one.event for one in self.world.memory.journal[stream]]
            opened = max(at for at, event in enumerate(events) if isinstance(event, RoundOpened | StageOpened))
            found.append((stream, state, events[opened:]))
        return found

    def the_journal_folds_to_the_state(self) -> None:
        for stream, journal in self.world.memory.journal.items():
            feature = FEATURES.of_stream(stream)
            assert feature is not None
            assert feature.decider.fold(one.event for one in journal) == self.world.memory.state(stream)
            assert [one.version for one in journal] == list(range(1, len(journal) + 1))

    def the_alarms_kept_are_those_of_the_state(self) -> None:
        expected = {(s, a.name): a.due for s, state in self.world.memory.proposals().items() for a in alarms(state)}
        kept = {name: due for name, due in self.world.memory.alarms.items() if name[0].startswith("P-")}
        assert kept == expected

    def the_electorate_is_frozen_and_only_shrinks(self) -> None:
        for _, state, events in self.rounds():
            opened = events[0]
            assert isinstance(opened, RoundOpened | StageOpened)
            left = {event.person for event in events if isinstance(event, ElectorLeft)}
            assert state.electors == tuple(one for one in opened.electors if one not in left)
            assert state.rules == opened.rules
            assert opened.version == state.version

    def one_answer_a_person_and_version_and_by_electors_only(self) -> None:
        for _, state, events in self.rounds():
            assert set(state.answers) <= set(state.electors)
            for event in events:
                if isinstance(event, AnswerGiven | ObjectionRaised | ObjectionWithdrawn):
                    assert event.version == state.version

    def electors_have_a_seat(self) -> None:
        for _, state, _events in self.rounds():
            if state.is_open:
                assert set(state.electors) <= set(self.world.circles.seats(state.circle))

    def the_quorum_is_never_raised(self) -> None:
        for _, state, events in self.rounds():
            opened = events[0]
            assert isinstance(opened, RoundOpened | StageOpened)
            quorums = [opened.quorum, *(event.quorum for event in events if isinstance(event, ElectorLeft))]
            assert quorums == sorted(quorums, reverse=True)
            assert state.quorum == quorums[-1] <= max(len(state.electors), 0)

    def an_adoption_has_real_answers_and_nothing_open(self) -> None:
        for stream, state, events in self.rounds():
            adopted = [event for event in events if isinstance(event, ProposalAdopted)]
            assert bool(adopted) is (state.stage is Stage.ADOPTED)
            for event in adopted:
                self._adopted(stream, state, event)

    def _adopted(self, stream: StreamId, state: Proposal, event: ProposalAdopted) -> None:
        rules = state.rules
        assert rules is not None
        assert not state.open_objections()
        given = [answer.kind for answer in state.answers.values()]
        assert {AnswerKind.CONSENT, AnswerKind.CONCERN} & set(given), "somebody really consented"
        assert AnswerKind.OBJECTION not in given
        missing = set(state.electors) - set(state.answers)
        assert {*event.silent, *event.away} == missing
        assert not set(event.silent) & set(event.away)
        if rules.silence == "explicit":
            assert not event.silent, "silence counts only under a policy that says so"
        else:
            assert len(given) >= state.quorum
        agreement: Agreement = self.world.memory.state(StreamId(state.agreement))
        said = {who: one.answer for who, one in agreement.answers.items()}
        real = ("consent", "concern", "stand_aside", "kept")
        assert {who for who, one in said.items() if one in real} == set(state.answers)
        assert {who for who, one in said.items() if one == "silent"} == set(event.silent)
        assert agreement.proposal == stream

    def the_clock_runs_unless_something_stops_it(self) -> None:
        for _, state, _events in self.rounds():
            if not state.is_open:
                assert state.deadline is None
                assert state.left is None
                continue
            stopped = bool(state.open_objections()) or state.orphaned_until is not None
            assert (state.deadline is None) is stopped
            assert (state.left is not None) is stopped
            assert state.left is None or state.left > timedelta(0)
            assert (state.stage is Stage.OBJECTED) is bool(state.open_objections())
            assert not state.answers or state.in_round

    def an_open_round_has_a_way_out(self) -> None:
        for _, state, _events in self.rounds():
            if not state.is_open:
                continue
            assert state.electors, "nobody is left, so it lapsed"
            by_itself = {alarm.name for alarm in alarms(state)} & {"deadline", "sponsor", "objections"}
            speaking = [objecting(one) for one in state.open_objections()]
            assert by_itself or (speaking and all(who in state.electors for who in speaking))
            for objection in state.open_objections():
                assert objection.orphaned_until is not None or objection.person in state.electors
            present = self.world.people.present
            assert proposing(state) is None or present(state.proposer)
            able = facilitators(state, self.world.circles, self.world.people, self.world.now)
            assert able or set(state.electors) <= {state.proposer}
            assert state.proposer not in able

    def an_adoption_did_what_it_carried_or_says_why_not(self) -> None:
        for stream, state, events in self.rounds():
            assert not state.undone or state.stage is Stage.ADOPTED
            last = self.world.memory.saved
            if not state.carries or not any(s.stream == stream and _adopts(s.events) for s in last):
                continue
            for number, one in enumerate(state.carries, 1):
                assert number in state.undone or _done(one, self.world.circles.circles[one.circle]), (one, events)

    def no_round_ends_while_a_fix_may_be_challenged(self) -> None:
        for _, state, _events in self.rounds():
            if state.correction is not None:
                assert state.stage is not Stage.ADOPTED
                assert state.deadline is None or not state.in_round or state.deadline >= state.correction.until
                assert state.correction.before != state.wording

    def once_extended_and_only_where_everybody_must_answer(self) -> None:
        for _, state, events in self.rounds():
            extended = [event for event in events if isinstance(event, RoundExtended)]
            assert len(extended) <= 1
            assert not extended or (state.rules is not None and state.rules.silence == "explicit")
            for event in events:
                if isinstance(event, RoundResumed) and isinstance(events[0], RoundOpened) and state.rules is not None:
                    least = state.rules.after_objection.after(event.at, state.rules.zone)
                    assert event.deadline >= least

    def offers_meet_open_objections_and_wait_for_somebody(self) -> None:
        for _, state, _events in self.rounds():
            for offered in state.offers.values():
                assert state.objections[offered.objection].state is ObjectionState.OPEN
                assert not (offered.objector_agrees and offered.proposer_agrees)

    def tests_and_appeals_are_about_open_objections_and_end_by_themselves(self) -> None:
        for _, state, _events in self.rounds():
            names = {alarm.name for alarm in alarms(state)}
            for one in state.open_objections() if state.is_open else ():
                assert not (one.test and (one.appeal_until or one.orphaned_until))
                assert one.test is None or "test" in names
                assert one.appeal_until is None or "appeal" in names
                assert one.appeal_until is None or one.appealed
                waits = not (one.test or one.appeal_until or one.orphaned_until)
                assert not waits or "objector" in names or silent_at(one, state) is not None
                assert one.test is None or one.test.reworded <= MOST_REWORDED
                answer = state.answers.get(one.person)
                assert answer is None or answer.kind is AnswerKind.OBJECTION or one.orphaned_until
            for who, answer in state.answers.items() if state.is_open else ():
                if answer.kind is AnswerKind.KEPT:
                    assert any(one.found and one.person == who for one in state.objections.values())

    def what_ended_stays_as_it_ended(self) -> None:
        for stream, state, events in self.rounds():
            if state.is_open:
                assert stream not in self.ended
                continue
            assert self.ended.setdefault(stream, state) == state or state.stage is Stage.ADOPTED
            last = [
                event for event in events if not isinstance(event, ProposalRecorded | EscalationNoted | CarriedUndone)
            ][-1]
            assert isinstance(last, ProposalAdopted | ProposalEnded | ProposalEscalated)

    def a_discussion_is_opened_once_and_an_objection_has_one(self) -> None:
        for stream, state, events in self.rounds():
            journal = [one.event for one in self.world.memory.journal[stream]]
            moves = [at for at, event in enumerate(journal) if isinstance(event, ProposalForwarded)]
            opened = [at for at, event in enumerate(journal) if isinstance(event, DiscussionOpened)]
            for begin, end in pairwise([0, *moves, len(journal)]):
                assert sum(begin <= at < end for at in opened) <= 1
            raised = any(isinstance(event, ObjectionRaised) for event in events)
            assert state.is_discussed or not raised

    def everything_can_be_shown(self) -> None:
        names = Names(self.world.people, "Asia/Tokyo")
        for stream, state, events in self.rounds():
            able = facilitators(state, self.world.circles, self.world.people, self.world.now)
            assert plain_card(proposal_card(stream, state, "Circle", able), names)
            assert plain_card(status_card(stream, state, self.world.now), names)
            for event in events[-3:]:
                said = telling(stream, event, state)
                assert said is None or plain_card(said, names)

    def teardown(self) -> None:
        """However it was left, it comes to an end: by itself, or once those who object withdraw."""
        for _ in range(3):
            self.world.wait(timedelta(days=400))
            for stream, state, _events in self.rounds():
                for one in state.open_objections() if state.is_open else ():
                    assert one.orphaned_until is None
                    assert one.person in state.electors
                    self.does(one.person, ask.WithdrawObjection(id=stream, into="consent"))
        self.world.wait(timedelta(days=400))
        assert not [stream for stream, state, _ in self.rounds() if state.stage in OPEN_STAGES]


def _adopts(events: Any) -> bool:
    return any(isinstance(event, ProposalAdopted) for event, _ in events)


def _done(one: Carried, here: Circle) -> bool:
    match one.what:
        case Carries.ROLE:
            return here.roles.get(one.key) == one.person
        case Carries.RULE:
            return here.policy.get(one.key) == one.value
        case Carries.JOIN:
            return one.person in here.members
        case _:
            return one.person not in here.members


def _typed(instant: datetime) -> str:
    return f"{instant:%Y-%m-%d %H:%M}"


def test_whatever_people_do_the_rules_of_a_round_hold() -> None:
    run_state_machine_as_test(ConsentProcess, settings=settings())
