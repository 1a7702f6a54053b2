"""WiCE: sentences of Wikipedia, or parts of them, against the pages that they cite.

Kamoi et al. 2023, https://arxiv.org/abs/2303.01432; the files are
``data/entailment_retrieval/{claim,subclaim}/{train,dev,test}.jsonl`` of
https://github.com/ryokamoi/wice, with ``claim``, ``evidence`` (the page, a sentence an item) and
``label``: ``supported``, ``partially_supported``, ``not_supported``.
"""

from collections.abc import Iterator
from pathlib import Path

from groundwood.eval.pairs import LabelledPair
from groundwood.eval.reading.dataset import Dataset, document_of
from groundwood.eval.reading.records import records

LABELS = ("supported", "partially_supported", "not_supported")


def read(path: Path) -> Iterator[LabelledPair]:
    """Yield the pairs; only a fully supported claim counts as supported."""
    for row in records(path):
        label, evidence = row.choice("label", LABELS), row.texts("evidence")
        yield LabelledPair(
            dataset="wice",
            claim=row.text("claim"),
            evidence=evidence,
            is_supported=label == LABELS[0],
            document=document_of(*evidence),
            label=label,
        )


DATASET = Dataset(
    name="wice",
    what="claims of Wikipedia against the pages that they cite",
    url="https://github.com/ryokamoi/wice",
    licence="annotations ODC-BY; texts CC BY-SA (Wikipedia) and terms of Common Crawl",
    files=("train.jsonl", "dev.jsonl", "test.jsonl"),
    read=read,
)
