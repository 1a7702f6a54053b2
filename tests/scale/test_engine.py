"""What the Ray engine refuses before it starts anything."""

import asyncio
import os
import socket
import sys
from pathlib import Path

import pytest

from groundwood.errors import SettingsError
from groundwood.nouns.runs import BatchRun
from groundwood.pipelines.batch.halt import Halt
from groundwood.pipelines.batch.order import WorkOrder
from groundwood.pipelines.batch.plan import BatchPlan, TopicSpec
from groundwood.pipelines.batch.stages import Unwatched
from groundwood.pipelines.clock import now
from groundwood.pipelines.scale.engine import RayEngine, task_for
from groundwood.store import open_store


def start(store: str, engine: RayEngine) -> None:
    plan = BatchPlan(name="p", store=store, topics=(TopicSpec(slug="t", query="words"),))
    document = WorkOrder.of(plan, now()).model_dump_json()
    run = BatchRun(id="p-1", plan="p", digest=plan.digest, started_at=now(), document=document)
    opened = open_store(store)
    try:
        asyncio.run(engine.run(run, opened, Halt(), Unwatched()))
    finally:
        opened.close()


def test_a_store_in_memory_is_refused() -> None:
    with pytest.raises(SettingsError, match="--engine ray: a store in memory"):
        start("sqlite://", RayEngine())


def test_a_file_is_refused_once_there_is_a_second_machine() -> None:
    run = BatchRun(id="p-1", plan="p", digest="d", started_at=now())
    machines = {"10.0.0.1", "10.0.0.2"}
    with pytest.raises(SettingsError, match="has 2 machines, and a SQLite file is on one"):
        task_for(run, "sqlite:////var/news.db", "10.0.0.1", machines)
    assert task_for(run, "sqlite:////var/news.db", "10.0.0.1", {"10.0.0.1"}).machine == "10.0.0.1"
    assert task_for(run, "postgresql://me@db/news", "10.0.0.1", machines).machine is None


def test_without_ray_one_line_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "environ", dict(os.environ))
    monkeypatch.setitem(sys.modules, "ray", None)
    monkeypatch.delitem(sys.modules, "groundwood.pipelines.scale.cluster", raising=False)
    with pytest.raises(SettingsError, match=r"pip install 'groundwood\[ray\]'"):
        start(f"sqlite:///{tmp_path / 'news.db'}", RayEngine())


@pytest.mark.parametrize("address", ["ray://head:10001", "head", "head:port", ":6379"])
def test_an_address_that_is_none_is_refused(address: str, tmp_path: Path) -> None:
    pytest.importorskip("ray")
    with pytest.raises(SettingsError, match="name a node as host:port"):
        start(f"sqlite:///{tmp_path / 'news.db'}", RayEngine(address=address))


def test_an_address_where_nobody_answers_is_an_error_at_once(tmp_path: Path) -> None:
    pytest.importorskip("ray")
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{nobody.getsockname()[1]}"
        with pytest.raises(SettingsError, match="no node of a cluster answers"):
            start(f"sqlite:///{tmp_path / 'news.db'}", RayEngine(address=address))
