"""What tests of several rooms share: a mock server, and what a process of the command sees."""

import importlib.util
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from groundwood.store import open_store

ROOT = Path(__file__).resolve().parents[1]


def load(name: str) -> ModuleType:
    """Import a module of bench/, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "bench" / f"{name}.py")
    assert spec
    assert spec.loader
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


load("mock_answers")
MOCK = load("mock_server")
POSTGRES = load("postgres_server")
FAULTS = load("faults")


if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell starts what it puts in the background deaf to Ctrl-C, and children inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture
def mock() -> Iterator[Any]:
    """A server that speaks the OpenAI protocol; ``wait_for(n)`` returns once it was asked n times."""
    with MOCK.running_mock() as server:

        def wait_for(number: int) -> None:
            until = time.monotonic() + 60
            while server.stats["requests"] < number:
                assert time.monotonic() < until, "nobody asked"
                time.sleep(0.005)

        server.wait_for = wait_for
        yield server


@pytest.fixture(scope="session")
def faults() -> ModuleType:
    """The benchmark that kills batches."""
    return FAULTS


@pytest.fixture(scope="session")
def outside(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment with one setting of ours, the judge by words, and no terminal's width.

    Where compiled code is not kept, it is kept aside.
    """
    ours = ("GROUNDWOOD_", "OPENAI_", "COLUMNS")
    kept = {k: v for k, v in os.environ.items() if not k.startswith(ours)}
    kept["GROUNDWOOD_JUDGE"] = "lexical"
    if kept.pop("PYTHONDONTWRITEBYTECODE", ""):
        kept["PYTHONPYCACHEPREFIX"] = str(tmp_path_factory.mktemp("compiled"))
    return kept


@pytest.fixture(autouse=True)
def waits_are_drawn_alike() -> None:
    """Draw the same jitter in every run of a test."""
    random.seed(0)


@pytest.fixture(autouse=True)
def judge_by_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test ask its model to judge unless it says so."""
    monkeypatch.setenv("GROUNDWOOD_JUDGE", "lexical")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Any]:
    """A PostgreSQL server of this session's own, with a database ``template_store`` to copy."""
    if why := POSTGRES.missing():
        pytest.skip(why)
    with POSTGRES.running_postgres() as server:
        server.run("CREATE DATABASE template_store TEMPLATE template0")
        open_store(server.url("template_store")).close()
        yield server


@pytest.fixture
def postgres_url(postgres_server: Any) -> str:
    """The URL of an empty PostgreSQL store of the test's own."""
    return str(postgres_server.new_database("template_store"))


@pytest.fixture
def postgres_password() -> str:
    """The password of the server's user ``guarded``."""
    return str(POSTGRES.PASSWORD)
