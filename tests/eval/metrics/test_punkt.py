"""Sentences as NLTK's English Punkt finds them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.eval.metrics.punkt import sentences


@pytest.mark.parametrize(
    "expected",
    [
        ["What?!", "No."],
        ["Wait...", "The end.", "wait... the end"],
        ["(Hello.)", "Next"],
        ["It was plan B.", "The council agreed."],
        ["It is in room 5. details follow."],
        ["It stands in case 1402.", "[1] The company withdrew."],
        ["He left (in Jan. 6) with Dr. Lee of the U.S. Army at 9 a.m. on Monday."],
        ["He came at 5 p.m.", "The council had gone."],
        ["J. K. Rowling wrote it."],
        ["“It held.”", "She was sure."],
        ['He said "no."', "Then he left."],
        ["See No.", "5 in the annex."],
        ["# A headline\n\nIt rained.", "- one item\n- another item"],
        ["The rate was 4.2 percent, 12.5 a year ago."],
        ["Go.", "(Jan. 6) is late."],
    ],
    ids=lambda expected: expected[0],
)
def test_a_text_comes_apart_where_nltk_parts_it(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


def test_text_without_a_word_has_no_sentence() -> None:
    assert sentences("") == sentences(" \n ") == []


@given(st.text(st.sampled_from("ab A.?! \n\"')[1]“”U.S"), max_size=60))
def test_no_character_is_lost_but_white_space_between_sentences(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())


def test_time_grows_with_the_length_and_no_faster() -> None:
    for text in (
        "a" * 200_000 + ". B",
        "." * 200_000 + " B",
        "U.S. " * 40_000,
        "U.S.)" * 40_000 + " B",
    ):
        start = time.process_time()
        sentences(text)
        assert time.process_time() - start < 5
