"""The stories of the two example clusters, as an editor would look at them."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from groundwood.agents.retriever.terms import is_stop_term, terms

Tell = Callable[[str], Any]
EXAMPLES = ["trilateral-2024", "key-bridge-2024"]

_POINTS_BACK = re.compile(r"(?:He|She|They|It|This|These|But|However|Also|Meanwhile|The three)\b")
_YEAR = re.compile(r", 20\d\d\b,?| 20\d\d\b")
_DATELINE = re.compile(r"^[A-Z]{4,}(?: \([A-Z]+\))? [-–—] ")


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_has_four_to_six_paragraphs_of_two_to_four_sentences(
    tell_example: Tell, name: str
) -> None:
    told = tell_example(name)
    assert 4 <= len(told.paragraphs) <= 6
    assert all(2 <= len(paragraph.sentences) <= 4 for paragraph in told.paragraphs)
    assert 150 <= sum(len(line.split()) for line in told.lines) <= 450


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_cites_several_sources_and_none_for_most_of_it(
    tell_example: Tell, name: str
) -> None:
    told = tell_example(name)
    cited = [c.article_id for p in told.paragraphs for s in p.sentences for c in s.citations]
    assert len(set(cited)) >= 4
    assert max(map(cited.count, cited)) <= len(cited) / 3


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_paragraph_of_an_example_opens_with_what_points_back(
    tell_example: Tell, name: str
) -> None:
    told = tell_example(name)
    assert not any(_POINTS_BACK.match(p.sentences[0].text) for p in told.paragraphs)
    assert not any(_DATELINE.match(line) for line in told.lines)


@pytest.mark.parametrize("name", EXAMPLES)
def test_no_two_sentences_of_an_example_tell_the_same(tell_example: Tell, name: str) -> None:
    content = [
        frozenset(t for t in terms(line) if not is_stop_term(t))
        for line in tell_example(name).lines
    ]
    for place, one in enumerate(content):
        for other in content[:place]:
            assert len(one & other) < 0.6 * min(len(one), len(other))


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_sentence_of_an_example_stands_in_its_cited_span(
    tell_example: Tell, name: str
) -> None:
    told = tell_example(name)
    for sentence in (s for p in told.paragraphs for s in p.sentences):
        (citation,) = sentence.citations
        (span,) = citation.spans
        source = told.articles[citation.article_id].quote(span)
        assert _YEAR.sub("", source).endswith(_YEAR.sub("", sentence.text))


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_headline_of_an_example_is_the_title_of_an_article(
    tell_example: Tell, name: str
) -> None:
    told = tell_example(name)
    assert any(article.title.startswith(told.title) for article in told.articles.values())


def test_the_demo_opens_with_the_memorandum(tell_example: Tell) -> None:
    told = tell_example("trilateral-2024")
    assert told.title == "Tokyo, Washington and Seoul put security cooperation in writing"
    assert "signed a memorandum of cooperation" in told.lines[0]


def test_expectations_that_came_true_are_not_told_of_the_bridge(tell_example: Tell) -> None:
    lines = tell_example("key-bridge-2024").lines
    assert not any("next week" in line or "should be" in line for line in lines)
    assert any("400 feet wide and 50 feet deep" in line for line in lines)
