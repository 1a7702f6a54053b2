"""Claims and the sentences that they make up."""

from collections.abc import Callable
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.eval.metrics.claims import Supported, claim_support
from groundwood.eval.values import Value

SENTENCES = st.lists(
    st.lists(st.sampled_from([True, False, None]), min_size=1, max_size=3), min_size=1, max_size=3
)


def test_the_worked_example_comes_out(golden: Callable[[str], tuple[Any, Any]]) -> None:
    given_, expected = golden("G07")
    found = claim_support([[bool(c) for c in row["claims"]] for row in given_["sentences"]])
    assert found.supported.number == pytest.approx(expected["claim_support"])
    assert found.unsupported.number == pytest.approx(expected["unsupported_claim_rate"])
    assert found.full_sentences.number == pytest.approx(expected["sentence_full"])
    assert found.partial_sentences.number == pytest.approx(expected["sentence_partial"])
    assert found.unsupported_sentences.number == pytest.approx(expected["sentence_none"])


def test_a_claim_settles_what_it_can_where_the_judge_failed_on_another() -> None:
    found = claim_support([[True, None], [False, False]])
    assert found.supported == Value(number=1 / 3, low=0.25, high=0.5)
    assert found.full_sentences == Value(number=0, low=0, high=0.5)
    assert found.unsupported_sentences == Value(number=0.5)


def test_a_sentence_without_claims_does_not_count() -> None:
    assert claim_support([[], [True]]).full_sentences.number == 1
    assert claim_support([[]]).full_sentences.reason == "there is no claim"


def numbers(sentences: list[list[Supported]]) -> list[float | None]:
    found = claim_support(sentences)
    return [
        value.number
        for value in (found.full_sentences, found.partial_sentences, found.unsupported_sentences)
    ]


@given(SENTENCES)
def test_the_bounds_are_what_the_failed_claims_could_have_come_to(
    sentences: list[list[Supported]],
) -> None:
    holes = sum(sentence.count(None) for sentence in sentences)
    outcomes = []
    for filling in product([True, False], repeat=holes):
        rest = iter(filling)
        outcomes.append(
            numbers([[next(rest) if c is None else c for c in sentence] for sentence in sentences])
        )
    found = claim_support(sentences)
    kinds = (found.full_sentences, found.partial_sentences, found.unsupported_sentences)
    for value, possible in zip(kinds, zip(*outcomes, strict=True), strict=True):
        low = value.number if value.low is None else value.low
        high = value.number if value.high is None else value.high
        if value.number is not None or value.low is not None:
            assert (low, high) == (min(possible), max(possible))
