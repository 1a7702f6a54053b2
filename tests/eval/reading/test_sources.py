"""Documents and articles as sources."""

from datetime import UTC, datetime
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.reading.row import Row
from groundwood.eval.reading.sources import sources_from, sources_in
from groundwood.eval.samples import Source
from groundwood.nouns import Article

ARTICLE = Article.model_validate({"text": "A dam broke.", "original_id": "dam-1"})


def read(*documents: Any) -> tuple[Source, ...]:
    return sources_in(Row("a.jsonl", 2, 2, {}), "docs", documents)


def test_a_document_may_be_a_text_and_has_its_number_as_id() -> None:
    assert read("one", {"text": "two"}) == (
        Source(id="1", text="one"),
        Source(id="2", text="two"),
    )


def test_a_document_keeps_what_it_says_of_itself() -> None:
    (source,) = read(
        {
            "id": "d9",
            "content": "A dam broke.",
            "title": "Flood",
            "url": "https://sample.invalid/1",
            "source": "Bay Wire",
            "date": "2024-03-26T17:00:00-04:00",
        }
    )
    assert source == Source(
        id="d9",
        text="A dam broke.",
        title="Flood",
        url="https://sample.invalid/1",
        outlet="Bay Wire",
        published_at=datetime(2024, 3, 26, 21, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("documents", "error"),
    [
        (["x", 5], r"docs\[1\]: expected an object, found a number$"),
        ([{"title": "x"}], r"docs\[0\]\.text or content or page_content: is missing$"),
        ([{"id": "2", "text": "x"}, "y"], r"docs\[1\]\.id: '2' is the id of an earlier one$"),
        ([{"text": "x", "date": "soon"}], r"docs\[0\]\.published_at: "),
    ],
)
def test_a_document_that_does_not_fit_is_named(documents: list[Any], error: str) -> None:
    with pytest.raises(InputError, match=rf"^a\.jsonl:2: {error}"):
        read(*documents)


def test_an_article_goes_by_the_id_that_it_came_with_unless_the_text_uses_its_own() -> None:
    (theirs,) = sources_from([ARTICLE], "A dam broke [dam-1].")
    (ours,) = sources_from([ARTICLE], f"A dam broke [{ARTICLE.id}].")
    assert (theirs.id, ours.id) == ("dam-1", ARTICLE.id)
    assert theirs.text == ours.text == ARTICLE.text
