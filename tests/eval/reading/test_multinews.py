"""Multi-News' clusters."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.reading import SAMPLE_SETS
from groundwood.eval.samples import Sample, Source

Put = Callable[[str, Any], Path]
ARTICLES = "A dam broke. NEWLINE_CHAR NEWLINE_CHAR It rained. ||||| Food came. |||||  \nOnly one.\n"
SUMMARIES = "– A dam broke, and food came.\n– One.\n"


def test_a_line_is_a_cluster_with_its_summary(put: Put) -> None:
    put("data/val.tgt", SUMMARIES)
    folder = put("data/val.src.cleaned", ARTICLES).parent
    first, second = SAMPLE_SETS["multinews"].rows(folder)
    assert first == Sample(
        id="1",
        text="",
        sources=(
            Source(id="1", text="A dam broke. \n \n It rained."),
            Source(id="2", text="Food came."),
        ),
        references=("– A dam broke, and food came.",),
    )
    assert [source.text for source in second.sources] == ["Only one."]


def test_the_summaries_must_lie_beside(put: Put) -> None:
    path = put("val.src.cleaned", ARTICLES)
    with pytest.raises(InputError, match=r"no val\.tgt of multinews; get it from https:"):
        list(SAMPLE_SETS["multinews"].rows(path))


@pytest.mark.parametrize(
    ("articles", "summaries", "short"),
    [(ARTICLES, "– One.\n", r"val\.tgt:2"), ("A.\n", SUMMARIES, r"val\.src\.cleaned:2")],
)
def test_files_of_different_length_are_refused(
    put: Put, articles: str, summaries: str, short: str
) -> None:
    put("val.tgt", summaries)
    with pytest.raises(InputError, match=f"{short}: there is no such line"):
        list(SAMPLE_SETS["multinews"].rows(put("val.src.cleaned", articles)))
