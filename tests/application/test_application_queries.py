"""Every query, asked by everybody: members see what is theirs, and to the others what is private does not exist."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import MISSING, fields, replace
from pathlib import Path
from typing import Any

import pytest
from application_world import FEATURES, TEXTS, HandClock, World, actor

from adapters.console.commands import find, raw_answers
from adapters.console.script import Slash, parse_deed
from governance_core.application import ask
from governance_core.application.answers import MyAnswers
from governance_core.application.helping import TOPICS, Help
from governance_core.application.queries import Inbox, ShowItem, refusal_card
from governance_core.cards.card import Buttons, Card
from governance_core.circles.messages import (
    AddMember,
    ListCircles,
    RemoveMember,
    ShowCircle,
    ShowMembers,
    ShowPolicy,
)
from governance_core.kernel.errors import NotAllowed, Refusal, Unknown, Unlinked
from governance_core.kernel.ids import CircleId, PersonId, StreamId
from governance_core.kernel.message import Query
from governance_core.logbook.messages import ReadAgreement, RecentAgreements, ShowAgreement
from governance_core.people.messages import DeclareAbsence, ShowMe, WhoIsAway
from governance_core.proposals.messages import (
    AmendProposal,
    AnswerRound,
    HandOver,
    KeepDraft,
    ListProposals,
    MyCircles,
    MyDrafts,
    ProposeAgain,
    ProposeMember,
    ProposeRole,
    ProposeRule,
    RaiseObjection,
    ReadProposal,
    RoundStatus,
    ShowProposal,
    WithdrawProposal,
)
from governance_core.searching.messages import SearchRegister

CARE, GARDEN = CircleId("care"), CircleId("garden")
QUERIES: list[Query] = [
    Help(),
    *(Help(topic=topic) for topic in ("decide", "answer", "find", "circles", "me", "all")),
    Inbox(),
    ListCircles(),
    ListProposals(),
    ListProposals(state="open"),
    ListProposals(mine=True),
    MyAnswers(),
    MyCircles(),
    MyDrafts(),
    RecentAgreements(),
    SearchRegister(text="water"),
    ShowMe(),
    WhoIsAway(),
    *(of(circle=circle) for of in (ShowCircle, ShowMembers, ShowPolicy, RecentAgreements) for circle in (GARDEN, CARE)),
    *(ListProposals(circle=circle) for circle in (GARDEN, CARE)),
    *(of(id=StreamId(ref)) for of in (ShowProposal, ReadProposal, RoundStatus) for ref in ("P-1", "P-2", "P-3", "P-4")),
    *(of(id=StreamId(ref)) for of in (ShowAgreement, ReadAgreement) for ref in ("D-1", "D-2")),
    *(ShowItem(id=StreamId(ref)) for ref in ("P-1", "P-2", "P-3", "P-4", "D-1", "D-2", "draft-1")),
]
ABOUT_CARE = ("care", "P-2", "P-4", "D-2")
SECRETS = ("Hush", "hush", "Burnt out")


def make_busy(world: World) -> World:
    """An adopted and an open proposal in the garden (P-1, P-3), the same in the private circle (P-2, P-4), a draft."""
    for who, circle, title in (("ana", "garden", "Water the beds"), ("ben", "care", "Hush")):
        ref = world.proposal(who, circle, title=title, text=f"{title} water")
        for person in world.state(ref).electors:
            world.do(AnswerRound(id=StreamId(ref), answer="consent"), person)
    world.proposal("ana", "garden", title="Mend the fence")
    world.proposal("eli", "care", title="Hush again", driver="Burnt out")
    world.do(KeepDraft(circle=GARDEN, title="Later", **TEXTS), "ana")
    world.do(DeclareAbsence(until="9d"), "eli")
    return world


@pytest.fixture
def busy(world: World) -> World:
    return make_busy(world)


@pytest.fixture(scope="module")
def seen(settled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The same, for tests that only look."""
    path = tmp_path_factory.mktemp("busy") / "circlet.db"
    shutil.copy(settled, path)
    world = World(path, HandClock())
    yield make_busy(world)
    world.close()


