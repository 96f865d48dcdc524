"""The command tree grows from the messages, as Discord takes it; what people type comes back as they meant it."""

import re
from typing import Any

import pytest
from discord_spec import COMMANDS, complaints

from adapters.discord.calls import Call, call_of, suggestions
from adapters.discord.commands import MANAGE_SERVER, Noun, command_tree, tree_hash
from adapters.discord.menus import chosen, menus_of, text_and_link
from adapters.discord.tree_size import characters, too_much
from governance_core.application.catalogue import catalogue
from governance_core.application.given import questions
from governance_core.cards.form import Accounts, Choice, Hidden, Lookup, Moment, Option, Place, Question, Toggle, Words
from governance_core.feature import Feature, Features
from governance_core.kernel.decider import Decider
from governance_core.kernel.message import Menu, Message, Query, ask, message

FEATURES = catalogue()
Json = dict[str, Any]
NAME = re.compile(r"[-_'\w]{1,32}")
NOUNS = {"me": Noun(with_bot=True), "help": Noun(with_bot=True), "consent": Noun("Answer a round", managers=True)}
MENUS = menus_of(FEATURES)
TREE = command_tree(FEATURES, NOUNS, MENUS)
SLASH = [one for one in TREE if one["type"] == 1]


def every(commands: list[Json]) -> list[Json]:
    """Commands, subcommands and options."""
    return [one for command in commands for one in (command, *every(command.get("options", [])))]


def leaf(path: str) -> Json:
    found: Json = {"options": TREE}
    for word in path.split():
        found = next(one for one in found["options"] if one["name"] == word)
    return found


def options(path: str) -> dict[str, Json]:
    return {one["name"]: one for one in leaf(path)["options"]}


def grown(*messages: type[Query]) -> Features:
    """Features with just these queries."""
    queries = {one: lambda *_: None for one in messages}
    toy: Feature[Any, Any] = Feature(
        name="toys",
        prefix="T",
        decider=Decider(None, lambda *_: (), lambda state, _: state),
        commands=(),
        queries=queries,
        target=lambda _: None,
        facts=lambda *_: None,
    )
    return Features((toy,))


@pytest.mark.contract
def test_discord_takes_the_tree() -> None:
    assert complaints(COMMANDS, TREE) == []


def test_every_path_is_a_command_and_nothing_else_is() -> None:
    found = set()
    for command in SLASH:
        verbs = [one for one in command["options"] if one["type"] == 1]
        found |= {f"{command['name']} {one['name']}" for one in verbs} or {command["name"]}
    assert found == set(FEATURES.by_path)


def test_the_tree_is_within_every_limit_as_discord_counts() -> None:
    assert list(too_much(TREE)) == []
    assert len(SLASH) <= 100
    for kind in (2, 3):
        assert 1 <= sum(1 for one in TREE if one["type"] == kind) <= 15
    for command in TREE:
        counted = [command, *every(command.get("options", []))]
        counted += [choice for one in counted for choice in one.get("choices", [])]
        total = sum(len(one.get(key, "")) for one in counted for key in ("name", "description", "value"))
        assert characters(command) == total <= 8_000
    for one in every(SLASH):
        assert len(one.get("options", [])) <= 25
        assert len(one.get("choices", [])) <= 25
        assert NAME.fullmatch(one["name"])
        assert one["name"] == one["name"].lower()
        assert 1 <= len(one["description"]) <= 100


def test_required_options_come_first_and_are_those_that_are_looked_up() -> None:
    for one in every(TREE):
        needed = [option["required"] for option in one.get("options", []) if option["type"] != 1]
        assert needed == sorted(needed, reverse=True)
    assert {name for name, one in options("proposal create").items() if one["required"]} == {"circle"}
    assert {name for name, one in options("consent answer").items() if one["required"]} == {"id"}


@pytest.mark.parametrize("path", sorted(FEATURES.by_path))
def test_each_question_has_the_option_that_fits_it(path: str) -> None:
    picked = Hidden | Place | Accounts
    asked = {n: q.kind for n, q in questions(FEATURES.by_path[path]).items() if not isinstance(q.kind, picked)}
    found = options(path)
    assert found.keys() == asked.keys()
    for name, kind in asked.items():
        match kind:
            case Toggle():
                assert found[name]["type"] == 5
            case Choice(offered):
                assert [(one["name"], one["value"]) for one in found[name]["choices"]] == [
                    (option.label, option.value) for option in offered
                ]
            case Lookup(of):
                assert found[name]["autocomplete"] == (of in FEATURES.choices)
            case Moment():
                assert (found[name]["type"], found[name]["autocomplete"]) == (3, True)
            case _:
                assert found[name]["type"] == 3
                assert "choices" not in found[name]
                assert "autocomplete" not in found[name]


def test_descriptions_are_the_summaries() -> None:
    for path, found in FEATURES.by_path.items():
        assert leaf(path)["description"] == found.spec.summary
    assert leaf("consent")["description"] == "Answer a round"
    assert leaf("circle")["description"].startswith("Circle: ")


def test_a_noun_says_where_it_is_used_and_by_whom() -> None:
    assert leaf("me")["contexts"] == [0, 1]
    assert leaf("proposal")["contexts"] == [0]
    assert leaf("consent")["default_member_permissions"] == MANAGE_SERVER
    assert "default_member_permissions" not in leaf("proposal")
    assert {tuple(one["integration_types"]) for one in TREE} == {(0,)}


def test_the_hash_changes_with_the_tree_alone() -> None:
    assert tree_hash(TREE) == tree_hash(command_tree(catalogue(), NOUNS, MENUS))
    assert tree_hash(TREE) != tree_hash(command_tree(FEATURES, {}, MENUS))


