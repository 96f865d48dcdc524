"""Every card at every stage, drawn from rounds that are really played, with texts of every kind and length."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any

import pytest

from adapters.discord.text import Sight
from governance_core.application import helping, queries
from governance_core.application.groups import note_groups
from governance_core.application.receipt import Receipt
from governance_core.application.viewer import eyes
from governance_core.budgets import messages as budgets
from governance_core.budgets import statement_messages as statements
from governance_core.cards.card import Card, Press
from governance_core.cards.form import Ask
from governance_core.cards.picked import Account
from governance_core.circles import messages as circles
from governance_core.feature import Features
from governance_core.kernel.errors import Refusal, Stale
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import Command, Query
from governance_core.logbook import messages as logbook
from governance_core.logbook import reviewing
from governance_core.people import messages as people
from governance_core.ports import Reader
from governance_core.proposals import messages as proposals
from governance_core.setup.messages import OfferSetup, SetUp, TryPractice
from governance_core.setup.model import SETUP, tidy
from tests.application.application_world import FEATURES, HandClock, World

GARDEN, REPAIR = CircleId("garden"), CircleId("repair")
ADDRESS = "https://discord.com/channels/1/901/3"
SOURCE = "https://discord.com/channels/1/901/4"
"""The message that something was made of."""
PLACES = {GARDEN: "901", REPAIR: "902"}
ATTACK = (
    "@everyone @here <@204255221017214977> <@&1> <#2> </me inbox:3> <t:0:R> <:x:4>\n# Heading\n-# small\n> quoted\n"
    ">>> all\n- item\n1. one\n**bold** __under__ ~~gone~~ ||spoiler|| `code` [safe](https://evil.example)\n"
    "```diff\n- a\n```\n:smile: \\*already\\* https://a.example/b_c_d (https://a.example/x). <https://a.example/>\n"
    "**Closes**: never\n\n[Consent] ¯\\_(ツ)_/¯"
)


@dataclass(frozen=True)
class Texts:
    """What members of one gallery write, and how they are called."""

    name: str
    title: str
    long: str
    person: str = "Member {}"
    persons: int = 5


FAMILY = "👩‍👩‍👧‍👦🏳️‍🌈🇵🇹👍🏽❤️‍🔥"
HEBREW = "השקיית הערוגות \u200f\u2067"
CONTROLS = "one\r\ntwo\x0bthree\x85four\u2029five\x00\ufeff\u200b"

TEXTS = (
    Texts("plain", "Water the beds", "Mondays and Thursdays, by whoever is there."),
    Texts("attack", "@everyone [x](https://e.vil) **b** # <@1>", ATTACK, "*Ana* <@{}> @everyone"),
    Texts("longest", "A title of great length " * 40, "word and another " * 5_800, "Somebody Of Many Names {} " * 5),
    Texts("no spaces", "x" * 1_000, "y" * 100_000),
    Texts("many", "Everybody", "Short.", "Somebody With Quite A Long Name, The {}th", persons=50),
    Texts("CJK", "菜園への水やり" * 30, "月曜日と木曜日に、その場にいる人が水をやります。" * 1_000, "山田太郎{}"),
    Texts("Cyrillic", "Полив грядок " * 20, "По понедельникам и четвергам, кто окажется рядом. " * 600, "Аня {}"),
    Texts("RTL", "\u202e" + HEBREW * 20, HEBREW * 400),
    Texts("emoji", FAMILY * 12, FAMILY * 1_000, "👩🏽‍🚀{}", persons=8),
    Texts("marks", "a" + "\u0301" * 300, ("z" + "\u0336\u0489" * 400 + " ") * 100),
    Texts("controls", "a\x00b\x07c\x1b[31m\u2028d", CONTROLS * 60),
    Texts("lines", "many\nlines", "\n" * 300 + "x\n" * 300 + "all " * 9_000),
    Texts("signs", "*" * 300, r"`*_~|<>@#[]\\" * 7_500, "_{}_", persons=9),
)


ALWAYS = frozenset({"attack", "longest", "CJK", "attack on Slack"})
"""The texts of every run; the others take as long, and find what these do not once in a blue moon: `make torture`."""


def of_every_run(texts: Sequence[Texts], seldom: Sequence[str] = ()) -> list[Any]:
    """The texts as parameters of a fixture, those of long runs marked as such."""
    return [
        one if one.name in ALWAYS and one.name not in seldom else pytest.param(one, marks=pytest.mark.torture)
        for one in texts
    ]


@dataclass(frozen=True)
class Shown:
    """A card somebody saw, when, and in which world."""

    name: str
    card: Card


class Gallery:
    """Plays rounds with some texts and keeps every card that comes up."""

    def __init__(self, path: Path, texts: Texts, features: Features = FEATURES) -> None:
        self.texts = texts
        self.world = World(path, HandClock())
        self.shown: list[Shown] = []
        self.asked: list[Ask] = []
        self.names = [f"p{number}" for number in range(1, texts.persons + 1)]
        self._features = features
        self._told: dict[str, int] = {}
        self._kept: set[Card] = set()
        self._settle_in()

    def _settle_in(self) -> None:
        text, joined = self.texts, [PersonId(name) for name in self.names]
        self.world.config(
            *(people.JoinOrganisation(person=p, name=text.person.replace("{}", str(n))) for n, p in enumerate(joined)),
            *(people.AddAccount(person=p, platform="discord", account=account(p)) for p in joined[::2]),
            circles.DescribeOrganisation(name=text.title[:100], zone="Europe/Lisbon", admins=(joined[0],)),
            circles.SetCommonPolicy(key="process", value="quick"),
        )
        for circle in (GARDEN, REPAIR):
            aim = {"aim": text.long[:3_000], "domain": text.long[:3_000]}
            self.world.config(
                circles.FoundCircle(circle=circle, name=text.title[:200], **aim),
                *(circles.AddMember(circle=circle, person=p) for p in joined),
                circles.FillRole(circle=circle, role="facilitator", person=joined[-1]),
                circles.FillRole(circle=circle, role="secretary", person=joined[1]),
                circles.SetPolicy(circle=circle, key="stand_aside", value="true"),
                circles.SetPolicy(circle=circle, key="silence", value="consents"),
                circles.SetHome(circle=circle, platform="discord", place=PLACES[circle]),
            )

    def keep(self, name: str, card: Card | None) -> None:
        if card is not None and card not in self._kept:
            self._kept.add(card)
            self.shown.append(Shown(f"{self.texts.name}: {name}", card))

    def do(self, command: Command, who: str) -> Receipt:
        """Somebody does something; what they and others are shown is kept."""
        receipt = self.world.do(command, who)
        self.keep(f"receipt of {command.spec.kind}", receipt.card())
        self.look(receipt.stream, command.spec.kind)
        return receipt

    def look(self, stream: StreamId, after: str) -> None:
        """The item's card now, what was told of it since, and what lists and queries say of it."""
        self.keep(f"{stream} after {after}", self._seen(lambda: self.world.show(stream, self.names[0])))
        for card in self.world.read(lambda reader: list(self._tellings(stream, reader))):
            self.keep(f"told of {stream} after {after}", card)
        if stream.startswith("D-"):
            self.ask(logbook.ReadAgreement(id=stream))
        if stream.startswith("P-"):
            for query in (proposals.ReadProposal(id=stream), proposals.RoundStatus(id=stream)):
                self.ask(query)

    def _tellings(self, stream: StreamId, reader: Reader) -> Iterator[Card | None]:
        feature = self._features.of_stream(stream)
        first = self._told.get(stream, 0) + 1
        for one in reader.recorded(stream, first):
            self._told[stream] = one.version
            if feature and feature.telling:
                yield feature.telling(stream, one.event, reader.state(stream), reader, None)

    def ask(self, query: Query, who: str = "p1") -> None:
        self.keep(f"answer to {query.spec.kind}", self._seen(lambda: self.world.answer(query, who)))

    def _seen(self, look: Callable[[], Card]) -> Card | None:
        try:
            return look()
        except Refusal as refusal:
            return self.refused(refusal)

    def refuse(self, command: Command, who: str) -> None:
        refusal = self.world.refusal(command, who)
        stream = getattr(command, "id", None)
        self.keep(f"refusal of {command.spec.kind}", self.refused(refusal, stream, who))

    def refused(self, refusal: Refusal, stream: StreamId | None = None, who: str = "p1") -> Card:
        by = Actor.of_account("console", who)
        about = stream if isinstance(refusal, Stale) else None
        card: Card = self.world.read(lambda r: queries.refusal_card(refusal, about, by, r, self._features))
        return card

    def form(self, press: Press, who: str, **answers: str) -> None:
        """The form a press opens."""
        made = self.world.press(press, who, **answers)
        assert isinstance(made, Ask), made
        self.asked.append(made)

    def play(self) -> "Gallery":
        """Everything."""
        self._a_round_with_objections()
        self._rounds_that_end()
        self._drafts_and_accounts()
        self._practice()
        self._tested_and_escalated()
        self._under_review()
        self._envelopes()
        self._members_by_a_role()
        self._look_around()
        self._set_up_elsewhere()
        self.sight = self.world.read(_sight)
        self.world.close()
        return self

    def propose(self, circle: CircleId = GARDEN, **given: Any) -> StreamId:
        text = self.texts
        whole = {"title": text.title, "driver": text.long, "text": text.long, **given}
        return self.do(proposals.CreateProposal(circle=circle, **whole), "p1").stream

    def _a_round_with_objections(self) -> None:
        words = self.texts.long
        one = self.propose()
        self.do(proposals.AnswerRound(id=one, answer="consent"), "p1")
        for _ in range(2):
            self.do(proposals.DiscussProposal(id=one), "p2")
        self.do(proposals.AnswerRound(id=one, answer="concern", concern=words), "p2")
        self.do(proposals.AnswerRound(id=one, answer="stand_aside", reason=words), "p3")
        for name in self.names[3:12]:
            self.do(proposals.RaiseObjection(id=one, harm=words, safe=words), name)
        for number, name in enumerate(self.names[3:9], 1):
            offered = proposals.OfferAmendment(
                id=one, kind="text", text=f"{number} {words}"[:90_000], objection=str(number)
            )
            self.do(offered, self.names[0])
            self.form(Press(one, 1, "offer"), name)
        self.do(proposals.DeclineOffer(id=one, offer="1", reason=words), self.names[3])
        self.do(proposals.WithdrawObjection(id=one, into="concern"), self.names[4])
        for action in ("amend", "object", "lift", "concern", "stand-aside", "decline"):
            self.form(Press(one, 1, action), self.names[3] if action in ("object", "lift") else "p1")
        changed = words[:50_000] + "\nand one line more\n" + words[50_000:90_000]
        self.do(proposals.AmendProposal(id=one, text=changed, title=f"{self.texts.title[:900]} again"), "p1")
        self.refuse(proposals.AnswerRound(id=one, answer="consent", version=1), "p1")
        self.do(proposals.HandOver(id=one), "p1")
        self.do(proposals.SponsorProposal(id=one), "p2")
        self.do(proposals.WithdrawProposal(id=one, reason=words), "p2")

    def _rounds_that_end(self) -> None:
        adopted = self.propose(review="90d", expiry="365d")
        for name in self.names:
            self.do(proposals.AnswerRound(id=adopted, answer="concern", concern=self.texts.long), name)
        agreement = self.world.state(adopted).agreement
        self.look(agreement, "adoption")
        self._decided_elsewhere()
        lapsed = self.propose(source=SOURCE)
        for _ in range(8):
            self.world.clock.turn(hours=12)
            self.world.sweep()
            self.look(lapsed, "waiting")
        self.do(proposals.DiscardProposal(id=self.propose(), reason=self.texts.long), self.names[-1])
        moved = self.propose()
        self.do(proposals.ForwardProposal(id=moved, circle=REPAIR, reason=self.texts.long), self.names[-1])
        left = self.propose()
        self.do(proposals.RaiseObjection(id=left, harm=self.texts.long), self.names[1])
        self.world.config(people.LeaveOrganisation(person=PersonId(self.names[1])))
        self.look(left, "an objector left")
        self.do(proposals.TakeOverObjection(id=left, objection="1"), self.names[2])

    def _decided_elsewhere(self) -> None:
        words = {"circle": GARDEN, "title": self.texts.title, "text": self.texts.long}
        self.do(logbook.RecordDecision(**words, source=SOURCE, driver=self.texts.long), "p2")
        self.do(logbook.RecordDecision(**words, source=self.texts.long[:40_000], expiry="365d"), "p2")
        self.refuse(logbook.RecordDecision(**words, source=SOURCE), "p2")
        self.refuse(logbook.RecordDecision(**words, source=SOURCE), "p3")

    def _drafts_and_accounts(self) -> None:
        whole = {"title": self.texts.title, "driver": self.texts.long, "text": self.texts.long}
        self.do(proposals.KeepDraft(circle=GARDEN, **whole), "p1")
        draft = self.do(proposals.KeepDraft(circle=GARDEN, **whole), "p1").stream
        self.ask(proposals.MyDrafts())
        self.do(proposals.SubmitDraft(id=draft), "p1")
        self.do(people.DeclareAbsence(until="9d"), "p3")
        self.do(people.EndAbsence(), "p3")
        self.do(people.ChooseSettings(zone="Asia/Tokyo", language="ja"), "p3")
        self.do(people.DeclareAbsence(until="9d"), "p3")
        self.do(people.LinkAccount(), "p1")
        self.do(people.LinkAccount(code="WRONG123"), "new@discord")

    def _practice(self) -> None:
        for most in (len(self.names), 1):
            self.do(TryPractice(circle=GARDEN), self.names[0])
            rounds = [stream for stream, one in self.world.state(SETUP).practices.items() if one]
            practice = self.world.state(SETUP).practices[rounds[0]]
            for name in self.world.state(practice).electors[:most]:
                self.world.do(proposals.AnswerRound(id=practice, answer="consent"), name)
            self.world.clock.turn(minutes=10)
            self.world.sweep()
            self.look(practice, "practice")
            self.look(SETUP, "practice")

    def _tested_and_escalated(self) -> None:
        words, facilitator = self.texts.long, self.names[-1]
        self.world.config(circles.ChangeCircle(circle=GARDEN, key="parent", value=REPAIR))
        one = self.propose(review="90d")
        for name in (self.names[2], self.names[3]):
            self.do(proposals.RaiseObjection(id=one, harm=words, safe=words), name)
        fixed = self.world.state(one).wording.text
        self.do(proposals.CorrectSpelling(id=one, text=f"{fixed[:-1]}!"), facilitator)
        self.do(proposals.AskForTest(id=one, objection="1"), self.names[0])
        self.do(proposals.SpeakInTest(id=one, objection="1", says="differs", reason=words), self.names[0])
        for form in (
            {"kind": "measure", "measure": words, "looked_at": "30d"},
            {"kind": "defer", "part": words, "until": "30d"},
            {"kind": "delegate", "part": words, "to": "repair"},
        ):
            self.do(proposals.OfferAmendment(id=one, objection="2", **form), self.names[3])
        self.world.clock.turn(hours=25)
        self.world.sweep()
        self.look(one, "a test")
        self.do(proposals.EscalateProposal(id=one, reason=words), facilitator)
        carried = {"driver": words, "text": words, "title": self.texts.title[:200]}
        self.propose_rule(**carried)

    def propose_rule(self, **carried: str) -> None:
        made = proposals.ProposeRule(circle=GARDEN, rule="window", value="48h", **carried).meant()
        self.do(made, self.names[0])

    def _under_review(self) -> None:
        words, kept = self.texts.long, StreamId("D-1")
        self.world.config(circles.FillRole(circle=GARDEN, role="secretary", person=PersonId(self.names[0])))
        self.do(reviewing.AskReview(id=kept), self.names[0])
        self.do(reviewing.LookBack(id=kept, happened="yes", words=words), self.names[0])
        self.do(reviewing.AnswerReview(id=kept, answer="change", reason=words), self.names[0])
        self.do(reviewing.ObjectLater(id=kept, harm=words, safe=words), self.names[2])
        self.do(reviewing.NoteOutcome(id=kept, note=words), self.names[0])
        changed = {"driver": words, "title": self.texts.title, "text": f"{words[:90_000]}\nand more"}
        self.do(proposals.ProposeChange(id=kept, **changed).meant(), self.names[0])
        self.ask(logbook.DueAgreements())

    def _envelopes(self) -> None:
        given = {"circle": REPAIR, "amount": "1200 EUR", "reason": self.texts.long}
        self.world.config(circles.FillRole(circle=REPAIR, role="treasurer", person=PersonId(self.names[0])))
        self.do(budgets.Allocate(**given), self.names[0])
        self.do(budgets.Allocate(**(given | {"circle": GARDEN, "amount": "450"})), self.names[0])
        self.refuse(budgets.Allocate(**given), self.names[2])
        for query in (statements.ShowBalance, statements.ShowLedger):
            self.ask(query(circle=GARDEN))

    def _set_up_elsewhere(self) -> None:
        """Another organisation is set up with the same texts."""
        main, self.world, self._told = self.world, self.world.of("islet"), {}
        by = Actor.of_account("discord", account("p1"), server="77", name=self.texts.title, manages=True)
        here = Actor.policy("server.joined")
        self.world.config(circles.DescribeOrganisation(name=tidy(self.texts.title, 80) or "Islet"))
        self.world.do(OfferSetup(platform="discord", server="77", place="904"), here)
        self.keep("offer", self.world.show(SETUP, by))
        made = self.world.complete("setup.begin", {}, by)
        assert isinstance(made, Ask), made
        self.asked.append(made)
        people_ = tuple(Account(account(name), self.texts.person.replace("{}", name)) for name in self.names[:25])
        words = {"name": tidy(self.texts.title, 80) or "Circle", "aim": tidy(self.texts.long, 1000) or "Aim"}
        wish = SetUp(**words, place="904", people=people_, facilitator=people_[:1], domain=words["aim"])
        self.keep("receipt of set-up", self.world.do(wish, by).card())
        for card in self.world.read(lambda reader: list(self._tellings(SETUP, reader))):
            self.keep("told of set-up", card)
        self.keep("offer that is done", self.world.show(SETUP, by))
        self.keep("refusal of another set-up", self.refused(self.world.refusal(wish, by)))
        self.world = main

    def _members_by_a_role(self) -> None:
        lead = PersonId(self.names[0])
        self.world.config(
            circles.SetHome(circle=GARDEN, platform="slack", place="C0GARDEN"),
            circles.SetSource(circle=GARDEN, platform="discord", group="1180000000000000002"),
            circles.FillRole(circle=GARDEN, role="lead", person=lead),
        )
        came = {str(10**17 + number): self.texts.person.replace("{}", str(number)) for number in range(30)}
        told = {"1180000000000000002": came}
        self.world.transact(lambda work: note_groups("discord", told, work, self._features))
        first, second, *_ = (f"{account}@discord" for account in came)
        for query in (circles.ShowMembers(circle=GARDEN), circles.ShowCircle(circle=GARDEN), queries.Inbox()):
            self.ask(query)
        self.refuse(proposals.AnswerRound(id=self.propose(), answer="consent"), first)
        state = self.world.state("circles").circles[GARDEN]
        self.do(circles.ConfirmOwnPerson(circle=GARDEN, person=state.groups["discord"][0]), lead)
        code = self.do(people.LinkAccount(), "p4").facts.fresh_code
        self.do(people.LinkAccount(code=code), second)

    def _look_around(self) -> None:
        for number in range(24):
            self.propose(title=f"{number} {self.texts.title}"[:1_000], text="short", driver="short")
        for message in self._features.messages:
            if issubclass(message, Query) and not any(name == "id" for name in message.__dataclass_fields__):
                self._answers(message)
        for topic in helping.TOPICS:
            self.ask(helping.Help(topic=topic.value))

    def _answers(self, message: Any) -> None:
        given: dict[str, Any] = {"circle": GARDEN} if "circle" in message.__dataclass_fields__ else {}
        given |= {"person": PersonId("p2")} if "person" in message.__dataclass_fields__ else {}
        given |= {"text": self.texts.title[:40]} if "text" in message.__dataclass_fields__ else {}
        needed = {one.name for one in fields(message) if one.default is MISSING and one.default_factory is MISSING}
        if needed <= given.keys():  # what else is asked for is nothing that is there
            self.ask(message(**given))


def _sight(reader: Reader) -> Sight:
    """Everybody's names and accounts as they are now; the first proposal's card is posted, the others' are not."""
    seen = eyes(None, "Europe/Lisbon", reader)
    accounts = {one.id: one.accounts.get("discord") for one in seen.people.persons.values()}
    return Sight(seen, accounts.get, {"P-1": ADDRESS}.get)


def account(person: str) -> str:
    return f"2042552210172{int(person[1:]):05d}"
