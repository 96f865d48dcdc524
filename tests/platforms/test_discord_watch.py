"""The running bot's rounds: not before it is connected, soon after trouble, and for ever, whatever goes wrong."""

import asyncio

from bot.watching import Watch


class Looks:
    """What the rounds call: counts, and fails the second time."""

    def __init__(self) -> None:
        self.rounds = 0
        self._changed = asyncio.Condition()

    async def look(self) -> None:
        self.rounds += 1
        async with self._changed:
            self._changed.notify_all()
        if self.rounds == 2:
            raise ValueError("Discord says something odd")

    async def until(self, rounds: int) -> None:
        async with asyncio.timeout(5), self._changed:
            await self._changed.wait_for(lambda: self.rounds >= rounds)


async def test_it_looks_when_connected_and_soon_after_trouble() -> None:
    looks = Looks()
    watch = Watch(looks.look, every=3600, calm=0)
    going = asyncio.create_task(watch.run())
    await asyncio.sleep(0)
    assert not looks.rounds, "it is not connected yet"
    for rounds in (1, 2, 3):
        watch.soon()
        await looks.until(rounds)
    going.cancel()


async def test_it_looks_by_itself_from_time_to_time() -> None:
    looks = Looks()
    watch = Watch(looks.look, every=0.01, calm=0)
    going = asyncio.create_task(watch.run())
    watch.soon()
    await looks.until(4)
    going.cancel()
