"""What a story takes, and when that is written down."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest

from groundwood.nouns import Usage
from groundwood.pipelines.batch import purse
from groundwood.pipelines.batch.plan import Amounts
from groundwood.pipelines.batch.purse import Purse

NOTHING = Amounts()


def noted(moments: list[float], monkeypatch: pytest.MonkeyPatch, **limits: Any) -> list[int]:
    """Return what was written down when the story got one answer at each moment, in seconds."""
    clock = iter(moments)
    at = [0.0]
    monkeypatch.setattr(purse, "time", SimpleNamespace(monotonic=lambda: at[0]))
    told: list[int] = []

    async def answers() -> None:
        with Purse(**{"limits": NOTHING, "each": NOTHING, **limits}).story(
            "t0", None, note=lambda taken: told.append(taken.calls)
        ) as account:
            for moment in clock:
                at[0] = moment
                account.meter.add("summarizer", Usage(calls=1))
                await account.keep()

    asyncio.run(answers())
    return told


@pytest.mark.parametrize("whose", ["limits", "each"])
@pytest.mark.parametrize("what", [{"calls": 9}, {"tokens": 9}, {"cost": 9.0}])
def test_every_answer_is_written_down_where_a_budget_counts_on_it(
    whose: str, what: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert noted([1, 2, 3], monkeypatch, **{whose: Amounts(**what)}) == [1, 2, 3]


def test_without_such_a_budget_it_is_written_down_every_five_seconds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    only_time = Amounts(time=60.0)
    assert noted([1, 4, 5, 6, 9, 10, 30], monkeypatch, limits=only_time) == [3, 6, 7]
