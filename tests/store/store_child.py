"""A process that records as fast as it can and says so on its standard output, to be killed."""

import asyncio
import sys
from pathlib import Path

from store_toy import ORG, Chances, Counted, Noted, card, open_toys, record

from adapters.clock.system import SystemClock
from governance_core.kernel.ids import DeliveryKey, StreamId
from governance_core.ports import Acknowledgement


async def main(path: Path, run: str, callers: int) -> None:
    store = open_toys(path, SystemClock(), Chances())
    store.hold()
    numbers = iter(range(10**9))

    def job(number: int):
        def carried_out(work):
            stream = f"T-{number % 7 + 1}"
            _, version = record(
                work, stream, Counted(), Noted(person="ben", words=f"{run}-{number}"), postings=(card(stream),)
            )
            work.remember(DeliveryKey("test", f"{run}-{number}"), Acknowledgement(StreamId(stream), version, 2))
            return stream, version

        return carried_out

    async def caller() -> None:
        for number in numbers:
            stream, version = await store.transact(ORG, job(number))
            sys.stdout.write(f"{stream} {version} {run}-{number}\n")
            sys.stdout.flush()

    print("ready", flush=True)
    await asyncio.gather(*(caller() for _ in range(callers)))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])))
