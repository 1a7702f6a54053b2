"""llama.cpp's OpenAI-compatible server inside this process, one for each model file.

It listens on a free loopback port, asks for a key that only this process knows, and allows no web
page to call it. It is started on first use and shared by whoever uses the same file; without
requests it gives its memory back after a while and loads again at the next one. It ends with the
process, however that ends.
"""

import atexit
import os
import secrets
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from groundwood.errors import ModelUnavailable

KEY = SecretStr(secrets.token_hex(16))
"""What the servers of this process ask for."""

IDLE_SECONDS = 300
MOST_THREADS = 16

_PROMPT_CACHE_MIB = 256
_SILENT = -1
_LOCK = threading.Lock()
_RUNNING: "dict[Path, LocalServer]" = {}


@dataclass(frozen=True)
class Slots:
    """How many answers are worked on at once, and the window of each in tokens."""

    count: int
    context_tokens: int


class LocalServer:
    """A running server; made by `local_server`."""

    def __init__(self, gguf: Path, model: str, slots: Slots) -> None:
        self.model_name = model
        self._server: Any = _start(gguf, model, slots)
        self.base_url = f"{self._server.listening_address}/v1"

    def stop(self) -> None:
        """Close the port and free the memory; calling it again does nothing.

        Questions under way are cut off: llama.cpp waits for as long as somebody waits for it.
        """
        if self._server is not None:
            _cut_connections(urlsplit(self.base_url).port)
            self._server = None


def local_server(gguf: Path, model: str, slots: Slots) -> LocalServer:
    """Return this process's server of the file; started, if it is not running.

    Raises:
        ModelUnavailable: xllamacpp is missing, or llama.cpp cannot load the file.
    """
    path = gguf.resolve()
    with _LOCK:
        if path not in _RUNNING:
            if not _RUNNING:
                atexit.register(stop_servers)
            _RUNNING[path] = LocalServer(path, model, slots)
        return _RUNNING[path]


def stop_servers() -> None:
    """Stop every server of this process; they start again on their next use."""
    with _LOCK:
        while _RUNNING:
            _RUNNING.popitem()[1].stop()


def require_llama_cpp() -> None:
    """Raise `ModelUnavailable`, saying how to get it, where xllamacpp is not installed."""
    if find_spec("xllamacpp") is None:
        raise ModelUnavailable(
            "the embedded model needs xllamacpp: pip install 'groundwood[local]'"
        )


def threads() -> int:
    """Return how many threads compute: one for each core that this process may use."""
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # only Linux knows it
        cores = os.cpu_count() or 1
    return min(cores, MOST_THREADS)


def _cut_connections(port: int | None) -> None:
    """Shut down the sockets of this process that are connected to the port, at either end."""
    for descriptor in map(int, os.listdir("/dev/fd")):
        with suppress(OSError):  # closed meanwhile, no socket, or not connected
            copy = os.dup(descriptor)
            try:
                connection = socket.socket(fileno=copy)
            except OSError:
                os.close(copy)
                continue
            with connection:
                if connection.family == socket.AF_INET and port in (
                    connection.getpeername()[1],
                    connection.getsockname()[1],
                ):
                    connection.shutdown(socket.SHUT_RDWR)


def _start(gguf: Path, model: str, slots: Slots) -> Any:
    require_llama_cpp()
    # Threads that spin while they wait take the cores from those that compute.
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
    llama = import_module("xllamacpp")
    params = llama.CommonParams()
    params.model.path = str(gguf)
    params.model_alias = {model}
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.api_keys = [KEY.get_secret_value()]
    params.cors_origins = ""
    params.ui = False
    params.endpoint_slots = False
    params.verbosity = _SILENT
    params.n_parallel = slots.count
    params.n_ctx = slots.count * slots.context_tokens
    params.cache_ram_mib = _PROMPT_CACHE_MIB
    params.sleep_idle_seconds = IDLE_SECONDS
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads()
    params.endpoint_metrics = True
    try:
        server = llama.Server(params)
    except RuntimeError as exc:
        raise ModelUnavailable(f"{gguf}: llama.cpp cannot load it: {exc}") from exc
    server.handle_metrics()  # a server that is stopped before its loop runs would never end
    return server
