"""FActScore and VeriScore."""

from collections.abc import Callable
from math import exp
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.metrics.factscore import fact_score, veri_score
from groundwood.eval.samples import Sample, Source
from groundwood.eval.values import none


def test_the_worked_example_of_factscore_comes_out(
    golden: Callable[[str], tuple[Any, Any]],
) -> None:
    given, expected = golden("G08")
    found = fact_score(given["supported"], given["facts"], given["gamma"])
    assert found.raw.number == expected["raw"]
    assert found.penalty.number == pytest.approx(expected["penalty"], rel=1e-12)
    assert found.score.number == pytest.approx(expected["score"], rel=1e-12)


def test_the_worked_example_of_veriscore_comes_out(
    golden: Callable[[str], tuple[Any, Any]],
) -> None:
    given, expected = golden("G09")
    found = veri_score(given["supported"], given["claims"], given["K"])
    assert found.precision.number == expected["precision"]
    assert found.recall.number == expected["recall_at_K"]
    assert found.f1.number == pytest.approx(expected["f1_at_K"], rel=1e-12)


@pytest.mark.parametrize("facts", [10, 40])
def test_as_many_facts_as_gamma_or_more_are_not_penalised(facts: int) -> None:
    assert fact_score(5, facts, 10).penalty.number == 1


def test_without_facts_there_is_no_factscore() -> None:
    found = fact_score(0, 0)
    assert found.raw.reason == found.score.reason == "the text has no facts"


def test_more_claims_than_expected_do_not_raise_the_recall() -> None:
    assert veri_score(30, 30, 10).recall.number == 1


def test_a_text_without_supported_claims_has_an_f1_of_zero_as_the_paper_defines_it() -> None:
    assert veri_score(0, 4, 10).f1.number == veri_score(0, 0, 10).f1.number == 0
    assert veri_score(0, 0, 10).precision.reason == "the text has no claims"


@pytest.mark.parametrize(("supported", "claims"), [(3, 2), (-1, 2)])
def test_more_supported_than_there_are_is_refused(supported: int, claims: int) -> None:
    with pytest.raises(InputError, match="supported"):
        fact_score(supported, claims)
    with pytest.raises(InputError, match="supported"):
        veri_score(supported, claims, 10)


def test_a_k_of_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="k: 0 is below 1"):
        veri_score(1, 2, 0)


def test_a_sample_is_scored_by_its_facts_those_of_uncited_sentences_supported_by_nothing(
    measure: Any,
) -> None:
    text = "The dam of Harrow held all night and the mayor resigned at noon [1]. Rain fell on it."
    sources = (Source(id="1", text="The dam of Harrow held all night."),)
    sample = Sample(id="s", text=text, sources=sources, gold={"expected_claims": 2})
    found = {name: value.number for name, value in measure("factscore", sample).items()}
    assert found == {
        "fact_precision": pytest.approx(1 / 3),
        "fact_score": pytest.approx(exp(1 - 10 / 3) / 3),
        "veri_score": pytest.approx(2 * (1 / 3) * 0.5 / (1 / 3 + 0.5)),
    }


def test_where_the_judge_fails_on_a_fact_the_scores_have_bounds(measure: Any) -> None:
    sample = Sample(
        id="s",
        text="The dam held all night [1]. Rain fell on Harrow [1].",
        sources=(Source(id="1", text="x"),),
        gold={"expected_claims": 2},
    )
    found = measure("factscore", sample, lambda claim, text: None if "Rain" in claim else True)
    assert (found["fact_precision"].low, found["fact_precision"].high) == (0.5, 1.0)
    assert found["fact_score"].high == pytest.approx(exp(1 - 10 / 2))
    assert (found["veri_score"].number, found["veri_score"].low, found["veri_score"].high) == (
        None,
        0.5,
        1.0,
    )


def test_a_sample_that_does_not_say_how_many_claims_are_expected_has_no_veriscore(
    measure: Any,
) -> None:
    found = measure("factscore", Sample(id="s", text="The dam held all night."))
    reason = "the sample does not tell how many claims are expected"
    assert found["veri_score"] == none(reason)
    assert found["fact_precision"].number == 0
