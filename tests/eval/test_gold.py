"""What people wrote of a cluster, as a text that cites."""

from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.gold import cited_reference, renamed
from groundwood.eval.marking import marking
from groundwood.eval.samples import Sample, Source

SOURCES = (Source(id="0000000a", text="The dam held."), Source(id="0000000b", text="He left."))


def cluster(*rows: object) -> Sample:
    return Sample(
        id="c",
        text="",
        sources=SOURCES,
        references=("The dam held all night. The mayor left. It rained.",),
        gold={"gold_alignment": list(rows)},  # type: ignore[dict-item]
    )


def test_each_sentence_of_the_reference_cites_the_articles_that_people_aligned_with_it() -> None:
    found = cited_reference(
        cluster(
            {"summary_sentence": "The dam held all night", "article_id": "0000000b"},
            {"summary_sentence": "The dam held all night.", "article_id": "0000000a"},
            {"summary_sentence": "The mayor left.", "article_id": "0000000b"},
            {"summary_sentence": "It rained.", "article_id": "ffffffff"},
        )
    )
    assert found.system == "reference"
    assert [(s.text, s.sources) for s in marking(found).sentences] == [
        ("The dam held all night.", ("0000000a", "0000000b")),
        ("The mayor left.", ("0000000b",)),
        ("It rained.", ()),
    ]


def test_a_cluster_without_a_reference_has_none() -> None:
    with pytest.raises(InputError, match="c: there is no reference"):
        cited_reference(Sample(id="c", text="", sources=SOURCES))


def test_an_alignment_of_another_form_is_named() -> None:
    with pytest.raises(InputError, match=r"c: gold_alignment\[1\]: needs summary_sentence"):
        cited_reference(cluster({"sentence": "It rained."}))


def test_gold_follows_its_sources_to_their_new_ids() -> None:
    """What a store calls an article is not what the data set called it."""
    gold: dict[str, Any] = {
        "gold_alignment": [{"article_id": "a", "span": "x"}, {"article_id": "z"}, "odd"],
        "insights_included": {"a": ["i"]},
        "relevant": ["a", "z"],
        "other": "a",
    }
    assert renamed(gold, {"a": "b"}) == {
        "gold_alignment": [{"article_id": "b", "span": "x"}, {"article_id": "z"}, "odd"],
        "insights_included": {"b": ["i"]},
        "relevant": ["b", "z"],
        "other": "a",
    }
    assert renamed({"relevant": {"a": 2}}, {"a": "b"}) == {"relevant": {"b": 2}}
