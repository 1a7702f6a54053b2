"""How ALCE's program reads a text."""

import json
from pathlib import Path
from typing import Any

import pytest

from groundwood.eval.metrics.alce_text import answers, first_line, references, without_references
from groundwood.eval.metrics.punkt import sentences

FIXTURE = json.loads((Path(__file__).parent / "fixtures/alce_text.json").read_text("utf-8"))


def test_there_are_as_many_texts_as_there_should_be() -> None:
    assert (len(FIXTURE["helpers"]), len(FIXTURE["main_preprocessing"])) == (27, 6)


@pytest.mark.parametrize("row", FIXTURE["helpers"], ids=lambda row: row["text"])
def test_references_claims_and_sentences_of_a_text_are_those_of_alce(row: dict[str, Any]) -> None:
    assert references(row["text"]) == row["refs_1based"]
    assert without_references(row["text"]) == row["remove_citations"]
    assert sentences(row["text"]) == row["sent_tokenize"]


@pytest.mark.parametrize("row", FIXTURE["main_preprocessing"], ids=lambda row: repr(row["raw"]))
def test_an_output_is_cut_to_its_first_line(row: dict[str, str]) -> None:
    assert first_line(row["raw"]) == row["alce_main_output"]


def test_a_list_of_answers_is_cut_at_its_commas_and_each_follows_the_question() -> None:
    assert answers("Ayr [1], Bray,. ", "Where?") == ["Where? Ayr [1]", "Where? Bray"]
    assert answers("", "Where?") == ["Where? "]


def test_a_number_of_any_length_is_read_as_one_beyond_all_sources() -> None:
    assert references(f"a [{'9' * 5000}].") == [10**18 - 1]
    assert without_references(f"a [{'9' * 5000}].") == "a."
