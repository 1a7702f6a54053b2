"""Labelled pairs, read from files."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.pairs import read_pairs

ROW: dict[str, Any] = {
    "dataset": "own",
    "claim": "The ferry sank.",
    "evidence": "A ferry sank off Cork.",
    "label": 1,
    "meta": {"doc_key": 7},
}


def written(folder: Path, *lines: str) -> Path:
    with gzip.open(folder / "own.jsonl.gz", "wt", encoding="utf-8") as file:
        file.write("\n".join(lines))
    return folder


def test_pairs_are_read_by_the_name_of_their_file(tmp_path: Path) -> None:
    (pair,) = read_pairs(written(tmp_path, json.dumps(ROW)))["own"]
    assert pair.evidence == ("A ferry sank off Cork.",)
    assert pair.is_supported
    assert pair.document == "7"


def test_evidence_may_be_several_texts(tmp_path: Path) -> None:
    row = ROW | {"evidence": ["one", "two"], "label": 0}
    (pair,) = read_pairs(written(tmp_path, json.dumps(row)))["own"]
    assert pair.evidence == ("one", "two")
    assert not pair.is_supported


@pytest.mark.parametrize(
    "line", ["{", json.dumps({k: v for k, v in ROW.items() if k != "claim"}), '{"evidence": []}']
)
def test_a_line_that_is_no_pair_is_named_with_its_file(tmp_path: Path, line: str) -> None:
    with pytest.raises(InputError, match=r"own\.jsonl\.gz:2: not a labelled pair"):
        read_pairs(written(tmp_path, json.dumps(ROW), line))


def test_a_folder_without_pairs_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no \*\.jsonl\.gz"):
        read_pairs(tmp_path)
