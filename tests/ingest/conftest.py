"""What the tests of reading share."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from groundwood.ingest import ReadResult, read_articles

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TEXT = "The ministers signed a memorandum in Tokyo on July 28. It has taken effect."

Write = Callable[..., Path]
Read = Callable[..., ReadResult]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write content (text, bytes, or rows as JSON lines) to a file, and return its path."""

    def write_file(content: str | bytes | list[Any], name: str = "articles.jsonl") -> Path:
        if isinstance(content, list):
            content = "".join(json.dumps(row) + "\n" for row in content)
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path

    return write_file


@pytest.fixture
def read(write: Write) -> Read:
    """Write content to a file and read the articles of it."""

    def read_content(content: str | bytes | list[Any], name: str = "articles.jsonl") -> ReadResult:
        return read_articles(write(content, name), now=NOW)

    return read_content


@pytest.fixture
def row() -> Callable[..., dict[str, Any]]:
    """Make a row that can be used, with the given fields in place of or beside its own."""

    def make(**fields: Any) -> dict[str, Any]:
        return {"text": TEXT, **fields}

    return make