def about(query: Query) -> str:
    return str(getattr(query, "id", None) or getattr(query, "circle", None) or "")


def outcome(world: World, query: Query, who: str) -> Card | Refusal:
    try:
        return world.answer(query, who)
    except Refusal as refusal:
        return refusal


@pytest.mark.parametrize("query", QUERIES, ids=str)
def test_everybody_gets_a_card_or_words_and_outsiders_nothing_private(seen: World, query: Query) -> None:
    for who in ("ana", "fay", "zed", "zed@slack"):
        came = outcome(seen, query, who)
        said = seen.words(came) if isinstance(came, Card) else seen.said(came)
        assert said.strip()
        assert not any(secret in said for secret in SECRETS), said
        assert "Care" not in said, said
        if about(query) in ABOUT_CARE:
            assert isinstance(came, Unknown)
            assert said.startswith("There is no ")
    for who in ("ben", "ben@slack", "eli"):
        came = outcome(seen, query, who)
        assert isinstance(came, Card) or (isinstance(came, NotAllowed | Unknown) and about(query) not in ABOUT_CARE)


@pytest.mark.parametrize("query", [one for one in QUERIES if about(one) in ("P-4", "D-2")], ids=str)
def test_the_private_and_the_missing_are_refused_in_the_same_words(seen: World, query: Query) -> None:
    ref = about(query)
    missing = type(query)(id=StreamId(f"{ref[0]}-77"))
    for who in ("ana", "fay", "zed@slack"):
        private = seen.said(outcome(seen, query, who))  # type: ignore[arg-type]
        assert private.replace(ref, f"{ref[0]}-77") == seen.said(outcome(seen, missing, who))  # type: ignore[arg-type]


ON_P4: list[Any] = [
    AnswerRound(id=StreamId("P-4"), answer="consent"),
    RaiseObjection(id=StreamId("P-4"), harm="x"),
    AmendProposal(id=StreamId("P-4"), text="x"),
    WithdrawProposal(id=StreamId("P-4")),
    HandOver(id=StreamId("P-4")),
]


@pytest.mark.parametrize("command", ON_P4, ids=lambda one: str(one.spec.kind))
def test_a_command_on_the_private_and_on_the_missing_too(seen: World, command: Any) -> None:
    for who in ("ana", "fay"):
        private = seen.said(seen.refusal(command, who))
        missing = seen.said(seen.refusal(replace(command, id=StreamId("P-77")), who))
        assert private.replace("P-4", "P-77") == missing


def _asked(kind: type[Any], circle: str) -> Any:
    """A message about a circle, with something in every other field that must be there."""
    needed = {
        one.name: StreamId("P-3") if one.name == "id" else PersonId("dee") if "person" in str(one.type).lower() else "1"
        for one in fields(kind)
        if one.name != "circle" and one.default is MISSING and one.default_factory is MISSING
    }
    return kind(circle=CircleId(circle), **needed)


PUT_AS_A_PROPOSAL = (ProposeAgain, ProposeMember, ProposeRole, ProposeRule)
"""What is turned into a proposal before it enters; that is refused like any other."""
ABOUT_A_CIRCLE = [
    one
    for one in FEATURES.by_kind.values()
    if any(field.name == "circle" for field in fields(one)) and one.spec.path and one not in PUT_AS_A_PROPOSAL
]


@pytest.mark.parametrize("kind", ABOUT_A_CIRCLE, ids=lambda one: str(one.spec.kind))
def test_whatever_is_said_of_a_circle_a_private_one_is_as_little_there_as_one_that_never_was(
    seen: World, kind: type[Any]
) -> None:
    for who in ("ana", "zed"):
        said = {}
        for circle in ("care", "carx"):
            message = _asked(kind, circle)
            if isinstance(message, Query):
                came = outcome(seen, message, who)
                said[circle] = seen.words(came) if isinstance(came, Card) else seen.said(came)
            else:
                said[circle] = seen.said(seen.refusal(message, who))
        assert said["care"].replace("care", "carx") == said["carx"]
        assert "Care" not in said["care"]


