"""Forms: each question with the input that fits, in steps where there are many, and read back as it was filled in."""

from dataclasses import replace
from typing import Any

import pytest
from discord_eyes import ANA, SIGHT
from discord_spec import ANSWER, complaints, components, unwritten
from discord_strategies import long_words, sentences, very_long_words, words
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.discord.form_ids import FormId, form_id
from adapters.discord.forms import Form, answered_before, form, steps
from adapters.discord.presses import pressed
from adapters.discord.render import render
from adapters.discord.submissions import Knowing, Submission, submission
from governance_core.application.catalogue import catalogue
from governance_core.cards.complaints import FIX, NEXT, complaint_card, next_card
from governance_core.cards.form import (
    Accounts,
    Ask,
    Asked,
    Choice,
    Hidden,
    Kind,
    Lookup,
    Moment,
    Option,
    Place,
    Question,
    Toggle,
    Words,
)

KEY = "k" * 22
Json = dict[str, Any]


def asked(name: str, kind: Kind, required: bool = True, value: str = "", **question: str) -> Asked:
    return Asked(name, Question(kind, question.get("label", name), question.get("help", "")), required, value)


def ask(*questions: Asked, given: tuple[tuple[str, str], ...] = (), **more: Any) -> Ask:
    return Ask("consent.object", more.pop("title", "Your objection"), questions, given, "Object", KEY, **more)


def opened(made: Form | None) -> Json:
    assert made is not None
    return made.modal


def control(one: Asked, **offered: tuple[Option, ...]) -> Json:
    """The one input of a form with one question."""
    modal = opened(form(ask(one), SIGHT, offered))
    assert complaints(ANSWER, {"type": 9, "data": modal}) == []
    found: Json = modal["components"][0]["component"]
    return found


def options(count: int) -> tuple[Option, ...]:
    return tuple(Option(f"v{n}", f"Label {n}", "Why" if n else "") for n in range(count))


pytestmark = pytest.mark.contract


def test_words_get_a_line_or_a_field() -> None:
    assert control(asked("title", Words())) == {
        "type": 4,
        "custom_id": "title",
        "style": 1,
        "required": True,
        "max_length": 4000,
    }
    long = control(asked("text", Words(long=True), required=False, value="one\ntwo"))
    assert (long["style"], long["required"], long["value"]) == (2, False, "one\ntwo")
    assert control(asked("title", Words(), value="one\ntwo"))["style"] == 2


def test_a_text_too_long_for_an_input_is_left_alone_unless_a_file_replaces_it() -> None:
    whole = ask(asked("text", Words(long=True), value="x" * 4_001), given=(("id", "P-1"),))
    made = form(whole, SIGHT)
    assert made is not None
    label = made.modal["components"][0]
    assert label["component"] == {
        "type": 19,
        "custom_id": "text",
        "min_values": 0,
        "max_values": 1,
        "required": False,
    }
    assert "upload a file" in label["description"]
    assert made.keep == {"id": "P-1", "text": "x" * 4_001}
    found = form_id(made.modal["custom_id"])
    assert found is not None
    assert found.given is None


@pytest.mark.parametrize("count, kind", [(1, 3), (2, 21), (10, 21), (11, 3), (25, 3), (26, 4)])
def test_a_choice_gets_buttons_a_list_or_at_last_a_line(count: int, kind: int) -> None:
    found = control(asked("answer", Choice(options(count)), value="v0"))
    assert found["type"] == kind
    if kind != 4:
        assert [one["value"] for one in found["options"]] == [f"v{n}" for n in range(count)]
        assert [one["default"] for one in found["options"]] == [True, *[False] * (count - 1)]


def test_a_choice_that_discord_cannot_carry_is_typed() -> None:
    assert control(asked("answer", Choice((Option("x" * 101, "Long"), Option("b", "B")))))["type"] == 4


def test_yes_or_no_is_a_box_where_it_may_be_left_and_a_choice_where_not() -> None:
    assert control(asked("draft", Toggle(), required=False, value="yes")) == {
        "type": 23,
        "custom_id": "draft",
        "default": True,
    }
    assert [one["value"] for one in control(asked("sure", Toggle()))["options"]] == ["true", "false"]


def test_a_person_is_picked_from_the_server() -> None:
    found = control(asked("person", Lookup("person"), value="ana"))
    assert found["type"] == 5
    assert found["default_values"] == [{"type": "user", "id": ANA}]
    assert "default_values" not in control(asked("person", Lookup("person"), value="nobody"))


def test_what_is_looked_up_is_picked_where_the_list_is_known() -> None:
    circle = asked("circle", Lookup("circle"))
    assert control(circle)["type"] == 4
    assert control(circle, circle=options(3))["type"] == 21
    assert control(asked("person", Lookup("person")), person=options(12))["type"] == 3


def test_a_moment_says_how_it_is_written() -> None:
    assert "90d" in control(asked("review", Moment()))["placeholder"]
    assert control(asked("version", Hidden()))["type"] == 4


