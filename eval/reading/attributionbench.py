"""AttributionBench: claims of cited answers from seven sets, attributable to their references or not.

Li et al. 2024, https://arxiv.org/abs/2402.15089; the files (``dev_all_subset_balanced.jsonl``, …)
are those of https://huggingface.co/datasets/osunlp/AttributionBench: ``question``, ``claim``,
``references``, ``attribution_label`` (``attributable``, ``not attributable``), ``src_dataset``.
"""

from collections.abc import Iterator
from pathlib import Path

from groundwood.eval.pairs import LabelledPair
from groundwood.eval.reading.dataset import Dataset, document_of
from groundwood.eval.reading.records import records

LABELS = ("attributable", "not attributable")


def read(path: Path) -> Iterator[LabelledPair]:
    """Yield the pairs, each with the set that it comes from: ``attributionbench/HAGRID``."""
    for row in records(path):
        label, references = row.choice("attribution_label", LABELS), row.texts("references")
        yield LabelledPair(
            dataset=f"attributionbench/{row.text('src_dataset')}",
            claim=row.text("claim"),
            evidence=references,
            is_supported=label == LABELS[0],
            document=document_of(*references),
            label=label,
        )


DATASET = Dataset(
    name="attributionbench",
    what="claims of cited answers against their references, seven sets",
    url="https://huggingface.co/datasets/osunlp/AttributionBench",
    licence="Apache-2.0",
    files=("*_balanced.jsonl", "*_sampled500.jsonl", "merged_*.jsonl", "test_ood.jsonl"),
    read=read,
)
