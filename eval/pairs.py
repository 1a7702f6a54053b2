"""Labelled pairs of claim and evidence, read from a folder of ``.jsonl.gz`` files."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from groundwood.errors import InputError
from groundwood.nouns import Noun


class LabelledPair(Noun):
    """A claim with its evidence and what people said: whether the evidence supports it.

    ``document`` groups the pairs of one source, which must never be split between folds. ``label``
    is what they said in the set's own words, where it uses words.
    """

    dataset: str
    claim: str
    evidence: tuple[str, ...]
    is_supported: bool
    document: str
    label: str = ""


def read_pairs(folder: Path) -> dict[str, list[LabelledPair]]:
    """Return the pairs of each set, by the name of its file.

    Raises:
        InputError: the folder has no set, or a line is not a labelled pair; it is named.
    """
    files = sorted(folder.glob("*.jsonl.gz"))
    if not files:
        raise InputError(f"{folder}: no *.jsonl.gz with labelled pairs")
    return {file.name.removesuffix(".jsonl.gz"): list(_pairs(file)) for file in files}


def _pairs(file: Path) -> Iterator[LabelledPair]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            try:
                yield _pair(json.loads(line))
            except (ValueError, KeyError, ValidationError) as exc:
                raise InputError(f"{file.name}:{number}: not a labelled pair: {exc}") from exc


def _pair(row: dict[str, Any]) -> LabelledPair:
    evidence = row["evidence"]
    return LabelledPair(
        dataset=row["dataset"],
        claim=row["claim"],
        evidence=(evidence,) if isinstance(evidence, str) else tuple(evidence),
        is_supported=bool(row["label"]),
        document=str(row["meta"]["doc_key"]),
        label=row.get("label3") or "",
    )
