"""ROUGE, against the values of rouge-score 0.1.2 and of ALCE's use of it."""

import gzip
import json
from pathlib import Path

import pytest

from groundwood.eval.metrics.rouge import Kind, Rouge, alce_rouge, best_rouge, rouge

DATA = json.loads(gzip.decompress((Path(__file__).parent / "fixtures/rouge.json.gz").read_bytes()))
KINDS: tuple[Kind, ...] = ("rouge1", "rouge2", "rouge3", "rougeL", "rougeLsum")


def numbers(scores: dict[Kind, Rouge]) -> dict[str, list[float]]:
    """Return precision, recall and F1 as rouge-score does, which has 0 where there are none."""
    return {
        kind: [value.number or 0 for value in (each.precision, each.recall, each.f1)]
        for kind, each in scores.items()
    }


@pytest.mark.parametrize("is_stemmed", [False, True])
def test_rouge_is_rouge_score_to_the_last_digit_on_all_cases(is_stemmed: bool) -> None:
    assert len(DATA["cases"]) == 233
    for case in DATA["cases"]:
        scores = rouge(case["reference"], case["hypothesis"], KINDS, is_stemmed=is_stemmed)
        assert numbers(scores) == case["stem" if is_stemmed else "no_stem"], case["id"]


def test_the_best_reference_is_that_of_score_multi_on_all_cases() -> None:
    assert len(DATA["score_multi"]) == 30
    for case in DATA["score_multi"]:
        scores = best_rouge(case["references"], case["hypothesis"], KINDS, is_stemmed=True)
        assert numbers(scores) == case["score_multi_stem"], case["id"]


def test_alce_rouge_is_that_of_alce_on_all_cases() -> None:
    assert len(DATA["alce_wrapper"]) == 30
    for case in DATA["alce_wrapper"]:
        value = alce_rouge(case["references"], case["hypothesis"])
        assert value.number == case["rougeLsum_f"], case["id"]


def test_a_reference_without_words_measures_nothing() -> None:
    scores = rouge("…", "the dam held")["rouge1"]
    for value in (scores.precision, scores.recall, scores.f1):
        assert value.reason == "the reference holds nothing to compare with"


def test_a_text_without_words_recalls_nothing_and_has_no_precision() -> None:
    scores = rouge("the dam held", "")["rougeLsum"]
    assert scores.precision.reason == "the text holds nothing to compare"
    assert scores.recall.number == scores.f1.number == 0


def test_a_text_shorter_than_the_run_has_no_precision() -> None:
    assert rouge("the dam held", "dam")["rouge2"].precision.number is None


def test_the_unicode_tokeniser_measures_what_ascii_cannot() -> None:
    reference, text = "東京の橋", "東京の川"
    assert rouge(reference, text)["rougeL"].f1.number is None
    assert rouge(reference, text, tokeniser="unicode")["rougeL"].f1.number == 0.75


def test_without_a_reference_there_is_no_score() -> None:
    assert best_rouge([], "the dam held")["rougeL"].f1.number is None
    assert alce_rouge([], "the dam held").number is None


def test_a_reference_without_words_is_never_the_best() -> None:
    assert best_rouge(["!", "a dam"], "a river")["rouge1"].f1.number == 0.5
