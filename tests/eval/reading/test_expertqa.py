"""ExpertQA's pairs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.pairs import LabelledPair
from groundwood.eval.reading import PAIR_SETS

Put = Callable[[str, Any], Path]
PASSAGE = "[1] https://sample.invalid/dam\n\nA dam broke.\n\nFood came."


def claim(support: str | None, *evidence: str) -> dict[str, Any]:
    return {
        "claim_string": "The dam broke [1][2].",
        "evidence": list(evidence),
        "support": support,
        "worthiness": "Yes",
        "fact_score": 0.5,
    }


def example(*claims: dict[str, Any], question: str = "Why?") -> dict[str, Any]:
    answer = {"answer_string": "x", "attribution": [], "claims": list(claims)}
    return {
        "question": question,
        "annotator_id": "A1",
        "answers": {"gpt4": answer},
        "metadata": {"field": "Engineering"},
    }


def read(put: Put, *examples: dict[str, Any]) -> list[LabelledPair]:
    return list(PAIR_SETS["expertqa"].rows(put("data/r2_compiled_anon.jsonl", examples).parent))


def test_a_claim_is_a_pair_without_markers_and_addresses(put: Put) -> None:
    (pair,) = read(put, example(claim("Complete", PASSAGE, "A bare passage.")))
    assert pair == LabelledPair(
        dataset="expertqa",
        claim="The dam broke.",
        evidence=("A dam broke.\n\nFood came.", "A bare passage."),
        is_supported=True,
        document=pair.document,
        label="Complete",
    )


@pytest.mark.parametrize("support", ["Partial", "Incomplete", "Missing"])
def test_only_complete_support_is_support(put: Put, support: str) -> None:
    (pair,) = read(put, example(claim(support, PASSAGE)))
    assert (pair.is_supported, pair.label) == (False, support)


def test_claims_that_were_not_judged_or_have_no_passage_are_left_out(put: Put) -> None:
    claims = [
        claim(None, PASSAGE),
        claim("N/A", PASSAGE),
        claim("Complete"),
        claim("Complete", "[1] https://sample.invalid/dam"),
        claim("Complete", PASSAGE),
    ]
    assert len(read(put, example(*claims))) == 1


def test_claims_of_one_question_have_one_document(put: Put) -> None:
    one = claim("Complete", PASSAGE)
    pairs = read(put, example(one, one), example(one, question="When?"))
    documents = [pair.document for pair in pairs]
    assert documents[0] == documents[1] != documents[2]


def test_a_field_that_does_not_fit_is_named(put: Put) -> None:
    with pytest.raises(
        InputError, match=r"anon\.jsonl:2: answers\.gpt4\.claims\[0\]\.claim_string: is missing$"
    ):
        read(put, example(), example({"support": "Complete", "evidence": [PASSAGE]}))
