"""Clusters of articles in our own format."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.reading import SAMPLE_SETS
from groundwood.eval.samples import Sample, Source

ROOT = Path(__file__).parents[3]
Put = Callable[[str, Any], Path]


def article(key: str, cluster: str, **others: Any) -> dict[str, Any]:
    return {
        "id": key,
        "title": None,
        "text": f"Text of {key}.",
        "url": None,
        "source": None,
        "published_at": None,
        "tags": [],
        "lang": "en",
        "cluster": cluster,
        **others,
    }


GOLD = {
    "cluster": "dam",
    "reference_summary": "A dam broke.",
    "article_ids": ["bbbbbbbb", "aaaaaaaa"],
    "gold_alignment": [
        {
            "summary_sentence": "A dam broke.",
            "article_id": "aaaaaaaa",
            "span": "Text",
            "offsets": [[0, 4]],
        }
    ],
}


def test_articles_of_a_cluster_are_the_sources_of_a_sample_without_text(put: Put) -> None:
    moment = "2024-03-26T17:00:00-04:00"
    rows = [
        article("aaaaaaaa", "dam", source="Bay Wire", published_at=moment, tags=["flood", "dam"]),
        article("bbbbbbbb", "dam", tags=["dam", "aid"]),
        article("cccccccc", "port"),
    ]
    first, second = SAMPLE_SETS["clusters"].rows(put("a.jsonl", rows))
    assert first == Sample(
        id="dam",
        text="",
        sources=(
            Source(
                id="aaaaaaaa",
                text="Text of aaaaaaaa.",
                outlet="Bay Wire",
                published_at=datetime(2024, 3, 26, 21, tzinfo=UTC),
            ),
            Source(id="bbbbbbbb", text="Text of bbbbbbbb."),
        ),
        tags=("flood", "dam", "aid"),
    )
    assert second.id == "port"


def test_a_gold_file_gives_references_and_the_order_of_the_articles(put: Put) -> None:
    put("dev-articles.jsonl.gz", [article("aaaaaaaa", "dam"), article("bbbbbbbb", "dam")])
    folder = put("dev.jsonl.gz", [GOLD]).parent
    (sample,) = SAMPLE_SETS["clusters"].rows(folder)
    assert [source.id for source in sample.sources] == ["bbbbbbbb", "aaaaaaaa"]
    assert sample.references == ("A dam broke.",)
    assert sample.gold == {"gold_alignment": GOLD["gold_alignment"]}


def test_an_article_that_is_not_there_is_named(put: Put) -> None:
    put("dev-articles.jsonl", [article("aaaaaaaa", "dam")])
    with pytest.raises(InputError, match=r"dev\.jsonl:1: article_ids: 'bbbbbbbb' is not in dev-"):
        list(SAMPLE_SETS["clusters"].rows(put("dev.jsonl", [GOLD])))


def test_a_gold_file_needs_its_articles(put: Put) -> None:
    with pytest.raises(InputError, match=r"there is no dev-articles\.jsonl of clusters"):
        list(SAMPLE_SETS["clusters"].rows(put("dev.jsonl", [GOLD])))


def test_rows_of_a_cluster_must_stand_together(put: Put) -> None:
    rows = [article("a", "dam"), article("b", "port"), article("c", "dam")]
    with pytest.raises(InputError, match=r"a\.jsonl:3: cluster: the rows of 'dam' do not stand"):
        list(SAMPLE_SETS["clusters"].rows(put("a.jsonl", rows)))


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"id": None}, "id: is missing"),
        ({"text": None}, "text or content or page_content: is missing"),
        ({"cluster": None}, "cluster: is missing"),
        ({"published_at": "soon"}, "published_at: "),
    ],
)
def test_a_field_that_does_not_fit_is_named(put: Put, change: dict[str, Any], error: str) -> None:
    path = put("a.jsonl", [article("a", "dam"), article("b", "dam") | change])
    with pytest.raises(InputError, match=rf"a\.jsonl:2: {error}"):
        list(SAMPLE_SETS["clusters"].rows(path))


def test_the_sample_articles_are_clusters() -> None:
    samples = list(SAMPLE_SETS["clusters"].rows(ROOT / "examples" / "articles"))
    assert {s.id: len(s.sources) for s in samples} == {"key-bridge-2024": 6, "trilateral-2024": 8}
