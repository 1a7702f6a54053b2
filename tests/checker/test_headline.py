"""Which title may stand over a story."""

from collections.abc import Callable
from typing import Any

import pytest

from groundwood.agents.checker.headline import headline_problem
from groundwood.nouns import Article

BODY = "Six workers died when the Key Bridge in Baltimore fell. The port is closed."
SOURCE = Article(title="Baltimore mourns six workers", text=f"{BODY} Mayor Scott visited.")


@pytest.mark.parametrize(
    "title",
    [
        "Six workers died in the fall of Key Bridge",
        "Port closed after Baltimore bridge fell",
        "Mayor Scott visited Baltimore as six workers died",
    ],
)
def test_a_title_that_story_or_source_tells_may_stand(title: str, told: Callable[..., Any]) -> None:
    assert headline_problem(title, told((BODY, [SOURCE])), [SOURCE]) is None


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Nine workers died when Key Bridge fell", "neither story nor sources have Nine"),
        ("Six workers died when Bay Bridge fell", "neither story nor sources have Bay"),
        (
            "Six workers died in “criminal” fall of bridge",
            "neither story nor sources have criminal",
        ),
        ("Senate passes budget after long night", "the story does not tell what the title says"),
    ],
)
def test_a_title_with_what_nobody_says_may_not(
    title: str, reason: str, told: Callable[..., Any]
) -> None:
    assert headline_problem(title, told((BODY, [SOURCE])), [SOURCE]) == reason


def test_a_title_that_says_the_reverse_may_not(told: Callable[..., Any]) -> None:
    body = "The council approved the harbour plan."
    source = Article(text=body)
    found = headline_problem(
        "The council rejected the harbour plan", told((body, [source])), [source]
    )
    assert found == "the source says 'approved', the sentence 'rejected'"
