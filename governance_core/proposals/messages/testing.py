"""Commands of a test: whether an objection qualifies, appeals against what was found, and objectors who fall silent."""

from governance_core.cards.form import Choice, Option, Question, Words
from governance_core.kernel.ids import StreamId
from governance_core.kernel.message import Command, ask, message
from governance_core.proposals.messages.shared import ID, OBJECTION, SEEN_VERSION

SAYS = (Option("qualifies", "It qualifies"), Option("differs", "I see it differently"))
FINDINGS = (
    Option("given", "Reasons are given for all four"),
    Option("harm", "No reason given that it harms the circle"),
    Option("limits", "No reason given that it limits their role"),
    Option("caused", "No reason given that the proposal causes it"),
    Option("certain", "No reason given that it is certain, or too late to adapt"),
)
DECISIONS = (Option("uphold", "Uphold what was found"), Option("reopen", "Reopen the objection"))
ABANDONED = (Option("silent", "They do not reply"), Option("refuses", "They refuse to work on it"))


@message(
    "consent.test",
    "Ask whether an objection qualifies",
    path="consent test",
    action="test",
    argument="objection",
    example="/consent test P-1",
)
class AskForTest(Command):
    """Row 11: any elector."""

    id: StreamId = ask(ID)
    objection: str = ask(OBJECTION, default="")
    version: int | None = ask(SEEN_VERSION, default=None)


@message(
    "consent.judge",
    "Say in a test whether an objection qualifies",
    path="consent judge",
    presets={"qualifies": {"says": "qualifies"}, "differs": {"says": "differs"}},
    argument="objection",
    title="Does it qualify?",
    submit="Say so",
    example='/consent judge P-1 says:differs reason:"The pump is free on Thursdays"',
)
class SpeakInTest(Command):
    """Section 2, `test: group`: an elector; changeable until the test ends."""

    id: StreamId = ask(ID)
    says: str = ask(Question(Choice(SAYS), "Does it qualify?"))
    reason: str = ask(
        Question(
            Words(long=True),
            "How you see it",
            "Why it shows no harm to the circle's aim; that you want it all the same is no reason",
            only_if=("says", ("differs",)),
        ),
        default="",
    )
    objection: str = ask(OBJECTION, default="")
    version: int | None = ask(SEEN_VERSION, default=None)


@message(
    "consent.nothing_remains",
    "Nothing remains of your objection",
    path="consent nothing",
    action="nothing",
    argument="objection",
)
class NothingRemains(Command):
    """Section 2: the objector, while it is tested: it does not qualify, and is kept as a concern."""

    id: StreamId = ask(ID)
    objection: str = ask(OBJECTION, default="")
    version: int | None = ask(SEEN_VERSION, default=None)


@message(
    "consent.find",
    "Say whether reasons are given for an objection (facilitator)",
    path="consent find",
    action="find",
    argument="objection",
    title="Are reasons given?",
    submit="Record it",
    example="/consent find P-1 finding:given",
)
class FindReasons(Command):
    """Section 2, `test: facilitator`: whether reasons were given for all four criteria, never whether they are true."""

    id: StreamId = ask(ID)
    finding: str = ask(Question(Choice(FINDINGS), "Reasons", "Whether they are given; not whether they are true"))
    reason: str = ask(
        Question(
            Words(long=True),
            "Why it is none",
            "What is said there, and why that is no reason",
            only_if=("finding", tuple(option.value for option in FINDINGS[1:])),
        ),
        default="",
    )
    objection: str = ask(OBJECTION, default="")
    version: int | None = ask(SEEN_VERSION, default=None)


@message(
    "consent.violation",
    "Rule that a proposal breaks a rule, so an objection counts (secretary)",
    path="consent violation",
    action="violation",
    argument="objection",
    title="It breaks a rule",
    submit="Rule so",
    example='/consent violation P-1 rule:"D-3: no machines on Sundays"',
)
class RuleViolation(Command):
    """Section 2, `test: facilitator`: a rule violation always counts; the secretary rules."""

    id: StreamId = ask(ID)
    rule: str = ask(Question(Words(long=True), "Rule", "Which rule it breaks, and how"))
    objection: str = ask(OBJECTION, default="")
    version: int | None = ask(SEEN_VERSION, default=None)


@message(
    "consent.appeal",
    "Appeal against what was found of your objection, once",
    path="consent appeal",
    action="appeal",
    argument="objection",
    title="Your appeal",
    submit="Appeal",
    example='/consent appeal P-1 reason:"I named the harm: the well runs dry"',
)
class AppealFinding(Command):
    """Section 2: the objector, once, to the facilitator of the parent circle."""

    id: StreamId = ask(ID)
    reason: str = ask(Question(Words(long=True), "Reason", "What was overlooked"))
    objection: str = ask(OBJECTION, default="")


@message(
    "consent.decide_appeal",
    "Decide an appeal about an objection (facilitator of the parent circle)",
    path="consent decide",
    presets={"uphold": {"decision": "uphold"}, "reopen": {"decision": "reopen"}},
    argument="objection",
    title="The appeal",
    submit="Decide",
    example='/consent decide P-1 decision:reopen reason:"A reason is given for each"',
)
class DecideAppeal(Command):
    """Section 2: upheld, or reopened; it cannot be appealed again."""

    id: StreamId = ask(ID)
    decision: str = ask(Question(Choice(DECISIONS), "Decision"))
    reason: str = ask(Question(Words(long=True), "Reason", "For the record, and for the objector"))
    objection: str = ask(OBJECTION, default="")


@message(
    "consent.abandon",
    "Mark an objection abandoned: its objector does not work on it (facilitator)",
    path="consent abandon",
    action="abandon",
    argument="objection",
    title="Mark it abandoned",
    submit="Mark it abandoned",
    example='/consent abandon P-1 because:silent reason:"Asked twice, no reply"',
)
class AbandonObjection(Command):
    """Row 14: the facilitator; it is kept as a concern, and the objector is told."""

    id: StreamId = ask(ID)
    because: str = ask(Question(Choice(ABANDONED), "Why"))
    reason: str = ask(Question(Words(long=True), "Reason", "What was tried, for the record and for the objector"))
    objection: str = ask(OBJECTION, default="")
