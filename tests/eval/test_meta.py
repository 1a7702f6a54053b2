"""The card of a judge, measured on pairs that people have labelled."""

from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.meta import judge_card, read_card
from groundwood.eval.pairs import LabelledPair


def pair(number: int, *, said: bool, true: bool) -> LabelledPair:
    """Return a pair that the judge supports where ``said``, and people where ``true``."""
    claim = f"The council of Harrow approved {number} new bus routes on Monday."
    evidence = claim if said else "Nothing was decided there."
    return LabelledPair(
        dataset="d", claim=claim, evidence=(evidence,), is_supported=true, document=str(number % 5)
    )


# 6 true positives, 2 false positives, 1 false negative, 3 true negatives
PAIRS = [
    *(pair(n, said=True, true=True) for n in range(11, 17)),
    *(pair(n, said=True, true=False) for n in range(21, 23)),
    pair(31, said=False, true=True),
    *(pair(n, said=False, true=False) for n in range(41, 44)),
]


def card(tmp_path: Path, judge: Any, **sets: list[LabelledPair]) -> Any:
    return judge_card(judge, sets or {"d": PAIRS}, tmp_path / "v")


def test_a_card_counts_what_the_judge_gets_right_on_each_set(
    tmp_path: Path, word_for_word: Any
) -> None:
    (found,) = card(tmp_path, word_for_word).sets
    counted = found.confusion
    assert (counted.tp, counted.fp, counted.fn, counted.tn) == (6, 2, 1, 3)
    assert found.balanced_accuracy.number == pytest.approx((6 / 7 + 3 / 5) / 2)
    assert found.kappa.number == pytest.approx((12 * 9 - (8 * 7 + 4 * 5)) / (144 - 76))
    assert found.bias.number == pytest.approx(1 / 12)
    assert (found.pairs, found.documents, found.errors) == (12, 5, 0)


def test_the_mean_is_over_sets_not_over_pairs(tmp_path: Path, word_for_word: Any) -> None:
    wrong = [pair(n, said=n % 2 == 0, true=n % 2 == 1) for n in range(60, 70)]
    found = card(tmp_path, word_for_word, d=PAIRS, wrong=wrong)
    assert found.balanced_accuracy.number == pytest.approx((6 / 7 + 3 / 5) / 4)
    assert not found.is_fit


def test_a_judge_that_is_always_right_is_fit(tmp_path: Path, word_for_word: Any) -> None:
    right = [pair(n, said=n % 2 == 0, true=n % 2 == 0) for n in range(40)]
    found = card(tmp_path, word_for_word, d=right)
    assert (found.interval.low, found.interval.high) == (1.0, 1.0)
    assert found.is_fit


def test_a_card_belongs_to_one_version_and_threshold(tmp_path: Path, word_for_word: Any) -> None:
    found = card(tmp_path, word_for_word)
    assert found.is_of(word_for_word)
    word_for_word.threshold = 0.6
    assert not found.is_of(word_for_word)


def test_false_variants_of_what_the_judge_rightly_supports_are_tried_on_it(
    tmp_path: Path, word_for_word: Any
) -> None:
    found = card(tmp_path, word_for_word).mutations
    assert sum(kind.tried for kind in found) == 6
    assert all(kind.detected == kind.tried for kind in found)


def test_what_cannot_be_judged_is_counted_and_stands_in_no_number(
    tmp_path: Path, word_for_word: Any
) -> None:
    word_for_word.broken = " 43 "
    (found,) = card(tmp_path, word_for_word).sets
    assert (found.pairs, found.errors, found.confusion.tn) == (11, 1, 2)


def test_a_second_card_asks_the_judge_nothing(tmp_path: Path, word_for_word: Any) -> None:
    first = card(tmp_path, word_for_word)
    asked = len(word_for_word.asked)
    second = card(tmp_path, word_for_word)
    assert len(word_for_word.asked) == asked
    assert second.sets == first.sets
    assert second.pairs_per_second is None


def test_a_card_reads_back_from_its_file(tmp_path: Path, word_for_word: Any) -> None:
    found = card(tmp_path, word_for_word)
    file = tmp_path / "card.json"
    file.write_text(found.model_dump_json())
    assert read_card(file) == found


@pytest.mark.parametrize(("text", "told"), [("{}", "judge: Field required"), ("x", "Invalid JSON")])
def test_a_file_that_is_no_card_is_named(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "card.json"
    file.write_text(text)
    with pytest.raises(InputError, match=rf"card\.json: no judge card: .*{told}"):
        read_card(file)


def test_without_pairs_there_is_no_card(tmp_path: Path, word_for_word: Any) -> None:
    with pytest.raises(InputError, match="no labelled pairs"):
        card(tmp_path, word_for_word, d=[])
