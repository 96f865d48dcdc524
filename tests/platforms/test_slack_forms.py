"""Forms on Slack: an input a question, what was filled in read back as it was typed, and what stands at a field."""

from typing import Any

import pytest
from slack_eyes import ANA, SIGHT
from slack_spec import MODAL, complaints, objects, unwritten

from adapters.slack import views
from adapters.slack.forms import errors, form
from adapters.slack.submissions import submission
from adapters.slack.views import carried
from governance_core.application.paperwork import Paper
from governance_core.cards.form import (
    Accounts,
    Ask,
    Asked,
    Choice,
    Lookup,
    Moment,
    Option,
    Place,
    Question,
    Toggle,
    Words,
)
from governance_core.cards.picked import Account, accounts_read, accounts_written

FEW = tuple(Option(str(number), f"Option {number}", "help") for number in range(3))
MANY = tuple(Option(f"P-{number}", f"P-{number} · <!channel> & more") for number in range(30))


def asked(name: str, kind: Any, required: bool = True, **more: Any) -> Asked:
    return Asked(name, Question(kind, name.capitalize(), "Some help"), required, **more)


def ask(*questions: Asked, **given: str) -> Ask:
    return Ask(
        "proposal.create", "A title far too long for Slack", questions, tuple(given.items()), "Put it there", "K1"
    )


def drawn(*questions: Asked, texts: tuple[str, ...] = (), offered: Any = None, **given: str) -> Any:
    made = form(ask(*questions, **given), SIGHT, offered or {}, texts, "C1")
    assert made is not None
    assert unwritten(made.view) == []
    assert complaints(MODAL, made.view) == []
    return made


def elements(view: Any) -> dict[str, Any]:
    return {one["action_id"]: one for one in objects(view) if "action_id" in one}


def filled(view: Any, **values: str) -> dict[str, Any]:
    """The state of a view as Slack sends it, each input left as it is unless a value is given."""
    state: dict[str, Any] = {}
    for name, one in elements(view).items():
        state[name] = {name: _value(one, values.get(name))}
    return {"values": state}


def _value(one: Any, given: str | None) -> dict[str, Any]:
    kind = one["type"]
    if kind == "plain_text_input":
        return {"type": kind, "value": given if given is not None else one.get("initial_value")}
    if kind == "users_select":
        return {"type": kind, "selected_user": given or one.get("initial_user")}
    if kind == "checkboxes":
        return {"type": kind, "selected_options": one["options"] if given == "true" else one.get("initial_options", [])}
    chosen = {"value": given} if given else one.get("initial_option")
    return {"type": kind, "selected_option": chosen}


pytestmark = pytest.mark.contract


def test_people_and_channels_are_picked_and_come_back_picked() -> None:
    people = accounts_written([Account("U0ANA", "Ana"), Account("U0BEN", "Ben")])
    view = drawn(asked("people", Accounts(3), value=people), asked("place", Place(), value="C0GARDEN")).view
    people_, place = elements(view)["people"], elements(view)["place"]
    assert (people_["type"], people_["initial_users"]) == ("multi_users_select", ["U0ANA", "U0BEN"])
    assert (place["type"], place["initial_channel"]) == ("channels_select", "C0GARDEN")
    state = {
        "people": {"people": {"type": "multi_users_select", "selected_users": ["U0ANA", "U0CEM"]}},
        "place": {"place": {"type": "channels_select", "selected_channel": "C0CARE"}},
        "none": {"none": {"type": "channels_select", "selected_channel": None}},
    }
    read = submission({"values": state}, lambda account: None)
    assert [one.id for one in accounts_read(read.pop("people"))] == ["U0ANA", "U0CEM"]
    assert read == {"place": "C0CARE", "none": ""}
    typed = drawn(asked("people", Accounts(3), value="Ana, Ben"), asked("place", Place(), value="garden")).view
    assert not [one for one in elements(typed).values() if "initial_users" in one or "initial_channel" in one]


