"""Model files of the Hugging Face hub, by name."""

import os
import re
from http.client import HTTPException, HTTPMessage
from pathlib import Path
from typing import IO, Any, BinaryIO, cast
from urllib.error import HTTPError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from groundwood.errors import ModelUnavailable, SettingsError
from groundwood.gateway.gguf import context_length
from groundwood.gateway.install import Say, keep, models_folder

HUB = "https://huggingface.co"

_SPEC = re.compile(r"hf:([\w.-]+/[\w.-]+)/((?:[\w.+-]+/)*[\w.+-]+\.gguf)", re.ASCII)
_SHA256 = re.compile(r'"?([0-9a-f]{64})"?')
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_SECONDS = 60


def install_from_hub(spec: str, cache_dir: Path, say: Say = print) -> Path:
    """Install ``hf:OWNER/REPO/FILE.gguf`` and return its file; one that is there is not fetched again.

    ``HF_ENDPOINT`` names another hub, ``HF_TOKEN`` is sent to the hub alone (and never to where it
    redirects). The SHA-256 is checked where the hub gives it, and the length always.

    Raises:
        SettingsError: the name is malformed, or the hub's address is not encrypted.
        ModelUnavailable: the download failed, or the file is not what it should be.
    """
    matched = _SPEC.fullmatch(spec)
    if not matched or ".." in spec:
        raise SettingsError(f"{spec!r} is not of the form hf:OWNER/REPO/FILE.gguf")
    target = models_folder(cache_dir) / matched[2].rpartition("/")[2]
    if not target.is_file():
        say(f"downloading {spec}")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _fetch(_url(*matched.groups()), target)
        except HTTPError as exc:
            raise ModelUnavailable(f"{spec}: the hub answers {exc.code} {exc.reason}") from exc
        except (OSError, HTTPException) as exc:
            raise ModelUnavailable(f"{spec}: {exc}") from exc
    return target


class _Redirects(HTTPRedirectHandler):
    """Follows to where the file lies, and remembers the SHA-256 that the hub gave on the way."""

    sha256: str | None = None

    def redirect_request(
        self,
        req: Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> Request | None:
        found = _SHA256.fullmatch(headers.get("X-Linked-Etag", ""))
        self.sha256 = found[1] if found else self.sha256
        _check_address(newurl)
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _fetch(url: str, target: Path) -> None:
    request = Request(url, headers={"User-Agent": "groundwood"})
    if token := os.environ.get("HF_TOKEN"):
        request.add_unredirected_header("Authorization", f"Bearer {token}")
    redirects = _Redirects()
    with build_opener(redirects).open(request, timeout=_SECONDS) as answer:
        keep(cast(BinaryIO, _Whole(answer)), target, redirects.sha256)
    try:
        context_length(target)
    except ModelUnavailable:
        target.unlink()
        raise


class _Whole:
    """An answer that fails where it ends before its stated length."""

    def __init__(self, answer: Any) -> None:
        self._answer = answer
        self._left = int(answer.headers.get("Content-Length") or 0)

    def read(self, size: int) -> bytes:
        """Return at most so many bytes, none at the end."""
        chunk = bytes(self._answer.read(size))
        self._left -= len(chunk)
        if not chunk and self._left > 0:
            raise OSError("the connection broke off")
        return chunk


def _url(repository: str, file: str) -> str:
    hub = os.environ.get("HF_ENDPOINT", "").rstrip("/") or HUB
    _check_address(hub)
    return f"{hub}/{repository}/resolve/main/{quote(file)}"


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
        raise SettingsError(f"HF_ENDPOINT: {url} is not https")
