"""The table of limits says what Slack's own types say, wherever they say it."""

from typing import Any

import pytest
from slack_spec import schema

from adapters.slack import limits

pytestmark = pytest.mark.contract


def found(definition: str, *path: str) -> Any:
    at = schema("outbound.schema.json")["definitions"][definition]["properties"]
    for step in path:
        at = at["allOf"][-1]["properties"] if step == "text" and "allOf" in at else at
        at = at[step]
    return at


@pytest.mark.parametrize(
    "limit, definition, path",
    [
        ("SECTION_TEXT", "SectionBlock", "text text maxLength"),
        ("HEADER", "HeaderBlock", "text text maxLength"),
        ("ACTIONS", "ActionsBlock", "elements maxItems"),
        ("BLOCK_ID", "ActionsBlock", "block_id maxLength"),
        ("ACTION_ID", "Button", "action_id maxLength"),
        ("BUTTON_TEXT", "Button", "text text maxLength"),
        ("BUTTON_VALUE", "Button", "value maxLength"),
        ("URL", "Button", "url maxLength"),
        ("CONFIRM_TITLE", "ConfirmationDialog", "title text maxLength"),
        ("CONFIRM_TEXT", "ConfirmationDialog", "text text maxLength"),
        ("CONFIRM_BUTTON", "ConfirmationDialog", "confirm text maxLength"),
        ("CONTEXT_TEXT", "MrkdwnElement", "text maxLength"),
        ("VIEW_BLOCKS", "ModalView", "blocks maxItems"),
        ("VIEW_BLOCKS", "HomeView", "blocks maxItems"),
        ("VIEW_TITLE", "ModalView", "title text maxLength"),
        ("METADATA", "ModalView", "private_metadata maxLength"),
        ("LABEL", "InputBlock", "label text maxLength"),
        ("PLACEHOLDER", "PlainTextInput", "placeholder text maxLength"),
        ("OPTIONS", "StaticSelect", "options maxItems"),
        ("RADIOS", "RadioButtons", "options maxItems"),
        ("OPTION_TEXT", "PlainTextOption", "text text maxLength"),
        ("OPTION_VALUE", "PlainTextOption", "value maxLength"),
    ],
)
def test_a_limit_is_the_one_slack_publishes(limit: str, definition: str, path: str) -> None:
    assert getattr(limits, limit) == found(definition, *path.split())
