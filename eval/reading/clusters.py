"""Clusters of articles in our own format: article rows, with or without gold in a file beside.

An article row has ``id``, ``text`` and ``cluster``, and may have ``title``, ``url``, ``source``,
``published_at`` (ISO 8601) and ``tags``; the rows of a cluster stand together. A gold file
``NAME.jsonl`` has a row for each cluster (``cluster``, ``article_ids``, ``reference_summary``,
``gold_alignment``), whose articles stand in ``NAME-articles.jsonl``, held in memory.
"""

from collections.abc import Iterable, Iterator
from itertools import chain, groupby
from pathlib import Path

from groundwood.eval.reading.dataset import Dataset
from groundwood.eval.reading.records import records
from groundwood.eval.reading.row import Row
from groundwood.eval.reading.sources import source_of
from groundwood.eval.samples import Sample, Source
from groundwood.ingest.files import ending

ARTICLES = "-articles"


def read(path: Path) -> Iterator[Sample]:
    """Yield a sample without an output for each cluster; its tags are those of its articles.

    Raises:
        InputError: a row does not fit, or the rows of a cluster do not stand together.
    """
    rows = records(path)
    first = next(rows)
    every = chain((first,), rows)
    return _with_gold(path, every) if first.has("article_ids") else _of_articles(every)


def _of_articles(rows: Iterable[Row]) -> Iterator[Sample]:
    seen: set[str] = set()
    for cluster, group in groupby(rows, lambda row: row.text("cluster")):
        articles = list(group)
        if cluster in seen:
            raise articles[0].error("cluster", f"the rows of '{cluster}' do not stand together")
        seen.add(cluster)
        yield _sample(cluster, articles)


def _with_gold(path: Path, rows: Iterable[Row]) -> Iterator[Sample]:
    suffix = ending(path.name)
    articles = DATASET.beside(path, f"{path.name.partition(suffix)[0]}{ARTICLES}{suffix}")
    known = {row.text("id"): row for row in records(articles)}
    for row in rows:
        ids = row.texts("article_ids")
        for key in ids:
            if key not in known:
                raise row.error("article_ids", f"'{key}' is not in {articles.name}")
        yield _sample(row.text("cluster"), [known[key] for key in ids], row)


def _sample(cluster: str, articles: list[Row], gold: Row | None = None) -> Sample:
    return (gold or articles[0]).made(
        Sample,
        {
            "id": cluster,
            "text": "",
            "sources": tuple(_source(article) for article in articles),
            "tags": tuple(dict.fromkeys(t for article in articles for t in article.texts("tags"))),
            "references": gold.texts("reference_summary") if gold else (),
            "gold": gold.picked("gold_alignment") if gold else {},
        },
    )


def _source(article: Row) -> Source:
    article.text("id")
    return source_of(article, article.number)


DATASET = Dataset(
    name="clusters",
    what="clusters of articles in the format of Groundwood, with or without a reference",
    url="articles of your own",
    licence="your own",
    files=("*.jsonl",),
    read=read,
    helpers=(f"*{ARTICLES}.jsonl",),
    together=True,
)
