"""The table of limits says what Discord's own description says, wherever that says it."""

from typing import Any

import pytest
from discord_spec import spec

from adapters.discord import limits

pytestmark = pytest.mark.contract
MESSAGE, MODAL, COMMAND = "ForMessageRequest", "ForModalRequest", "ApplicationCommand"


def found(schema: str, *path: str) -> Any:
    """A limit in the description, by where it stands."""
    at = spec()["components"]["schemas"][schema]
    for step in path:
        at = at[step]
    return at


@pytest.mark.parametrize(
    "limit, schema, path",
    [
        ("COMPONENTS", "ContainerComponent" + MESSAGE, "components maxItems"),
        ("MESSAGE_TEXT", "TextDisplayComponent" + MESSAGE, "content maxLength"),
        ("ROW_BUTTONS", "ActionRowComponent" + MESSAGE, "components maxItems"),
        ("BUTTON_LABEL", "ButtonComponent" + MESSAGE, "label maxLength"),
        ("CUSTOM_ID", "ButtonComponent" + MESSAGE, "custom_id maxLength"),
        ("LINK", "ButtonComponent" + MESSAGE, "url maxLength"),
        ("CONTENT", "IncomingWebhookInteractionRequest", "content maxLength"),
        ("MENTIONS", "MessageAllowedMentionsRequest", "users maxItems"),
        ("ATTACHMENTS", "MessageCreateRequest", "attachments maxItems"),
        ("MODAL_TITLE", "ModalInteractionCallbackRequestData", "title maxLength"),
        ("LABEL", "LabelComponent" + MODAL, "label maxLength"),
        ("LABEL_HELP", "LabelComponent" + MODAL, "description maxLength"),
        ("INPUT", "TextInputComponent" + MODAL, "value maxLength"),
        ("PLACEHOLDER", "TextInputComponent" + MODAL, "placeholder maxLength"),
        ("RADIO_LEAST", "RadioGroupComponent" + MODAL, "options minItems"),
        ("RADIO_MOST", "RadioGroupComponent" + MODAL, "options maxItems"),
        ("SELECT_OPTIONS", "StringSelectComponent" + MODAL, "options maxItems"),
        ("OPTION_TEXT", "StringSelectOptionForRequest", "label maxLength"),
        ("OPTIONS", COMMAND + "UpdateRequest", "options maxItems"),
        ("CHOICES", COMMAND + "StringOption", "choices maxItems"),
        ("CHOICE_TEXT", COMMAND + "OptionStringChoice", "name maxLength"),
        ("COMMAND_NAME", COMMAND + "UpdateRequest", "name maxLength"),
        ("COMMAND_HELP", COMMAND + "UpdateRequest", "description maxLength"),
    ],
)
def test_the_table_agrees_with_the_description(limit: str, schema: str, path: str) -> None:
    assert getattr(limits, limit) == found(schema, "properties", *path.split())


def test_a_nonce_is_as_long_as_described() -> None:
    kinds = found("MessageCreateRequest", "properties", "nonce", "oneOf")
    assert next(kind["maxLength"] for kind in kinds if "maxLength" in kind) == limits.NONCE


def test_we_are_stricter_where_the_description_allows_too_much() -> None:
    assert found("MessageCreateRequest", "properties", "content", "maxLength") > limits.CONTENT
    assert found("ModalInteractionCallbackRequestData", "properties", "components", "maxItems") > limits.MODAL_PARTS
