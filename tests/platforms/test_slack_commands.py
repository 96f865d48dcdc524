"""What is typed behind a slash on Slack, what is shown where nothing is, and the app that knows these commands."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from slack_reader import read
from slack_spec import MODAL, POST, complaints, labels, unwritten

from adapters.slack import limits
from adapters.slack.commands import Call, Hub, Meant
from adapters.slack.hub import did_you_mean, hub
from adapters.slack.manifest import EVENTS, EVENTS_OF_PEOPLE, OF_PEOPLE, OPTIONAL, SCOPES, manifest
from adapters.slack.shortcuts import filled_in, used
from adapters.slack.spelling import spelling_of
from bot.__main__ import main
from bot.slack import grammar_of, shortcuts
from tests.application.application_world import FEATURES

GRAMMAR = grammar_of(FEATURES)


def said(command: str) -> Hub | Call | Meant:
    name, _, typed = command.partition(" ")
    return GRAMMAR.read(name, typed)


@pytest.mark.parametrize(
    "typed,meant",
    [
        ("/proposal", Hub("proposal")),
        ("/gov", Hub("gov")),
        ("/proposal show P-1", Call("proposal.show", {"id": "P-1"})),
        ("/proposal SHOW #p1", Call("proposal.show", {"id": "#p1"})),
        ("/proposal P-1", Call("item.show", {"id": "P-1"})),
        ("/proposal list", Call("proposal.list", {})),
        ("/proposal list mine", Call("proposal.list", {"mine": "true"})),
        ("/proposal list open", Call("proposal.list", {"state": "open"})),
        ("/proposal create", Call("proposal.create", {})),
        ("/proposal Move standup to Tuesdays", Call("proposal.create", {"title": "Move standup to Tuesdays"})),
        ("/proposal create Move standup", Call("proposal.create", {"title": "Move standup"})),
        (
            "/proposal withdraw P-1 we found better",
            Call("proposal.withdraw", {"id": "P-1", "reason": "we found better"}),
        ),
        ("/proposal submit draft-1", Call("draft.submit", {"id": "draft-1"})),
        ("/consent answer P-1 consent", Call("consent.answer", {"id": "P-1", "answer": "consent"})),
        ("/consent object P-1 It floods", Call("consent.object", {"id": "P-1", "harm": "It floods"})),
        ("/circle show garden", Call("circle.show", {"circle": "garden"})),
        ("/circle add garden ben", Call("circle.add", {"circle": "garden", "person": "ben"})),
        ("/decisions search rain water", Call("decisions.search", {"text": "rain water"})),
        ("/decisions rain water", Call("decisions.search", {"text": "rain water"})),
        ("/gov me inbox", Call("me.inbox", {})),
        ("/gov inbox", Call("me.inbox", {})),
        ("/gov doctor", Call("upkeep.doctor", {})),
        ("/gov me away 9d", Call("person.away", {"until": "9d"})),
        ("/gov me link code:AB12CD34", Call("person.link", {"code": "AB12CD34"})),
        ("/gov help topic:decide", Call("help", {"topic": "decide"})),
        ("/gov help decide", Call("help", {"topic": "decide"})),
        ("/gov show P-1", Call("item.show", {"id": "P-1"})),
        ('/gov share request "hammer drill" until:3h', Call("loan.request", {"id": "hammer drill", "until": "3h"})),
        (
            "/gov share request “hammer drill” Shelves",
            Call("loan.request", {"id": "hammer drill", "purpose": "Shelves"}),
        ),
        ('/proposal create "Water the beds"', Call("proposal.create", {"title": '"Water the beds"'})),
        ('/proposal create circle:garden title:"Water: twice"', None),
        ("/proposal create Water &lt;beds&gt; &amp;lt;", Call("proposal.create", {"title": "Water <beds> &lt;"})),
        ("/gov proposal show P-1", Call("proposal.show", {"id": "P-1"})),
        ("/gov proposal", Hub("proposal")),
        ("/acme-proposal P-1", Call("item.show", {"id": "P-1"})),
    ],
)
def test_what_is_typed_is_what_is_meant(typed: str, meant: Any) -> None:
    if meant is None:
        meant = Call("proposal.create", {"circle": "garden", "title": "Water: twice"})
    assert said(typed) == meant


@pytest.mark.parametrize(
    "typed,commands",
    [
        ("/proposal shwo P-1", ("proposal show P-1", "proposal create shwo P-1")),
        ("/consent foo", ("consent answer", "consent object", "consent withdraw", "consent adopt")),
        ("/proposal frobnicate", None),
        ("/circle lst", ("circle list",)),
        ("/gov me inbx", ("gov me inbox", "gov me link")),
        ("/gov inbx", ("gov me inbox",)),
        ("/gov governance doctr", ("gov governance doctor",)),
        ("/gov frobnicate", ("gov me show", "gov me circles")),
        ("/consent P-1 consent", ("consent answer P-1 consent", "consent object P-1 consent")),
    ],
)
def test_a_verb_there_is_not_asks_what_was_meant(typed: str, commands: tuple[str, ...] | None) -> None:
    meant = said(typed)
    assert isinstance(meant, Meant)
    if commands:
        assert meant.commands[: len(commands)] == commands or set(commands) <= set(meant.commands)
    message = did_you_mean(meant, "proposal", "")
    assert unwritten(message.body()) == []
    assert len(labels(message.body())) == len(set(meant.commands))
    assert "nothing was done" in read(list(message.blocks)).words


@pytest.mark.contract
@pytest.mark.parametrize("noun", [*GRAMMAR.own, GRAMMAR.rest])
def test_nothing_typed_opens_what_can_be_done(noun: str) -> None:
    view = hub(noun, GRAMMAR)
    assert complaints(MODAL, view) == unwritten(view) == []
    assert len(labels(view)) == len(GRAMMAR.paths(noun))


@pytest.mark.contract
def test_what_may_have_been_meant_is_a_message_slack_takes() -> None:
    message = did_you_mean(Meant("x" * 90, tuple(f"proposal {n} {'y' * 900}" for n in range(4))), "proposal", "")
    assert complaints(POST, {"channel": "C1", **message.body()}) == []


@pytest.mark.contract
@pytest.mark.parametrize("address", ["", "https://bot.example/slack/events"])
@pytest.mark.parametrize("prefix", ["", "harbour-com-"])
def test_slack_makes_an_app_from_the_manifest(address: str, prefix: str) -> None:
    made = manifest(grammar_of(FEATURES, prefix), shortcuts(FEATURES), address=address)
    assert complaints("", made, "manifest.schema.json") == []
    assert made["settings"]["socket_mode_enabled"] is (address == "")
    commands = made["features"]["slash_commands"]
    assert len(commands) <= limits.COMMANDS
    assert len({one["command"] for one in commands}) == 6
    names = [one["name"] for one in made["features"]["shortcuts"]]
    assert len(names) <= limits.SHORTCUTS
    assert all(len(name) <= limits.SHORTCUT_NAME and not name.endswith("…") for name in names)
    assert made["settings"]["event_subscriptions"]["bot_events"] == list(EVENTS)
    assert set(made["oauth_config"]["scopes"]["bot"]) == set(SCOPES)


@pytest.mark.contract
def test_where_a_user_group_makes_members_the_app_asks_for_that_and_hears_of_it() -> None:
    made = manifest(GRAMMAR, shortcuts(FEATURES), hears_people=True)
    assert complaints("", made, "manifest.schema.json") == []
    assert set(made["oauth_config"]["scopes"]["bot"]) == {*SCOPES, *OF_PEOPLE}
    assert set(made["settings"]["event_subscriptions"]["bot_events"]) == {*EVENTS, *EVENTS_OF_PEOPLE}


NEEDS = {
    "apps_connections_open": (),
    "auth_test": (),
    "chat_postEphemeral": ("chat:write",),
    "chat_postMessage": ("chat:write",),
    "chat_update": ("chat:write",),
    "conversations_history": ("channels:history", "groups:history", "im:history"),
    "conversations_info": ("channels:read", "groups:read"),
    "conversations_open": ("im:write",),
    "conversations_replies": ("channels:history", "groups:history"),
    "files_upload_v2": ("files:write",),
    "usergroups_list": ("usergroups:read",),
    "usergroups_users_list": ("usergroups:read",),
    "users_info": ("users:read",),
    "users_list": ("users:read",),
    "views_open": (),
    "views_publish": (),
    "views_push": (),
    "views_update": (),
}
"""What Slack's documentation says of each method the code calls."""


