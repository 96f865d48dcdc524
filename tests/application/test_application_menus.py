"""Menus of messages and people, as the core declares them: within every platform's limits, and leading to a form."""

import pytest
from application_world import FEATURES, TEXTS, World

from governance_core.application.given import questions
from governance_core.application.identity import person_of
from governance_core.cards.form import Ask, Question, Words
from governance_core.circles.messages import SetHome, ShowRoles
from governance_core.kernel.errors import NobodysAccount, NothingToPick, Unknown, Unlinked
from governance_core.kernel.ids import Actor, CircleId, PersonId, StreamId
from governance_core.kernel.message import MENU_TITLE, Menu, Query, ask, message
from governance_core.people.messages import DeclareAbsence, LeaveOrganisation
from governance_core.proposals.messages import AnswerRound, CreateProposal

LINK = "https://discord.com/channels/1/2/3"
FOUND = {"text": "The hose leaks", "link": LINK, "person": "ben"}


def opened(world: World, on: str, title: str, who: str = "ana", **found: str) -> tuple[str, dict[str, str]]:
    """The kind of message a menu command begins, and the answers it brings."""
    begun, menu = FEATURES.menus[on, title]
    return begun.spec.kind, menu.filled(found or FOUND)


def test_every_menu_fits_every_platform() -> None:
    found = [menu for _, menu in FEATURES.menus.values()]
    assert {menu.title for menu in found} >= {"Turn into proposal", "Record as decision", "Raise a concern"}
    assert all(0 < len(menu.title) <= MENU_TITLE for menu in found)
    for on in ("message", "person"):
        assert sum(1 for menu in found if menu.on == on) <= 15
    assert sum(1 for menu in found if menu.on != "person") <= 10


def test_a_menu_fills_in_questions_there_are_and_what_it_takes_is_a_text_a_link_or_a_person() -> None:
    for begun, menu in FEATURES.menus.values():
        assert {*menu.takes, *menu.presets} <= questions(begun).keys()
        assert set(menu.takes.values()) <= {"text", "link", "person"}
        assert "person" not in menu.takes.values() or menu.on == "person"


def test_a_title_menus_have_no_room_for_is_a_defect() -> None:
    for title in ("", "x" * 25):
        with pytest.raises(ValueError, match="not 1 to 24 characters"):
            Menu(title, "message")


def test_a_menu_that_fills_in_what_is_not_asked_is_a_defect() -> None:
    with pytest.raises(ValueError, match=r"Turn into toy fills in what is not asked: \['colour'\]"):

        @message("toy.unasked", "A toy", menus=(Menu("Turn into toy", "message", {"colour": "text"}),))
        class Toy(Query):
            """A toy."""

            words: str = ask(Question(Words(), "Words"))


def test_a_message_turned_into_a_proposal_opens_the_form_with_its_words_and_keeps_the_link(world: World) -> None:
    form = world.form(*opened(world, "message", "Turn into proposal"))
    shown = {one.name: one.value for one in form.questions}
    assert shown == {"circle": "", "title": "", "driver": "", "text": "The hose leaks", "review": ""}
    assert dict(form.given) == {"source": LINK}
    raw = {**dict(form.given), **shown, **TEXTS, "title": "A hose", "circle": "garden"}
    made = world.complete("proposal.create", raw)
    assert isinstance(made, CreateProposal)
    world.do(made, "ana")
    assert f"Source: this message ({LINK})" in world.words(world.show("P-1", "ana"))


def test_a_message_without_words_opens_the_form_all_the_same(world: World) -> None:
    for title in ("Turn into proposal", "Record as decision", "Raise a concern"):
        world.proposal()
        form = world.form(*opened(world, "message", title, text="", link=LINK))
        assert [one.name for one in form.questions if one.name in ("text", "concern") and not one.value]


def test_a_concern_raised_from_a_message_asks_which_round(world: World) -> None:
    world.proposal()
    form = world.form(*opened(world, "message", "Raise a concern"), who="ben")
    assert [(one.name, one.value) for one in form.questions] == [("id", ""), ("concern", "The hose leaks")]
    assert dict(form.given)["answer"] == "concern"
    made = world.complete("consent.answer", {**dict(form.given), "id": "P-1", "concern": "The hose leaks"}, "ben")
    assert made == AnswerRound(id=StreamId("P-1"), answer="concern", concern="The hose leaks")


