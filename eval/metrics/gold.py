"""What the gold of a sample says, read for the metrics: of anything that does not fit, nothing."""

from collections.abc import Iterator, Mapping

from pydantic import JsonValue

from groundwood.eval.ranking import Grades
from groundwood.eval.samples import Sample

Rows = list[dict[str, JsonValue]]


def rows(sample: Sample, name: str) -> Rows:
    """Return the objects of a list of the gold; of anything else none."""
    return objects(sample.gold.get(name))


def objects(value: JsonValue) -> Rows:
    """Return the objects of a list."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def texts(value: JsonValue) -> list[str]:
    """Return the texts of a list that are not empty."""
    listed = value if isinstance(value, list) else []
    return [one for one in listed if isinstance(one, str) and one.strip()]


def relevant(sample: Sample) -> Grades:
    """Return the grades of the sources that are relevant, by id, from what the gold says.

    ``relevant`` holds ids or grades by id, ``reference_contexts`` the texts of those that should
    have been found, ``insights_included`` by id what each holds, ``gold_alignment`` the ids that
    people's sentences rest on. The first of them that there is counts.
    """
    for read in (_named, _of_contexts, _of_insights, _of_alignment):
        found = dict(read(sample))
        if found:
            return found
    return {}


def _named(sample: Sample) -> Iterator[tuple[str, int]]:
    said = sample.gold.get("relevant")
    if isinstance(said, dict):
        yield from ((key, grade) for key, grade in said.items() if isinstance(grade, int))
    yield from ((key, 1) for key in texts(said))


def _of_contexts(sample: Sample) -> Iterator[tuple[str, int]]:
    """Yield the ids of sources with the wanted texts, and one name for each that is no source."""
    held = {source.text.strip(): source.id for source in sample.sources}
    for number, text in enumerate(texts(sample.gold.get("reference_contexts")), 1):
        yield held.get(text.strip(), f"reference context {number}"), 1


def _of_insights(sample: Sample) -> Iterator[tuple[str, int]]:
    included = sample.gold.get("insights_included")
    for key, held in included.items() if isinstance(included, Mapping) else ():
        if held:
            yield key, 1


def _of_alignment(sample: Sample) -> Iterator[tuple[str, int]]:
    for row in rows(sample, "gold_alignment"):
        if isinstance(key := row.get("article_id"), str):
            yield key, 1
