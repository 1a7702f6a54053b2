"""Files in the official formats, written by each test."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Put = Callable[[str, Any], Path]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Return what writes a file: text as it is, else JSON, by lines where the name says so."""

    def write(name: str, content: Any) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else dumped(name, content)
        data = text.encode()
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        return path

    return write


def dumped(name: str, content: Any) -> str:
    """Return the content as JSON lines or JSON."""
    if ".jsonl" in name:
        return "".join(json.dumps(row) + "\n" for row in content)
    return json.dumps(content)
