"""Limits and a budget that the workers of a run share."""

import asyncio
import importlib.util
import pickle
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import BudgetSpent, ModelUnavailable
from groundwood.gateway.admission import Admission, Reply, Sign
from groundwood.gateway.budget import Budget, Spend
from groundwood.gateway.limits import Limits
from groundwood.gateway.setback import Setback
from groundwood.pipelines.batch.plan import Amounts
from groundwood.pipelines.scale.client import Client
from groundwood.pipelines.scale.shared import SharedBudget, SharedLimits, shared_budget
from groundwood.pipelines.scale.slips import JUDGE, Assignment, Grant, Leave, Wish, Word


def _load(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).parent / f"{name}.py")
    assert spec
    assert spec.loader
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


HELP = _load("office_and_clients")
CALL = HELP.CALL


def test_all_workers_together_have_no_more_requests_under_way_than_is_named() -> None:
    async def inside() -> int:
        under_way = most = 0

        async def request(client: Client) -> None:
            nonlocal under_way, most
            async with SharedLimits(client).admit(10) as admission:
                under_way += 1
                most = max(most, under_way)
                await asyncio.sleep(0)
                under_way -= 1
                admission.reply = Reply(Sign.WELL)

        async with HELP.scene(Limits(concurrency=3)) as scene:
            works = (request(client) for client in scene.clients * 10)
            await asyncio.gather(*works)
        return most

    assert asyncio.run(inside()) == 3


def test_a_served_judge_has_limits_of_its_own_which_all_workers_share() -> None:
    """Requests to the judge wait for each other, and neither for the model nor it for them."""

    async def inside() -> tuple[list[bool], tuple[int, int]]:
        async with HELP.scene(Limits(concurrency=1), judge=Limits(concurrency=1)) as scene:
            model = SharedLimits(scene.clients[0])
            mine, yours = (SharedLimits(client, JUDGE) for client in scene.clients)
            gates = [limits.admit(1) for limits in (model, mine, yours)]
            waits = [asyncio.ensure_future(gate.__aenter__()) for gate in gates]
            await HELP.settled()
            passed = [wait.done() for wait in waits]
            await scene.office.release("a")
            await waits[2]
            return passed, yours.load

    passed, load = asyncio.run(inside())
    assert passed == [True, True, False]
    assert load == (1, 0)


def test_requests_made_at_once_are_one_call_to_the_office_and_one_back() -> None:
    async def inside() -> tuple[int, int]:
        async with HELP.scene(Limits(), number=1) as scene:
            line, limits = scene.lines[0], SharedLimits(scene.clients[0])
            gates = [limits.admit(1) for _ in range(8)]
            await asyncio.gather(*(gate.__aenter__() for gate in gates))
            said = line.tells, line.collects
            for gate in gates:
                await gate.__aexit__(None, None, None)
            return said

    tells, collects = asyncio.run(inside())
    assert (tells, collects) == (1, 2), "the second to collect waits for what is granted next"


def test_the_permits_of_a_lost_worker_go_to_others() -> None:
    async def inside() -> tuple[int, bool]:
        async with HELP.scene(Limits(concurrency=1)) as scene:
            mine, yours = (SharedLimits(client) for client in scene.clients)
            held, wished = mine.admit(1), yours.admit(1)
            await held.__aenter__()
            waiting = asyncio.ensure_future(wished.__aenter__())
            await HELP.settled()
            blocked = not waiting.done()
            back = await scene.office.release("a")
            await waiting
            return back, blocked

    assert asyncio.run(inside()) == (1, True)


def test_a_wish_that_is_given_up_is_not_granted_to_nobody() -> None:
    async def inside() -> int:
        async with HELP.scene(Limits(concurrency=1)) as scene:
            mine, yours = (SharedLimits(client) for client in scene.clients)
            first = mine.admit(1)
            await first.__aenter__()
            wished = yours.admit(1)
            given_up = asyncio.ensure_future(wished.__aenter__())
            await HELP.settled()
            given_up.cancel()
            await HELP.settled()
            await first.__aexit__(None, None, None)
            async with mine.admit(1):
                return sum(len(counter.stays) for counter in scene.office._counters.values())

    assert asyncio.run(inside()) == 1


def test_what_is_told_or_collected_twice_counts_once() -> None:
    async def inside() -> Spend:
        budget = Budget(calls=3)
        async with HELP.scene(budget=budget, number=1) as scene:
            scene.lines[0].stutters = True
            shared = SharedBudget(scene.clients[0], "the run", calls=3)
            for _ in range(3):
                async with shared.hold(CALL) as hold:
                    hold.taken = CALL
            await HELP.settled()
        return budget.spent

    assert asyncio.run(inside()) == Spend(calls=3, tokens=30)


