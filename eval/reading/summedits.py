"""SummEdits: summaries with one edit, consistent with their document or not, in ten domains.

Laban et al. 2023, https://arxiv.org/abs/2305.14540; the files are
``data/summedits/summedits_{domain}.json`` of https://github.com/salesforce/factualNLG, or the one
``summedits.json`` of https://huggingface.co/datasets/Salesforce/summedits, whose rows name their
``domain``: ``doc``, ``summary``, ``label`` (1 consistent, 0 not).
"""

from collections.abc import Iterator
from pathlib import Path

from groundwood.eval.pairs import LabelledPair
from groundwood.eval.reading.dataset import Dataset, document_of
from groundwood.eval.reading.records import records


def read(path: Path) -> Iterator[LabelledPair]:
    """Yield the pairs, each with its domain: ``summedits/news``."""
    domain = path.name.partition(".")[0].removeprefix("summedits_")
    for row in records(path):
        document = row.text("doc")
        yield LabelledPair(
            dataset=f"summedits/{row.text('domain', default=domain)}",
            claim=row.text("summary"),
            evidence=(document,),
            is_supported=row.flag("label"),
            document=document_of(document),
        )


DATASET = Dataset(
    name="summedits",
    what="edited summaries against their documents, ten domains",
    url="https://github.com/salesforce/factualNLG",
    licence="CC BY 4.0",
    files=("summedits_*.json", "summedits.json"),
    read=read,
    together=True,
)
