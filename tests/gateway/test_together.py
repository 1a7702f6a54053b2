"""Several calls at once: all of them, or the first failure and none beside it."""

import asyncio

import pytest

from groundwood.gateway.together import together


async def echo(value: int) -> int:
    for _ in range(3 - value):
        await asyncio.sleep(0)
    return value


def test_results_come_in_the_order_of_the_calls() -> None:
    assert asyncio.run(together(map(echo, (0, 1, 2)))) == [0, 1, 2]


def test_no_calls_have_no_results() -> None:
    assert asyncio.run(together([])) == []


def test_the_first_failure_is_raised_and_ends_the_others() -> None:
    ended: list[str] = []

    async def fail() -> None:
        raise ValueError("the first")

    async def wait() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("waiting")

    with pytest.raises(ValueError, match="the first"):
        asyncio.run(together([wait(), fail(), wait()]))
    assert ended == ["waiting", "waiting"]


def test_whoever_is_cancelled_cancels_what_it_waits_for() -> None:
    ended: list[str] = []

    async def wait() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("waiting")

    async def main() -> None:
        task = asyncio.ensure_future(together([wait()]))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())
    assert ended == ["waiting"]
