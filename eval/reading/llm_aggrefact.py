"""LLM-AggreFact: eleven sets of claims that models made, against the document that grounds them.

Tang et al. 2024, https://arxiv.org/abs/2404.10774; the files are ``data/dev-*.parquet`` and
``data/test-*.parquet`` of https://huggingface.co/datasets/lytang/LLM-AggreFact, or the same rows as
JSON lines or CSV: ``dataset``, ``doc``, ``claim``, ``label`` (1 supported, 0 not).
"""

from collections.abc import Iterator
from pathlib import Path

from groundwood.eval.pairs import LabelledPair
from groundwood.eval.reading.dataset import Dataset, document_of
from groundwood.eval.reading.records import records


def read(path: Path) -> Iterator[LabelledPair]:
    """Yield the pairs, each with the name of its own set: ``llm-aggrefact/Lfqa``."""
    for row in records(path):
        document = row.text("doc")
        yield LabelledPair(
            dataset=f"llm-aggrefact/{row.text('dataset')}",
            claim=row.text("claim"),
            evidence=(document,),
            is_supported=row.flag("label"),
            document=document_of(document),
        )


DATASET = Dataset(
    name="llm-aggrefact",
    what="claims of models against their grounding documents, eleven sets",
    url="https://huggingface.co/datasets/lytang/LLM-AggreFact (terms to be accepted)",
    licence="CC BY-ND 4.0, for evaluation only",
    files=("*.parquet", "*.jsonl", "*.csv"),
    read=read,
)