_NO_METHODS = {"api_call", "on_message_listeners", "issue_new_wss_url"}


def test_the_scopes_are_exactly_those_the_code_uses() -> None:
    called: set[str] = set()
    for module in (Path(limits.__file__).parent).glob("*.py"):
        source = module.read_text(encoding="utf-8")
        called |= set(re.findall(r"lient\.([a-z]+_\w+)", source)) - _NO_METHODS
        called |= {one.replace(".", "_") for one in re.findall(r'(?:ask|_asked)\("([a-z.A-Z]+)"', source)}
    assert called == NEEDS.keys()
    used = {scope for method in called for scope in NEEDS[method]} | {"commands", "app_mentions:read"}
    assert used == {*SCOPES, *OPTIONAL, *OF_PEOPLE}


def test_the_manifest_of_a_config_asks_for_what_the_config_needs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "config.yaml"
    text = (Path(__file__).parents[2] / "config.example.yaml").read_text(encoding="utf-8")
    begin = text.index("# platforms:")
    text = text[:begin] + re.sub("^# ", "", text[begin:], flags=re.MULTILINE)
    for kept, more in (("keeps", False), ("ends-membership", True)):
        config.write_text(text.replace("leaving_workspace: keeps", f"leaving_workspace: {kept}"), encoding="utf-8")
        assert main(["slack", "manifest", "--config", str(config)]) == 0
        made = json.loads(capsys.readouterr().out)
        assert ("usergroups:read" in made["oauth_config"]["scopes"]["bot"]) is more


