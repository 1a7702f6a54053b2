"""Made-up model files for what needs no model, and the installed model for what does."""

import struct
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

from groundwood.gateway.install import default_model
from groundwood.gateway.local_server import stop_servers
from groundwood.settings import load_settings

MakeGguf = Callable[..., Path]


def _string(text: str) -> bytes:
    return struct.pack("<Q", len(text)) + text.encode()


def gguf_bytes(context: int | None) -> bytes:
    """Return the head of a GGUF file as the specification has it: a few entries, no tensors."""
    entries = [
        _string("general.architecture") + struct.pack("<I", 8) + _string("llama"),
        _string("general.languages") + struct.pack("<IIQ", 9, 8, 2) + _string("en") + _string("de"),
        _string("general.sizes") + struct.pack("<IIQ3f", 9, 6, 3, 1.0, 2.0, 3.0),
        _string("general.flag") + struct.pack("<IB", 7, 1),
    ]
    if context is not None:
        entries.append(_string("llama.context_length") + struct.pack("<II", 4, context))
    return b"GGUF" + struct.pack("<IQQ", 3, 0, len(entries)) + b"".join(entries)


@pytest.fixture
def make_gguf(tmp_path: Path) -> MakeGguf:
    """Write a model file that says how long its window is, and nothing else."""

    def make(name: str = "model.gguf", context: int | None = 8192, size: int = 0) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(gguf_bytes(context))
            file.truncate(max(size, file.tell()))
        return path

    return make


@pytest.fixture
def model_cache() -> Iterator[Path]:
    """The cache folder that holds the real model; the test is skipped where there is none."""
    cache = load_settings().cache_dir
    if find_spec("xllamacpp") is None:
        pytest.skip("xllamacpp is not installed (pip install 'groundwood[local]')")
    if default_model(cache) is None:
        pytest.skip("the model is not installed (groundwood model install)")
    yield cache
    stop_servers()
