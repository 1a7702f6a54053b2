"""AttributionBench's pairs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.pairs import LabelledPair
from groundwood.eval.reading import PAIR_SETS

Put = Callable[[str, Any], Path]


def row(label: str) -> dict[str, Any]:
    return {
        "question": "What broke?",
        "claim": "A dam broke.",
        "claim_raw_string": "A dam broke [1].",
        "response": "A dam broke [1].",
        "references": ["A dam broke.", "Food came."],
        "citation_links": [],
        "webpage_references": [],
        "attribution_label": label,
        "src_dataset": "HAGRID",
        "id": "HAGRID_1",
    }


def test_a_claim_has_the_name_of_its_own_set_and_its_label(put: Put) -> None:
    path = put("dev_all_subset_balanced.jsonl", [row("attributable"), row("not attributable")])
    pairs = list(PAIR_SETS["attributionbench"].rows(path.parent))
    assert pairs[0] == LabelledPair(
        dataset="attributionbench/HAGRID",
        claim="A dam broke.",
        evidence=("A dam broke.", "Food came."),
        is_supported=True,
        document=pairs[1].document,
        label="attributable",
    )
    assert (pairs[1].is_supported, pairs[1].label) == (False, "not attributable")


def test_another_label_is_refused(put: Put) -> None:
    path = put("dev.jsonl", [row("extrapolatory")])
    with pytest.raises(InputError, match=r"dev\.jsonl:1: attribution_label: 'extrapolatory' is no"):
        list(PAIR_SETS["attributionbench"].rows(path))
