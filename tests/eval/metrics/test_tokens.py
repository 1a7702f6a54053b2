"""Words of texts in several scripts."""

import pytest

from groundwood.eval.metrics.tokens import n_grams, tokens


def test_ascii_tokens_are_those_of_rouge_score() -> None:
    assert tokens("The café's 3.5% – don't!", "ascii") == ["the", "caf", "s", "3", "5", "don", "t"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ein GROẞES Café_3,5", ["ein", "grosses", "café_3", "5"]),
        ("東京の橋・2本", ["東", "京", "の", "橋", "2", "本"]),
        ("서울은 비", ["서", "울", "은", "비"]),
        ("ที่นี่", ["ท", "ี", "่", "น", "ี", "่"]),
        ("नमस्ते दुनिया", ["नमस्ते", "दुनिया"]),
        ("שָׁלוֹם, مَرحبا", ["שָׁלוֹם", "مَرحبا"]),
        ("Ｔｏｋｙｏ", ["tokyo"]),
        ("“…” – !", []),
    ],
)
def test_unicode_tokens_are_words_or_characters_of_any_script(text: str, words: list[str]) -> None:
    assert tokens(text, "unicode") == words


def test_accents_written_apart_or_together_give_the_same_word() -> None:
    assert tokens("cafe\u0301") == tokens("caf\u00e9")


def test_only_words_of_four_letters_and_more_are_stemmed() -> None:
    assert tokens("Dies was says", is_stemmed=True) == ["die", "was", "say"]
    assert tokens("das ran", is_stemmed=True) == ["das", "ran"]


def test_n_grams_are_all_runs_of_their_size() -> None:
    assert n_grams(["a", "b", "c"], 2) == [("a", "b"), ("b", "c")]
    assert n_grams(["a", "b"], 3) == []
