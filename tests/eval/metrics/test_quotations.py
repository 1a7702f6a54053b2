"""Quotations against the sources."""

from collections.abc import Callable
from typing import Any

import pytest

from groundwood.eval.metrics.quotations import (
    Match,
    Quotation,
    checked_quotations,
    quote_accuracy,
)

SOURCE = (
    'Mayor Ana Ruiz came on Monday. "We\'ll rebuild the bridge – before winter," she said. '
    "“Nobody was ever warned in time,” said the fire chief, Tomas Costa. The council agreed. "
    "Rain fell. It fell all night. Lena Holt slept. “It is over,” a neighbour said."
)


def only(text: str, *sources: str) -> Quotation:
    (quotation,) = checked_quotations(text, sources or [SOURCE])
    return quotation


def test_the_worked_example_comes_out(golden: Callable[[str], tuple[Any, Any]]) -> None:
    given, expected = golden("G23")
    quotes = [
        Quotation(row["text"], row["in_source"], 0.0, "Ruiz", bool(row["speaker_ok"]))
        for row in given["quotes"]
    ]
    found = quote_accuracy(quotes)
    assert found.exact.number == expected["exact_rate"]
    assert found.altered.number == expected["altered_rate"]
    assert found.fabricated.number == expected["fabricated_rate"]
    assert found.exact_and_right_speaker.number == expected["exact_and_right_speaker"]


@pytest.mark.parametrize(
    ("quote", "match", "similarity"),
    [
        ("We’ll rebuild the bridge - before  winter", "exact", 1.0),
        ("we’ll rebuild … before winter", "exact", 1.0),
        ("Nobody was [really] warned in time", "exact", 1.0),
        ("Nobody in Porto was warned in time", "altered", 5 / 7),
        ("Nobody was warned in time", "altered", 4 / 5),
        ("Nobody was warned of the storm", "absent", 3 / 6),
        ("time in warned ever was nobody", "absent", 1 / 6),
        ("all day", "absent", 1 / 2),
        ("It was a perfect storm", "absent", 2 / 5),
    ],
)
def test_a_quotation_is_exact_altered_or_absent(
    quote: str, match: Match, similarity: float
) -> None:
    found = only(f"There were words: “{quote}”.")
    assert (found.match, found.similarity) == (match, pytest.approx(similarity))


def test_the_best_of_several_sources_counts() -> None:
    text = "There were words: “Nobody was warned in time”."
    assert only(text, "No.", SOURCE, "So nobody was warned in time.").match == "exact"
    assert only(text, "No.", SOURCE).match == "altered"


def test_without_a_source_every_quotation_is_absent() -> None:
    assert [(q.match, q.similarity) for q in checked_quotations("It is “over”.", [])] == [
        ("absent", 0.0)
    ]
    assert only("It is “over”.", "").match == "absent"


@pytest.mark.parametrize(
    ("sentence", "is_right"),
    [
        ("“Nobody was ever warned,” Costa said.", True),
        ("“Nobody was warned in time,” Costa said.", True),
        ("“Nobody was ever warned,” Ana Ruiz said.", False),
        ("“We'll rebuild the bridge,” said Ana Ruiz.", True),
        ("“We'll rebuild the bridge,” said Lena Holt.", False),
        ("“It is over,” Lena Holt said.", True),
        ("“It is over,” Tomas Costa said.", False),
        ("“We surrender,” Tomas Costa said.", False),
        ("“It is over,” they said.", None),
    ],
)
def test_a_speaker_is_right_where_the_source_names_it_beside_the_quotation(
    sentence: str, is_right: bool | None
) -> None:
    assert only(sentence).is_right_speaker is is_right


def test_quotations_come_in_order_and_marks_around_nothing_are_none() -> None:
    text = "“It is over,” he said. “…” They said “nothing” and “more”."
    assert [q.text for q in checked_quotations(text, [SOURCE])] == [
        "It is over,",
        "nothing",
        "more",
    ]


def test_without_quotations_or_speakers_there_is_nothing_to_measure() -> None:
    assert quote_accuracy([]).exact.reason == "nothing is quoted"
    found = quote_accuracy([Quotation("we go", "exact", 1.0)])
    assert found.exact.number == 1
    assert found.exact_and_right_speaker.reason == "no quotation names its speaker"
