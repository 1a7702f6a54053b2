"""What people wrote of a cluster, as a text that cites: the yardstick beside written stories.

A cluster's ``gold_alignment`` says which article bears out each sentence of its reference summary:
rows with ``summary_sentence`` and ``article_id``. So the reference is a cited text whose citations
people have vouched for, and a judge that refuses them is wrong.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import JsonValue

from groundwood.errors import InputError
from groundwood.eval.samples import Sample
from groundwood.eval.shortcuts import marked
from groundwood.text.sentences import sentences

REFERENCE = "reference"
"""The name of the system that people are."""


def renamed(gold: Mapping[str, JsonValue], names: Mapping[str, str]) -> dict[str, JsonValue]:
    """Return the gold with the ids of sources replaced by their new names.

    They stand in ``gold_alignment`` (``article_id``), ``insights_included`` and ``relevant``.
    """

    def name(key: JsonValue) -> JsonValue:
        return names.get(key, key) if isinstance(key, str) else key

    found = dict(gold)
    rows = found.get("gold_alignment")
    if isinstance(rows, list):
        found["gold_alignment"] = [
            {**row, "article_id": name(row.get("article_id"))} if isinstance(row, dict) else row
            for row in rows
        ]
    for field in ("insights_included", "relevant"):
        value = found.get(field)
        if isinstance(value, dict):
            found[field] = {names.get(key, key): one for key, one in value.items()}
        elif isinstance(value, list):
            found[field] = [name(key) for key in value]
    return found


def cited_reference(cluster: Sample) -> Sample:
    """Return the cluster with its first reference as text, each sentence cited as people aligned it.

    Raises:
        InputError: the cluster has no reference, or its alignment is not of that form.
    """
    if not cluster.references:
        raise InputError(f"{cluster.id}: there is no reference")
    places = {source.id: number for number, source in enumerate(cluster.sources, 1)}
    aligned = _aligned(cluster)
    told = []
    for sentence in sentences(cluster.references[0]):
        cited = sorted({places[key] for key in _ids(sentence, aligned) if key in places})
        told.append(marked(sentence, "".join(f" [{number}]" for number in cited)))
    return cluster.model_copy(update={"system": REFERENCE, "text": " ".join(told)})


def _aligned(cluster: Sample) -> dict[str, set[str]]:
    rows: Any = cluster.gold.get("gold_alignment") or []
    found: dict[str, set[str]] = {}
    for number, row in enumerate(rows, 1):
        if not isinstance(row, Mapping) or not {"summary_sentence", "article_id"} <= row.keys():
            raise InputError(
                f"{cluster.id}: gold_alignment[{number}]: needs summary_sentence and article_id"
            )
        found.setdefault(_bare(str(row["summary_sentence"])), set()).add(str(row["article_id"]))
    return found


def _ids(sentence: str, aligned: Mapping[str, set[str]]) -> Iterator[str]:
    """Yield the articles of what was aligned with the sentence, or with a text that it is part of."""
    ours = _bare(sentence)
    for theirs, ids in aligned.items():
        if ours in theirs or theirs in ours:
            yield from ids


def _bare(sentence: str) -> str:
    return " ".join(sentence.split()).rstrip(".!?\"'”’").casefold()