def test_somebody_elses_draft_is_not_there(seen: World) -> None:
    assert "Later" in seen.words(seen.show("draft-1", "ana"))
    assert "Later" in seen.words(seen.answer(MyDrafts(), "ana@slack"))
    for who in ("ben", "dee", "fay", "zed@slack"):
        with pytest.raises(Unknown, match="There is no draft-1 here"):
            seen.show("draft-1", who)
        if "@" not in who:
            assert "No drafts" in seen.words(seen.answer(MyDrafts(), who))


def test_the_inbox_holds_what_waits_and_empties_as_one_answers(busy: World) -> None:
    assert "P-3 · Mend the fence" in busy.words(busy.answer(Inbox(), "dee"))
    assert "P-4" in busy.words(busy.answer(Inbox(), "ben"))
    busy.do(AnswerRound(id=StreamId("P-3"), answer="consent"), "dee")
    said = busy.words(busy.answer(Inbox(), "dee"))
    assert said.startswith("Your inbox [nothing waits for you]")
    with pytest.raises(Unlinked):
        busy.answer(Inbox(), "zed@slack")


def test_what_closes_within_a_day_stands_first_in_the_inbox(busy: World) -> None:
    for title in ("Later", "Sooner"):
        busy.proposal("ana", "garden", title=title, deadline="20h" if title == "Sooner" else "9d")
    refs = [button.press.ref for button in busy.answer(Inbox(), "dee").buttons()]
    assert refs == ["P-6", "P-3", "P-5"]
    busy.clock.turn(days=8, hours=12)
    busy.sweep()
    assert next(button.press.ref for button in busy.answer(Inbox(), "dee").buttons()) == "P-5"


def test_lists_show_what_was_asked_for(seen: World) -> None:
    def listed(query: Query, who: str = "ben") -> list[str]:
        card = seen.answer(query, who)
        return [button.press.ref for button in card.buttons()]

    assert listed(ListProposals()) == ["P-4", "P-3", "P-2", "P-1"]
    assert listed(ListProposals(), "ana") == ["P-3", "P-1"]
    assert listed(ListProposals(state="OPEN ")) == ["P-4", "P-3"]
    assert listed(ListProposals(state="adopted", circle=GARDEN)) == ["P-1"]
    assert listed(ListProposals(mine=True)) == ["P-2"]
    assert listed(RecentAgreements()) == ["D-2", "D-1"]
    assert listed(SearchRegister(text="BEDS water")) == ["D-1", "P-1"]
    assert listed(SearchRegister(text="nowhere")) == []
    assert listed(ListCircles(), "zed@slack") == ["commons", "garden", "repair"]


@pytest.mark.parametrize(
    "words", ["%", "_", "a%b", "'", '"; DROP TABLE journal', "\\", "**", "water -bicycles", "NEAR("]
)
def test_words_that_are_searched_for_mean_nothing_else(seen: World, words: str) -> None:
    assert seen.answer(SearchRegister(text=words), "ana").buttons() == ()


def test_a_list_that_is_cut_leads_to_the_rest(busy: World) -> None:
    for _ in range(25):
        busy.proposal(title="One of many")
    said = busy.words(busy.answer(ListProposals(circle=GARDEN), "ana"))
    assert said.endswith("[Older ones]")


def test_who_answered_what_is_for_the_circle_to_see(seen: World) -> None:
    assert "Awaited: Ana, Ben and Dee" in seen.words(seen.answer(RoundStatus(id=StreamId("P-3")), "dee"))
    for who in ("fay", "cem", "zed@slack"):
        refusal = outcome(seen, RoundStatus(id=StreamId("P-3")), who)
        assert isinstance(refusal, NotAllowed)
        assert seen.said(refusal).startswith("Only members of Garden can see who answered what.")


