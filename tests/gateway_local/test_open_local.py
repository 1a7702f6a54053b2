"""Which file ``local`` means, and what is known of it before it is started."""

import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from groundwood.errors import ModelUnavailable, SettingsError
from groundwood.gateway import local, local_server
from groundwood.gateway.gguf import context_length, fingerprint
from groundwood.gateway.local import SMALL_BYTES, open_local

MakeGguf = Callable[..., Path]
Q4 = "models/SmolLM2-135M-Instruct.Q4_1.gguf"
Q8 = "models/SmolLM2-135M-Instruct.Q8_0.gguf"


@pytest.fixture(autouse=True)
def _llama_cpp_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(local, "require_llama_cpp", lambda: None)


def test_local_is_the_installed_model_and_the_faster_file_where_there_is_one(
    tmp_path: Path, make_gguf: MakeGguf
) -> None:
    slow = make_gguf(Q4)
    assert open_local("local", tmp_path).path == slow
    fast = make_gguf(Q8)
    endpoint = open_local("local", tmp_path)
    assert (endpoint.name, endpoint.path) == ("local", fast)
    assert endpoint.model == "SmolLM2-135M-Instruct.Q8_0"
    assert (endpoint.small, endpoint.context_tokens, endpoint.slots) == (True, 4096, 4)


def test_a_missing_model_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(ModelUnavailable, match="not installed; run: groundwood model install"):
        open_local("local", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_library_names_the_extra(
    tmp_path: Path, make_gguf: MakeGguf, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_gguf(Q4)
    monkeypatch.setattr(local, "require_llama_cpp", local_server.require_llama_cpp)
    monkeypatch.setattr(local_server, "find_spec", lambda name: None)
    with pytest.raises(ModelUnavailable, match=r"pip install 'groundwood\[local\]'"):
        open_local("local", tmp_path)


def test_a_file_is_given_by_path_or_by_its_name_in_the_folder_of_models(
    tmp_path: Path, make_gguf: MakeGguf
) -> None:
    elsewhere, installed = make_gguf("elsewhere/a.gguf"), make_gguf("models/b.gguf")
    assert open_local(f"local:{elsewhere}", tmp_path).path == elsewhere
    for name in ("local:b.gguf", "local:b"):
        assert open_local(name, tmp_path).path == installed
    with pytest.raises(ModelUnavailable, match=r"no model file c\.gguf"):
        open_local("local:c.gguf", tmp_path)


@pytest.mark.parametrize("spec", ["local:", "locale", "localhost:8080", "LOCAL"])
def test_a_malformed_name_is_a_settings_error(tmp_path: Path, spec: str) -> None:
    with pytest.raises(SettingsError, match="--model"):
        open_local(spec, tmp_path)


def test_a_large_file_is_no_small_model_and_has_one_longer_slot(
    tmp_path: Path, make_gguf: MakeGguf
) -> None:
    for size, expected in ((SMALL_BYTES - 1, (True, 4096, 4)), (SMALL_BYTES, (False, 8192, 1))):
        path = make_gguf("large.gguf", context=131072, size=size)
        endpoint = open_local(f"local:{path}", tmp_path)
        assert (endpoint.small, endpoint.context_tokens, endpoint.slots) == expected


def test_a_window_is_no_longer_than_what_the_model_was_trained_for(
    tmp_path: Path, make_gguf: MakeGguf
) -> None:
    short, silent = make_gguf("short.gguf", context=2048), make_gguf("silent.gguf", context=None)
    assert open_local(f"local:{short}", tmp_path).context_tokens == 2048
    assert open_local(f"local:{silent}", tmp_path).context_tokens == 4096


def test_a_file_that_is_no_gguf_or_ends_too_early_is_refused_by_name(
    tmp_path: Path, make_gguf: MakeGguf
) -> None:
    other = tmp_path / "other.gguf"
    other.write_text("PK, not a model")
    with pytest.raises(ModelUnavailable, match=f"^{other}: not a GGUF file"):
        open_local(f"local:{other}", tmp_path)
    whole = make_gguf().read_bytes()
    cut = tmp_path / "cut.gguf"
    for length in (4, 10, 24, 40, len(whole) - 2):
        cut.write_bytes(whole[:length])
        with pytest.raises(ModelUnavailable, match="a damaged GGUF file"):
            context_length(cut)


@pytest.mark.parametrize("length", [2**63, 2**64 - 1, 2**40])
def test_lengths_that_cannot_be_are_a_damaged_file(tmp_path: Path, length: int) -> None:
    path = tmp_path / "hostile.gguf"
    path.write_bytes(b"GGUF" + struct.pack("<IQQQ", 3, 0, length, length))
    with pytest.raises(ModelUnavailable, match="a damaged GGUF file"):
        context_length(path)


def test_the_identity_follows_the_content_and_not_the_path(make_gguf: MakeGguf) -> None:
    one, same = make_gguf("one.gguf", size=10_000_000), make_gguf("same.gguf", size=10_000_000)
    assert fingerprint(one) == fingerprint(same)
    longer = make_gguf("longer.gguf", size=10_000_001)
    assert fingerprint(longer) != fingerprint(one)
    with same.open("r+b") as file:
        file.seek(5_000_000 // 65536 * 65536)
        file.write(b"x" * 10_000_000)
        file.truncate(10_000_000)
    assert fingerprint(same) != fingerprint(one)


def test_opening_starts_nothing(
    tmp_path: Path, make_gguf: MakeGguf, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_gguf(Q4)
    started: list[object] = []
    monkeypatch.setattr(local_server, "_start", lambda *given: started.append(given))
    assert open_local("local", tmp_path).identity.startswith("gguf:")
    assert started == []
