"""Our own stories in their JSON form: checked ones, with or without a story in them, and bare ones.

See `groundwood.render.as_json`. A story's versions are one group. A run that came to no story is a
sample with an empty text, and its outcome in ``gold``.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from groundwood.eval.reading.format import Articles, Format
from groundwood.eval.reading.records import records
from groundwood.eval.reading.row import Row
from groundwood.eval.reading.sources import sources_from
from groundwood.eval.samples import Sample, Source
from groundwood.nouns import CheckedStory, Story
from groundwood.nouns import Source as Cited

_CHECKED = {"outcome", "story"}
_BARE = {"title", "updated_at", "paragraphs"}


def takes(row: Row | None) -> bool:
    """Return whether the record is a story."""
    return row is not None and (row.values.keys() >= _CHECKED or row.values.keys() >= _BARE)


def read(path: Path, name: str, articles: Articles) -> Iterator[Sample]:
    """Yield the stories of the file, named like it.

    Their sources are the articles. Without these, a checked story's sources are the passages that
    it keeps of what it cites.

    Raises:
        InputError: a record is no story, or a bare story comes without articles.
    """
    for row in records(path):
        values = _checked(row) if "outcome" in row.values else _bare(row, articles)
        if articles is not None:
            values["sources"] = sources_from(articles)
        number = f"-{row.number}" if row.number > 1 else ""
        yield row.made(Sample, {"id": name + number, **values})


def _checked(row: Row) -> dict[str, Any]:
    checked = row.made(CheckedStory, row.values)
    shared = {
        "system": checked.model,
        "usage": checked.usage,
        "sources": tuple(map(_kept, checked.sources)),
    }
    if checked.story is None:
        outcome = checked.outcome.model_dump(mode="json")
        return {**shared, "text": "", "gold": {"outcome": outcome}}
    return {**shared, **_told(checked.story, row)}


def _bare(row: Row, articles: Articles) -> dict[str, Any]:
    if articles is None:
        raise row.error("sources", "a story alone: give the articles that it may cite as sources")
    return _told(row.made(Story, row.values), row)


def _told(story: Story, row: Row) -> dict[str, Any]:
    return {"text": json.dumps(row.values, ensure_ascii=False), "group": str(story.uuid)}


def _kept(cited: Cited) -> Source:
    return Source(
        id=cited.article_id,
        text="\n\n".join(quoted.text for quoted in cited.passages),
        title=cited.title,
        url=cited.url,
        outlet=cited.source,
        published_at=cited.published_at,
    )


FORMAT = Format("story", "stories of Groundwood as JSON", takes, read, articles="optional")