def test_somebodys_own_page_is_theirs_alone(seen: World) -> None:
    said = seen.words(seen.answer(ShowMe(), "ana@slack"))
    assert "slack U0ANA" in said
    assert "Commons" in said
    assert "U0ANA" not in seen.words(seen.answer(ShowMe(), "ben"))
    assert "Care" in seen.words(seen.answer(ShowMe(), "eli"))
    with pytest.raises(Unlinked):
        seen.answer(ShowMe(), "zed@slack")


def test_absences_are_for_those_one_shares_a_circle_with(seen: World) -> None:
    for who in ("ana", "ben", "cem"):
        assert "Eli: " in seen.words(seen.answer(WhoIsAway(), who))
    for who in ("dee", "fay", "zed@slack"):
        assert "Eli" not in seen.words(seen.answer(WhoIsAway(), who))


def test_who_leaves_a_private_circle_sees_it_no_more(busy: World) -> None:
    busy.do(RemoveMember(circle=CARE, person=PersonId("ben")), "eli")
    for query in QUERIES:
        came = outcome(busy, query, "ben")
        if not isinstance(query, MyAnswers):
            assert "Hush" not in (busy.words(came) if isinstance(came, Card) else busy.said(came))
    busy.config(AddMember(circle=CARE, person=PersonId("ben")))
    assert "Hush" in busy.words(busy.show("D-2", "ben"))


def test_every_command_is_in_the_help(seen: World) -> None:
    said = seen.words(seen.answer(Help(topic="all"), "zed@slack"))
    lines = {line.split()[1]: line.replace(",", "").split() for line in said.split("\n") if line.startswith("• /")}
    assert [path for path in FEATURES.by_path if not set(path.split()[1:]) <= set(lines[f"/{path.split()[0]}"])] == []
    topics = [option.value for option in TOPICS if option.value != "all"]
    words = "".join(seen.words(seen.answer(Help(topic=topic), "ana")) for topic in topics)
    told = {path for path in FEATURES.by_path if f"/{path} " in words}
    of_admins = {path for path in FEATURES.by_path if path.startswith("governance ")}
    assert set(FEATURES.by_path) - told - of_admins <= {"help", "show"}


@pytest.mark.parametrize("path", sorted(FEATURES.by_path))
def test_every_example_in_the_help_can_be_typed(path: str) -> None:
    example = FEATURES.by_path[path].spec.example
    for line in filter(None, example.replace(", then from the other account ", "\n").split("\n")):
        deed = parse_deed(line)
        assert isinstance(deed, Slash)
        found = find(deed.words, FEATURES)
        assert found is not None, f"{line} is no command"
        message, rest = found
        assert message is FEATURES.by_path[path]
        raw = raw_answers(message, rest, deed.values)
        assert set(raw) <= set(ask.questions(message))


def test_a_stale_press_is_answered_with_the_difference_and_todays_buttons(world: World) -> None:
    world.proposal()
    world.do(AmendProposal(id=StreamId("P-1"), text="Mon and Fri"), "ana")
    refusal = world.refusal(AnswerRound(id=StreamId("P-1"), answer="consent", version=1), "ben")

    def drawn(show: Callable[..., Card]) -> Card:
        card: Card = world.read(lambda reader: show(refusal, StreamId("P-1"), actor("ben"), reader, FEATURES))
        return card

    card = drawn(refusal_card)
    said = world.words(card)
    assert "- Mon and Thu\n+ Mon and Fri" in said
    assert {button.press.version for button in card.buttons() if button.press.ref == "P-1"} == {2}
    assert any(isinstance(block, Buttons) for block in card.blocks)
    assert (card.private, card.tone) == (True, "refusal")
