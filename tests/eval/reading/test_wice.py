"""WiCE's pairs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.pairs import LabelledPair
from groundwood.eval.reading import PAIR_SETS

Put = Callable[[str, Any], Path]


def row(label: str, claim: str = "A dam broke.") -> dict[str, Any]:
    return {
        "label": label,
        "supporting_sentences": [[1]],
        "claim": claim,
        "evidence": ["(meta data) TITLE: Flood", "A dam broke near the town."],
        "meta": {"id": "dev00001", "claim_title": "Dam", "claim_section": "", "claim_context": ""},
    }


def test_only_full_support_is_support_and_the_label_is_kept(put: Put) -> None:
    labels = ["supported", "partially_supported", "not_supported"]
    pairs = list(PAIR_SETS["wice"].rows(put("claim/dev.jsonl", [row(label) for label in labels])))
    assert [(pair.is_supported, pair.label) for pair in pairs] == [
        (True, "supported"),
        (False, "partially_supported"),
        (False, "not_supported"),
    ]
    assert pairs[0] == LabelledPair(
        dataset="wice",
        claim="A dam broke.",
        evidence=("(meta data) TITLE: Flood", "A dam broke near the town."),
        is_supported=True,
        document=pairs[0].document,
        label="supported",
    )


def test_claims_of_one_page_have_one_document(put: Put) -> None:
    other = row("supported") | {"evidence": ["Food came."]}
    rows = [row("supported"), row("supported", "It was near."), other]
    documents = [pair.document for pair in PAIR_SETS["wice"].rows(put("dev.jsonl", rows))]
    assert documents[0] == documents[1] != documents[2]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"label": "refuted"}, "label: 'refuted' is none of supported, "),
        ({"claim": None}, "claim: is missing"),
        ({"evidence": [1]}, r"evidence\[0\]: expected text, found a number"),
    ],
)
def test_a_field_that_does_not_fit_is_named(put: Put, change: dict[str, Any], error: str) -> None:
    path = put("dev.jsonl", [row("supported"), row("supported") | change])
    with pytest.raises(InputError, match=rf"dev\.jsonl:2: {error}"):
        list(PAIR_SETS["wice"].rows(path))
