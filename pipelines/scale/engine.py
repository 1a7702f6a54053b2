"""The engine that spreads a batch over a Ray cluster."""

import os
import secrets
import sys
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import TYPE_CHECKING

from groundwood.errors import SettingsError
from groundwood.gateway.budget import spend_of
from groundwood.nouns import Usage
from groundwood.nouns.runs import BatchRun
from groundwood.pipelines.batch.halt import Halt
from groundwood.pipelines.batch.order import WorkOrder
from groundwood.pipelines.batch.stages import Watcher
from groundwood.pipelines.batch.summary import rows_of
from groundwood.pipelines.scale.baggage import carried, check_shared, handed_on, is_file
from groundwood.pipelines.scale.crew import Crew
from groundwood.pipelines.scale.slips import Assignment
from groundwood.store.base import Store

if TYPE_CHECKING:
    from groundwood.pipelines.scale.cluster import RayCluster

RESTARTS = 3


@dataclass(frozen=True)
class RayEngine:
    """Topics spread over a Ray cluster, a worker in each of its actors; an `Engine`.

    ``address`` is the cluster's (``host:port``, or ``auto`` for the one of this machine); none
    starts one here for as long as the run takes. ``workers`` is how many there are, none one for
    each CPU. Each is replaced up to ``restarts`` times. ``store`` is the URL of the run's store,
    where that is not what the plan or the settings say.
    """

    address: str | None = None
    workers: int | None = None
    restarts: int = RESTARTS
    store: str | None = field(default=None, repr=False)

    def check(self, store: str) -> None:
        """See that Ray is installed and workers can share the store at the URL; nothing is started.

        Raises:
            SettingsError: one is not so.
        """
        check_shared(store)
        try:
            installed = find_spec("ray") is not None
        except ValueError:  # it was kept from being imported
            installed = False
        if not installed:
            raise SettingsError("--engine ray needs Ray: pip install 'groundwood[ray]'")

    async def run(self, run: BatchRun, store: Store, halt: Halt, watch: Watcher) -> None:
        """Work on the run; see `Engine`.

        Raises:
            SettingsError: Ray is not installed, there is no such cluster, or its machines cannot
                use the store.
        """
        order = WorkOrder.read(run)
        settings = order.settings(self.store)
        self.check(settings.store)
        _prepare(self.address)
        from groundwood.pipelines.scale.cluster import OfficeBooks, joined  # Ray is optional

        before = sum((row.spent for row in rows_of(store, run.id)), Usage())
        books = OfficeBooks.of(settings, order.plan.budget.run, spend_of(before))
        async with joined(self.address, self.workers, books) as cluster:
            crew = Crew(
                run=run,
                store=store,
                halt=halt,
                watch=watch,
                filer=order.filer(run),
                employer=cluster,
                task=task_for(run, settings.store, cluster.machine, cluster.machines),
                size=self._size(run, store, cluster),
                restarts=self.restarts,
            )
            await crew.work()

    def _size(self, run: BatchRun, store: Store, cluster: "RayCluster") -> int:
        """Return for how many workers there is room, and work."""
        pending = store.runs.counts(run.id).get("pending", 0)
        return max(1, min(self.workers or cluster.room, pending))


def task_for(run: BatchRun, url: str, here: str, machines: set[str]) -> Assignment:
    """Return what the workers on the machines are told; ``here`` is the address of this one.

    Raises:
        SettingsError: the store is a file, and there are other machines.
    """
    file = is_file(url)
    if file and machines != {here}:
        raise SettingsError(
            f"--engine ray: the cluster has {len(machines)} machines, and a SQLite file is on one; "
            "give the store as postgresql://…"
        )
    return Assignment(
        run_id=run.id,
        digest=run.digest,
        lane="",
        store=handed_on(url),
        environment=carried(),
        machine=here if file else None,
    )


def _prepare(address: str | None) -> None:
    """Set what Ray reads from the environment: nothing is sent home, our own cluster has a key.

    It reads how to authenticate when it is imported. Where it was, it makes a key by itself.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    if address is None and "RAY_AUTH_MODE" not in os.environ and "ray" not in sys.modules:
        os.environ["RAY_AUTH_MODE"] = "token"
        os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
