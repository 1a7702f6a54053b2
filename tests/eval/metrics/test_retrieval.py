"""How well a ranking covers what is relevant."""

from collections.abc import Callable
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.metrics.retrieval import retrieval
from groundwood.eval.samples import Sample, Source


def test_the_worked_example_comes_out(golden: Callable[[str], tuple[Any, Any]]) -> None:
    given, expected = golden("G27")
    flags = given["relevant_by_rank"]
    grades = {f"d{place}": flag for place, flag in enumerate(flags)}
    missed = {f"m{place}": 1 for place in range(given["gold_relevant"] - sum(flags))}
    found = retrieval(list(grades), grades | missed, depth=3)
    assert found.context_precision.number == pytest.approx(expected["average_precision_ragas"])
    assert found.average_precision.number == pytest.approx((1 + 2 / 3) / 4)
    assert found.precision.number == pytest.approx(expected["precision_at_3"])
    assert found.recall.number == expected["recall_at_3"]
    assert found.reciprocal_rank.number == expected["reciprocal_rank"]


def test_precision_divides_by_the_depth_also_where_fewer_are_ranked() -> None:
    assert retrieval(["a"], {"a": 1}, depth=5).precision.number == pytest.approx(0.2)


def test_only_the_first_ranks_count_at_a_depth() -> None:
    found = retrieval(["x", "a"], {"a": 1}, depth=1)
    assert found.precision.number == found.recall.number == 0
    assert found.reciprocal_rank.number == 0.5


def test_where_nothing_relevant_is_found_only_the_context_precision_is_none() -> None:
    found = retrieval(["x"], {"a": 1, "x": 0})
    assert found.context_precision.reason == "nothing relevant is retrieved"
    assert found.average_precision.number == found.reciprocal_rank.number == 0


def test_where_nothing_is_relevant_there_is_nothing_to_recall() -> None:
    found = retrieval(["x"], {"x": 0})
    reasons = {found.average_precision.reason, found.recall.reason, found.reciprocal_rank.reason}
    assert reasons == {"nothing is relevant"}


@pytest.mark.parametrize(("ranking", "depth"), [(["a", "a"], 1), (["a"], 0)])
def test_a_document_ranked_twice_and_a_depth_of_nothing_are_refused(
    ranking: list[str], depth: int
) -> None:
    with pytest.raises(InputError, match="ranking"):
        retrieval(ranking, {"a": 1}, depth)


SOURCES = tuple(Source(id=key, text=f"text of {key}") for key in "abc")
TEXT = "The dam held all night [b]. Rain fell on Harrow [a]."


@pytest.mark.parametrize(
    ("gold", "expected"),
    [
        ({"relevant": ["b", "c"]}, (0.5, 0.5, 1.0, 7 / 12, 7 / 12, 0.5)),
        ({"relevant": {"a": 2, "b": 0}}, (1.0, 0.5, 1.0, 1.0, 1.0, 1.0)),
        ({"reference_contexts": ["text of b", "gone"]}, (0.5, 0.5, 0.5, 0.5, 0.25, 0.5)),
        ({"insights_included": {"a": ["i"], "c": []}}, (1.0, 0.5, None, None, None, None)),
        ({"gold_alignment": [{"article_id": "c"}]}, (0.0, 0.0, None, None, None, None)),
        ({}, (None,) * 6),
    ],
    ids=lambda value: next(iter(value), "nothing") if isinstance(value, dict) else "",
)
def test_a_sample_is_measured_by_what_its_gold_calls_relevant(
    measure: Any, gold: dict[str, Any], expected: tuple[float | None, ...]
) -> None:
    """How well it was retrieved is told only where the order of the sources is that of a ranking."""
    found = measure("retrieval", Sample(id="s", text=TEXT, sources=SOURCES, gold=gold))
    names = ("relevant_sources_cited", "cited_sources_relevant", "context_recall",
             "context_precision", "average_precision", "reciprocal_rank")  # fmt: skip
    assert [found[name].number for name in names] == [
        None if one is None else pytest.approx(one) for one in expected
    ]
