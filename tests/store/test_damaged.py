"""Exported stores that are cut, changed or forged: nothing of them is taken."""

import gzip
import json
import random
from collections.abc import Callable
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundwood.errors import InputError, StoreError
from groundwood.store import Store, open_store
from groundwood.store.moving import check_file, import_store


def test_every_way_to_damage_a_file_is_noticed_before_a_row_is_written(
    exported: Path, tmp_path: Path
) -> None:
    whole, chance = exported.read_bytes(), random.Random(1)
    broken = tmp_path / "broken.gz"
    with closing(open_store("sqlite://")) as store:
        for _ in range(40):
            cut = chance.randrange(len(whole))
            place, bit = chance.randrange(10, len(whole)), 1 << chance.randrange(8)
            flipped = whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :]
            for damaged in (whole[:cut], flipped):
                broken.write_bytes(damaged)
                with pytest.raises(InputError, match=r"broken\.gz"):
                    import_store(store, broken)
        assert (store.count(), store.stories.records()) == (0, [])


def rewrite(file: Path, change: Callable[[list[bytes]], list[bytes]]) -> None:
    """Change the lines of an exported file; it is sound gzip afterwards."""
    lines = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    file.write_bytes(gzip.compress(b"".join(change(lines))))


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda lines: lines[:-1], "not whole: its last line, the manifest, is missing"),
        (lambda lines: [*lines[:5], *lines[6:]], "damaged: its articles are not those"),
        (lambda lines: [*lines[:-2], lines[-1]], "damaged: its topic_runs are not those"),
        (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], "damaged: its articles"),
        (lambda lines: [*lines, lines[1]], "there is something behind the manifest"),
        (lambda lines: [*lines[:-1], b'{"manifest":{}}\n'], "damaged: manifest"),
        (lambda lines: [lines[0], b'{"users":{}}\n', *lines[1:]], ":2: damaged: not a row"),
        (lambda lines: [lines[0], b"\xff\n", *lines[1:]], ":2: damaged: not a row of a store"),
        (lambda lines: lines[1:], "not an exported store"),
        (lambda lines: [b'{"format":2,"groundwood":"store"}\n', *lines[1:]], "its format is 2"),
        (lambda lines: [], "not an exported store"),
    ],
)
def test_a_file_that_is_not_what_its_manifest_says_is_refused(
    exported: Path, change: Callable[[list[bytes]], list[bytes]], text: str
) -> None:
    rewrite(exported, change)
    with closing(open_store("sqlite://")) as store:
        with pytest.raises(InputError, match=text):
            import_store(store, exported)
        assert store.count() == 0


def forge(file: Path, part: str, change: Callable[[dict[str, Any]], Any]) -> None:
    """Change the first row of a part and make the manifest fit it."""

    def changed(lines: list[bytes]) -> list[bytes]:
        place = next(n for n, line in enumerate(lines) if line.startswith(f'{{"{part}"'.encode()))
        row = json.loads(lines[place])
        change(row[part])
        lines[place] = json.dumps(row).encode() + b"\n"
        manifest = json.loads(lines[-1])
        own = [line for line in lines if line.startswith(f'{{"{part}"'.encode())]
        manifest["manifest"][part]["sha256"] = sha256(b"".join(own)).hexdigest()
        return [*lines[:-1], json.dumps(manifest).encode() + b"\n"]

    rewrite(file, changed)


@pytest.mark.parametrize(
    ("part", "change", "error"),
    [
        ("stories", lambda row: row.update({"uuid) VALUES (1); --": "x"}), "not the columns"),
        ("stories", lambda row: row.pop("slug"), "not the columns"),
        ("articles", lambda row: row["article"].pop("text"), r"articles: row 1: text: Field"),
        ("articles", lambda row: row.pop("arrival"), r"articles: row 1: KeyError"),
        ("articles", lambda row: row.update(more=1), "not what .* holds; nothing is kept"),
        ("topic_runs", lambda row: row.update(place={}), r"."),
        ("versions", lambda row: row.update(uuid="none"), r"."),
    ],
)
def test_a_forged_row_is_refused_and_nothing_is_kept(
    exported: Path, target: Store, part: str, change: Callable[[dict[str, Any]], Any], error: str
) -> None:
    forge(exported, part, change)
    check_file(exported)
    with pytest.raises((InputError, StoreError), match=error):
        import_store(target, exported)
    assert (target.count(), target.stories.records(), target.runs.runs()) == (0, [], [])


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300), st.booleans())
def test_no_bytes_raise_anything_but_an_input_error(
    tmp_path_factory: pytest.TempPathFactory, given: bytes, zipped: bool
) -> None:
    file = tmp_path_factory.mktemp("odd") / "odd.gz"
    file.write_bytes(gzip.compress(given) if zipped else given)
    with pytest.raises(InputError):
        check_file(file)
