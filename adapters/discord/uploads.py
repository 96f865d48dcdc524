"""Reads texts handed in as files, where a text is longer than an input of a form holds."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from adapters.discord.submissions import Knowing, submission
from adapters.discord.troubles import is_of_discord
from governance_core.kernel.words import LONGEST

Fetch = Callable[[str], Awaitable[bytes]]
LARGEST: Final = 4 * LONGEST
"""Bytes: the longest text there is, in the script that takes the most."""


class CannotUse(Exception):
    """A file cannot be read as a text; says why and what to do."""


@dataclass(frozen=True, slots=True)
class Files:
    """The texts of the files handed in, and what is wrong with those that cannot be used, both by question."""

    texts: Mapping[str, str]
    wrong: Mapping[str, str]


async def read_files(components: Iterable[dict[str, Any]], resolved: Mapping[str, Any], fetch: Fetch) -> Files:
    """Read each file that was handed in."""
    attachments = resolved.get("attachments", {})
    texts: dict[str, str] = {}
    wrong: dict[str, str] = {}
    for name, file in submission(components, Knowing()).files.items():
        try:
            texts[name] = await _text(attachments.get(file, {}), fetch)
        except CannotUse as why:
            wrong[name] = str(why)
    return Files(texts, wrong)


async def _text(attachment: Mapping[str, Any], fetch: Fetch) -> str:
    if int(attachment.get("size", 0)) > LARGEST:
        raise CannotUse(f"This file is too large; a text of at most {LONGEST:,} characters can be kept.")
    try:
        return (await fetch(str(attachment["url"]))).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CannotUse("This file is no text. Save it as plain text (UTF-8) and upload it again.") from None
    except Exception as error:
        if not is_of_discord(error):
            raise
        raise CannotUse("Discord did not hand this file out. Upload it again.") from None
