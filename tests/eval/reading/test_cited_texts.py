"""Cited texts with the articles that they may cite."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.marking import Standing, marking
from groundwood.eval.reading import read_samples
from groundwood.ingest import read_articles

ROOT = Path(__file__).parents[3]
Put = Callable[[str, Any], Path]
ARTICLES = [
    {"id": "dam-1", "title": "Flood", "text": "A dam broke near the town on Monday morning."},
    {"id": "dam-2", "title": "Aid", "text": "The army brought food and blankets to the valley."},
]


def test_a_text_has_all_articles_as_its_sources_in_their_order(put: Put) -> None:
    articles = put("sources/articles.jsonl", ARTICLES)
    samples = read_samples(put("dam.md", "A dam broke [1]. Food came [dam-2]."), sources=articles)
    (sample,) = samples
    assert samples.format.name == "text"
    assert (sample.id, sample.text) == ("dam", "A dam broke [1]. Food came [dam-2].")
    assert [source.id for source in sample.sources] == ["dam-1", "dam-2"]


def test_markers_of_the_text_lead_to_its_sources(put: Put) -> None:
    articles = put("sources/articles.jsonl", ARTICLES)
    text = "A dam broke [1]. Food came [dam-2]. It rained [3]."
    (sample,) = read_samples(put("dam.txt", text), sources=articles)
    cited = [c for sentence in marking(sample).sentences for c in sentence.citations]
    assert [c.source for c in cited] == ["dam-1", "dam-2", None]
    assert cited[-1].standing is Standing.NONEXISTENT


def test_our_own_text_form_is_a_cited_text() -> None:
    articles = ROOT / "examples" / "articles" / "trilateral-2024.jsonl"
    (sample,) = read_samples(ROOT / "examples" / "sample-story.txt", sources=articles)
    assert marking(sample).form == "story text"
    assert len(sample.sources) == 8


def test_a_folder_of_texts_is_read_by_name(put: Put) -> None:
    articles = read_articles(put("sources/articles.jsonl", ARTICLES))
    folder = put("texts/b.md", "B [1].").parent
    put("texts/deep/a.md", "A [1].")
    put("texts/.hidden.md", "Hidden [1].")
    put("texts/page.html", "<p>Not read.</p>")
    assert [s.id for s in read_samples(folder, sources=articles)] == ["b", "deep/a"]


def test_a_text_without_articles_is_refused(put: Put) -> None:
    with pytest.raises(
        InputError, match=r"^sources: texts with citation markers need the articles"
    ):
        read_samples(put("dam.md", "A dam broke [1]."))


def test_a_bad_article_is_refused_because_numbers_would_shift(put: Put) -> None:
    rows = "\n".join([json.dumps(ARTICLES[0]), '{"id": "x"}', json.dumps(ARTICLES[1])])
    articles, text = put("sources/articles.jsonl", rows), put("dam.md", "A dam broke [1].")
    with pytest.raises(InputError, match=r"articles\.jsonl:2: .*`read_articles`"):
        read_samples(text, sources=articles)
    (sample,) = read_samples(text, sources=read_articles(articles))
    assert len(sample.sources) == 2
