"""Reads texts handed in as files, where a text is longer than an input of a form holds."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Final

from adapters.discord.submissions import Knowing, submission
from governance_core.kernel.words import LONGEST

Fetch = Callable[[str], Awaitable[bytes]]
LARGEST: Final = 4 * LONGEST
"""Bytes: the longest text there is, in the script that takes the most."""


class CannotUse(Exception):
    """A file cannot be read as a text; says why and what to do."""


async def texts(components: Iterable[dict[str, Any]], resolved: Mapping[str, Any], fetch: Fetch) -> dict[str, str]:
    """The text of each file that was handed in, by question. Raises CannotUse."""
    given = submission(components, Knowing()).files
    attachments = resolved.get("attachments", {})
    return {name: await _text(attachments.get(file, {}), fetch) for name, file in given.items()}


async def _text(attachment: Mapping[str, Any], fetch: Fetch) -> str:
    if int(attachment.get("size", 0)) > LARGEST:
        raise CannotUse(f"This file is too large; a text of at most {LONGEST:,} characters can be kept.")
    try:
        return (await fetch(str(attachment["url"]))).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CannotUse("This file is no text. Save it as plain text (UTF-8) and upload it again.") from None