def test_no_form_opens_where_there_is_nothing_to_pick(world: World) -> None:
    cases = {"Raise a concern": "No round is open that you may answer", "Record as decision": "secretary or the lead"}
    world.proposal()
    for title, words in cases.items():
        with pytest.raises(NothingToPick) as refused:
            world.complete(*opened(world, "message", title), who="fay")
        assert words in world.said(refused.value)


@pytest.mark.parametrize("title", ["Turn into proposal", "Record as decision", "Raise a concern"])
def test_no_form_opens_for_an_account_that_is_nobodys(world: World, title: str) -> None:
    world.proposal()
    with pytest.raises(Unlinked):
        world.complete(*opened(world, "message", title), who="zed@slack")


def picked(world: World, title: str, account: str, place: str) -> str:
    """The circle that is picked when the form opens."""
    kind, raw = opened(world, "message", title)
    form = world.form(kind, raw, Actor.of_account("slack", account, place))
    return next(one.value for one in form.questions if one.name == "circle")


def test_the_circle_that_lives_where_one_is_is_picked_already(world: World) -> None:
    care = SetHome(circle=CircleId("care"), platform="slack", place="C0CARE")
    world.config(care)
    assert picked(world, "Turn into proposal", "U0ANA", "C0GARDEN") == "garden"
    assert picked(world, "Record as decision", "U0ANA", "C0GARDEN") == "garden"
    assert picked(world, "Turn into proposal", "U0BEN", "C0CARE") == "care"
    for account, place in (("U0ANA", "C0CARE"), ("U0ANA", "C0OTHER"), ("U0ANA", "")):
        assert picked(world, "Turn into proposal", account, place) == ""


def test_what_is_picked_already_is_asked_all_the_same(world: World) -> None:
    by = Actor.of_account("slack", "U0ANA", "C0GARDEN")
    form = world.form("proposal.create", {**TEXTS, "title": "A hose"}, by)
    assert [(one.name, one.value) for one in form.questions if one.name == "circle"] == [("circle", "garden")]
    assert "circle" not in dict(form.given)


def test_the_roles_of_a_person_are_looked_up_by_their_account(world: World) -> None:
    assert world.complete(*opened(world, "person", "Governance roles")) == ShowRoles(person="ben")
    assert world.read(lambda reader: person_of("console", "ben", reader)) == "ben"
    with pytest.raises(NobodysAccount) as refused:
        world.read(lambda reader: person_of("discord", "1009", reader))
    said = world.said(refused.value)
    assert "This Discord account is nobody's here" in said
    assert "/me link code:" in said
    assert "ask Ana or Eli to add them" in said


def roles(world: World, person: str, who: str) -> str:
    made = world.complete("circle.roles", {"person": person}, who)
    assert not isinstance(made, Ask)
    return world.words(world.answer(made, who))


def test_roles_say_where_somebody_sits_and_as_what(world: World) -> None:
    assert roles(world, "dee", "ana") == (
        "Dee [2 seats]\n• Garden: member, facilitator [Open]\n• Repair Café: member [Open]"
    )
    assert "• Commons: member, delegate of Garden" in roles(world, "ben", "cem")


def test_roles_in_a_private_circle_are_named_to_its_seats_only(world: World) -> None:
    assert "Commons: by a double link, lead of Care [Open]\n• Care: member, lead" in roles(world, "eli", "ben")
    for who in ("ana", "fay", "zed@slack"):
        assert roles(world, "eli", who) == "Eli [1 seat]\n• Commons: by a double link [Open]"


def test_roles_say_who_is_away_and_who_has_no_seat(world: World) -> None:
    world.do(DeclareAbsence(until="7d"), "dee")
    assert "Away until Mon 9 Mar 2026" in roles(world, "dee", "ana")
    world.clock.turn(days=8)
    assert "Away" not in roles(world, "dee", "ana")
    assert roles(world, "fay", "ana") == "Fay [0 seats]\nNo seat in any circle you can see."


def test_somebody_who_left_has_no_roles_to_look_up(world: World) -> None:
    query = ShowRoles(person=PersonId("dee"))
    world.config(LeaveOrganisation(person=PersonId("dee")))
    with pytest.raises(Unknown, match="There is no member dee here"):
        world.answer(query, "ana")
