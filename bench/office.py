"""The office of a run on Ray under load: ``python bench/office.py [--permits 5000] [--json]``.

A worker wants 64 requests to be let in at any time, each over at once. ``permits a call``: how many
are granted for each call to the office's actor. ``alone ms``: how long a request takes that has
nobody beside it, from wish to leave. Ray listens on loopback.
"""

import argparse
import asyncio
import json
import os
import time
from typing import Any

from groundwood.gateway.admission import Reply, Sign
from groundwood.gateway.budget import NOTHING
from groundwood.pipelines.batch.plan import Amounts
from groundwood.pipelines.scale.client import Client
from groundwood.pipelines.scale.cluster import OfficeBooks, joined
from groundwood.pipelines.scale.shared import SharedLimits
from groundwood.settings import load_settings

AT_ONCE = 64


async def permits(number: int) -> dict[str, Any]:
    """Let requests of no length pass the office."""
    books = OfficeBooks.of(load_settings(concurrency=AT_ONCE), Amounts(), NOTHING)
    calls = 0

    class Counting:
        def __init__(self, line: Any) -> None:
            self.line = line

        async def tell(self, *said: Any) -> Any:
            nonlocal calls
            calls += 1
            return await self.line.tell(*said)

        async def collect(self, *said: Any) -> Any:
            nonlocal calls
            calls += 1
            return await self.line.collect(*said)

    async def requests(limits: SharedLimits, share: int) -> None:
        for _ in range(share):
            async with limits.admit(100) as admission:
                admission.reply = Reply(Sign.WELL)

    async with (
        joined(None, 1, books) as cluster,
        Client(Counting(cluster.office), "w", print) as client,
    ):
        limits = SharedLimits(client)
        await requests(limits, 20)
        begin = time.perf_counter()
        await requests(limits, 200)
        alone = (time.perf_counter() - begin) / 200 * 1e3
        calls, begin = 0, time.perf_counter()
        await asyncio.gather(*(requests(limits, number // AT_ONCE) for _ in range(AT_ONCE)))
        seconds = time.perf_counter() - begin
    done = number // AT_ONCE * AT_ONCE
    return {"a second": done / seconds, "permits a call": done / calls, "alone ms": alone}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--permits", type=int, default=5000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    found = asyncio.run(permits(given.permits))
    if given.json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:<16}{value:>10,.1f}")


if __name__ == "__main__":
    main()
