"""What of a long text the cross-encoder reads."""

from hypothesis import given
from hypothesis import strategies as st

from groundwood.agents.checker.judges.excerpts import JOINED, SHORT, excerpts

FILLER = [
    f"Paragraph {i} speaks of gardens, trees and quiet afternoons by the river." for i in range(30)
]


def test_a_short_text_is_judged_whole() -> None:
    assert excerpts("It rained.", ["Rain fell.", "It  stopped\nlater."]) == [
        "Rain fell. It stopped later."
    ]


def test_of_a_long_text_the_sentences_with_the_claims_words_are_joined_in_reading_order() -> None:
    text = " ".join(
        [
            *FILLER[:9],
            "The mill closed in May.",
            *FILLER[9:20],
            "It employed 40 weavers.",
            *FILLER[20:],
        ]
    )
    joined = excerpts("The mill, which closed in May, employed 40 weavers.", [text])[0]
    assert joined.index("The mill closed in May.") < joined.index("It employed 40 weavers.")
    assert len(joined.split()) <= JOINED


def test_the_passage_is_the_short_stretch_that_shares_most() -> None:
    text = " ".join([*FILLER[:15], "The mill closed in May. It employed 40 weavers.", *FILLER[15:]])
    passage = excerpts("The mill employed 40 weavers and closed in May.", [text])[-1]
    assert "The mill closed in May. It employed 40 weavers." in passage


def test_a_text_without_the_claims_words_is_still_read() -> None:
    assert excerpts("Zebras yawn.", [" ".join(FILLER)])[0]


@given(st.lists(st.text(max_size=400), min_size=1, max_size=4), st.text(min_size=1, max_size=80))
def test_every_claim_and_text_has_one_or_two_excerpts(texts: list[str], claim: str) -> None:
    found = excerpts(claim, texts)
    assert 1 <= len(found) <= 2
    if len(" ".join(texts).split()) <= SHORT:
        assert len(found) == 1
