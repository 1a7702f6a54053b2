"""How well a ranking finds what was judged relevant.

``python -m groundwood.eval.ranking FOLDER`` measures the store's search and the retriever on a test
collection: one ``*.jsonl`` or ``*.jsonl.gz`` of articles, ``queries.tsv`` (query_id, text) and
``qrels.tsv`` (query_id, doc_id, rel), both with a header line.
"""

import argparse
import asyncio
import csv
import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from statistics import fmean
from typing import TYPE_CHECKING

from groundwood.errors import InputError
from groundwood.nouns import Article, Topic, digest_of

if TYPE_CHECKING:
    from groundwood.store.base import ArticleStore

Grades = Mapping[str, int]
"""The judged grade of each document: 0 not relevant, 1 and up relevant."""

EVERYTHING = 1_000_000
"""A token budget that leaves nothing out."""


def ndcg(ranking: Sequence[str], grades: Grades, depth: int = 10) -> float | None:
    """Return the normalised discounted cumulative gain in [0, 1], or none without relevant ones.

    Gain 2^grade - 1, discount log2(rank + 1) (Burges and others 2005), over the first ``depth``.
    """
    ideal = _gain(sorted(grades.values(), reverse=True)[:depth])
    return _gain([grades.get(i, 0) for i in ranking[:depth]]) / ideal if ideal else None


def recall(ranking: Sequence[str], grades: Grades, depth: int = 10) -> float | None:
    """Return the share of the relevant documents among the first ``depth``, or none without any."""
    wanted = {i for i, grade in grades.items() if grade > 0}
    return len(wanted.intersection(ranking[:depth])) / len(wanted) if wanted else None


def reciprocal_rank(ranking: Sequence[str], grades: Grades) -> float | None:
    """Return 1 / the rank of the first relevant document, 0 if none is found, none without any."""
    if not any(grade > 0 for grade in grades.values()):
        return None
    return next((1 / n for n, i in enumerate(ranking, 1) if grades.get(i, 0) > 0), 0.0)


def _gain(grades: Sequence[int]) -> float:
    return float(sum((2**grade - 1) / log2(rank + 1) for rank, grade in enumerate(grades, 1)))


@dataclass(frozen=True)
class Collection:
    """Articles, queries by id, and the grades of each query's documents."""

    articles: tuple[Article, ...]
    queries: Mapping[str, str]
    grades: Mapping[str, Grades]


def read_collection(folder: Path) -> Collection:
    """Read a test collection; queries without a judgement are left out.

    Raises `InputError` where a file is missing or malformed.
    """
    files = sorted([*folder.glob("*.jsonl"), *folder.glob("*.jsonl.gz")])
    if len(files) != 1:
        raise InputError(
            f"{folder}: has {len(files)} files of articles (*.jsonl, *.jsonl.gz), not 1"
        )
    grades: dict[str, dict[str, int]] = {}
    for row in _table(folder / "qrels.tsv"):
        grades.setdefault(row["query_id"], {})[row["doc_id"]] = int(row["rel"])
    queries = {row["query_id"]: row["text"] for row in _table(folder / "queries.tsv")}
    return Collection(
        tuple(_articles(files[0])), {i: text for i, text in queries.items() if i in grades}, grades
    )


def _table(path: Path) -> Iterator[dict[str, str]]:
    if not path.is_file():
        raise InputError(f"{path}: there is no such file")
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def _articles(path: Path) -> Iterator[Article]:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            digest = digest_of(row.get("url"), row["text"])
            yield Article(
                id=row["id"], digest=digest, title=row.get("title") or "", text=row["text"]
            )


def search_ranking(store: "ArticleStore", query: str) -> list[str]:
    """Return the articles as the store's search ranks them."""
    return [match.article_id for match in store.search(query, Topic(query=query), limit=10)]


def retriever_ranking(store: "ArticleStore", query: str) -> list[str]:
    """Return the articles in the order in which the retriever picks their passages."""
    from groundwood.agents.retriever import HybridRetriever  # slow to load

    retriever = HybridRetriever(store, EVERYTHING, count=len)
    return list(asyncio.run(retriever.gather(Topic(query=query))).article_ids)


Ranker = Callable[["ArticleStore", str], list[str]]
RANKERS: Mapping[str, Ranker] = {"store": search_ranking, "retriever": retriever_ranking}


def measure(
    collection: Collection, store: "ArticleStore", ranker: Ranker
) -> dict[str, float | None]:
    """Return the means over the queries of nDCG@10, recall@10 and reciprocal rank."""
    rankings = {i: ranker(store, text) for i, text in collection.queries.items()}
    judged = [(rankings[i], collection.grades[i]) for i in rankings]
    return {
        "nDCG@10": _mean(ndcg(*pair) for pair in judged),
        "recall@10": _mean(recall(*pair) for pair in judged),
        "MRR": _mean(reciprocal_rank(*pair) for pair in judged),
    }


def _mean(values: Iterable[float | None]) -> float | None:
    measured = [value for value in values if value is not None]
    return fmean(measured) if measured else None


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one line a ranker."""
    from groundwood.store import open_store  # slow to load

    parser = argparse.ArgumentParser(prog="groundwood.eval.ranking", description=__doc__)
    parser.add_argument("folder", type=Path)
    collection = read_collection(parser.parse_args(arguments).folder)
    store = open_store("sqlite://")
    store.put(collection.articles)
    for name, ranker in RANKERS.items():
        figures = measure(collection, store, ranker)
        shown = "  ".join(
            f"{metric} {'none' if value is None else format(value, '.3f')}"
            for metric, value in figures.items()
        )
        print(f"{name:<10} {len(collection.queries)} queries  {shown}")


if __name__ == "__main__":
    main()