def test_the_manifest_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["slack", "manifest", "--prefix", "acme-", "--address", "https://bot.example/"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["features"]["slash_commands"][0]["command"] == "/acme-proposal"
    assert made["settings"]["interactivity"]["request_url"] == "https://bot.example/slack/events"
    assert main(["slack", "manifest", "--prefix", "Acme "]) == 1


def test_everything_typed_can_be_reached_from_some_command() -> None:
    reached = {found for noun in (*GRAMMAR.own, GRAMMAR.rest) for found in GRAMMAR.paths(noun).values()}
    assert reached == set(FEATURES.by_path.values())


def test_a_shortcut_on_a_message_fills_in_its_words_and_where_it_stands() -> None:
    (one,) = (one for one in shortcuts(FEATURES) if one.menu.title == "Turn into proposal")
    assert used(one.callback, (one,)) == one
    assert used("use|message|gone", (one,)) is None
    link = "https://harbour.slack.com/archives/C1/p17"
    assert filled_in(one, "a &lt; b", link) == {"text": "a < b", "source": link}


def test_no_path_of_this_machine_is_in_the_manifest() -> None:
    assert str(Path.cwd()) not in json.dumps(manifest(GRAMMAR, shortcuts(FEATURES)))


def test_commands_in_sentences_are_spelled_as_they_are_typed() -> None:
    spelling = spelling_of(grammar_of(FEATURES, "acme-"))
    assert spelling("Use /me link, then /proposal list.") == "Use /acme-gov me link, then /acme-proposal list."
    for kept in ("https://x.org/me/inbox", "and/or", "/mean", "me/help", "/showcase", "a /help-desk"):
        assert spelling(kept) == kept


@pytest.mark.parametrize(
    "typed, kind, answers",
    [
        ("/budget hammer for the shed", "budget.request", {"purpose": "hammer for the shed"}),
        (
            "/budget hammer for the shed circle:garden",
            "budget.request",
            {"purpose": "hammer for the shed", "circle": "garden"},
        ),
        ("/proposal Move standup to Tuesdays", "proposal.create", {"title": "Move standup to Tuesdays"}),
        ("/decisions water beds", "decisions.search", {"text": "water beds"}),
    ],
)
def test_free_text_begins_what_the_noun_is_mostly_for(typed: str, kind: str, answers: dict[str, str]) -> None:
    noun, _, words = typed.partition(" ")
    assert GRAMMAR.read(noun, words) == Call(kind, answers)
