"""Waits for something, and no longer than it may take."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")


async def in_time(awaited: Awaitable[T], seconds: float) -> T:
    """What comes of it. Raises TimeoutError, and stops waiting, when it takes too long."""
    waited = asyncio.ensure_future(awaited)
    done, _ = await asyncio.wait({waited}, timeout=seconds)
    if not done:
        waited.cancel()
        raise TimeoutError
    return await waited
