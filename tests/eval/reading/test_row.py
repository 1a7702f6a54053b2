"""Fields of a record, with the place of what is wrong."""

from typing import Any

import pytest

from groundwood.errors import InputError
from groundwood.eval.reading.row import Row
from groundwood.eval.samples import Source


def row(**values: Any) -> Row:
    return Row("a.jsonl", 7, 3, values)


def test_the_first_name_that_has_a_value_counts() -> None:
    found = row(a=None, b="two", c="three")
    assert found.text("a", "b", "c") == "two"
    assert found.has("a", "c")
    assert not found.has("a", "d")


def test_a_whole_number_is_text_as_it_is_written() -> None:
    assert row(id=12).text("id") == "12"


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (True, "true or false"),
        (1.5, "a number"),
        (["x"], "a list"),
        ({"x": 1}, "an object"),
    ],
)
def test_what_is_no_text_is_refused_with_file_line_and_field(value: object, found: str) -> None:
    with pytest.raises(InputError, match=rf"^a\.jsonl:7: claim: expected text, found {found}$"):
        row(claim=value).text("claim")


def test_a_missing_text_is_named_by_all_its_names() -> None:
    with pytest.raises(InputError, match=r"^a\.jsonl:7: claim or text: is missing$"):
        row(claim=None).text("claim", "text")


def test_a_default_stands_for_null_and_for_an_empty_text() -> None:
    assert row(a=None).text("a", default="x") == "x"
    assert row(a="").text("a", default="x") == "x"
    assert row(a=0).text("a", default="x") == "0"


def test_half_a_surrogate_pair_becomes_a_replacement_character() -> None:
    assert row(a="x\ud83d").text("a") == "x\ufffd"
    assert row(a=["x\ud83d"]).texts("a") == ("x\ufffd",)


def test_an_output_may_be_nothing_but_its_field_must_be_there() -> None:
    assert row(output=None).output("output", "text") == ""
    assert row(text="said").output("output", "text") == "said"
    with pytest.raises(InputError, match=r"output or text: is missing$"):
        row().output("output", "text")


def test_texts_are_a_list_or_one_text_or_none() -> None:
    assert row(a=["x", "y"]).texts("a") == ("x", "y")
    assert row(a="x").texts("a") == ("x",)
    assert row().texts("a") == ()
    with pytest.raises(InputError, match=r"^a\.jsonl:7: a\[1\]: expected text, found a number$"):
        row(a=["x", 1]).texts("a")


@pytest.mark.parametrize("value", [1, "1", True, "True"])
def test_a_flag_is_set(value: object) -> None:
    assert row(label=value).flag("label") is True


@pytest.mark.parametrize("value", [0, "0", False, "False"])
def test_a_flag_is_not_set(value: object) -> None:
    assert row(label=value).flag("label") is False


@pytest.mark.parametrize("value", [2, None, "yes", -1])
def test_what_is_no_flag_is_refused(value: object) -> None:
    with pytest.raises(InputError, match=r"^a\.jsonl:7: label: expected 0 or 1, found "):
        row(label=value).flag("label")


@pytest.mark.parametrize("value", [-1, True, "3", 1.0])
def test_what_is_no_whole_number_is_refused(value: object) -> None:
    assert row(at=0).whole("at") == 0
    with pytest.raises(InputError, match=r"at: expected a whole number, 0 or more, found "):
        row(at=value).whole("at")


def test_fields_of_inner_objects_are_named_with_their_way() -> None:
    documents = row(docs=[{"text": "x"}, {"meta": {"text": 5.0}}]).rows("docs")
    assert documents[0].text("text") == "x"
    with pytest.raises(InputError, match=r"^a\.jsonl:7: docs\[1\]\.meta\.text: expected text"):
        documents[1].inner("meta").text("text")


def test_a_list_of_something_else_is_refused() -> None:
    with pytest.raises(InputError, match=r"^a\.jsonl:7: docs\[0\]: expected an object, found text"):
        row(docs=["x"]).rows("docs")
    with pytest.raises(InputError, match=r"^a\.jsonl:7: docs: expected a list, found text$"):
        row(docs="x").rows("docs")


def test_only_fields_with_a_value_are_picked() -> None:
    assert row(a=0, b=None, c="x").picked("a", "b", "d") == {"a": 0}


def test_a_noun_that_does_not_fit_is_named_with_its_field() -> None:
    with pytest.raises(InputError, match=r"^a\.jsonl:7: published_at: "):
        row().made(Source, {"id": "1", "text": "x", "published_at": "soon"})
