import pytest

from groundwood.agents.retriever.terms import query_terms, terms


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ministers signed", ["minist", "sign"]),
        ("São Tomé", ["sao", "tome"]),
        ("安全保障", ["安全", "全保", "保障"]),
        ("東", ["東"]),
        ("第3回会談", ["第", "3", "回会", "会談"]),
        ("보장 협력", ["보장", "협력"]),
        ("हिन्दी में।", ["हिन्दी", "में"]),
        ("", []),
    ],
)
def test_terms_are_stems_and_pairs_of_characters(text: str, expected: list[str]) -> None:
    assert terms(text) == expected


def test_a_word_beyond_all_measure_is_kept_as_it_is() -> None:
    assert terms("a" * 300_000) == ["a" * 300_000]


def test_a_query_loses_its_stop_words_and_repeats() -> None:
    assert query_terms("What did the ministers say of the Ministers?") == ["minist"]


def test_a_query_of_stop_words_keeps_them() -> None:
    assert query_terms("the who") == ["the", "who"]


def test_operators_are_only_words() -> None:
    assert query_terms('a" OR (NEAR) * tags:x --;') == ["near", "tag", "x"]
