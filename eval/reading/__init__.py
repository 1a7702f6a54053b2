"""What is to be scored, and what judges are measured on: read from files of many formats."""

from groundwood.eval.reading.datasets import DATASETS, PAIR_SETS, SAMPLE_SETS, read_dataset
from groundwood.eval.reading.formats import FORMATS, Samples, read_samples

__all__ = [
    "DATASETS",
    "FORMATS",
    "PAIR_SETS",
    "SAMPLE_SETS",
    "Samples",
    "read_dataset",
    "read_samples",
]