def test_a_long_choice_is_completed_and_long_words_are_shortened() -> None:
    many = Choice(tuple(Option(str(number), f"Number {number}") for number in range(30)))

    @message("toy.pick", "A summary that never ends " * 9, path="pick")
    class Pick(Query):
        """A toy."""

        one: str = ask(Question(many, "One"))
        two: str = ask(Question(Words(), "Two", "help " * 40))

    found = command_tree(grown(Pick), {})[0]
    assert found["options"][0] == {
        "name": "one",
        "description": "One",
        "required": False,
        "type": 3,
        "autocomplete": True,
    }
    assert len(found["description"]) <= 100
    assert len(found["options"][1]["description"]) <= 100
    assert complaints(COMMANDS, [found]) == []


def test_a_path_discord_cannot_have_is_a_defect() -> None:
    @message("toy.alone", "A toy", path="toy")
    class Alone(Query):
        """A toy."""

    @message("toy.verb", "A toy", path="toy verb")
    class Verb(Query):
        """A toy."""

    @message("toy.deep", "A toy", path="toy verb deep")
    class Deep(Query):
        """A toy."""

    for toys in ((Alone, Verb), (Deep,)):
        with pytest.raises(ValueError, match="/toy cannot"):
            command_tree(grown(*toys), {})


def test_too_much_is_told_in_words() -> None:
    wide = {"type": 1, "name": "wide", "description": "x", "options": [{"name": "o", "description": "y"}] * 26}
    long = {"type": 1, "name": "long", "description": "x" * 8_000}
    picky = {"type": 1, "name": "picky", "description": "", "options": [{"name": "o", "choices": [{}] * 26}]}
    assert list(too_much([wide, long, picky])) == [
        "/wide has 26 options, at most 25",
        "/long has 8004 characters in all, at most 8000",
        "/picky o has 26 choices, at most 25",
    ]
    assert list(too_much([{"type": 3, "name": "x"}] * 16)) == ["16 commands of type 3, at most 15"]
    assert list(too_much([{"type": 1, "name": "x"}] * 101)) == ["101 commands of type 1, at most 100"]


def test_the_menus_are_those_that_messages_offer() -> None:
    found = {(one["type"], one["name"]) for one in TREE if one["type"] != 1}
    assert found == {
        (3, "Turn into proposal"),
        (3, "Record as decision"),
        (3, "Raise a concern"),
        (3, "Request budget for this"),
        (2, "Governance roles"),
        (2, "Answer check-in for them"),
    }


def test_what_is_offered_everywhere_has_no_menu_on_discord() -> None:
    everywhere = Menu("New toy", "everywhere")

    @message("toy.menu", "A toy", menus=(everywhere, Menu("Turn into toy", "message", {"words": "text"})))
    class Toy(Query):
        """A toy."""

        words: str = ask(Question(Words(), "Words"))

    features = grown(Toy)
    assert features.menus["everywhere", "New toy"] == (Toy, everywhere)
    assert [one.menu.title for one in menus_of(features)] == ["Turn into toy"]


def test_a_menu_fills_in_the_words_of_the_message_and_the_link_to_it() -> None:
    found = {"type": 3, "name": "Turn into proposal", "target_id": "7"}
    data = {**found, "resolved": {"messages": {"7": {"content": "Let us water the beds"}}}}
    one = chosen(data, MENUS)
    assert one is not None
    assert one.kind == "proposal.create"
    link = "https://discord.com/channels/1/2/7"
    assert one.menu.filled(text_and_link(data, "1", "2")) == {"text": "Let us water the beds", "source": link}
    assert chosen({**found, "type": 2}, MENUS) is None
    assert chosen({**found, "name": "Gone"}, MENUS) is None


def test_words_of_a_message_name_people_and_emoji_as_they_are_read() -> None:
    mentions = [{"id": "11", "username": "ben", "global_name": "Ben"}, {"id": "12", "username": "cem"}]
    content = "<@11> and <@!12>, ask <@13> <a:party:99> <:ok:5> <#4> **now**"
    message = {"content": content, "mentions": mentions}
    data = {"target_id": "7", "resolved": {"messages": {"7": message}}}
    assert text_and_link(data, "1", "2")["text"] == "@Ben and @cem, ask @13 :party: :ok: <#4> **now**"


def test_a_call_is_read_with_its_answers() -> None:
    given = [{"name": "circle", "type": 3, "value": "garden"}, {"name": "draft", "type": 5, "value": True}]
    verb = {"name": "create", "type": 1, "options": given}
    assert call_of({"name": "proposal", "options": [verb]}) == Call(
        "proposal create", {"circle": "garden", "draft": "true"}
    )
    assert call_of({"name": "help"}) == Call("help", {})
    assert call_of({"name": "me", "options": [{"name": "inbox", "type": 1}]}) == Call("me inbox", {})


def test_what_is_being_typed_is_known() -> None:
    given = [{"name": "id", "type": 3, "value": "P-4", "focused": True}, {"name": "answer", "type": 3, "value": "x"}]
    found = call_of({"name": "consent", "options": [{"name": "answer", "type": 1, "options": given}]})
    assert (found.path, found.typing, found.answers["id"]) == ("consent answer", "id", "P-4")


def test_suggestions_are_such_as_discord_takes() -> None:
    offered = [Option(f"P-{n}", f"P-{n} · {'x' * 200}\n") for n in range(30)]
    found = suggestions([Option("x" * 101, "too long"), Option("", "empty"), *offered])
    assert len(found) == 25
    assert all(1 <= len(one["name"]) <= 100 and "\n" not in one["name"] for one in found)
    assert found[0]["value"] == "P-0"


def test_names_of_messages_stay_what_they_are() -> None:
    assert all(issubclass(one, Message) for one in FEATURES.messages)
