"""The registry of data sets, and how their files are found."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.reading import DATASETS, PAIR_SETS, SAMPLE_SETS, read_dataset

Put = Callable[[str, Any], Path]
ROW = {"claim": "A dam broke.", "evidence": ["A dam broke."], "label": "supported"}


def test_each_set_is_under_its_name() -> None:
    assert list(PAIR_SETS) == [
        "wice",
        "ragtruth",
        "llm-aggrefact",
        "summedits",
        "expertqa",
        "attributionbench",
    ]
    assert list(SAMPLE_SETS) == ["alce", "summhay", "multinews", "clusters"]
    assert set(DATASETS) == {*PAIR_SETS, *SAMPLE_SETS}


@pytest.mark.parametrize("name", DATASETS)
def test_each_set_says_what_it_is_and_where_it_is_had(name: str) -> None:
    one = DATASETS[name]
    assert one.name == name
    assert all((one.what, one.url, one.licence, one.files))


@pytest.mark.parametrize("name", DATASETS)
def test_a_folder_without_the_files_says_what_was_looked_for_and_where_to_get_it(
    name: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError) as caught:
        read_dataset(name, tmp_path)
    one = DATASETS[name]
    assert all(part in str(caught.value) for part in (str(tmp_path), one.url, one.licence))
    assert all(pattern in str(caught.value) for pattern in one.files)


def test_an_unknown_set_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no data set 'snli'; there are: wice, ragtruth"):
        read_dataset("snli", tmp_path)


def test_the_file_may_lie_deep_in_the_folder_and_be_packed(put: Put, tmp_path: Path) -> None:
    put("wice/data/claim/dev.jsonl.gz", [ROW])
    assert len(list(read_dataset("wice", tmp_path))) == 1


def test_of_train_and_dev_one_must_be_named_and_any_name_will_do(put: Put, tmp_path: Path) -> None:
    put("claim/dev.jsonl", [ROW])
    put("claim/train.jsonl", [ROW, ROW])
    with pytest.raises(InputError, match=r"name one file of wice: claim/dev\.jsonl, claim/train"):
        read_dataset("wice", tmp_path)
    assert len(list(read_dataset("wice", tmp_path / "claim" / "train.jsonl"))) == 2
    assert len(list(read_dataset("wice", put("mine.jsonl", [ROW] * 3)))) == 3
