"""The engine that works in this process: where it keeps what it was answered."""

import asyncio
from contextlib import closing
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from groundwood.cli.engine import chosen_engine
from groundwood.pipelines.batch.engine import AsyncioEngine
from groundwood.pipelines.batch.reading import read_plan
from groundwood.pipelines.batch.run import Batch
from groundwood.pipelines.scale.engine import RayEngine
from groundwood.store import open_store


@pytest.mark.parametrize("kind", [AsyncioEngine, RayEngine])
def test_an_engine_shows_nobody_the_password_of_its_store(kind: Any) -> None:
    assert "secret" not in repr(kind(store="postgresql://me:secret@db/news"))


def test_answers_are_kept_in_the_runs_store_where_the_plan_names_none(
    postgres_url: str,
    mock: Any,
    faults: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GROUNDWOOD_CACHE_DIR", str(tmp_path / "cache"))
    scene = faults.Scene(tmp_path / "scene", None, mock, 1)
    scene.prepare()
    file = scene.folder / "plan.toml"
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(line for line in lines if not line.startswith("store")))
    engine = chosen_engine("asyncio", None, None, postgres_url)
    with closing(open_store(postgres_url)) as store:
        batch = Batch(store, moment=faults.MOMENT, engine=engine)
        assert asyncio.run(batch.run(read_plan(file))).code == 0
        (found,) = store.database.rows("SELECT count(*) AS number FROM answers")  # type: ignore[attr-defined]
    assert found["number"] == mock.stats["requests"] == 4
    assert not (tmp_path / "cache" / "responses.sqlite3").exists()
