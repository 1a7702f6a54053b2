"""Ray: the only place that knows it. Workers and the office are actors, their errors become ours."""

import asyncio
import logging
import signal
import socket
import threading
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import ray
from ray.exceptions import ActorUnavailableError, RayActorError, RayError, RayTaskError
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from groundwood.errors import SettingsError
from groundwood.gateway.budget import Budget, Spend
from groundwood.gateway.limits import Limits
from groundwood.pipelines.batch.halt import SIGNALS
from groundwood.pipelines.batch.plan import Amounts
from groundwood.pipelines.scale.hand import Hand
from groundwood.pipelines.scale.herald import News
from groundwood.pipelines.scale.office import Office
from groundwood.pipelines.scale.shared import RUN, limits_of
from groundwood.pipelines.scale.slips import (
    JUDGE,
    MODEL,
    Assignment,
    Ended,
    Hello,
    Leave,
    Lost,
    Wish,
    Word,
)
from groundwood.settings import Settings

_LOG = logging.getLogger("groundwood.scale")

ROOM = 120.0
"""Seconds within which a worker has to be started."""
KNOCK = 10.0
"""Seconds within which a node of the cluster has to answer."""
TRIES = 6
"""How often the office is asked that cannot be reached, with waits that double from 0.2 s."""


@dataclass(frozen=True)
class OfficeBooks:
    """What the office is opened with: the named limits, and the run's budget."""

    requests_per_minute: int | None
    tokens_per_minute: int | None
    concurrency: int | None
    patience: float
    budget: dict[str, Any]
    spent: Spend

    @classmethod
    def of(cls, settings: Settings, amounts: Amounts, spent: Spend) -> "OfficeBooks":
        """Return the books of a run that has spent so much before."""
        return cls(
            requests_per_minute=settings.requests_per_minute,
            tokens_per_minute=settings.tokens_per_minute,
            concurrency=settings.concurrency,
            patience=settings.patience,
            budget=limits_of(amounts),
            spent=spent,
        )

    def open(self) -> Office:
        """Return the office."""
        limits = Limits(
            self.requests_per_minute,
            self.tokens_per_minute,
            concurrency=self.concurrency,
            patience=self.patience,
        )
        judge = Limits(concurrency=self.concurrency, patience=self.patience)
        return Office(limits, Budget(RUN, spent=self.spent, **self.budget), judge)


class OfficeActor(Office):
    """The office as an actor."""

    def __init__(self, books: OfficeBooks) -> None:
        opened = books.open()
        super().__init__(opened.limits[MODEL], opened.budget, opened.limits[JUDGE])


class HandActor(Hand):
    """A worker as an actor."""

    def __init__(self, task: Assignment, office: "RayOffice") -> None:
        super().__init__(task, office, ray.util.get_node_ip_address())


@dataclass(frozen=True)
class RayOffice:
    """The way to the office; see `OfficeLine`."""

    actor: Any

    async def tell(self, worker: str, wishes: Sequence[Wish], leaves: Sequence[Leave]) -> Word:
        """Tell it; again where nobody knows whether it came through."""
        said: Word = await self._asked("tell", worker, wishes, leaves)
        return said

    async def collect(self, worker: str, got: Sequence[int] = ()) -> Word:
        """Collect; again where nobody knows whether it came through."""
        said: Word = await self._asked("collect", worker, got)
        return said

    async def release(self, worker: str) -> None:
        """Close the worker's counter."""
        await self._asked("release", worker)

    async def _asked(self, name: str, *values: object) -> Any:
        for tried in range(TRIES):
            try:
                return await getattr(self.actor, name).remote(*values)
            except ActorUnavailableError:
                await asyncio.sleep(0.2 * 2**tried)
            except RayError as exc:
                raise Lost(f"the run's office is gone: {_line(exc)}") from exc
        raise Lost("the run's office cannot be reached")


