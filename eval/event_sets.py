"""Labelled events to measure discovery on, made of collections of articles in our own format."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from groundwood.errors import InputError
from groundwood.ingest.files import open_whole
from groundwood.nouns import Article

HALVES = ("tuning", "reporting")
MIXES = {"quarter": 4, "half": 2, "whole": 1}
"""Into how many parts the news of one outlet is dealt, see `mixes`."""
ONE_EVENT = {"key-bridge-collapse": "key-bridge-2024", "trilateral-security": "trilateral-2024"}
"""Clusters of two origins that report one event."""


@dataclass(frozen=True)
class Labelled:
    """An article, the event it reports, and whether it is of the outlet that is dealt out."""

    article: Article
    event: str
    dealt: bool


def read_events(folder: Path) -> list[Labelled]:
    """Return the labelled articles of the collections ``synthesis-dev``, ``demo`` and ``dedup``.

    The first two are clusters. Of the third each group of updated or rewritten versions is an event,
    and each article without another version; groups of exact copies are left out. Titles and dates
    are kept, tags are not: those of the collections name the cluster or the day.

    Raises:
        InputError: a file is missing or cannot be read.
    """
    clusters = [
        *sorted((folder / "synthesis-dev").glob("*-articles.jsonl*")),
        *sorted((folder / "demo").glob("original_*.jsonl")),
        *sorted((folder / "demo").glob("real_*.jsonl")),
    ]
    if not clusters:
        raise InputError(f"{folder}: holds no synthesis-dev/*-articles.jsonl and no demo/*.jsonl")
    found = [
        _labelled(row, ONE_EVENT.get(row["cluster"], row["cluster"]), dealt=False)
        for file in clusters
        for row in _rows(file)
    ]
    found += _versions(folder / "dedup")
    return list({one.article.id: one for one in found}.values())


def half_of(event: str) -> str:
    """Return the half that an event lies in, all its articles, by the digest of its name."""
    return HALVES[int(sha256(event.encode()).hexdigest(), 16) % 2]


def mixes(labelled: Iterable[Labelled]) -> Iterator[tuple[str, list[Labelled]]]:
    """Yield mixes of all clusters and quarters, halves and the whole of the outlet's events.

    One outlet's news of one month often reports one event under labels of their own, so that the
    whole is dense and its gold strict; a quarter, by digest, is what a mixed intake is like.
    Mixes of fewer than two articles are left out.
    """
    every = list(labelled)
    for kind, parts in MIXES.items():
        for part in range(parts):
            mix = [one for one in every if not one.dealt or _draw(one.event) % parts == part]
            if len(mix) > 1:
                yield kind, mix


def _draw(event: str) -> int:
    return int(sha256(f"draw {event}".encode()).hexdigest(), 16)


def _versions(folder: Path) -> Iterator[Labelled]:
    rows = {
        row["id"]: row for file in folder.glob("*.jsonl*") for row in _rows(file) if "text" in row
    }
    groups = [row for file in folder.glob("*_dups.jsonl*") for row in _rows(file)]
    for group in groups:
        if group["kind"] != "exact":
            for key in group["article_ids"]:
                yield _labelled(rows[key], group["cluster"], dealt=True)
    grouped = {key for group in groups for key in group["article_ids"]}
    for key, row in rows.items():
        if key not in grouped:
            yield _labelled(row, f"single {key}", dealt=True)


def _rows(file: Path) -> Iterator[dict[str, Any]]:
    with open_whole(file) as stream:
        for line in stream:
            yield json.loads(line)


def _labelled(row: dict[str, Any], event: str, *, dealt: bool) -> Labelled:
    article = Article.model_validate(
        {
            "id": row["id"],
            "digest": sha256(str(row["id"]).encode()).hexdigest(),
            "title": row["title"] or "",
            "text": row["text"],
            "published_at": row["published_at"],
        }
    )
    return Labelled(article, event, dealt)
