"""SummEdits' pairs."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.reading import PAIR_SETS

Put = Callable[[str, Any], Path]


def row(label: int, **others: Any) -> dict[str, Any]:
    return {
        "id": "news_1_2",
        "doc": "A dam broke.",
        "summary": "The dam burst.",
        "label": label,
        "original_summary": "The dam broke.",
        "edit_types": [],
        **others,
    }


def test_the_files_of_all_domains_are_one_set(put: Put) -> None:
    put("data/summedits/summedits_news.json", [row(1), row(0)])
    folder = put("data/summedits/summedits_sales_call.json", [row(1)]).parent.parent
    pairs = list(PAIR_SETS["summedits"].rows(folder))
    assert [(pair.dataset, pair.is_supported) for pair in pairs] == [
        ("summedits/news", True),
        ("summedits/news", False),
        ("summedits/sales_call", True),
    ]
    assert (pairs[0].claim, pairs[0].evidence) == ("The dam burst.", ("A dam broke.",))
    assert len({pair.document for pair in pairs}) == 1


def test_rows_of_the_one_file_name_their_domain(put: Put) -> None:
    (pair,) = PAIR_SETS["summedits"].rows(put("summedits.json", [row(1, domain="billsum")]))
    assert pair.dataset == "summedits/billsum"


def test_a_field_that_does_not_fit_is_named(put: Put) -> None:
    path = put("summedits_news.json", [row(1), row(0, summary=None)])
    with pytest.raises(InputError, match=r"summedits_news\.json:1: \[1\]\.summary: is missing$"):
        list(PAIR_SETS["summedits"].rows(path))