@dataclass(frozen=True, eq=False)
class RayHand:
    """A worker in an actor; see `Hired`."""

    actor: Any

    async def hello(self) -> Hello:
        """Return who it is, once it is started."""
        try:
            async with asyncio.timeout(ROOM):
                said: Hello = await self._asked("hello")
                return said
        except TimeoutError as exc:
            raise Lost(f"the cluster had no free CPU for it within {ROOM:g} s") from exc

    async def work(self) -> Ended:
        """Work."""
        said: Ended = await self._asked("work")
        return said

    async def news(self) -> Sequence[News] | None:
        """Return what has happened."""
        said: Sequence[News] | None = await self._asked("news")
        return said

    async def stop(self, reason: str) -> None:
        """Ask it to stop."""
        await self._asked("stop", reason)

    def dismiss(self) -> None:
        """End its process."""
        ray.kill(self.actor)

    async def _asked(self, name: str, *values: object) -> Any:
        try:
            return await getattr(self.actor, name).remote(*values)
        except RayActorError as exc:
            raise Lost(_line(exc)) from exc
        except RayTaskError as exc:
            _LOG.error("a worker ended by a fault of the program", exc_info=exc)
            raise Lost(f"a fault of the program: {exc.cause!r}") from exc
        except RayError as exc:
            raise Lost(_line(exc)) from exc


@dataclass(frozen=True)
class RayCluster:
    """Where workers are hired; see `Employer`. ``machine`` is the address of this one."""

    office: RayOffice
    machine: str

    @property
    def machines(self) -> set[str]:
        """The addresses of the machines in the cluster."""
        return {node["NodeManagerAddress"] for node in ray.nodes() if node["Alive"]}

    @property
    def room(self) -> int:
        """How many workers have a CPU each."""
        return max(1, int(ray.cluster_resources().get("CPU", 1)))

    def hire(self, task: Assignment) -> RayHand:
        """Return a worker that is being started, on the machine with the most room."""
        options = {"num_cpus": 1, "max_restarts": 0, "scheduling_strategy": "SPREAD"}
        return RayHand(ray.remote(HandActor).options(**options).remote(task, self.office))

    async def release(self, worker: str) -> None:
        """Take back the permits of a worker that was lost."""
        await self.office.release(worker)


@asynccontextmanager
async def joined(
    address: str | None, workers: int | None, books: OfficeBooks
) -> AsyncIterator[RayCluster]:
    """Yield the cluster at the address, with the run's office on this machine; none: one of our own.

    A cluster of our own listens on loopback only.

    Raises:
        SettingsError: there is no cluster, or it is not to be used like this.
    """
    await asyncio.to_thread(_start, address, workers)
    _restore_signals()
    try:
        context = ray.get_runtime_context()
        here = NodeAffinitySchedulingStrategy(context.get_node_id(), soft=False)
        actor = ray.remote(OfficeActor).options(num_cpus=0, scheduling_strategy=here).remote(books)
        yield RayCluster(RayOffice(actor), ray.util.get_node_ip_address())
    finally:
        await asyncio.to_thread(ray.shutdown)


def _start(address: str | None, workers: int | None) -> None:
    own: dict[str, Any] = {"include_dashboard": False, "num_cpus": workers}
    own["_node_ip_address"] = "127.0.0.1"
    if address not in (None, "auto"):
        _knock(address)
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": "ERROR"}
    try:
        ray.init(address or "local", **quiet, **({} if address else own))
    except (ConnectionError, RayError, RuntimeError, ValueError) as exc:
        place = f"--address: {address}" if address else "--engine ray: no cluster can be started"
        raise SettingsError(f"{place}: {_line(exc)}") from exc


def _restore_signals() -> None:
    """Let Python's handlers have the signals again that Ray's core has taken for crash reports.

    (In a thread Ray leaves those of Python alone.)
    """
    if threading.current_thread() is threading.main_thread():
        for number in SIGNALS:
            signal.signal(number, signal.getsignal(number))


def _knock(address: str) -> None:
    """See that somebody listens there: Ray would wait for minutes where nobody does."""
    place = urlsplit(f"//{address}")
    try:
        host, port = place.hostname, place.port
    except ValueError:
        host = port = None
    if "://" in address or not host or not port:
        raise SettingsError(f"--address: {address}: name a node as host:port, or auto for this one")
    try:
        socket.create_connection((host, port), timeout=KNOCK).close()
    except OSError as exc:
        raise SettingsError(f"--address: {address}: no node of a cluster answers: {exc}") from exc


def _line(exc: Exception) -> str:
    """Return what an error says, in one line."""
    return " ".join(str(exc).split())[:300] or type(exc).__name__
