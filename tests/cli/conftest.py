"""The command as a user starts it: a process of its own, in a folder of its own."""

import io
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from groundwood.cli.main import main

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = ROOT / "examples" / "articles" / "key-bridge-2024.jsonl"
COMMAND = [sys.executable, "-c", "from groundwood.cli.main import main; main()"]

Result = subprocess.CompletedProcess[str]
Run = Callable[..., Result]


@pytest.fixture(scope="session")
def environment(
    outside: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """What the command finds around it: no settings but a cache folder of the tests."""
    return {**outside, "GROUNDWOOD_CACHE_DIR": str(tmp_path_factory.mktemp("cache"))}


@pytest.fixture(scope="session")
def command() -> list[str]:
    return COMMAND


@pytest.fixture(scope="session")
def articles() -> Path:
    return ARTICLES


@pytest.fixture(scope="session")
def run_in(environment: dict[str, str]) -> Run:
    """Run the command in a folder; keywords are environment variables."""

    def run(folder: Path, *arguments: object, given: str = "", **variables: str) -> Result:
        return subprocess.run(
            [*COMMAND, *map(str, arguments)],
            cwd=folder,
            env={**environment, **variables},
            input=given,
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture
def run(
    environment: dict[str, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Do what the command does, in the test's folder and in this process, which is warm."""

    def here(*arguments: object, given: str = "", **variables: str) -> Result:
        for name in os.environ.keys() - environment.keys():
            if name.startswith(("GROUNDWOOD_", "OPENAI_", "COLUMNS")):
                monkeypatch.delenv(name)
        for name, value in {**environment, **variables}.items():
            monkeypatch.setenv(name, value)
        monkeypatch.chdir(tmp_path)
        argv = ["groundwood", *map(str, arguments)]
        monkeypatch.setattr(sys, "argv", argv)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given.encode())))
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return Result(argv, int(ended.value.code or 0), told.out, told.err)

    return here


@pytest.fixture
def write(run: Run) -> Run:
    """Run ``groundwood write`` without a model in the test's folder."""

    def here(*arguments: object, **options: str) -> Result:
        return run("write", "--model", "none", *arguments, **options)

    return here
