"""What was found of each fact of a sentence, as readers are shown it."""

from html import escape

import pytest

from groundwood.cli.explain import explanation
from groundwood.nouns import CheckedStory, FactCheck
from groundwood.render import render_story
from groundwood.render.told import fact_lines

TRUE = FactCheck(text="The mill closed.", start=0, end=15, supported=True, score=0.91)
FALSE = FactCheck(text="The <b>staff</b> left.", start=16, end=36, supported=False, score=0.2)
LINES = ["supported 0.91: The mill closed.", "not supported 0.20: The <b>staff</b> left."]


@pytest.fixture
def parted(checked: CheckedStory) -> CheckedStory:
    """The story, its first sentence of two facts."""
    first, *rest = checked.verdicts
    told = first.model_copy(update={"facts": (TRUE, FALSE)})
    return checked.model_copy(update={"verdicts": (told, *rest)})


def test_each_fact_is_told_with_its_score_and_whether_it_passed(parted: CheckedStory) -> None:
    assert fact_lines(parted.verdicts[0]) == LINES
    assert fact_lines(parted.verdicts[1]) == []


def test_the_explanation_tells_the_facts_of_that_sentence_alone(parted: CheckedStory) -> None:
    lines = explanation(parted).splitlines()
    assert [line for line in lines if line.startswith("      fact ")] == [
        f"      fact {line}" for line in LINES
    ]


def test_the_page_lists_the_facts_escaped(parted: CheckedStory) -> None:
    page = render_story(parted, "html")
    assert page.count('<ul class="facts about">') == 1
    assert all(f'<li dir="auto">{escape(line)}</li>' in page for line in LINES)
    assert "<b>staff</b>" not in page
