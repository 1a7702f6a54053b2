"""Batches on Ray whose workers and machines are lost; prints what became of them as JSON.

    unshare -n sh -c 'ip link set lo up; exec python on_ray.py FOLDER [STORE]'

Ray opens ports, so this runs in a network namespace that has only loopback. ``losses``: two nodes
and three workers; one worker is killed with SIGKILL, then the second node as a whole. ``budget``:
a cluster of the engine's own, and a run that may make ten calls. ``signal``: SIGTERM in mid-run.
With the URL of a store in PostgreSQL ``losses`` alone, in that store.
"""

import asyncio
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "bench"))
os.environ["RAY_USAGE_STATS_ENABLED"] = "0"

from groundwood.nouns.runs import TopicRun
from groundwood.pipelines.batch.engine import AsyncioEngine, Engine
from groundwood.pipelines.batch.halt import Halt
from groundwood.pipelines.batch.reading import read_plan
from groundwood.pipelines.batch.run import Batch, BatchEnd
from groundwood.pipelines.batch.stages import Stage
from groundwood.pipelines.events import Event
from groundwood.pipelines.scale.engine import RayEngine
from groundwood.store import Store, open_store

faults: Any = importlib.import_module("faults")
mock_server: Any = importlib.import_module("mock_server")

LATENCY, SLOW = 0.2, 2.0
KEY = "sk-this-must-not-be-seen-anywhere"


@dataclass
class Watch:
    """Sees a batch, and does what is to be done when so many topics are settled.

    ``at_claimed`` is done once so many workers (``begun``) have claimed a topic.
    """

    at_settled: dict[int, Any] = field(default_factory=dict)
    at_claimed: Any = None
    begun: int = 1
    claimers: set[str] = field(default_factory=set)
    workers: Counter[str] = field(default_factory=Counter)
    found: list[str] = field(default_factory=list)

    def at(self, stage: Stage, row: TopicRun | None = None) -> None:
        if stage == "claimed" and row is not None and row.worker is not None:
            self.claimers.add(row.worker)
            if self.at_claimed and len(self.claimers) == self.begun:
                self.at_claimed, action = None, self.at_claimed
                action()
        if stage == "settled" and row is not None and row.worker is not None:
            self.workers[row.worker] += 1
            if action := self.at_settled.get(self.workers.total()):
                self.found.append(action())

    def story(self, row: TopicRun, event: Event) -> None:
        """See nothing of a single story."""


def kill_busiest(store: Store) -> str:
    """Kill the worker with the most topics under way; return what the ledger calls it."""
    run = store.runs.runs()[0]
    busy = Counter(row.worker for row in store.runs.topics(run.id, "running") if row.worker)
    name, _ = busy.most_common(1)[0]
    os.kill(int(name.split("-")[-2]), signal.SIGKILL)
    return name


def run(scene: Any, store: Store, engine: Engine, watch: Watch) -> dict[str, Any]:
    """Run the batch of the scene and return what came of it."""
    plan = read_plan(scene.folder / "plan.toml")

    async def inside() -> BatchEnd:
        halt = Halt()
        batch = Batch(store, moment=faults.MOMENT, engine=engine, watch=watch, halt=halt)
        with halt.on_signals():
            return await batch.run(plan)

    ended = asyncio.run(inside())
    prompts = [json.dumps(request["body"], sort_keys=True) for request in scene.server.requests]
    return {
        "code": ended.code,
        "reason": ended.run.reason,
        "counts": ended.totals.counts,
        "attempts": {row.slug: row.attempts for row in store.runs.topics(ended.run.id)},
        "workers": watch.workers,
        "claimers": sorted(watch.claimers),
        "found": watch.found,
        "requests": len(prompts),
        "prompts": len(set(prompts)),
        "most at once": scene.server.stats["max_inflight"],
    }


