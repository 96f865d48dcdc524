"""What the bot may do in a channel: roles, overwrites and their order, as Discord documents them."""

import pytest

from adapters.discord.permissions import (
    ADMINISTRATOR,
    ALL,
    ATTACH_FILES,
    NEEDED,
    READ_MESSAGE_HISTORY,
    SEND_MESSAGES,
    VIEW_CHANNEL,
    Overwrite,
    Standing,
    effective,
    granted,
    in_server,
    missing,
)

SERVER, BOT, OWNER = "1", "7", "9"
TALK = VIEW_CHANNEL | SEND_MESSAGES


def standing(everyone: int = TALK, account: str = BOT, **roles: int) -> Standing:
    return Standing(account, OWNER, SERVER, {SERVER: everyone, **roles}, frozenset(roles))


def test_roles_add_up() -> None:
    assert in_server(standing(VIEW_CHANNEL, helper=SEND_MESSAGES, scribe=ATTACH_FILES)) == TALK | ATTACH_FILES
    others = Standing(BOT, OWNER, SERVER, {SERVER: VIEW_CHANNEL, "helper": SEND_MESSAGES})
    assert in_server(others) == VIEW_CHANNEL


def test_the_owner_may_everything_whatever_a_channel_says() -> None:
    denied = [Overwrite(SERVER, "role", deny=ALL), Overwrite(OWNER, "member", deny=ALL)]
    assert granted(standing(0, account=OWNER), denied) == ALL


def test_an_administrator_may_everything_whatever_a_channel_says() -> None:
    denied = [Overwrite(SERVER, "role", deny=ALL), Overwrite("helper", "role", deny=ALL)]
    assert granted(standing(0, helper=ADMINISTRATOR), denied) == ALL


def test_a_channel_takes_from_everyone() -> None:
    assert granted(standing(), [Overwrite(SERVER, "role", deny=SEND_MESSAGES)]) == VIEW_CHANNEL


def test_a_role_gives_back_what_everyone_lost() -> None:
    overwrites = [Overwrite(SERVER, "role", deny=TALK), Overwrite("helper", "role", allow=TALK)]
    assert granted(standing(helper=0), overwrites) == TALK
    assert granted(standing(), overwrites) == 0, "the role of others gives nothing"


def test_among_roles_what_one_allows_counts_before_what_another_denies() -> None:
    overwrites = [Overwrite("helper", "role", deny=SEND_MESSAGES), Overwrite("scribe", "role", allow=SEND_MESSAGES)]
    for order in (overwrites, overwrites[::-1]):
        assert granted(standing(helper=0, scribe=0), order) == TALK


@pytest.mark.parametrize("allow,deny,left", [(SEND_MESSAGES, 0, TALK), (0, SEND_MESSAGES, VIEW_CHANNEL)])
def test_what_is_said_of_the_member_counts_last(allow: int, deny: int, left: int) -> None:
    role = Overwrite("helper", "role", allow=deny, deny=allow)
    overwrites = [Overwrite(BOT, "member", allow=allow, deny=deny), role]
    assert granted(standing(helper=0), overwrites) == left


def test_a_role_with_the_number_of_a_member_is_another() -> None:
    assert granted(standing(), [Overwrite(BOT, "role", deny=TALK), Overwrite(SERVER, "member", deny=TALK)]) == TALK


def test_who_cannot_see_can_do_nothing_and_who_cannot_send_can_attach_nothing() -> None:
    assert effective(ALL & ~VIEW_CHANNEL) == 0
    assert effective(VIEW_CHANNEL | ATTACH_FILES | READ_MESSAGE_HISTORY) == VIEW_CHANNEL | READ_MESSAGE_HISTORY
    assert effective(ALL) == ALL


def test_what_is_missing_is_named_as_discord_names_it() -> None:
    assert missing(0) == list(NEEDED)
    assert missing(ALL & ~ATTACH_FILES) == ["Attach Files"]
    assert missing(sum(NEEDED.values())) == []
