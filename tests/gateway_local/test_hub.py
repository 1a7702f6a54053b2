"""Model files by name, from a hub on a loopback socket."""

import hashlib
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from groundwood.errors import ModelUnavailable, SettingsError
from groundwood.gateway.hub import install_from_hub

MakeGguf = Callable[..., Path]
SPEC = "hf:owner/some-model/deep/model.Q4.gguf"


class Hub(ThreadingHTTPServer):
    """Redirects to a store of files, as hubs do, and remembers who asked with which token."""

    content = b""
    etag: str | None = None
    status = 302
    cut = 0
    asked: list[tuple[str, str | None]]


class _Handler(BaseHTTPRequestHandler):
    server: Hub

    def do_GET(self) -> None:
        self.server.asked.append((self.path, self.headers.get("Authorization")))
        if self.path.startswith("/files"):
            self.send_response(200)
            self.send_header("Content-Length", str(len(self.server.content)))
            self.end_headers()
            self.wfile.write(self.server.content[: len(self.server.content) - self.server.cut])
            return
        self.send_response(self.server.status)
        if self.server.etag:
            self.send_header("X-Linked-Etag", f'"{self.server.etag}"')
        self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/files/1")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def hub(make_gguf: MakeGguf, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    server = Hub(("127.0.0.1", 0), _Handler)
    server.asked = []
    server.content = make_gguf(size=200_000).read_bytes()
    server.etag = hashlib.sha256(server.content).hexdigest()
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_port}/")
    monkeypatch.delenv("HF_TOKEN", raising=False)
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def _install(tmp_path: Path, spec: str = SPEC) -> Path:
    return install_from_hub(spec, tmp_path / "cache", lambda text: None)


def test_a_file_is_fetched_once_and_kept_whole(hub: Hub, tmp_path: Path) -> None:
    path = _install(tmp_path)
    assert path == tmp_path / "cache" / "models" / "model.Q4.gguf"
    assert path.read_bytes() == hub.content
    assert hub.asked[0][0] == "/owner/some-model/resolve/main/deep/model.Q4.gguf"
    assert _install(tmp_path) == path
    assert len(hub.asked) == 2
    assert [each.name for each in path.parent.iterdir()] == ["model.Q4.gguf"]


def test_the_token_goes_to_the_hub_and_not_to_where_it_redirects(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "secret")
    _install(tmp_path)
    assert [token for _, token in hub.asked] == ["Bearer secret", None]


def test_a_digest_that_the_hub_did_not_promise_is_refused(hub: Hub, tmp_path: Path) -> None:
    hub.etag = "0" * 64
    with pytest.raises(ModelUnavailable, match=r"its SHA-256 is .*, not 0000"):
        _install(tmp_path)
    assert list((tmp_path / "cache" / "models").iterdir()) == []


def test_without_a_digest_the_length_is_checked(hub: Hub, tmp_path: Path) -> None:
    hub.etag, hub.cut = None, 1000
    with pytest.raises(ModelUnavailable, match="broke off"):
        _install(tmp_path)
    assert list((tmp_path / "cache" / "models").iterdir()) == []


def test_a_page_in_place_of_a_model_is_not_kept(hub: Hub, tmp_path: Path) -> None:
    hub.etag, hub.content = None, b"<html>Sign in</html>"
    with pytest.raises(ModelUnavailable, match="not a GGUF file"):
        _install(tmp_path)
    assert list((tmp_path / "cache" / "models").iterdir()) == []


def test_a_refusal_says_what_the_hub_answered(hub: Hub, tmp_path: Path) -> None:
    hub.status = 404
    with pytest.raises(ModelUnavailable, match=f"{SPEC}: the hub answers 404"):
        _install(tmp_path)


@pytest.mark.parametrize(
    "spec",
    ["model.gguf", "hf:owner/model", "hf:a/b/c.bin", "hf:a/b/../c.gguf", "hf:a/b/c d.gguf", "hf:"],
)
def test_a_malformed_name_is_a_settings_error(tmp_path: Path, spec: str) -> None:
    with pytest.raises(SettingsError, match=r"hf:OWNER/REPO/FILE\.gguf"):
        _install(tmp_path, spec)


def test_a_hub_without_encryption_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://hub.example")
    with pytest.raises(SettingsError, match=r"HF_ENDPOINT: http://hub\.example is not https"):
        _install(tmp_path)
