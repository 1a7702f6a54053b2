"""Stems, against those of NLTK 3.10's PorterStemmer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from groundwood.eval.metrics.porter import stem

STEMS = {
    "irregular": {"skies": "sky", "dying": "die", "news": "news", "innings": "inning"},
    "plurals": {"caresses": "caress", "ponies": "poni", "dies": "die", "days": "day", "gas": "ga"},
    "eed": {"agreed": "agre", "feed": "feed", "freed": "freed"},
    "past": {"plastered": "plaster", "bled": "bled", "motoring": "motor", "sing": "sing"},
    "ied": {"died": "die", "tried": "tri", "spied": "spi"},
    "restored e": {"conflated": "conflat", "troubled": "troubl", "sized": "size", "filing": "file"},
    "doubled": {"hopping": "hop", "falling": "fall", "hissing": "hiss", "fizzed": "fizz"},
    "final y": {"happy": "happi", "saying": "say", "delays": "delay", "flying": "fli"},
    "second": {"relational": "relat", "conditional": "condit", "conformably": "conform"},
    "alli": {"radically": "radic", "nationally": "nation", "finally": "final"},
    "logi": {"archaeology": "archaeolog", "biology": "biolog", "geologi": "geolog"},
    "third": {"triplicate": "triplic", "formative": "form", "hopeful": "hope", "goodness": "good"},
    "fourth": {"adoption": "adopt", "region": "region", "replacement": "replac", "gyroscopic": "gyroscop"},
    "final e": {"probate": "probat", "rate": "rate", "cease": "ceas", "ageing": "age"},
    "final l": {"controlling": "control", "rolling": "roll"},
    "short": {"is": "is", "as": "as", "": ""},
}  # fmt: skip


@pytest.mark.parametrize("rule", STEMS)
def test_stems_are_those_of_nltk(rule: str) -> None:
    assert {word: stem(word) for word in STEMS[rule]} == STEMS[rule]


@given(st.text("abcdefghilmnorstuyz", max_size=15))
def test_a_stem_is_never_longer_than_its_word_nor_empty(word: str) -> None:
    assert len(stem(word)) <= len(word)
    assert bool(stem(word)) is bool(word)
