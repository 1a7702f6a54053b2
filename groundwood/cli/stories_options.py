"""Options and helpers that the commands on kept stories share."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from groundwood.nouns import ArticleId
    from groundwood.nouns.version import StoryVersion
    from groundwood.settings import Settings
    from groundwood.store import Store

StoryName = Annotated[
    str, typer.Argument(metavar="STORY", help="A story's slug or uuid; STORY@v0.22 is a version.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]


@contextmanager
def open_kept(store: str | None) -> "Iterator[Store]":
    """Yield the store of this URL, which must be there; it is closed at the end."""
    from groundwood.settings import load_settings

    with opened(load_settings(store=store)) as found:
        yield found


@contextmanager
def opened(settings: "Settings") -> "Iterator[Store]":
    """Yield the store of the settings, which must be there; it is closed at the end."""
    from groundwood.store.existing import open_existing

    with closing(open_existing(settings.store)) as store:
        yield store


def source_names(store: "Store", *versions: "StoryVersion") -> "dict[ArticleId, str]":
    """Return by id what each article that the versions cite or were changed by is called."""
    ids = [key for v in versions for c in v.changes for key in c.causes]
    ids += [key for v in versions for key in v.story.article_ids]
    names = {key: _named(a.source, a.title) for key, a in store.get(ids).items()}
    kept = (source for version in versions for source in version.checked.sources)
    return {one.article_id: _named(one.source, one.title) for one in kept} | names


def _named(outlet: str | None, title: str) -> str:
    return ": ".join(" ".join(part.split()) for part in (outlet or "", title) if part)
