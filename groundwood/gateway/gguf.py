"""What is read of a GGUF file before a server opens it (the GGUF specification, versions 2 and 3)."""

import hashlib
import struct
from pathlib import Path
from typing import BinaryIO

from groundwood.errors import ModelUnavailable

_MAGIC = b"GGUF"
_WIDTHS = {0: 1, 1: 1, 2: 2, 3: 2, 4: 4, 5: 4, 6: 4, 7: 1, 10: 8, 11: 8, 12: 8}
_STRING, _ARRAY = 8, 9
_INTEGERS = {4: "<I", 5: "<i", 10: "<Q", 11: "<q"}
_LONGEST = 1 << 20

_BLOCK = 1 << 16
_BLOCKS = 64


def context_length(path: Path) -> int | None:
    """Return for how many tokens the model was trained, none where the file does not say.

    Raises:
        ModelUnavailable: the file cannot be read, or is no GGUF file.
    """
    try:
        with path.open("rb") as file:
            return _find_context_length(file, path)
    except OSError as exc:
        raise ModelUnavailable(f"{path}: {exc.strerror or exc}") from exc
    except (struct.error, OverflowError) as exc:
        raise ModelUnavailable(f"{path}: a damaged GGUF file") from exc


def fingerprint(path: Path) -> str:
    """Return 64 hex digits that tell model files apart: a SHA-256 over size and 64 blocks of 64 KiB.

    The whole file is read where it is no longer than that; a large one would take seconds.

    Raises:
        ModelUnavailable: the file cannot be read.
    """
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            digest = hashlib.sha256(str(size).encode())
            for place in range(0, size, max(_BLOCK, size // _BLOCKS)):
                file.seek(place)
                digest.update(file.read(_BLOCK))
    except OSError as exc:
        raise ModelUnavailable(f"{path}: {exc.strerror or exc}") from exc
    return digest.hexdigest()


def _find_context_length(file: BinaryIO, path: Path) -> int | None:
    if file.read(4) != _MAGIC:
        raise ModelUnavailable(f"{path}: not a GGUF file")
    _, _, entries = struct.unpack("<IQQ", _exactly(file, 20))
    for _ in range(entries):
        key = _string(file)
        (kind,) = struct.unpack("<I", _exactly(file, 4))
        if key.endswith(b".context_length") and kind in _INTEGERS:
            value = struct.unpack(_INTEGERS[kind], _exactly(file, _WIDTHS[kind]))[0]
            return int(value) if value > 0 else None
        _skip(file, kind)
    return None


def _skip(file: BinaryIO, kind: int) -> None:
    if kind == _STRING:
        _string(file)
    elif kind == _ARRAY:
        inner, length = struct.unpack("<IQ", _exactly(file, 12))
        if inner in _WIDTHS:
            file.seek(length * _WIDTHS[inner], 1)
        else:
            for _ in range(length):
                _skip(file, inner)
    elif kind in _WIDTHS:
        _exactly(file, _WIDTHS[kind])
    else:
        raise struct.error(f"unknown kind of value {kind}")


def _string(file: BinaryIO) -> bytes:
    (length,) = struct.unpack("<Q", _exactly(file, 8))
    return _exactly(file, length)


def _exactly(file: BinaryIO, length: int) -> bytes:
    data = file.read(length) if length <= _LONGEST else b""
    if len(data) != length:
        raise struct.error("the file ends too early")
    return data
