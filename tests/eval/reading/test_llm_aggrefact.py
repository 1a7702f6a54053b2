"""LLM-AggreFact's pairs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.pairs import LabelledPair
from groundwood.eval.reading import PAIR_SETS

Put = Callable[[str, Any], Path]
ROWS: list[dict[str, Any]] = [
    {
        "dataset": name,
        "doc": "A dam broke.\nFood came.",
        "claim": claim,
        "label": label,
        "contamination_identifier": "x",
    }
    for name, claim, label in (("Lfqa", "A dam broke.", 1), ("RAGTruth", "It rained.", 0))
]


def check(path: Path) -> None:
    pairs = list(PAIR_SETS["llm-aggrefact"].rows(path))
    assert pairs[0] == LabelledPair(
        dataset="llm-aggrefact/Lfqa",
        claim="A dam broke.",
        evidence=("A dam broke.\nFood came.",),
        is_supported=True,
        document=pairs[1].document,
    )
    assert (pairs[1].dataset, pairs[1].is_supported) == ("llm-aggrefact/RAGTruth", False)


def test_pairs_have_the_name_of_their_own_set(put: Put) -> None:
    check(put("dev.jsonl", ROWS))


def test_the_rows_may_be_csv(put: Put) -> None:
    lines = [f'{r["dataset"]},"{r["doc"]}",{r["claim"]},{r["label"]}' for r in ROWS]
    check(put("dev.csv", "\n".join(["dataset,doc,claim,label", *lines])))


def test_the_official_file_is_parquet(tmp_path: Path) -> None:
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    (tmp_path / "data").mkdir()
    path = tmp_path / "data" / "dev-00000-of-00001.parquet"
    parquet.write_table(arrow.Table.from_pylist(ROWS), path)
    check(tmp_path)


def test_a_label_that_is_neither_is_named(put: Put) -> None:
    path = put("dev.jsonl", [ROWS[0], ROWS[1] | {"label": 2}])
    with pytest.raises(InputError, match=r"dev\.jsonl:2: label: expected 0 or 1, found 2$"):
        list(PAIR_SETS["llm-aggrefact"].rows(path))
