"""`circlet discord invite`: the address, and no permission that is not needed."""

from urllib.parse import parse_qs, urlsplit

import discord
import pytest

from bot.commands.discord import application_of, invite
from bot.failure import Failure

NEEDED = {
    "view_channel", "read_messages", "send_messages", "attach_files", "read_message_history",
    "create_public_threads", "send_messages_in_threads",
}  # fmt: skip


def test_it_asks_for_what_is_used_and_nothing_else() -> None:
    asked = parse_qs(urlsplit(invite("1180000000000000001")).query)
    names = {name for name, given in discord.Permissions(int(asked["permissions"][0])) if given}
    assert names <= NEEDED
    assert asked["scope"] == ["bot applications.commands"]


def test_it_names_the_server_where_one_is_known() -> None:
    assert parse_qs(urlsplit(invite("1", "2")).query)["guild_id"] == ["2"]


def test_the_application_is_read_from_the_token() -> None:
    assert application_of("MTE4MDAwMDAwMDAwMDAwMDAwMQ.x.y") == "1180000000000000001"


@pytest.mark.parametrize("token", ["", "nonsense", "%%%.x.y", "YWJj.x"])
def test_what_is_no_token_is_said_with_what_to_do(token: str) -> None:
    with pytest.raises(Failure, match="--application"):
        application_of(token)
