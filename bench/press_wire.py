"""What a press on a card is made of on the way in, and the seam where its reply goes out: the same for every bot."""

import asyncio
import json
from dataclasses import dataclass
from typing import Any, Final

import discord
from discord.utils import _from_json, _to_json
from discord.webhook.async_ import AsyncWebhookAdapter, async_context

from adapters.discord.components import BLURPLE, button, container, row, text_display
from bench.filled import FIRST_KEY, PLACE, TEXT
from bench.sizes import Size

APPLICATION: Final = str(FIRST_KEY + 7)
SERVER: Final = str(FIRST_KEY + 8)
FIRST_MESSAGE: Final = FIRST_KEY + 1_000_000
ANSWER: Final = 4
_NUMBER, _ACCOUNT, _BUTTON, _MESSAGE = "@number@", "@account@", "@button@", "@message@"
_USER: Final = {
    "username": "somebody",
    "discriminator": "0",
    "avatar": None,
    "global_name": "Somebody",
    "public_flags": 0,
}
_ANSWERED: Final = {"interaction": {"id": "1", "type": 3}}


@dataclass(frozen=True)
class Press:
    """Somebody presses Consent on the card of a proposal, for the so-manieth time."""

    number: int
    proposal: int
    person: int


class Crowd:
    """Who presses next: every member without an answer presses the card of one proposal, then that of the next.

    `endless` begins again at the first, for a bot that keeps nothing.
    """

    def __init__(self, size: Size, endless: bool = False) -> None:
        self._size = size
        self._endless = endless
        self._number = 0

    def next(self) -> Press:
        """Raises IndexError when everybody has pressed everything."""
        number, silent = self._number, self._size.electors - 1 - self._size.answered
        self._number += 1
        proposal, place = divmod(number, silent)
        if proposal >= self._size.proposals and not self._endless:
            raise IndexError("nobody is left to press: store more proposals")
        return Press(number, proposal % self._size.proposals, self._size.answered + place)


class Seam(AsyncWebhookAdapter):
    """Stands where discord.py hands a reply to the network: it is put into JSON, as there, and then it has left."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: dict[str, asyncio.Future[str]] = {}

    def replied(self, token: str) -> "asyncio.Future[str]":
        """The reply to an interaction, done when it leaves."""
        made = self._waiting[token] = asyncio.get_running_loop().create_future()
        return made

    async def request(self, route: Any, session: Any, *, payload: Any = None, **_: Any) -> Any:
        """The reply leaves. Only a whole answer counts: neither a deferral nor a form."""
        words, waiting = _to_json(payload), self._waiting.pop(str(route.webhook_token))
        if payload["type"] == ANSWER:
            waiting.set_result(words)
        else:
            waiting.set_exception(AssertionError(f"no answer: {words}"))
        return _ANSWERED


class Wire:
    """One bot as the gateway sees it: what comes in is parsed by discord.py and dispatched to the bot's own handler."""

    def __init__(self, client: discord.Client, buttons: str) -> None:
        """`buttons` is the id its Consent button carries, `{}` for the number of the proposal's item."""
        self._client = client
        self._buttons = buttons
        self._seam = Seam()
        self._words = json.dumps(_interaction())

    async def begin(self) -> None:
        """As after a connection was made: the bot knows itself and its server."""
        await self._client._async_setup_hook()
        state = self._client._connection
        state.user = discord.ClientUser(state=state, data={**_USER, "id": APPLICATION, "bot": True})  # type: ignore[typeddict-item]
        state.parsers["GUILD_CREATE"](_server())
        async_context.set(self._seam)

    async def press(self, press: Press) -> str:
        """From the words of the gateway to the reply on its way out, which is given back."""
        words = self._words.replace(_BUTTON, self._buttons.format(press.proposal + 1))
        words = words.replace(_NUMBER, str(FIRST_KEY + press.number)).replace(
            _ACCOUNT, str(FIRST_KEY - 1 - press.person)
        )
        words = words.replace(_MESSAGE, str(FIRST_MESSAGE + press.proposal))
        async_context.set(self._seam)
        replied = self._seam.replied(f"token-{FIRST_KEY + press.number}")
        self._client._connection.parsers["INTERACTION_CREATE"](_from_json(words))
        return await replied


def _interaction() -> dict[str, Any]:
    member = {"user": {**_USER, "id": _ACCOUNT}, "roles": [], "joined_at": "2026-01-01T00:00:00+00:00"}
    return {
        "id": _NUMBER,
        "application_id": APPLICATION,
        "type": 3,
        "data": {"custom_id": _BUTTON, "component_type": 2, "id": 7},
        "guild_id": SERVER,
        "channel_id": PLACE,
        "channel": {"id": PLACE, "type": 0},
        "member": {**member, "deaf": False, "mute": False, "permissions": "0", "flags": 0},
        "message": _card(),
        "token": f"token-{_NUMBER}",
        "version": 1,
        "locale": "en-GB",
        "entitlements": [],
        "authorizing_integration_owners": {"0": SERVER},
        "context": 0,
        "attachment_size_limit": 10_485_760,
        "app_permissions": "0",
    }


def _card() -> dict[str, Any]:
    """The card that is pressed, which Discord sends along with every press."""
    answers = [button(label, f"c1|P-1|1|{label}", BLURPLE) for label in ("Consent", "Consent with concern", "Object")]
    others = [button(label, f"c1|P-1|1|{label}") for label in ("Who is awaited", "Amend", "Hand over", "Withdraw")]
    facts = text_display("**Circle**: Garden\n**Closes**: <t:1772701200:F>\n**Answers**: 33 consent · 33 not yet")
    parts = [text_display("### P-1 · Water the beds"), facts, text_display(f"> {TEXT}"), row(answers), row(others)]
    return {
        "id": _MESSAGE,
        "channel_id": PLACE,
        "author": {**_USER, "id": APPLICATION, "bot": True},
        "content": "",
        "type": 0,
        "flags": 1 << 15,
        "timestamp": "2026-01-01T00:00:00+00:00",
        "edited_timestamp": None,
        "tts": False,
        "mention_everyone": False,
        **{name: [] for name in ("mentions", "mention_roles", "attachments", "embeds")},
        "pinned": False,
        "components": [container(parts)],
    }


def _server() -> dict[str, Any]:
    channel = {"id": PLACE, "type": 0, "name": "garden", "position": 0, "permission_overwrites": [], "nsfw": False}
    lists = ("roles", "emojis", "stickers", "features", "threads", "members", "voice_states", "presences")
    return {
        "id": SERVER,
        "name": "Harbour",
        "owner_id": "1",
        "unavailable": False,
        "channels": [channel],
        **{name: [] for name in (*lists, "stage_instances", "guild_scheduled_events")},
        **dict.fromkeys(("verification_level", "default_message_notifications", "explicit_content_filter"), 0),
        **dict.fromkeys(("mfa_level", "nsfw_level", "system_channel_flags", "premium_tier"), 0),
        "member_count": 1,
        "large": False,
        "preferred_locale": "en-GB",
    }
