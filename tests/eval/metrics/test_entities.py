"""Names against those of the cited sources."""

from collections.abc import Callable
from typing import Any

from groundwood.eval.metrics.entities import (
    entity_accuracy,
    entity_overlap,
    is_named,
    named_entities,
)


def test_the_worked_example_comes_out(golden: Callable[[str], tuple[Any, Any]]) -> None:
    given, expected = golden("G22")
    found = entity_overlap(given["story_entities"], given["source_entities"])
    assert found.precision.number == expected["entity_precision_source"]
    assert found.recall.number == expected["entity_recall_source"]
    assert found.unknown == ("Lena Holt",)


def test_names_are_found_once_each_without_titles_and_weekdays() -> None:
    text = "On Monday Mayor Ana Ruiz met Tomas Costa in Porto. Later Ana Ruiz left Porto."
    assert named_entities(text) == ("Ana Ruiz", "Tomas Costa", "Porto")


def test_a_name_counts_in_each_of_its_usual_forms() -> None:
    sources = ["Japan told the World Health Organization. “No,” said Ana Ruiz."]
    found = entity_accuracy("A Japanese envoy and the WHO heard Ana Ruiz.", sources)
    assert found.precision.number == found.recall.number == 1


def test_another_first_name_is_another_person() -> None:
    assert not is_named("Maria Ruiz", "Ana Ruiz spoke.")
    assert is_named("Ruiz", "Ana Ruiz spoke.")


def test_a_name_is_not_put_together_from_two_sources() -> None:
    found = entity_accuracy("They met Ana Holt.", ["They met Ana Ruiz.", "They met Lena Holt."])
    assert found.unknown == ("Ana Holt",)


def test_without_names_there_is_nothing_to_measure() -> None:
    found = entity_accuracy("the dam held", ["the dam broke"])
    assert found.precision.reason == "the text has no names"
    assert found.recall.reason == "the sources have no names"


def test_names_without_a_source_are_unknown() -> None:
    found = entity_accuracy("They met Ana Ruiz.", [])
    assert found.precision.number == 0
    assert found.recall.number is None
