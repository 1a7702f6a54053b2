from collections import Counter
from math import log

import pytest

from groundwood.agents.retriever.bm25 import Bm25, idf


def test_bm25_is_what_the_formula_gives_by_hand() -> None:
    texts = [Counter(["pact", "pact", "tokyo"]), Counter(["frog"])]
    weight = log(1 + 1.5 / 1.5)
    length = 3 / 2
    expected = weight * 2 * 2.2 / (2 + 1.2 * (1 - 0.75 + 0.75 * length))
    assert Bm25(k1=1.2, b=0.75).scores(["pact", "absent"], texts) == pytest.approx([expected, 0.0])


def test_a_rare_term_weighs_more_and_none_weighs_nothing() -> None:
    weights = idf([{"a": 1, "b": 1}, {"a": 2}])
    assert weights["b"] > weights["a"] > 0


def test_no_texts_have_no_scores() -> None:
    assert Bm25().scores(["pact"], []) == []


def test_empty_texts_score_nothing() -> None:
    assert Bm25().scores(["pact"], [Counter(), Counter()]) == [0, 0]