def with_losses(folder: Path, server: Any, url: str = "") -> dict[str, Any]:
    """Lose a worker, then a machine, in mid-run."""
    from ray.cluster_utils import Cluster

    more = "[concurrency]\nstories = 6\nrequests = 4\n"
    scene = _scene(folder / "losses", server, 10, more, url)
    small = {"num_cpus": 2, "object_store_memory": 80 * 2**20, "node_ip_address": "127.0.0.1"}
    cluster = Cluster(initialize_head=True, head_node_args={**small, "include_dashboard": False})
    second = cluster.add_node(**small)
    store = open_store(scene.store)

    def lose_node() -> str:
        cluster.remove_node(second, allow_graceful=False)
        return "node"

    watch = Watch({1: lambda: kill_busiest(store), 5: lose_node})
    found = run(scene, store, RayEngine(address=cluster.address, workers=3), watch)
    store.close()
    found["lost"], found["doubled"] = scene._store()
    found["in the folder"] = sorted(file.name for file in scene.folder.rglob("*.sqlite3"))
    cluster.shutdown()
    return found


def with_signal(folder: Path, server: Any) -> dict[str, Any]:
    """Send SIGTERM to this process as soon as a topic is begun; then go on in one process."""
    scene = _scene(folder / "signal", server, 4, "")
    store = open_store(scene.store)
    watch = Watch(at_claimed=lambda: os.kill(os.getpid(), signal.SIGTERM))
    server.config.latency = 30.0
    found = run(scene, store, RayEngine(workers=1), watch)
    server.config.latency = LATENCY
    found["gone on with"] = run(scene, store, AsyncioEngine(), Watch())["counts"]
    store.close()
    return found


def with_budget(folder: Path, server: Any) -> dict[str, Any]:
    """Give a run of eight topics, which needs 32 calls, ten; no worker is done before both begin."""
    more = "[budget.run]\ncalls = 10\n[concurrency]\nstories = 2\nrequests = 3\n"
    scene = _scene(folder / "budget", server, 8, more)
    store = open_store(scene.store)
    server.config.latency = SLOW
    watch = Watch({1: _listening}, lambda: setattr(server.config, "latency", LATENCY), begun=2)
    found = run(scene, store, RayEngine(workers=2), watch)
    server.config.latency = LATENCY
    store.close()
    return found


def _scene(folder: Path, server: Any, topics: int, more: str, url: str = "") -> Any:
    os.environ["GROUNDWOOD_CACHE_DIR"] = str(folder / "cache")
    server.requests.clear()
    server.stats.clear()
    scene = faults.Scene(folder, None, server, topics, url)
    scene.prepare(more)
    return scene


def _listening() -> str:
    """Return the addresses that are listened on, in hexadecimal as the kernel has them."""
    lines = [
        line.split()
        for name in ("tcp", "tcp6")
        for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]
    ]
    return " ".join(sorted({line[1].split(":")[0] for line in lines if line[3] == "0A"}))


def _where_the_key_is(folder: Path) -> list[str]:
    """Return the files that hold the key: of the sessions' logs, the store, the output."""
    places = [str(folder), os.environ["RAY_TMPDIR"]]
    assert list(Path(places[1]).rglob("gcs_server*")), "Ray's logs are elsewhere"
    found = subprocess.run(
        ["grep", "-rlaF", "--devices=skip", KEY, *places],
        capture_output=True,
        text=True,
        check=False,
    )
    return found.stdout.split()


def main() -> None:
    """Run them, and print what came of them."""
    folder, url = Path(sys.argv[1]), "".join(sys.argv[2:])
    assert [name for _, name in socket.if_nameindex()] == ["lo"], "this is not the place for Ray"
    os.environ["GROUNDWOOD_API_KEY"] = KEY
    found: dict[str, Any] = {}
    with (
        tempfile.TemporaryDirectory(prefix="gw-ray-") as sessions,
        mock_server.running_mock(latency=LATENCY, key=KEY) as server,
    ):
        os.environ["RAY_TMPDIR"] = sessions
        if not url:
            found["budget"] = with_budget(folder, server)
            found["budget"]["key in"] = _where_the_key_is(folder)
            found["signal"] = with_signal(folder, server)
        found["losses"] = with_losses(folder, server, url)
        found["losses"]["key in"] = _where_the_key_is(folder)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
