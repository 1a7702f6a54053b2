"""The embedded model: ``local``, or ``local:`` and a GGUF file."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import SecretStr

from groundwood.errors import ModelUnavailable, SettingsError
from groundwood.gateway.gguf import context_length, fingerprint
from groundwood.gateway.install import default_model, models_folder
from groundwood.gateway.local_server import (
    KEY,
    LocalServer,
    Slots,
    local_server,
    require_llama_cpp,
)

SMALL_BYTES = 1_500_000_000
"""A model file under this size is small: at most three billion parameters at four bits, one and a
half at eight. Such a model writes within a grammar; a larger one is trusted to write freely."""

SMALL_SLOTS = Slots(count=4, context_tokens=4096)
LARGE_SLOTS = Slots(count=1, context_tokens=8192)


@dataclass(frozen=True)
class LocalEndpoint:
    """A model file, served by llama.cpp inside this process from the first use to the exit.

    ``context_tokens`` is the window of each of the ``slots``, prompt and answer together: 4,096
    tokens in each of four slots for a small model, 8,192 in one for a large one (or what the model
    was trained for, where that is less).
    """

    name: str
    path: Path
    small: bool
    context_tokens: int
    slots: int
    key: SecretStr = KEY

    @property
    def model(self) -> str:
        """The file's name without its ending."""
        return self.path.stem

    @cached_property
    def identity(self) -> str:
        """What tells the file from other model files, whatever its path."""
        return f"gguf:{fingerprint(self.path)}"

    @property
    def base_url(self) -> str:
        """Where the server listens; started if need be."""
        return self.start()

    def start(self) -> str:
        """Return the base URL of the process's one server of this file, started if need be.

        Raises:
            ModelUnavailable: llama.cpp cannot load the file.
        """
        return self.server().base_url

    def server(self) -> LocalServer:
        """Return the server itself, started if need be."""
        return local_server(self.path, self.model, Slots(self.slots, self.context_tokens))

    def close(self) -> None:
        """Do nothing: others may use the server, which ends with the process.

        `groundwood.gateway.local_server.stop_servers` ends it at once.
        """


def open_local(spec: str, cache_dir: Path) -> LocalEndpoint:
    """Return the endpoint of ``local``, ``local:PATH`` or ``local:NAME``; nothing is started.

    A name is a file in the folder of installed models (its ending may be left out).

    Raises:
        SettingsError: the name is malformed.
        ModelUnavailable: xllamacpp or the file is missing, or it is no GGUF file; the text says how
            to get it. Nothing is ever downloaded here.
    """
    kind, colon, place = spec.partition(":")
    if kind != "local" or (colon and not place):
        raise SettingsError(f"--model: {spec!r} is not local or local:/path/model.gguf")
    require_llama_cpp()
    path = _given(place, cache_dir) if place else _default(cache_dir)
    trained = context_length(path)
    small = path.stat().st_size < SMALL_BYTES
    slots = SMALL_SLOTS if small else LARGE_SLOTS
    window = min(slots.context_tokens, trained or slots.context_tokens)
    return LocalEndpoint(spec, path, small, window, slots.count)


def _default(cache_dir: Path) -> Path:
    path = default_model(cache_dir)
    if path is None:
        raise ModelUnavailable(
            "local: the model is not installed; run: groundwood model install "
            "(a download of about 90 MB), or use --model none"
        )
    return path


def _given(place: str, cache_dir: Path) -> Path:
    folder = models_folder(cache_dir)
    for path in (Path(place).expanduser(), folder / place, folder / f"{place}.gguf"):
        if path.is_file():
            return path
    raise ModelUnavailable(
        f"local: no model file {place}; groundwood model list shows what there is"
    )
