"""The pytest plugin: ``faithful`` and `assert_faithful`, which check a text against its sources.

It is loaded by its entry point in every project where Groundwood is installed, so what it needs is
imported when a test calls it, not before.
"""

from functools import partial
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from groundwood.agents.checker.judges.judge import Judge
    from groundwood.eval.faithful import Given
    from groundwood.nouns import CheckedStory, Finding, Story


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option that names the judge."""
    parser.getgroup("groundwood").addoption(
        "--groundwood-judge",
        metavar="NAME",
        default="auto",
        help="The judge of the fixture faithful: auto, builtin, cascade, http, lexical or llm.",
    )


@pytest.fixture(scope="session")
def groundwood_judge(request: pytest.FixtureRequest) -> "Judge":
    """The judge of ``--groundwood-judge``; override it for one of your own."""
    return _judge(request.config.getoption("--groundwood-judge"))


@pytest.fixture(scope="session")
def faithful(groundwood_judge: "Judge") -> "Callable[..., None]":
    """`assert_faithful` with the judge of the session."""
    return partial(assert_faithful, judge=groundwood_judge)


def assert_faithful(
    text_or_story: "str | Story | CheckedStory",
    sources: "Given | Iterable[Given]",
    *,
    judge: "str | Judge" = "auto",
    at_least: float = 1.0,
    allow: "Iterable[str]" = (),
) -> None:
    """Fail where a sentence is not supported by what it cites, cites nothing, or invents a source.

    A text that has nothing to check fails too. The message lists each failing sentence with its
    finding and the passage of its sources that comes nearest.

    Args:
        text_or_story: text with citation markers of any common kind, or a story of ours.
        sources: what it may cite: articles, `groundwood.eval.samples.Source`, dicts with ``text``
            and perhaps ``id``, ``title``, ``url``, or plain texts; ``[1]`` cites the first.
        judge: a judge or its name; ``auto`` is that of ``GROUNDWOOD_JUDGE``, or the best there is.
        at_least: the share of sentences, in [0, 1], that must be supported by all they cite
            together (the strict citation recall). A source that was not given fails at any share.
        allow: findings that do not fail, such as ``"uncited"``.

    Raises:
        AssertionError: the text is not faithful.
        InputError: a source is none; it is named by its place.
        SettingsError: there is no such judge, or no such finding.
    """
    __tracebackhide__ = True
    from groundwood.eval.faithful import faithfulness

    findings = frozenset(map(_finding, allow))
    found = faithfulness(text_or_story, sources, _judge(judge))
    complaint = found.complaint(at_least, findings)
    if complaint:
        raise AssertionError(complaint)


def _finding(name: str) -> "Finding":
    from groundwood.errors import SettingsError
    from groundwood.nouns import Finding

    try:
        return Finding(name.strip().lower().replace("-", " "))
    except ValueError as exc:
        names = ", ".join(each for each in Finding if not each.may_be_published)
        raise SettingsError(f"allow: there is no finding {name!r}; there are: {names}") from exc


def _judge(judge: "str | Judge") -> "Judge":
    if not isinstance(judge, str):
        return judge
    from groundwood.eval.judging import open_judge
    from groundwood.settings import load_settings

    return open_judge(load_settings(judge=None if judge == "auto" else judge))
