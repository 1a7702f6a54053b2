"""A published version proves itself by the passages that it has kept."""

import asyncio
from collections.abc import Callable

import pytest

from groundwood.errors import StoreError
from groundwood.nouns import Article, Finding
from groundwood.nouns.version import StoryVersion
from groundwood.pipelines.living.keep import Kept
from groundwood.pipelines.living.rechecking import check_version, kept_article, recheck
from groundwood.settings import Settings
from groundwood.store import Store

Keep = Callable[..., Kept]
Version = Callable[[str], StoryVersion]


def findings(version: StoryVersion, settings: Settings) -> set[Finding]:
    checked = asyncio.run(recheck(version, settings=settings))
    assert len(checked.verdicts) == len(version.story.sentences)
    return {verdict.finding for verdict in checked.verdicts}


def test_a_version_is_proven_after_its_source_was_withdrawn(
    keep: Keep, store: Store, settings: Settings, version: Version, first: Article
) -> None:
    keep(first)
    store.retract([first.id])
    assert findings(version("0.01"), settings) == {Finding.SUPPORTED}


def test_a_version_is_proven_after_its_source_was_changed(
    keep: Keep, store: Store, settings: Settings, version: Version, first: Article
) -> None:
    keep(first)
    store.put([first.model_copy(update={"text": "Something else altogether is told here."})])
    assert findings(version("0.01"), settings) == {Finding.SUPPORTED}


def test_a_sentence_that_its_kept_passages_do_not_bear_is_refused(
    keep: Keep, settings: Settings, version: Version, first: Article
) -> None:
    keep(first)
    kept = version("0.01")
    data = kept.model_dump(mode="json")
    for passage in data["checked"]["sources"][0]["passages"]:
        passage["text"] = passage["text"].replace("three hours", "nine hours")
    forged = StoryVersion.model_validate(data)
    assert Finding.WRONG_NUMBER in findings(forged, settings)


def test_kept_passages_stand_at_their_places_in_the_article(
    keep: Keep, version: Version, first: Article
) -> None:
    keep(first)
    for source in version("0.01").checked.sources:
        article = kept_article(source)
        for quoted in source.passages:
            for mark in quoted.marked:
                assert article.quote(mark.span) == first.quote(mark.span)


def test_a_published_version_cannot_be_changed(
    keep: Keep, store: Store, version: Version, first: Article
) -> None:
    keep(first)
    kept = version("0.01")
    story = kept.story.model_copy(update={"title": "Another title"})
    other = kept.model_copy(update={"checked": kept.checked.model_copy(update={"story": story})})
    with pytest.raises(StoreError, match=r"quake@v0\.01 is published and cannot be changed"):
        store.stories.publish(other)
    assert version("0.01") == kept


def test_a_version_is_checked_by_a_store_as_it_is_now_when_that_is_asked(
    keep: Keep, store: Store, settings: Settings, version: Version, first: Article
) -> None:
    keep(first)
    store.put([first.model_copy(update={"text": "Something else altogether is told here."})])
    kept = version("0.01")
    checked = asyncio.run(check_version(kept, current=store, settings=settings))
    assert checked.file == "quake@v0.01"
    assert [check.verdict.text for check in checked.failing()] == [
        "Rescuers searched the rubble of the central market through the night.",
        "The main hospital of Exampletown lost its power for three hours.",
    ]
