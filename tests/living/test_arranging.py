"""Which paragraphs and sentences stay when a story grows, and the graph that sees to it."""

from datetime import UTC, datetime

import pytest

from groundwood.nouns import (
    Article,
    Citation,
    Paragraph,
    Sentence,
    Span,
    Story,
)
from groundwood.pipelines.living.arranging import made_room, surplus, told_once
from groundwood.pipelines.living.graph import update_mermaid


def test_a_story_that_grows_too_long_lets_the_oldest_go_but_how_it_began() -> None:
    articles = {
        key: Article(
            id=key,
            digest=key * 8,
            text="t",
            published_at=datetime(2026, 3, day, tzinfo=UTC),
        )
        for key, day in (("a" * 8, 1), ("b" * 8, 2), ("c" * 8, 3), ("d" * 8, 4))
    }
    story = [(index, long(key)) for index, key in enumerate(articles)]
    gone = surplus(story, [3], articles)
    assert [index for index, _ in gone] == [1]
    assert {entry.reason for entry in made_room(gone)} == {"made room for what is newer"}


def long(key: str) -> Paragraph:
    text = " ".join(["word"] * 199) + "."
    return Paragraph(sentences=(Sentence(text=text, citations=(Citation(article_id=key),)),))


def test_a_sentence_from_the_same_place_in_other_words_is_told_once() -> None:
    spans = (Span(start=0, end=40),)
    cited = (Citation(article_id="a" * 8, spans=spans),)
    texts = (
        "A memorial has been unveiled in the park.",
        "A report said that a memorial has been unveiled in the park.",
    )
    paragraphs = tuple(
        Paragraph(sentences=(Sentence(text=text, citations=cited),)) for text in texts
    )
    story = Story(title="T", updated_at=datetime(2026, 3, 1, tzinfo=UTC), paragraphs=paragraphs)
    left, outline, ledger = told_once(story, [4, 7])
    assert ([s.text for s in left.sentences], outline) == ([texts[0]], [4])
    assert [entry.reason for entry in ledger] == ["the story tells it already"]


@pytest.mark.parametrize("node", ["retrieve", "plan", "write", "check", "mend", "disclaim", "rest"])
def test_the_update_graph_can_be_drawn(node: str) -> None:
    assert f"\t{node}(" in update_mermaid()
