"""What a platform tells of roles, in a real store: one transaction, nothing twice, no account in the journal."""

from functools import partial

from application_world import FEATURES, World

from governance_core.application.groups import Watched, note_groups, note_server, watched
from governance_core.application.queries import Inbox
from governance_core.circles.messages import SetHome, SetSource
from governance_core.kernel.ids import CircleId
from governance_core.people.model import made_id
from governance_core.proposals.messages import AnswerRound

GARDEN, ROLE = CircleId("garden"), "1180000000000000002"
ZOE = "1180000000000000009"


def tell(world: World, **holders: str) -> bool:
    told = {ROLE: {account.removeprefix("a"): name for account, name in holders.items()}}
    recorded: bool = world.transact(partial(note_groups, "discord", told, features=FEATURES))
    return recorded


def sourced(world: World) -> World:
    world.config(SetSource(circle=GARDEN, platform="discord", group=ROLE))
    return world


def test_it_is_one_transaction_by_the_platform_and_holds_after_a_restart(world: World) -> None:
    sourced(world)
    assert world.read(partial(watched, "discord")) == (Watched(GARDEN, ROLE, seen=False),)
    assert tell(world, a1180000000000000009="Zoe", a311846090283712513="Dee")
    assert world.kinds("people")[-2:] == ["person.joined", "account.linked"]
    assert world.kinds("circles")[-3:] == ["source.seen", "member.added", "member.added"]
    actors = {actor for (actor,) in world.rows("SELECT actor FROM journal ORDER BY position DESC LIMIT 5")}
    assert actors == {"platform@discord"}
    world.restart()
    assert world.read(partial(watched, "discord")) == (Watched(GARDEN, ROLE, seen=True),)
    assert not tell(world, a1180000000000000009="Zoe the Second", a311846090283712513="Dee")
    assert world.rows("SELECT COUNT(*) FROM memberships WHERE circle = 'garden' AND person LIKE 'discord-%'") == [(1,)]
    assert world.clean()


def test_neither_the_account_nor_the_name_is_in_the_journal_in_plain_words(world: World) -> None:
    tell(sourced(world), a1180000000000000009="Zoe Quill")
    payloads = " ".join(str(row) for row in world.rows("SELECT stream, actor, kind, payload FROM journal"))
    assert made_id("discord", ZOE) in payloads
    assert ZOE not in payloads
    assert "Quill" not in payloads


def test_roles_of_another_platform_and_unknown_ones_are_passed_over(world: World) -> None:
    sourced(world)
    assert not world.transact(partial(note_groups, "slack", {ROLE: {"U0ZOE": "Zoe"}}, features=FEATURES))
    assert not world.transact(partial(note_groups, "discord", {"another": {ZOE: "Zoe"}}, features=FEATURES))
    assert not world.transact(partial(note_groups, "discord", {}, features=FEATURES))


def test_whoever_came_by_a_role_speaks_with_their_account(world: World) -> None:
    tell(sourced(world), a1180000000000000009="Zoe")
    world.proposal()
    answered = world.do(AnswerRound(id="P-1", answer="consent"), f"{ZOE}@discord")
    assert answered.by.person == made_id("discord", ZOE)
    assert len(world.state("P-1").answers) == 1


def test_the_secretarys_press_on_the_inbox_makes_an_elector(world: World) -> None:
    world.config(
        SetHome(circle=GARDEN, platform="discord", place="C1"),
        SetHome(circle=GARDEN, platform="slack", place="C2"),
    )
    tell(sourced(world), a1180000000000000009="Zoe")
    secretary = next(iter(world.state("circles").circles[GARDEN].confirmers()))
    card = world.answer(Inbox(), secretary)
    assert "Zoe came to Garden by a role." in world.words(card)
    done = world.press(world.button(card, "A person of their own").press, secretary)
    assert [event.kind for event in done.events] == ["member.confirmed"]
    assert "nothing waits for you" in world.words(world.answer(Inbox(), secretary))
    world.proposal()
    world.do(AnswerRound(id="P-1", answer="consent"), f"{ZOE}@discord")
    assert world.clean()


def test_who_is_there_is_recorded_for_those_who_are_known(world: World) -> None:
    def see(*accounts: str) -> bool:
        recorded: bool = world.transact(partial(note_server, "discord", accounts, features=FEATURES))
        return recorded

    assert see("204255221017214977", "311846090283712513", ZOE)
    assert not see("204255221017214977", "311846090283712513")
    assert see("204255221017214977")
    assert world.kinds("people")[-3:] == ["server.entered", "server.entered", "server.left"]
    assert "dee" not in world.state("circles").circles[GARDEN].members
    assert world.clean()