def test_workers_that_share_a_budget_spend_all_of_it_and_no_call_more() -> None:
    async def inside() -> tuple[Spend, int]:
        budget, refused = Budget("the run", calls=7), 0

        async def call(shared: SharedBudget) -> None:
            nonlocal refused
            try:
                async with shared.hold(CALL) as hold:
                    await asyncio.sleep(0)
                    hold.taken = CALL
            except BudgetSpent:
                refused += 1

        async with HELP.scene(budget=budget, number=3) as scene:
            shares = [SharedBudget(client, "the run", calls=7) for client in scene.clients]
            await asyncio.gather(*(call(share) for share in shares * 4))
            await HELP.settled()
            assert all(client.spent.calls == 7 for client in scene.clients)
            with pytest.raises(BudgetSpent, match="the budget of the run is spent: 7 calls"):
                shares[0].check()
        return budget.spent, refused

    assert asyncio.run(inside()) == (Spend(calls=7, tokens=70), 5)


def test_what_a_lost_worker_held_of_the_budget_counts_as_taken() -> None:
    async def inside() -> Spend:
        budget = Budget(tokens=100)
        async with HELP.scene(budget=budget) as scene:
            held = SharedBudget(scene.clients[0], "the run").hold(CALL)
            await held.__aenter__()
            await scene.office.release("a")
        return budget.spent

    assert asyncio.run(inside()) == CALL


def test_a_worker_that_was_given_up_gets_nothing_any_more() -> None:
    async def inside() -> list[str]:
        async with HELP.scene() as scene:
            await scene.office.release("a")
            with pytest.raises(Setback, match="given this worker up") as caught:
                async with SharedLimits(scene.clients[0]).admit(1):
                    pass
            assert caught.value.kind is ModelUnavailable
            async with SharedLimits(scene.clients[1]).admit(1):
                return list(scene.losses)

    assert asyncio.run(inside()) == ["the run has given this worker up"]


def test_without_the_office_every_wish_is_refused_and_the_worker_hears_of_it_once() -> None:
    async def inside() -> list[str]:
        async with HELP.scene(number=1) as scene:
            scene.lines[0].cut = True
            for _ in range(3):
                with pytest.raises(Setback, match="the line is cut"):
                    async with SharedLimits(scene.clients[0]).admit(1):
                        pass
            return list(scene.losses)

    assert asyncio.run(inside()) == ["the line is cut"]


class OutOfOrder:
    """Limits of a server that is out: a request is refused, or told that it was not its fault."""

    def __init__(self, refuse: bool) -> None:
        self.refuse = refuse

    @asynccontextmanager
    async def admit(self, tokens: int) -> AsyncIterator[Admission]:
        if self.refuse:
            raise Setback(ModelUnavailable, "out for 60 s, longer than is waited for")
        admission = Admission(tokens)
        yield admission
        admission.outage = admission.reply == Reply(Sign.FAILING, wait=2.0, cause="HTTP 503")


def test_an_outage_is_told_to_the_worker_whose_request_failed() -> None:
    async def inside() -> list[bool]:
        async with HELP.scene(OutOfOrder(refuse=False), number=1) as scene:
            outages = []
            for reply in (Reply(Sign.FAILING, wait=2.0, cause="HTTP 503"), Reply(Sign.WELL), None):
                async with SharedLimits(scene.clients[0]).admit(1) as admission:
                    admission.reply = reply
                outages.append(admission.outage)
            return outages

    assert asyncio.run(inside()) == [True, False, False]


def test_what_the_limits_refuse_is_refused_to_the_worker_in_the_same_words() -> None:
    async def inside() -> None:
        async with (
            HELP.scene(OutOfOrder(refuse=True), number=1) as scene,
            SharedLimits(scene.clients[0]).admit(1),
        ):
            pass

    with pytest.raises(Setback) as caught:
        asyncio.run(inside())
    assert caught.value.cause == "out for 60 s, longer than is waited for"


def test_a_worker_knows_how_many_of_its_own_requests_are_under_way_and_wait() -> None:
    async def inside() -> tuple[int, int]:
        async with HELP.scene(Limits(concurrency=2)) as scene:
            limits = SharedLimits(scene.clients[0])
            wishes = [limits.admit(1) for _ in range(5)]
            waits = [asyncio.ensure_future(wish.__aenter__()) for wish in wishes]
            await HELP.settled()
            load = limits.load
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)
            return load

    assert asyncio.run(inside()) == (2, 3)


def test_only_a_run_that_limits_calls_tokens_or_cost_asks_the_office_for_its_budget() -> None:
    async def inside() -> list[bool]:
        async with HELP.scene(number=1) as scene:
            amounts = (Amounts(time=60), Amounts(calls=1), Amounts(tokens=1), Amounts(cost=0.1))
            return [shared_budget(scene.clients[0], limits) is not None for limits in amounts]

    assert asyncio.run(inside()) == [False, True, True, True]


@pytest.mark.parametrize(
    "slip",
    [
        Wish(1, 10, CALL),
        Leave(1, 10, Reply(Sign.LIMITED, wait=1.0), CALL),
        Grant(1, "no", of_budget=True),
        Word(CALL, (Grant(1),), (1,)),
        Assignment("run", "digest", "w0", "sqlite:////tmp/a.db"),
    ],
)
def test_what_travels_can_be_pickled(slip: object) -> None:
    assert pickle.loads(pickle.dumps(slip)) == slip