def test_labels_say_what_is_asked_and_what_is_wrong() -> None:
    wrong = replace(asked("harm", Words(), label="Harm", help="To whose aim?"), complaint="That is no harm.\nReally.")
    for one, label, help_ in (
        (asked("harm", Words(), label="Harm", help="To whose aim?"), "Harm", "To whose aim?"),
        (wrong, "Harm", "That is no harm. Really."),
        (asked("what_then", Words(), label=""), "What then", None),
    ):
        found = opened(form(ask(one), SIGHT))["components"][0]
        assert found["label"] == label
        assert found.get("description") == help_


def test_a_form_carries_what_was_given_where_there_is_room() -> None:
    made = form(ask(asked("harm", Words()), given=(("id", "P-1"), ("version", "3"))), SIGHT)
    assert made is not None
    assert made.keep == {}
    assert made.modal["custom_id"] == f"f1|consent.object|{KEY}|0|id=P-1&version=3"
    assert form_id(made.modal["custom_id"]) == FormId("consent.object", KEY, 0, {"id": "P-1", "version": "3"})


@given(st.dictionaries(words, long_words, max_size=3), st.integers(0, 9))
def test_form_ids_are_read_back_or_say_that_something_is_kept(given_: dict[str, str], following: int) -> None:
    wire = FormId("consent.object", KEY, following, given_).wire()
    assert len(wire) <= 100
    found = form_id(wire)
    assert found is not None
    assert (found.kind, found.key, found.following) == ("consent.object", KEY, following)
    assert found.given in (given_, None)


@pytest.mark.parametrize("wire", ["", "c1|P-1|1|object", "f1|a|b|c|", "f0|a|b|0|", "f1|a|b|0|c|d", "f1|a|b|²|"])
def test_ids_of_others_are_no_forms(wire: str) -> None:
    assert form_id(wire) is None


def test_more_than_five_questions_become_steps() -> None:
    many = ask(*(asked(f"q{n}", Words(), value=f"v{n}") for n in range(12)), title="A title that is much too long " * 3)
    parts = steps(many)
    assert [len(part.questions) for part in parts] == [5, 5, 2]
    assert all(len(part.title) <= 45 for part in parts)
    assert parts[0].title.endswith("(1 of 3)")
    first = opened(form(many, SIGHT))
    found = form_id(first["custom_id"])
    assert found is not None
    assert found.following == 2
    answered = [f"q{n}" for n in range(5)]
    last = form(many, SIGHT, answered=[*answered, *(f"q{n}" for n in range(5, 10))])
    assert [one["component"]["custom_id"] for one in opened(last)["components"]] == ["q10", "q11"]
    assert opened(last)["title"].endswith("(continued)")
    assert form(many, SIGHT, answered=[f"q{n}" for n in range(12)]) is None


def test_what_is_wrong_is_asked_first() -> None:
    late = replace(asked("late", Words()), complaint="No.")
    many = ask(*(asked(f"q{n}", Words()) for n in range(6)), late)
    assert [one.name for one in steps(many)[0].questions] == ["late", "q0", "q1", "q2", "q3"]
    few = ask(asked("q0", Words()), late)
    assert [one.name for one in steps(few)[0].questions] == ["q0", "late"]


def test_an_introduction_takes_the_place_of_a_question() -> None:
    made = opened(form(ask(*(asked(f"q{n}", Words()) for n in range(5)), intro=("Say **why**",)), SIGHT))
    assert [one["type"] for one in made["components"]] == [10, 18, 18, 18, 18]
    assert made["components"][0]["content"] == "Say \\*\\*why\\*\\*"


