"""RAGTruth: whole responses of models, in which people marked every span that the source lacks.

Niu et al. 2024, https://arxiv.org/abs/2401.00396; the files are ``dataset/response.jsonl``
(``source_id``, ``response``, ``labels`` with ``label_type``, ``split``, ``quality``) and
``dataset/source_info.jsonl`` (``source_id``, ``task_type``, ``source_info``) of
https://github.com/ParticleMedia/RAGTruth. The sources, some 3,000, are held in memory.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from groundwood.eval.pairs import LabelledPair
from groundwood.eval.reading.dataset import Dataset
from groundwood.eval.reading.records import records
from groundwood.eval.reading.row import Row


@dataclass(frozen=True)
class _Source:
    task: str
    text: str


def read(path: Path) -> Iterator[LabelledPair]:
    """Yield a pair for each response of good quality; it is supported where no span is marked.

    The set is named after split and task: ``ragtruth/test/QA``. ``label`` lists the marked types.
    A refusal that should be none, or a truncated response, is left out, as the authors do.
    """
    others = records(DATASET.beside(path, "source_info.jsonl"))
    sources = {row.text("source_id"): _source(row) for row in others}
    for row in records(path):
        if row.text("quality", default="good") != "good":
            continue
        source = sources.get(key := row.text("source_id"))
        if source is None:
            raise row.error("source_id", f"'{key}' is not in source_info.jsonl")
        types = sorted({label.text("label_type") for label in row.rows("labels")})
        yield LabelledPair(
            dataset=f"ragtruth/{row.text('split')}/{source.task}",
            claim=row.text("response"),
            evidence=(source.text,),
            is_supported=not types,
            document=key,
            label=", ".join(types),
        )


def _source(row: Row) -> _Source:
    """Return the text given to the model: an article, passages, or a business's data as JSON."""
    task, info = row.text("task_type"), row.values.get("source_info")
    if not isinstance(info, dict):
        return _Source(task, row.text("source_info"))
    if "passages" in info:
        return _Source(task, row.inner("source_info").text("passages"))
    return _Source(task, json.dumps(info, ensure_ascii=False))


DATASET = Dataset(
    name="ragtruth",
    what="responses to questions, of summaries and of data, with hallucinated spans",
    url="https://github.com/ParticleMedia/RAGTruth",
    licence="MIT",
    files=("response.jsonl",),
    read=read,
    helpers=("source_info.jsonl",),
)
