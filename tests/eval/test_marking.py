"""From a text to its sentences and what each of them cites."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.errors import InputError
from groundwood.eval.marking import MarkerRules, Marking, Standing, marking
from groundwood.eval.samples import Sample, Source
from groundwood.eval.worth import is_checkworthy

SOURCES = (
    Source(id="a3a17192", title="Dam holds", text="The dam held.", url="https://dam.example/1"),
    Source(id="12b3f16d", title="Mayor resigns", text="The mayor resigned."),
    Source(id="doc-3", title="Rain", text=""),
)


def marked(text: str, rules: MarkerRules | None = None, **more: object) -> Marking:
    return marking(Sample(id="s", text=text, sources=SOURCES, **more), rules)


def cited(text: str, rules: MarkerRules | None = None) -> list[list[str | None]]:
    return [[one.source for one in s.citations] for s in marked(text, rules).sentences]


def standings(text: str, **more: object) -> list[tuple[str, Standing]]:
    (sentence,) = marked(text, **more).sentences
    return [(one.label, one.standing) for one in sentence.citations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The dam held all night [a3a17192].", ["a3a17192"]),
        ("The dam held all night. [a3a17192]", ["a3a17192"]),
        ("The dam held all night [1].", ["a3a17192"]),
        ("The dam held all night [1, 2].", ["a3a17192", "12b3f16d"]),
        ("The dam held all night [1][2].", ["a3a17192", "12b3f16d"]),
        ("The dam held all night [1-3].", ["a3a17192", "12b3f16d", "doc-3"]),
        ("The dam held all night.[^2]", ["12b3f16d"]),
        ("The dam held all night (Source 1).", ["a3a17192"]),
        ("The dam held all night [doc-3].", ["doc-3"]),
        ("The dam held all night [1][1].", ["a3a17192"]),
        ("The dam held all night [2023].", []),
        ("The dam held all nihgt [sic].", []),
        ("The dam held all [night](https://dam.example/2).", []),
        ("The dam held all night.\n\nSources:\n[1] https://dam.example/1", []),
    ],
)
def test_a_marker_leads_to_its_source(text: str, expected: list[str]) -> None:
    assert cited(text) == [expected]


def test_a_run_of_markers_behind_the_full_stop_belongs_to_the_sentence_before_it() -> None:
    text = "The dam held all night. [1][2] The mayor resigned at noon. [2]"
    assert cited(text) == [["a3a17192", "12b3f16d"], ["12b3f16d"]]


@pytest.mark.parametrize(
    ("covers", "expected"),
    [
        ("sentence", [[], ["a3a17192"], ["12b3f16d"]]),
        ("run", [["a3a17192"], ["a3a17192"], ["12b3f16d"]]),
        ("paragraph", [["12b3f16d"], ["a3a17192", "12b3f16d"], ["12b3f16d"]]),
    ],
)
def test_what_a_closing_marker_covers_can_be_switched(
    covers: str, expected: list[list[str]]
) -> None:
    text = "It rained for a week. The dam held all night [1]. The mayor resigned at noon [2]."
    assert cited(text, MarkerRules(covers=covers)) == expected


def test_an_invented_id_is_told_from_one_that_exists_and_from_a_broken_one() -> None:
    text = "The dam held all night [a3a17192][ffffffff][0123abcd][?]."
    assert standings(text, corpus=frozenset({"0123abcd"})) == [
        ("a3a17192", Standing.VALID),
        ("ffffffff", Standing.NONEXISTENT),
        ("0123abcd", Standing.NOT_RETRIEVED),
        ("[?]", Standing.MALFORMED),
    ]


@pytest.mark.parametrize(
    "label", ["[?]", "[]", "[citation needed]", "[source]", "[id]", "[xxxxxxxx]", "[a3a1719]"]
)
def test_a_marker_that_names_nothing_is_malformed_and_no_part_of_the_sentence(label: str) -> None:
    (sentence,) = marked(f"The dam held all night {label}.").sentences
    assert [one.standing for one in sentence.citations] == [Standing.MALFORMED]
    assert sentence.text == "The dam held all night."


def test_a_number_beyond_the_sources_does_not_exist() -> None:
    assert standings("The dam held all night [9].") == [("9", Standing.NONEXISTENT)]


def test_markers_of_ones_own_are_read_and_an_unknown_one_counts_as_invented() -> None:
    rules = MarkerRules(patterns=(r"<<(?P<label>[^<>]+)>>",))
    (sentence,) = marked("The dam held all night <<doc-3>><<who knows>>.", rules).sentences
    assert [(c.label, c.source) for c in sentence.citations] == [
        ("doc-3", "doc-3"),
        ("who knows", None),
    ]
    assert sentence.text == "The dam held all night."


@pytest.mark.parametrize(
    ("pattern", "told"), [("(", "no regular expression"), ("<<.>>", "no group")]
)
def test_a_pattern_that_cannot_be_used_is_named(pattern: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        marked("It rained.", MarkerRules(patterns=(pattern,)))


@pytest.mark.parametrize("text", ["", "  \n", "***"])
def test_a_text_without_a_sentence_says_so(text: str) -> None:
    found = marked(text)
    assert found.sentences == ()
    assert "no sentence" in found.problem


def test_a_damaged_story_is_a_problem_and_no_empty_result() -> None:
    assert marked('{"outcome": 3}').problem


@pytest.mark.parametrize(
    "talk",
    [
        "Here is a summary of the reports:",
        "Was the dam safe?",
        "I hope this helps you.",
        "Note that this summary may be out of date.",
        "In summary",
        "Good news!",
    ],
)
def test_talk_about_the_text_calls_for_no_citation(talk: str) -> None:
    assert not is_checkworthy(talk)


@pytest.mark.parametrize(
    "told", ["The dam held all night.", "Here the dam held, the mayor said.", "水坝整夜没有决口。"]
)
def test_a_statement_calls_for_a_citation(told: str) -> None:
    assert is_checkworthy(told)


@given(st.text(max_size=200))
def test_any_text_is_read_and_every_valid_citation_is_of_a_source_that_was_given(text: str) -> None:
    found = marked(text)
    assert bool(found.problem) is not bool(found.sentences)
    ids = {source.id for source in SOURCES}
    assert all(set(s.sources) <= ids for s in found.sentences)