asks = st.builds(
    Ask,
    st.sampled_from(("consent.object", "consent.withdraw_objection")),
    words,
    st.lists(
        st.builds(
            Asked,
            st.uuids().map(str),
            st.builds(
                Question,
                st.one_of(
                    st.builds(Words, st.booleans()),
                    st.builds(
                        Choice,
                        st.lists(st.builds(Option, words, words, words), max_size=12, unique_by=lambda o: o.value).map(
                            tuple
                        ),
                    ),
                    st.sampled_from(
                        (Moment(), Toggle(), Lookup("person"), Lookup("circle"), Place(), Accounts(), Accounts(1))
                    ),
                ),
                words,
                words,
            ),
            st.booleans(),
            st.sampled_from(("", "ana")) | very_long_words,
            words,
        ),
        max_size=8,
    ).map(tuple),
    st.lists(st.tuples(words, words), max_size=2).map(tuple),
    words,
    st.just(KEY),
    sentences,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(asks)
def test_discord_takes_any_form_and_any_complaint(asked_: Ask) -> None:
    made = form(asked_, SIGHT)
    assert (made is None) == (not asked_.questions)
    if made is not None:
        assert complaints(ANSWER, {"type": 9, "data": made.modal}) == []
        assert 1 <= len(made.modal["components"]) <= 5
        assert made.modal["title"].strip()
        assert all(one.get("label", "x").strip() for one in made.modal["components"])
    for card in (complaint_card(asked_), next_card(asked_)):
        body = render(card, SIGHT).body(ephemeral=True)
        assert complaints(ANSWER, {"type": 4, "data": body}) == unwritten(body) == []


def filled(kind: int, name: str, **value: Any) -> Json:
    return {"type": 18, "id": 1, "component": {"type": kind, "id": 2, "custom_id": name, **value}}


def test_people_and_channels_are_picked_and_come_back_picked() -> None:
    people = replace(asked("people", Accounts(3)), value=f"{ANA}\tAna\t\n77\tBen\t")
    found = control(people)
    assert (found["type"], found["max_values"], found["min_values"]) == (5, 3, 1)
    assert [one["id"] for one in found["default_values"]] == [ANA, "77"]
    place = replace(asked("place", Place()), value="88\tNobody may write there.")
    assert control(place)["default_values"] == [{"type": "channel", "id": "88"}]
    assert control(asked("place", Place()))["channel_types"] == [0]
    assert "default_values" not in control(replace(people, value="Ana, Ben"))


def test_what_was_picked_is_read_with_names_and_with_what_is_wrong() -> None:
    users = {ANA: {"username": "ana", "global_name": "Ana D."}, "77": {"username": "robo", "bot": True}}
    resolved = {"users": users, "members": {ANA: {"nick": "Ana\nof the garden"}}}
    knowing = Knowing({ANA: "ana"}.get, resolved, ["people"], lambda channel: "No." if channel == "9" else "")
    given_ = [filled(5, "people", values=[ANA, "77"]), filled(5, "who", values=[ANA])]
    given_ += [filled(8, "place", values=["8"]), filled(8, "locked", values=["9"]), filled(8, "none", values=[])]
    assert submission(given_, knowing).answers == {
        "people": f"{ANA}\tAna of the garden\t\n77\trobo\tbot",
        "who": "ana",
        "place": "8",
        "locked": "9\tNo.",
        "none": "",
    }


def test_a_longer_form_is_gone_on_with_where_its_first_part_ended() -> None:
    many = ask(*(asked(f"q{n}", Words(), value=f"v{n}") for n in range(12)))
    all_of_it = [one.name for one in many.questions]
    assert answered_before(many, 2, all_of_it) == {f"q{n}" for n in range(5)}
    assert answered_before(many, 1, all_of_it) == {f"q{n}" for n in range(10)}
    assert answered_before(many, 1, {"q11", "q3"}) == {"q11", "q3"}, "whatever was asked first"
    card = next_card(many, ["q10", "q11"], "1")
    assert [press.argument for press in (one.press for one in card.buttons())] == ["1"]
    assert "q10" in str(card.blocks).lower()
    first = form(many, SIGHT)
    assert first is not None
    assert not first.keep, "what is asked later is not given yet"


def test_a_form_is_read_back_as_it_was_filled_in() -> None:
    found = submission(
        [
            {"type": 10, "id": 9},
            filled(4, "text", value="one\ntwo"),
            filled(21, "answer", value="concern"),
            filled(21, "left", value=None),
            filled(3, "circle", values=["garden"]),
            filled(3, "none", values=[]),
            filled(23, "draft", value=True),
            filled(23, "sure", value=False),
            filled(5, "person", values=[ANA]),
            filled(5, "guest", values=["77"]),
            filled(5, "gone", values=["78"]),
            filled(5, "nobody", values=[]),
            filled(19, "long", values=["123"]),
            filled(19, "same", values=[]),
            {"type": 1, "components": [{"type": 4, "custom_id": "old", "value": "x"}]},
        ],
        Knowing({ANA: "ana"}.get, {"users": {"77": {"username": "guest_7", "global_name": None}}}),
    )
    assert found == Submission(
        {
            "text": "one\ntwo",
            "answer": "concern",
            "left": "",
            "circle": "garden",
            "none": "",
            "draft": "true",
            "sure": "false",
            "person": "ana",
            "guest": "guest_7",
            "gone": "78",
            "nobody": "",
            "old": "x",
        },
        {"long": "123"},
    )


def test_a_complaint_says_what_is_wrong_and_leads_back() -> None:
    wrong = replace(asked("review", Moment(), label="Review"), complaint="'soon' is no date; write 2026-06-01.")
    body = render(complaint_card(ask(wrong, asked("harm", Words()))), SIGHT).body(ephemeral=True)
    said = "\n".join(one["content"] for one in components(body) if one["type"] == 10)
    assert "• **Review**: 'soon' is no date; write 2026-06-01." in said
    assert "harm" not in said
    (button,) = (one for one in components(body) if one["type"] == 2)
    assert button["label"] == "Fix it"
    press = pressed(button["custom_id"])
    assert press is not None
    assert (press.ref, press.action) == (KEY, FIX)


def test_the_way_on_names_what_is_missing() -> None:
    body = render(
        next_card(ask(asked("harm", Words(), label="Harm"), asked("safe", Words(), required=False))), SIGHT
    ).body()
    said = "\n".join(one["content"] for one in components(body) if one["type"] == 10)
    assert "**Harm**" in said
    assert "safe" not in said
    assert [pressed(one["custom_id"]).action for one in components(body) if one["type"] == 2] == [NEXT]  # type: ignore[union-attr]


def test_the_presses_of_the_adapter_are_none_of_the_core() -> None:
    assert not {FIX, NEXT} & catalogue().by_action.keys()