def test_each_kind_of_question_has_its_input() -> None:
    view = drawn(
        asked("title", Words()),
        asked("text", Words(long=True)),
        asked("answer", Choice(FEW)),
        asked("process", Choice(FEW), required=False),
        asked("circle", Lookup("circle")),
        asked("id", Lookup("proposal")),
        asked("person", Lookup("person")),
        asked("review", Moment(), required=False),
        asked("draft", Toggle(), required=False),
        asked("sure", Toggle()),
        offered={"circle": FEW, "id": MANY},
    ).view
    found = {name: one["type"] for name, one in elements(view).items()}
    assert found == {
        "title": "plain_text_input",
        "text": "plain_text_input",
        "answer": "radio_buttons",
        "process": "static_select",
        "circle": "radio_buttons",
        "id": "external_select",
        "person": "users_select",
        "review": "plain_text_input",
        "draft": "checkboxes",
        "sure": "radio_buttons",
    }
    assert elements(view)["text"]["multiline"] is True
    optional = [block["block_id"] for block in view["blocks"] if block["type"] == "input" and block["optional"]]
    assert optional == ["process", "review", "draft"]
    assert view["title"]["text"] == "A title far too long fo…"


def test_what_stands_there_is_filled_in_and_read_back() -> None:
    typed = "<!channel> &lt;\n*bold* 字 👩‍👩‍👧‍👦"
    view = drawn(
        asked("text", Words(long=True), value=typed),
        asked("answer", Choice(FEW), value="2"),
        asked("person", Lookup("person"), value="ana"),
        asked("draft", Toggle(), required=False, value="true"),
    ).view
    read = submission(filled(view), {ANA: "ana"}.get)
    assert read == {"text": typed, "answer": "2", "person": "ana", "draft": "true"}
    assert submission(filled(view, person="U0ZOE"), {ANA: "ana"}.get)["person"] == "U0ZOE"


@pytest.mark.parametrize("typed", ["word " * 2_000, "x" * 9_000, "👩‍👩‍👧‍👦" * 900, "line\n" * 1_500])
def test_a_text_longer_than_an_input_is_parted_and_put_together_again(typed: str) -> None:
    view = drawn(asked("text", Words(long=True), value=typed), asked("title", Words(), value="T")).view
    parts = [name for name in elements(view) if name.startswith("text")]
    assert len(parts) > 3
    assert submission(filled(view), {}.get) == {"text": typed, "title": "T"}
    longer = submission(filled(view, **{parts[-1]: "and more"}), {}.get)
    assert longer["text"] == typed + "and more"


def test_a_text_longer_than_all_inputs_stays_as_it_is_and_does_not_travel() -> None:
    made = drawn(asked("text", Words(long=True), value="y" * 90_000), asked("title", Words()), texts=("text", "title"))
    assert list(elements(made.view)) == ["title"]
    assert "stays as it is" in str(made.view["blocks"][-1])
    assert made.keep["text"] == "y" * 90_000
    assert "yyy" not in made.view["private_metadata"]


def test_a_form_carries_ids_and_a_version_only() -> None:
    made = drawn(asked("harm", Words()), texts=("harm", "title"), id="P-1", version="3")
    assert made.view["private_metadata"] == "f1|proposal.create|K1|C1|id=P-1&version=3"
    assert not made.keep
    assert carried(made.view["private_metadata"]) == (
        Paper("proposal.create", "K1", given={"id": "P-1", "version": "3"}),
        "C1",
    )
    worded = drawn(asked("harm", Words()), texts=("harm", "title"), id="P-1", title="A secret")
    assert worded.view["private_metadata"] == "f1|proposal.create|K1|C1|*"
    assert worded.keep == {"id": "P-1", "title": "A secret"}
    assert carried("something else") is None


def test_what_is_wrong_stands_at_its_field_and_nowhere_else() -> None:
    wrong = ask(
        asked("title", Words(), value="T"), asked("review", Moment(), value="soonish", complaint="soonish is no day.")
    )
    assert errors(wrong, ["title", "review"]) == {"review": "soonish is no day."}
    assert errors(wrong, ["title"]) is None
    also = ask(asked("concern", Words()), asked("review", Moment(), value="x", complaint="no"))
    assert errors(also, ["review"]) is None
    view = drawn(*wrong.questions).view
    assert "soonish is no day." in str(view["blocks"][1])


def test_options_slack_cannot_carry_are_typed() -> None:
    options = (Option("x" * 90, "Long"), Option("b", "B"))
    assert elements(drawn(asked("answer", Choice(options))).view)["answer"]["type"] == "plain_text_input"


def test_modals_that_only_tell_have_nothing_to_send() -> None:
    view = views.sentence("One moment")
    assert complaints(MODAL, view) == unwritten(view) == []
    assert "submit" not in view
