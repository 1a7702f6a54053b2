"""SummHay (Summary of a Haystack): its topics with summaries, and the same to summarise anew.

Laban et al. 2024, https://arxiv.org/abs/2407.01370; a file of
https://github.com/salesforce/summary-of-a-haystack (``data/topic_*.json``, in the set of Hugging
Face one row of ``summhay.parquet``) is a topic with ``documents`` (``document_text``,
``insights_included``) and ``subtopics`` (``query``, ``insights``, ``summaries``: lists of bullets
by system, ``eval_summaries``: coverage of each insight). Documents are cited by their numbers.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from groundwood.eval.reading.dataset import Dataset
from groundwood.eval.reading.format import Format, each_record
from groundwood.eval.reading.records import records
from groundwood.eval.reading.row import Row
from groundwood.eval.samples import Sample, Source

KEY = "summary_subtopic_"
"""What stands before the name of a system, which may begin with its retriever."""


def takes(row: Row | None) -> bool:
    """Return whether the record is a topic."""
    return row is not None and row.has("subtopics") and row.has("documents")


def results(row: Row) -> Iterator[Sample]:
    """Yield a sample for each system's summary of each subtopic; a topic is a group.

    A bullet is a line of the text. ``gold`` holds the ``insights`` of the subtopic, under
    ``insights_included`` the ids of those that each source holds, and ``eval_summaries``.

    Raises:
        InputError: a field is missing or does not fit.
    """
    sources = _sources(row)
    for subtopic in row.rows("subtopics"):
        summaries = subtopic.inner("summaries")
        evals = subtopic.inner("eval_summaries") if subtopic.has("eval_summaries") else None
        for key in summaries.values:
            if summaries.has(key):
                coverage = evals.values.get(key) if evals else None
                bullets = [one.replace("\n", " ") for one in summaries.texts(key)]
                yield _sample(
                    row,
                    subtopic,
                    sources,
                    system=key.removeprefix(KEY),
                    text="\n".join(bullets),
                    gold={} if coverage is None else {"eval_summaries": coverage},
                )


def subtopics(path: Path) -> Iterator[Sample]:
    """Yield the subtopics of a file with the documents of their topic and without a summary."""
    for row in records(path):
        sources = _sources(row)
        for subtopic in row.rows("subtopics"):
            yield _sample(row, subtopic, sources, system="", text="", gold={})


def _sample(
    row: Row,
    subtopic: Row,
    sources: tuple[Source, ...],
    *,
    system: str,
    text: str,
    gold: dict[str, Any],
) -> Sample:
    topic, part = row.text("topic_id", default=str(row.number)), subtopic.text("subtopic_id")
    insights = {insight.text("insight_id") for insight in subtopic.rows("insights")}
    included = {
        str(number): [each for each in document.texts("insights_included") if each in insights]
        for number, document in enumerate(row.rows("documents"), 1)
    }
    return row.made(
        Sample,
        {
            "id": "/".join(filter(None, (topic, part, system))),
            "group": topic,
            "text": text,
            "sources": sources,
            "question": subtopic.text("query", "subtopic", default=""),
            "system": system,
            "gold": {
                "insights": subtopic.values["insights"],
                "insights_included": included,
                **gold,
            },
        },
    )


def _sources(row: Row) -> tuple[Source, ...]:
    return tuple(
        Source(id=str(number), text=document.text("document_text"))
        for number, document in enumerate(row.rows("documents"), 1)
    )


FORMAT = Format("summhay", "summaries of SummHay", takes, each_record(results))
DATASET = Dataset(
    name="summhay",
    what="topics of about 100 documents each, with insights to be found and cited",
    url="https://github.com/salesforce/summary-of-a-haystack",
    licence="Apache-2.0",
    files=("topic_*.json", "summhay.parquet"),
    read=subtopics,
    together=True,
)
