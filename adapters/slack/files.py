"""Hands files out on Slack: as direct messages, as an answer that only one person sees cannot hold any."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.troubles import is_of_slack, trouble_of
from governance_core.cards.card import Block, Note, Paragraph, Quote
from governance_core.cards.file import File, handed

SENT: Final = "{file} was sent to you as a direct message."
NOT_SENT: Final = "{file} could not be sent: {why}."
SHORT: Final = 9_000
"""Characters of a text that is shown where its file cannot be sent."""
HandOut = Callable[[str, Sequence[File]], Awaitable[tuple[Block, ...]]]


async def no_way_out(account: str, files: Sequence[File]) -> tuple[Block, ...]:
    """Where nothing is connected, nothing can be sent."""
    return tuple(Paragraph((NOT_SENT.format(file=handed(one), why="Slack is not connected"),)) for one in files)


class Files:
    """The way of files to one person; it needs the scope files:write."""

    def __init__(self, client: AsyncWebClient) -> None:
        self._client = client

    async def hand_out(self, account: str, files: Sequence[File]) -> tuple[Block, ...]:
        """Send them to an account; what is to be said of each, which is its text where it is short and cannot go."""
        return tuple([block for file in files for block in await self._handed_out(account, file)])

    async def _handed_out(self, account: str, file: File) -> tuple[Block, ...]:
        try:
            await self._send(account, file)
        except Exception as error:
            if not is_of_slack(error):
                raise
            return _instead(file, trouble_of(error).words)
        return (Note((SENT.format(file=handed(file)),)),)

    async def _send(self, account: str, file: File) -> None:
        opened = await self._client.conversations_open(users=account)
        channel = str(opened["channel"]["id"])
        await self._client.files_upload_v2(
            channel=channel, filename=file.name, title=file.name, file=file.content, alt_txt=file.shows or None
        )


def _instead(file: File, why: str) -> tuple[Block, ...]:
    told = Paragraph((NOT_SENT.format(file=handed(file), why=why),))
    words = file.words
    return (told, Quote(file.name, words)) if words is not None and len(words) <= SHORT else (told,)
