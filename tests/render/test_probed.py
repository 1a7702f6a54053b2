"""What is told of a probe, in every format."""

from groundwood.nouns import CheckedStory, Miss, Probe, ProbedKind
from groundwood.render import render_story
from groundwood.render.probed import kinds_line, probe_line

PROBE = Probe(
    kinds=(
        ProbedKind(kind="number", tried=4, detected=4),
        ProbedKind(kind="negation", tried=6, detected=3),
    ),
    misses=(
        Miss(
            kind="negation",
            paragraph=0,
            sentence=1,
            text="They did <b>not</b> agree.",
            finding="supported",
        ),
    ),
    rate=0.7,
    low=0.4,
    high=0.89,
    unaltered=11,
    limit=0.2,
)
LINE = (
    "Probed with 10 known-false variants of its sentences: 7 detected (70%, 95% interval 40% to "
    "89%), more misses than the limit of 20%; of the 11 unaltered sentences none was refused."
)


def with_probe(checked: CheckedStory, probe: Probe | None = PROBE) -> CheckedStory:
    return checked.model_copy(update={"probe": probe})


def test_the_line_tells_rate_interval_limit_and_the_unaltered_sentences() -> None:
    assert probe_line(PROBE) == LINE
    assert kinds_line(PROBE) == "number 4/4, negation 3/6"


def test_a_probe_without_a_rate_tells_its_reason() -> None:
    assert probe_line(Probe(reason="no answer", limit=0.2)) == "Not probed: no answer."


def test_a_rate_within_the_limit_is_told_without_a_mark() -> None:
    assert "limit" not in probe_line(PROBE.model_copy(update={"limit": 0.3}))


def test_refused_true_sentences_are_counted() -> None:
    told = probe_line(PROBE.model_copy(update={"refused": 2}))
    assert told.endswith("of the 11 unaltered sentences 2 were refused.")


def test_the_page_shows_the_kinds_and_the_misses_escaped(checked: CheckedStory) -> None:
    page = render_story(with_probe(checked), "html")
    assert "Test of the checker: 7 of 10 false sentences detected" in page
    assert '<th scope="row">negation</th><td>6</td><td>3</td>' in page
    assert "They did &lt;b&gt;not&lt;/b&gt; agree." in page
    assert "<b>not</b>" not in page


def test_the_page_of_a_story_without_a_probe_says_nothing_of_one(checked: CheckedStory) -> None:
    assert "Test of the checker" not in render_story(checked, "html")


def test_the_page_says_that_a_probe_was_not_made_and_why(checked: CheckedStory) -> None:
    page = render_story(with_probe(checked, Probe(reason="a <b> failure", limit=0.2)), "html")
    assert "Test of the checker: not made" in page
    assert "Not probed: a &lt;b&gt; failure." in page


def test_markdown_has_a_line_on_the_probe_above_the_disclaimer(checked: CheckedStory) -> None:
    parts = render_story(with_probe(checked), "markdown").split("\n\n")
    assert parts[-2] == f"{LINE} By kind: number 4/4, negation 3/6."
    assert parts[-1].startswith("*Disclaimer: ")


def test_the_json_form_reads_back_with_its_probe(checked: CheckedStory) -> None:
    probed = with_probe(checked)
    again = CheckedStory.model_validate_json(render_story(probed, "json"))
    assert again.probe == PROBE


def test_the_text_form_is_the_same_with_and_without_a_probe(checked: CheckedStory) -> None:
    assert render_story(with_probe(checked), "text") == render_story(checked, "text")
