"""What holds everything against Slack's types can itself fail: each of these would not pass."""

from typing import Any

import pytest
import slack_payloads as payloads
from slack_rig import Rig
from slack_spec import HOME_VIEW, MODAL, POST, acknowledged, answered, complaints, foreign, unwritten

pytestmark = pytest.mark.contract
TEXT = {"type": "plain_text", "text": "Consent", "emoji": False}
BUTTON = {"type": "button", "text": TEXT, "action_id": "c1|P-1|1|consent"}
INPUT = {
    "type": "input",
    "block_id": "harm",
    "label": TEXT,
    "element": {"type": "plain_text_input", "action_id": "harm"},
}
SECTION = {"type": "section", "text": TEXT}
VIEW = {"type": "modal", "title": TEXT, "blocks": [INPUT], "submit": TEXT}
SUBMITTED = {"type": "view_submission", "view": {"blocks": [INPUT]}}


def message(*blocks: dict[str, Any], text: str = "Water") -> dict[str, Any]:
    return {"channel": "C1", "text": text, "blocks": list(blocks)}


def row(*buttons: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(buttons)}


def section(words: str, kind: str = "plain_text") -> dict[str, Any]:
    return {"type": "section", "text": {"type": kind, "text": words}}


def posted(body: dict[str, Any]) -> list[str]:
    return [*complaints(POST, body), *unwritten(body)]


def test_what_is_right_passes() -> None:
    assert not posted(message(SECTION, row(BUTTON)))
    assert not [*complaints(MODAL, VIEW), *unwritten(VIEW)]
    assert not acknowledged(SUBMITTED, {"response_action": "errors", "errors": {"harm": "Too long"}})


@pytest.mark.parametrize(
    "body",
    [
        message(),
        message(row()),
        message(row(BUTTON, BUTTON)),
        message(*[SECTION] * 51),
        message({"type": "section"}),
        message({"type": "sectoin", "text": TEXT}),
        message(INPUT),
        message(row({**BUTTON, "text": {**TEXT, "text": "x" * 76}})),
        message(row({**BUTTON, "action_id": "x" * 256})),
        message(row({**BUTTON, "text": {"type": "mrkdwn", "text": "x"}})),
        message(section("<!channel>", "mrkdwn")),
        message({"type": "header", "text": {**TEXT, "text": "x" * 151}}),
        message(section("x" * 3001)),
        message(SECTION, text=" "),
        message(SECTION, text="<!here>"),
        message(*[section("x" * 2900)] * 5),
    ],
)
def test_a_message_slack_would_not_take_is_noticed(body: dict[str, Any]) -> None:
    assert posted(body)


@pytest.mark.parametrize(
    "view",
    [
        {key: value for key, value in VIEW.items() if key != "submit"},
        {**VIEW, "title": {**TEXT, "text": "x" * 25}},
        {**VIEW, "private_metadata": "x" * 3001},
        {**VIEW, "blocks": [INPUT, INPUT]},
        {**VIEW, "blocks": [SECTION] * 101},
    ],
)
def test_a_view_slack_would_not_take_is_noticed(view: dict[str, Any]) -> None:
    assert [*complaints(MODAL, view), *unwritten(view)]


def test_a_home_slack_would_not_take_is_noticed() -> None:
    assert unwritten({"type": "home", "blocks": [SECTION] * 101})
    assert complaints(HOME_VIEW, {"type": "home"})


@pytest.mark.parametrize(
    "payload,answer",
    [
        ({"command": "/gov"}, {"response_type": "in_channel", "text": "Water", "blocks": [SECTION]}),
        ({"command": "/gov"}, {"response_type": "ephemeral", "text": "Water", "blocks": [row()]}),
        (SUBMITTED, {"response_action": "errors", "errors": {"nothing": "there is no such input"}}),
        (SUBMITTED, {"response_action": "update", "view": {**VIEW, "blocks": []}}),
        ({"type": "block_suggestion"}, {"options": [{"text": {**TEXT, "text": "x" * 76}, "value": "a"}]}),
        ({"type": "block_actions"}, {"text": "a press takes no answer"}),
    ],
)
def test_an_acknowledgement_slack_would_not_take_is_noticed(payload: dict[str, Any], answer: dict[str, Any]) -> None:
    assert acknowledged(payload, answer)


def test_what_is_told_by_a_response_address_is_for_one_person_alone() -> None:
    body = {"text": "Water", "blocks": [SECTION]}
    assert not answered({**body, "response_type": "ephemeral", "replace_original": False})
    assert answered({**body, "response_type": "in_channel"})
    assert answered({**body, "reponse_type": "ephemeral"})


@pytest.mark.parametrize(
    "kind,payload",
    [
        ("slash_commands", {"command": "/gov", "text": ""}),
        ("interactive", {**payloads.by("block_actions", "ana", "U1"), "trigger_id": 7, "actions": []}),
        ("interactive", payloads.by("view_submission", "ana", "U1")),
        ("interactive", payloads.by("shortcut", "ana", "U1")),
        ("events_api", {"event": {"type": "app_home_opened", "user": "U1"}}),
        ("events_api", {"event": {"type": "no_such_event"}}),
    ],
)
def test_a_payload_slack_would_not_send_is_noticed(kind: str, payload: dict[str, Any]) -> None:
    assert foreign(kind, payload)


async def test_the_rig_sends_nothing_slack_would_not() -> None:
    with pytest.raises(AssertionError, match="Slack does not send such slash_commands"):
        await Rig().deliver("slash_commands", {"command": "/gov", "text": ""})
