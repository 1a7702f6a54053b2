"""Which card belongs to a judge, and which judge may measure."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from groundwood.errors import InputError, SettingsError
from groundwood.eval.judge_cards import FOLDER, find_card, keep_card, required_card
from groundwood.eval.meta import JudgeCard
from groundwood.eval.statistics.intervals import Interval
from groundwood.eval.values import Value


def card(version: str, low: float, day: int = 1) -> JudgeCard:
    interval = Interval(low=low, high=0.9, level=0.95, rows=10, groups=10, method="m")
    return JudgeCard(
        judge="word for word",
        version=version,
        threshold=0.5,
        balanced_accuracy=Value(number=0.8),
        interval=interval,
        sets=(),
        measured_at=datetime(2026, 1, day, tzinfo=UTC),
    )


def test_a_kept_card_is_found_for_that_very_judge(tmp_path: Path, word_for_word: Any) -> None:
    kept = card("1", 0.7)
    keep_card(kept, tmp_path)
    assert find_card(word_for_word, tmp_path) == kept
    word_for_word.version = "2"
    assert find_card(word_for_word, tmp_path) is None


def test_a_judge_without_a_card_may_not_measure(tmp_path: Path, word_for_word: Any) -> None:
    with pytest.raises(SettingsError, match="word for word 1 has no judge card"):
        required_card(word_for_word, tmp_path)


def test_a_judge_whose_lower_bound_is_too_low_may_not_measure(
    tmp_path: Path, word_for_word: Any
) -> None:
    keep_card(card("1", 0.649), tmp_path)
    with pytest.raises(SettingsError, match=r"may be as low as 0\.649, under 0\.65"):
        required_card(word_for_word, tmp_path)


def test_a_fit_judge_may_measure_and_any_may_where_the_user_allows_it(
    tmp_path: Path, word_for_word: Any
) -> None:
    assert required_card(word_for_word, tmp_path, allow_uncalibrated=True) is None
    keep_card(card("1", 0.65), tmp_path)
    assert required_card(word_for_word, tmp_path) == card("1", 0.65)


def test_the_newest_of_two_cards_counts(tmp_path: Path, word_for_word: Any) -> None:
    keep_card(card("1", 0.7, day=2), tmp_path)
    (tmp_path / FOLDER / "older.json").write_text(card("1", 0.8, day=1).model_dump_json())
    found = find_card(word_for_word, tmp_path)
    assert found is not None
    assert found.interval.low == 0.7


def test_a_damaged_card_is_named(tmp_path: Path, word_for_word: Any) -> None:
    keep_card(card("1", 0.7), tmp_path)
    (tmp_path / FOLDER / "broken.json").write_text("{")
    with pytest.raises(InputError, match=r"broken\.json: no judge card"):
        find_card(word_for_word, tmp_path)
