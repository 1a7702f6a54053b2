"""The data sets that can be read, one line each."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from groundwood.errors import InputError
from groundwood.eval.pairs import LabelledPair
from groundwood.eval.reading import (
    alce,
    attributionbench,
    clusters,
    expertqa,
    llm_aggrefact,
    multinews,
    ragtruth,
    summedits,
    summhay,
    wice,
)
from groundwood.eval.reading.dataset import Dataset
from groundwood.eval.samples import Sample

PAIR_SETS: Mapping[str, Dataset[LabelledPair]] = {
    each.name: each
    for each in (
        wice.DATASET,
        ragtruth.DATASET,
        llm_aggrefact.DATASET,
        summedits.DATASET,
        expertqa.DATASET,
        attributionbench.DATASET,
    )
}
"""Labelled pairs, on which judges are measured."""

SAMPLE_SETS: Mapping[str, Dataset[Sample]] = {
    each.name: each
    for each in (
        alce.DATASET,
        summhay.DATASET,
        multinews.DATASET,
        clusters.DATASET,
    )
}
"""Samples without an output, for a pipeline to fill."""

DATASETS: Mapping[str, Dataset[LabelledPair] | Dataset[Sample]] = {**PAIR_SETS, **SAMPLE_SETS}


def read_dataset(name: str, folder: str | Path) -> Iterator[LabelledPair] | Iterator[Sample]:
    """Return what the set holds, read from a folder with its official files, or from one of them.

    Names of `PAIR_SETS` give labelled pairs, those of `SAMPLE_SETS` samples with an empty text. Of
    train, dev and test one must be named by its file.

    Raises:
        InputError: there is no such set, its files are not there (the text says where to get them),
            or, while it is read, a row does not fit; the text names file, line and field.
    """
    if name not in DATASETS:
        raise InputError(f"there is no data set '{name}'; there are: {', '.join(DATASETS)}")
    return DATASETS[name].rows(folder)
